"""Read an object or list as programs really print them, where strict JSON fails.

Reads Python, JavaScript, Ruby, PHP, Java and Rust prints, strings with unescaped
quotes, `...` in the middle, and documents cut off at the end. It recovers what
it can and says whether the text ended early. Recursive descent, its depth and
the length it looks at bounded.
"""

from __future__ import annotations

import re

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_DEPTH = 64
MAX_CHARS = 256 * 1024

_SPACE = re.compile(r"(?:\s|\\n|\.\.\.|…)*")
_NUMBER = re.compile(r"[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.:/-])")
_WORD = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::)[\w$]+)*")
_SEPARATOR = re.compile(r"\s*(=>|=|:)\s*")
# Keys are short; without a bound a text of opening brackets would be read over and over.
_KEY = re.compile(r"""\[(?P<php>[^\]\n]{1,100})\](?=\s*=>)|:?(?P<bare>[\w.$@-]+)(?=\s*(?:=>|=|:))""")
_MEMBER = re.compile(r"""\s*(?:[:\[]?["']?[\w.$@ -]{1,64}["'\]]?\s*(?:=>|=|:)|\.\.\.|[}\])]|$)""")
_ITEM = re.compile(r"""\s*(?:["'{\[(\d-]|[A-Z]\w*[({]|true|false|null|\.\.\.|$)""")
_BARE = re.compile(r"""(?:[^,{}\[\]()\n]|,(?!\s*[\[:"']?[\w.$@-]+["'\]]?\s*(?:=>|=|:))(?!\s*$))*""")
_PHP_LINE = re.compile(r"[^\n]*")
_CONSTANTS = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "None": None, "nil": None, "undefined": None, "NULL": None, "NaN": None,
}  # fmt: skip
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PAIRS = {"{": "}", "[": "]", "(": ")"}


class Literal(Record):
    """What was read."""

    value: Any
    end: int
    """Position after it."""
    complete: bool
    """False where the text ended inside it."""


class _TooDeepError(Exception):
    def __init__(self, position: int) -> None:
        self.position = position


def read_literal(text: str, start: int, *, inside: bool = False) -> Literal:
    """Read the object or list that begins at a position.

    Args:
        text: anything.
        start: position of the opening bracket, or of the first key.
        inside: the opening brace is missing: the text was cut off at the front.

    Returns:
        What was read. An empty value where nothing was; `end` is always after
        `start`.
    """
    reader = _Reader(text, min(len(text), start + MAX_CHARS))
    try:
        value = reader.members(start, "}", 0) if inside else reader.value(start, "", 0)
    except _TooDeepError as error:
        return Literal({}, max(error.position, start + 1), complete=False)
    return Literal(value, max(reader.position, start + 1), reader.complete)


_DIGITS = re.compile(r"-?\d*\s*")
_CUT = re.compile(r"-?\d+\s*(?:\.\.\.|…)")
"""A number of which the end was left out is none."""


