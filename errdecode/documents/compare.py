"""Compare what two sides say of a venue's codes: catalogues, or a document and a catalogue. Pure."""

from __future__ import annotations

from errdecode.core.keys import number_order
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from errdecode.catalog.build import Catalog
    from errdecode.documents.model import Draft

KINDS = ("added", "removed", "moved", "renamed", "reworded", "status")


class Item(Record):
    """One code as a side has it."""

    code: str
    name: str | None
    messages: tuple[str, ...]
    http_status: int | None
    conditional: bool = False
    """Applies to some messages of its code only; a document has one row for them all."""

    @property
    def said(self) -> str:
        """Return what tells it from others of its code."""
        return " ".join(filter(None, (self.name, self.messages[0] if self.messages else None)))


class Side(Record):
    """One side of a comparison."""

    spaces: dict[str, tuple[Item, ...]]
    is_document: bool
    """It says nothing about what it leaves out: other code spaces, names, statuses."""


class Change(Record):
    """One difference."""

    kind: str
    """One of KINDS."""
    namespace: str
    code: str
    old: str | None
    new: str | None


class Comparison(Record):
    """All differences, and what was not compared."""

    changes: tuple[Change, ...]
    left_out: tuple[str, ...]
    """Code spaces that a document does not cover."""


def side_of_catalog(catalog: Catalog, source: str | None, *, documented: bool) -> Side:
    """Return a catalogue as a side.

    Args:
        catalog: the catalogue.
        source: key of the only source whose entries count; None for all.
        documented: leave out what the catalogue itself says is in no document any more, or in none.
    """
    document = catalog.document
    spaces: dict[str, list[Item]] = {}
    for entry, table in zip(catalog.entries, document.get("entries", ()), strict=True):
        stated = table.get("source", document["namespaces"][entry.namespace].get("source"))
        if (source is None or stated == source) and (not documented or entry.status == "documented"):
            item = Item(entry.code, entry.name, entry.messages, entry.http_status, bool(entry.match))
            spaces.setdefault(entry.namespace, []).append(item)
    return Side({space: tuple(items) for space, items in spaces.items()}, is_document=False)


def side_of_draft(draft: Draft) -> Side:
    """Return a document as a side."""
    return Side(
        {
            group.id: tuple(Item(row.code, row.name, row.messages, row.http_status) for row in group.rows)
            for group in draft.groups
        },
        is_document=True,
    )


def compare(old: Side, new: Side) -> Comparison:
    """Return what the new side has changed."""
    pairs = _pair_spaces(old.spaces, new.spaces)
    paired = set(pairs.values())
    changes: list[Change] = []
    left_out: list[str] = []
    lenient = old.is_document or new.is_document
    for space, items in new.spaces.items():
        other = pairs.get(space)
        if other is None and old.is_document and not new.is_document:
            left_out.append(space)
        else:
            # Under the name that the catalogue has for it.
            shown = other if other is not None and new.is_document else space
            changes += _compare_items(shown, old.spaces.get(other or "", ()), items, lenient=lenient)
    for space in old.spaces:
        if space in paired:
            continue
        if new.is_document and not old.is_document:
            left_out.append(space)
        else:
            changes += _compare_items(space, old.spaces[space], (), lenient=lenient)
    changes.sort(key=lambda change: (change.namespace, number_order(change.code), KINDS.index(change.kind)))
    return Comparison(tuple(changes), tuple(left_out))


def _pair_spaces(old: Mapping[str, Sequence[Item]], new: Mapping[str, Sequence[Item]]) -> dict[str, str]:
    """Return the old code space of each new one: what shares most codes that mean the same, then the same id."""
    known = {space: set(_sayings(items)) for space, items in old.items()}
    scores = sorted(
        ((_common(known[theirs], new[ours]), theirs == ours, ours, theirs) for ours in new for theirs in old),
        key=lambda each: (-each[0], not each[1]),
    )
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for score, same, ours, theirs in scores:
        if (score or same) and ours not in pairs and theirs not in taken:
            pairs[ours] = theirs
            taken.add(theirs)
    return pairs


