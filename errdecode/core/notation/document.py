"""Find the objects in a text, and tell them from the prose around them.

Strict JSON first; what fails goes to the tolerant reader. Every step moves
forward and is charged to the text's budget, so that no text costs more than a
bounded number of looks at each of its characters.
"""

from __future__ import annotations

import json
import re

from errdecode.core.notation.budget import Budget
from errdecode.core.notation.reader import read_literal, read_value
from errdecode.core.notation.table import NAME, OPENINGS
from errdecode.core.notation.tags import read_messages
from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

MAX_NESTING = 8
"""Strings in strings."""

_ESCAPED_QUOTE = r"""(?:\\{1,40}["']|\\u0022|&quot;)"""
_START = lazy(
    rf"""\{{(?=\s{{0,200}}(?:["'`}}]|{_ESCAPED_QUOTE}|[:@]?{NAME}["']?\s{{0,40}}(?:=>|[:=])|-?\d{{1,9}}\s\S))"""
    rf"""|\[(?=\s{{0,200}}(?:[\[{{"']|{_ESCAPED_QUOTE}|-?\d|:\w{{1,80}}\s*=>))"""
    rf"""|{OPENINGS}"""
    # A call with one argument, as `APIError(code=-1021)`, is prose.
    rf"""|(?<!\w)[A-Z]\w{{0,80}}[(\[](?={NAME}=[^()\[\]{{}}\n]{{0,300}}?,\s?{NAME}=)"""
)
_BRACKETS = lazy(r"(?:[\[{]\s*){64,}(?=[\[{])")
_FLAT = lazy(
    r'(?<![^\s"])(?:[A-Za-z_][\w.-]{0,60}+=(?:"(?:[^"\\]|\\.)*+"|[^\s"=]*+)(?:[ \t]++|$|(?=\n))){3,}', re.MULTILINE
)
_PAIR = lazy(r'([\w.-]+)=("(?:[^"\\]|\\.)*"|[^\s"]*)')
_MIN_PAIRS = 3
_FRAGMENT = lazy(r"""(?<![\w\\])["'][A-Za-z_]\w{0,80}["']\s{0,8}:""")
_ESCAPED_START = lazy(rf"[\[{{\s]{{1,20}}{_ESCAPED_QUOTE}")
_END_OF_ESCAPED = {quote: lazy(rf"(?<!\\){quote}") for quote in "\"'"}
_MIN_MEMBERS = 2
"""A single member behind a missing bracket is prose."""
MAX_DIGITS = 19
"""Of an id; a longer number is kept as its text."""
_COLORS = lazy(r"\x1b\[[0-9;]*m")
_METRIC = lazy(r"""^[a-z_:][\w:]{0,200}\{\w{1,80}="[^\n]{0,2000}\} [-+\d.eENaIinf]{1,30}(?: \d+)?[ ]*$""", re.MULTILINE)
"""A figure as Prometheus writes it: its labels count errors, and are none."""
_ROW = lazy(
    r"""^[ \t]*+(?:["']?-?\d++["']?[ \t]*+:[ \t]*+[A-Za-z_("'\[{][^\n]*,[ \t]*+(?:(?:\#|//)[^\n]*+)?"""
    r"""|\|?[ \t]*+-?\d++,?[ \t]*+(?:\#|//)[^\n]*+|case[ \t]*+\(?["']?-?\d++["']?\)?[ \t]*+:[^\n]*+)$""",
    re.MULTILINE,
)
"""What a program's source says of codes: a row of a mapping, a case."""


class Payload(Record):
    """One object or list found in a text."""

    value: Any
    start: int
    end: int
    complete: bool = True
    is_strict: bool = False
    """It is JSON as the sender wrote it: names and values are his, letter by letter."""


class Document(Record):
    """A text taken apart."""

    text: str
    """Without the colours of a terminal, and without what only counts errors or gives them names."""
    payloads: tuple[Payload, ...]
    """In order, none inside another."""
    prose: str
    """The text, its objects replaced by blanks."""
    budget: Budget


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_DIGITS else digits


_DECODER = json.JSONDecoder(strict=False, parse_int=_integer, parse_constant=lambda _name: None)


def without(text: str, payloads: Iterable[Payload]) -> str:
    """Return a text with its objects replaced by blanks."""
    parts, position = [], 0
    for payload in payloads:
        if _holds_object(payload.value):
            parts += [text[position : payload.start], " " * (payload.end - payload.start)]
            position = payload.end
    return "".join((*parts, text[position:]))


