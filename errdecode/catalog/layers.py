"""Several indexes as one: the shipped catalogues, and over them a person's own."""

from __future__ import annotations

from errdecode.catalog.index import read_settings
from errdecode.catalog.plain import DamagedError
from errdecode.core.keys import sort_key
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import Any, TypeVar

    from errdecode.catalog.index import Index
    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.core.knowledge import Phrase
    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry, Venue

    Answer = TypeVar("Answer")


class Stranger(Record):
    """A project's folder that is not trusted; it is the uppermost index."""

    folder: str
    has_changed: bool
    """It was trusted, and has changed since."""


class Layers:
    """What the catalogues in use know together; a higher index replaces venues of those below it.

    An index that turns out to be damaged is made anew without a word.
    """

    def __init__(
        self, indexes: list[Index], renew: Callable[[], list[Index]], stranger: Stranger | None = None
    ) -> None:
        """Take the indexes.

        Args:
            indexes: the lowest first.
            renew: makes them anew.
            stranger: what the uppermost one is of, where that is not trusted.
        """
        self._indexes = indexes
        self._renew = renew
        self.stranger = stranger
        self._read_headers()

    def _read_headers(self) -> None:
        headers = [index.header for index in self._indexes]
        self.faults = tuple(fault for header in headers for fault in header.faults)
        self.settings: dict[str, Any] = {}
        for header in headers:
            self.settings |= read_settings(header)
        self._hidden = [
            frozenset(name for above in headers[at + 1 :] for name in above.replaced) for at in range(len(headers))
        ]

    def trusted(self) -> Layers:
        """Return what is known without a folder that is not trusted."""
        if self.stranger is None:
            return self
        return Layers(self._indexes[:-1], lambda: self._renew()[:-1])

    @property
    def withheld(self) -> str | None:
        """Return as a sentence what a folder that is not trusted was not allowed, None where it was nothing."""
        parts = self._indexes[-1].header.withheld
        if self.stranger is None or not (parts or self.stranger.has_changed):
            return None
        state = "has changed since it was trusted" if self.stranger.has_changed else "is not trusted"
        left = f"left out: {' and '.join(parts)}" if parts else "it only adds venues"
        return f"{self.stranger.folder} {state}; {left}; read it, then `errdecode config trust` allows all of it"

    @property
    def is_new(self) -> bool:
        """Tell whether any of it was made a moment ago."""
        return any(index.is_new for index in self._indexes)

    @property
    def identity(self) -> tuple[str, ...]:
        """Return what tells this state of the catalogues from any other."""
        return tuple(index.header.identity for index in self._indexes)

    def _ask(self, question: Callable[[Index], Answer]) -> list[Answer]:
        """Return each index's answer."""
        try:
            return [question(index) for index in self._indexes]
        except DamagedError:
            self._indexes = self._renew()
            self._read_headers()
            return [question(index) for index in self._indexes]

    def find(self, key: str) -> list[tuple[str, Entry]]:
        """Return the entries under a normalised key, each with the kind of key."""
        answers = self._ask(lambda index: index.find(key))
        return [
            (kind, entry)
            for found, hidden in zip(answers, self._hidden, strict=True)
            for kind, entry in found
            if entry.venue not in hidden
        ]

    def phrases(self, key: str) -> list[Phrase]:
        """Return the phrases that begin with some words, in use."""
        merged: dict[tuple[tuple[str, ...], bool], Phrase] = {}
        for found, hidden in zip(self._ask(lambda index: index.phrases(key)), self._hidden, strict=True):
            for phrase in found:
                entries = tuple(entry for entry in phrase.entries if entry.venue not in hidden)
                same = (phrase.words, phrase.is_name)
                if same in merged:
                    entries = (*merged[same].entries, *entries)
                if entries:
                    merged[same] = phrase.replace(entries=entries)
        return list(merged.values())

    def starts(self) -> frozenset[str]:
        """Return the words with which phrases begin."""
        return frozenset().union(*self._ask(lambda index: index.starts()))

    def bits(self) -> dict[str, float]:
        """Return what each word counts."""
        merged: dict[str, float] = {}
        for bits in reversed(self._ask(lambda index: index.bits())):
            merged |= bits
        return merged

    def entries(self, venues: Collection[str] | None = None) -> Iterator[Entry]:
        """Yield the entries of some venues, or every one, catalogue by catalogue."""
        for found, hidden in zip(self._ask(lambda index: list(index.entries(venues))), self._hidden, strict=True):
            yield from (entry for entry in found if entry.venue not in hidden)

    def venues(self) -> tuple[Venue, ...]:
        """Return the venues in the order of their catalogues."""
        answers = zip(self._ask(lambda index: index.venues()), self._hidden, strict=True)
        return tuple(venue for found, hidden in answers for venue in found if venue.id not in hidden)

    def taxonomy(self) -> Taxonomy:
        """Return the closed lists."""
        return self._ask(lambda index: index.taxonomy())[0]

    def recognition(self) -> Recognition:
        """Return how venues and frames are recognised."""
        answers = self._ask(lambda index: index.recognition())
        if len(answers) == 1:
            return answers[0]
        parts = [part.without(hidden) for part, hidden in zip(answers, self._hidden, strict=True)]
        return parts[0].merged(parts)

    def trigger(self) -> list[str]:
        """Return the patterns that find every place of a log where an error may stand."""
        return sorted({pattern for patterns in self._ask(lambda index: index.trigger()) for pattern in patterns})

    def trigger_name(self) -> str:
        """Return what tells these patterns from any others."""
        return "-".join(self._ask(lambda index: index.trigger_name()))

    def words(self) -> tuple[str, ...]:
        """Return every code and name, sorted."""
        answers = self._ask(lambda index: index.words())
        return (
            answers[0]
            if len(answers) == 1
            else tuple(sorted({word for words in answers for word in words}, key=sort_key))
        )
