"""Remember what a line decoded to, for the next line that differs only in numbers and requests.

A bot writes the same few errors over and over. The layout of such a line
becomes a regular expression: one match tells that the line means what another
meant, and cuts out all that its record needs.
"""

from __future__ import annotations

import json
import re

from errdecode.core.paths import compile_path
from errdecode.core.payloads import unfold
from errdecode.core.redact import MASK
from errdecode.logs.cutting import Hole, Names
from errdecode.logs.known import Known, Template, getter
from errdecode.logs.layout import lay_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import Any

    from errdecode.core.decoder import Decoder
    from errdecode.logs.cutting import Path
    from errdecode.logs.known import Values
    from errdecode.logs.layout import Layout
    from errdecode.model import Finding

MAX_KNOWN = 5_000
_MAX_FORMS = 16
"""Of either kind: every line that fits none is compared with all."""
_MAX_LAYOUTS = 256
_SIGHTS = 3
"""As often a layout is seen before it is compiled, which costs as much as reading a few lines."""

_NEW: Any = object()
"""Stands for what no line has said yet."""


class _Form:
    """A layout with its regular expression, and what its lines mean."""

    def __init__(self, layout: Layout, pattern: bytes, *, opaque: bool) -> None:
        self.layout = layout
        self.opaque = opaque
        self.match: Callable[[bytes], re.Match[bytes] | None] = re.compile(pattern).fullmatch
        self.holes = [part for part in layout.parts if isinstance(part, Hole)]
        self.key = getter(self.places("said"))
        self.known: dict[Hashable, Known | None] = {}
        """By what the line says; None for no error."""

    def places(self, role: str) -> list[int]:
        """Return the numbers of the holes that play a role."""
        return [at for at, hole in enumerate(self.holes) if hole.role == role]

    def value_at(self, path: Path) -> Template | None:
        """Return the value at a path as JSON, credentials masked; None where there is none."""
        span = self.layout.spans.get(path)
        if span is None:
            return None
        first, last = span
        parts = self.layout.parts
        number = sum(isinstance(part, Hole) for part in parts[:first])
        found: list[bytes | int] = []
        for part in parts[first:last]:
            if isinstance(part, Hole):
                found.append(MASK.encode() if part.role == "secret" else number)
                number += 1
            else:
                found.append(part.encode())
        return Template(found)


