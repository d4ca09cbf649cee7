"""What is known of a line from others like it, and how its record is filled in."""

from __future__ import annotations

from operator import itemgetter

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from errdecode.model import Finding

Values = tuple[bytes, ...]
"""What stands in the holes of a line."""


class Template:
    """Bytes with places for values, by the values' numbers."""

    def __init__(self, parts: Sequence[bytes | int]) -> None:
        """Take constant parts and numbers of values."""
        self.parts = tuple(parts)
        self._text: bytes = b"".join(
            b"%b" if isinstance(part, int) else part.replace(b"%", b"%%") for part in self.parts
        )
        self._pick = getter([part for part in self.parts if isinstance(part, int)])

    def fill(self, values: Values) -> bytes:
        """Return the bytes with values in their places."""
        filled: bytes = self._text % self._pick(values)
        return filled


class Known(Record):
    """What lines of one form say, and where the rest of it stands in them."""

    finding: Finding
    """Without what differs."""
    number: int | None
    """Where the request's number stands."""
    dated: bool
    """Whether the line may hold its time."""
    stamp: int | None
    """Where the time stands; None: it has to be looked for."""
    echo: int | None
    """Where a request stands that has to be read."""
    secrets: tuple[int, ...]
    request: Template | None
    """The echoed request as JSON, credentials masked."""
    fields: tuple[tuple[str, Template], ...]
    """Its fields that the entry names, as JSON."""

    def may_fill(self, line: bytes, values: Values) -> bool:
        """Tell whether the request's template holds: each credential stands in its own place only."""
        for place in self.secrets:  # noqa: SIM110  # `all` and a generator take twice as long
            if line.count(values[place]) != 1:
                return False
        return True


def getter(places: Sequence[int]) -> Callable[[Values], Any]:
    """Return a function that picks values for `%`, or for a key: one bare, several as a tuple."""
    return itemgetter(*places) if places else lambda _values: ()
