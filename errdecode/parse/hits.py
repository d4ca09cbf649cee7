"""What a scan gives out: errors, and where each stands."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.model import Finding
    from errdecode.parse.known import Known


class Hit(Record):
    """An error and where it stands."""

    finding: Finding
    """Without line, time and request: `Scanner.complete` adds them where they are wanted."""
    line: int
    start: int
    """Position of its text in the block."""
    end: int
    moment: float | None
    """Its own time, in seconds since 1970."""
    known: Known | None = None
    """Where it was remembered from another text: what is known of both."""
    at: int = 0
    """Which of the text's findings it is."""
    values: tuple[bytes, ...] = ()
    """What stands in the holes of its text."""
