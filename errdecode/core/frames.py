"""Find in a payload the places where a code stands, by the catalogues' shapes."""

from __future__ import annotations

from errdecode.core.paths import EACH, resolve, resolve_each
from errdecode.core.payloads import read_payloads, unfold
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from errdecode.core.paths import Steps
    from errdecode.core.recognition import Recognition, Shape

MAX_NODES = 20_000
MAX_CODE_CHARS = 120
_MAX_EXACT = 1e15
"""Below it a float holds every whole number."""

Location = tuple[str | int, ...]


class Candidate(Record):
    """A code at a place of a payload, as one shape sees it."""

    location: Location
    code: str
    code_type: str
    shape: Shape
    frame: Any
    indices: tuple[int, ...]
    """Positions in the lists that the code's path goes through."""


class Frames:
    """Match shapes against payloads."""

    def __init__(self, recognition: Recognition) -> None:
        """Sort the shapes by the first step to their code, so that few are tried."""
        self._by_anchor: dict[str | int, list[Shape]] = {}
        for shape in recognition.shapes:
            anchor = shape.code[0]
            self._by_anchor.setdefault(anchor if isinstance(anchor, str) else EACH, []).append(shape)
        self._unfolded: dict[str, Any] = {}

    def unfold(self, text: str) -> Any:
        """Return the JSON in a string, None where there is none; each string is read once."""
        if text not in self._unfolded:
            self._unfolded[text] = unfold(text)
        return self._unfolded[text]

    def find(self, payload: Any) -> list[Candidate]:
        """Return every code that a shape finds, outermost frames first."""
        self._unfolded.clear()
        found: list[Candidate] = []
        requests: dict[Location, list[Shape]] = {}
        for node, location in self._walk(payload):
            for shape in self._shapes_of(node):
                if not self._fits(shape, node):
                    continue
                if shape.request:
                    requests.setdefault((*location, *shape.request), []).append(shape)
                found += self._candidates(shape, node, location)
        return [candidate for candidate in found if not _inside(candidate, requests)]

    def _walk(self, payload: Any) -> Iterator[tuple[Any, Location]]:
        """Yield every object and list with its place, strings that hold JSON opened."""
        level: list[tuple[Any, Location]] = [(payload, ())]
        budget = MAX_NODES
        while level and budget > 0:
            below: list[tuple[Any, Location]] = []
            for node, location in level:
                budget -= 1
                if isinstance(node, dict):
                    yield node, location
                    below += [
                        (item, (*location, key)) for key, item in node.items() if isinstance(item, dict | list | str)
                    ]
                elif isinstance(node, list):
                    yield node, location
                    below += [
                        (item, (*location, at)) for at, item in enumerate(node) if isinstance(item, dict | list | str)
                    ]
                elif "{" in node or "[" in node:
                    below += self._inside(node, location)
                if budget <= 0:
                    break
            level = below

    def _inside(self, text: str, location: Location) -> list[tuple[Any, Location]]:
        value = self.unfold(text)
        if value is not None:
            return [(value, location)]
        return [(payload.value, (*location, f"~{at}")) for at, payload in enumerate(read_payloads(text, 1))]

    def _shapes_of(self, node: Any) -> Iterator[Shape]:
        if isinstance(node, list):
            yield from self._by_anchor.get(EACH, ())
            return
        for key in node:
            yield from self._by_anchor.get(key, ())

    def _fits(self, shape: Shape, frame: Any) -> bool:
        return (
            not (shape.only and set(frame) - set(shape.only))
            and all(self._has(frame, steps) for steps in shape.requires)
            and not any(self._has(frame, steps) for steps in shape.absent)
            and all(
                any(_same(value, allowed) for value, _ in resolve_each(frame, steps, self.unfold) for allowed in values)
                for steps, values in shape.where
                if not _shares_list(steps, shape.code)
            )
        )

    def _has(self, frame: Any, steps: Steps) -> bool:
        return any(value is not None for value, _ in resolve_each(frame, steps, self.unfold))

    def _candidates(self, shape: Shape, frame: Any, location: Location) -> Iterator[Candidate]:
        for value, indices in resolve_each(frame, shape.code, self.unfold):
            code = code_text(value)
            if code is None:
                continue
            here = [(steps, values) for steps, values in shape.where if _shares_list(steps, shape.code)]
            if not all(
                any(_same(resolve(frame, steps, self.unfold, shape.code, indices), allowed) for allowed in values)
                for steps, values in here
            ):
                continue
            position = iter(indices)
            place = tuple(next(position) if step == EACH else step for step in shape.code)
            kind = "string" if isinstance(value, str) else "int"
            yield Candidate((*location, *place), code, kind, shape, frame, indices)


def _inside(candidate: Candidate, requests: dict[Location, list[Shape]]) -> bool:
    """Tell whether a code stands in what another shape knows as the echoed request."""
    places = (candidate.location[:end] for end in range(1, len(candidate.location) + 1))
    return any(shape is not candidate.shape for place in places for shape in requests.get(place, ()))


def code_text(value: Any) -> str | None:
    """Return a value as a code; None where it cannot be one."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MAX_EXACT else None
    if isinstance(value, int | str):
        text = str(value).strip()
        return text if text and len(text) <= MAX_CODE_CHARS and text.isprintable() else None
    return None


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
