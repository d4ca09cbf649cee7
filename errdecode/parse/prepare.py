"""Prepare what a scan needs: the searches for what the catalogues in use know."""

from __future__ import annotations

from errdecode.catalog.cached import keep, kept
from errdecode.parse.search import Search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from errdecode.catalog.layers import Layers
    from errdecode.core.recognition import Recognition
    from errdecode.parse.speaking import Speaking


def prepare_search(index: Layers, environment: Mapping[str, str]) -> Search:
    """Return the search for every place where an error may stand.

    Args:
        index: the catalogues in use.
        environment: the process's variables: where what was prepared is kept.
    """
    return Search.of(index.trigger, index.trigger_name(), *_keeping("search", environment))


def prepare_speaking(recognition: Recognition, environment: Mapping[str, str]) -> Speaking:
    """Return the search for every line that may say something of a venue.

    Args:
        recognition: what the catalogues in use say about recognising venues.
        environment: as above.
    """
    from errdecode.parse.speaking import Speaking  # noqa: PLC0415  # what holds no error does not pay for it

    return Speaking(recognition, *_keeping("clues", environment))


def _keeping(
    kind: str, environment: Mapping[str, str]
) -> tuple[Callable[[str], bytes | None], Callable[[str, bytes], None]]:
    """Return what loads and what saves a search of a kind in the user's cache, which keeps some of each."""

    def load(name: str) -> bytes | None:
        return kept(f"{kind}-{name}", environment)

    def save(name: str, data: bytes) -> None:
        keep(f"{kind}-{name}", data, environment)

    return load, save
