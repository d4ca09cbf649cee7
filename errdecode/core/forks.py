"""Venues that answer with another venue's codes under hosts and names of their own.

A catalogue of such a fork holds what differs. Everything else is the original's
entry, told in the fork's name where the fork is named, and nowhere else: what
names nobody stays the original's.
"""

from __future__ import annotations

from errdecode.core.keys import code_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.core.knowledge import Knowledge
    from errdecode.model import Entry


class Forks:
    """Knows whose codes a venue answers with."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take the catalogues."""
        self._knowledge = knowledge
        venues = {venue.id: venue for venue in knowledge.venues()}
        self.known = {venue.id: venue for venue in venues.values() if venue.fork_of in venues}
        self._spaces = {
            fork.id: {space.id for space in fork.namespaces} & {space.id for space in venues[fork.fork_of].namespaces}
            for fork in self.known.values()
            if fork.fork_of
        }

    def find(self, key: str, venue: str | None = None) -> list[tuple[str, Entry]]:
        """Return the entries under a key, each with the kind of key, as they are told of one venue or of all.

        Args:
            key: a normalised key.
            venue: the venue that is asked for; None where all are.
        """
        found = self._knowledge.find(key)
        if not self.known:
            return found
        if venue not in self.known:
            return [(kind, entry) for kind, entry in found if not self.repeats(entry)]
        return [(kind, told) for kind, entry in found if (told := self.told_by(venue, entry))]

    def every(self) -> Iterator[Entry]:
        """Yield every entry of every venue: those that a fork took once more, as the fork tells them."""
        yield from self._knowledge.entries(
            [venue.id for venue in self._knowledge.venues() if venue.id not in self.known]
        )
        for fork in self.known:
            yield from self.entries(fork)

    def entries(self, venue: str | None) -> Iterator[Entry]:
        """Yield the entries of one venue, a fork's with those that it took, or what all catalogues hold."""
        fork = self.known.get(venue or "")
        if fork is None:
            yield from self._knowledge.entries(None if venue is None else [venue])
            return
        order = [space.id for space in fork.namespaces]
        told = (self.told_by(fork.id, entry) for entry in self._knowledge.entries([fork.id, fork.fork_of or ""]))
        yield from sorted((entry for entry in told if entry), key=lambda entry: order.index(entry.namespace))

    def told_by(self, venue: str, entry: Entry) -> Entry | None:
        """Return an entry as a fork tells it, None where it is not the fork's."""
        fork = self.known[venue]
        if entry.venue == venue:
            return entry
        if not self.takes(venue, entry) or any(self._is_same(other, entry, venue) for other in self._of_code(entry)):
            return None
        links = tuple(self._led(link, venue, entry.venue) for link in entry.see_also)
        return entry.replace(venue=fork.id, venue_name=fork.name, see_also=links)

    def takes(self, venue: str, entry: Entry) -> bool:
        """Tell whether an entry is of a namespace that a fork took from its original."""
        return entry.venue == self.known[venue].fork_of and self.shares(venue, entry.namespace)

    def shares(self, venue: str, namespace: str | None) -> bool:
        """Tell whether a fork took a namespace from its original."""
        return namespace in self._spaces[venue]

    def repeats(self, entry: Entry) -> bool:
        """Tell whether an entry is a fork's word on a code of its original."""
        fork = self.known.get(entry.venue)
        return fork is not None and any(self._is_same(other, entry, fork.fork_of) for other in self._of_code(entry))

    def _led(self, link: str, venue: str, original: str) -> str:
        """Return a link of the original as it leads on from a fork: by the venue to what the fork did not take."""
        space, colon, rest = link.partition(":")
        return f"{original}:{link}" if colon and ":" not in rest and not self.shares(venue, space) else link

    def _of_code(self, entry: Entry) -> Iterable[Entry]:
        return (other for kind, other in self._knowledge.find(code_key(entry.code)) if kind == "code")

    def _is_same(self, other: Entry, entry: Entry, venue: str | None) -> bool:
        return (other.venue, other.namespace, other.code) == (venue, entry.namespace, entry.code)
