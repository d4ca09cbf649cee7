"""Follow a file as it grows, like `tail -F`: it may be renamed, cut, deleted, or not be there yet.

A file that was replaced is read to its end first, then those that had its name
for a moment; of one that was cut, the rest is looked for in the copy that was
made of it.
"""

from __future__ import annotations

import os
from collections import deque

from errdecode.parse.rotation import HEAD_BYTES, copy_of, head_of, read_at, rotated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from errdecode.parse.held import Identity

_CHUNK = 1 << 18
_MAX_KNOWN = 10_000
"""Files that are known to be read, whatever they are called now."""


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


class Tail:
    """What is written to a file, from its beginning, whichever file has the name."""

    def __init__(self, path: str, say: Callable[[str], object], is_taken: Callable[[Identity], bool]) -> None:
        """Begin to follow.

        Args:
            path: the file.
            say: is told once why it cannot be read, which may pass.
            is_taken: tells whether a file is followed under a name of its own.
        """
        self._path = path
        self._say = say
        self._is_taken = is_taken
        self._said: str | None = None
        self._log: _Log | None = None
        self._known: deque[tuple[int, int, bytes]] = deque(maxlen=_MAX_KNOWN)
        for other, status in rotated(path):
            self._remember(other, status)
        self._pieces = self._all()

    def read(self, _size: int) -> bytes | None:
        """Return what is new, None while nothing is; no bytes where another file begins."""
        return next(self._pieces)

    @property
    def identity(self) -> Identity | None:
        """Return which file is open, None where none is."""
        return self._log.identity if self._log else None

    def has_read(self, status: os.stat_result, head: bytes) -> bool:
        """Tell whether a file is one that was read here, whatever it is called now.

        Args:
            status: of the file.
            head: its first bytes.
        """
        log = self._log
        known = (*self._known, (*log.identity, log.head)) if log else tuple(self._known)
        identity = (status.st_dev, status.st_ino)
        return any(each[:2] == identity and each[2] and head.startswith(each[2]) for each in known)

    def _all(self) -> Iterator[bytes | None]:
        """Yield for ever what is read, and None after each look at the file that brought nothing."""
        while True:
            found = False
            for part in (self._drain, self._switch):
                try:
                    for data in part():
                        found = True
                        yield data
                except OSError as error:
                    self._fail(error)
            if not found:
                yield None

    def _fail(self, error: OSError) -> None:
        """Say why the file cannot be read, once until it is another reason."""
        why = (error.strerror or str(error)).lower()
        if why != self._said and not isinstance(error, FileNotFoundError):
            self._said = why
            self._say(why)

    def _drain(self) -> Iterator[bytes]:
        """Yield the open file to its end."""
        log = self._log
        if log is None:
            return
        while data := log.read():
            self._said = None
            yield data
        if data is None:
            yield from self._recover(log)
            log.begin()
            yield b""

    def _recover(self, log: _Log) -> Iterator[bytes]:
        """Yield what was written to a file just before it was cut, where a copy of it was made."""
        copy = copy_of(self._path, log.head, log.place)
        if copy is None:
            return
        try:
            while data := log.rest_of(copy[1]):
                yield data
        finally:
            os.close(copy[1])

    def _switch(self) -> Iterator[bytes]:
        """Go on with the file that has the name now, once something stands in it."""
        old = self._log
        status = os.stat(self._path)
        # Until it is written to, the program may still write to the old one.
        if old and ((status.st_dev, status.st_ino) == old.identity or not status.st_size):
            return
        new = _Log(self._path)
        if old:
            try:
                yield from self._drain()
                yield from self._between(old, new)
            except OSError as error:
                # It is gone with what it held; the next one is there.
                self._fail(error)
            os.close(old.number)
            yield b""
        self._log = new

    def _between(self, old: _Log, new: _Log) -> Iterator[bytes]:
        """Yield the files that had the name after one and before another, in the order in which they were written."""
        self._known.append((*old.identity, old.head))
        since = os.fstat(old.number).st_mtime_ns
        found = sorted(rotated(self._path), key=lambda each: (each[1].st_mtime_ns, each[1].st_ino))
        for path, status in found:
            identity = (status.st_dev, status.st_ino)
            if status.st_mtime_ns < since or identity in (old.identity, new.identity) or not status.st_size:
                continue
            if self._is_taken(identity):
                continue
            try:
                log = _Log(path)
            except OSError:
                continue
            head = head_of(log.number)
            if (*log.identity, head) not in self._known and head != old.head:
                self._known.append((*log.identity, head))
                yield b""
                while data := log.read():
                    yield data
            os.close(log.number)

    def _remember(self, path: str, status: os.stat_result) -> None:
        """Note a file that was there before."""
        try:
            number = os.open(path, os.O_RDONLY)
        except OSError:
            return
        self._known.append((status.st_dev, status.st_ino, head_of(number)))
        os.close(number)
