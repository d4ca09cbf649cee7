"""Put the index of the shipped catalogues into the wheel, so that the first command is as fast as any other."""

from __future__ import annotations

import os
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface):  # type: ignore[type-arg]  # its configuration is of no use here
    """Make the index with the code that reads it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the index to a wheel; an editable install makes it when it is needed, from what is there then."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from errdecode.catalog.load import load  # noqa: PLC0415  # it is not installed yet
            from errdecode.catalog.locate import shipped_root  # noqa: PLC0415
            from errdecode.catalog.making import index_bytes  # noqa: PLC0415
            from errdecode.catalog.store import SHIPPED, SHIPPED_INDEX  # noqa: PLC0415
        finally:
            sys.path.remove(self.root)
        root = shipped_root()
        loaded = load((root,))
        if loaded.faults:
            raise SystemExit("\n".join(map(str, loaded.faults)))
        catalogs = tuple(
            catalog.replace(venue=catalog.venue.replace(path=os.path.relpath(catalog.venue.path, root.path)))
            for catalog in loaded.catalogs
        )
        path = os.path.join(self.directory, SHIPPED_INDEX)
        os.makedirs(self.directory, exist_ok=True)
        with open(path, "wb") as file:
            file.write(index_bytes(loaded.replace(catalogs=catalogs), SHIPPED, ()))
        build_data["force_include"][path] = f"errdecode/_catalogs/{SHIPPED_INDEX}"
