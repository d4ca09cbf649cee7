"""Keep indexes, and what else was prepared, in the user's cache folder.

Where no file can be written an index is made in memory. Two processes may make
one at once: each writes a file of its own and moves it into place.
"""

from __future__ import annotations

import os

from errdecode.catalog.freshness import is_fresh
from errdecode.catalog.index import Index
from errdecode.catalog.locate import cache_path, shipped_root, user_folder
from errdecode.catalog.own_files import OpenFile, open_own, read_own, save
from errdecode.catalog.plain import DamagedError, unsealed, with_sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.catalog.layers import Layers
    from errdecode.catalog.locate import Root


def opened(places: tuple[Root, ...], environment: Mapping[str, str], below: Layers | None = None) -> Index:
    """Return the index of some roots, made where the cache does not hold it; arguments as for `making.make`."""
    try:
        file = OpenFile(open_own(cache_path(places, environment)))
        index = Index(file.read, file.size)
        if is_fresh(index.header, places, below):
            return index
    except (OSError, DamagedError):
        pass
    # Only this pays for the TOML reader.
    from errdecode.catalog.making import make  # noqa: PLC0415

    return make(places, environment, below)


def layered(base: Index, own: tuple[Root, ...], environment: Mapping[str, str]) -> list[Index]:
    """Return the index of the shipped catalogues and that of what lies over them, if anything does."""
    return [base, opened(own, environment)] if own else [base]


def remade(own: tuple[Root, ...], environment: Mapping[str, str]) -> list[Index]:
    """Return the same made anew, as where one of them is damaged."""
    # Only this pays for the TOML reader.
    from errdecode.catalog.making import make  # noqa: PLC0415

    return [make(places, environment) for places in ((shipped_root(),), own) if places]


def kept(name: str, environment: Mapping[str, str]) -> bytes | None:
    """Return what was kept in the cache under a name, None where there is nothing that can be believed."""
    try:
        return unsealed(read_own(os.path.join(user_folder("cache", environment), name)))
    except (OSError, DamagedError):
        return None


def keep(name: str, data: bytes, environment: Mapping[str, str]) -> None:
    """Keep something in the cache."""
    save(os.path.join(user_folder("cache", environment), name), with_sum(data))
