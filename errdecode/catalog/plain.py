"""Records as plain text: fields and lists with separators that no catalogue may hold.

Reading is a split, imports nothing and can run nothing, whatever the bytes are.
"""

from __future__ import annotations

from zlib import crc32

from errdecode.model import Entry, Namespace, Source, Venue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

END, LEVEL, ITEM, FIELD = "\x1c", "\x1d", "\x1e", "\x1f"
"""End of a record; separators of records in a list, of texts in a list, of fields."""
SEPARATORS = END + LEVEL + ITEM + FIELD

_LISTS = tuple(at for at, name in enumerate(Entry._fields) if Entry.__annotations__[name].startswith("tuple"))
_NUMBERS = tuple(at for at, name in enumerate(Entry._fields) if Entry.__annotations__[name].startswith("int"))
_SOURCE = Entry._fields.index("source")
_NAMESPACES = Venue._fields.index("namespaces")
_OWN = Venue._fields.index("own")
_SOURCES: dict[str, Source] = {}
"""The sources that were read, by their texts: thousands of entries come from one page."""
_SUM = 8
"""Digits of a checksum."""


class DamagedError(Exception):
    """Bytes of an index are not those that were written."""


def with_sum(body: bytes) -> bytes:
    """Return bytes with their checksum before them."""
    return b"%08x" % crc32(body) + body


def unsealed(data: bytes) -> bytes:
    """Return the bytes behind a checksum.

    Raises:
        DamagedError: the bytes are not those of which the checksum was taken.
    """
    body = data[_SUM:]
    try:
        if int(data[:_SUM], 16) == crc32(body):
            return body
    except ValueError:
        pass
    raise DamagedError


def sealed(text: str) -> bytes:
    """Return a text as bytes, with their checksum before them."""
    return with_sum(text.encode("utf-8", "surrogatepass"))


def opened(data: bytes) -> str:
    """Return the text that was sealed.

    Raises:
        DamagedError: the bytes are not those that were sealed.
    """
    return unsealed(data).decode("utf-8", "surrogatepass")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def write_entry(entry: Entry) -> str:
    """Return an entry as one text."""
    fields: list[str] = []
    for at, value in enumerate(entry):
        if at == _SOURCE:
            fields.append(ITEM.join(map(_text, value)))
        else:
            fields.append(ITEM.join(value) if at in _LISTS else _text(value))
    return FIELD.join(fields)


def read_entry(text: str) -> Entry:
    """Undo `write_entry`."""
    fields: list[Any] = [field or None for field in text.split(FIELD)]
    for at in _LISTS:
        fields[at] = tuple(fields[at].split(ITEM)) if fields[at] else ()
    for at in _NUMBERS:
        if fields[at]:
            fields[at] = int(fields[at])
    source = fields[_SOURCE]
    if source not in _SOURCES:
        _SOURCES[source] = Source.of(part or None for part in source.split(ITEM))
    fields[_SOURCE] = _SOURCES[source]
    return Entry.of(fields)


def write_venues(venues: Sequence[Venue]) -> str:
    """Return venues as one text."""
    return END.join(
        FIELD.join(
            (
                *(ITEM.join(field) if isinstance(field, tuple) else _text(field) for field in venue[:_NAMESPACES]),
                LEVEL.join(ITEM.join(map(_text, namespace)) for namespace in venue.namespaces),
                *map(_text, venue[_NAMESPACES + 1 :]),
            )
        )
        for venue in venues
    )


def read_venues(text: str) -> tuple[Venue, ...]:
    """Undo `write_venues`."""
    return tuple(map(_read_venue, text.split(END))) if text else ()


def _read_venue(text: str) -> Venue:
    fields: list[Any] = [field or None for field in text.split(FIELD)]
    fields[2] = tuple(fields[2].split(ITEM)) if fields[2] else ()
    parts = (fields[_NAMESPACES] or "").split(LEVEL)
    fields[_NAMESPACES] = tuple(
        Namespace(name, title, kind, int(size)) for name, title, kind, size in (part.split(ITEM) for part in parts)
    )
    fields[_OWN] = None if fields[_OWN] is None else int(fields[_OWN])
    return Venue.of(fields)
