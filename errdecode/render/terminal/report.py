"""The report of a scan on a terminal: most dangerous first, then what is unknown, then how much was read."""

from __future__ import annotations

from textwrap import shorten

from rich.console import Group as Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from errdecode.logs.summary import places, sparkline
from errdecode.logs.times import rfc3339
from errdecode.render.terminal.base import OUTCOME_STYLES, Canvas, shown
from errdecode.render.terminal.concerns import draw_concerns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from errdecode.logs.summary import Group, Summary

_SPARK_WIDTH = 12
_WIDE = 100
_MAX_SAID = 30


class ReportRenderer(Canvas):
    """Draws the report of a scan."""

    def report(self, summary: Summary, top: int | None) -> None:
        """Draw everything that was found.

        Args:
            summary: what was found.
            top: how many codes to show; None: all.
        """
        known, unknown = summary.ranked(), summary.unknown()
        self.draw(self._totals(summary))
        span = summary.span()
        if known:
            self.draw(Text(""))
            self.draw(self._groups(known[:top], span))
            self._more(known, top)
        if summary.concerns:
            self.draw(Text(""))
            draw_concerns(self, summary, top)
        if unknown:
            self.draw(Text("\nIn no catalogue", style="bold"))
            for group in unknown[:top]:
                finding = group.example
                head = shown(f"  {group.number:>6} x {finding.venue or '?'} {finding.code}", "red")
                self.draw(head + shown(f"  {finding.message}" if finding.message else "", "dim"))
            self._more(unknown, top)
        self.draw(Text(""))
        self.draw(shown(_volume(summary), "dim"))

    def _totals(self, summary: Summary) -> Text:
        number, kinds = summary.number, len(summary.groups)
        text = shown(f"{number:,} error{'s' * (number != 1)}", "bold") + shown(f" of {kinds} kind{'s' * (kinds != 1)}")
        if summary.risky:
            text += shown(f"; {summary.risky:,} may have executed: look before you act", "bold red")
        return text

    def _groups(self, groups: Sequence[Group], span: tuple[float, float] | None) -> RenderableType:
        if self.is_narrow:
            each = zip(groups, places(groups), strict=True)
            return Lines(*(self._group_lines(group, place, span) for group, place in each))
        wide = self.width >= _WIDE
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        table.add_column("Count", justify="right")
        for name in ("Venue", "Code", "Executed?", "Next step"):
            table.add_column(name, overflow="fold")
        # One above the other, they leave room for the names of errors.
        seen = ("First", "Last") if wide else ("Seen",)
        for name in seen:
            table.add_column(name, no_wrap=True)
        if wide:
            table.add_column("Over time", no_wrap=True)
        for group, place in zip(groups, places(groups), strict=True):
            finding = group.example
            cells: list[RenderableType] = [
                shown(f"{group.number:,}", "bold"),
                shown(place),
                self._name(group),
                self._outcome_of(group),
                shown(self.taxonomy.retries[finding.retry] if finding.retry else ""),
            ]
            times = list(dict.fromkeys((_clock(group.first, span), _clock(group.last, span))))
            if len(seen) == 1:
                cells.append(Lines(*(shown(time, "dim") for time in times)))
            else:
                cells += (shown(times[0], "dim"), shown(times[-1], "dim"))
            table.add_row(*cells, *([shown(sparkline([group], span, _SPARK_WIDTH), "cyan")] if wide else []))
        return table

    def _group_lines(self, group: Group, place: str, span: tuple[float, float] | None) -> RenderableType:
        finding = group.example
        head = shown(f"{group.number:,} x ", "bold") + shown(f"{place} ") + self._name(group)
        step = self._outcome_of(group) + shown(f" · {self.taxonomy.retries[finding.retry]}" if finding.retry else "")
        lines: list[RenderableType] = [head, Padding(step, (0, 0, 0, 2))]
        if group.first is not None:
            times = (
                f"{_clock(group.first, span)} to {_clock(group.last, span)} {sparkline([group], span, _SPARK_WIDTH)}"
            )
            lines.append(Padding(shown(times, "dim"), (0, 0, 0, 2)))
        return Lines(*lines)

    def _name(self, group: Group) -> Text:
        finding = group.example
        name = finding.name
        if not name:
            # A bare number tells nobody anything.
            said = finding.message or (finding.entry.meaning if finding.entry else "")
            name = shorten(said, _MAX_SAID, placeholder="…")
        head = shown(finding.code, "bold cyan") + shown(f" {name}" if name and name != finding.code else "")
        return head + shown("" if finding.confidence == "certain" else f" ({finding.confidence})", "yellow")

    def _outcome_of(self, group: Group) -> Text:
        outcome = group.example.outcome or "none"
        return shown(self.taxonomy.outcomes[outcome][0], OUTCOME_STYLES[outcome])

    def _more(self, groups: Sequence[Group], top: int | None) -> None:
        if top is not None and len(groups) > top:
            self.draw(shown(f"  … {len(groups) - top} more; --top shows them", "dim"))


def _clock(moment: float | None, span: tuple[float, float] | None) -> str:
    """Return a time, with its date where the findings are of several days."""
    text = rfc3339(moment) or ""
    days = span is not None and (rfc3339(span[0]) or "")[:10] != (rfc3339(span[1]) or "")[:10]
    return f"{text[5:10]} {text[11:16]}" if days and text else text[11:19]


def _volume(summary: Summary) -> str:
    inputs = f"{summary.inputs} inputs, " if summary.inputs > 1 else ""
    failed = f"; {len(summary.failed)} could not be read to the end" if summary.failed else ""
    return f"Read {inputs}{summary.lines:,} lines, {summary.size / 1e6:,.1f} MB{failed}."
