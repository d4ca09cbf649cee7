"""Remember what a text decoded to, for the next one that differs in nothing that matters.

A bot writes the same few errors over and over. A text is taken apart into what
stays and what differs (`holes`); that nothing depends on what differs is tried
out: every free hole gets a mark, the marked text is decoded, and it must mean
the same with the marks in the places of the values (`known`). What lies around a
text may decide as well: under one form stands what it says in each context.
"""

from __future__ import annotations

import json

from errdecode.core.causes import is_general
from errdecode.core.words import words_with_digits
from errdecode.parse.holes import CUT, MIN_QUOTES, NUMERAL, Cutter, Quoted, Tokens
from errdecode.parse.known import MARK, MAX_HOLES, Known, mark, places_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from errdecode.core.decoder import Examined
    from errdecode.model import Finding
    from errdecode.parse.above import Context
    from errdecode.parse.differing import Telling
    from errdecode.parse.holes import Key, Values

    Said = dict[Context | None, Known]
    """What texts of one form and key say, by what else they are read with; None: by themselves."""
    Keys = dict[Key, Said]

MAX_BYTES = 8 * 1024
"""A longer text is read on its own each time."""
_MAX_KNOWN = 20_000
_MAX_ALIKE = 24
"""Forms of texts in quotes: each text is compared with all of them, the last first."""
_SIGHTS = 2
"""As often a form is seen before it is learned, which costs as much as reading a few texts."""
_TRIES = 12
"""Sights after which a form is given up that was not learned: what its texts have in common is not enough."""


