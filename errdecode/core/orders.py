"""Read which order an error is about: its ids, symbol and side."""

from __future__ import annotations

import re

from errdecode.core.names import squashed
from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from errdecode.core.cases.gatherer import Found
    from errdecode.core.surroundings import Surroundings
    from errdecode.model import Finding

PARTS = ("order_id", "client_id", "symbol", "side")
_MAX_DEPTH = 5
_MAX_ITEMS = 40
"""Elements of a list and fields of an object that are looked at."""
MAX_CHARS = 200
NO_VALUE = frozenset(("", "0", "-1", "null", "none", "undefined"))
"""What stands for nothing, in lower case."""


class Order(Record):
    """What a text shows of the order that an error is about."""

    order_id: str | None = None
    client_id: str | None = None
    symbol: str | None = None
    side: str | None = None

    def completed(self, other: Order) -> Order:
        """Return it with what only another source shows."""
        return Order(*(mine if mine is not None else theirs for mine, theirs in zip(self, other, strict=True)))


class Orders:
    """Knows the names of the fields that say which order is meant."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Take the names by what they hold."""
        self._parts = {squashed(name): part for part in PARTS for name in names[part]}
        spelt = {spelling for part in PARTS for name in names[part] for spelling in _spellings(name)}
        longest_first = sorted(spelt, key=len, reverse=True)
        self._pair = lazy(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})[\"']?\s?[=:]\s?[\"']?([\w.:/-]+)")

    def of(self, finding: Finding, found: Found, surroundings: Surroundings) -> Order:
        """Return which order a finding is about, by its frame, the request behind it and its line.

        Args:
            finding: what was found.
            found: where.
            surroundings: the lines around it.
        """
        order = Order()
        frame, view, payload = found.case.frame, found.view, found.payload
        if frame is not None and view is not None:
            for fit in frame.fits:
                ids = (_text(view.value(fit, fit.shape.order_id)), _text(view.value(fit, fit.shape.client_id)))
                order = order.completed(Order(*ids))
            order = order.completed(self.in_value(frame.holder))
        order = order.completed(self.in_value(finding.request))
        if frame is not None and any(isinstance(step, int) for step in frame.location):
            # What stands elsewhere in a list is another order's.
            return order
        if payload is not None:
            return order.completed(self.in_value(payload.value))
        return order.completed(self.in_text(surroundings.text(found.case.start, found.case.start)))

    def in_value(self, value: Any) -> Order:
        """Return what an object says; of several, what stands first."""
        found: dict[str, str] = {}
        for part, text in self._in(value, 0):
            found.setdefault(part, text)
        return Order(**found)

    def _in(self, value: Any, depth: int) -> Iterator[tuple[str, str]]:
        if depth > _MAX_DEPTH:
            return
        if isinstance(value, dict):
            members = list(value.items())[:_MAX_ITEMS]
            for name, item in members:
                part = self._parts.get(squashed(str(name)))
                if part and (text := _text(item)):
                    yield part, text
            for _, item in members:
                if isinstance(item, dict | list):
                    yield from self._in(item, depth + 1)
        elif isinstance(value, list):
            for item in value[:_MAX_ITEMS]:
                yield from self._in(item, depth + 1)

    def in_text(self, text: str) -> Order:
        """Return what the pairs of a line say: `order_id=… symbol=…`."""
        found: dict[str, str] = {}
        for match in self._pair.finditer(text):
            if said := _text(match[2]):
                found.setdefault(self._parts[squashed(match[1])], said)
        return Order(**found)


def _spellings(name: str) -> tuple[str, ...]:
    """Return how a name of words with blanks is written: order_id, orderId, order-id."""
    first, *rest = name.split()
    return ("_".join((first, *rest)), first + "".join(map(str.title, rest)), "-".join((first, *rest)))


def _text(value: Any) -> str | None:
    """Return an id or a symbol; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    return text if text.lower() not in NO_VALUE and len(text) <= MAX_CHARS and text.isprintable() else None
