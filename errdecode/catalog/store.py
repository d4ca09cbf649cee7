"""Open the indexes of the catalogues in use, making what is missing, stale or damaged.

The shipped catalogues' index comes with the wheel. A checkout has none: there it
is made like that of a person's own catalogues, kept in the user's cache folder,
and true while every file and folder that it was made from has the size, times
and number it had then; what changed within `_SETTLE_NS` of its making is not
trusted, since a second change could hide behind the same time. Where no file
can be written the index is made in memory. Two processes may make one at once:
each writes a file of its own and moves it into place.

A file of the cache is believed only where nobody else could have written it.
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

    from errdecode.catalog.load import Loaded
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

_MAKERS = (
    "catalog/build.py", "catalog/index.py", "catalog/load.py", "catalog/merge.py", "catalog/plain.py",
    "catalog/read.py", "catalog/settings.py", "catalog/taxonomy.py", "core/keys.py", "core/phrases.py",
    "core/recognition.py", "core/trigger.py", "core/words.py", "model.py",
)  # fmt: skip
"""The modules that decide what an index holds: a change of one makes every index stale."""

_PASSING = ("project", "option")
"""Origins that hold for one folder or one call: a shell does not complete their words."""


def open_index(environment: Mapping[str, str] | None = None, options: tuple[str, ...] = ()) -> Layers:
    """Return the index of all catalogues in use.

    Args:
        environment: the process's variables; those of this process if None.
        options: catalogues named on the command line.
    """
    variables = os.environ if environment is None else environment
    own = overlaid(variables, options)

    def made() -> list[Index]:
        base = _made((shipped_root(),), variables)
        return [base, _made(own, variables)] if own else [base]

    base = _open_shipped() or _opened((shipped_root(),), variables)
    layers = [base, _opened(own, variables)] if own else [base]
    return Layers(layers, made)


def _open_shipped() -> Index | None:
    """Return the index that came with the wheel, None in a checkout."""
    path = os.path.join(shipped(), SHIPPED_INDEX)
    try:
        file = _File(path)
        index = Index(file.read, file.size)
    except (OSError, DamagedError):
        return None
    return index if index.header.identity == SHIPPED else None


def _opened(places: tuple[Root, ...], environment: Mapping[str, str]) -> Index:
    """Return the index of some roots, made where the cache does not hold it."""
    path = _cache_path(places, environment)
    try:
        file = _File(path, believed=False)
        index = Index(file.read, file.size)
    except (OSError, DamagedError):
        return _made(places, environment)
    made_ns, _, identity = index.header.identity.partition("\n")
    settled = int(made_ns) - _SETTLE_NS if made_ns.isdecimal() else 0
    is_true = identity == _identity(places) and all(_is_true(stamp, settled) for stamp in index.header.stamps)
    return index if is_true else _made(places, environment)


def kept(name: str, environment: Mapping[str, str]) -> bytes | None:
    """Return what was kept in the cache under a name, None where there is nothing that can be believed."""
    try:
        file = _File(os.path.join(user_folder("cache", environment), name), believed=False)
        return unsealed(file.read(0, file.size))
    except (OSError, DamagedError):
        return None


def keep(name: str, data: bytes, environment: Mapping[str, str]) -> None:
    """Keep something in the cache."""
    folder = user_folder("cache", environment)
    save(os.path.join(folder, name), with_sum(data))
    _forget_oldest(folder, name.partition("-")[0])


def _identity(places: tuple[Root, ...]) -> str:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    makers = (_stamp(os.path.join(package, name)) for name in _MAKERS)
    return "\n".join((*makers, *(f"{root.origin} {root.path}" for root in places)))


def _cache_path(places: tuple[Root, ...], environment: Mapping[str, str]) -> str:
    # Only a name: the header holds the whole identity and is compared.
    number = int.from_bytes("\0".join(root.path for root in places).encode("utf-8", "surrogateescape"), "little")
    return os.path.join(user_folder("cache", environment), f"index-{number % (2**61 - 1):016x}")


def _stamp(path: str) -> str:
    """Return what changes when a file does, and a folder when files come or go."""
    try:
        status = os.stat(path)
    except OSError:
        return f"{path}\n"
    return f"{path}\n{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"


def _is_true(stamp: str, settled: int) -> bool:
    """Tell whether a file is as it was, and was so for long enough to be sure."""
    path, _, figures = stamp.rpartition("\n")
    if not figures:
        return not os.path.lexists(path)
    return _stamp(path) == stamp and all(int(moment) < settled for moment in figures.split(" ")[:2])


class _File:
    """An index file, open as long as somebody may read more of it."""

    _close = staticmethod(os.close)
    """Still there when the interpreter ends, which clears its modules."""

    def __init__(self, path: str, *, believed: bool = True) -> None:
        """Open a file.

        Args:
            path: the file.
            believed: others may have put it there, as an installed program.

        Raises:
            OSError: there is no such file, or others could have written it.
        """
        self._number = -1
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        if not believed:
            # Neither a link nor a pipe that somebody put there is followed or waited for.
            flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        self._number = os.open(path, flags)
        status = os.fstat(self._number)
        self.size = status.st_size
        if not believed and not (
            _is_own(status, stat.S_ISREG) and _is_own(os.stat(os.path.dirname(path)), stat.S_ISDIR)
        ):
            raise PermissionError

    def __del__(self) -> None:
        if self._number >= 0:
            self._close(self._number)

    def read(self, offset: int, length: int) -> bytes:
        """Return some bytes from an offset."""
        if hasattr(os, "pread"):
            return os.pread(self._number, length, offset)
        os.lseek(self._number, offset, os.SEEK_SET)
        return os.read(self._number, length)


def _is_own(status: os.stat_result, is_kind: object) -> bool:
    """Tell whether what was looked at is of a kind, and nobody else can write it."""
    if not is_kind(status.st_mode):  # type: ignore[operator]  # one of the tests of `stat`
        return False
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_MAY_WRITE


def _made(places: tuple[Root, ...], environment: Mapping[str, str]) -> Index:
    """Make the index of some roots and keep it, if it can be kept."""
    # Only this pays for the TOML reader.
    from errdecode.catalog.load import load  # noqa: PLC0415

    made_ns = time.time_ns()
    loaded = load(places)
    # Taken before reading would be safer still, but what is read is only known
    # afterwards; a change in between lies inside _SETTLE_NS.
    stamps = tuple(_stamp(each) for each in dict.fromkeys(loaded.looked_at))
    data = index_bytes(loaded, f"{made_ns}\n{_identity(places)}", stamps)
    path = _cache_path(places, environment)
    save(path, data)
    _forget_oldest(os.path.dirname(path), "index")
    if not any(root.origin in _PASSING for root in places):
        save_words(environment, loaded)
    return Index(lambda offset, size: data[offset : offset + size], len(data))


def index_bytes(loaded: Loaded, identity: str, stamps: tuple[str, ...]) -> bytes:
    """Return the index of loaded catalogues."""
    from errdecode.catalog.index import Content, Header, phrases_of, plain_settings, write_index  # noqa: PLC0415
    from errdecode.core.phrases import count_bits  # noqa: PLC0415  # only making an index pays for these

    entries = [entry for catalog in loaded.catalogs for entry in catalog.entries]
    bits = count_bits({words for entry in entries for words, _ in phrases_of(entry)}, loaded.general.common)
    header = Header(identity, stamps, tuple(map(str, loaded.faults)), plain_settings(loaded.settings), loaded.replaced)
    return write_index(Content(loaded.catalogs, loaded.recognition, bits, loaded.taxonomy), header)


def save_words(environment: Mapping[str, str], loaded: Loaded | None = None) -> None:
    """Write the words that a shell completes: those of the shipped and the user's catalogues.

    Args:
        environment: the process's variables.
        loaded: the catalogues that were just read, if any were.
    """
    from errdecode.catalog.load import load  # noqa: PLC0415  # not for a lookup
    from errdecode.catalog.words import FILE_NAME, completion_words  # noqa: PLC0415  # likewise

    own = tuple(root for root in overlaid(environment) if root.origin not in _PASSING)
    if loaded is None or own:
        loaded = load((shipped_root(), *own))
    entries = (entry for catalog in loaded.catalogs for entry in catalog.entries)
    words = completion_words(entries, (catalog.venue for catalog in loaded.catalogs))
    save(os.path.join(user_folder("cache", environment), FILE_NAME), words.encode())


def _forget_oldest(folder: str, kind: str) -> None:
    """Remove the files of a kind that were not made for the longest time."""
    try:
        paths = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith(f"{kind}-")]
        for path in sorted(paths, key=os.path.getmtime)[:-_MAX_KEPT]:
            os.unlink(path)
    except OSError:
        pass


def save(path: str, data: bytes) -> None:
    """Put a file in place as a whole; a cache that cannot be written is none."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(number, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return
