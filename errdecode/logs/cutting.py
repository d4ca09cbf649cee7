"""Cut JSON into what the next line like it will repeat and what will differ.

What is taken for different must not matter for what the line means: numbers
that no shape reads, times, request numbers, and the values of an echoed
request. Each gets a pattern so narrow that nothing else can hide in it.
"""

from __future__ import annotations

import json
import re

from errdecode.logs.times import TIME_FIELDS
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.core.recognition import Recognition
    from errdecode.core.redact import Redactor

_MAX_DEPTH = 12

Path = tuple[str, ...]
"""Names of fields, an empty one for an item of a list."""

STAMP = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
    r"|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d|(?<!\S)\d{10}(?:\d{3}|\.\d{1,9})?(?!\S))(?!\d)"
)
_BLANKS = re.compile(r"[ \t\r\n]*")
_NAME = re.compile(r'"([^"\\]*)"[ \t\r\n]*:[ \t\r\n]*')
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,}\]]+')
_NUMERAL = r"-?+(?:[1-9]\d{0,17}+|0)(?:\.\d{1,25}+)?+"
_NUMBER = re.compile(_NUMERAL)
_WHOLE = re.compile(r"-?+(?:[1-9]\d{0,17}+|0)")
_DIGITS = re.compile(r"-?+\d{1,40}+(?:\.\d{1,25}+)?+")
_WORD = re.compile(r"[A-Za-z0-9_.\-/]*+")
"""No text of these characters names a credential, a venue's host or JSON."""
_SAID = re.compile(r'[^"\\{\[]*+')
_SECRET = re.compile(r'[^"\\]++')
_OPAQUE = re.compile(r'\{(?:[^"\\]|\\.)*+')


class Names(Record):
    """Which fields matter, by the names the catalogues give them."""

    ids: frozenset[str]
    """Hold numbers of requests."""
    echoes: frozenset[str]
    """Hold the echoed request."""
    telling: frozenset[str]
    """Decide what a frame means."""

    @classmethod
    def of_catalogs(cls, recognition: Recognition) -> Names:
        """Collect the names from every shape."""
        telling: set[str | int] = set()
        for shape in recognition.shapes:
            paths = [shape.code, *shape.message, *(path for path, _ in shape.where)]
            paths += [path for path in (shape.method, shape.channel, shape.wait and shape.wait[0]) if path]
            telling.update(steps[-1] for steps in paths)
        requests = (shape.request for shape in recognition.shapes)
        return cls(
            frozenset(recognition.ids),
            frozenset(steps[0] for steps in requests if steps and isinstance(steps[0], str)),
            frozenset(name for name in telling if isinstance(name, str)),
        )


class Hole(Record):
    """What differs from line to line."""

    pattern: str
    role: str
    """time | said | number | value | secret | request: said decides what the line means."""


class NotAlikeError(Exception):
    """No other line can be known to mean the same as this one."""


def check_object(text: str) -> None:
    """Raise if a text is no JSON object, or one that not every reader takes."""
    if not isinstance(_JSON.decode(text), dict):
        raise NotAlikeError


def _refuse(_constant: str) -> None:
    """Take no NaN and no infinity."""
    raise NotAlikeError


_JSON = json.JSONDecoder(parse_constant=_refuse)


