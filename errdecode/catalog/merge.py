"""Lay one catalogue over another of the same venue. Pure: works on parsed, valid TOML.

The upper one says only what it adds or changes. What it does not say stays as
it is below, sources included: a source that both call by one name is two.
"""

from __future__ import annotations

from errdecode.catalog import spec
from errdecode.catalog.validate import Fault
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from errdecode.catalog.validate import Path

    Table = dict[str, Any]
    Below = Callable[[str], Table | None]
    """Gives the catalogue of a venue in the layers below, None where there is none."""

_DEFAULTS = ("source", "status")
"""What entries take from their namespace."""
_TELLING = ("name", "message", "match")
"""What tells entries of one code apart."""
_TAKEN = ("title", "kind", "ok")
"""What a fork's namespace has from the original's."""
IS_TAKEN = "is_taken"
"""Marks an entry of a fork that is the original's, word for word."""


class Whole(Record):
    """A catalogue together with everything below it."""

    document: Table
    own: tuple[tuple[Path, int], ...]
    """Where each entry that the uppermost file adds or changes stands in that file, and its position in `document`."""


def alone(document: Table) -> Whole:
    """Return a catalogue that nothing lies below."""
    return Whole(document, tuple((("entries", index), index) for index in range(len(document["entries"]))))


def extended(older: Table, newer: Table) -> tuple[Whole, list[Fault]]:
    """Return a catalogue extended and changed, entry by entry, by another of the same venue.

    Args:
        older: what lies below, whole.
        newer: what lies above; each of its tables is right, taken alone.

    Returns:
        Both as one, and what is wrong between them.
    """
    newer = _with_own_sources(newer, older.get("sources", {}))
    added = _settled(newer)
    replaced = {_key(entry) for entry in added}
    below = [entry for entry in _settled(older) if _key(entry) not in replaced]
    own: list[tuple[Path, int]] = [(("entries", index), index) for index in range(len(added))]
    by_code: dict[str, list[int]] = {}
    for at, entry in enumerate(below):
        by_code.setdefault(entry["code"], []).append(at)
    faults: list[Fault] = []
    for index, change in enumerate(newer.get("overrides", ())):
        try:
            at = _meant(change, below, by_code.get(change["code"], ()))
        except LookupError as error:
            faults.append(Fault(("overrides", index, "code"), str(error)))
            continue
        below[at] = _changed(below[at], change)
        own.append((("overrides", index), len(added) + at))
    document = _merged(
        {key: value for key, value in older.items() if key != "entries"},
        {key: value for key, value in newer.items() if key not in ("entries", "overrides")},
    )
    document["entries"] = [*added, *below]
    return Whole(document, tuple(own)), faults


def forked(original: Table, fork: Table) -> tuple[Whole, list[Fault]]:
    """Return the catalogue of a fork: the codes of its original, with what it says itself.

    Its own codes, and those of the original of which it says something, stand first; the rest is marked.

    Args:
        original: the catalogue whose codes they are, whole.
        fork: what the fork says; each of its tables is right, taken alone.

    Returns:
        Both as one, and what is wrong between them.
    """
    spaces, taken = original["namespaces"], fork["fork"]["namespaces"]
    faults = list(_misnamed(fork, spaces))
    if faults:
        return alone({**fork, "entries": []}), faults
    older = {
        "sources": original.get("sources", {}),
        "namespaces": {name: {key: spaces[name][key] for key in _TAKEN if key in spaces[name]} for name in taken},
        "entries": [_linked(entry, original, taken) for entry in _settled(original) if entry["namespace"] in taken],
    }
    whole, faults = extended(older, fork)
    entries = whole.document["entries"]
    own = {(entries[at]["namespace"], entries[at]["code"]) for _, at in whole.own}
    order = sorted(range(len(entries)), key=lambda at: (entries[at]["namespace"], entries[at]["code"]) not in own)
    ordered = [
        entry if (entry["namespace"], entry["code"]) in own else {**entry, IS_TAKEN: True}
        for entry in map(entries.__getitem__, order)
    ]
    places = tuple((place, order.index(at)) for place, at in whole.own)
    return Whole({**whole.document, "entries": ordered}, places), faults


