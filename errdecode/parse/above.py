"""What the lines above an error say: which venue the program talks to."""

from __future__ import annotations

import re
from collections import deque

from errdecode.core.clue_kinds import KINDS
from errdecode.core.sightings.clues import Clue
from errdecode.parse.holes import CUT, is_telling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from errdecode.parse.holes import Cutter, Telling

REACH = 8 * 1024
"""Bytes above a place in which a line may begin that says something about it."""
_MAX_KNOWN = 20_000
_DIGIT = re.compile(r"\d")

Clues = tuple[Clue, ...]


class Above:
    """Knows the venues that the lines above a place speak of; asked for rising places."""

    def __init__(self, clues_in: Callable[[str], list[Clue]], cutter: Cutter, telling: Telling) -> None:
        """Prepare.

        Args:
            clues_in: returns what a text says of venues.
            cutter: cuts lines at the words that may differ without another meaning.
            telling: tells which of them do mean something.
        """
        self._clues_in = clues_in
        self._cutter = cutter
        self._telling = telling
        self._known: dict[bytes, Clues] = {}
        self.begin(b"")

    def begin(self, data: bytes) -> None:
        """Go on with another block."""
        self._data = data
        self._next = 0
        self._lines: deque[tuple[int, Clues]] = deque()
        self._said: dict[Clues, int] = {}
        """What the lines say, and how many of them: most say the same."""
        self._sum: Clues | None = ()

    def clues(self, start: int) -> Clues:
        """Return what the lines above a place say."""
        data, low = self._data, start - REACH
        at = self._next if self._next >= low else _next_line(data, low)
        while at < start and (stop := data.find(b"\n", at, start)) >= 0:
            if clues := self._of(data[at:stop]):
                self._lines.append((at, clues))
                self._count(clues, 1)
            at = stop + 1
        self._next = at
        while self._lines and self._lines[0][0] < low:
            self._count(self._lines.popleft()[1], -1)
        if self._sum is None:
            self._sum = _summed(clue for clues in self._said for clue in clues)
        return self._sum

    def _count(self, clues: Clues, change: int) -> None:
        number = self._said.get(clues, 0)
        if not number or number + change == 0:
            self._sum = None
        self._said[clues] = number + change
        if not self._said[clues]:
            del self._said[clues]

    def _of(self, line: bytes) -> Clues:
        """Return what a line says; of lines that are alike the first one is read."""
        skeleton, values = self._cutter.cut(line)
        is_like = CUT not in line and not is_telling(skeleton, values, self._telling)
        known = self._known.get(skeleton) if is_like else None
        if known is None:
            found = self._clues_in(line.decode("utf-8", "replace"))
            known = tuple(clue for clue in found if clue.venue and KINDS[clue.kind].is_heard_below)
            if is_like and not any(_DIGIT.search(clue.text) for clue in known):
                if len(self._known) >= _MAX_KNOWN:
                    self._known.clear()
                self._known[skeleton] = known
        return known


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