class Forms:
    """The forms of the lines seen so far."""

    def __init__(self, decoder: Decoder, decode: Callable[[str], list[Finding]]) -> None:
        """Prepare.

        Args:
            decoder: its names and its redaction hold.
            decode: decodes a line, all that is known from elsewhere included.
        """
        self._decoder = decoder
        self._decode = decode
        self._names = Names.of_catalogs(decoder.recognition)
        self._forms: list[_Form] = []
        """Those that look into the request come first."""
        self._sights: dict[bytes, int] = {}
        self._number = 0

    def find(self, line: bytes) -> tuple[Known | None, Values] | None:
        """Return what a line is known to mean, None for no error, and what stands in its holes."""
        forms = self._forms
        for at, form in enumerate(forms):
            match = form.match(line)
            if match is not None:
                values = match.groups()
                known = form.known.get(form.key(values), _NEW)
                if known is not _NEW:
                    if at and not form.opaque:
                        # What came last comes next.
                        forms[at], forms[0] = forms[0], form
                    return known, values
        return None

    def learn(self, line: bytes, findings: list[Finding], agrees: Callable[[Known, Values], bool]) -> None:
        """Keep what a line decoded to, if the next one like it must decode to the same.

        Args:
            line: the line, which fits no known form.
            findings: what it decoded to.
            agrees: tells whether what is known of the line besides holds for its values.
        """
        finding = findings[0] if findings else None
        if len(findings) > 1 or self._number >= MAX_KNOWN or (finding and not _is_constant(finding)):
            return
        # What an echoed request says counts where there is no error that it belongs to.
        for opaque in (False, True) if finding else (False,):
            form = next((form for form in self._forms if form.opaque == opaque and form.match(line)), None)
            if form is None:
                layout = lay_out(line, self._names, self._decoder.redactor, opaque=opaque)
                if layout is None or self._is_full(opaque=opaque):
                    continue
                form = self._take(layout, opaque=opaque)
                if form is None:
                    return
            match = form.match(line)
            values = match.groups() if match else ()
            known = self._know(form, line, values, finding) if finding else None
            if finding is None or (known is not None and agrees(known, values)):
                form.known[form.key(values)] = known
                self._number += 1
                return

    def _is_full(self, *, opaque: bool) -> bool:
        """Tell whether no more forms of a kind are made: a log of many layouts gains nothing by them."""
        return len(self._sights) >= _MAX_LAYOUTS or sum(form.opaque == opaque for form in self._forms) >= _MAX_FORMS

    def _take(self, layout: Layout, *, opaque: bool) -> _Form | None:
        """Make a form of a layout once it was seen often enough."""
        pattern = layout.pattern.encode()
        self._sights[pattern] = self._sights.get(pattern, 0) + 1
        if self._sights[pattern] < _SIGHTS:
            return None
        form = _Form(layout, pattern, opaque=opaque)
        self._forms.insert(len(self._forms) if opaque else 0, form)
        return form

    def _know(self, form: _Form, line: bytes, values: Values, finding: Finding) -> Known | None:
        """Return what lines like this one say, None where that cannot be told from this one."""
        stamp = next(iter(form.places("time")), None)
        echo = next(iter(form.places("request")), None)
        dated = stamp is not None or form.layout.timed
        known = Known(finding, None, dated, stamp, echo, tuple(form.places("secret")), None, ())
        if finding.id is not None:
            numbers = [place for place in form.places("number") if values[place] == finding.id.encode()]
            if len(numbers) != 1:
                return None
            known = known.replace(number=numbers[0])
        if echo is not None:
            return known if self._is_independent(line, values[echo], finding) else None
        if finding.request is None:
            return known
        requests = (_with_request(form, known, values, finding, name) for name in self._names.echoes)
        return next((found for found in requests if found), None)

    def _is_independent(self, line: bytes, echo: bytes, finding: Finding) -> bool:
        """Tell whether a line means the same whatever its request is."""
        others = self._decode(line.replace(echo, b"{}").decode())
        return (
            len(others) == 1
            and others[0].replace(request=None, fields=()) == finding.replace(request=None, fields=())
            and self._read_echo(echo) == finding.request
        )

    def request(self, line: bytes, known: Known, values: Values) -> Any:
        """Return the request that a known line echoes, without credentials; None where it echoes none."""
        if known.echo is not None:
            return self._read_echo(values[known.echo])
        if known.request is None:
            return None
        if known.may_fill(line, values):
            return json.loads(known.request.fill(values))
        return next((finding.request for finding in self._decode(line.decode("utf-8", "replace"))), None)

    def _read_echo(self, echo: bytes) -> Any:
        """Return an echoed request without credentials.

        Args:
            echo: JSON as it stands in a string of JSON, without the quotes.
        """
        text = json.loads(b'"' + echo + b'"', strict=False)
        value = unfold(text)
        value = text if value is None else value
        return self._decoder.redactor.value(value, self._decoder.redactor.secrets_in(value))


def _with_request(form: _Form, known: Known, values: Values, finding: Finding, name: str) -> Known | None:
    """Return what is known with the request that a field holds, None if it is not that of the finding."""
    request = form.value_at((name,))
    if request is None or json.loads(request.fill(values)) != finding.request:
        return None
    fields = []
    for path, value in finding.fields:
        steps = compile_path(path)
        template = form.value_at((name, *map(str, steps)))
        if template is None or json.loads(template.fill(values)) != value:
            return None
        fields.append((path, template))
    return known.replace(request=request, fields=tuple(fields))


def _is_constant(finding: Finding) -> bool:
    """Tell whether a finding says nothing that only its own line could say."""
    stated = finding.entry is not None and finding.wait_s != finding.entry.wait_s
    return finding.confidence == "certain" and not stated
