"""The index: catalogues in one file from which a lookup reads only its answer.

Layout: a magic line, the length of the header, the header, then the sections it
names. Entries and phrases are found through hash buckets, so that a lookup
costs the same whatever the number of entries. All of it is plain text with
checksums (see `plain`): reading it can run nothing, and a damaged byte is
noticed where it matters. `compiling` writes it.

Pure: bytes in, records out.
"""

from __future__ import annotations

from itertools import pairwise
from os.path import join
from zlib import crc32

from errdecode.catalog.plain import (
    END,
    FIELD,
    ITEM,
    LEVEL,
    DamagedError,
    opened,
    read_entry,
    read_venues,
)
from errdecode.core.keys import number_key
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import Any

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.core.knowledge import Phrase
    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry, Venue

    Read = Callable[[int, int], bytes]

MAGIC = b"errdecode index 5\n"
HEAD = len(MAGIC) + 8
"""Bytes before the header."""
PLACE = 4
"""Bytes of the offset at which a bucket or an entry begins; the next one begins where it ends."""
PHRASE = "\x01"
"""Before the key of a phrase."""
_MAX_KEY = 24
"""Characters of a longer key are not kept: the entry under it has them."""
_MAX_DIGITS = 18
"""A longer number is in no range."""


class Header(Record):
    """What an index says of itself."""

    identity: str
    """What it was made by and from; what must be equal for it to be used."""
    stamps: tuple[str, ...]
    """Files and folders it depends on, as they were."""
    faults: tuple[str, ...]
    """What was wrong with its catalogues."""
    settings: tuple[str, ...]
    """Keys and values of the configuration files, in turn; a list is joined by tabs."""
    replaced: tuple[str, ...]
    """Venues of lower layers that it holds in full."""
    withheld: tuple[str, ...]
    """What a folder that is not trusted was not allowed."""
    size: int = 0
    """Buckets."""
    places: tuple[str, ...] = ()
    """Name, offset and length of each section, in turn."""
    ranges: tuple[str, ...] = ()
    """First and last code, and place, of the entries that hold for a range of numbers, in turn."""


def bucket_of(key: str, size: int) -> int:
    """Return the bucket of a key: the same in every process, unlike `hash`."""
    return crc32(key.encode("utf-8", "surrogatepass")) % size


def stored(key: str) -> str:
    """Return how a key stands in its bucket: of a long one, as messages are, its checksum and its length."""
    return key if len(key) <= _MAX_KEY else f"\x02{crc32(key.encode('utf-8', 'surrogatepass')):x},{len(key):x}"


