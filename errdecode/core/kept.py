"""Knowledge that is asked each question once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.core.knowledge import Knowledge, Phrase
    from errdecode.model import Entry

_MAX_KEPT = 50_000


class KeptKnowledge:
    """Remembers what knowledge answered."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take what is asked."""
        self._knowledge = knowledge
        self._found: dict[str, list[tuple[str, Entry]]] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        self._starts: frozenset[str] | None = None
        self._bits: Mapping[str, float] | None = None
        self.venues = knowledge.venues
        self.words = knowledge.words
        self.entries = knowledge.entries
        self.recognition = knowledge.recognition

    def find(self, key: str) -> list[tuple[str, Entry]]:
        """Return what a key leads to."""
        found = self._found.get(key)
        if found is None:
            found = self._knowledge.find(key)
            if len(self._found) < _MAX_KEPT:
                self._found[key] = found
        return found

    def phrases(self, key: str) -> list[Phrase]:
        """Return the phrases with a key."""
        found = self._phrases.get(key)
        if found is None:
            found = self._knowledge.phrases(key)
            if len(self._phrases) < _MAX_KEPT:
                self._phrases[key] = found
        return found

    def starts(self) -> frozenset[str]:
        """Return the words with which phrases begin."""
        if self._starts is None:
            self._starts = self._knowledge.starts()
        return self._starts

    def bits(self) -> Mapping[str, float]:
        """Return what each word counts."""
        if self._bits is None:
            self._bits = self._knowledge.bits()
        return self._bits
