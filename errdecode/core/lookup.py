"""What a code means: every exact reading, then what may have been meant."""

from __future__ import annotations

from errdecode.core.forks import Forks
from errdecode.core.keys import code_key, message_key, number_key, range_of, sort_key
from errdecode.core.verdict.safest import safest
from errdecode.errors import UnknownVenueError
from errdecode.model import Lookup, Near

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.core.knowledge import Knowledge
    from errdecode.model import Entry, Venue

MAX_NEAR = 12

_KINDS = ("code", "alias", "name", "former", "message")
"""Kinds of key, the one that says most first."""
_SYMBOLS = ("code", "alias", "name", "former")
_STATUSES = ("live", "standard", "retired")


def lookup(query: str, knowledge: Knowledge, venue: str | None = None) -> Lookup:
    """Return the readings of a code, name or message.

    Args:
        query: `43005`, `-1121`, `05001`, `POST_ONLY_REJ`, `VENUE:CODE`,
            `VENUE:NAMESPACE:CODE`, or a message word for word.
        knowledge: the catalogues.
        venue: only this venue's entries.

    Raises:
        UnknownVenueError: no catalogue has that venue.
    """
    known = {known.id: known for known in knowledge.venues()}
    scope: tuple[str, ...] = (find_venue(venue, known.values()).id,) if venue else ()
    code = query.strip()
    if not scope:
        scope, code = _split(code, known)
    forks = Forks(knowledge)
    entries = _exact(code, scope, forks, known)
    careful = safest((entry.outcome, entry.retry) for entry in entries)
    digits = number_key(code)
    alike = forks.find(f"#{digits}", *scope[:1]) if digits is not None and not entries else []
    meant = tuple(entry for _, entry in alike if _inside(entry, scope))
    return Lookup(query, tuple(entries), tuple(near(code, scope, entries, knowledge)), careful, meant)


def find_venue(name: str, venues: Iterable[Venue]) -> Venue:
    """Return the venue of an id or alias, in any case.

    Raises:
        UnknownVenueError: there is none; it carries suggestions.
    """
    venues = tuple(venues)
    if (named := venue_named(name, venues)) is not None:
        return named
    # Only a mistake pays for this import.
    import difflib  # noqa: PLC0415

    wanted, ids = name.strip().casefold(), [venue.id for venue in venues]
    close = difflib.get_close_matches(wanted, [*ids, *(alias for venue in venues for alias in venue.aliases)], n=3)
    raise UnknownVenueError(name, tuple(close))


def venue_named(name: str, venues: Iterable[Venue]) -> Venue | None:
    """Return the venue of an id or alias, in any case; None where there is none."""
    wanted = name.strip().casefold()
    return next((venue for venue in venues if wanted in (venue.id, *map(str.casefold, venue.aliases))), None)


def _split(query: str, known: dict[str, Venue]) -> tuple[tuple[str, ...], str]:
    """Return the venue and namespace that a query names, and the rest."""
    head, colon, rest = query.partition(":")
    if not colon or not rest:
        return (), query
    venue = venue_named(head, known.values())
    if venue is None:
        return (), query
    part, colon, code = rest.partition(":")
    if colon and part in {namespace.id for namespace in venue.namespaces}:
        return (venue.id, part), code.strip()
    return (venue.id,), rest.strip()


def _exact(code: str, scope: tuple[str, ...], forks: Forks, known: dict[str, Venue]) -> list[Entry]:
    order = {venue: place for place, venue in enumerate(known)}
    found: dict[Entry, tuple[int, ...]] = {}
    for key in dict.fromkeys((code_key(code), message_key(code))):
        for kind, entry in forks.find(key, *scope[:1]) if key else ():
            if kind in _KINDS and _inside(entry, scope):
                retired = entry.status == "retired"
                status = _STATUSES.index(known[entry.venue].status)
                # A code with a symbol is one that people look up.
                rank = (_KINDS.index(kind), status, retired, entry.name is None, order[entry.venue])
                found[entry] = min(rank, found.get(entry, rank))
    return sorted(found, key=lambda entry: found[entry])


def _inside(entry: Entry, scope: tuple[str, ...]) -> bool:
    return (entry.venue, entry.namespace)[: len(scope)] == scope


def near(code: str, scope: tuple[str, ...], exact: list[Entry], knowledge: Knowledge) -> list[Near]:
    """Return what may have been meant, with the reason.

    Another sign or leading zeros are always worth a word; the same name
    elsewhere is, where one venue has the code. A slip of one character is
    looked for only where nothing is exact: among venues that number their codes
    in sequence every code has such neighbours.
    """
    found = _Found(scope, exact)
    forks = Forks(knowledge)
    if (digits := number_key(code)) is not None:
        negative = code.strip().startswith("-")
        for _, entry in forks.find(f"#{digits}", *scope[:1]):
            if entry.code == code.strip():
                continue
            found.add(entry, "sign" if entry.code.startswith("-") != negative else "leading zero")
    is_of_one = len({entry.venue for entry in exact}) == 1
    for name in dict.fromkeys(entry.name for entry in exact if entry.name and is_of_one):
        found.add_all(forks.find(code_key(name), *scope[:1]), "same name")
    if not exact and not found.near:
        for word, why in _neighbours(code_key(code), knowledge.words()):
            found.add_all(forks.find(code_key(word), *scope[:1]), why)
    return list(found.near.values())


class _Found:
    """Neighbours, each once."""

    def __init__(self, scope: tuple[str, ...], exact: list[Entry]) -> None:
        self.near: dict[tuple[str, str, str, str | None], Near] = {}
        self._scope = scope
        self._taken = {(entry.venue, entry.namespace, entry.code, entry.name) for entry in exact}

    def add(self, entry: Entry, why: str) -> None:
        key = (entry.venue, entry.namespace, entry.code, entry.name)
        if range_of(entry.code) is not None:
            # Nobody means a range.
            return
        if _inside(entry, self._scope) and key not in self._taken and len(self.near) < MAX_NEAR:
            self.near.setdefault(key, Near(*key, why))

    def add_all(self, keyed: list[tuple[str, Entry]], why: str) -> None:
        for kind, entry in keyed:
            if kind in _SYMBOLS:
                self.add(entry, why)


def _neighbours(code: str, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the words one character away; failing that, the numbers on either side."""
    if not code:
        return []
    unit = "digit" if number_key(code) else "letter"
    close = [(word, f"one {unit} off") for word in words if _one_off(code, code_key(word))]
    if close or number_key(code) is None:
        return close
    numbers = [word for word in words if number_key(word) is not None]
    at = sum(1 for word in numbers if sort_key(word) < sort_key(code))
    return [(word, "nearest number") for word in numbers[max(at - 1, 0) : at + 1]]


def _one_off(one: str, other: str) -> bool:
    """Tell whether one insertion, deletion, change or swap of neighbours leads from one to the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        changed = one[start + 1 :] == other[start + 1 :]
        return changed or (
            one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
        )
    short, long = sorted((one, other), key=len)
    return short[start:] == long[start + 1 :]
