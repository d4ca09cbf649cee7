"""What the lines above an error say: which venue the program talks to, and what caused an exception."""

from __future__ import annotations

import re
from collections import deque

from errdecode.core.clue_kinds import KINDS
from errdecode.core.sightings.clues import Clue
from errdecode.parse.holes import CUT, joined_holes
from errdecode.parse.units import REACH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from errdecode.core.causes import Cause
    from errdecode.parse.differing import Telling
    from errdecode.parse.holes import Cutter, Joined

    Key = TypeVar("Key")
    Kept = TypeVar("Kept")

_FEW_BYTES = 800
_MAX_KNOWN = 20_000
_DIGIT = re.compile(r"\d")

Clues = tuple[Clue, ...]


class Context:
    """What lies around a text; there is one of each, so that it is compared as quickly as a number."""

    __slots__ = ("cause", "clues")

    def __init__(self, clues: Clues, cause: Cause | None = None) -> None:
        """Take what is said of venues, and what the direct cause of the text proves."""
        self.clues = clues
        self.cause = cause


NO_CONTEXT = Context(())
"""Nothing is known of what lies around."""


class _Said:
    """What some of the lines above say, and how many of them: most say the same."""

    __slots__ = ("clues", "number")

    def __init__(self, clues: Clues) -> None:
        self.clues = clues
        self.number = 0


class Above:
    """Knows the venues that the lines above a place speak of; asked for rising places."""

    def __init__(
        self,
        clues_in: Callable[[str], list[Clue]],
        cause_of: Callable[[str, int], Cause | None],
        cutter: Cutter,
        telling: Telling,
        speaking: Callable[[bytes], list[int]],
    ) -> None:
        """Prepare.

        Args:
            clues_in: returns what a text says of venues.
            cause_of: returns what the direct cause of the exception at a place of a text proves.
            cutter: cuts lines at the words that may differ without another meaning.
            telling: tells which of them do mean something.
            speaking: returns which lines of a text may say something, by their numbers from 0.
        """
        self._clues_in = clues_in
        self._cause_of = cause_of
        self._cutter = cutter
        self._telling = telling
        self._speaking = speaking
        self._known: dict[bytes, tuple[_Said, Joined]] = {}
        """What lines say, by what is left of them without their words that may differ."""
        self._saids: dict[Clues, _Said] = {}
        self._contexts: dict[tuple[Clues, Cause | None], Context] = {}
        self._lines: deque[tuple[int, _Said]] = deque()
        self._live: set[_Said] = set()
        self.begin(b"")

    def begin(self, data: bytes) -> None:
        """Go on with another block."""
        self._data = data
        self._next = 0
        self._lines.clear()
        for said in self._live:
            said.number = 0
        self._live.clear()
        self._context: Context | None = NO_CONTEXT

    def context(self, start: int) -> Context:
        """Return what the lines above a place say."""
        data, low = self._data, start - REACH
        lines, live = self._lines, self._live
        at = self._next if self._next >= low else _next_line(data, low)
        end = data.rfind(b"\n", at, max(at, start)) + 1
        for first, line in self._lines_that_speak(at, end):
            said = self._of(line)
            if said.clues:
                lines.append((first, said))
                if not said.number:
                    live.add(said)
                    self._context = None
                said.number += 1
        self._next = max(at, end)
        while lines and lines[0][0] < low:
            said = lines.popleft()[1]
            said.number -= 1
            if not said.number:
                live.remove(said)
                self._context = None
        if self._context is None:
            clues = _summed(clue for said in live for clue in said.clues)
            self._context = self._one_of(clues, None)
        cause = self._cause(start)
        return self._context if cause is None else self._one_of(self._context.clues, cause)

    def _lines_that_speak(self, low: int, high: int) -> Iterator[tuple[int, bytes]]:
        """Yield the lines of a part that may say something, and where each begins."""
        if low >= high:
            return
        text = self._data[low : high - 1]
        # A line or two are read as quickly as they are searched.
        numbers = range(text.count(b"\n") + 1) if len(text) < _FEW_BYTES else self._speaking(text)
        lines = text.split(b"\n") if numbers else ()
        place = at = 0
        for number in numbers:
            place += sum(map(len, lines[at:number])) + number - at
            at = number
            yield low + place, lines[number]

    def _one_of(self, clues: Clues, cause: Cause | None) -> Context:
        """Return the one context that says this."""
        return _only(self._contexts, (clues, cause), lambda said: Context(*said))

    def _cause(self, start: int) -> Cause | None:
        """Return what the direct cause of the exception on a line proves, None where it is none of a traceback."""
        data, low = self._data, max(0, start - REACH)
        above = data.rfind(b"\n", low, max(low, start - 1)) + 1
        if data[above : above + 1] not in (b" ", b"\t"):
            return None
        text = data[low:start].decode("utf-8", "replace")
        return self._cause_of(text, len(text))

    def _of(self, line: bytes) -> _Said:
        """Return what a line says; of lines that are alike the first one is read."""
        skeleton, values = self._cutter.cut(line)
        known = self._known.get(skeleton)
        joined = known[1] if known else joined_holes(skeleton, self._telling)
        is_like = (
            CUT not in line
            and self._telling.watched.isdisjoint(values)
            and not any(values[at] in numbers for at, numbers in joined.items())
        )
        if known and is_like:
            return known[0]
        found = self._clues_in(line.decode("utf-8", "replace"))
        clues = tuple(clue for clue in found if clue.venue and KINDS[clue.kind].is_heard_below)
        said = _only(self._saids, clues, _Said)
        if is_like and not any(_DIGIT.search(clue.text) for clue in said.clues):
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            self._known[skeleton] = said, joined
        return said


def _only(known: dict[Key, Kept], said: Key, make: Callable[[Key], Kept]) -> Kept:
    """Return the one object that stands for what is said."""
    if said not in known:
        if len(known) >= _MAX_KNOWN:
            known.clear()
        known[said] = make(said)
    return known[said]


def _next_line(data: bytes, place: int) -> int:
    """Return where the first line begins that begins at a place or after it."""
    found = data.find(b"\n", place - 1)
    return len(data) if found < 0 else found + 1


def _summed(clues: Iterable[Clue]) -> Clues:
    """Return one clue for each venue that is spoken of, and for each part of one that a host names."""
    venues: dict[str, Clue] = {}
    parts: dict[tuple[str, str], str] = {}
    for clue in clues:
        best = venues.get(clue.venue)
        if best is None or (-clue.bits, clue.text) < (-best.bits, best.text):
            venues[clue.venue] = clue
        if clue.namespace and clue.kind == "host":
            part = (clue.venue, clue.namespace)
            parts[part] = min(clue.text, parts.get(part, clue.text))
    # A host says which part of the venue was talked to, not that this error is of that part.
    return (
        *(Clue("stream", clue.text, venue, None) for venue, clue in sorted(venues.items())),
        *(Clue("stream host", text, venue, namespace) for (venue, namespace), text in sorted(parts.items())),
    )
