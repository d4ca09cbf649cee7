"""What in an input speaks for a venue or one of its namespaces."""

from __future__ import annotations

import re

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from errdecode.core.recognition import Place, Recognition

MAX_FACTS = 2000
"""Fields and values of a frame that are looked at."""

WEIGHTS: Mapping[str, int] = {
    "venue": 100,
    "host": 50,
    "method": 40,
    "channel": 40,
    "name": 40,
    "path": 30,
    "stream": 25,
    "stream host": 10,
    "field": 10,
    "instrument": 10,
}
"""What each kind of evidence counts; `certain` needs 40, `likely` 10."""

NEIGHBOURS = ("stream", "stream host")
"""Kinds of evidence that other lines give."""
_MAX_FIELDS = 2
"""More fields of one venue add nothing."""
_compiled: dict[str, re.Pattern[str]] = {}


class Clue(Record):
    """One piece of evidence."""

    kind: str
    text: str
    venue: str
    namespace: str | None

    @property
    def weight(self) -> int:
        """Return how much it counts."""
        return WEIGHTS[self.kind]

    def __str__(self) -> str:
        """Return it as the evidence lists show it."""
        return f"{self.kind} {self.text}"


def clues_in_text(text: str, recognition: Recognition) -> list[Clue]:
    """Return the venue names, hosts and addresses that stand in a text."""
    lowered = text.lower()
    return [
        Clue(kind, word, venue, namespace)
        for kind, word, venue, namespace in recognition.words
        if word in lowered and _stands_alone(word, lowered)
    ]


def _stands_alone(word: str, text: str) -> bool:
    """Tell whether a word occurs with no letter or digit of another word around it."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (word[0].isalnum() and before.isalnum()) and not (word[-1].isalnum() and after.isalnum()):
            return True
        at = text.find(word, at + 1)
    return False


def clues_in_frame(frame: Any, recognition: Recognition) -> list[Clue]:
    """Return what fields and values of a frame say."""
    found: list[Clue] = []
    counts: dict[Place, int] = {}
    for key, value in _facts(frame):
        for place in recognition.fields.get(key, ()):
            counts[place] = counts.get(place, 0) + 1
            if counts[place] <= _MAX_FIELDS:
                found.append(Clue("field", key, *place))
        if isinstance(value, str) and len(value) <= 40 and key not in recognition.ids:  # noqa: PLR2004  # no instrument is longer
            found += [
                Clue("instrument", value, venue, None)
                for pattern, venue in recognition.instruments
                if _pattern(pattern).fullmatch(value)
            ]
    return list(dict.fromkeys(found))


def plain_strings(value: Any) -> list[str]:
    """Return the strings of a payload that do not hold JSON themselves: an echoed request proves no venue."""
    return [
        text
        for _, text in _facts(value if isinstance(value, dict | list) else [value])
        if isinstance(text, str) and not text.lstrip().startswith(("{", "["))
    ]


def _pattern(pattern: str) -> re.Pattern[str]:
    if pattern not in _compiled:
        _compiled[pattern] = re.compile(pattern)
    return _compiled[pattern]


def _facts(frame: Any) -> Iterator[tuple[str, Any]]:
    level = [frame]
    budget = MAX_FACTS
    while level and budget > 0:
        below: list[Any] = []
        for node in level:
            items: Iterable[tuple[str, Any]] = node.items() if isinstance(node, dict) else (("", item) for item in node)
            for key, item in items:
                budget -= 1
                if budget <= 0:
                    return
                yield key, item
                if isinstance(item, dict | list):
                    below.append(item)
        level = below


def clues_in_value(kind: str, value: Any, places: Mapping[str, tuple[Place, ...]]) -> list[Clue]:
    """Return what a method or channel says; a final `*` of a catalogue is a prefix."""
    if not isinstance(value, str) or not value:
        return []
    found = [Clue(kind, value, *place) for place in places.get(value, ())]
    for word, where in places.items():
        if word.endswith("*") and value.startswith(word[:-1]):
            found += [Clue(kind, value, *place) for place in where]
    return found
