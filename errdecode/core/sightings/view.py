"""Walk through a payload, strings that hold JSON opened."""

from __future__ import annotations

from errdecode.core.names import squashed
from errdecode.core.notation.document import read_payloads, unfold, without
from errdecode.core.paths import entered, resolve
from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from errdecode.core.notation.budget import Budget
    from errdecode.core.paths import Steps
    from errdecode.core.recognition import Shape

_STEPS_PER_NODE = 4
MAY_OPEN = lazy(r"[{\[(]|\d=")
_LOOSE = 0.5
"""What a shape says by its words alone, not by how they are written."""

Location = tuple[str | int, ...]


class Fit(Record):
    """A shape that fits a frame."""

    shape: Shape
    frame: Any
    indices: tuple[int, ...]
    """Positions in the lists that the code's path goes through."""
    is_loose: bool = False
    """The frame's fields are written in another way, as other languages write names."""

    @property
    def weight(self) -> float:
        """Return how much it speaks for its venue."""
        return self.shape.weight * (_LOOSE if self.is_loose else 1)


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

    def enter(self, node: Any, step: str | int) -> Any:
        """Return what lies one step below a node; a string that holds JSON is entered as the JSON."""
        return entered(self.unfold(node) if isinstance(node, str) else node, step)

    def enter_loosely(self, node: Any, step: str | int) -> Any:
        """Return the same where names are written in another way: `OrderId` for `order_id`."""
        found = self.enter(node, step)
        if found is not None or not isinstance(step, str):
            return found
        name = self.spelled(node, step)
        return None if name is None else self.enter(node, name)

    def spelled(self, node: Any, name: str) -> str | None:
        """Return a field's name as a node has it, None where it has no such field."""
        node = self.unfold(node) if isinstance(node, str) else node
        if not isinstance(node, dict):
            return None
        self.budget.spend(len(node))
        wanted = squashed(name)
        return name if name in node else next((key for key in node if squashed(key) == wanted), None)

    def walk(self, payload: Any) -> Iterator[tuple[Any, Location]]:
        """Yield every object, list and plain string with its place, strings that hold JSON opened."""
        level: list[tuple[Any, Location]] = [(payload, ())]
        while level:
            below: list[tuple[Any, Location]] = []
            for node, location in level:
                if not self.budget.spend(_STEPS_PER_NODE + len(location)):
                    return
                if isinstance(node, str):
                    inside, prose = self._inside(node, location) if MAY_OPEN.search(node) else ([], node)
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
        if steps is None:
            return None
        value = resolve(fit.frame, steps, self.enter, fit.shape.code, fit.indices)
        return resolve(fit.frame, steps, self.enter_loosely, fit.shape.code, fit.indices) if value is None else value
