"""Find the errors that running text tells of: by a labelled number, by words, by both."""

from __future__ import annotations

from errdecode.core.keys import code_key
from errdecode.core.sightings.numbers import find_numbers
from errdecode.core.words import words_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errdecode.core.phrases import Hit
    from errdecode.core.sightings.labels import Labels
    from errdecode.core.sightings.numbers import Number
    from errdecode.model import Entry

_AROUND = " \t\r:,;.=-\u2013\u2014>)]}\"'`|"
"""What stands between a number and its message, or after it."""
_MIN_BESIDE = 4
"""Letters of the words that make a number a code without a label."""
_MIN_SAID = 2
"""Words after a number that are its message; a single one is mostly the label of something else."""
_MAX_MESSAGE = 500
"""Characters after a number that may be its message."""
MIN_WORDS = 3
MIN_LETTERS = 8
"""Words of an entry that are fewer, or shorter together, tell no error by themselves."""


class Told(Record):
    """One error that a text tells of."""

    number: Number | None
    hits: tuple[Hit, ...]
    start: int
    message: str | None
    """What the text says after the number, or the words themselves."""


def find_told(text: str, hits: Sequence[Hit], labels: Labels, *, typed: bool = False) -> list[Told]:
    """Return the errors that a text tells of, in their order.

    Args:
        text: a line or a string.
        hits: the phrases in it.
        labels: what words make a number a code.
        typed: the text was typed by hand: a number needs no label.
    """
    found: list[Told] = []
    used: set[Hit] = set()
    by_key: dict[str, list[Hit]] = {}
    by_entry: dict[Entry, list[Hit]] = {}
    for hit in dict.fromkeys(hits):
        for key in dict.fromkeys(key for entry in hit.entries for key in _keys(entry)) if _is_long(hit) else ():
            by_key.setdefault(key, []).append(hit)
        for entry in hit.entries:
            by_entry.setdefault(entry, []).append(hit)
    for number in find_numbers(text, labels):
        key = code_key(number.text)
        own = tuple(by_key.get(key, ()))
        if not typed and all(len(hit.phrase.words) == 1 and labels.role(hit.phrase.words[0]) for hit in own):
            # "ERROR" stands beside any number.
            own = ()
        if number.role == "none" or not (own or typed or number.role):
            continue
        if own:
            entries = {entry: None for hit in own for entry in hit.entries if key in _keys(entry)}
            own = tuple(
                sorted(dict.fromkeys(hit for entry in entries for hit in by_entry[entry]), key=lambda hit: hit.start)
            )
            used.update(own)
        found.append(Told(number, own, number.start, _message(text, number, own)))
    for hits_together in _together([hit for hit in hits if hit not in used]):
        first, last = hits_together[0], hits_together[-1]
        found.append(Told(None, tuple(hits_together), first.start, text[first.start : last.end]))
    return sorted(found, key=lambda told: told.start)


def _keys(entry: Entry) -> list[str]:
    """Return what a number beside an entry's words is, where it is the entry's."""
    return [code_key(code) for code in (entry.code, *entry.aliases)]


def _is_long(hit: Hit) -> bool:
    """Tell whether words make a number beside them a code."""
    return sum(map(len, hit.phrase.words)) >= _MIN_BESIDE


def _together(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Return phrases in groups that share an entry."""
    groups: list[tuple[set[Entry], list[Hit]]] = []
    places: dict[tuple[int, int], list[tuple[set[Entry], list[Hit]]]] = {}
    for hit in hits:
        entries = set(hit.entries)
        here = places.setdefault((hit.start, hit.end), [])
        same = next((group for group in here if not _venues(group[0]).isdisjoint(_venues(entries))), None)
        if same is not None:
            # One row of words is one error, though a venue has it as a name here and as a message there.
            same[0].update(entries)
            same[1].append(hit)
            continue
        group = next((group for group in groups if not group[0].isdisjoint(entries)), None)
        if group is None:
            group = (entries, [hit])
            groups.append(group)
        else:
            group[0].intersection_update(entries)
            group[1].append(hit)
        here.append(group)
    return [group for _, group in groups]


def _venues(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.venue for entry in entries)


def tells_alone(hits: Sequence[Hit]) -> bool:
    """Tell whether words are enough of them to tell an error without a code beside them."""
    return any(len(hit.phrase.words) >= MIN_WORDS and sum(map(len, hit.phrase.words)) >= MIN_LETTERS for hit in hits)


def _message(text: str, number: Number, hits: Sequence[Hit]) -> str | None:
    """Return the words that belong to a number: what follows it on its line, or the phrases it stands with."""
    end = text.find("\n", number.end)
    rest = text[number.end : min(end if end >= 0 else len(text), number.end + _MAX_MESSAGE)].strip(_AROUND)
    after = [hit for hit in hits if hit.start >= number.end]
    if hits and not after:
        return text[hits[0].start : hits[-1].end]
    if after and after[0].start >= (end if end >= 0 else len(text)):
        return text[after[0].start : after[-1].end]
    return rest if after or len(words_of(rest)) >= _MIN_SAID else None
