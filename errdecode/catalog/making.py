"""Make indexes: only what is missing or stale pays for the TOML reader."""

from __future__ import annotations

import time

from errdecode.catalog.compiling import Content, write_index
from errdecode.catalog.freshness import identity_of, stamp
from errdecode.catalog.index import Header, Index, plain_settings
from errdecode.catalog.load import load
from errdecode.catalog.locate import cache_path
from errdecode.catalog.own_files import save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.catalog.layers import Layers
    from errdecode.catalog.load import Loaded
    from errdecode.catalog.locate import Root


def make(places: tuple[Root, ...], environment: Mapping[str, str], below: Layers | None = None) -> Index:
    """Make the index of some roots and keep it, if it can be kept.

    Args:
        places: the roots.
        environment: the process's variables.
        below: the catalogues that a project's folder which is not trusted lies over.

    Raises:
        ChangedError: a project's folder is not what was trusted.
    """
    made_ns = time.time_ns()
    loaded = load(places, below.venues() if below else ())
    # Taken before reading would be safer still, but what is read is only known
    # afterwards; a change in between lies inside the time that is not trusted.
    stamps = tuple(stamp(each) for each in dict.fromkeys(loaded.looked_at))
    data = index_bytes(loaded, f"{made_ns}\n{identity_of(places, below)}", stamps)
    save(cache_path(places, environment), data)
    return Index(lambda offset, size: data[offset : offset + size], len(data), is_new=True)


def index_bytes(loaded: Loaded, identity: str, stamps: tuple[str, ...]) -> bytes:
    """Return the index of loaded catalogues."""
    header = Header(
        identity,
        stamps,
        tuple(map(str, loaded.faults)),
        plain_settings(loaded.settings),
        loaded.replaced,
        loaded.withheld,
    )
    content = Content(loaded.catalogs, loaded.recognition, loaded.taxonomy, loaded.general.common)
    return write_index(content, header)
