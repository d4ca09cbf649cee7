"""Tell which shapes of the catalogues fit a frame, and where their codes stand in it."""

from __future__ import annotations

from errdecode.core.paths import EACH, resolve, resolve_each
from errdecode.core.recognition import build_shape
from errdecode.core.sightings.codes import code_text, code_type
from errdecode.core.sightings.view import Fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from errdecode.core.paths import Steps
    from errdecode.core.recognition import Shape
    from errdecode.core.sightings.view import Location, View

_STEPS_PER_SHAPE = 6


class Shapes:
    """Knows the shapes by the first step to their code, so that few are tried."""

    def __init__(self, tables: Iterable[dict[str, Any]]) -> None:
        """Take the tables of catalogues; a shape is built when a frame may have it."""
        self._tables: dict[str | int, list[dict[str, Any]]] = {}
        for table in tables:
            first = table["code"].partition(".")[0]
            self._tables.setdefault(EACH if first.startswith("[") else first.partition("[")[0], []).append(table)
        self._built: dict[str | int, list[tuple[frozenset[str], Shape]]] = {}

    def _at(self, anchor: str | int) -> list[tuple[frozenset[str], Shape]]:
        """Return the shapes whose code is reached by a step, each with the fields it needs at once."""
        if anchor not in self._built:
            shapes = map(build_shape, self._tables.get(anchor, ()))
            self._built[anchor] = [
                (frozenset(path[0] for path in (*shape.requires, shape.code) if isinstance(path[0], str)), shape)
                for shape in shapes
            ]
        return self._built[anchor]

    def fits(self, node: Any, location: Location, view: View) -> Iterator[tuple[Fit, Location, str, str]]:
        """Yield each shape that fits a node, with the place of a code, the code and its type."""
        keys = node.keys() if isinstance(node, dict) else frozenset[str]()
        for anchor in (EACH,) if isinstance(node, list) else keys:
            for needed, shape in self._at(anchor):
                if needed <= keys or not needed:
                    view.budget.spend(_STEPS_PER_SHAPE)
                    if _fits(shape, node, view):
                        yield from _codes(shape, node, location, view)


def _fits(shape: Shape, frame: Any, view: View) -> bool:
    return (
        not (shape.only and set(frame) - set(shape.only))
        and all(_has(frame, steps, view) for steps in shape.requires)
        and not any(_has(frame, steps, view) for steps in shape.absent)
        and all(
            any(_same(value, allowed) for value, _ in resolve_each(frame, steps, view.unfold) for allowed in values)
            for steps, values in shape.where
            if not _shares_list(steps, shape.code)
        )
    )


def _has(frame: Any, steps: Steps, view: View) -> bool:
    for value, _ in resolve_each(frame, steps, view.unfold):
        view.budget.spend(1)
        if value is not None:
            return True
    return False


def _codes(shape: Shape, frame: Any, location: Location, view: View) -> Iterator[tuple[Fit, Location, str, str]]:
    here = [(steps, values) for steps, values in shape.where if _shares_list(steps, shape.code)]
    for value, indices in resolve_each(frame, shape.code, view.unfold):
        view.budget.spend(_STEPS_PER_SHAPE)
        code = code_text(value)
        if code is not None and all(
            any(_same(resolve(frame, steps, view.unfold, shape.code, indices), allowed) for allowed in values)
            for steps, values in here
        ):
            position = iter(indices)
            place = tuple(next(position) if step == EACH else step for step in shape.code)
            yield Fit(shape, frame, indices), (*location, *place), code, code_type(value)


def _shares_list(steps: Steps, code: Steps) -> bool:
    """Tell whether a path goes through the same list as the code, and so speaks of one element."""
    if EACH not in steps or EACH not in code:
        return False
    end = steps.index(EACH) + 1
    return steps[:end] == code[:end]


def _same(value: Any, allowed: Any) -> bool:
    if isinstance(value, bool) or isinstance(allowed, bool):
        return value is allowed
    return value is not None and not isinstance(value, dict | list) and str(value) == str(allowed)