class _Reader:
    def __init__(self, text: str, limit: int) -> None:
        self.text = text
        self.limit = limit
        self.position = 0
        self.complete = True

    def _skip(self, position: int) -> int:
        match = _SPACE.match(self.text, position, self.limit)
        return match.end() if match else position

    def _peek(self, position: int) -> str:
        """Return the character at a position; at the end of the text none, and remember that."""
        if position < self.limit:
            return self.text[position]
        self.complete = False
        return ""

    def value(self, position: int, closer: str, depth: int) -> Any:
        """Read any value; `closer` is the bracket of what it stands in."""
        if depth > MAX_DEPTH:
            raise _TooDeepError(position)
        position = self._skip(position)
        char = self._peek(position)
        if char in _PAIRS:
            if char == "{" or self._is_php(position, char):
                return self.members(position + 1, _PAIRS[char], depth + 1)
            return self._items(position + 1, _PAIRS[char], depth + 1)
        if char and char in "\"'":
            return self._string(position, closer)
        if match := _NUMBER.match(self.text, position, self.limit):
            return self._figure(match)
        if (match := _WORD.match(self.text, position, self.limit)) and self._ends_value(match.end(), closer):
            return self._word(match[0], match.end(), closer, depth)
        return self._bare(position)

    def _figure(self, match: re.Match[str]) -> float | str | None:
        self.position = match.end()
        if match.end() < len(self.text):
            return _number(match[0])
        # More of its digits may be missing.
        self.complete = False
        return None

    def _is_php(self, position: int, char: str) -> bool:
        pattern = r"\s*\[[^\]\n]{1,100}\]\s*=>" if char == "(" else r"""\s*["']?[\w.-]+["']?\s*=>"""
        return bool(re.compile(pattern).match(self.text, position + 1, self.limit))

    def _ends_value(self, position: int, closer: str) -> bool:
        after = self._skip(position)
        return after >= self.limit or self.text[after] in ",}])({" or self.text[after] == closer

    def _word(self, word: str, end: int, closer: str, depth: int) -> Any:
        self.position = end
        char = self.text[end : end + 1] or " "
        if char == "(" or (char.isspace() and self.text[self._skip(end) : self._skip(end) + 1] in ("(", "{")):
            end = self._skip(end)
            char = self.text[end]
        if char == "{":
            return self.members(end + 1, "}", depth + 1)
        if char == "(":
            inner = self.value(end, closer, depth + 1)
            return inner[0] if isinstance(inner, list) and len(inner) == 1 else inner
        return _CONSTANTS.get(word, word)

    def _bare(self, position: int) -> str:
        """Read unquoted words up to the next member."""
        match = _BARE.match(self.text, position, self.limit)
        end = match.end() if match else position
        self.position = max(end, position + (end == position and position < self.limit))
        words = self.text[position:end].strip()
        return "" if _CUT.fullmatch(words) else words

    def members(self, position: int, closer: str, depth: int) -> dict[str, Any]:
        """Read `key: value` pairs up to a closing bracket."""
        found: dict[str, Any] = {}
        while True:
            position = self._skip(position)
            char = self._peek(position)
            if not char or char in "}])":
                self.position = position + bool(char)
                return found
            if char in ",;":
                position += 1
                continue
            key = self._key(position)
            separator = _SEPARATOR.match(self.text, self.position, self.limit) if key is not None else None
            if key is None or separator is None:
                self.complete = self.position < self.limit and self.complete
                self.position = max(self.position, position + 1)
                return found
            self.position = separator.end()
            found[key] = self._member_value(separator.end(), closer, depth)
            position = self.position

    def _member_value(self, position: int, closer: str, depth: int) -> Any:
        if closer == ")" and self.text[position : position + 5] != "Array":
            # PHP's print_r ends a value with the line.
            match = _PHP_LINE.match(self.text, position, self.limit)
            self.position = match.end() if match else position
            word = self.text[position : self.position].strip()
            return _number(word) if _NUMBER.fullmatch(word) else word
        return self.value(position, closer, depth)

    def _key(self, position: int) -> str | None:
        self.position = position
        if self.text[position] in "\"'":
            return str(self._string(position, ":"))
        if match := _KEY.match(self.text, position, self.limit):
            self.position = match.end()
            return match["php"] or match["bare"]
        return None

    def _items(self, position: int, closer: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while True:
            position = self._skip(position)
            char = self._peek(position)
            if not char or char in "}])":
                self.position = position + bool(char)
                return found
            if char == ",":
                position += 1
                continue
            found.append(self.value(position, closer, depth))
            position = max(self.position, position + 1)

    def _string(self, position: int, closer: str) -> str:
        """Read a quoted string; a quote that nothing fitting follows belongs to it."""
        quote = self.text[position]
        at = position + 1
        while True:
            at = self.text.find(quote, at, self.limit)
            if at < 0:
                self.complete = False
                self.position = self.limit
                rest = self.text[position + 1 : self.limit]
                return "" if _DIGITS.fullmatch(rest) else _unescape(rest)
            escapes = at - len(self.text[position + 1 : at].rstrip("\\")) - position - 1
            if escapes % 2 == 0 and self._closes(position + 1, at, closer):
                self.position = at + 1
                return _unescape(self.text[position + 1 : at])
            at += 1

    def _closes(self, start: int, at: int, closer: str) -> bool:
        after = self._skip(at + 1)
        if after >= self.limit:
            return True
        char = self.text[after]
        if closer == ":":
            return char in ":="
        if char == ",":
            pattern = _MEMBER if closer == "}" else _ITEM
            return bool(pattern.match(self.text, after + 1, self.limit))
        opener = {"}": "{", "]": "[", ")": "("}.get(char)
        if opener is None or (closer and char != closer):
            return False
        inside = self.text[start:at]
        return inside.count(opener) <= inside.count(char)


def _number(text: str) -> int | float | str:
    digits = text.replace("_", "")
    if re.fullmatch(r"[-+]?\d{1,18}", digits):
        # A leading zero is no number's but a code's.
        return text if digits.lstrip("+-").startswith("0") and len(digits.lstrip("+-")) > 1 else int(digits)
    try:
        return float(digits) if any(mark in digits for mark in ".eE") else digits
    except ValueError:
        return text


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        return chr(int(digits, 16)) if digits else _ESCAPES.get(match[3], match[3])

    return _ESCAPED.sub(one, text)
