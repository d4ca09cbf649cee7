"""Open the indexes of the catalogues in use.

The shipped catalogues' index comes with the wheel. A checkout has none: there it
is made like that of a person's own catalogues, and kept in the cache.
"""

from __future__ import annotations

import os

from errdecode.catalog.cached import layered, opened, remade
from errdecode.catalog.index import Index
from errdecode.catalog.layers import Layers
from errdecode.catalog.locate import overlaid, shipped, shipped_root, user_folder
from errdecode.catalog.own_files import OpenFile, save
from errdecode.catalog.plain import DamagedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.catalog.locate import Root

SHIPPED_INDEX = "index"
"""Name of the index that comes with the wheel, in the folder of the catalogues."""
_PASSING = ("project", "option")
"""Origins that hold for one folder or one call: a shell does not complete their words."""
SHIPPED = "shipped with the program"
"""Its identity: it is as true as the modules beside it."""


def open_index(environment: Mapping[str, str] | None = None, options: tuple[str, ...] = ()) -> Layers:
    """Return the index of all catalogues in use.

    Args:
        environment: the process's variables; those of this process if None.
        options: catalogues named on the command line.
    """
    variables = os.environ if environment is None else environment
    own = overlaid(variables, options)
    base = _base(variables)
    has_passing = any(root.origin in _PASSING for root in own)
    if base.is_new and has_passing:
        save_words(variables)
    if any(root.origin == "project" for root in own):
        # Hardly a folder is a project's.
        from errdecode.catalog.project import open_with_project  # noqa: PLC0415

        return open_with_project(base, own, variables)
    layers = _over(base, own, variables)
    if layers.is_new and not has_passing:
        _save(layers, variables)
    return layers


def save_words(environment: Mapping[str, str]) -> None:
    """Write the words that a shell completes: those of the shipped and the user's catalogues."""
    lasting = tuple(root for root in overlaid(environment) if root.origin not in _PASSING)
    _save(_over(_base(environment), lasting, environment), environment)


def _over(base: Index, own: tuple[Root, ...], environment: Mapping[str, str]) -> Layers:
    """Return the index of the shipped catalogues with that of what lies over them."""
    return Layers(layered(base, own, environment), lambda: remade(own, environment))


def _save(layers: Layers, environment: Mapping[str, str]) -> None:
    from errdecode.catalog.words import FILE_NAME, completion_words  # noqa: PLC0415  # only what is new pays for it

    words = completion_words(layers.venues(), layers.entries())
    save(os.path.join(user_folder("cache", environment), FILE_NAME), words.encode())


def _base(environment: Mapping[str, str]) -> Index:
    """Return the index of the shipped catalogues."""
    return _open_shipped() or opened((shipped_root(),), environment)


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