class Memory:
    """The forms of the texts seen so far."""

    def __init__(
        self,
        examine: Callable[[str, Context | None], Examined],
        telling: Telling,
        hide: Callable[[str], str],
        may_date: Callable[[bytes], bool],
        stands_alone: Callable[[bytes], bool],
    ) -> None:
        """Prepare.

        Args:
            examine: decodes a text in a context.
            telling: what decides what texts mean, wherever it stands.
            hide: returns a text without credentials.
            may_date: tells whether texts like one may hold their time.
            stands_alone: tells whether a text is a line that belongs to no other.
        """
        self._examine = examine
        self._telling = telling
        self.cutter = Cutter(telling)
        self._hide = hide
        self._may_date = may_date
        self._stands_alone = stands_alone
        self._quoted: list[tuple[Quoted, Keys]] = []
        self._tokens: dict[bytes, tuple[Tokens, Keys]] = {}
        self._sights: dict[Hashable, int] = {}
        self._number = 0

    def read(self, raw: bytes, context: Context | None) -> Known:
        """Decode a text that is not remembered, and remember it if the next one like it must mean the same."""
        examined = self._examine(raw.decode("utf-8", "surrogateescape"), context)
        self._learn(raw, context, examined)
        findings = tuple(examined.findings)
        return Known(
            findings, findings, 0, (), (), self._may_date(raw),
            is_line=False, is_final=_is_final(findings, context), context=context, templates={},
        )  # fmt: skip

    def again(self, raw: bytes, known: Known) -> Examined:
        """Decode a text anew in the context in which it was remembered."""
        return self._examine(raw.decode("utf-8", "surrogateescape"), known.context)

    def recall(self, raw: bytes) -> tuple[Said, Values] | None:
        """Return what a text is known to say in each context and what stands in its holes, None if unknown."""
        if len(raw) > MAX_BYTES or CUT in raw:
            return None
        for at, (form, keys) in enumerate(self._quoted):
            values = form.match(raw)
            if values is not None:
                said = keys.get(form.key(values))
                if said is not None:
                    if at:
                        # What came last comes next.
                        self._quoted.insert(0, self._quoted.pop(at))
                    return said, values
        skeleton, values = self.cutter.cut(raw)
        entry = self._tokens.get(skeleton)
        if entry is not None:
            said = entry[1].get(entry[0].key(values))
            if said is not None:
                return said, values
        return None

    def _learn(self, raw: bytes, context: Context | None, examined: Examined) -> None:
        """Keep what a text decoded to, if the next one like it must decode to the same."""
        if len(raw) > MAX_BYTES or CUT in raw or examined.exhausted:
            return
        skeleton, values = self.cutter.cut(raw)
        if len(self._sights) > _MAX_KNOWN or self._number > _MAX_KNOWN:
            self._forget()
        # Texts in quotes differ in words as well: what they share is where their quotes stand.
        quotes = raw.count(b'"')
        is_quoted = quotes >= MIN_QUOTES
        is_alike_in_quotes = is_quoted and self._is_seen_enough((context, quotes, examined.rests_on), _SIGHTS)
        # What decides in quotes is one value, its time and numbers too: only where that does not help are words better.
        known = self._tokens.get(skeleton)
        # A value that means something by itself says nothing of the lines that have none.
        sight = (context, skeleton, known and known[0].key(values))
        is_alike = self._is_seen_enough(sight, 2 * _SIGHTS if is_quoted else _SIGHTS)
        if not is_alike and not is_alike_in_quotes:
            return
        told = frozenset(word.encode() for text in examined.rests_on for word in words_with_digits(text))
        telling = self._telling.replace(
            values=told, watched=self._telling.watched | told, numbers=self._telling.numbers | told
        )
        if is_alike:
            form, keys = known or (Tokens(skeleton, values, telling), {})
            if self._keep(form, keys, (raw, values), context, examined):
                self._tokens[skeleton] = (form, keys)
                return
        if is_alike_in_quotes:
            self._learn_quoted(raw, context, examined, telling)

    def _is_seen_enough(self, sight: Hashable, least: int) -> bool:
        """Note a sight, and tell whether what it is of is to be learned now."""
        self._sights[sight] = self._sights.get(sight, 0) + 1
        return least <= self._sights[sight] < _TRIES

    def _learn_quoted(self, raw: bytes, context: Context | None, examined: Examined, telling: Telling) -> None:
        form, keys = next((each for each in self._quoted if each[0].match(raw) is not None), (None, None))
        if form is None or keys is None:
            if len(self._quoted) >= _MAX_ALIKE:
                return
            form, keys = Quoted(raw, telling), {}
            if not form.has_holes:
                return
            self._quoted.append((form, keys))
        values = form.match(raw)
        if values is not None:
            self._keep(form, keys, (raw, values), context, examined)

    def _keep(
        self,
        form: Tokens | Quoted,
        keys: Keys,
        text: tuple[bytes, Values],
        context: Context | None,
        examined: Examined,
    ) -> bool:
        """Keep what texts of a form say where that can be told from one, and tell whether it can."""
        known = self._tried(form, *text, context, examined)
        if known is None:
            return False
        keys.setdefault(form.key(text[1]), {})[context] = known
        self._number += 1
        return True

    def _tried(
        self, form: Tokens | Quoted, raw: bytes, values: Values, context: Context | None, examined: Examined
    ) -> Known | None:
        """Return what texts of a form say, None where that cannot be told from this one."""
        if len(values) > MAX_HOLES or MARK.search(raw):
            return None
        marks = [
            mark(at, is_number=form.is_number(at, value)) if form.is_free(at, value) else value
            for at, value in enumerate(values)
        ]
        text = form.filled(marks).decode("utf-8", "surrogateescape")
        findings, marked = tuple(examined.findings), tuple(self._examine(text, context).findings)
        if [_unmarked(finding, values) for finding in marked] != [_dumped(finding) for finding in findings]:
            return None
        if any(_is_no_number(value, raw) and marks[at] in _texts(marked) for at, value in enumerate(values)):
            # `007` is read as a text; in the next one there may be a number.
            return None
        shown = self._hide(text).encode("utf-8", "surrogateescape") if marked else b""
        secrets = tuple(at for at, each in enumerate(marks) if marked and each != values[at] and each not in shown)
        return Known(
            findings,
            marked,
            len(values),
            secrets,
            tuple({*secrets, *(place for finding in marked for place in places_of(finding))}),
            self._may_date(raw),
            self._stands_alone(raw),
            _is_final(findings, context),
            context,
            {},
        )

    def _forget(self) -> None:
        self._quoted.clear()
        self._tokens.clear()
        self._sights.clear()
        self._number = 0


def _is_final(findings: tuple[Finding, ...], context: Context | None) -> bool:
    """Tell whether nothing that lies around a text adds to what it says."""
    return context is not None or all(each.confidence == "certain" and not is_general(each) for each in findings)


def _is_no_number(value: bytes, raw: bytes) -> bool:
    """Tell whether digits are none of a number, though a text has them without quotes."""
    return value.isdigit() and NUMERAL.fullmatch(value) is None and b'"%b' % value not in raw


def _texts(findings: tuple[Finding, ...]) -> frozenset[bytes]:
    """Return every text that findings hold, and of longer ones what stands in quotes."""
    return frozenset(b"".join(_dumped(each).encode("utf-8", "surrogateescape") for each in findings).split(b'"'))


def _dumped(finding: Finding) -> str:
    """Return everything that a finding says as one text."""
    values = finding.as_dict()
    values["entry"] = finding.entry and tuple(finding.entry)
    values["alternatives"] = [(tuple(other.entry), other.evidence) for other in finding.alternatives]
    return json.dumps(values, default=repr)


def _unmarked(finding: Finding, values: Values) -> str:
    """Return the same of a finding with marks, as it is with the values in their places."""
    text = _dumped(finding).encode("utf-8", "surrogateescape")
    return MARK.sub(lambda match: values[int(match[1] or match[2])], text).decode("utf-8", "surrogateescape")
