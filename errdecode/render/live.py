"""One line an error of a log, for who watches it come."""

from __future__ import annotations

import time

from errdecode.parse.shown_times import offset_at, rfc3339
from errdecode.render.formats.interface import Writer
from errdecode.render.line import BOLD, CODE, DIM, RED, columns_of, conclusion, drawn, outcome_of
from errdecode.render.outcomes import MARK, mark_of
from errdecode.render.places import Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner
    from errdecode.render.line import Part

_INDENT = "    "
_ROOMY, _WIDE = 110, 140
"""Widths from which there is room for what to do, and for the offset of each time."""
_VERDICT, _STEP, _NAME, _WIDE_NAME, _LINE = 17, 17, 34, 46, 6
"""Columns that the parts of a line take at least, so that lines stand in columns."""

_LEAST = 12
"""Columns that the name of an input may take at least."""


class BriefWriter(Writer):
    """Makes one line of each error: when, where, whether it executed, what it is, what to do, what was said."""

    def __init__(
        self, taxonomy: Taxonomy, *, color: bool, width: int | None, zone: tzinfo | None, sources: Sequence[str]
    ) -> None:
        """Prepare.

        Args:
            taxonomy: titles of outcomes and retries.
            color: whether escape sequences are wanted.
            width: columns, beyond which a line is cut; None: as long as it is.
            zone: in which to show times; None: local time.
            sources: the names of the inputs, where they have some.
        """
        self._taxonomy = taxonomy
        self._color = color
        self._width = width
        self._zone = zone
        self._places = Places(sources)
        self._room = self._places.width if width is None else min(self._places.width, max(width // 4, _LEAST))
        self._last: str | None = None
        self._is_wide = width is None or width >= _WIDE
        if not self._is_wide:
            said = f"Times are {offset_at(time.time(), zone)}."
            self.head = f"{drawn([(said, DIM)], width, color=color)}\n".encode()

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return the line of an error; more where its name does not fit on one."""
        finding = hit.finding
        outcome, retry = conclusion(finding)
        verdict, style = outcome_of(outcome, self._taxonomy)
        mark = mark_of(outcome or finding.safest[0])
        title = f"{finding.code} {finding.name}" if finding.name and finding.name != finding.code else finding.code
        venue = f"{finding.venue or '?'} "
        said = finding.message or (finding.entry.meaning if finding.entry else "")
        ahead: list[Part] = [
            (mark.ljust(len(MARK)), RED if mark else ""),
            (self._time(scanner.moment_of(hit)), DIM),
            (self._place(hit, scanner.source), DIM),
            (verdict.ljust(_VERDICT), style),
        ]
        above = b""
        if self._width is not None and _size(ahead) > self._width:
            ahead[2] = (f"{hit.line:>{_LINE}}  ", DIM)
            above = self._heading(scanner.source)
        step = self._taxonomy.retries[retry] if retry else ""
        if self._width is None or _size(ahead) + 2 + len(venue) + len(title) <= self._width:
            room = (_WIDE_NAME if self._is_wide else _NAME) - len(venue) - len(title)
            name: list[Part] = [(f"  {venue}", ""), (title, CODE), (" " * room, "")]
            steps: list[Part] = (
                [(f"  {step.ljust(_STEP)}", BOLD)] if self._width is None or self._width >= _ROOMY else []
            )
            lines = [[*ahead, *name, *steps, (f"  {said}", "")]]
        else:
            # A name is never cut.
            fits = len(_INDENT) + len(venue) + len(title) <= self._width
            code = [(_INDENT, ""), (venue, ""), (title if fits else finding.code, CODE)]
            lines = [ahead, code, *([] if fits else [[(_INDENT, ""), (finding.name or "", CODE)]])]
        text = "".join(f"{drawn(line, self._width, color=self._color)}\n" for line in lines)
        return above + text.encode("utf-8", "backslashreplace")

    def _heading(self, source: str | None) -> bytes:
        """Return the name of an input, where lines have no room for it and another one comes; as `tail` shows it."""
        if not self._places.are_several or source in (None, self._last):
            return b""
        self._last = source
        heading = drawn([(f"==> {self._places.label(source)} <==", DIM)], self._width, color=self._color)
        return f"{heading}\n".encode("utf-8", "backslashreplace")

    def _time(self, moment: float | None) -> str:
        text = rfc3339(None if moment is None else int(moment), self._zone) or ""
        return f"{text[11:]:<15}" if self._is_wide else f"{text[11:19]:<9}"

    def _place(self, hit: Hit, source: str | None) -> str:
        if source is None or not self._room:
            return f"{hit.line:>{_LINE}}  "
        name = self._places.label(source)
        if len(name) > self._room and self._places.are_several:
            name = f"…{name[1 - self._room :]}"
        return f"{name}:{hit.line}".ljust(self._room + _LINE) + "  "


def _size(parts: list[Part]) -> int:
    return sum(columns_of(text) for text, _ in parts)
