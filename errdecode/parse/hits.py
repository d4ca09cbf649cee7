"""What a scan takes in and gives out: blocks of bytes, and the errors in them."""

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


class Block(Record):
    """Some bytes of an input with what lies around them."""

    data: bytes
    start: int
    """Where the part to scan begins; before it lies what was scanned already."""
    end: int
    """Where it ends; what follows is only looked at."""
    first_line: int
    """Number of the line at `start`, from 1."""
    lines: int
    """Lines that end in the part to scan."""
    live: bool = False
    """Whether the stream paused after it: somebody may be watching it come."""
