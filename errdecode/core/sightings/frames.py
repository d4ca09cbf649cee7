"""Find in objects and lists the places where a code stands.

Any field whose name labels a code is one. The catalogues' shapes add what only
they know: which frames are whose, codes under other names, and where request,
ids and waits stand.
"""

from __future__ import annotations

from errdecode.core.names import squashed
from errdecode.core.sightings.codes import code_text, code_type, is_close, is_numeral, is_status
from errdecode.core.sightings.shapes import Shapes
from errdecode.core.sightings.view import Fit, View
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.core.notation.budget import Budget
    from errdecode.core.recognition import Recognition, Shape
    from errdecode.core.sightings.labels import Labels
    from errdecode.core.sightings.view import Location


class FrameCode(Record):
    """A code at a place of a payload."""

    location: Location
    code: str
    code_type: str
    """int | string"""
    role: str
    """code | http | close: what the name of its field makes of it; code where only a shape says it."""
    holder: Any
    """The object that holds it."""
    fits: tuple[Fit, ...]


class Text(Record):
    """A string of a payload that is no JSON itself."""

    location: Location
    key: str
    text: str
    is_aside: bool
    """It stands in an echoed request."""


class _Sighted(Record):
    """What was seen in a payload so far."""

    codes: dict[Location, FrameCode]
    texts: list[Text]
    telling: set[str]
    requests: dict[Location, list[Shape]]


class Frames:
    """Looks into payloads."""

    def __init__(self, recognition: Recognition, labels: Labels) -> None:
        """Take shapes and labels."""
        self._labels = labels
        self._requests = frozenset(map(squashed, recognition.labels["request"]))
        self._shapes = Shapes(recognition.shapes)
        asked = (item for table in recognition.shapes for item in table.get("where", {}).items())
        self._asked = frozenset(
            squashed(path.rpartition(".")[2].strip("[]")) for path, values in asked if any(map(_may_be_number, values))
        )

    def look(
        self, payload: Any, name: str, budget: Budget, *, is_strict: bool
    ) -> tuple[list[FrameCode], list[Text], set[str]]:
        """Return the codes of a payload, outermost first, its strings, and the numbers that decide what it means.

        Args:
            payload: an object or list.
            name: what stands right before it: `Response` of `Response{code=503}`.
            budget: pays for the work.
            is_strict: names and values are written as their sender writes them.
        """
        view = View(budget)
        found = _Sighted({}, [], set(), {})
        nodes: list[tuple[Any, Location]] = []
        for node, location in view.walk(payload):
            if isinstance(node, str):
                key = next((step for step in reversed(location) if isinstance(step, str)), "")
                found.texts.append(Text(location, key, node, self._is_request(location)))
                continue
            nodes.append((node, location))
            self._fit(node, location, view, found)
            if isinstance(node, dict):
                self._label(node, location, name, found)
        if not any(code.fits for code in found.codes.values()):
            for node, location in nodes if not is_strict or any(_is_renamed(node) for node, _ in nodes) else ():
                self._fit(node, location, view, found, loosely=True)
        # Texts that are codes, and hold digits, are known beforehand: any other text is as unknown as the next.
        found.telling.update(
            code.code for code in found.codes.values() if is_numeral(code.code) or (code.fits and " " not in code.code)
        )
        codes = [code for code in found.codes.values() if not _inside(code, found.requests)]
        return codes, found.texts, found.telling

    def _fit(self, node: Any, location: Location, view: View, found: _Sighted, *, loosely: bool = False) -> None:
        """Note the codes of the shapes that fit a node."""
        for fit, place, code, kind in self._shapes.fits(node, location, view, loosely=loosely):
            if self._is_other(place):
                continue
            if fit.shape.request:
                found.requests.setdefault((*location, *fit.shape.request), []).append(fit.shape)
            _note(found.codes, FrameCode(place, code, kind, "code", node, (fit,)))

    def _is_other(self, place: Location) -> bool:
        """Tell whether the names around a value say that it is no error's code: `{"zip": {"code": …}}`."""
        names = [step for step in place if isinstance(step, str)]
        return len(names) > 1 and self._labels.role(names[-1], names[-2]) == "none"

    def _label(self, node: dict[str, Any], location: Location, name: str, found: _Sighted) -> None:
        """Note the fields of a node whose names label a code."""
        around = next((step for step in reversed(location) if isinstance(step, str)), name)
        found.telling.update(str(value) for key, value in node.items() if self._is_telling(key, value, around))
        if not self._is_request(location):
            for key, value in node.items():
                if (labelled := self._labelled(key, value, around)) is not None:
                    _note(found.codes, FrameCode((*location, key), *labelled, node, ()))

    def _is_telling(self, key: str, value: Any, around: str) -> bool:
        """Tell whether a field decides what its frame means: it labels a code, or a shape asks for its value."""
        if isinstance(value, dict | list):
            return False
        return self._labels.role(key, around) is not None or squashed(key) in self._asked

    def is_request(self, name: str) -> bool:
        """Tell whether a field of a name holds an echoed request."""
        return squashed(name) in self._requests

    def _is_request(self, location: Location) -> bool:
        return any(isinstance(step, str) and self.is_request(step) for step in location)

    def _labelled(self, key: str, value: Any, around: str) -> tuple[str, str, str] | None:
        """Return code, type and role of a field whose name labels a code."""
        role = self._labels.role(key, around)
        if role not in ("code", "http", "close") or isinstance(value, dict | list):
            return None
        code = code_text(value)
        if code is None or (role == "http" and not is_status(code)) or (role == "close" and not is_close(code)):
            return None
        if not is_numeral(code) and (" " in code or self._labels.is_message(key)):
            # Words, not a code.
            return None
        return code, code_type(value), role


def _may_be_number(value: Any) -> bool:
    """Tell whether a value that a shape asks for may be what a number in its place is."""
    return not isinstance(value, str) or any(map(str.isdigit, value))


def _is_renamed(node: Any) -> bool:
    """Tell whether a node's names are written as Go, C# or Java write names: with capital letters."""
    return isinstance(node, dict) and any(not key.islower() for key in node)


def _note(codes: dict[Location, FrameCode], found: FrameCode) -> None:
    known = codes.get(found.location)
    if known is None:
        codes[found.location] = found
    else:
        holder = found.holder if not found.fits else known.holder
        role = known.role if known.role != "code" else found.role
        codes[found.location] = known.replace(role=role, holder=holder, fits=(*known.fits, *found.fits))


def _inside(code: FrameCode, requests: dict[Location, list[Shape]]) -> bool:
    """Tell whether a code stands in what another shape knows as the echoed request."""
    own = [fit.shape for fit in code.fits]
    places = (code.location[:end] for end in range(1, len(code.location) + 1))
    return any(shape not in own for place in places for shape in requests.get(place, ()))