def read_document(text: str) -> Document:
    """Return the objects and the prose of a text, with a budget for whatever is done with them."""
    if "\x1b[" in text:
        text = _COLORS.sub("", text)
    text = _ROW.sub(_blank, _METRIC.sub(_blank, text) if '"} ' in text else text)
    budget = Budget(len(text))
    payloads = read_payloads(text, budget)
    return Document(text, tuple(payloads), without(text, payloads), budget)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def read_flat(document: Document) -> list[Payload]:
    """Return the runs of `key=value` outside of a document's objects, as logfmt writes an object."""
    if document.text.count("=") < _MIN_PAIRS:
        return []
    found = []
    budget = document.budget
    for match in _FLAT.finditer(document.text):
        budget.spend(len(match[0]))
        if any(payload.start <= match.start() < payload.end for payload in document.payloads):
            continue
        pairs = {key: read_value(value.rstrip(",;"), budget) for key, value in _PAIR.findall(match[0])}
        found.append(Payload(pairs, match.start(), match.end()))
    return found


def with_payloads(document: Document, payloads: Iterable[Payload]) -> Document:
    """Return a document with further objects; those that lie inside of them are theirs."""
    added = list(payloads)
    inner = (each for each in document.payloads if not any(one.start <= each.start < one.end for one in added))
    merged = sorted((*inner, *added), key=lambda payload: payload.start)
    return document.replace(payloads=tuple(merged), prose=without(document.text, merged))


def _holds_object(value: Any) -> bool:
    """Tell whether a value is more than a list of words and numbers, as prose has them too."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict | list) for item in value))


def read_payloads(text: str, budget: Budget, nesting: int = 0) -> list[Payload]:
    """Return the objects and lists in a text, in order, none inside another.

    Args:
        text: anything.
        budget: pays for the work.
        nesting: how many strings this text was already inside of.
    """
    found: list[Payload] = []
    position = 0
    first = _START.search(text)
    budget.spend(first.start() if first else len(text))
    # A payload whose beginning was cut off, and with it the bracket that opens it.
    if match := _FRAGMENT.search(text, 0, first.start() if first else len(text)):
        literal = read_literal(text, match.start(), budget, inside=True)
        if isinstance(literal.value, dict) and len(literal.value) >= _MIN_MEMBERS:
            found.append(Payload(literal.value, match.start(), literal.end, complete=False))
            position = literal.end
    while not budget.exhausted and (match := _START.search(text, position)):
        payload = _read_at(text, match, budget, nesting)
        budget.spend(16 + payload.end - position)
        if payload.value not in ({}, []):
            found.append(payload)
        position = payload.end
    return _outermost(found, [Payload(each.fields, each.start, each.end) for each in read_messages(text, budget)])


def _outermost(found: list[Payload], others: list[Payload]) -> list[Payload]:
    """Return the payloads of two lists that stand in none of the other, in order."""
    outer: list[Payload] = []
    for payload in sorted((*found, *others), key=lambda payload: payload.start) if others else found:
        if not outer or payload.start >= outer[-1].end:
            outer.append(payload)
    return outer


def _read_at(text: str, opening: re.Match[str], budget: Budget, nesting: int) -> Payload:
    start = opening.start()
    if text[start] in "{[":
        try:
            value, end = _DECODER.raw_decode(text, start)
        except RecursionError:
            # Nothing but brackets: what may be meant begins with the last of them.
            if brackets := _BRACKETS.match(text, start):
                return Payload({}, start, brackets.end(), complete=False)
        except ValueError as error:
            budget.spend(max(getattr(error, "pos", start) - start, 0))
        else:
            return Payload(value, start, end, is_strict=True)
        if nesting < MAX_NESTING and _ESCAPED_START.match(text, start):
            return _read_escaped(text, start, budget, nesting)
    literal = read_literal(text, start, budget)
    return Payload(literal.value, start, literal.end, literal.complete)


def _read_escaped(text: str, start: int, budget: Budget, nesting: int) -> Payload:
    r"""Read `{\"code\":…}` as it stands in a string whose own quotes were lost."""
    if "&quot;" in text[start : start + 40]:
        end, inner = len(text), text[start:].replace("&quot;", '"').replace("&amp;", "&")
    else:
        mark = _ESCAPED_START.match(text, start)
        closing = _END_OF_ESCAPED["'" if mark and mark[0].endswith("'") else '"'].search(text, start)
        end = closing.start() if closing else len(text)
        try:
            inner = json.loads(f'"{text[start:end]}"', strict=False)
        except (ValueError, RecursionError):
            inner = text[start:end].replace('\\"', '"').replace("\\\\", "\\")
    budget.spend(end - start)
    payloads = read_payloads(inner, budget, nesting + 1)
    return Payload(payloads[0].value if payloads else {}, start, max(end, start + 1), end < len(text))


def unfold(text: str, budget: Budget) -> Any:
    """Return the JSON that a string holds, None where it holds none."""
    stripped = text.lstrip()
    if not stripped.startswith(("{", "[", '"')):
        return None
    for _ in range(MAX_NESTING):
        if not budget.spend(len(stripped)):
            return None
        try:
            value = json.loads(stripped, parse_int=_integer, strict=False)
        except (ValueError, RecursionError):
            payloads = read_payloads(stripped, budget, 1)
            return payloads[0].value if len(payloads) == 1 and payloads[0].start == 0 else None
        if not isinstance(value, str):
            return value
        stripped = value
    return None
