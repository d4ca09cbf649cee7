"""Read strings and words without quotes, as sloppily as they are printed."""

from __future__ import annotations

import re

from errdecode.core.notation.cursor import Cursor
from errdecode.core.notation.table import CONSTANTS, NAME, QUOTED_KEY, QUOTES
from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.core.notation.cursor import Place

CUT = lazy(r"-?\d+\s*(?:\.\.\.|…)")
"""A number of which the end was left out is none."""
PAIRS = {"{": "}", "[": "]", "(": ")", "<": ">"}
_OPENERS = {closer: opener for opener, closer in PAIRS.items()}
_CUT_DIGITS = lazy(r"-?\d*\s*")
_MEMBER = lazy(rf"""\s{{0,200}}(?:[:@\[]?["'`]?{NAME}["'`\]]{{0,2}}\s{{0,40}}(?:=>|=|:)|\.\.\.|[}}\])]|$)""")
"""What stands behind the comma after a value of an object."""
_ITEM = lazy(r"""\s{0,200}(?:["'`{\[(\d-]|[A-Z]\w*[({]|[a-z]?["']|true|false|null|None|True|False|\.\.\.|$)""")
"""What stands behind the comma after a value of a list."""
_STOPS = lazy(rf"[\n,;&(){{}}\[\]>]|\s(?={NAME}(?:=|:(?!//)))")
"""Where words without quotes may end."""
_IN_STRING = {quote: lazy(rf"\\.|{quote}|[\[\]{{}}()]", re.DOTALL) for quote in QUOTES}
_ESCAPED = lazy(r"\\u([0-9a-fA-F]{4})|((?:\\x[0-9a-fA-F]{2})+)|\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}


class Words(Cursor):
    """Reads what has no brackets of its own."""

    def _bare(self, at: int, place: Place) -> Any:
        """Read words without quotes."""
        end = self._end_of_words(at, place)
        self._spend(end - at)
        self.position = max(end, at + (end == at and at < self.limit))
        words = self.text[at:end].strip().rstrip(",;").rstrip()
        return "" if CUT.fullmatch(words) else CONSTANTS.get(words, words)

    def _end_of_words(self, at: int, place: Place) -> int:
        inner = 0
        for match in _STOPS.finditer(self.text, at, self.limit):
            char, stop = match[0], match.start()
            self._spend(4)
            if char in "([{":
                inner += 1
            elif char in ")]}>":
                if not inner and (char == place.closer or char != ">"):
                    return stop
                inner -= bool(inner)
            elif self._ends_words(char, stop, place, inner):
                return stop
        self.complete = self.complete and self.limit < len(self.text)
        return self.limit

    def _ends_words(self, char: str, at: int, place: Place, inner: int) -> bool:
        if char == "\n":
            after = self._skip(at)
            return place.closer == ")" or after >= self.limit or self.text[after] in "}])" or self._is_key(after)
        if inner:
            return False
        if char in ",;":
            return place.is_listed or not place.closer or bool(_MEMBER.match(self.text, at + 1, self.limit))
        # A blank or an ampersand before another key.
        return place.is_tight and self._is_key(at + 1)

    def _strings(self, at: int, place: Place) -> str:
        """Read a string, and those on the lines below that go on with it, as Python's pprint breaks a long one."""
        found = self._string(at, place)
        while self._goes_on(self.position):
            found += self._string(self._skip(self.position), place)
        return found

    def _goes_on(self, at: int) -> bool:
        """Tell whether a string on the next line goes on with the one that ends at a position."""
        after = self._skip(at)
        return (
            after < self.limit
            and self.text[after] in "\"'"
            and "\n" in self.text[at:after]
            and not QUOTED_KEY.match(self.text, after, self.limit)
        )

    def _string(self, at: int, place: Place) -> str:
        """Read a quoted string; a quote that nothing fitting follows belongs to it."""
        quote = self.text[at]
        counts = dict.fromkeys("[]{}()", 0)
        for match in _IN_STRING[quote].finditer(self.text, at + 1, self.limit):
            token = match[0]
            if token == quote:
                if self._closes(match.start(), place, counts):
                    self.position = match.end()
                    self._spend(self.position - at)
                    return unescape(self.text[at + 1 : match.start()])
            elif token in counts:
                counts[token] += 1
        self._spend(self.limit - at)
        self.complete = False
        self.position = self.limit
        rest = self.text[at + 1 : self.limit]
        return "" if _CUT_DIGITS.fullmatch(rest) else unescape(rest)

    def _closes(self, at: int, place: Place, counts: dict[str, int]) -> bool:
        """Tell whether a quote ends its string, by what follows."""
        after = self._skip(at + 1)
        if after >= self.limit:
            return True
        char = self.text[after]
        if char in ",;":
            pattern = _ITEM if place.is_listed or not place.closer else _MEMBER
            return bool(pattern.match(self.text, after + 1, self.limit))
        if after > at + 1 and ("\n" in self.text[at:after] or place.closer == ">") and self._is_key(after):
            # Values that end with their line.
            return True
        if self._goes_on(at + 1):
            return True
        opener = _OPENERS.get(char)
        if opener is None or (place.closer and char != place.closer):
            return False
        return char == ">" or counts[opener] <= counts[char]


def unescape(text: str) -> str:
    """Return what a string between quotes says."""
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return _said_by(bytes.fromhex(match[2].replace("\\x", ""))) if match[2] else _ESCAPES.get(match[3], match[3])

    return _ESCAPED.sub(one, text)


def _said_by(raw: bytes) -> str:
    """Return what bytes say that were written one by one, as Python prints an answer: UTF-8, or a letter each."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
