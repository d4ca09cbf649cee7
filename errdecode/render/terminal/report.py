"""The report of a scan on a terminal: most dangerous first, then what is unknown, then how much was read."""

from __future__ import annotations

from textwrap import shorten

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from errdecode.parse.shown_times import offset_at, rfc3339
from errdecode.parse.summary import places, sparkline
from errdecode.record import Record
from errdecode.render.line import conclusion
from errdecode.render.outcomes import CAUTION, MARK, STYLES
from errdecode.render.places import Places
from errdecode.render.terminal.base import Canvas, shown
from errdecode.render.terminal.concerns import draw_concerns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from errdecode.parse.summary import Group, Summary

_SPARK_WIDTH = 12
_GAP = 2
_MIN_SAID, _MAX_SAID = 16, 60
"""Columns that a message takes where there is no name; names are never cut."""


_NEEDED = ("Count", "Venue", "Code", "Executed?", "Next step", "Line", "First at")
_LAYOUTS = (
    (*_NEEDED, "First", "Last", "Over time"),
    (*_NEEDED, "First", "Last"),
    (*_NEEDED, "First"),
    _NEEDED,
    ("Count", "Venue", "Code", "Executed, next", "Line", "First at"),
)
"""Columns of the table, the fullest first."""


class _Column(Record):
    """A column of the report, and its cells."""

    title: str
    cells: list[Text]
    right: bool = False

    @property
    def width(self) -> int:
        """Return how wide it is without a line broken."""
        return max(len(self.title), *(max(map(len, cell.plain.split("\n"))) for cell in self.cells))


