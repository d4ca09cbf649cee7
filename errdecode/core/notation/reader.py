"""Read an object or list as programs really print them.

Reads what the table of notations names, strings with unescaped quotes, `...` in
the middle, and documents cut off at the end. It recovers what it can and says
whether the text ended early. Recursive descent that only moves forward: its
depth is bounded, and all it looks at is charged to a budget.
"""

from __future__ import annotations

import re

from errdecode.core.notation.cursor import Place
from errdecode.core.notation.table import CONSTANTS, KEY, OPENING, QUOTED_KEY, QUOTES, SEPARATOR, TRANSPARENT
from errdecode.core.notation.words import CUT, PAIRS, Words, unescape
from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.core.notation.budget import Budget

MAX_DEPTH = 64
MAX_CHARS = 256 * 1024

_NUMBER = lazy(r"[-+]?\d[\d_]{0,400}(?:\.\d{1,400})?(?:[eE][-+]?\d{1,4})?(?![\w.:/-])")
_WORD = lazy(r"[A-Za-z_$\\][\w$\\]{0,120}(?:(?:\.|::)[\w$]{1,120}){0,20}")
_WORDS = ""
"""The key of what stands in an object without one."""


class Literal(Record):
    """What was read."""

    value: Any
    end: int
    """Position after it."""
    complete: bool
    """False where the text ended inside it."""


def read_literal(text: str, start: int, budget: Budget, *, inside: bool = False) -> Literal:
    """Read the object or list that begins at a position.

    Args:
        text: anything.
        start: position of what opens it, or of the first key.
        budget: pays for the work; where it is exhausted the text ends.
        inside: the opening bracket is missing: the text was cut off at the front.

    Returns:
        What was read. An empty value where nothing was; `end` is always after
        `start`.
    """
    reader = Reader(text, budget, min(len(text), start + MAX_CHARS))
    value = reader.members(start, Place("}", 0)) if inside else reader.value(start, Place("", 0))
    return Literal(value, max(reader.position, start + 1), reader.complete)


def read_value(text: str, budget: Budget) -> Any:
    """Return a value that stands by itself: a number, a word, or a string in quotes."""
    # What follows shows that no digit is missing.
    reader = Reader(f"{text}\n", budget, len(text) + 1)
    value = reader.value(0, Place("", 0))
    return value if reader.position >= len(text) else text


