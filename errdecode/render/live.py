"""One line an error of a log, for who watches it come."""

from __future__ import annotations

import os

from errdecode.logs.times import rfc3339
from errdecode.model import RISKY
from errdecode.render.line import BOLD, CODE, DIM, RED, conclusion, drawn, outcome_of
from errdecode.render.stream import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.logs.hits import Hit
    from errdecode.logs.scanner import Scanner
    from errdecode.render.line import Part

_WIDE = 110
"""From this width on a time shows its offset, and there is room for what to do."""
_VERDICT, _STEP, _NAME, _WIDE_NAME, _LINE = 17, 17, 34, 46, 6
"""Columns that the parts of a line take at least, so that lines stand in columns."""


class BriefWriter(Writer):
    """Makes one line of each error: when, where, whether it executed, what it is, what to do, what was said."""

    def __init__(self, taxonomy: Taxonomy, *, color: bool, width: int | None, zone: tzinfo | None, named: bool) -> None:
        """Prepare.

        Args:
            taxonomy: titles of outcomes and retries.
            color: whether escape sequences are wanted.
            width: columns, beyond which a line is cut; None: as long as it is.
            zone: in which to show times; None: local time.
            named: whether the input has a name that is worth a column.
        """
        self._taxonomy = taxonomy
        self._color = color
        self._width = width
        self._zone = zone
        self._named = named

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return the line of an error; two where its name does not fit on one."""
        finding = hit.finding
        outcome, retry = conclusion(finding)
        is_wide = self._width is None or self._width >= _WIDE
        verdict, style = outcome_of(outcome, self._taxonomy)
        mark = "! " if (outcome or finding.safest[0]) in RISKY else "  "
        title = f"{finding.code} {finding.name}" if finding.name and finding.name != finding.code else finding.code
        venue = f"{finding.venue or '?'} "
        said = finding.message or (finding.entry.meaning if finding.entry else "")
        ahead: list[Part] = [
            (mark, RED if mark.strip() else ""),
            (self._time(scanner.moment_of(hit), is_wide=is_wide), DIM),
            (self._place(hit, scanner.source), DIM),
            (verdict.removeprefix("! ").ljust(_VERDICT), style),
        ]
        step = self._taxonomy.retries[retry] if retry else ""
        if self._width is None or sum(len(part) for part, _ in ahead) + 2 + len(venue) + len(title) <= self._width:
            room = (_WIDE_NAME if is_wide else _NAME) - len(venue) - len(title)
            name: list[Part] = [(f"  {venue}", ""), (title, CODE), (" " * room, "")]
            steps: list[Part] = [(f"  {step.ljust(_STEP)}", BOLD)] if is_wide else []
            lines = [[*ahead, *name, *steps, (f"  {said}", "")]]
        else:
            # A name is never cut.
            lines = [ahead, [("    ", ""), (venue, ""), (title, CODE)]]
        text = "".join(f"{drawn(line, self._width, color=self._color)}\n" for line in lines)
        return text.encode("utf-8", "backslashreplace")

    def _time(self, moment: float | None, *, is_wide: bool) -> str:
        text = rfc3339(None if moment is None else int(moment), self._zone) or ""
        return f"{text[11:]:<15}" if is_wide else f"{text[11:19]:<9}"

    def _place(self, hit: Hit, source: str | None) -> str:
        if source is None or not self._named:
            return f"{hit.line:>{_LINE}}  "
        name = os.path.basename(source)
        return f"{name}:{hit.line}".ljust(len(name) + _LINE) + "  "