class Index:
    """An index file, read piece by piece. Every method raises DamagedError where its bytes are not as written."""

    def __init__(self, read: Read, size: int, folder: str = "", *, is_new: bool = False) -> None:
        """Open an index.

        Args:
            read: returns a number of bytes from an offset of the file.
            size: of the file, in bytes.
            folder: from which the files of venues are named; none where they are named in full.
            is_new: it was made a moment ago, and what rests on it is not what it was.

        Raises:
            DamagedError: it is no index, or not a whole one.
        """
        self._read = read
        self._folder = folder
        self.is_new = is_new
        head = read(0, HEAD)
        length = int.from_bytes(head[len(MAGIC) :], "little")
        if not head.startswith(MAGIC) or length > size:
            raise DamagedError
        fields = opened(read(HEAD, length)).split(FIELD)
        if len(fields) != len(Header._fields):
            raise DamagedError
        identity, stamps, faults, settings, replaced, withheld, number, places, ranges = fields
        if not number.isdecimal():
            raise DamagedError
        self.header = Header(
            identity, _items(stamps), _items(faults), _items(settings), _items(replaced), _items(withheld), int(number),
            _items(places), _items(ranges),
        )  # fmt: skip
        limits = self.header.ranges
        self._ranges = [(int(limits[at]), int(limits[at + 1]), limits[at + 2]) for at in range(0, len(limits), 3)]
        table = self.header.places
        self._start = HEAD + length
        self._places = {table[at]: (int(table[at + 1]), int(table[at + 2])) for at in range(0, len(table), 3)}
        if self._start + max((place + extent for place, extent in self._places.values()), default=0) != size:
            raise DamagedError
        self._known: dict[str, Entry] = {}
        self._venues: tuple[Venue, ...] | None = None

    def _section(self, name: str) -> str:
        place, length = self._places[name]
        return opened(self._read(self._start + place, length))

    def _piece(self, name: str, offset: int, length: int) -> bytes:
        place, whole = self._places[name]
        if offset + length > whole:
            raise DamagedError
        return self._read(self._start + place + offset, length)

    def _row(self, name: str, places: str, at: int) -> bytes:
        """Return what stands at a place of a section of which another one holds where each begins."""
        limits = self._piece(places, at * PLACE, 2 * PLACE)
        start, end = (int.from_bytes(each, "little") for each in (limits[:PLACE], limits[PLACE:]))
        if start > end:
            raise DamagedError
        return self._piece(name, start, end - start)

    def _bucket(self, key: str) -> list[str]:
        """Return what lies under a key."""
        bucket = self._row("buckets", "slots", bucket_of(key, self.header.size))
        if bucket:
            wanted = stored(key)
            for record in opened(bucket).split(END):
                head, *rest = record.split(FIELD)
                if head == wanted:
                    return rest
        return []

    def _entry(self, place: str) -> Entry:
        """Return the entry at a place; the same one each time."""
        if place not in self._known:
            self._known[place] = read_entry(opened(self._row("entries", "extents", int(place))))
        return self._known[place]

    def find(self, key: str) -> list[tuple[str, Entry]]:
        """Return the entries under a normalised key, each with the kind of key."""
        pairs = (record.split(",") for record in self._bucket(key))
        found = [(kind, self._entry(place)) for kind, place in pairs]
        return [*found, *self._within_ranges(key, found)] if self._ranges else found

    def _within_ranges(self, key: str, found: Sequence[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
        """Yield the entries of ranges that hold a number of which their namespace has no entry, under that number."""
        text = key.removeprefix("#")
        if number_key(text) is None or len(text) > _MAX_DIGITS:
            return
        taken = {(entry.venue, entry.namespace) for _, entry in found}
        for value in (int(text),) if text == key else (int(text), -int(text)):
            for low, high, place in self._ranges:
                entry = self._entry(place) if low <= value <= high else None
                if entry is not None and (entry.venue, entry.namespace) not in taken:
                    yield ("code" if text == key else "number"), entry.replace(code=str(value))

    def phrases(self, key: str) -> list[Phrase]:
        """Return the phrases that begin with some words."""
        from errdecode.core.knowledge import Phrase  # noqa: PLC0415  # only decoding has a use for it

        found = []
        for record in self._bucket(PHRASE + key):
            bits, is_name, further, places = record.split(",")
            words = (*key.split(" "), *further.split())
            entries = tuple(self._entry(place) for place in places.split(LEVEL))
            found.append(Phrase(words, float(bits), is_name == "1", entries))
        return found

    def starts(self) -> frozenset[str]:
        """Return the words with which phrases begin."""
        return frozenset(self._section("starts").split(" "))

    def bits(self) -> dict[str, float]:
        """Return what each word counts."""
        words_and_bits = self._section("bits").replace(FIELD, " ").split(" ")
        return dict(zip(words_and_bits[::2], map(float, words_and_bits[1::2]), strict=True))

    def entries(self, venues: Collection[str] | None = None) -> Iterator[Entry]:
        """Yield the entries of some venues, or every one, catalogue by catalogue."""
        starts = "" if venues is None else tuple(venue + FIELD for venue in venues)
        blobs, begins = (self._piece(name, 0, self._places[name][1]) for name in ("entries", "extents"))
        limits = [int.from_bytes(begins[at : at + PLACE], "little") for at in range(0, len(begins), PLACE)]
        for start, end in pairwise(limits):
            text = opened(blobs[start:end])
            if text.startswith(starts):
                yield read_entry(text)

    def venues(self) -> tuple[Venue, ...]:
        """Return the venues in the order of their catalogues."""
        if self._venues is None:
            venues = read_venues(self._section("venues"))
            self._venues = tuple(venue.replace(path=join(self._folder, venue.path)) for venue in venues)
        return self._venues

    def taxonomy(self) -> Taxonomy:
        """Return the closed lists."""
        # A lookup in a pipe has no use for it.
        import json  # noqa: PLC0415

        from errdecode.catalog.taxonomy import Taxonomy  # noqa: PLC0415

        return Taxonomy.from_plain(json.loads(self._section("taxonomy")))

    def recognition(self) -> Recognition:
        """Return how venues and frames are recognised."""
        # Only decoding has a use for it.
        import json  # noqa: PLC0415

        from errdecode.core.recognition import Recognition  # noqa: PLC0415

        return Recognition.of(json.loads(self._section("recognition")))

    def trigger(self) -> list[str]:
        """Return the patterns that find every place of a log where an error may stand."""
        # Only scanning has a use for it.
        import json  # noqa: PLC0415

        patterns: list[str] = json.loads(self._section("trigger"))
        return patterns

    def trigger_name(self) -> str:
        """Return what tells these patterns from any others."""
        return self._section("trigger name")

    def words(self) -> tuple[str, ...]:
        """Return every code and name, sorted."""
        return tuple(self._section("words").split(FIELD))


def read_settings(header: Header) -> dict[str, Any]:
    """Return the settings that an index holds."""
    pairs = zip(header.settings[::2], header.settings[1::2], strict=True)
    return {key: tuple(value.split("\t")) if key == "redact" else value for key, value in pairs}


def _items(field: str) -> tuple[str, ...]:
    return tuple(field.split(ITEM)) if field else ()


def plain_settings(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return settings as a header holds them."""
    pairs = ((key, value if isinstance(value, str) else "\t".join(value)) for key, value in settings.items())
    return tuple(text for pair in pairs for text in pair)
