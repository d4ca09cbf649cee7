"""The index: catalogues in one file from which a lookup reads only its answer.

Layout: a magic line, the length of the header, the header, then the sections it
names. Entries and phrases are found through hash buckets, so that a lookup
costs the same whatever the number of entries. All of it is plain text with
checksums (see `plain`): reading it can run nothing, and a damaged byte is
noticed where it matters.

Pure: bytes in, bytes out.
"""

from __future__ import annotations

import os
from zlib import crc32

from errdecode.catalog.locate import shipped
from errdecode.catalog.plain import (
    END,
    FIELD,
    ITEM,
    LEVEL,
    DamagedError,
    opened,
    read_entry,
    read_venues,
    sealed,
    write_entry,
    write_venues,
)
from errdecode.core.keys import code_key, message_key, number_key, sort_key
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from errdecode.catalog.build import Catalog
    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.core.phrases import Phrase
    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry, Venue

    Read = Callable[[int, int], bytes]

MAGIC = b"errdecode index 4\n"
HEAD = len(MAGIC) + 8
"""Bytes before the header."""
_SLOT = 8
"""Bytes of a bucket's place: offset and length."""
_PHRASE = "\x01"
"""Before the key of a phrase."""


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


class Content(Record):
    """What goes into an index."""

    catalogs: tuple[Catalog, ...]
    recognition: Recognition
    bits: Mapping[str, float]
    """What each word counts."""
    taxonomy: Taxonomy


def write_index(content: Content, header: Header) -> bytes:
    """Return the file that holds catalogues.

    Args:
        content: the catalogues and what was made of them.
        header: what the index says of itself, without sizes and places.
    """
    # Only a build pays for these.
    import json  # noqa: PLC0415
    from hashlib import blake2b  # noqa: PLC0415

    from errdecode.core.phrases import bits_of, phrase_key  # noqa: PLC0415
    from errdecode.core.trigger import build_trigger  # noqa: PLC0415

    entries, places = _entries(content.catalogs)
    keys: dict[str, list[str]] = {}
    phrases: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for entry, place in places:
        for kind, key in _keys(entry):
            keys.setdefault(key, []).append(f"{kind},{place}")
        for words, is_name in phrases_of(entry) if content.recognition.has_words(entry) else ():
            phrases.setdefault((words, is_name), []).append(place)
    for (words, is_name), found in phrases.items():
        text = f"{bits_of(words, content.bits):.2f},{int(is_name)},{' '.join(words)},{LEVEL.join(dict.fromkeys(found))}"
        keys.setdefault(_PHRASE + phrase_key(words), []).append(text)
    buckets, slots, size = _buckets(keys)
    recognition = content.recognition.as_dict()
    trigger = json.dumps(build_trigger(content.recognition, (entry for entry, _ in places)))
    sections = {
        "entries": entries,
        "venues": sealed(write_venues([catalog.venue for catalog in content.catalogs])),
        "taxonomy": sealed(json.dumps(content.taxonomy.as_plain(), ensure_ascii=False)),
        "recognition": sealed(json.dumps(list(recognition.values()), ensure_ascii=False)),
        "words": sealed(FIELD.join(_words(content.catalogs))),
        "trigger": sealed(trigger),
        "trigger name": sealed(blake2b(trigger.encode(), digest_size=12).hexdigest()),
        "starts": sealed(" ".join(sorted({words[0] for words, _ in phrases}))),
        "bits": sealed(FIELD.join(f"{word} {bits:.2f}" for word, bits in sorted(content.bits.items()))),
        "buckets": buckets,
        "slots": slots,
    }
    table: list[str] = []
    end = 0
    for name, blob in sections.items():
        table += [name, str(end), str(len(blob))]
        end += len(blob)
    header = header.replace(size=size, places=tuple(table))
    head = sealed(FIELD.join(ITEM.join(each) if isinstance(each, tuple) else str(each) for each in header))
    return b"".join((MAGIC, len(head).to_bytes(8, "little"), head, *sections.values()))


def _entries(catalogs: Iterable[Catalog]) -> tuple[bytes, list[tuple[Entry, str]]]:
    """Return all entries as bytes, and each with its place as `offset:length`."""
    blobs: list[bytes] = []
    places: list[tuple[Entry, str]] = []
    offset = 0
    for catalog in catalogs:
        for entry in catalog.entries:
            blob = sealed(write_entry(entry))
            places.append((entry, f"{offset}:{len(blob)}"))
            blobs.append(blob + END.encode())
            offset += len(blob) + 1
    return b"".join(blobs), places


def phrases_of(entry: Entry) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the rows of words by which an entry is known in a text, and whether each is a name."""
    from errdecode.core.phrases import phrase_rows  # noqa: PLC0415  # only a build pays for it

    symbols = [entry.name, *entry.former, *(code for code in (entry.code, *entry.aliases) if number_key(code) is None)]
    for is_name, texts in ((True, symbols), (False, (*entry.messages, *entry.templates, *entry.match))):
        for text in texts:
            for words in phrase_rows(text) if text else ():
                if words:
                    yield words, is_name


def _keys(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield everything under which an entry is looked up, with the kind of key."""
    found = {code_key(entry.code): "code"}
    for kind, texts in (("alias", entry.aliases), ("name", (entry.name,)), ("former", entry.former)):
        for text in texts:
            if text:
                found.setdefault(code_key(text), kind)
    for text in (*entry.messages, *entry.match):
        found.setdefault(message_key(text), "message")
    for key, kind in found.items():
        yield kind, key
    if (digits := number_key(entry.code)) is not None:
        yield "number", f"#{digits}"


