"""The index: all catalogues in one file from which a lookup reads only its answer.

Layout: a magic line, the length of the header, the header, then the sections it
names. Entries are found through hash buckets, so that a lookup costs the same
whatever the number of entries. Everything is in `marshal` form: like the
interpreter's own cache of compiled modules, an index belongs to one version of
Python and of this program and is rebuilt, never migrated.

Pure: bytes in, bytes out.
"""

from __future__ import annotations

import io
import marshal

from errdecode.core.keys import code_key, message_key, number_key, sort_key
from errdecode.model import Entry, Namespace, Source, Venue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from errdecode.catalog.load import Loaded
    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.core.recognition import Recognition

    Read = Callable[[int, int], bytes]

MAGIC = b"errdecode index 1\n"
HEAD = len(MAGIC) + 8
"""Bytes before the header."""

_SLOT = 8
"""Bytes of a bucket's place: offset and length."""


def write_index(loaded: Loaded, stamps: tuple[Any, ...]) -> bytes:
    """Return the file that holds all catalogues.

    Args:
        loaded: the catalogues.
        stamps: what the store compares to know that the file is still true.
    """
    blobs: list[bytes] = []
    offset = 0
    keys: dict[str, list[tuple[str, int, int]]] = {}
    for catalog in loaded.catalogs:
        for entry in catalog.entries:
            blob = marshal.dumps(_flat(entry))
            for kind, key in _keys(entry):
                keys.setdefault(key, []).append((kind, offset, len(blob)))
            blobs.append(blob)
            offset += len(blob)
    sections = {
        "entries": b"".join(blobs),
        "venues": marshal.dumps(
            tuple(
                (*catalog.venue[:8], tuple(map(tuple, catalog.venue[8])), *catalog.venue[9:])
                for catalog in loaded.catalogs
            )
        ),
        "taxonomy": marshal.dumps(loaded.taxonomy.as_plain()),
        "recognition": marshal.dumps(loaded.recognition.as_plain()),
        "words": marshal.dumps(_words(loaded)),
    }
    sections["buckets"], sections["slots"], size = _buckets(keys)
    places: dict[str, tuple[int, int]] = {}
    end = 0
    for name, blob in sections.items():
        places[name] = (end, len(blob))
        end += len(blob)
    header = marshal.dumps((places, size, tuple(map(str, loaded.faults)), loaded.settings, stamps))
    return b"".join((MAGIC, len(header).to_bytes(8, "little"), header, *sections.values()))


def _flat(entry: Entry) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, Source) else value for value in entry)


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


def _words(loaded: Loaded) -> tuple[str, ...]:
    """Return every code and name, for finding what may have been meant."""
    entries = [entry for catalog in loaded.catalogs for entry in catalog.entries]
    words = {word for entry in entries for word in (entry.code, entry.name, *entry.aliases) if word}
    return tuple(sorted(words, key=sort_key))


def bucket_of(key: str, size: int) -> int:
    """Return the bucket of a key: the same in every process, unlike `hash`."""
    return int.from_bytes(key.encode("utf-8", "surrogatepass"), "little") % size


def _buckets(keys: dict[str, list[tuple[str, int, int]]]) -> tuple[bytes, bytes, int]:
    # Odd and no multiple of 255 or 257, so that every byte of a key counts.
    size = max(len(keys) // 2, 1) * 2 + 1
    while size % 3 == 0 or size % 5 == 0 or size % 17 == 0 or size % 257 == 0:
        size += 2
    buckets: list[dict[str, list[tuple[str, int, int]]]] = [{} for _ in range(size)]
    for key, places in keys.items():
        buckets[bucket_of(key, size)][key] = places
    body, slots, offset = [], [], 0
    for bucket in buckets:
        blob = marshal.dumps(bucket) if bucket else b""
        slots.append(offset.to_bytes(4, "little") + len(blob).to_bytes(4, "little"))
        body.append(blob)
        offset += len(blob)
    return b"".join(body), b"".join(slots), size


class Index:
    """An index file, read piece by piece."""

    def __init__(self, read: Read, header: bytes, start: int) -> None:
        """Open an index.

        Args:
            read: returns a number of bytes from an offset of the file.
            header: the header's bytes.
            start: where the sections begin.

        Raises:
            ValueError, EOFError, TypeError: the header is damaged.
        """
        self._read = read
        self._places, self._size, self.faults, self.settings, self.stamps = marshal.loads(header)
        self._start = start

    @property
    def size(self) -> int:
        """Return how many bytes the whole file has."""
        return int(self._start + max(place + length for place, length in self._places.values()))

    def _section(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        place, whole = self._places[name]
        return self._read(self._start + place + offset, whole if length is None else length)

    def find(self, key: str) -> list[tuple[str, Entry]]:
        """Return the entries under a normalised key, each with the kind of key."""
        slot = self._section("slots", bucket_of(key, self._size) * _SLOT, _SLOT)
        length = int.from_bytes(slot[4:], "little")
        if not length:
            return []
        bucket = marshal.loads(self._section("buckets", int.from_bytes(slot[:4], "little"), length))
        return [
            (kind, _entry(marshal.loads(self._section("entries", offset, size))))
            for kind, offset, size in bucket.get(key, ())
        ]

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, catalogue by catalogue."""
        blob = self._section("entries")
        stream = io.BytesIO(blob)
        while stream.tell() < len(blob):
            yield _entry(marshal.load(stream))

    def venues(self) -> tuple[Venue, ...]:
        """Return the venues in the order of their catalogues."""
        return tuple(
            Venue.of((*value[:8], tuple(Namespace(*namespace) for namespace in value[8]), *value[9:]))
            for value in marshal.loads(self._section("venues"))
        )

    def taxonomy(self) -> Taxonomy:
        """Return the closed lists."""
        from errdecode.catalog.taxonomy import Taxonomy  # noqa: PLC0415  # a lookup in a pipe has no use for it

        return Taxonomy.from_plain(marshal.loads(self._section("taxonomy")))

    def recognition(self) -> Recognition:
        """Return how venues and frames are recognised."""
        from errdecode.core.recognition import Recognition  # noqa: PLC0415  # only decoding has a use for it

        return Recognition.from_plain(marshal.loads(self._section("recognition")))

    def words(self) -> tuple[str, ...]:
        """Return every code and name, sorted."""
        words: tuple[str, ...] = marshal.loads(self._section("words"))
        return words


_SOURCE = Entry._fields.index("source")


def _entry(value: tuple[Any, ...]) -> Entry:
    return Entry.of((*value[:_SOURCE], Source(*value[_SOURCE]), *value[_SOURCE + 1 :]))
