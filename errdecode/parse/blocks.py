"""Cut a stream into blocks that overlap far enough to be scanned one by one."""

from __future__ import annotations

import time

from errdecode.parse.held import HeldFile
from errdecode.parse.units import MARGIN, open_at
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK_BYTES = 1 << 20
PATIENCE_S = 0.01
"""How long a stream may pause before what is there is scanned."""
HOLD_S = 0.25
"""How long a text that may go on is held back once the stream pauses."""
STEP_BYTES = 2 << 20
"""Bytes of a plain file that one worker takes at a time."""


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


def blocks(read: Callable[[int], bytes | None], size: int = BLOCK_BYTES, *, hold_s: float = HOLD_S) -> Iterator[Block]:
    """Yield a stream in blocks that end where a line ends.

    Args:
        read: returns at most so many bytes, none at the end of the stream, and
            `None` when there are no more for the time being: what is there is
            then yielded without waiting for what follows.
        size: bytes of a block.
        hold_s: seconds for which a text that may go on is held back once the stream pauses.
    """
    intake = _Intake(read, size)
    data = b""
    start = 0
    line = 1
    while not intake.has_ended:
        data = intake.filled(data, start)
        end = len(data) if intake.has_ended else _end(data, start, waiting=intake.is_waiting)
        if end > start and intake.is_waiting and time.monotonic() - intake.paused_at < hold_s:
            end = open_at(data, start, end)
        if end > start:
            lines = data.count(b"\n", start, end)
            yield Block(data, start, end, line, lines, intake.is_waiting)
            line += lines
            keep = max(0, end - MARGIN)
            data, start = data[keep:], end - keep
    if intake.failure is not None:
        raise intake.failure


class _Intake:
    """Reads on to the next block, and knows how the stream stands."""

    def __init__(self, read: Callable[[int], bytes | None], size: int) -> None:
        self._read = read
        self._size = size
        self.has_ended = False
        self.failure: BaseException | None = None
        """What ended it: raised once what came before was scanned."""
        self.is_waiting = False
        """Whether there was no more for the time being."""
        self.paused_at = 0.0
        """Since when nothing has come, where it waits."""
        self._has_paused = False

    def filled(self, data: bytes, start: int) -> bytes:
        """Return some bytes with those that make a block of what stands from a place on, or as many as there are."""
        parts = [data]
        length = len(data) - start
        self.is_waiting = False
        while length < self._size + MARGIN and not self.has_ended and not self.is_waiting:
            part = self._part(length)
            if part is None:
                self.is_waiting = True
                self.paused_at = self.paused_at if self._has_paused else time.monotonic()
                self._has_paused = True
            elif part:
                parts.append(part)
                length += len(part)
                self._has_paused = False
            else:
                self.has_ended = True
        return b"".join(parts)

    def _part(self, length: int) -> bytes | None:
        """Return the next bytes, none where the stream ends or fails; an interrupt is raised once much was read."""
        try:
            return self._read(self._size)
        except (Exception, KeyboardInterrupt) as error:
            if isinstance(error, KeyboardInterrupt) and length > MARGIN:
                raise
            self.failure = error
            return b""


def _end(data: bytes, start: int, *, waiting: bool) -> int:
    limit = len(data) if waiting else max(start, len(data) - MARGIN)
    end = data.rfind(b"\n", start, limit) + 1
    if end:
        return end
    # No line ends here: wait for it if the stream is live, cut a huge line otherwise.
    return start if waiting and len(data) - start < MARGIN else limit


class Range(Record):
    """A part of a plain file."""

    path: str
    start: int
    end: int
    title: str | None = None
    """As findings call the file."""
    file: HeldFile | None = None
    """The file, where it is open already."""


def ranges(
    path: str, size: int, title: str | None = None, step: int = STEP_BYTES, file: HeldFile | None = None
) -> list[Range]:
    """Return a plain file of a size in parts; where they meet is settled when they are read."""
    return [Range(path, start, min(start + step, size), title, file) for start in range(0, size, step)]


def read_range(part: Range) -> Block:
    """Read a part of a file with what lies around it, from the first line that begins in it.

    The number of its first line is left open: 0.
    """
    low = max(0, part.start - MARGIN)
    file = part.file or HeldFile(part.path)
    wanted = part.end + 2 * MARGIN - low
    pieces = []
    try:
        while wanted > 0 and (piece := file.read_at(part.end + 2 * MARGIN - wanted, wanted)):
            pieces.append(piece)
            wanted -= len(piece)
    finally:
        if part.file is None:
            file.close()
    data = b"".join(pieces)
    start, end = _boundary(data, part.start - low), _boundary(data, part.end - low)
    return Block(data, start, end, 0, data.count(b"\n", start, end))


def _boundary(data: bytes, place: int) -> int:
    """Return where the first line after a place begins; in the middle of a huge line the place itself."""
    if place <= 0:
        return 0
    if place >= len(data):
        return len(data)
    found = data.find(b"\n", place - 1, place + MARGIN)
    return found + 1 if found >= 0 else place
