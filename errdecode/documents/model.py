"""What a document says about codes: rows in groups, and what was left out."""

from __future__ import annotations

from errdecode.record import Record


class Row(Record):
    """One code as a document has it."""

    code: str
    name: str | None = None
    messages: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """Further explanations in the venue's words."""
    http_status: int | None = None
    causes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    retired: bool = False
    line: int | None = None
    samples: tuple[str, ...] = ()


class Group(Record):
    """The rows of one code space."""

    id: str
    title: str
    kind: str
    rows: tuple[Row, ...]


class Draft(Record):
    """Everything that was found."""

    title: str
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    """What was left out, and why; one sentence each."""

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return sum(len(group.rows) for group in self.groups)