def _common(known: set[tuple[str, str]], new: Iterable[Item]) -> int:
    return sum(not known.isdisjoint(_sayings((item,))) for item in new)


def _sayings(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Yield each code with each of the texts that it means."""
    for item in items:
        yield from ((item.code, text) for text in (item.name, *item.messages) if text)


def _compare_items(space: str, old: Sequence[Item], new: Sequence[Item], *, lenient: bool) -> list[Change]:
    matched: list[tuple[Item, Item]] = []
    gone, come = (_one_a_code(old), _one_a_code(new)) if lenient else (list(old), list(new))
    for keys in _MATCHES:
        found = _match(gone, come, keys)
        matched += [(gone[mine], come[other]) for mine, other in found]
        mine, others = {pair[0] for pair in found}, {pair[1] for pair in found}
        gone = [item for index, item in enumerate(gone) if index not in mine]
        come = [item for index, item in enumerate(come) if index not in others]
    changes = [Change("removed", space, item.code, item.said or None, None) for item in gone]
    changes += [Change("added", space, item.code, None, item.said or None) for item in come]
    return changes + [change for pair in matched for change in _differences(space, *pair, lenient=lenient)]


def _one_a_code(items: Sequence[Item]) -> list[Item]:
    """Return items without those that split a code by its message, where another one stands for it."""
    whole = {item.code for item in items if not item.conditional}
    first = {item.code: item for item in reversed(items)}
    return [item for item in items if not item.conditional or (item.code not in whole and first[item.code] is item)]


def _match(
    gone: Sequence[Item], come: Sequence[Item], keys: Callable[[Item], Iterable[object]]
) -> list[tuple[int, int]]:
    """Return the positions of items that have a key in common, each in one pair at most."""
    waiting: dict[object, list[int]] = {}
    for index, item in enumerate(come):
        for key in keys(item):
            waiting.setdefault(key, []).append(index)
    taken: set[int] = set()
    pairs = []
    for index, item in enumerate(gone):
        other = next((each for key in keys(item) for each in waiting.get(key, ()) if each not in taken), None)
        if other is not None:
            taken.add(other)
            pairs.append((index, other))
    return pairs


def _same_words(old: Item, new: Item) -> bool:
    if not old.messages or not new.messages:
        return not old.messages and not new.messages
    return bool(set(map(_words, old.messages)) & set(map(_words, new.messages)))


def _words(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def _texts(item: Item) -> tuple[str | None, ...]:
    return tuple(map(_words, item.messages)) or (None,)


_MATCHES: tuple[Callable[[Item], Iterable[object]], ...] = (
    lambda item: [(item.code, item.name, text) for text in _texts(item)],
    lambda item: [(item.code, item.name)] if item.name else (),
    lambda item: [(item.code, text) for text in _texts(item)],
    lambda item: [item.code],
    lambda item: [item.name] if item.name else (),
    lambda item: map(_words, item.messages) if not item.name else (),
)
"""What makes two items the same, surest first; the last two find a code that has moved."""


def _differences(space: str, old: Item, new: Item, *, lenient: bool) -> list[Change]:
    """Return what differs in one code; where one side is a document, what either leaves out is no difference."""

    def differ(before: object, after: object) -> bool:
        return before != after and not (lenient and (before is None or after is None))

    found = []
    if old.code != new.code:
        found.append(Change("moved", space, new.code, old.code, new.code))
    if differ(old.name, new.name):
        found.append(Change("renamed", space, new.code, old.name, new.name))
    if not _same_words(old, new) and not (lenient and not (old.messages and new.messages)):
        found.append(Change("reworded", space, new.code, _first(old), _first(new)))
    if differ(old.http_status, new.http_status):
        found.append(Change("status", space, new.code, _text(old.http_status), _text(new.http_status)))
    return found


def _first(item: Item) -> str | None:
    return item.messages[0] if item.messages else None


def _text(status: int | None) -> str | None:
    return None if status is None else str(status)
