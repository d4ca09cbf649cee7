"""What the core needs of the catalogues; an index file answers it, a test may too."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry, Venue

    class Knowledge(Protocol):
        """All catalogues in use."""

        def find(self, key: str) -> list[tuple[str, Entry]]:
            """Return the entries under a normalised key, each with the kind of key."""

        def entries(self) -> Iterator[Entry]:
            """Yield every entry."""

        def words(self) -> tuple[str, ...]:
            """Return every code and name."""

        def venues(self) -> tuple[Venue, ...]:
            """Return every venue."""

        def recognition(self) -> Recognition:
            """Return how venues and frames are recognised."""
