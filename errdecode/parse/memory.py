"""Remember what a text decoded to, for the next one that differs in nothing that matters.

A bot writes the same few errors over and over. A text is taken apart into what
stays and what differs (`holes`); that nothing depends on what differs is tried
out: every free hole gets a mark, the marked text is decoded, and it must mean
the same with the marks in the places of the values. What a writer makes of the
marked finding then shows where each value belongs.
"""

from __future__ import annotations

import json
import re

from errdecode.core.orders import MAX_CHARS, NO_VALUE
from errdecode.core.patterns import lazy
from errdecode.core.words import words_with_digits
from errdecode.parse.holes import CUT, MIN_QUOTES, Cutter, Quoted, Telling, Tokens, getter
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from typing import Any

    from errdecode.core.decoder import Examined
    from errdecode.model import Finding
    from errdecode.parse.holes import Values

MAX_BYTES = 8 * 1024
"""A longer text is read on its own each time."""
_MAX_KNOWN = 20_000
_MAX_ALIKE = 24
"""Forms of texts in quotes: each text is compared with all of them, the last first."""
_SIGHTS = 2
"""As often a form is seen before it is learned, which costs as much as reading a few texts."""
_TRIES = 12
"""Sights after which a form is given up that was not learned: what its texts have in common is not enough."""
_MARK = lazy(rb"917(\d{3})719|mark(\d{3})kram9")
_MAX_HOLES = 900


_NOTHING = frozenset(written.encode() for word in NO_VALUE for written in (word, word.title(), word.upper()))


class Known(Record):
    """What texts of one form say, and where the rest of it stands in them."""

    findings: tuple[Finding, ...]
    """Of the text that it was learned from."""
    marked: tuple[Finding, ...]
    """The same with marks for what differs."""
    size: int
    """Number of holes."""
    secrets: tuple[int, ...]
    """Holes that hold credentials, which nobody is shown."""
    is_dated: bool
    """Whether the text may hold its time."""
    is_alone: bool
    """Whether each such text is a line that belongs to no other, and what it says is final."""
    context: Any
    """What else it was decoded with."""
    templates: dict[Hashable, Template]
    """What was made of it, by who made it."""

    def may_fill(self, raw: bytes, values: Values) -> bool:
        """Tell whether credentials stand in their own places only, so that none can be shown elsewhere.

        What stands for no value, or is too long for one, is read anew as well.
        """
        if not _NOTHING.isdisjoint(values) or max(map(len, values), default=0) > MAX_CHARS:
            return False
        for at in self.secrets:  # noqa: SIM110  # `all` and a generator take twice as long
            if raw.count(values[at]) != 1:
                return False
        return True

    def rendered(
        self, at: int, values: Values, where: tuple[str | None, int, str | None], render: Callable[[Finding], bytes]
    ) -> bytes | None:
        """Return what a writer makes of a finding in another text, None where that has to be made anew.

        Args:
            at: which of the findings.
            values: what stands in the holes of the text.
            where: source, line and time of the finding.
            render: makes bytes of a finding; the same bytes for the same finding.
        """
        source, line, time = where
        key = (render, at, source, time is None)
        template = self.templates.get(key)
        if template is None:
            finding = self.marked[at].replace(
                source=source,
                line=int(_mark(self.size, is_number=True)),
                time=None if time is None else _mark(self.size + 1, is_number=False).decode(),
            )
            template = self.templates[key] = Template(render(finding))
        return template.fill((*values, b"%d" % line, b"" if time is None else time.encode()))

    def part(self, name: str, at: int, values: Values) -> Any:
        """Return a field of a finding as it stands in another text, None where it has to be decoded anew."""
        template = self.templates.get((name, at))
        if template is None:
            marked = getattr(self.marked[at], name)
            template = self.templates[name, at] = Template(json.dumps(marked).encode())
        text = template.fill(values)
        return None if text is None else json.loads(text)

    def finding(self, at: int, values: Values) -> Finding | None:
        """Return a finding as it stands in another text, None where it has to be decoded anew."""
        finding, marked = self.findings[at], self.marked[at]
        changes: dict[str, Any] = {}
        for name, one, other in zip(finding._fields, finding, marked, strict=True):
            if one != other and name not in ("alternatives", "evidence"):
                changes[name] = self.part(name, at, values)
                if changes[name] is None:
                    return None
        if "fields" in changes:
            changes["fields"] = tuple((path, value) for path, value in changes["fields"])
        return finding.replace(**changes) if changes else finding


