"""Make cases of what running text tells: labelled numbers, and words of entries."""

from __future__ import annotations

from errdecode.core.clue_kinds import KINDS
from errdecode.core.patterns import lazy
from errdecode.core.phrases import COMMON_BITS
from errdecode.core.sightings.codes import is_status
from errdecode.core.sightings.numbers import REACH
from errdecode.core.sightings.prose import find_told, tells_alone
from errdecode.core.verdict import weights
from errdecode.core.verdict.case import Case

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern

    from errdecode.core.cases.setting import Setting
    from errdecode.core.phrases import Hit
    from errdecode.core.recognition import Recognition
    from errdecode.core.sightings.labels import Labels
    from errdecode.core.sightings.prose import Told

_SYMBOL = lazy(r"(?=.{8})[A-Z0-9]+(?:_[A-Z0-9]+)+")
_ASSIGNED = lazy(r"(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]+\s{0,8}[:=]\s{0,8}[\"'][^\"']{0,40}$")
_NAMED = lazy(r"(?:\s?:\s?\w+)?[ \t]{0,40}=[ \t]{0,8}[\"']?[-+]?\d")
_CLOSE_FRAME = "lose frame"
_MAX_FIELD = 300
"""Characters of a field that is a message as a whole."""
_LONG_MESSAGE = 5
"""Words that are an error's where a line says nothing else."""
_LEAD = lazy(r"(?:[^\n]*[:|>\]])?[ \t\"']*")
_MAX_LEAD = 200
_REST = lazy(r"[ \t.!\"']{0,8}(?:\r?\n|$)")
"""What may stand on a line before and after a message that fills it: a time, a level, a name."""
_BRACKET = lazy(r"\][ \t]{0,8}(?:\r?\n|$)")


class SpokenCases:
    """Makes cases of running text."""

    def __init__(
        self, recognition: Recognition, labels: Labels, signs: Pattern[str], find_phrases: Callable[[str], list[Hit]]
    ) -> None:
        """Take what finds the parts of a case.

        Args:
            recognition: what the catalogues say about recognising venues.
            labels: what words make a number a code.
            signs: finds what marks a text as telling of an error.
            find_phrases: returns the phrases of entries in a text.
        """
        self._labels = labels
        self._signs = signs
        self._find_phrases = find_phrases
        self._kinds = recognition.kind_of

    def cases(
        self, text: str, start: int, setting: Setting, *, beside: str | None = None, typed: bool = False
    ) -> list[Case]:
        """Return the cases of a text.

        Args:
            text: running text, or a string of an object.
            start: where it stands.
            setting: what holds for the whole text.
            beside: what stands around the object; None for running text.
            typed: it was typed by hand: a number needs no label, and few words are enough.
        """
        found = []
        for told in find_told(text, self._find_phrases(text), self._labels, typed=typed):
            if told.number is None and not (
                self._is_asked(told) if typed else self._is_enough(told, text, setting, beside)
            ):
                # Too few words, or too common.
                continue
            number = told.number
            # A short field that holds an error's words is the message, with what stands around them.
            is_message = number is None and beside is not None and len(text) <= _MAX_FIELD
            role = (number.role if number else None) or self._role(told, text) or ("typed" if typed else "code")
            found.append(
                Case(
                    start + told.start,
                    number.text if number else None,
                    "string",
                    role,
                    text.strip() if is_message else told.message,
                    told.hits,
                    setting.clues,
                    status=setting.status,
                    is_closing=setting.is_closing,
                    label=number.label if number else "",
                    is_typed=typed,
                )
            )
        return found

    def _role(self, told: Told, text: str) -> str | None:
        """Return what a number without a label is, by the entry whose words stand beside it, and words without one."""
        code = told.number.text if told.number else None
        entries = [entry for hit in told.hits for entry in hit.entries if code in (None, entry.code)]
        kinds = {self._kinds.get((entry.venue, entry.namespace)) for entry in entries}
        if code is None:
            return "close" if "close" in kinds and _CLOSE_FRAME in text else None
        return next((kind for kind in ("http", "close") if kind in kinds), None)

    def _is_asked(self, told: Told) -> bool:
        """Tell whether words that were typed ask for something: not a common one, nor one as "exception"."""
        rows = [hit.phrase for hit in told.hits]
        is_label = all(len(row.words) == 1 and self._labels.role(row.words[0]) for row in rows)
        return not is_label and max(row.bits for row in rows) > COMMON_BITS

    def _is_enough(self, told: Told, text: str, setting: Setting, beside: str | None) -> bool:
        """Tell whether words tell an error without a number."""
        last = told.hits[-1]
        is_name = not any(map(str.isspace, text[last.start : last.end]))
        before = text[max(0, told.start - REACH) : told.start]
        if is_name and (_ASSIGNED.search(before) or _NAMED.match(text, last.end)):
            # A program's own constant.
            return False
        if not tells_alone(told.hits):
            return self._is_supported(told, text, setting, beside)
        is_rare = max(hit.phrase.bits for hit in told.hits) >= weights.RARE_WORDS
        is_known = bool(setting.clues) or beside is not None
        return is_rare or is_known or self._signs.search(text) is not None or _fills_line(told, text)

    def _is_supported(self, told: Told, text: str, setting: Setting, beside: str | None) -> bool:
        """Tell whether what stands around words that are too few to tell an error by themselves makes them one."""
        venues = {clue.venue for clue in setting.clues if KINDS[clue.kind].is_naming}
        is_reason = _ends_line_in_brackets(told, text)
        hits = [hit for hit in told.hits if len(hit.phrase.words) > 1 or is_reason]
        entries = [entry for hit in hits for entry in hit.entries]
        if setting.is_closing and _CLOSE_FRAME in text:
            return any(self._kinds.get((entry.venue, entry.namespace)) == "close" for entry in entries)
        is_symbol = any(_SYMBOL.fullmatch(text, hit.start, hit.end) for hit in hits if hit.phrase.is_name)
        is_named = any(entry.venue in venues for entry in entries)
        if not (is_symbol or is_named):
            return False
        # A symbol's own words are no sign that something went wrong.
        around = f"{text[: told.hits[0].start]} {text[told.hits[-1].end :]} {beside or ''}"
        is_refused = setting.status is not None and is_status(str(setting.status))
        return is_refused or is_reason or self._signs.search(around) is not None


def _ends_line_in_brackets(told: Told, text: str) -> bool:
    """Tell whether words stand where a terminal's journal gives the reason: `market buy 0.10 EURUSD [no money]`."""
    first, last = told.hits[0].start, told.hits[-1].end
    return first > 0 and text[first - 1] == "[" and _BRACKET.match(text, last) is not None


def _fills_line(told: Told, text: str) -> bool:
    """Tell whether a line says nothing but a long message."""
    hit = told.hits[0]
    line = text.rfind("\n", max(0, hit.start - _MAX_LEAD), hit.start) + 1
    return (
        len(hit.phrase.words) >= _LONG_MESSAGE
        and hit.start - line <= _MAX_LEAD
        and _REST.match(text, hit.end) is not None
        and _LEAD.fullmatch(text, line, hit.start) is not None
    )
