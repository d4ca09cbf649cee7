"""Find the JSON, and what was meant to be JSON, in a text.

Strict JSON first; what fails goes to the tolerant reader. Every step moves
forward, so that no text costs more than a bounded number of looks at it.
"""

from __future__ import annotations

import json
import re

from errdecode.core.literals import read_literal
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_PAYLOADS = 300
MAX_NESTING = 8
"""Strings in strings."""

_START = re.compile(
    r"""\{(?=\s*(?:["'}]|\\+["']|:?[A-Za-z_$][\w.$-]*["']?\s*(?:=>|[:=])))|\[(?=\s*(?:[\[{"'\]]|-?\d|:\w+\s*=>))"""
    r"""|\bArray\s*(?=\(\s*\[)"""
)
_BRACKETS = re.compile(r"(?:[\[{]\s*){64,}(?=[\[{])")
_FRAGMENT = re.compile(r"""(?<![\w\\])["'][A-Za-z_]\w*["']\s*:""")
_ESCAPED_QUOTE = re.compile(r"""(?<!\\)["']""")
_MIN_FRAGMENT_KEYS = 2
_MAX_DIGITS = 19
"""Of an id; a longer number is kept as its text."""


class Payload(Record):
    """One object or list found in a text."""

    value: Any
    start: int
    end: int
    complete: bool = True


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


_DECODER = json.JSONDecoder(strict=False, parse_int=_integer, parse_constant=lambda _name: None)


def read_payloads(text: str, nesting: int = 0) -> list[Payload]:
    """Return the objects and lists in a text, in order, none inside another.

    Args:
        text: anything.
        nesting: how many strings this text was already inside of.
    """
    found: list[Payload] = []
    position = 0
    first = _START.search(text)
    # A payload whose beginning was cut off, and with it the brace that opens it.
    if match := _FRAGMENT.search(text, 0, first.start() if first else len(text)):
        literal = read_literal(text, match.start(), inside=True)
        if isinstance(literal.value, dict) and len(literal.value) >= _MIN_FRAGMENT_KEYS:
            found.append(Payload(literal.value, match.start(), literal.end, complete=False))
            position = literal.end
    while len(found) < MAX_PAYLOADS and (match := _START.search(text, position)):
        payload = _read_at(text, match.start(), nesting)
        if payload.value not in ({}, []):
            found.append(payload)
        position = payload.end
    return found


def _read_at(text: str, start: int, nesting: int) -> Payload:
    try:
        value, end = _DECODER.raw_decode(text, start)
    except RecursionError:
        # Nothing but brackets: what may be meant begins with the last of them.
        if opening := _BRACKETS.match(text, start):
            return Payload({}, start, opening.end(), complete=False)
    except ValueError:
        pass
    else:
        return Payload(value, start, end)
    if text[start + 1 : start + 2] == "\\" and nesting < MAX_NESTING:
        return _read_escaped(text, start, nesting)
    literal = read_literal(text, start)
    return Payload(literal.value, start, literal.end, literal.complete)


def _read_escaped(text: str, start: int, nesting: int) -> Payload:
    r"""Read `{\"code\":…}` as it stands in a string whose own quotes were lost."""
    closing = _ESCAPED_QUOTE.search(text, start)
    end = closing.start() if closing else len(text)
    try:
        inner = json.loads(f'"{text[start:end]}"', strict=False)
    except (ValueError, RecursionError):
        inner = text[start:end].replace('\\"', '"').replace("\\\\", "\\")
    payloads = read_payloads(inner, nesting + 1)
    return Payload(payloads[0].value if payloads else {}, start, max(end, start + 1), bool(closing))


def unfold(text: str) -> Any:
    """Return the JSON that a string holds, None where it holds none."""
    stripped = text.lstrip()
    if not stripped.startswith(("{", "[", '"')):
        return None
    for _ in range(MAX_NESTING):
        try:
            value = json.loads(stripped, parse_int=_integer, strict=False)
        except (ValueError, RecursionError):
            payloads = read_payloads(stripped, 1)
            return payloads[0].value if len(payloads) == 1 and payloads[0].start == 0 else None
        if not isinstance(value, str):
            return value
        stripped = value
    return None
