"""In whose name entries are told, where a text names venues that answer with another venue's codes."""

from __future__ import annotations

from errdecode.core.clue_kinds import KINDS
from errdecode.core.recognition import NOWHERE
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errdecode.core.forks import Forks
    from errdecode.core.sightings.clues import Clue
    from errdecode.core.verdict.case import Verdict
    from errdecode.model import Entry

_NAMING = frozenset(kind.name for kind in KINDS.values() if kind.is_loud or kind.is_neighbour)


class Voices:
    """Knows who speaks in a text."""

    def __init__(self, forks: Forks) -> None:
        """Take what is known of forks."""
        self._forks = forks

    def shared(self, clues: Iterable[Clue]) -> tuple[Clue, ...]:
        """Return clues, each of a fork together with the same one of its original: what it says of the codes."""
        found: dict[Clue, None] = {}
        for clue in clues:
            found[clue] = None
            fork = self._forks.known.get(clue.venue)
            if fork is not None and fork.fork_of:
                known = clue.namespace in (None, NOWHERE) or self._forks.shares(fork.id, clue.namespace)
                namespace = clue.namespace if known else NOWHERE
                found[clue.replace(venue=fork.fork_of, namespace=namespace)] = None
        return tuple(found)

    def heard(self, clues: Iterable[Clue]) -> Voice:
        """Return who speaks: of an original and its forks whoever is named the most clearly, or several."""
        clues = [clue for clue in clues if clue.kind in _NAMING]
        named = {clue.venue for clue in clues if clue.venue in self._forks.known}
        tellers: dict[str, tuple[str, ...]] = {}
        for original in {self._forks.known[fork].fork_of or "" for fork in named}:
            forks = [fork for fork in named if self._forks.known[fork].fork_of == original]
            theirs = {(clue.kind, clue.text) for clue in clues if clue.venue in forks}
            loudness = {fork: max(clue.bits for clue in clues if clue.venue == fork) for fork in forks}
            own = [clue.bits for clue in clues if clue.venue == original and (clue.kind, clue.text) not in theirs]
            loudness[original] = max(own, default=0.0)
            loudest = max(loudness.values())
            tellers[original] = tuple(sorted(venue for venue, bits in loudness.items() if bits == loudest))
        return Voice(self._forks, tellers)


class Voice(Record):
    """Who tells the entries of some venues."""

    forks: Forks
    tellers: Mapping[str, tuple[str, ...]]
    """By original: its forks, or it itself, or both, where a fork is named at all."""

    def hears(self, entry: Entry) -> bool:
        """Tell whether somebody who speaks may mean an entry."""
        if entry.venue in self.tellers:
            return any(True for _ in self._told(entry))
        if entry.venue not in self.forks.known:
            return True
        is_named = any(entry.venue in venues for venues in self.tellers.values())
        return is_named or not self.forks.repeats(entry)

    def name_of(self, venue: str) -> str:
        """Return the venue in whose name one that is named is told."""
        return self.tellers.get(venue, (venue,))[0]

    def told(self, verdict: Verdict) -> Verdict:
        """Return a verdict in the names of those who speak; two of one code are as likely as each other."""
        if not self.tellers:
            return verdict
        told = [[each.replace(entry=entry) for entry in self._told(each.entry)] for each in verdict.readings]
        several = bool(told) and len(told[0]) > 1 and verdict.confidence != "unknown"
        return verdict.replace(
            readings=tuple(reading for readings in told for reading in readings),
            confidence="ambiguous" if several else verdict.confidence,
            unknown_in=verdict.unknown_in and self.name_of(verdict.unknown_in),
        )

    def _told(self, entry: Entry) -> Iterable[Entry]:
        """Yield an entry as each of those who speak tells it."""
        for venue in self.tellers.get(entry.venue, (entry.venue,)):
            told = self.forks.told_by(venue, entry) if venue in self.forks.known else entry
            if told is not None:
                yield told