class Template:
    """Bytes with places for values."""

    def __init__(self, text: bytes) -> None:
        """Take bytes with marks."""
        parts = _MARK.split(text)
        self._text = b"%b".join(part.replace(b"%", b"%%") for part in parts[::3])
        self._places = [int(number or word) for number, word in zip(parts[1::3], parts[2::3], strict=True)]
        self._pick = getter(self._places)
        is_json = text.lstrip(b",\n")[:1] in (b"{", b"[", b'"')
        # A number that JSON would not take must not get into JSON.
        bare = [place for place, is_bare in zip(self._places, _before(parts[::3]), strict=True) if is_bare]
        self._bare = bare if is_json else []

    def fill(self, values: Sequence[bytes]) -> bytes | None:
        """Return the bytes with values in their places, None where one does not fit."""
        for at in self._bare:
            if values[at][:1] == b"0" and len(values[at]) > 1:
                return None
        return self._text % self._pick(values)


def _before(parts: Sequence[bytes]) -> list[bool]:
    """Tell of each mark in JSON whether it begins a number that stands in no string."""
    found = []
    quoted = False
    for part in parts[:-1]:
        for char in re.findall(rb'\\.|"', part):
            quoted ^= char == b'"'
        found.append(not quoted and part[-1:] not in b".0123456789")
    return found