def _linked(entry: Table, original: Table, taken: Sequence[str]) -> Table:
    """Return an entry whose links into namespaces that a fork did not take name their venue."""
    if "see_also" not in entry:
        return entry
    left = tuple(f"{space}:" for space in original["namespaces"] if space not in taken)
    venue = original["venue"]["id"]
    return {**entry, "see_also": [f"{venue}:{link}" if link.startswith(left) else link for link in entry["see_also"]]}


def _misnamed(fork: Table, spaces: Mapping[str, Any]) -> Iterable[Fault]:
    """Yield where a fork names namespaces that its original does not have, or has and does not share."""
    name, taken = fork["fork"]["of"], fork["fork"]["namespaces"]
    for at, space in enumerate(taken):
        if space not in spaces:
            known = ", ".join(spaces)
            yield Fault(("fork", "namespaces", at), f"{name} has no [namespaces.{space}]; it has {known}")
    for space in fork.get("namespaces", {}):
        if space in spaces and space not in taken:
            yield Fault(("namespaces", space), f"{name} has one of that name: take it over, or call this one otherwise")


def _key(entry: Mapping[str, Any]) -> tuple[object, ...]:
    return entry["namespace"], entry["code"], entry.get("name"), str(entry.get("match"))


def _with_own_sources(newer: Table, known: Mapping[str, Any]) -> Table:
    """Return a catalogue whose sources have names that no different source below has."""
    names: dict[str, str] = {}
    for name, source in newer.get("sources", {}).items():
        names[name] = name
        while known.get(names[name], source) != source:
            names[name] += "-own"

    def renamed(table: Table) -> Table:
        return {**table, "source": names.get(table["source"], table["source"])} if "source" in table else table

    result = {**newer, "sources": {names[name]: source for name, source in newer.get("sources", {}).items()}}
    for key in ("entries", "overrides"):
        result[key] = [renamed(table) for table in newer.get(key, ())]
    result["namespaces"] = {name: renamed(table) for name, table in newer.get("namespaces", {}).items()}
    if "resend" in newer:
        result["resend"] = renamed(newer["resend"])
    return result


def _settled(document: Mapping[str, Any]) -> list[Table]:
    """Return the entries with what they take from their namespace, which another layer may declare otherwise."""
    spaces = document.get("namespaces", {})
    defaults = {name: {key: space[key] for key in _DEFAULTS if key in space} for name, space in spaces.items()}
    return [_changed(defaults.get(entry["namespace"], {}), entry) for entry in document.get("entries", ())]


def _meant(change: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], same_code: Iterable[int]) -> int:
    """Return the position of the entry that is to be changed, among those of its code.

    Raises:
        LookupError: there is none, or more than one.
    """
    code, space = change["code"], change.get("namespace")
    found = [at for at in same_code if space in (None, entries[at]["namespace"])]
    if len(found) > 1:
        stated = [key for key in _TELLING if key in change]
        fitting = [at for at in found if all(entries[at].get(key) == change[key] for key in stated)]
        found = fitting or found
    where = f" in {space}" if space else ""
    if not found:
        raise LookupError(f"there is no entry {code}{where} to change: write a new one in full, under [[entries]]")
    if len(found) > 1:
        which = "; ".join(_told(entries[at]) for at in found)
        raise LookupError(f"{code} is {len(found)} entries{where} ({which}): add the namespace, name or match of one")
    return found[0]


def _told(entry: Mapping[str, Any]) -> str:
    """Return what tells an entry from others of its code."""
    said = entry.get("name") or next(iter(entry.get("match", ())), None)
    return f"{entry['namespace']} {said}" if said else str(entry["namespace"])


def _changed(entry: Table, change: Mapping[str, Any]) -> Table:
    """Return an entry with what is said over it, its keys in their order."""
    both = {**entry, **change}
    return {key: both[key] for key in spec.TABLES["entry"] if key in both}


def _merged(older: Table, newer: Table) -> Table:
    """Return two tables as one: lists are joined, the newer first, and single values are the newer's."""
    result = dict(older)
    for key, value in newer.items():
        known = older.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            result[key] = _merged(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            result[key] = [*value, *known]
        else:
            result[key] = value
    return result
