"""What the catalogues say about recognising venues and frames, compiled.

Records here hold only tuples, dictionaries, strings and numbers, so that an
index file can keep them.
"""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.core.paths import Steps

Place = tuple[str, str | None]
"""A venue and, where only part of it is meant, a namespace."""


class Shape(Record):
    """Where things stand in one kind of frame."""

    venue: str
    name: str
    targets: tuple[tuple[str, str], ...]
    """(venue, namespace), best first; empty where `kind` says it."""
    either: bool
    """No target is better than the other."""
    kind: str | None
    requires: tuple[Steps, ...]
    absent: tuple[Steps, ...]
    only: tuple[str, ...]
    """Where not empty, the frame has no other fields."""
    where: tuple[tuple[Steps, tuple[Any, ...]], ...]
    code: Steps
    code_type: str | None
    message: tuple[Steps, ...]
    id: Steps | None
    method: Steps | None
    channel: Steps | None
    request: Steps | None
    order_id: Steps | None
    client_id: Steps | None
    wait: tuple[Steps, str] | None
    weight: int
    when: tuple[tuple[Steps, tuple[str, ...], str, str, str], ...]
    """(present, unless_outcome, outcome, retry, reason)"""


class TextForm(Record):
    """How a client library prints an error without JSON."""

    venue: str
    name: str
    targets: tuple[tuple[str, str], ...]
    either: bool
    kind: str | None
    contains: tuple[str, ...]
    pattern: str
    weight: int


class Recognition(Record):
    """Everything that evidence is drawn from."""

    words: tuple[tuple[str, str, str, str | None], ...]
    """(kind: name | host | path, text in lower case, venue, namespace)"""
    methods: dict[str, tuple[Place, ...]]
    """By value; a final * is a prefix."""
    channels: dict[str, tuple[Place, ...]]
    fields: dict[str, tuple[Place, ...]]
    instruments: tuple[tuple[str, str], ...]
    """(regular expression, venue)"""
    shapes: tuple[Shape, ...]
    texts: tuple[TextForm, ...]
    secrets: tuple[str, ...]
    """Field names in lower case."""
    kinds: dict[str, tuple[tuple[str, str], ...]]
    """Namespaces by kind."""
    ok: dict[str, tuple[str, ...]]
    """Codes that are no error, by `venue:namespace`."""
    success: tuple[str, ...]
    """Codes and messages, in lower case, that mean success wherever no catalogue knows better."""
    signs: tuple[str, ...]
    """Words that mark a log line as telling of an error."""
    trigger: str
    """A regular expression that finds, in bytes, every place where an error may stand."""
    text_trigger: str
    """The part of it that finds text forms."""
    ids: tuple[str, ...]
    """Names of fields that hold request and order ids."""

    def as_plain(self) -> tuple[Any, ...]:
        """Return the record with the records inside it as tuples."""
        values = self.as_dict()
        values["shapes"] = tuple(tuple(shape) for shape in self.shapes)
        values["texts"] = tuple(tuple(text) for text in self.texts)
        return tuple(values.values())

    @classmethod
    def from_plain(cls, plain: tuple[Any, ...]) -> Recognition:
        """Undo `as_plain`."""
        values = dict(zip(cls._fields, plain, strict=True))
        values["shapes"] = tuple(Shape(*shape) for shape in values["shapes"])
        values["texts"] = tuple(TextForm(*text) for text in values["texts"])
        return cls(**values)
