"""Tell whether an index is still true of what it was made from.

It is while every file and folder that it depends on has the size, times and
number it had then; what changed within `_SETTLE_NS` of its making is not
trusted, since a second change could hide behind the same time.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.catalog.index import Header
    from errdecode.catalog.layers import Layers
    from errdecode.catalog.locate import Root

_SETTLE_NS = 2_000_000_000
"""Coarsest time stamp of a file system in use (FAT)."""

_MAKERS = (
    "catalog/build.py", "catalog/compiling.py", "catalog/configuration.py", "catalog/files.py", "catalog/index.py",
    "catalog/load.py", "catalog/making.py", "catalog/merge.py", "catalog/plain.py", "catalog/read.py",
    "catalog/stranger.py", "catalog/taxonomy.py", "core/clue_kinds.py", "core/keys.py", "core/notation/tags.py",
    "core/phrases.py", "core/recognition.py", "core/trigger.py", "core/words.py", "model.py", "settings.py",
)  # fmt: skip
"""The modules that decide what an index holds: a change of one makes every index stale."""


def is_fresh(header: Header, places: tuple[Root, ...], below: Layers | None = None) -> bool:
    """Tell whether an index that was made of some roots would be made the same now.

    Args:
        header: what the index says of itself.
        places: the roots.
        below: the catalogues that a project's folder which is not trusted lies over.
    """
    made_ns, _, identity = header.identity.partition("\n")
    settled = int(made_ns) - _SETTLE_NS if made_ns.isdecimal() else 0
    return identity == identity_of(places, below) and all(_is_true(each, settled) for each in header.stamps)


def identity_of(places: tuple[Root, ...], below: Layers | None = None) -> str:
    """Return what an index of some roots was made by and from."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    makers = (stamp(os.path.join(package, name)) for name in _MAKERS)
    roots = (f"{root.origin} {root.path} {root.digest}" for root in places)
    return "\n".join((*makers, *roots, *(below.identity if below else ())))


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
