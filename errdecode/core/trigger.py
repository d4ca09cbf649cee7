"""The patterns that find every place of a log where an error may stand.

They are searched for in blocks of bytes and may say yes too often, but never
no: what they find is taken apart by the decoder. They use only what search
engines without backtracking know, ignore case, and end soon after they begin.
"""

from __future__ import annotations

import re

from errdecode.core.keys import is_numbered
from errdecode.core.patterns import lazy
from errdecode.core.phrases import PARAMETER, is_common
from errdecode.core.shape_patterns import BEFORE, BRIDGE, MIN_NAME, WRAPPED, numbers_of, of_shapes
from errdecode.core.sightings.prose import MIN_LETTERS, MIN_WORDS
from errdecode.core.words import spoken_words, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry

_MAX_LITERAL = 40
_NUMBER = "-?0*(?:[1-9][0-9]?[^0-9]|[13-9][0-9][0-9]|2[1-9][0-9]|20[5-9]|[1-9][0-9][0-9][0-9])"
"""No zero, and none of the statuses of success."""
_STATUS = "[45][0-9][0-9][^0-9]"
_CLOSE = "(?:10(?:0[0-9]|1[0-5])|[34][0-9][0-9][0-9])[^0-9]"
_MIN_BESIDE = 4
_MIN_PAIR = 12
"""Letters of two words that are looked for by themselves: beside a venue's name they tell an error."""
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
    patterns |= set(of_shapes(recognition, numbers_of(entries)))
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
    others = {f"{word}(?:{BRIDGE})?{value}" for word in words if not word.isascii()}
    return {f"(?:{'|'.join(ascii_words)}){BRIDGE}(?:{'|'.join(WRAPPED)})?{value}", *others}


def _last_words(labels: Iterable[str]) -> frozenset[str]:
    """Return the ends of labels: whatever stands before them, a number behind them may be a code."""
    ends = {words[-1] for label in labels if (words := words_of(label.partition("#")[0]))}
    # Short ones are the ends of many words.
    return frozenset(end if len(end) > 3 or not end.isascii() else f"{BEFORE}{end}" for end in ends)  # noqa: PLR2004


def _around(recognition: Recognition) -> Iterator[tuple[str, str, str]]:
    """Yield the labels of statuses between or before whose words the number stands."""
    return (label.partition("#") for label in recognition.labels["http"] if "#" in label)


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
    return re.escape(text) if len(text) > MIN_NAME else f"{BEFORE}{re.escape(text)}[^A-Za-z]"


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
