"""What a project's folder may do that nobody has trusted yet: add venues, and fields to hide.

It can come with a cloned repository. What it adds is looked up like everything
else, and is heard where nothing else reads an error with confidence (see
`errdecode.catalog.decoding`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from errdecode.model import Venue

_HARMLESS = ("redact",)
"""Settings that can only hide more."""


class WithheldError(Exception):
    """A folder that is not trusted holds what it may not."""


class Bounds:
    """Holds such a folder to what it may do, and notes what it was not allowed."""

    def __init__(self, venues: Iterable[Venue]) -> None:
        """Take the venues that are known without it."""
        self._taken = frozenset(name.casefold() for venue in venues for name in (venue.id, venue.name, *venue.aliases))
        self._settings: list[str] = []
        self._catalogs: list[str] = []

    def below(self, venue: str) -> None:
        """Return what a venue's catalogue lies over: nothing.

        Raises:
            WithheldError: the venue is known without it.
        """
        if venue.casefold() in self._taken:
            self._catalogs.append(venue)
            raise WithheldError

    def other(self, venue: str) -> None:
        """Return the catalogue whose codes a fork took: none.

        Raises:
            WithheldError: always; a fork speaks with a known venue's words.
        """
        self._catalogs.append(f"that takes {venue}'s codes")
        raise WithheldError

    def settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Return the settings that it may make."""
        self._settings += (key for key in settings if key not in _HARMLESS)
        return {key: value for key, value in settings.items() if key in _HARMLESS}

    def document(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return a catalogue under no name of a venue that is known without it."""
        head = document["venue"]
        aliases = [alias for alias in head.get("aliases", ()) if alias.casefold() not in self._taken]
        return {**document, "venue": {**head, "aliases": aliases}}

    def withheld(self) -> tuple[str, ...]:
        """Return what it was not allowed, as parts of a sentence."""
        parts = []
        for thing, names in (("setting", self._settings), ("catalogue", self._catalogs)):
            if names:
                several = "s" if len(names) > 1 else ""
                parts.append(f"{thing}{several} {_listed(names)}")
        return tuple(parts)


_MAX_NAMED = 5


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return ", ".join(names[:_MAX_NAMED]) + more