class Reader(Words):
    """Reads values one after the other."""

    def value(self, at: int, place: Place) -> Any:
        """Read any value.

        Args:
            at: where it begins, blanks before it allowed.
            place: what it stands in.
        """
        self.position = at = self._skip(at)
        char = self._peek(at)
        if place.depth > MAX_DEPTH:
            # Nobody nests so deep: whatever it is, it ends the reading.
            self.limit, self.complete = at, False
            return None
        if opening := OPENING.match(self.text, at, self.limit):
            return self.members(opening.end(), place.inside(PAIRS.get(opening[0][-1], ">")))
        if char in ("{", "[", "("):
            return self._bracket(at, char, place)
        return self._scalar(at, char, place)

    def _scalar(self, at: int, char: str, place: Place) -> Any:
        """Read a string, a number or words; a name before them may open an object after all."""
        if char and char in QUOTES:
            return self._strings(at, place)
        if cut := CUT.match(self.text, at, self.limit):
            self.position = cut.end()
            return None
        if (match := _NUMBER.match(self.text, at, self.limit)) and self._ends_value(match.end(), place):
            return self._figure(match)
        if char and char in "&*@%" and self.text[at + 1 : at + 2].strip():
            return self.value(at + 1, place.replace(depth=place.depth + 1))
        if match := _WORD.match(self.text, at, self.limit):
            return self._word(match, place)
        return self._bare(at, place)

    def _bracket(self, at: int, char: str, place: Place) -> Any:
        inner = self._skip(at + 1)
        if char == "{" or KEY.match(self.text, inner, self.limit):
            return self.members(inner, place.inside(PAIRS[char]))
        match = QUOTED_KEY.match(self.text, inner, self.limit)
        if match and self.text[match.end() :].lstrip()[:2] == "=>" if match else False:
            return self.members(inner, place.inside(PAIRS[char]))
        return self._items(inner, place.inside(PAIRS[char]).replace(is_listed=True))

    def _figure(self, match: re.Match[str]) -> float | str | None:
        self.position = match.end()
        if match.end() < len(self.text):
            return _number(match[0])
        # More of its digits may be missing.
        self.complete = False
        return None

    def _word(self, match: re.Match[str], place: Place) -> Any:
        """Read what begins with a word: a constant, a name before a bracket or a string, bare words."""
        word, end = match[0], match.end()
        after = end + (self.text[end : end + 1] == " ")
        char = self.text[after : after + 1]
        if (char and char in "{(") or (char == "[" and (after == end or word in TRANSPARENT)):
            inner = self._bracket(after, char, place)
            if char == "(":
                # `string(15) "…"` of PHP; `Some(…)`, `Decimal('…')`.
                if isinstance(inner, list) and self.text[self.position : self.position + 2].strip()[:1] in tuple(
                    QUOTES
                ):
                    return self._string(self._skip(self.position), place)
                return _called(word, inner)
            return inner
        if len(word) == 1 and self.text[end : end + 1] in tuple(QUOTES):
            return self._string(end, place)
        if self._ends_value(end, place):
            self.position = end
            return CONSTANTS.get(word, word)
        return self._bare(match.start(), place)

    def members(self, at: int, place: Place) -> dict[str, Any] | list[Any]:
        """Read `key: value` pairs up to a closing bracket; PHP prints a list as such pairs."""
        found = self._pairs(at, place)
        is_list = "0" in found and all(key == str(number) for number, key in enumerate(found))
        return list(found.values()) if is_list else found

    def _pairs(self, at: int, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            self.position = at = self._skip(at)
            char = self._peek(at)
            if not char or char in "}])" or char == place.closer:
                self.position = at + bool(char)
                return found
            if char in ",;&":
                at += 1
                continue
            key = self._key(at)
            separator = SEPARATOR.match(self.text, self.position, self.limit) if key is not None else None
            if key is None or separator is None:
                words = self.value(at, place.replace(is_tight=True))
                if words not in (None, "", {}, []):
                    found[_WORDS] = f"{found[_WORDS]} {words}" if _WORDS in found else words
            else:
                end = separator.end()
                tight = end - self.position == len(separator["mark"]) and not self.text[end : end + 1].isspace()
                self.position = end
                found[key] = (
                    self._line(end)
                    if self._is_line(place, separator)
                    else self.value(end, place.replace(is_tight=tight))
                )
            at = max(self.position, at + 1)

    def _is_line(self, place: Place, separator: re.Match[str]) -> bool:
        """Tell whether a value ends with its line: in what PHP's print_r prints."""
        at = separator.end()
        if place.closer != ")" or separator["mark"] != "=>" or self.text[at : at + 1] != " ":
            return False
        after = at + 1
        if self.text[after : after + 1] == "\n":
            # Nothing, or what var_export prints below its key.
            return not OPENING.match(self.text, self._skip(after), self.limit)
        return self.text[after : after + 1] not in tuple(QUOTES) and not OPENING.match(self.text, after, self.limit)

    def _line(self, at: int) -> Any:
        end = self.text.find("\n", at, self.limit)
        self.position = end if end >= 0 else self.limit
        self._spend(self.position - at)
        word = self.text[at : self.position].strip().rstrip(",")
        return _number(word) if _NUMBER.fullmatch(word) else word

    def _key(self, at: int) -> str | None:
        self.position = at
        if match := QUOTED_KEY.match(self.text, at, self.limit):
            self.position = match.end()
            return unescape(match[2])
        if match := KEY.match(self.text, at, self.limit):
            self.position = match.end()
            return match[match.lastindex or 0]
        return None

    def _items(self, at: int, place: Place) -> list[Any]:
        found: list[Any] = []
        while True:
            self.position = at = self._skip(at)
            char = self._peek(at)
            if not char or char in "}])" or char == place.closer:
                self.position = at + bool(char)
                return found
            if char in ",;":
                at += 1
                continue
            found.append(self.value(at, place))
            at = max(self.position, at + 1)


def _called(word: str, inner: Any) -> Any:
    """Return what stands in parentheses behind a name: `Some("…")`, `Decimal(1)`, `Close(1006, "…")`."""
    value = inner[0] if isinstance(inner, list) and len(inner) == 1 else inner
    if word in TRANSPARENT or not isinstance(value, int | float | list):
        return value
    if not isinstance(inner, list) or not inner:
        return {word: inner}
    first, *others = inner
    return {word: first, _WORDS: others} if others else {word: first}


def _number(text: str) -> int | float | str:
    digits = text.replace("_", "")
    if re.fullmatch(r"[-+]?\d{1,18}", digits):
        # A leading zero is no number's but a code's.
        return text if digits.lstrip("+-").startswith("0") and len(digits.lstrip("+-")) > 1 else int(digits)
    try:
        return float(digits) if any(mark in digits for mark in ".eE") else digits
    except ValueError:
        return text