class _Cutter:
    """Cuts a value of a text that is known to be JSON."""

    def __init__(self, names: Names, redactor: Redactor) -> None:
        self.parts: list[str | Hole] = []
        self.spans: dict[Path, tuple[int, int]] = {}
        self._names = names
        self._redactor = redactor

    def value(self, text: str, at: int, path: Path) -> int:
        """Cut the value at a place and return where it ends."""
        first = len(self.parts)
        if text[at] in "{[":
            at = self._members(text, at, path)
        elif match := _SCALAR.match(text, at):
            at = match.end()
            self.scalar(match[0], path)
        self.spans.setdefault(path, (first, len(self.parts)))
        return at

    def _members(self, text: str, at: int, path: Path) -> int:
        if len(path) > _MAX_DEPTH:
            raise NotAlikeError
        closing = "}" if text[at] == "{" else "]"
        start, at = at, at + 1
        while True:
            at = _end(_BLANKS, text, at)
            if text[at] == closing:
                self.parts.append(text[start : at + 1])
                return at + 1
            if text[at] == ",":
                at = _end(_BLANKS, text, at + 1)
            name = ""
            if closing == "}":
                match = _NAME.match(text, at)
                if match is None:
                    # Its name is written with escapes.
                    raise NotAlikeError
                name, at = match[1], match.end()
            self.parts.append(text[start:at])
            start = at = self.value(text, at, (*path, name))

    def scalar(self, token: str, path: Path) -> None:
        """Cut a string, with its quotes, or a number, true, false or null."""
        quoted = token.startswith('"')
        hole = self.hole(token[1:-1] if quoted else token, path, quoted=quoted)
        quote = '"' if quoted else ""
        self.parts += [token] if hole is None else [quote, hole, quote]

    def hole(self, value: str, path: Path, *, quoted: bool) -> Hole | None:
        """Return what stands for a scalar in all lines; None: it is the same in all."""
        raise NotImplementedError

    def _masked(self, value: str, path: Path, *, quoted: bool) -> Hole | None:
        """Return what stands for a credential in the request."""
        if value == "null" and not quoted:
            return None
        if not quoted or not _SECRET.fullmatch(value) or any(map(self._redactor.is_secret, path[:-1])):
            raise NotAlikeError
        return Hole(_SECRET.pattern, "secret")


class _RequestCutter(_Cutter):
    """The echoed request: what it says proves nothing, but some of it is secret."""

    def hole(self, value: str, path: Path, *, quoted: bool) -> Hole | None:
        """Return what stands for a scalar of the request."""
        name = path[-1]
        if any(map(self._redactor.is_secret, path)):
            return self._masked(value, path, quoted=quoted)
        kind = _WORD if quoted and name else _DIGITS if quoted else _NUMBER
        if kind.fullmatch(value):
            # A frame without a method takes that of its request.
            return Hole(kind.pattern, "said" if name in self._names.telling else "value")
        if quoted and name:
            raise NotAlikeError
        return None


class FrameCutter(_Cutter):
    """What the venue says, in which every word may count."""

    def __init__(self, names: Names, redactor: Redactor, *, opaque: bool) -> None:
        super().__init__(names, redactor)
        self.echo: Path = ()
        self.timed = False
        self._opaque = opaque

    def scalar(self, token: str, path: Path) -> None:
        """Cut a scalar; where it is the echoed request, into its parts."""
        if not self.echo and path and path[0] in self._names.echoes and token.startswith('"{'):
            self._echo(token[1:-1], path)
        else:
            super().scalar(token, path)

    def _echo(self, text: str, path: Path) -> None:
        """Cut JSON in a string; its parts lack the backslashes."""
        self.parts.append('"')
        first = len(self.parts)
        if self._opaque:
            self.parts.append(Hole(_OPAQUE.pattern, "request"))
        else:
            inner = text.replace('\\"', '"')
            if "\\" in inner:
                raise NotAlikeError
            check_object(inner)
            request = _RequestCutter(self._names, self._redactor)
            request.value(inner, 0, ())
            self.spans |= {
                (*path, *inside): (low + first, high + first) for inside, (low, high) in request.spans.items()
            }
            self.parts += request.parts
        self.echo = path
        self.spans[path] = (first, len(self.parts))
        self.parts.append('"')

    def hole(self, value: str, path: Path, *, quoted: bool) -> Hole | None:
        """Return what stands for a scalar of the frame."""
        name = path[-1] if path else ""
        if any(map(self._redactor.is_secret, path)):
            if path[0] not in self._names.echoes:
                raise NotAlikeError
            return self._masked(value, path, quoted=quoted)
        if name in self._names.ids and path[0] not in self._names.echoes:
            if name in self._names.telling or not _WHOLE.fullmatch(value):
                raise NotAlikeError
            return Hole(_WHOLE.pattern, "number")
        numeral = _DIGITS if quoted else _NUMBER
        if name not in self._names.telling:
            if numeral.fullmatch(value):
                self.timed = self.timed or name in TIME_FIELDS
                return Hole(numeral.pattern, "value")
            if quoted and STAMP.fullmatch(value):
                self.timed = True
                return Hole(STAMP.pattern, "value")
        if quoted and not _SAID.fullmatch(value):
            raise NotAlikeError
        if quoted:
            return Hole(_SAID.pattern, "said")
        return Hole(_NUMERAL, "said") if _NUMBER.fullmatch(value) else None


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
