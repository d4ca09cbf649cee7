"""Open the indexes of the catalogues in use, making what is missing, stale or damaged.

The shipped catalogues' index comes with the wheel. A checkout has none: there it
is made like that of a person's own catalogues, kept in the user's cache folder,
and true while every file and folder that it was made from has the size, times
and number it had then; what changed within `_SETTLE_NS` of its making is not
trusted, since a second change could hide behind the same time. Where no file
can be written the index is made in memory. Two processes may make one at once:
each writes a file of its own and moves it into place.

A file of the cache is believed, and written, only where nobody else can write.
"""

from __future__ import annotations

import os
import stat
import time

from errdecode.catalog.index import Index
from errdecode.catalog.layers import Layers
from errdecode.catalog.locate import overlaid, shipped, shipped_root, user_folder
from errdecode.catalog.plain import DamagedError, unsealed, with_sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.catalog.locate import Root

SHIPPED_INDEX = "index"
"""Name of the index that comes with the wheel, in the folder of the catalogues."""
SHIPPED = "shipped with the program"
"""Its identity: it is as true as the modules beside it."""

_SETTLE_NS = 2_000_000_000
"""Coarsest time stamp of a file system in use (FAT)."""
_MAX_KEPT = 8
"""Indexes in the cache: one for every combination of folders that is in use."""
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_UNLINKED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Neither a link nor a pipe that somebody put in a file's place is followed or waited for."""
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NONBLOCK", 0)

_MAKERS = (
    "catalog/build.py", "catalog/files.py", "catalog/index.py", "catalog/load.py", "catalog/making.py",
    "catalog/merge.py", "catalog/plain.py", "catalog/read.py", "catalog/settings.py", "catalog/stranger.py",
    "catalog/taxonomy.py", "core/keys.py", "core/notation/tags.py", "core/phrases.py", "core/recognition.py",
    "core/trigger.py", "core/words.py", "model.py",
)  # fmt: skip
"""The modules that decide what an index holds: a change of one makes every index stale."""


def open_index(environment: Mapping[str, str] | None = None, options: tuple[str, ...] = ()) -> Layers:
    """Return the index of all catalogues in use.

    Args:
        environment: the process's variables; those of this process if None.
        options: catalogues named on the command line.
    """
    variables = os.environ if environment is None else environment
    own = overlaid(variables, options)
    base = _open_shipped() or opened((shipped_root(),), variables)
    if any(root.origin == "project" for root in own):
        # Hardly a folder is a project's.
        from errdecode.catalog.project import open_with_project  # noqa: PLC0415

        return open_with_project(base, own, variables)

    def made() -> list[Index]:
        from errdecode.catalog.making import make  # noqa: PLC0415  # only damage pays for it

        return [make(places, variables) for places in ((shipped_root(),), own) if places]

    return Layers([base, opened(own, variables)] if own else [base], made)


def _open_shipped() -> Index | None:
    """Return the index that came with the wheel, None in a checkout."""
    path = os.path.join(shipped(), SHIPPED_INDEX)
    try:
        file = _File(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)))
        index = Index(file.read, file.size)
    except (OSError, DamagedError):
        return None
    return index if index.header.identity == SHIPPED else None


def opened(places: tuple[Root, ...], environment: Mapping[str, str], below: Layers | None = None) -> Index:
    """Return the index of some roots, made where the cache does not hold it; arguments as for `making.make`."""
    try:
        file = _File(_open_own(cache_path(places, environment)))
        index = Index(file.read, file.size)
        made_ns, _, identity = index.header.identity.partition("\n")
        settled = int(made_ns) - _SETTLE_NS if made_ns.isdecimal() else 0
        if identity == identity_of(places, below) and all(_is_true(each, settled) for each in index.header.stamps):
            return index
    except (OSError, DamagedError):
        pass
    # Only this pays for the TOML reader.
    from errdecode.catalog.making import make  # noqa: PLC0415

    return make(places, environment, below)


def kept(name: str, environment: Mapping[str, str]) -> bytes | None:
    """Return what was kept in the cache under a name, None where there is nothing that can be believed."""
    try:
        return unsealed(read_own(os.path.join(user_folder("cache", environment), name)))
    except (OSError, DamagedError):
        return None


def keep(name: str, data: bytes, environment: Mapping[str, str]) -> None:
    """Keep something in the cache."""
    save(os.path.join(user_folder("cache", environment), name), with_sum(data))


def identity_of(places: tuple[Root, ...], below: Layers | None = None) -> str:
    """Return what an index of some roots was made by and from."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    makers = (stamp(os.path.join(package, name)) for name in _MAKERS)
    roots = (f"{root.origin} {root.path} {root.digest}" for root in places)
    return "\n".join((*makers, *roots, *(below.identity if below else ())))


def cache_path(places: tuple[Root, ...], environment: Mapping[str, str]) -> str:
    """Return where the index of some roots is kept."""
    # Only a name: the header holds the whole identity and is compared.
    number = number_of("\0".join(root.path for root in places))
    # Of a kind of its own, so that no catalogue of a moment's pushes out the one that every question needs.
    kind = "shipped" if places == (shipped_root(),) else "index"
    return os.path.join(user_folder("cache", environment), f"{kind}-{number:016x}")


def number_of(text: str) -> int:
    """Return a number by which a file is named after a text, the same in every process."""
    return int.from_bytes(text.encode("utf-8", "surrogateescape"), "little") % (2**61 - 1)


def stamp(path: str) -> str:
    """Return what changes when a file does, and a folder when files come or go."""
    try:
        status = os.stat(path)
    except OSError:
        return f"{path}\n"
    return f"{path}\n{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"


def _is_true(known: str, settled: int) -> bool:
    """Tell whether a file is as it was, and was so for long enough to be sure."""
    path, _, figures = known.rpartition("\n")
    if not figures:
        return not os.path.lexists(path)
    return stamp(path) == known and all(int(moment) < settled for moment in figures.split(" ")[:2])


class _File:
    """An index file, open as long as somebody may read more of it."""

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
    number = os.open(path, _FOLDER)
    if is_own(os.fstat(number)):
        return number
    os.close(number)
    raise PermissionError


def _open_own(path: str) -> int:
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
    status = os.fstat(number)
    if stat.S_ISREG(status.st_mode) and is_own(status):
        return number
    os.close(number)
    raise PermissionError


def read_own(path: str) -> bytes:
    """Return a file that nobody else could have written.

    Raises:
        OSError: there is no such file, or others could have written it.
    """
    file = _File(_open_own(path))
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
