"""Walk through a payload, strings that hold JSON opened."""

from __future__ import annotations

from errdecode.core.notation.document import read_payloads, unfold, without
from errdecode.core.paths import resolve
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from errdecode.core.notation.budget import Budget
    from errdecode.core.paths import Steps
    from errdecode.core.recognition import Shape

_STEPS_PER_NODE = 4

Location = tuple[str | int, ...]


class Fit(Record):
    """A shape that fits a frame."""

    shape: Shape
    frame: Any
    indices: tuple[int, ...]
    """Positions in the lists that the code's path goes through."""


class View:
    """A payload as shapes see it: strings that hold JSON are opened, each once."""

    def __init__(self, budget: Budget) -> None:
        """Take the budget that pays for the work."""
        self.budget = budget
        self._unfolded: dict[str, Any] = {}

    def unfold(self, text: str) -> Any:
        """Return the JSON in a string, None where there is none."""
        if text not in self._unfolded:
            self._unfolded[text] = unfold(text, self.budget)
        return self._unfolded[text]

    def walk(self, payload: Any) -> Iterator[tuple[Any, Location]]:
        """Yield every object, list and plain string with its place, strings that hold JSON opened."""
        level: list[tuple[Any, Location]] = [(payload, ())]
        while level:
            below: list[tuple[Any, Location]] = []
            for node, location in level:
                if not self.budget.spend(_STEPS_PER_NODE + len(location)):
                    return
                if isinstance(node, str):
                    inside, prose = self._inside(node, location) if "{" in node or "[" in node else ([], node)
                    if prose:
                        yield prose, location
                    below += inside
                    continue
                yield node, location
                items = node.items() if isinstance(node, dict) else enumerate(node)
                below += [(item, (*location, key)) for key, item in items if isinstance(item, dict | list | str)]
            level = below

    def _inside(self, text: str, location: Location) -> tuple[list[tuple[Any, Location]], str]:
        """Return the objects in a string with their places, and its prose."""
        value = self.unfold(text)
        if isinstance(value, dict | list):
            return [(value, location)], ""
        payloads = read_payloads(text, self.budget, 1)
        return [(payload.value, (*location, f"~{at}")) for at, payload in enumerate(payloads)], without(text, payloads)

    def value(self, fit: Fit, steps: Steps | None) -> Any:
        """Return what stands at a path of a frame that a shape fits; None where nothing does."""
        return None if steps is None else resolve(fit.frame, steps, self.unfold, fit.shape.code, fit.indices)
