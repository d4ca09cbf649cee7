"""Find where a log went that was rotated: its renamed file, or the copy that was made before it was cut."""

from __future__ import annotations

import os
import re
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_BYTES = 1024
"""Bytes at its beginning by which a file is known again: a log's first lines hold their times."""
_BLOCK = 1 << 16
"""What is written behind a hole begins so far behind its end at most."""
_MARKS = re.compile(r"[._-]?\d[\d._:TZ-]*")
"""What rotation adds to a name: a number, or a date."""
_MARKS_BEHIND = re.compile(rf"{_MARKS.pattern}\Z")


def rotated(path: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files beside a log whose names say that they were the log, as `bot.log.1` and `bot-20261120.log`."""
    folder, name = os.path.split(path)
    stem, ending = os.path.splitext(name)
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return
    for other in names:
        after = other.removeprefix(name) if other.startswith(name) else other.removeprefix(stem).removesuffix(ending)
        if other == name or not other.startswith(stem) or not _MARKS.fullmatch(after):
            continue
        try:
            status = os.stat(os.path.join(folder, other), follow_symlinks=False)
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            yield os.path.join(folder, other), status


def base_of(path: str) -> str:
    """Return what a log was called before rotation put marks behind its name; of others the name."""
    return _MARKS_BEHIND.sub("", path)


def read_at(number: int, size: int, place: int) -> bytes:
    """Return at most so many bytes of an open file from a place."""
    if hasattr(os, "pread"):
        return os.pread(number, size, place)
    os.lseek(number, place, os.SEEK_SET)
    return os.read(number, size)


def head_of(number: int, size: int = HEAD_BYTES) -> bytes:
    """Return the first bytes of an open file."""
    return read_at(number, min(size, HEAD_BYTES), 0)


def first_of(number: int, size: int) -> bytes:
    """Return at most so many bytes of what stands first in an open file; a hole before it was never written.

    A program that goes on where it was after its log was copied and cut leaves one.
    """
    head = read_at(number, size, 0)
    if head.strip(b"\0"):
        return head
    try:
        place = os.lseek(number, 0, os.SEEK_DATA)
    except (AttributeError, OSError):
        # Nothing but a hole, or a system that cannot tell.
        return head
    return read_at(number, size + _BLOCK, place).lstrip(b"\0")[:size] or head


def moved_to(path: str, identity: tuple[int, int] | None) -> str | None:
    """Return what a log is called now that another has its name, None where it is gone."""
    return next((other for other, status in rotated(path) if (status.st_dev, status.st_ino) == identity), None)


def copy_of(path: str, head: bytes, least: int) -> tuple[str, int] | None:
    """Open the copy of a log that was cut, and return its path and descriptor.

    Args:
        path: the log.
        head: its first bytes.
        least: bytes that the copy must hold.
    """
    for other, status in sorted(rotated(path), key=lambda each: -each[1].st_mtime_ns):
        if status.st_size < least or not head:
            continue
        try:
            number = os.open(other, os.O_RDONLY)
        except OSError:
            continue
        if head_of(number, len(head)) == head:
            return other, number
        os.close(number)
    return None