class ReportRenderer(Canvas):
    """Draws the report of a scan."""

    def report(self, summary: Summary, top: int | None, zone: tzinfo | None = None) -> None:
        """Draw everything that was found.

        Args:
            summary: what was found.
            top: how many codes to show; None: all.
            zone: in which to show times; None: local time.
        """
        known, unknown = summary.ranked(), summary.unknown()
        self._span = summary.span()
        self._zone = zone
        self._is_one = summary.inputs == 1
        self._places = Places([group.place[0] for group in summary.groups.values() if group.place])
        if not summary.groups:
            self.draw(shown("No error found.", "bold") + shown(f" {_volume(summary)}", "dim"))
            return
        self.draw(self._totals(summary))
        if known:
            self.draw(Text(""))
            self._groups(known[:top])
            self._more(known, top)
        if summary.concerns:
            self.draw(Text(""))
            draw_concerns(self, summary, top, zone)
        if unknown:
            self.draw(Text("\nIn no catalogue", style="bold"))
            for group in unknown[:top]:
                finding = group.example
                head = shown(f"{group.number:>5} x {finding.venue or '?'} {finding.code}", "red")
                place = shown(f"  {'line ' if self._is_one else ''}{self._place(group)}", "dim")
                self.draw(head + place + shown(f"  {finding.message}" if finding.message else "", "dim"))
            self._more(unknown, top)
        self.draw(Text(""))
        self.draw(shown(f"{_volume(summary)}{self._zone_said()}", "dim"))

    def _totals(self, summary: Summary) -> Text:
        number, kinds = summary.number, len(summary.groups)
        text = shown(f"{number:,} error{'s' * (number != 1)}", "bold") + shown(f" of {kinds} kind{'s' * (kinds != 1)}")
        if summary.risky:
            text += shown(f"; {summary.risky:,} may have executed: look before you act", "bold red")
        return text

    def _groups(self, groups: Sequence[Group]) -> None:
        """Draw the codes as the fullest table that fits: times give way first, then advice, names never."""
        columns = self._columns(groups)
        code = next(column for column in columns if column.title == "Code")
        for layout in _LAYOUTS:
            # What no finding has, as a time, takes no room.
            chosen = [column for column in columns if column.title in layout and any(column.cells)]
            if sum(column.width + _GAP for column in chosen) - _GAP <= self.width:
                break
        else:
            for row, group in enumerate(groups):
                self._draw_lines(
                    {column.title: column.cells[row] for column in columns} | {"Code": self._name(group, _MAX_SAID)}
                )
            return
        spare = self.width - sum(column.width + _GAP for column in chosen) + _GAP
        if any(cell.plain.endswith("…") for cell in code.cells):
            # What a name does not say, the words of the venue do, as far as there is room.
            code = code.replace(cells=[self._name(group, min(_MIN_SAID + spare, _MAX_SAID)) for group in groups])
            chosen = [code if column.title == "Code" else column for column in chosen]
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, _GAP, 0, 0))
        for column in chosen:
            table.add_column(column.title, justify="right" if column.right else "left", no_wrap=True)
        for cells in zip(*(column.cells for column in chosen), strict=True):
            table.add_row(*cells)
        self.draw(table)

    def _columns(self, groups: Sequence[Group]) -> list[_Column]:
        """Return every column that there is."""
        retries = [conclusion(group.example)[1] for group in groups]
        steps = [self.taxonomy.retries[retry] if retry else "" for retry in retries]
        span = self._span
        spark = [shown(sparkline([group], span, _SPARK_WIDTH), "cyan") for group in groups]
        return [
            _Column("Count", list(map(_count, groups)), right=True),
            _Column("Venue", list(map(shown, places(group.example for group in groups)))),
            _Column("Code", [self._name(group, _MIN_SAID) for group in groups]),
            _Column("Executed?", [self._outcome_of(group) for group in groups]),
            _Column("Next step", list(map(shown, steps))),
            _Column(
                "Executed, next",
                [self._outcome_of(g) + Text(f"\n{step}") for g, step in zip(groups, steps, strict=True)],
            ),
            _Column("Line" if self._is_one else "First at", [shown(self._place(group), "dim") for group in groups]),
            _Column("First", [shown(self._clock(group.first), "dim") for group in groups]),
            _Column("Last", [shown(self._clock(g.last) if g.last != g.first else "", "dim") for g in groups]),
            _Column("Over time", spark),
        ]

    def _draw_lines(self, cells: dict[str, Text]) -> None:
        """Draw a code below the other: where there is no room for a table."""
        place = cells.get("Line") or cells["First at"]
        word = "line " if self._is_one and place.plain else ""
        head = cells["Count"] + shown(" x ", "bold") + cells["Venue"] + shown(" ") + cells["Code"]
        step = cells["Executed?"] + shown(f" · {cells['Next step'].plain}" if cells["Next step"] else "")
        times = " to ".join(dict.fromkeys(filter(None, (cells["First"].plain, cells["Last"].plain))))
        where = "  ".join(filter(None, (f"{word}{place.plain}", times)))
        self.draw(head)
        for line in (step, shown(where, "dim")):
            if line.plain:
                self.draw(Padding(line, (0, 0, 0, 2), expand=False))

    def _name(self, group: Group, room: int) -> Text:
        finding = group.example
        name = finding.name
        if not name:
            # A bare number tells nobody anything.
            said = finding.message or (finding.entry.meaning if finding.entry else "")
            name = shorten(said, room, placeholder="…")
        head = shown(finding.code, "bold cyan") + shown(f" {name}" if name and name != finding.code else "")
        return head + shown("" if finding.confidence == "certain" else f" ({finding.confidence})", CAUTION)

    def _outcome_of(self, group: Group) -> Text:
        outcome = conclusion(group.example)[0] or "none"
        return shown(self.taxonomy.outcomes[outcome][0], STYLES[outcome])

    def _place(self, group: Group) -> str:
        source, line = group.place or ("", 0)
        return str(line) if self._is_one or not source else f"{self._places.label(source)}:{line}"

    def _more(self, groups: Sequence[Group], top: int | None) -> None:
        if top is not None and len(groups) > top:
            self.draw(shown(f"  … {len(groups) - top} more; --top shows them", "dim"))

    def _clock(self, moment: float | None) -> str:
        """Return a time, with its date where the findings are of several days."""
        text = rfc3339(moment, self._zone) or ""
        first, last = (rfc3339(each, self._zone) or "" for each in self._span or (None, None))
        return f"{text[5:10]} {text[11:16]}" if first[:10] != last[:10] and text else text[11:19]

    def _zone_said(self) -> str:
        """Return how far the times are from UTC."""
        if self._span is None:
            return ""
        offsets = dict.fromkeys(offset_at(moment, self._zone) for moment in self._span)
        return f" Times are {' to '.join(offsets)}."


def _count(group: Group) -> Text:
    """Return how many there are; what is dangerous strikes without colour as well."""
    return shown(MARK if group.is_risky else "", "bold red") + shown(f"{group.number:,}", "bold")


def _volume(summary: Summary) -> str:
    inputs = f"{summary.inputs} inputs, " if summary.inputs > 1 else ""
    failed = f"; {len(summary.failed)} could not be read to the end" if summary.failed else ""
    lines = f"{summary.lines:,} line{'s' * (summary.lines != 1)}"
    return f"Read {inputs}{lines}, {_size(summary.size)}{failed}."


def _size(number: int) -> str:
    """Return a number of bytes as a person reads it."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if number >= factor:
            return f"{number / factor:,.1f} {unit}"
    return f"{number} bytes"
