"""The patterns that find every place of a log where an error may stand.

They are searched for in blocks of bytes and may say yes too often, but never
no: what they find is taken apart by the decoder. They use only what search
engines without backtracking know, ignore case, and end soon after they begin.
"""

from __future__ import annotations

import re

from errdecode.core.keys import is_numbered
from errdecode.core.names import squashed
from errdecode.core.notation.tags import NUMBERS, spellings
from errdecode.core.patterns import lazy
from errdecode.core.phrases import PARAMETER, is_common
from errdecode.core.sightings.labels import LINKS
from errdecode.core.sightings.prose import MIN_LETTERS, MIN_WORDS
from errdecode.core.words import spoken_words, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry

_MAX_LITERAL = 40
_MIN_NAME = 6
"""A shorter word stands in many other frames."""
_BRIDGE = r"[^A-Za-z0-9\n]{1,24}"
"""What may stand between a label and its number, in any notation; colours are blanked before."""
_WRAPPED = (
    r"[A-Za-z]{2,16}\([^A-Za-z0-9\n]{0,4}",
    r"u0022[^A-Za-z0-9\n]{0,8}(?:u0022)?",
    r"quot;[^A-Za-z0-9\n]{1,8}(?:quot;)?",
    r"\n[ ]{0,40}(?:int|string)\([0-9]{0,4}[^A-Za-z0-9\n]{0,4}",
    rf"(?:{'|'.join(LINKS)})[^A-Za-z0-9\n]{{1,4}}",
)
"""What else may stand there: `Number(`, an escaped quote, a line's end before the value, `is`."""
_NUMBER = "-?0*(?:[1-9][0-9]?[^0-9]|[13-9][0-9][0-9]|2[1-9][0-9]|20[5-9]|[1-9][0-9][0-9][0-9])"
"""No zero, and none of the statuses of success."""
_STATUS = "[45][0-9][0-9][^0-9]"
_CLOSE = "(?:10(?:0[0-9]|1[0-5])|[34][0-9][0-9][0-9])[^0-9]"
_BEFORE = "(?:^|[^A-Za-z])"
"""Before a word: where what is searched begins, or no letter."""
_MIN_BESIDE = 4
_MIN_PAIR = 12
"""Letters of two words that are looked for by themselves: beside a venue's name they tell an error."""
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
_BESIDE = r"[^A-Za-z0-9\n]{1,8}"
_RUN = lazy(r"[A-Za-z](?:[A-Za-z _'-]*[A-Za-z])?")
_FOREIGN = lazy(r"[^\x00-\x7f]+(?: [^\x00-\x7f]+)*")
_MIN_FOREIGN, _MAX_FOREIGN = 6, 20
"""Letters of a run of another script that are enough to look for, and of a long one those that are looked for."""
_DIGIT = lazy(r"\d")
_BYTES = r'MESSAGE"[ ]{0,4}:[ ]{0,4}\['
"""How journald prints a message that is not all text: as a list of bytes."""


def build_trigger(recognition: Recognition, entries: Iterable[Entry], common: frozenset[str]) -> list[str]:
    """Return the patterns that find what catalogues know.

    Args:
        recognition: labels and marks.
        entries: their names and messages are looked for.
        common: words that every service uses; one of them is no message by itself.
    """
    patterns = {_BYTES}
    for role, value in (("code", _NUMBER), ("http", _STATUS), ("close", _CLOSE)):
        patterns |= _labelled(_last_words(recognition.labels[role]), value)
    patterns |= {f"[45][0-9][0-9]{re.escape(after)}" for before, _, after in _around(recognition) if not before}
    patterns.add(rf"(?:clos|disconn)[A-Za-z]{{1,8}}[^0-9\n]{{1,24}}{_CLOSE}")
    patterns |= {rf"HTTP/[0-9.]{{1,3}}[^A-Za-z0-9\n]{{1,4}}{_STATUS}", rf"://[^ \n]{{4,300}} {_STATUS}"}
    patterns |= {re.escape(mark) for mark in (*recognition.marks, "close frame")}
    entries = list(entries)
    patterns |= set(_of_shapes(recognition, _numbers_of(entries)))
    few: dict[str, set[str]] = {}
    unanswered = recognition.places_of("transport")
    for entry in filter(recognition.has_words, entries):
        if (entry.venue, entry.namespace) in unanswered:
            patterns |= set(map(_whole, entry.messages))
            continue
        alone, beside = _literals(entry, common)
        patterns |= alone
        for literal in beside:
            few.setdefault(literal, set()).add(entry.code.lstrip("-"))
    for literal, known in few.items():
        codes = "|".join(sorted(known))
        patterns |= {f"(?:{codes}){_BESIDE}{literal}", f"{literal}{_BESIDE}(?:{codes})[^0-9]"}
    return sorted(patterns)


