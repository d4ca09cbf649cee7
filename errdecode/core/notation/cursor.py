"""A position in a text that only moves forward, all that it passes charged to a budget."""

from __future__ import annotations

from errdecode.core.notation.table import KEY, QUOTED_KEY
from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.core.notation.budget import Budget

_SPACE = lazy(r"(?:\s|\\[nrt]|\.\.\.|…)*")


class Place(Record):
    """What a value stands in."""

    closer: str
    """The bracket that closes it."""
    depth: int
    is_tight: bool = False
    """No blank stood between key, separator and value: a blank before another key ends words without quotes."""
    is_listed: bool = False
    """It is a list: a comma ends words without quotes."""

    def inside(self, closer: str) -> Place:
        """Return the place inside of a bracket that stands here."""
        return Place(closer, self.depth + 1)


class Cursor:
    """Knows what ends where; `position` is behind what was read last."""

    def __init__(self, text: str, budget: Budget, limit: int) -> None:
        """Take the text up to a limit."""
        self.text = text
        self.limit = limit
        self.position = 0
        self.complete = True
        self._budget = budget

    def _spend(self, steps: int) -> None:
        if not self._budget.spend(steps):
            self.limit = min(self.limit, self.position)
            self.complete = False

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at, self.limit)
        end = match.end() if match else at
        self._spend(1 + end - at)
        return end

    def _peek(self, at: int) -> str:
        """Return the character at a position; at the end of the text none, and remember that."""
        if at < self.limit:
            return self.text[at]
        self.complete = False
        return ""

    def _ends_value(self, at: int, place: Place) -> bool:
        """Tell whether a value may end at a position."""
        after = self._skip(at)
        return (
            after >= self.limit
            or self.text[after] in ",;&}])>"
            or self.text[after] == place.closer
            or "\n" in self.text[at:after]
            or (place.is_tight and after > at and bool(KEY.match(self.text, after, self.limit)))
        )

    def _is_key(self, at: int) -> bool:
        return bool(KEY.match(self.text, at, self.limit) or QUOTED_KEY.match(self.text, at, self.limit))
