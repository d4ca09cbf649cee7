"""Tell which shapes of the catalogues fit a frame, and where their codes stand in it."""

from __future__ import annotations

from errdecode.core.names import squashed
from errdecode.core.paths import EACH, compile_path, resolve, resolve_each
from errdecode.core.recognition import build_shape, paths_in
from errdecode.core.sightings.codes import code_text, code_type
from errdecode.core.sightings.view import MAY_OPEN, Fit
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView
    from typing import Any

    from errdecode.core.paths import Steps
    from errdecode.core.recognition import Shape
    from errdecode.core.sightings.view import Location, View

_STEPS_PER_SHAPE = 6
_ONE = -2
"""The first step of a path that begins with one element of a list."""


class Shapes:
    """Knows the shapes by the first step to their code, so that few are tried."""

    def __init__(self, tables: Iterable[dict[str, Any]]) -> None:
        """Take the tables of catalogues; a shape is built when a frame may have it."""
        self._tables = tuple(tables)
        self._exact: dict[str | int, list[int]] = {}
        self._loose: dict[str | int, list[int]] = {}
        for number, table in enumerate(self._tables):
            first = table["code"].partition(".")[0]
            anchor = EACH if first.startswith("[]") else _ONE if first.startswith("[") else first.partition("[")[0]
            self._exact.setdefault(anchor, []).append(number)
            self._loose.setdefault(squashed(anchor) if isinstance(anchor, str) else anchor, []).append(number)
        self._built: dict[int, Shape] = {}
        self._groups: dict[tuple[str | int, bool], list[_Group]] = {}

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
        frame = _Frame(node, location, view, loosely=loosely)
        for anchor in _anchors(node) if isinstance(node, list) else keys:
            for number in self._candidates(anchor, keys, frame):
                shape = self._built.get(number) or self._built.setdefault(number, build_shape(self._tables[number]))
                view.budget.spend(_STEPS_PER_SHAPE)
                yield from frame.codes(shape)

    def _candidates(self, anchor: str | int, keys: KeysView[str] | frozenset[str], frame: _Frame) -> list[int]:
        """Return the shapes that ask for no field which a frame lacks, and for the lack of none that it has."""
        groups = self._groups.get((anchor, frame.loosely))
        if groups is None:
            groups = self._groups[anchor, frame.loosely] = self._grouped(anchor, loosely=frame.loosely)
        found: list[int] = []
        for group in groups:
            if group.first <= keys and frame.has_all(group.requires) and not frame.has_any(group.absent):
                found += group.numbers
        return sorted(found)

    def _grouped(self, anchor: str | int, *, loosely: bool) -> list[_Group]:
        """Return the shapes whose code is reached by one first step, those together that ask for the same fields."""
        groups: dict[tuple[Any, ...], _Group] = {}
        for number in (self._loose if loosely else self._exact).get(anchor, ()):
            table = self._tables[number]
            requires, absent = paths_in(table, "requires"), paths_in(table, "absent")
            names = (step for step, *_ in (compile_path(table["code"]), *requires) if isinstance(step, str))
            first = frozenset(map(squashed, names) if loosely else names)
            groups.setdefault((first, requires, absent), _Group(first, requires, absent, [])).numbers.append(number)
        return list(groups.values())


def _anchors(elements: list[Any]) -> tuple[int, ...]:
    """Return the first steps that lead anywhere from a list: fields only where an element may have some."""
    has_fields = any(isinstance(each, dict) or (isinstance(each, str) and MAY_OPEN.search(each)) for each in elements)
    return (EACH, _ONE) if has_fields else (_ONE,)


class _Group(Record):
    """Shapes that ask for the same fields."""

    first: frozenset[str]
    """Of a frame itself, which most frames lack."""
    requires: tuple[Steps, ...]
    absent: tuple[Steps, ...]
    numbers: list[int]


class _Frame:
    """A node on which shapes are laid; what stands in it is looked up once for all of them."""

    def __init__(self, node: Any, location: Location, view: View, *, loosely: bool) -> None:
        self._node = node
        self._location = location
        self._view = view
        self.loosely = loosely
        self._enter = view.enter_loosely if loosely else view.enter
        self._present: dict[Steps, bool] = {}

    def codes(self, shape: Shape) -> Iterator[tuple[Fit, Location, str, str]]:
        """Yield the codes of the node, if the shape fits."""
        if not self._fits(shape):
            return
        here = [(steps, values) for steps, values in shape.where if _shares_list(steps, shape.code)]
        for value, indices in resolve_each(self._node, shape.code, self._enter):
            self._view.budget.spend(_STEPS_PER_SHAPE)
            code = code_text(value)
            if code is not None and all(
                self._is_one(resolve(self._node, steps, self._enter, shape.code, indices), values)
                for steps, values in here
            ):
                fit = Fit(shape, self._node, indices, self.loosely)
                yield fit, (*self._location, *self._place(shape, indices)), code, code_type(value)

    def _fits(self, shape: Shape) -> bool:
        if shape.only and any(name not in shape.only for name in self._node):
            return False
        return all(self._holds(steps, values) for steps, values in shape.where if not _shares_list(steps, shape.code))

    def has_all(self, paths: Iterable[Steps]) -> bool:
        """Tell whether something stands at each path."""
        for steps in paths:  # noqa: SIM110  # `all` and a generator take twice as long
            if not self._has(steps):
                return False
        return True

    def has_any(self, paths: Iterable[Steps]) -> bool:
        """Tell whether something stands at one of the paths."""
        for steps in paths:  # noqa: SIM110  # likewise
            if self._has(steps):
                return True
        return False

    def _has(self, steps: Steps) -> bool:
        known = self._present.get(steps)
        if known is None:
            known = self._present[steps] = any(value is not None for value in self._each(steps))
        return known

    def _holds(self, steps: Steps, allowed: tuple[Any, ...]) -> bool:
        """Tell whether any value at a path is one of those that a shape allows."""
        return any(self._is_one(value, allowed) for value, _ in resolve_each(self._node, steps, self._enter))

    def _each(self, steps: Steps) -> Iterator[Any]:
        for value, _ in resolve_each(self._node, steps, self._enter):
            self._view.budget.spend(1)
            yield value

    def _is_one(self, value: Any, allowed: tuple[Any, ...]) -> bool:
        """Tell whether a value is one of those that a shape allows."""
        same = _like if self.loosely else _same
        return any(same(value, each) for each in allowed)

    def _place(self, shape: Shape, indices: tuple[int, ...]) -> Location:
        """Return the way to the code with the names as the node has them."""
        found: list[str | int] = []
        node, position = self._node, iter(indices)
        for step in shape.code:
            one = next(position) if step == EACH else step
            if self.loosely and isinstance(one, str):
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
