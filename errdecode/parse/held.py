"""Read a regular file by position through one descriptor, whatever becomes of its name meanwhile."""

from __future__ import annotations

import os
import stat

from errdecode.errors import InputError
from errdecode.parse.rotation import HEAD_BYTES, copy_of, first_of, moved_to, read_at

Identity = tuple[int, int]
"""Device and number of a file, whatever it is called."""


def identity_of(path: str) -> Identity | None:
    """Return what tells a regular file from all others, None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


class HeldFile:
    """A regular file that was opened once; several processes may read it at the same time."""

    def __init__(self, path: str, identity: Identity | None = None) -> None:
        """Open a file.

        Args:
            path: the file.
            identity: what it was when it was found; None where nobody knows.

        Raises:
            InputError: another file has taken its name.
            OSError: it cannot be opened.
        """
        self.path = path
        self.changed: str | None = None
        """What happened to it meanwhile, as the end of a sentence that begins with its name."""
        self._open(path)
        if identity not in (None, self._identity):
            self.close()
            moved = moved_to(path, identity)
            if moved is None:
                raise InputError("was replaced before it was read")
            self._open(moved)
            self.changed = f"was replaced before it was read: what it held was read from {moved}"
        self.size = os.fstat(self._number).st_size
        self._head = self._read(0, HEAD_BYTES)

    def read_at(self, place: int, size: int) -> bytes:
        """Return at most so many bytes from a place, none behind the end."""
        data = self._read(place, size)
        if place < self.size and not self._is_whole():
            data = self._elsewhere(place, size)
        elif place + len(data) >= self.size and self.changed is None:
            now = identity_of(self.path)
            if now not in (None, self._identity):
                self.changed = "was replaced while it was read: all that it held was scanned"
        return data

    def first(self, size: int) -> bytes:
        """Return at most so many bytes of what stands first, a hole left out."""
        return first_of(self._number, size)

    def _open(self, path: str) -> None:
        self._number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        status = os.fstat(self._number)
        self._identity = (status.st_dev, status.st_ino)

    def close(self) -> None:
        """Close the file; it may be closed already."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1

    def _read(self, place: int, size: int) -> bytes:
        return read_at(self._number, size, place)

    def _is_whole(self) -> bool:
        """Tell whether the file still is what it was, and not cut and written anew."""
        return os.fstat(self._number).st_size >= self.size and self._read(0, len(self._head)) == self._head

    def _elsewhere(self, place: int, size: int) -> bytes:
        """Return what stood at a place of a file that was cut, from the copy that was made of it before."""
        copy = copy_of(self.path, self._head, self.size)
        if copy is None:
            self.changed = f"was cut short while it was read: not all of its {self.size:,} bytes were there any more"
            return b""
        name, number = copy
        os.close(self._number)
        self._number = number
        self.changed = f"was cut short while it was read: the rest was read from {name}"
        return self._read(place, size)


class Reader:
    """Reads a held file from its beginning, like an open file."""

    def __init__(self, file: HeldFile) -> None:
        """Take the file."""
        self._file = file
        self._place = 0

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end."""
        data = self._file.read_at(self._place, size)
        self._place += len(data)
        return data

    def close(self) -> None:
        """Close the file, of which this is the only reader."""
        self._file.close()