def _labelled(words: frozenset[str], value: str) -> set[str]:
    """Return what finds a value behind one of some words."""
    ascii_words = sorted(word for word in words if word.isascii())
    # In one alternation with the others, words of other scripts make the search half as fast.
    # These put no blank before a number.
    others = {f"{word}(?:{_BRIDGE})?{value}" for word in words if not word.isascii()}
    return {f"(?:{'|'.join(ascii_words)}){_BRIDGE}(?:{'|'.join(_WRAPPED)})?{value}", *others}


def _last_words(labels: Iterable[str]) -> frozenset[str]:
    """Return the ends of labels: whatever stands before them, a number behind them may be a code."""
    ends = {words[-1] for label in labels if (words := words_of(label.partition("#")[0]))}
    # Short ones are the ends of many words.
    return frozenset(end if len(end) > 3 or not end.isascii() else f"{_BEFORE}{end}" for end in ends)  # noqa: PLR2004


def _around(recognition: Recognition) -> Iterator[tuple[str, str, str]]:
    """Yield the labels of statuses between or before whose words the number stands."""
    return (label.partition("#") for label in recognition.labels["http"] if "#" in label)


def _numbers_of(entries: Iterable[Entry]) -> dict[tuple[str, str], set[str] | None]:
    """Return the codes of each namespace that has nothing but few numbers."""
    numbers: dict[tuple[str, str], set[str] | None] = {}
    for entry in entries:
        known = numbers.setdefault((entry.venue, entry.namespace), set())
        if known is None or not entry.code.isdecimal() or len(known) >= _FEW_CODES:
            numbers[(entry.venue, entry.namespace)] = None
        else:
            known.add(entry.code)
    return numbers


def _of_shapes(recognition: Recognition, numbers: Mapping[tuple[str, str], set[str] | None]) -> Iterator[str]:
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
        said = [value for _, value in asked if len(value) >= _MIN_NAME and not value.isdecimal()]
        codes = [numbers.get((table["venue"], name)) for name in table.get("namespaces", ())]
        if said and codes and all(codes) and len(_leaf(table["code"])) > 1 and not _leaf(table["code"]).isdecimal():
            # All that such frames tell of is one of few numbers, and most hold none.
            few = "|".join(sorted({code for known in codes for code in known or ()}))
            yield f"{_BEFORE}{_leaf(table['code'])}{_BRIDGE}(?:{'|'.join(_WRAPPED)})?(?:{few})[^0-9]"
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
    return rf"{re.escape(value)}{_QUOTE}" if name.startswith("[") else f"{re.escape(name)}{_BRIDGE}{re.escape(value)}"


def _steps(path: str) -> list[str]:
    """Return the names in a path to a field, without the places in lists."""
    return [name for step in path.split(".") if (name := step.partition("[")[0])]


def _leaf(path: str) -> str:
    """Return the name of the field that a path leads to."""
    return _steps(path)[-1] if _steps(path) else path


def _literals(entry: Entry, common: frozenset[str]) -> tuple[set[str], set[str]]:
    """Return what is looked for of an entry's words: what tells it alone, and what does beside a number."""
    names = [entry.name, *entry.former, *(code for code in (entry.code, *entry.aliases) if not is_numbered(code))]
    texts = [name for name in names if name]
    texts += [part for text in (*entry.messages, *entry.templates, *entry.match) for part in _parts(text)]
    alone: set[str] = set()
    beside: set[str] = set()
    for text in texts:
        run = max(_RUN.findall(text), key=len, default="")
        words = spoken_words(run)
        if text not in names and is_common(words, common):
            continue
        letters = sum(map(len, words))
        # What stands between a number and the run may be a part of the text that holds digits.
        is_broken = len(words) > 1 and _DIGIT.search(text) is not None
        if letters >= MIN_LETTERS and (len(words) >= MIN_WORDS or "_" in run or letters >= _MIN_PAIR or is_broken):
            alone.add(re.escape(_cut(run)))
        elif len(run) >= _MIN_BESIDE and entry.outcome != "none" and is_numbered(entry.code):
            beside.add(re.escape(_cut(run)))
        foreign = max(_FOREIGN.findall(text), key=len, default="")
        if len(foreign) >= _MIN_FOREIGN:
            alone.add(re.escape(foreign[:_MAX_FOREIGN]))
    return alone, beside


def _whole(text: str) -> str:
    """Return what finds a text that is looked for whatever its length; a short one as a whole word."""
    return re.escape(text) if len(text) > _MIN_NAME else f"{_BEFORE}{re.escape(text)}[^A-Za-z]"


def _parts(text: str) -> list[str]:
    """Return what stands between the parameters of a message: the longest part, and other long ones."""
    parts = PARAMETER.split(text)
    longest = max(parts, key=len)
    return [longest, *(part for part in parts if part != longest and len(spoken_words(part)) > MIN_WORDS)]


def _cut(run: str) -> str:
    """Return the beginning of a long run, cut where a word ends."""
    if len(run) <= _MAX_LITERAL:
        return run
    return run[: _MAX_LITERAL + 1].rpartition(" ")[0] or run[:_MAX_LITERAL]