def _words(catalogs: Iterable[Catalog]) -> list[str]:
    """Return every code and name, for finding what may have been meant."""
    entries = [entry for catalog in catalogs for entry in catalog.entries]
    words = {word for entry in entries for word in (entry.code, entry.name, *entry.aliases) if word}
    return sorted(words, key=sort_key)


def bucket_of(key: str, size: int) -> int:
    """Return the bucket of a key: the same in every process, unlike `hash`."""
    return crc32(key.encode("utf-8", "surrogatepass")) % size


def _buckets(keys: Mapping[str, Sequence[str]]) -> tuple[bytes, bytes, int]:
    size = max(len(keys), 1)
    buckets: list[list[str]] = [[] for _ in range(size)]
    for key, places in keys.items():
        buckets[bucket_of(key, size)].append(FIELD.join((key, *places)))
    body, slots, offset = [], [], 0
    for bucket in buckets:
        blob = sealed(END.join(bucket)) if bucket else b""
        slots.append(offset.to_bytes(4, "little") + len(blob).to_bytes(4, "little"))
        body.append(blob)
        offset += len(blob)
    return b"".join(body), b"".join(slots), size


class Index:
    """An index file, read piece by piece. Every method raises DamagedError where its bytes are not as written."""

    def __init__(self, read: Read, size: int) -> None:
        """Open an index.

        Args:
            read: returns a number of bytes from an offset of the file.
            size: of the file, in bytes.

        Raises:
            DamagedError: it is no index, or not a whole one.
        """
        self._read = read
        head = read(0, HEAD)
        length = int.from_bytes(head[len(MAGIC) :], "little")
        if not head.startswith(MAGIC) or length > size:
            raise DamagedError
        fields = opened(read(HEAD, length)).split(FIELD)
        if len(fields) != len(Header._fields):
            raise DamagedError
        identity, stamps, faults, settings, replaced, withheld, number, places = fields
        if not number.isdecimal():
            raise DamagedError
        self.header = Header(
            identity, _items(stamps), _items(faults), _items(settings), _items(replaced), _items(withheld), int(number),
            _items(places),
        )  # fmt: skip
        table = self.header.places
        self._start = HEAD + length
        self._places = {table[at]: (int(table[at + 1]), int(table[at + 2])) for at in range(0, len(table), 3)}
        if self._start + max((place + extent for place, extent in self._places.values()), default=0) != size:
            raise DamagedError
        self._known: dict[str, Entry] = {}

    def _section(self, name: str) -> str:
        place, length = self._places[name]
        return opened(self._read(self._start + place, length))

    def _piece(self, name: str, offset: int, length: int) -> bytes:
        place, whole = self._places[name]
        if offset + length > whole:
            raise DamagedError
        return self._read(self._start + place + offset, length)

    def _bucket(self, key: str) -> list[str]:
        """Return what lies under a key."""
        slot = self._piece("slots", bucket_of(key, self.header.size) * _SLOT, _SLOT)
        length = int.from_bytes(slot[4:], "little")
        if length:
            for record in opened(self._piece("buckets", int.from_bytes(slot[:4], "little"), length)).split(END):
                head, *rest = record.split(FIELD)
                if head == key:
                    return rest
        return []

    def _entry(self, place: str) -> Entry:
        """Return the entry at a place; the same one each time."""
        if place not in self._known:
            offset, _, length = place.partition(":")
            self._known[place] = read_entry(opened(self._piece("entries", int(offset), int(length))))
        return self._known[place]

    def find(self, key: str) -> list[tuple[str, Entry]]:
        """Return the entries under a normalised key, each with the kind of key."""
        pairs = (record.split(",") for record in self._bucket(key))
        return [(kind, self._entry(place)) for kind, place in pairs]

    def phrases(self, key: str) -> list[Phrase]:
        """Return the phrases that begin with some words."""
        from errdecode.core.phrases import Phrase  # noqa: PLC0415  # only decoding has a use for it

        found = []
        for record in self._bucket(_PHRASE + key):
            bits, is_name, words, places = record.split(",")
            entries = tuple(self._entry(place) for place in places.split(LEVEL))
            found.append(Phrase(tuple(words.split(" ")), float(bits), is_name == "1", entries))
        return found

    def starts(self) -> frozenset[str]:
        """Return the words with which phrases begin."""
        return frozenset(self._section("starts").split(" "))

    def bits(self) -> dict[str, float]:
        """Return what each word counts."""
        pairs = (record.split(" ") for record in self._section("bits").split(FIELD))
        return {word: float(bits) for word, bits in pairs}

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, catalogue by catalogue."""
        place, length = self._places["entries"]
        for blob in self._read(self._start + place, length).split(END.encode())[:-1]:
            yield read_entry(opened(blob))

    def venues(self) -> tuple[Venue, ...]:
        """Return the venues in the order of their catalogues."""
        venues = read_venues(self._section("venues"))
        # An index that was made elsewhere, for the wheel, names files in the folder of the catalogues.
        return tuple(
            venue if os.path.isabs(venue.path) else venue.replace(path=os.path.join(shipped(), venue.path))
            for venue in venues
        )

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
