"""The lines of a text, and what the requests on them ask for."""

from __future__ import annotations

from bisect import bisect_right

from errdecode.core.asked import Asked, asked_in
from errdecode.core.patterns import lazy

_END = lazy(r"\n")
_MAX_CHARS = 20_000
"""Of a line around an error; what stands farther away is hardly its address."""


class Surroundings:
    """Tells what stands on the lines around a place; each line is looked at once."""

    def __init__(self, text: str) -> None:
        """Take a text."""
        self._text = text
        self._ends: list[int] | None = None
        self._asked: dict[tuple[int, int], tuple[Asked, ...]] = {}

    def line(self, place: int) -> int:
        """Return the number of the line in which a place lies, counted from 0."""
        if self._ends is None:
            self._ends = [match.start() for match in _END.finditer(self._text)]
        return bisect_right(self._ends, place - 1)

    def text(self, start: int, end: int) -> str:
        """Return the lines from one place to another, of long ones the part around them."""
        low, high = self._lines(start, end)
        return self._text[low:high]

    def asked(self, start: int, end: int) -> tuple[Asked, ...]:
        """Return what the lines from one place to another ask for."""
        key = self._lines(start, end)
        if key not in self._asked:
            self._asked[key] = tuple(asked_in(self._text[key[0] : key[1]]))
        return self._asked[key]

    def _lines(self, start: int, end: int) -> tuple[int, int]:
        text = self._text
        low = text.rfind("\n", max(0, start - _MAX_CHARS), start) + 1 or max(0, start - _MAX_CHARS)
        high = text.find("\n", end, end + _MAX_CHARS)
        return low, min(len(text), end + _MAX_CHARS) if high < 0 else high
