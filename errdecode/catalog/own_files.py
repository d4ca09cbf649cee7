"""Keep files where nobody else can write, and believe only those that nobody else could have written."""

from __future__ import annotations

import os
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_KEPT = 8
"""Indexes in the cache: one for every combination of folders that is in use."""
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_UNLINKED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Neither a link nor a pipe that somebody put in a file's place is followed or waited for."""
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NONBLOCK", 0)


class OpenFile:
    """A file that is open as long as somebody may read more of it."""

    _close = staticmethod(os.close)
    """Still there when the interpreter ends, which clears its modules."""

    def __init__(self, number: int) -> None:
        """Take the descriptor of an open file."""
        self._number = number
        self.size = os.fstat(number).st_size

    def __del__(self) -> None:
        self._close(self._number)

    def read(self, offset: int, length: int) -> bytes:
        """Return some bytes from an offset."""
        if hasattr(os, "pread"):
            return os.pread(self._number, length, offset)
        os.lseek(self._number, offset, os.SEEK_SET)
        return os.read(self._number, length)


def is_own(status: os.stat_result) -> bool:
    """Tell whether nobody but this user can write what was looked at."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_MAY_WRITE


def _own_folder(path: str) -> int | None:
    """Return the descriptor of a folder in which nobody else can write; None where folders cannot be opened.

    Raises:
        OSError: there is no such folder, or others can write in it.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return None
    return _owned(os.open(path, _FOLDER), stat.S_ISDIR)


def _owned(number: int, is_meant: Callable[[int], bool]) -> int:
    """Return an open descriptor if nobody else could have written what it is of; close it otherwise.

    Raises:
        PermissionError: others could have, or it is of something else.
    """
    status = os.fstat(number)
    if is_meant(status.st_mode) and is_own(status):
        return number
    os.close(number)
    raise PermissionError


def open_own(path: str) -> int:
    """Return the descriptor of a file that nobody else could have written.

    Raises:
        OSError: there is no such file, or others could have written it.
    """
    folder = _own_folder(os.path.dirname(path))
    try:
        number = os.open(path if folder is None else os.path.basename(path), os.O_RDONLY | _UNLINKED, dir_fd=folder)
    finally:
        if folder is not None:
            os.close(folder)
    return _owned(number, stat.S_ISREG)


def read_own(path: str) -> bytes:
    """Return a file that nobody else could have written.

    Raises:
        OSError: there is no such file, or others could have written it.
    """
    file = OpenFile(open_own(path))
    return file.read(0, file.size)


def save(path: str, data: bytes) -> None:
    """Put a file in place as a whole, where nobody else can write; a cache that cannot be written is none."""
    name = os.path.basename(path)
    temporary = f"{name}.{os.getpid()}-{time.time_ns()}"
    folder: int | None = None
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        folder = _own_folder(os.path.dirname(path))
        if folder is None:
            name, temporary = path, f"{path}.{os.getpid()}"
        _put(name, temporary, data, folder)
        _forget_oldest(os.path.dirname(path), os.path.basename(path).partition("-"))
    except OSError:
        return
    finally:
        if folder is not None:
            os.close(folder)


def _put(name: str, temporary: str, data: bytes, folder: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _UNLINKED
    number = os.open(temporary, flags, 0o600, dir_fd=folder)
    try:
        with open(number, "wb") as file:
            file.write(data)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(temporary, dir_fd=folder)
        raise


def _forget_oldest(folder: str, name: tuple[str, str, str]) -> None:
    """Remove the files of a kind, such as `index-…`, that were not made for the longest time."""
    kind, dash, _ = name
    if not dash:
        return
    paths = [os.path.join(folder, each) for each in os.listdir(folder) if each.startswith(f"{kind}-")]
    for path in sorted(paths, key=os.path.getmtime)[:-_MAX_KEPT]:
        os.unlink(path)
