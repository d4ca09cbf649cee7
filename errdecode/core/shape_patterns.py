"""The patterns that find the frames whose codes only shapes know: by the rarest of what they say."""

from __future__ import annotations

import re

from errdecode.core.names import squashed
from errdecode.core.notation.tags import NUMBERS, spellings
from errdecode.core.sightings.labels import LINKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry

BRIDGE = r"[^A-Za-z0-9\n]{1,24}"
"""What may stand between a label and its number, in any notation; colours are blanked before."""
WRAPPED = (
    r"[A-Za-z]{2,16}\([^A-Za-z0-9\n]{0,4}",
    r"u0022[^A-Za-z0-9\n]{0,8}(?:u0022)?",
    r"quot;[^A-Za-z0-9\n]{1,8}(?:quot;)?",
    r"\n[ ]{0,40}(?:int|string)\([0-9]{0,4}[^A-Za-z0-9\n]{0,4}",
    rf"(?:{'|'.join(LINKS)})[^A-Za-z0-9\n]{{1,4}}",
)
"""What else may stand there: `Number(`, an escaped quote, a line's end before the value, `is`."""
BEFORE = "(?:^|[^A-Za-z])"
"""Before a word: where what is searched begins, or no letter."""
MIN_NAME = 6
"""A shorter word stands in many other frames."""
_PATHS = ("code", "message", "id", "order_id", "client_id", "method", "channel", "request", "requires", "absent")
"""What of a shape names fields."""
_QUOTE = r"""["'\\\]&`]"""
"""Behind what is quoted, in any notation."""
_OBJECT = r"[ ]{0,4}(?:[:=]|=>)[ ]{0,4}[A-Za-z]{0,16}[{(\[]"
"""Behind the name of a field that holds an object."""
_FEW_CODES = 60
"""Codes of a namespace that are looked for behind their field's name."""
_FEW_VENUES = 3
"""A name that more venues use stands in many other frames."""


def numbers_of(entries: Iterable[Entry]) -> dict[tuple[str, str], set[str] | None]:
    """Return the codes of each namespace that has nothing but few numbers."""
    numbers: dict[tuple[str, str], set[str] | None] = {}
    for entry in entries:
        known = numbers.setdefault((entry.venue, entry.namespace), set())
        if known is None or not entry.code.isdecimal() or len(known) >= _FEW_CODES:
            numbers[(entry.venue, entry.namespace)] = None
        else:
            known.add(entry.code)
    return numbers


def of_shapes(recognition: Recognition, numbers: Mapping[tuple[str, str], set[str] | None]) -> Iterator[str]:
    """Yield what finds the codes that only shapes know: the rarest of what their frames say.

    Args:
        recognition: the shapes.
        numbers: the codes of the namespaces that have nothing but few numbers.
    """
    known = frozenset(map(squashed, recognition.labels["code"]))
    rarity = _rarity(recognition)
    for table in recognition.shapes:
        if squashed(_leaf(table["code"])) in known:
            continue
        if table["code"] in NUMBERS or table["code"].isdecimal():
            yield from spellings(table["code"], table.get("where", {}).get(table["code"], ()))
            continue
        asked = [
            (_leaf(path), str(value).lower() if isinstance(value, bool) else value)
            for path, values in table.get("where", {}).items()
            for value in values
            if isinstance(value, str | bool) and value != ""
        ]
        said = [value for _, value in asked if len(value) >= MIN_NAME and not value.isdecimal()]
        codes = [numbers.get((table["venue"], name)) for name in table.get("namespaces", ())]
        leaf = _leaf(table["code"])
        # A letter, or a number, stands beside numbers in many other frames.
        if said and codes and all(codes) and len(leaf) > 1 and not leaf.isdecimal():
            # All that such frames tell of is one of few numbers, and most hold none.
            few = "|".join(sorted({code for known in codes for code in known or ()}))
            yield f"{BEFORE}{leaf}{BRIDGE}(?:{'|'.join(WRAPPED)})?(?:{few})[^0-9]"
            continue
        if asked and not said:
            # A short value, or a number, says enough beside its name.
            yield from (_beside(name, value) for name, value in asked)
            continue
        names = (_leaf(table["code"]), *(name for path in table.get("requires", ()) for name in _steps(path)))
        rarest = min(names, key=rarity)
        # In prose such a word says nothing yet.
        found = f"{rarest}(?:{_QUOTE}|{_OBJECT})" if rarest in recognition.signs else _word(rarest)
        yield from map(re.escape, said) if said else [found]


def _rarity(recognition: Recognition) -> Callable[[str], tuple[bool, int, int]]:
    """Return what ranks names of fields: first those that the fewest lines hold besides frames of their venue."""
    venues: dict[str, set[str]] = {}
    for table in recognition.shapes:
        for key in _PATHS:
            value = table.get(key, ())
            for path in (value,) if isinstance(value, str) else value:
                for name in _steps(path):
                    venues.setdefault(squashed(name), set()).add(table["venue"])
    common = {squashed(label) for labels in recognition.labels.values() for label in labels}
    common |= {name for name, users in venues.items() if len(users) > _FEW_VENUES}
    # A line that has such a word is an error's anyway.
    common -= frozenset(map(squashed, recognition.signs))
    return lambda name: (squashed(name) in common, len(venues.get(squashed(name), ())), -len(name))


def _word(word: str) -> str:
    """Return what finds a word as a whole, behind an escaped line's end too; a number as the name of a field."""
    if word.isdecimal():
        return f"{_QUOTE}{word}{_QUOTE}"
    return rf"(?:^|[^A-Za-z_]|\\[nrt]){re.escape(word)}[^A-Za-z_]"


def _beside(name: str, value: str) -> str:
    """Return what finds a value behind its name; of what stands at a place of a list, the value in quotes."""
    return rf"{re.escape(value)}{_QUOTE}" if name.startswith("[") else f"{re.escape(name)}{BRIDGE}{re.escape(value)}"


def _steps(path: str) -> list[str]:
    """Return the names in a path to a field, without the places in lists."""
    return [name for step in path.split(".") if (name := step.partition("[")[0])]


def _leaf(path: str) -> str:
    """Return the name of the field that a path leads to."""
    return _steps(path)[-1] if _steps(path) else path