class Memory:
    """The forms of the texts seen so far."""

    def __init__(
        self,
        examine: Callable[[str, Any], Examined],
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
        self.cutter = Cutter(telling.word)
        self._hide = hide
        self._may_date = may_date
        self._stands_alone = stands_alone
        self._quoted: list[tuple[Quoted, dict[Hashable, Known | None]]] = []
        self._tokens: dict[bytes, tuple[Tokens, dict[Hashable, Known | None]]] = {}
        self._sights: dict[Hashable, int] = {}
        self._number = 0

    def read(self, raw: bytes, context: Any) -> tuple[Known | None, Values]:
        """Decode a text that is not remembered, and remember it if the next one like it must mean the same."""
        examined = self._examine(raw.decode("utf-8", "surrogateescape"), context)
        self._learn(raw, context, examined)
        if not examined.findings:
            return None, ()
        findings = tuple(examined.findings)
        return Known(findings, findings, 0, (), self._may_date(raw), False, context, {}), ()  # noqa: FBT003  # by position

    def again(self, raw: bytes, known: Known) -> Examined:
        """Decode a text anew in the context in which it was remembered."""
        return self._examine(raw.decode("utf-8", "surrogateescape"), known.context)

    def recall(self, raw: bytes, context: Hashable) -> tuple[Known | None, Values] | None:
        """Return what a text is known to mean, None if unknown.

        Returns:
            What it says, None for no error, and what stands in its holes.
        """
        if len(raw) > MAX_BYTES or CUT in raw:
            return None
        for at, (form, known) in enumerate(self._quoted):
            values = form.match(raw)
            if values is not None:
                found = known.get((context, form.key(values)), _NEW)
                if found is not _NEW:
                    if at:
                        # What came last comes next.
                        self._quoted.insert(0, self._quoted.pop(at))
                    return found, values
        skeleton, values = self.cutter.cut(raw)
        entry = self._tokens.get(skeleton)
        if entry is not None:
            found = entry[1].get((context, entry[0].key(values)), _NEW)
            if found is not _NEW:
                return found, values
        return None

    def _learn(self, raw: bytes, context: Hashable, examined: Examined) -> None:
        """Keep what a text decoded to, if the next one like it must decode to the same."""
        if len(raw) > MAX_BYTES or CUT in raw or examined.exhausted:
            return
        skeleton, values = self.cutter.cut(raw)
        # Texts in quotes differ in words as well: what they share is where their quotes stand.
        is_quoted = raw.count(b'"') >= MIN_QUOTES
        sight = (context, raw.count(b'"'), examined.rests_on) if is_quoted else (context, skeleton)
        if len(self._sights) > _MAX_KNOWN or self._number > _MAX_KNOWN:
            self._forget()
        self._sights[sight] = self._sights.get(sight, 0) + 1
        if not _SIGHTS <= self._sights[sight] < _TRIES:
            return
        told = frozenset(word.encode() for text in examined.rests_on for word in words_with_digits(text))
        telling = self._telling.replace(values=told, watched=self._telling.watched | told)
        if is_quoted and self._learn_quoted(raw, context, examined, telling):
            return
        form, known = self._tokens.get(skeleton) or (Tokens(skeleton, values, telling), {})
        learned = self._try(form, raw, values, context, examined)
        if learned is not _NEW:
            self._tokens[skeleton] = (form, known)
            known[context, form.key(values)] = learned
            self._number += 1

    def _learn_quoted(self, raw: bytes, context: Hashable, examined: Examined, telling: Telling) -> bool:
        form, known = next((each for each in self._quoted if each[0].match(raw) is not None), (None, None))
        if form is None or known is None:
            if len(self._quoted) >= _MAX_ALIKE:
                return False
            form, known = Quoted(raw, telling), {}
            if not form.has_holes:
                return False
            self._quoted.append((form, known))
        values = form.match(raw)
        learned = _NEW if values is None else self._try(form, raw, values, context, examined)
        if learned is not _NEW:
            known[context, form.key(values or ())] = learned
            self._number += 1
        return learned is not _NEW

    def _try(self, form: Tokens | Quoted, raw: bytes, values: Values, context: Hashable, examined: Examined) -> Any:
        """Return what texts of a form say, `_NEW` where that cannot be told from this one."""
        if len(values) > _MAX_HOLES or _MARK.search(raw):
            return _NEW
        marks = [
            _mark(at, is_number=form.is_number(at, value)) if form.is_free(at, value) else value
            for at, value in enumerate(values)
        ]
        text = form.filled(marks).decode("utf-8", "surrogateescape")
        marked = self._examine(text, context).findings
        if [_unmarked(finding, values) for finding in marked] != [_dumped(finding) for finding in examined.findings]:
            return _NEW
        if not marked:
            return None
        shown = self._hide(text).encode("utf-8", "surrogateescape")
        secrets = tuple(at for at, mark in enumerate(marks) if mark != values[at] and mark not in shown)
        findings = tuple(examined.findings)
        is_final = context is not None or all(finding.confidence == "certain" for finding in findings)
        return Known(
            findings,
            tuple(marked),
            len(values),
            secrets,
            self._may_date(raw),
            is_final and self._stands_alone(raw),
            context,
            {},
        )

    def _forget(self) -> None:
        self._quoted.clear()
        self._tokens.clear()
        self._sights.clear()
        self._number = 0


_NEW: Any = object()
"""Stands for what no text has said yet."""


def _mark(at: int, *, is_number: bool) -> bytes:
    """Return what stands for a hole: a number or a word that no text holds."""
    return b"917%03d719" % at if is_number else b"mark%03dkram9" % at


def _dumped(finding: Finding) -> str:
    """Return everything that a finding says as one text."""
    values = finding.as_dict()
    values["entry"] = finding.entry and tuple(finding.entry)
    values["alternatives"] = [(tuple(other.entry), other.evidence) for other in finding.alternatives]
    return json.dumps(values, default=repr)


def _unmarked(finding: Finding, values: Values) -> str:
    """Return the same of a finding with marks, as it is with the values in their places."""
    text = _dumped(finding).encode("utf-8", "surrogateescape")
    return _MARK.sub(lambda match: values[int(match[1] or match[2])], text).decode("utf-8", "surrogateescape")
