"""Follow a file as it grows, like `tail -F`: it may be renamed, cut, deleted, or not be there yet.

A thread of its own reads, so that nothing is lost while what came before is
scanned. A file that was replaced is read to its end first, then those that had
its name for a moment; of one that was cut, the rest is looked for in the copy
that was made of it.
"""

from __future__ import annotations

import os
import time
from collections import deque
from queue import Empty, Queue
from threading import Thread

from errdecode.parse.ahead import PATIENCE_S
from errdecode.parse.rotation import HEAD_BYTES, copy_of, head_of, read_at, rotated

_POLL_S = 0.005
_CHUNK = 1 << 18
_MAX_WAITING = 256
"""Chunks that are read ahead of the scan."""
_MAX_KNOWN = 10_000
"""Files that are known to be read, whatever they are called now."""


class Tail:
    """What is written to a file, from its beginning."""

    def __init__(self, path: str) -> None:
        """Begin to follow."""
        self.failed = False
        """Whether it cannot be read any more."""
        self._waiting: Queue[bytes | OSError] = Queue(_MAX_WAITING)
        Thread(target=_Follower(path, self._waiting).run, daemon=True).start()

    def read(self, _size: int) -> bytes | None:
        """Return what is new, None while nothing is; no bytes where another file begins.

        Raises:
            OSError: it cannot be read any more.
        """
        try:
            data = self._waiting.get(timeout=PATIENCE_S)
        except Empty:
            return None
        if isinstance(data, OSError):
            self.failed = True
            raise data
        return data


class _Log:
    """One open file and how far it was read."""

    def __init__(self, path: str) -> None:
        self.number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        status = os.fstat(self.number)
        self.identity = (status.st_dev, status.st_ino)
        self._seen = (-1, -1)
        self.begin()

    def begin(self) -> None:
        """Go to its start."""
        self.place = 0
        self.head = self._last = b""

    def read(self) -> bytes | None:
        """Return what is new, None where the file was cut and perhaps written anew."""
        data = read_at(self.number, _CHUNK, self.place)
        status = os.fstat(self.number)
        seen = (status.st_size, status.st_mtime_ns)
        if data or seen != self._seen:
            self._seen = seen
            if not self._is_same(self.number):
                return None
        if data:
            self.place += len(data)
            self.head += data[: HEAD_BYTES - len(self.head)]
            self._last = (self._last + data)[-HEAD_BYTES:]
        return data

    def _is_same(self, number: int) -> bool:
        """Tell whether an open file holds what was read so far."""
        before = self.place - len(self._last)
        return head_of(number, len(self.head)) == self.head and (read_at(number, len(self._last), before) == self._last)

    def rest_of(self, number: int) -> bytes:
        """Return the next bytes of a copy."""
        if not self._is_same(number):
            return b""
        data = read_at(number, _CHUNK, self.place)
        self.place += len(data)
        self._last = (self._last + data)[-HEAD_BYTES:]
        return data


class _Follower:
    """Reads one file after the other that has the name."""

    def __init__(self, path: str, out: Queue[bytes | OSError]) -> None:
        self._path = path
        self._out = out
        self._log: _Log | None = None
        self._known: deque[tuple[int, int, bytes]] = deque(maxlen=_MAX_KNOWN)
        for other, status in rotated(path):
            self._remember(other, status)

    def run(self) -> None:
        """Read for ever."""
        try:
            while True:
                if not (self._drain() | self._switch()):
                    time.sleep(_POLL_S)
        except OSError as error:
            self._out.put(error)

    def _drain(self) -> bool:
        """Read the open file to its end, and tell whether there was anything."""
        log = self._log
        if log is None:
            return False
        found = False
        while data := log.read():
            self._out.put(data)
            found = True
        if data is None:
            self._recover(log)
            log.begin()
            self._out.put(b"")
        return found or data is None

    def _recover(self, log: _Log) -> None:
        """Read what was written to a file just before it was cut, where a copy of it was made."""
        copy = copy_of(self._path, log.head, log.place)
        if copy is None:
            return
        try:
            while data := log.rest_of(copy[1]):
                self._out.put(data)
        finally:
            os.close(copy[1])

    def _switch(self) -> bool:
        """Go on with the file that has the name now, once something stands in it, and tell whether there is one."""
        old = self._log
        try:
            status = os.stat(self._path)
            # Until it is written to, the program may still write to the old one.
            if old and ((status.st_dev, status.st_ino) == old.identity or not status.st_size):
                return False
            new = _Log(self._path)
        except OSError:
            return False
        if old:
            self._drain()
            self._between(old, new)
            os.close(old.number)
            self._out.put(b"")
        self._log = new
        return True

    def _between(self, old: _Log, new: _Log) -> None:
        """Read the files that had the name after one and before another, in the order in which they were written."""
        self._known.append((*old.identity, old.head))
        since = os.fstat(old.number).st_mtime_ns
        found = sorted(rotated(self._path), key=lambda each: (each[1].st_mtime_ns, each[1].st_ino))
        for path, status in found:
            identity = (status.st_dev, status.st_ino)
            if status.st_mtime_ns < since or identity in (old.identity, new.identity) or not status.st_size:
                continue
            try:
                log = _Log(path)
            except OSError:
                continue
            head = head_of(log.number)
            if (*log.identity, head) not in self._known and head != old.head:
                self._known.append((*log.identity, head))
                self._out.put(b"")
                while data := log.read():
                    self._out.put(data)
            os.close(log.number)

    def _remember(self, path: str, status: os.stat_result) -> None:
        """Note a file that was there before."""
        try:
            number = os.open(path, os.O_RDONLY)
        except OSError:
            return
        self._known.append((status.st_dev, status.st_ino, head_of(number)))
        os.close(number)
