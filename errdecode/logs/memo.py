"""Remember what a line decoded to, for the next line that differs only in ids.

A bot writes the same few errors over and over. What a flat frame decodes to
depends on the text before it, the names of its fields, and the values that are
no request ids; two lines that agree in these get the same finding, in which
only time, line, request and the values taken from it differ.
"""

from __future__ import annotations

import re

import orjson

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    from errdecode.core.recognition import Recognition
    from errdecode.model import Finding

MAX_REMEMBERED = 5_000
_MAX_KEY_CHARS = 2_000
_CLOSING = ord("}")
_ECHO_END = b'}"}'
_QUOTE = len(b'"}')
_BOOLEANS = {True: ("true",), False: ("false",)}
_STAMP = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?")
_TIMES = frozenset(("ts", "time", "timestamp", "@timestamp", "t", "created", "datetime", "__REALTIME_TIMESTAMP", "E"))


class Parsed(Record):
    """A line whose whole rest, from its first brace on, is one flat object."""

    key: Hashable
    """Equal for lines that decode alike."""
    frame: dict[str, Any]
    echo: str | None
    """The field that holds a request as JSON in a string."""
    stamp: bytes
    """The time at the beginning of the line."""
    start: int
    """Where the object begins."""
    timed: bool
    """Whether a field may hold the time."""


class _Plan(Record):
    """What is looked at in an object with certain fields."""

    ids: tuple[str, ...]
    echoes: tuple[str, ...]
    rest: tuple[str, ...]
    timed: bool


class _Layout(Record):
    """What marks the request and its number in the bytes of a line."""

    echo: bytes
    number: bytes


class Memo:
    """What lines decoded to, by what their decoding depends on."""

    def __init__(self, recognition: Recognition) -> None:
        """Take the names of id fields from the catalogues."""
        self._ids = frozenset(recognition.ids)
        self._echoes = frozenset(
            shape.request[0] for shape in recognition.shapes if shape.request and len(shape.request) == 1
        )
        leaves = {
            steps[-1]
            for shape in recognition.shapes
            for steps in (shape.code, *(path for path, _ in shape.where), *((shape.wait[0],) if shape.wait else ()))
        }
        self._telling = frozenset(leaf for leaf in leaves if isinstance(leaf, str))
        self.known: dict[Hashable, Finding | None] = {}
        """What lines of a key decode to; None for no error."""
        self._id_names: dict[Hashable, str] = {}
        self.seen: dict[tuple[bytes, bytes], tuple[Finding | None, int]] = {}
        """The same by the key of `quick`, and how many bytes of a line are its time."""
        self._layout: _Layout | None = None
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def parse(self, line: bytes) -> Parsed | None:  # noqa: C901, PLR0911, PLR0912  # the hottest loop: calls would cost more
        """Return a line's parts if it is of the kind that can be remembered."""
        start = line.find(b"{")
        if start < 0 or line[-1] != _CLOSING:
            return None
        try:
            frame = orjson.loads(line[start:])
        except orjson.JSONDecodeError:
            return None
        if type(frame) is not dict:
            return None
        names = tuple(frame)
        ids, echoes, rest, timed = self._plans.get(names) or self._plan(names)
        for name in ids:
            value = frame[name]
            kind = type(value)
            if kind is not int and (kind is dict or kind is list or (kind is str and not value.isalnum())):
                return None
        echo = None
        for name in echoes:
            value = frame[name]
            if type(value) is str and value[:1] == "{":
                if echo is not None:
                    return None
                echo = name
        values = []
        for name in rest:
            if name == echo:
                continue
            value = frame[name]
            kind = type(value)
            if kind is dict or kind is list:
                return None
            if kind is str:
                if "{" in value or "[" in value or len(value) > _MAX_KEY_CHARS:
                    return None
            elif kind is bool:
                # True would be taken for 1.
                value = _BOOLEANS[value]
            elif (kind is int or kind is float) and name not in self._telling:
                continue
            values.append(value)
        stamp = _STAMP.match(line, 0, start) if start else None
        length = stamp.end() if stamp else 0
        key = (line[length:start], names, tuple(values), echo)
        return Parsed.of((key, frame, echo, line[:length], start, timed))

    def _plan(self, names: tuple[str, ...]) -> _Plan:
        plan = _Plan(
            tuple(name for name in names if name in self._ids),
            tuple(name for name in names if name in self._echoes),
            tuple(name for name in names if name not in self._ids),
            not _TIMES.isdisjoint(names),
        )
        if len(self._plans) < MAX_REMEMBERED:
            self._plans[names] = plan
        return plan

    def id_of(self, parsed: Parsed, finding: Finding) -> str | None:
        """Return the number of the request in another line of a remembered finding."""
        if finding.id is None:
            return None
        name = self._id_names.get(parsed.key)
        return str(parsed.frame[name]) if name is not None else finding.id

    def quick(self, line: bytes) -> tuple[bytes, bytes] | None:
        """Return a key of a line that was not parsed, None where only parsing tells.

        Of a line that ends with an echoed request, what stands before it, less
        the time and the number of the request, decides; the request itself may
        hold no quote that is not escaped.
        """
        layout = self._layout
        if layout is None or not line.endswith(_ECHO_END):
            return None
        echo = line.find(layout.echo)
        number = line.find(layout.number, 0, echo) + len(layout.number)
        if echo < 0 or number < len(layout.number):
            return None
        after = line.find(b",", number, echo)
        inside = line[echo + len(layout.echo) - 1 : -_QUOTE]
        if not line[number:after].isdigit() or inside.count(b'"') != inside.count(b'\\"') or b"\\\\" in inside:
            return None
        first = line[:1]
        length = 0
        if first != b"{":
            stamp = _STAMP.match(line)
            length = stamp.end() if stamp else 0
        return line[length:number], line[after:echo]

    def echo(self, line: bytes) -> tuple[str, str] | None:
        """Return the request and its number of a line that has a quick key, without parsing the rest."""
        layout = self._layout
        if layout is None:
            return None
        number = line.find(layout.number) + len(layout.number)
        try:
            text = orjson.loads(line[line.find(layout.echo) + len(layout.echo) - _QUOTE : -1])
        except orjson.JSONDecodeError:
            return None
        return text, line[number : line.find(b",", number)].decode()

    def _learn(self, line: bytes, parsed: Parsed, finding: Finding | None) -> None:
        """Find out how to key lines like this one without parsing them."""
        frame, echo = parsed.frame, parsed.echo
        name = next(
            (name for name in frame if name in self._ids and str(frame[name]) == (finding and finding.id)), None
        )
        if echo is None or name is None or parsed.timed or list(frame)[-1] != echo:
            return
        self._layout = _Layout(f'"{echo}":"{{'.encode(), f'"{name}":'.encode())
        if line.count(self._layout.echo) != 1 or self.quick(line) is None:
            self._layout = None

    def remember(self, line: bytes, parsed: Parsed, findings: list[Finding]) -> None:
        """Keep what a line decoded to, if that cannot differ for the next one."""
        key = parsed.key
        if len(self.known) >= MAX_REMEMBERED or len(findings) > 1:
            return
        finding = findings[0] if findings else None
        if finding is not None and finding.entry is not None and finding.wait_s != finding.entry.wait_s:
            # A stated wait is read from each line.
            return
        if finding is not None and finding.id is not None:
            names = [name for name, value in parsed.frame.items() if str(value) == finding.id]
            if len(names) != 1:
                return
            self._id_names[key] = names[0]
        self.known[key] = finding
        if self._layout is None:
            self._learn(line, parsed, finding)
