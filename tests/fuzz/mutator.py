"""Do to a text what accidents and attackers do: from one seed of chance the same text again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

TOKENS = (
    "\x1b[31m", "\x1b]0;t\x07", "\x1b]8;;http://x.y\x1b\\", "\x9b2J", "\0", "\r", "\b", "\u202e", "\u2066", "\u200b",
    "\ufeff", "\udcff", "\u2028", "[red]", "[/x]", ":boom:", "![a](http://x.y)", "<script>", "<!--", "=cmd|' /C x'!A0",
    '"', "'", "`", "\\", "\\\\", "{", "}", "[", "]", "(", ")", "...", "\n", "\t", ",", ":", "=>", "=", '\\"', "\\n",
    "\\u0022", "%22", "&quot;", "NaN", "False", "None", "null", "-0", "1e999", "9" * 40, "code=1006", '"code":-1021',
    "APIError(code=-1021): x", "HTTP/1.1 503 ", "binance", "api.crypto.com", "ok_spot_", "Array\n(\n [", "api_key=",
    '"sig":', "secret: ", "Bearer ", "https://a:", "8=FIX.4.4|35=8|", "-----BEGIN PRIVATE KEY-----", "Traceback (most",
    "2026-11-20T09:30:00Z ERROR ", "[[entries]]\n", "| 1 | a |\n", "|---|---|\n", "''' ", '"""', "venue.id = ", "\\x1b",
    "$(id)", "%00", "../", "--", "-V", "@", "😀", "İ", "ﬁ", "٣", "\U0001d7d8",
)  # fmt: skip
"""What readers, terminals and people take for something."""
_MOST = 16_000
"""Characters of a text; laws about growth have sizes of their own."""


def mutated(chance: Random, seeds: list[str]) -> str:
    """Return a seed to which something was done."""
    text = chance.choice(seeds)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 9))):
        text = chance.choice(_WAYS)(chance, text, seeds)[:_MOST]
    return text


def _span(chance: Random, text: str) -> tuple[int, int]:
    low = chance.randint(0, len(text))
    return low, min(len(text), low + chance.choice((0, 1, 1, 2, 5, 20, 200)))


def _insert(chance: Random, text: str, _seeds: list[str]) -> str:
    low, high = _span(chance, text)
    return text[:low] + chance.choice(TOKENS) + text[chance.choice((low, high)) :]


def _delete(chance: Random, text: str, _seeds: list[str]) -> str:
    low, high = _span(chance, text)
    return text[:low] + text[high:]


def _repeat(chance: Random, text: str, _seeds: list[str]) -> str:
    low, high = _span(chance, text)
    return text[:low] + text[low:high] * chance.choice((2, 3, 50)) + text[high:]


def _move(chance: Random, text: str, _seeds: list[str]) -> str:
    low, high = _span(chance, text)
    rest = text[:low] + text[high:]
    at = chance.randint(0, len(rest))
    return rest[:at] + text[low:high] + rest[at:]


def _splice(chance: Random, text: str, seeds: list[str]) -> str:
    other = chance.choice(seeds)
    return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]


def _change(chance: Random, text: str, _seeds: list[str]) -> str:
    at = chance.randint(0, len(text))
    code = chance.choice((chance.randrange(32), chance.randrange(256), chance.randrange(0xD800), 0xDC80 + at % 128))
    return text[:at] + chr(code) + text[at + 1 :]


def _lines(chance: Random, text: str, _seeds: list[str]) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]
    return chance.choice(("\n", "\n", "\r\n", "\r", "")).join(lines)


def _cut(chance: Random, text: str, _seeds: list[str]) -> str:
    at = chance.randint(0, len(text))
    return chance.choice((text[:at], text[at:]))


def _quote(chance: Random, text: str, _seeds: list[str]) -> str:
    return chance.choice((
        lambda: json.dumps(text), lambda: json.dumps({"log": text, "code": 1}), lambda: repr(text),
        lambda: f'{{"code":-1,"msg":"{text}"}}', lambda: f"b'{text}'", lambda: f"ERROR {text} x",
    ))()  # fmt: skip


_WAYS = (_insert, _insert, _insert, _delete, _repeat, _move, _splice, _change, _lines, _cut, _quote)
