"""What the core asks of the catalogues, and what it is given; an index answers it, a test may too."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Protocol

    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry, Venue

    class Knowledge(Protocol):
        """All catalogues in use."""

        def find(self, key: str) -> list[tuple[str, Entry]]:
            """Return the entries under a normalised key, each with the kind of key."""

        def phrases(self, key: str) -> list[Phrase]:
            """Return the phrases that begin with some words."""

        def starts(self) -> frozenset[str]:
            """Return the words with which phrases begin."""

        def bits(self) -> Mapping[str, float]:
            """Return what each word counts."""

        def entries(self, venues: Collection[str] | None = None) -> Iterator[Entry]:
            """Yield the entries of some venues, or every one."""

        def words(self) -> tuple[str, ...]:
            """Return every code and name."""

        def venues(self) -> tuple[Venue, ...]:
            """Return every venue."""

        def recognition(self) -> Recognition:
            """Return how venues and frames are recognised."""


class Phrase(Record):
    """A row of words and whose it is."""

    words: tuple[str, ...]
    bits: float
    is_name: bool
    entries: tuple[Entry, ...]
