"""What texts of one form say, and what a writer makes of it in each of them.

A finding is kept with marks in the places of what differs. What a writer makes
of the marked finding shows where each value belongs; from then on the bytes of
the next text are those with its values in them.
"""

from __future__ import annotations

import json
import re

from errdecode.core.notation.document import MAX_DIGITS
from errdecode.core.orders import MAX_CHARS, NO_VALUE, PARTS
from errdecode.core.patterns import lazy
from errdecode.parse.holes import getter
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from typing import Any

    from errdecode.model import Finding
    from errdecode.parse.above import Context
    from errdecode.parse.holes import Values

MARK = lazy(rb"917(\d{3})719|mark(\d{3})kram9")
"""What stands for a hole."""
MAX_HOLES = 900

_NOTHING = frozenset(written.encode() for word in NO_VALUE for written in (word, word.title(), word.upper()))
_WHOLE = lazy(r"(?:917(\d{3})719|mark(\d{3})kram9)\Z")


def mark(at: int, *, is_number: bool) -> bytes:
    """Return what stands for a hole: a number or a word that no text holds."""
    return b"917%03d719" % at if is_number else b"mark%03dkram9" % at


def places_of(finding: Finding) -> Iterator[int]:
    """Yield the holes whose values say which order a finding with marks is about."""
    for part in PARTS:
        for number, word in MARK.findall((getattr(finding, part) or "").encode("utf-8", "replace")):
            yield int(number or word)


class Known(Record):
    """What texts of one form say, and where the rest of it stands in them."""

    findings: tuple[Finding, ...]
    """Of the text that it was learned from; none where such a text tells of no error."""
    marked: tuple[Finding, ...]
    """The same with marks for what differs."""
    size: int
    """Number of holes."""
    secrets: tuple[int, ...]
    """Holes that hold credentials, which nobody is shown."""
    careful: tuple[int, ...]
    """Holes in which what stands for no value, or is too long for one, means something else."""
    is_dated: bool
    """Whether the text may hold its time."""
    is_line: bool
    """Whether each such text is a line that belongs to no other."""
    is_final: bool
    """Whether what it says holds whatever lies around it."""
    context: Context | None
    """What else it was decoded with."""
    templates: dict[Hashable, Template]
    """What was made of it, by who made it."""

    def may_fill(self, raw: bytes, values: Values) -> bool:
        """Tell whether the values are such as the form was learned with, and no credential can be shown elsewhere."""
        for at in self.careful:
            if values[at] in _NOTHING or len(values[at]) > MAX_CHARS:
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
                line=int(mark(self.size, is_number=True)),
                time=None if time is None else mark(self.size + 1, is_number=False).decode(),
            )
            template = self.templates[key] = Template(render(finding))
        return template.fill((*values, b"%d" % line, b"" if time is None else time.encode()))

    def part(self, name: str, at: int, values: Values) -> Any:
        """Return a field of a finding as it stands in another text, None where it has to be decoded anew."""
        marked = getattr(self.marked[at], name)
        if isinstance(marked, str) and (whole := _WHOLE.match(marked)):
            return values[int(whole[1] or whole[2])].decode("utf-8", "surrogateescape")
        template = self.templates.get((name, at))
        if template is None:
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
        parts = MARK.split(text)
        self._text = b"%b".join(part.replace(b"%", b"%%") for part in parts[::3])
        self._places = [int(number or word) for number, word in zip(parts[1::3], parts[2::3], strict=True)]
        self._pick = getter(self._places)
        is_json = text.lstrip(b",\n")[:1] in (b"{", b"[", b'"')
        # A number that JSON would not take must not get into JSON, nor one that is read as a text for its length.
        bare = [place for place, is_bare in zip(self._places, _before(parts[::3]), strict=True) if is_bare]
        self._bare = bare if is_json else []

    def fill(self, values: Sequence[bytes]) -> bytes | None:
        """Return the bytes with values in their places, None where one does not fit."""
        for at in self._bare:
            if (values[at][:1] == b"0" and len(values[at]) > 1) or len(values[at]) > MAX_DIGITS:
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
