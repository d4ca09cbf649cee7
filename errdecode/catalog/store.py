"""Open the index of the catalogues in use, building it when it is not true any more.

The index lies in the user's cache folder. It is true while every file and
folder that it was made from has the size, times and number it had then; what
changed within `_SETTLE_NS` of the build is not trusted, since a second change
could hide behind the same time. Where no file can be written the index is built
in memory. Two processes may build at once: each writes a file of its own and
moves it into place.
"""

from __future__ import annotations

import os
import sys
import time

from errdecode.catalog.index import HEAD, MAGIC, Index
from errdecode.catalog.locate import roots, user_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from errdecode.catalog.load import Loaded
    from errdecode.catalog.locate import Root

_SETTLE_NS = 2_000_000_000
"""Coarsest time stamp of a file system in use (FAT)."""


_MAKERS = (
    "catalog/build.py", "catalog/index.py", "catalog/load.py", "catalog/settings.py", "core/keys.py", "core/paths.py",
    "core/recognition.py", "core/trigger.py", "model.py",
)  # fmt: skip
"""The modules that decide what an index holds: a change of one makes every index stale."""

_PASSING = ("project", "option")
"""Origins that hold for one folder or one call: a shell does not complete their words."""


def open_index(environment: Mapping[str, str] | None = None, options: tuple[str, ...] = ()) -> Index:
    """Return the index of all catalogues in use.

    Args:
        environment: the process's variables; those of this process if None.
        options: catalogues named on the command line.
    """
    environment = os.environ if environment is None else environment
    places = roots(environment, options)
    path = _cache_path(places, environment)
    return _open(path, places) or _build(path, places, environment)


def _identity(places: tuple[Root, ...]) -> tuple[Any, ...]:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    code = tuple(_stamp(os.path.join(package, name)) for name in _MAKERS)
    return (sys.version, code, tuple(map(tuple, places)))


def _cache_path(places: tuple[Root, ...], environment: Mapping[str, str]) -> str:
    # Only a name: the header holds the whole identity and is compared.
    text = "\0".join((sys.version, *(root.path for root in places)))
    number = int.from_bytes(text.encode("utf-8", "surrogateescape"), "little") % (2**61 - 1)
    return os.path.join(user_folder("cache", environment), f"index-{number:016x}")


def _stamp(path: str) -> tuple[Any, ...]:
    """Return what changes when a file does, and a folder when files come or go."""
    try:
        status = os.stat(path)
    except OSError:
        return (path, None)
    return (path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def _open(path: str, places: tuple[Root, ...]) -> Index | None:
    """Return the index file if it is there, whole and true."""
    try:
        file = _File(path)
        head = file.read(0, HEAD)
        length = int.from_bytes(head[len(MAGIC) :], "little")
        if not head.startswith(MAGIC) or length > file.size:
            return None
        index = Index(file.read, file.read(HEAD, length), HEAD + length)
        identity, built_ns, stamps = index.stamps
        if index.size != file.size:
            return None
    except (OSError, ValueError, EOFError, TypeError):
        return None
    settled = built_ns - _SETTLE_NS
    true = identity == _identity(places) and all(_is_true(stamp, settled) for stamp in stamps)
    return index if true else None


def _is_true(stamp: tuple[Any, ...], settled: int) -> bool:
    """Tell whether a file is as it was, and was so for long enough to be sure."""
    if stamp[1] is None:
        return not os.path.lexists(stamp[0])
    return _stamp(stamp[0]) == stamp and bool(stamp[1] < settled and stamp[2] < settled)


class _File:
    """An index file, open as long as somebody may read more of it."""

    _close = staticmethod(os.close)
    """Still there when the interpreter ends, which clears its modules."""

    def __init__(self, path: str) -> None:
        self._number = -1
        self._number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def __del__(self) -> None:
        if self._number >= 0:
            self._close(self._number)

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return os.fstat(self._number).st_size

    def read(self, offset: int, length: int) -> bytes:
        """Return some bytes from an offset."""
        if hasattr(os, "pread"):
            return os.pread(self._number, length, offset)
        os.lseek(self._number, offset, os.SEEK_SET)
        return os.read(self._number, length)


def save_words(environment: Mapping[str, str]) -> None:
    """Write the words that a shell completes: those of the shipped and the user's catalogues."""
    from errdecode.catalog.load import load  # noqa: PLC0415  # not for a lookup

    _save_words(load(tuple(root for root in roots(environment) if root.origin not in _PASSING)), environment)


def _save_words(loaded: Loaded, environment: Mapping[str, str]) -> None:
    from errdecode.catalog.words import FILE_NAME, completion_words  # noqa: PLC0415  # not for a lookup

    entries = (entry for catalog in loaded.catalogs for entry in catalog.entries)
    words = completion_words(entries, (catalog.venue for catalog in loaded.catalogs))
    _save(os.path.join(user_folder("cache", environment), FILE_NAME), words.encode())


def _build(path: str, places: tuple[Root, ...], environment: Mapping[str, str]) -> Index:
    from errdecode.catalog.index import write_index  # noqa: PLC0415  # only a build pays for the TOML reader
    from errdecode.catalog.load import load  # noqa: PLC0415  # likewise

    built_ns = time.time_ns()
    loaded = load(places)
    # Taken before reading would be safer still, but what is read is only known
    # afterwards; a change in between lies inside _SETTLE_NS.
    stamps = tuple(_stamp(each) for each in dict.fromkeys(loaded.looked_at))
    data = write_index(loaded, (_identity(places), built_ns, stamps))
    _save(path, data)
    if not any(root.origin in _PASSING for root in places):
        _save_words(loaded, environment)
    length = int.from_bytes(data[len(MAGIC) : HEAD], "little")
    return Index(lambda offset, size: data[offset : offset + size], data[HEAD : HEAD + length], HEAD + length)


def _save(path: str, data: bytes) -> None:
    """Put the index in place as a whole; a cache that cannot be written is none."""
    # Only a build comes here.
    import contextlib  # noqa: PLC0415

    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(temporary, "xb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
