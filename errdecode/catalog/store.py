"""Open the indexes of the catalogues in use, making what is missing, stale or damaged.

The shipped catalogues' index comes with the wheel. A checkout has none: there it
is made like that of a person's own catalogues, kept in the user's cache folder,
and true while every file and folder that it was made from has the size, times
and number it had then; what changed within `_SETTLE_NS` of its making is not
trusted, since a second change could hide behind the same time. Where no file
can be written the index is made in memory. Two processes may make one at once:
each writes a file of its own and moves it into place.
"""

from __future__ import annotations

import os

from errdecode.catalog.index import Index
from errdecode.catalog.layers import Layers
from errdecode.catalog.locate import overlaid, shipped, shipped_root, user_folder
from errdecode.catalog.own_files import OpenFile, number_of, open_own, read_own, save
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

_MAKERS = (
    "catalog/build.py", "catalog/compiling.py", "catalog/configuration.py", "catalog/files.py", "catalog/index.py",
    "catalog/load.py", "catalog/making.py", "catalog/merge.py", "catalog/plain.py", "catalog/read.py",
    "catalog/stranger.py", "catalog/taxonomy.py", "core/clue_kinds.py", "core/keys.py", "core/notation/tags.py",
    "core/phrases.py", "core/recognition.py", "core/trigger.py", "core/words.py", "model.py", "settings.py",
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
        file = OpenFile(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)))
        # It was made elsewhere, and names files in the folder of the catalogues.
        index = Index(file.read, file.size, shipped())
    except (OSError, DamagedError):
        return None
    return index if index.header.identity == SHIPPED else None


def opened(places: tuple[Root, ...], environment: Mapping[str, str], below: Layers | None = None) -> Index:
    """Return the index of some roots, made where the cache does not hold it; arguments as for `making.make`."""
    try:
        file = OpenFile(open_own(cache_path(places, environment)))
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
    return os.path.join(user_folder("cache", environment), f"index-{number:016x}")


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
