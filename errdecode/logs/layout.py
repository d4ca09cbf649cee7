"""Take a log line apart into what the next line like it will repeat and what will differ."""

from __future__ import annotations

import re

from errdecode.logs.cutting import STAMP, FrameCutter, Hole, NotAlikeError, check_object
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.core.redact import Redactor
    from errdecode.logs.cutting import Names, Path

MAX_BYTES = 8 * 1024
"""A longer line is read on its own each time."""


class Layout(Record):
    """A line as what stays and what differs."""

    parts: tuple[str | Hole, ...]
    quoted: tuple[int, int]
    """The parts that stand as JSON in a string, given without the backslashes; none: (0, 0)."""
    spans: dict[Path, tuple[int, int]]
    """The parts of each value, by its path, as if what is quoted were not."""
    timed: bool
    """Whether the time stands elsewhere than in a hole of its own."""

    @property
    def pattern(self) -> str:
        """Return a regular expression of all lines laid out like this one."""
        low, high = self.quoted
        found = []
        for at, part in enumerate(self.parts):
            if isinstance(part, Hole):
                found.append(f"({part.pattern})")
            else:
                found.append(re.escape(part.replace('"', '\\"') if low <= at < high else part))
        return "".join(found)


def lay_out(raw: bytes, names: Names, redactor: Redactor, *, opaque: bool) -> Layout | None:
    """Take a line apart that ends with one JSON object.

    Args:
        raw: the line.
        names: which fields matter.
        redactor: knows the fields that hold credentials.
        opaque: take the echoed request for one piece instead of looking into it.

    Returns:
        None where lines like it cannot be told from others, or there is nothing
        to take for one piece.
    """
    if len(raw) > MAX_BYTES or not raw.isascii() or b"retry-after" in raw.lower():
        # A wait is read from each line.
        return None
    line = raw.decode("ascii")
    start = line.find("{")
    try:
        check_object(line[max(start, 0) :])
        frame = FrameCutter(names, redactor, opaque=opaque)
        end = frame.value(line, start, ())
        if opaque and not frame.echo:
            return None
    except (ValueError, RecursionError, NotAlikeError):
        return None
    parts: list[str | Hole] = [line[:start]]
    if stamp := STAMP.search(line, 0, start):
        parts = [line[: stamp.start()], Hole(STAMP.pattern, "time"), line[stamp.end() : start]]
    shift = len(parts)
    spans = {path: (first + shift, last + shift) for path, (first, last) in frame.spans.items()}
    quoted = spans[frame.echo] if frame.echo else (0, 0)
    return Layout((*parts, *frame.parts, line[end:]), quoted, spans, frame.timed or (start > 0 and stamp is None))
