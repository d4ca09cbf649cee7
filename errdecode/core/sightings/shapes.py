"""Tell which shapes of the catalogues fit a frame, and where their codes stand in it."""

from __future__ import annotations

from errdecode.core.names import squashed
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
        self._exact: dict[str | int, list[dict[str, Any]]] = {}
        self._loose: dict[str | int, list[dict[str, Any]]] = {}
        for table in tables:
            first = table["code"].partition(".")[0]
            anchor = EACH if first.startswith("[") else first.partition("[")[0]
            self._exact.setdefault(anchor, []).append(table)
            self._loose.setdefault(squashed(anchor) if isinstance(anchor, str) else anchor, []).append(table)
        self._built: dict[int, Shape] = {}
        self._needs: dict[tuple[int, bool], frozenset[str]] = {}

    def fits(
        self, node: Any, location: Location, view: View, *, loosely: bool = False
    ) -> Iterator[tuple[Fit, Location, str, str]]:
        """Yield each shape that fits a node, with the place of a code, the code and its type.

        Args:
            node: an object or list.
            location: where it stands.
            view: the payload.
            loosely: names may be written in another way.
        """
        names = node.keys() if isinstance(node, dict) else frozenset[str]()
        keys = frozenset(map(squashed, names)) if loosely else names
        tables = self._loose if loosely else self._exact
        for anchor in (EACH,) if isinstance(node, list) else keys:
            for table in tables.get(anchor, ()):
                if self._needed(table, loosely=loosely) <= keys:
                    shape = self._built.get(id(table)) or self._built.setdefault(id(table), build_shape(table))
                    view.budget.spend(_STEPS_PER_SHAPE)
                    yield from _Fitting(shape, node, location, view, loosely=loosely).codes()

    def _needed(self, table: dict[str, Any], *, loosely: bool) -> frozenset[str]:
        """Return the fields that a frame needs at once; most frames lack one, and most shapes are never built."""
        known = self._needs.get((id(table), loosely))
        if known is None:
            requires = table.get("requires", ())
            paths = (table["code"], *((requires,) if isinstance(requires, str) else requires))
            names = (path.partition(".")[0].partition("[")[0] for path in paths)
            known = frozenset(squashed(name) if loosely else name for name in names if name)
            self._needs[id(table), loosely] = known
        return known


class _Fitting:
    """A shape laid upon a node."""

    def __init__(self, shape: Shape, node: Any, location: Location, view: View, *, loosely: bool) -> None:
        self._shape = shape
        self._node = node
        self._location = location
        self._view = view
        self._loosely = loosely
        self._enter = view.enter_loosely if loosely else view.enter

    def codes(self) -> Iterator[tuple[Fit, Location, str, str]]:
        """Yield the codes of the node, if the shape fits."""
        shape = self._shape
        if not self._fits():
            return
        here = [(steps, values) for steps, values in shape.where if _shares_list(steps, shape.code)]
        for value, indices in resolve_each(self._node, shape.code, self._enter):
            self._view.budget.spend(_STEPS_PER_SHAPE)
            code = code_text(value)
            if code is not None and all(
                self._is_one(resolve(self._node, steps, self._enter, shape.code, indices), values)
                for steps, values in here
            ):
                fit = Fit(shape, self._node, indices, self._loosely)
                yield fit, (*self._location, *self._place(indices)), code, code_type(value)

    def _fits(self) -> bool:
        shape = self._shape
        if shape.only and set(self._node) - set(shape.only):
            return False
        return (
            all(self._has(steps) for steps in shape.requires)
            and not any(self._has(steps) for steps in shape.absent)
            and all(
                any(self._is_one(value, values) for value, _ in resolve_each(self._node, steps, self._enter))
                for steps, values in shape.where
                if not _shares_list(steps, shape.code)
            )
        )

    def _is_one(self, value: Any, allowed: tuple[Any, ...]) -> bool:
        """Tell whether a value is one of those that a shape allows."""
        same = _like if self._loosely else _same
        return any(same(value, each) for each in allowed)

    def _has(self, steps: Steps) -> bool:
        for value, _ in resolve_each(self._node, steps, self._enter):
            self._view.budget.spend(1)
            if value is not None:
                return True
        return False

    def _place(self, indices: tuple[int, ...]) -> Location:
        """Return the way to the code with the names as the node has them."""
        found: list[str | int] = []
        node, position = self._node, iter(indices)
        for step in self._shape.code:
            one = next(position) if step == EACH else step
            if self._loosely and isinstance(one, str):
                one = self._view.spelled(node, one) or one
            found.append(one)
            node = self._view.enter(node, one)
        return tuple(found)


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


def _like(value: Any, allowed: Any) -> bool:
    """Tell whether a value is the one that is allowed, as languages without quotes print it."""
    if isinstance(allowed, bool) and not isinstance(value, bool):
        return str(value).lower() in (("1", "true") if allowed else ("", "0", "false"))
    return _same(value, allowed)
