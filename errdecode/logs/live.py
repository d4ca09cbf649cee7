"""Read what is still being written: a pipe from a running program, a file that grows."""

from __future__ import annotations

import os
import select
import stat
import time
from functools import partial

from errdecode.logs.sources import HEAD_BYTES, PATIENCE_S, Rejoined, open_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def read_pipe(descriptor: int) -> Callable[[int], bytes | None]:
    """Return a reader of standard input that returns None once before it has to wait.

    Args:
        descriptor: number of the open file.

    Raises:
        InputError: it is binary.
    """
    head = os.read(descriptor, HEAD_BYTES)
    source = Rejoined(head, partial(os.read, descriptor))
    stream = open_stream(source, head)  # type: ignore[arg-type]  # reads like a file
    if not stream.plain or not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        return stream.read
    return _Pipe(source, descriptor).read


class _Pipe:
    """A pipe whose writer may pause."""

    def __init__(self, source: Rejoined, descriptor: int) -> None:
        self._source = source
        self._descriptor = descriptor
        self._paused = False

    def read(self, size: int) -> bytes | None:
        """Return what is there; None once, when nothing more comes for the moment."""
        if self._source.waiting or self._paused:
            self._paused = False
            return self._source.read(size)
        if select.select([self._descriptor], [], [], PATIENCE_S)[0]:
            return self._source.read(size)
        self._paused = True
        return None


class Tail:
    """A file that grows, like `tail -F`: it may be replaced, cut short, or not be there yet."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: Any = None
        self._identity: tuple[int, int] | None = None
        self._restarted = False

    def read(self, size: int) -> bytes | None:
        """Return what is new; None, after a short pause, while nothing is; no bytes where another file begins."""
        data: bytes = self._file.read(size) if self._file else b""
        if data:
            return data
        if not self._renew():
            time.sleep(PATIENCE_S)
        elif self._restarted:
            self._restarted = False
            return b""
        return (self._file.read(size) if self._file else None) or None

    def close(self) -> None:
        """Close what is open."""
        if self._file:
            self._file.close()

    def _renew(self) -> bool:
        """Open the file anew where another has taken its place; go to its start where it was cut short."""
        try:
            status = os.stat(self._path)
            if self._file and (status.st_dev, status.st_ino) == self._identity:
                if status.st_size >= self._file.tell():
                    return False
                self._file.seek(0)
                self._restarted = True
                return True
            if self._file and os.fstat(self._file.fileno()).st_size > self._file.tell():
                # What was written just before the other took its place comes first.
                return True
            file = open(self._path, "rb", buffering=0)  # noqa: SIM115  # stays open while it is followed
        except OSError:
            return False
        self._restarted = self._file is not None
        self.close()
        self._file, self._identity = file, (status.st_dev, status.st_ino)
        return True
