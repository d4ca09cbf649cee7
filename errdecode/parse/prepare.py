"""Prepare what a scan needs: the search for everything that the catalogues in use know."""

from __future__ import annotations

from errdecode.catalog.store import keep, kept
from errdecode.parse.search import Search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.catalog.layers import Layers


def prepare_search(index: Layers, environment: Mapping[str, str]) -> Search:
    """Return the search for every place where an error may stand.

    Args:
        index: the catalogues in use.
        environment: the process's variables: where what was prepared is kept.
    """

    def load(name: str) -> bytes | None:
        return kept(f"search-{name}", environment)

    def save(name: str, data: bytes) -> None:
        keep(f"search-{name}", data, environment)

    return Search.of(index.trigger, index.trigger_name(), load, save)
