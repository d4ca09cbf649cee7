"""Panels and tables for people. The only module that imports Rich.

Every text goes through `_text`: made visible, and wrapped so that Rich takes
neither markup nor emoji names from it.
"""

from __future__ import annotations

import json

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from errdecode.core.sanitise import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, TextIO

    from rich.console import RenderableType

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.model import Entry, Finding, Lookup, Near, Venue

NARROW = 64
"""Below this width labels stand above their text, and tables become lists."""

_MAX_REQUEST_LINES = 14
_READING_WIDTH = 30
_STEP_WIDTH = 18
"""Columns of a table of readings: what it is, and what to do."""
_OUTCOME_STYLES = {
    "rejected": "green", "unknown": "bold red", "accepted": "bold yellow", "partial": "bold red",
    "ended": "yellow", "done": "yellow", "none": "dim",
}  # fmt: skip
_CONFIDENCE_STYLES = {"certain": "green", "likely": "green", "ambiguous": "yellow", "unknown": "red"}

Section = tuple[str, "RenderableType"]


def _text(value: object, style: str = "") -> Text:
    return Text(visible(str(value)), style=style, overflow="fold")


class TerminalRenderer:
    """Draws answers on a console."""

    def __init__(self, stream: TextIO, taxonomy: Taxonomy, *, width: int, color: bool) -> None:
        """Take the terminal as it is.

        Args:
            stream: where to write.
            taxonomy: titles of outcomes, retries and faults.
            width: columns.
            color: whether escape sequences are wanted.
        """
        self._taxonomy = taxonomy
        self._narrow = width < NARROW
        self._console = Console(
            file=stream, width=width, no_color=not color, force_terminal=color, color_system="256" if color else None,
            highlight=False, markup=False, emoji=False, legacy_windows=False,
        )  # fmt: skip

    def lookups(self, lookups: Iterable[Lookup]) -> None:
        """Draw answers to codes: one reading as a panel, several as a table."""
        for answer in lookups:
            if len(answer.entries) == 1:
                self._print(self._entry_panel(answer.entries[0]))
            elif answer.entries:
                title = f"{answer.query}: {len(answer.entries)} readings"
                self._print(self._readings(title, [(entry, ()) for entry in answer.entries]))
                first = answer.entries[0]
                self._print(_text(f"One of them in full: errdecode {first.venue}:{first.code}", "dim"))
            else:
                self._print(_text(f"{answer.query}: in no catalogue.", "bold"))
            self._near(answer.near)

    def findings(self, findings: Sequence[Finding]) -> None:
        """Draw what was found in a payload."""
        for finding in findings:
            if finding.entry is None:
                self._unknown(finding)
            elif finding.confidence == "ambiguous" and finding.alternatives:
                readings = [(finding.entry, finding.evidence), *((o.entry, o.evidence) for o in finding.alternatives)]
                self._print(self._readings(f"{finding.code}: {len(readings)} readings", readings))
                self._print(_text("Nothing in the input tells them apart; name the venue with -V.", "dim"))
                self._input(finding)
            else:
                self._print(self._finding_panel(finding, finding.entry))
                self._also(finding)

    def entries(self, entries: Iterable[Entry], title: str) -> None:
        """Draw entries as a table."""
        self._print(self._readings(title, [(entry, ()) for entry in entries]))

    def venues(self, venues: Iterable[Venue]) -> None:
        """Draw venues with their namespaces."""
        table = Table(box=None, pad_edge=False, show_header=not self._narrow, header_style="bold")
        for name in (
            ("Venue", "Name", "Namespaces") if self._narrow else ("Venue", "Name", "Namespaces", "Status", "From")
        ):
            table.add_column(name, overflow="fold")
        for venue in venues:
            spaces = Text(", ").join(
                _text(f"{space.id}") + Text(f" {space.size}", style="dim") for space in venue.namespaces
            )
            cells: list[RenderableType] = [_text(venue.id, "bold cyan"), _text(venue.name), spaces]
            if not self._narrow:
                origin = venue.origin if venue.origin == "shipped" else f"{venue.origin}: {venue.path}"
                cells += [_text(venue.status, "dim" if venue.status != "live" else ""), _text(origin, "dim")]
            table.add_row(*cells)
        self._print(table)

    def _print(self, renderable: RenderableType) -> None:
        self._console.print(renderable)

    # --- one reading ------------------------------------------------------

    def _entry_panel(self, entry: Entry) -> Panel:
        sections = [
            self._what(entry),
            self._executed(entry.outcome),
            self._next(entry, entry.retry, entry.wait_s),
            *self._why(entry),
            *self._fields(entry),
            *self._see_also(entry),
            self._source(entry),
        ]
        return self._panel(entry, sections)

    def _finding_panel(self, finding: Finding, entry: Entry) -> Panel:
        sections = [
            self._what(entry, finding.message),
            self._executed(finding.outcome or entry.outcome, finding.note),
            self._next(entry, finding.retry or entry.retry, finding.wait_s),
            *self._why(entry),
            *self._request(finding),
            self._source(entry),
            self._evidence(finding),
        ]
        return self._panel(entry, sections)

    def _panel(self, entry: Entry, sections: Sequence[Section]) -> Panel:
        title = _text(entry.code, "bold cyan")
        if entry.name and entry.name != entry.code:
            title += Text(" ") + _text(entry.name, "bold")
        subtitle = _text(f"{entry.venue_name} · {entry.namespace}", "dim")
        body: list[RenderableType] = []
        if self._narrow:
            for label, content in sections:
                body += [_text(label, "bold"), Padding(content, (0, 0, 0, 2))]
        else:
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column(width=max(len(label) for label, _ in sections), style="bold")
            grid.add_column(ratio=1)
            for label, content in sections:
                grid.add_row(_text(label), content)
            body.append(grid)
        return Panel(
            Group(*body), title=title, title_align="left", subtitle=subtitle, subtitle_align="right",
            border_style=_OUTCOME_STYLES[entry.outcome].replace("bold ", ""), padding=(0, 1),
        )  # fmt: skip

    def _what(self, entry: Entry, observed: str | None = None) -> Section:
        lines: list[RenderableType] = [_text(entry.meaning)]
        if observed:
            lines.append(_text(f"The venue wrote: {observed}", "dim"))
        elif entry.message:
            lines.append(_text(f"The venue's words: {entry.message}", "dim"))
        if entry.status != "documented":
            lines.append(_text(f"This code is {entry.status}, not in the venue's current table.", "yellow"))
        return "What it is", Group(*lines)

    def _executed(self, outcome: str, note: str | None = None) -> Section:
        answer = _text(self._taxonomy.outcomes[outcome][1], _OUTCOME_STYLES[outcome])
        return "Executed?", Group(answer, _text(note, "dim")) if note else answer

    def _next(self, entry: Entry, retry: str, wait_s: int | None) -> Section:
        head = self._taxonomy.retries[retry]
        wait = f" ({wait_s} s)" if wait_s else ""
        lines: list[RenderableType] = [_text(f"{head}{wait}", "bold")]
        steps = Table.grid(padding=(0, 1, 0, 0))
        for number, action in enumerate(entry.actions, start=1):
            steps.add_row(_text(f"{number}.", "cyan"), _text(action))
        lines.append(steps)
        if "actions" in entry.inherited:
            category = self._taxonomy.categories[entry.category].title
            lines.append(_text(f"Advice for everything of the kind “{category}”.", "dim"))
        return "What to do", Group(*lines)

    def _why(self, entry: Entry) -> list[Section]:
        causes = Table.grid(padding=(0, 1, 0, 0))
        for cause in entry.causes:
            causes.add_row(_text("·", "cyan"), _text(cause))
        return [("Why", causes)] if entry.causes else []

    def _fields(self, entry: Entry) -> list[Section]:
        return [("Look at", _text(", ".join(entry.fields)))] if entry.fields else []

    def _see_also(self, entry: Entry) -> list[Section]:
        return [("See also", _text(", ".join(entry.see_also)))] if entry.see_also else []

    def _request(self, finding: Finding) -> list[Section]:
        sections: list[Section] = []
        if finding.parameters:
            pairs = ", ".join(f"{name} = {value}" for name, value in finding.parameters.items())
            sections.append(("It says", _text(pairs)))
        if finding.fields:
            lines = [
                _text(f"{path} = {json.dumps(value, ensure_ascii=False)}", "yellow") for path, value in finding.fields
            ]
            sections.append(("At fault?", Group(*lines)))
        if finding.request is not None:
            lines = [_text(line, "dim") for line in _request_lines(finding.request)]
            sections.append(("The request", Group(*lines)))
        return sections

    def _source(self, entry: Entry) -> Section:
        source = entry.source
        lines = [_text(source.title, "dim")]
        if source.url:
            lines.append(_text(source.url, "dim"))
        if source.read:
            lines.append(_text(f"read {source.read}", "dim"))
        return "Source", Group(*lines)

    def _evidence(self, finding: Finding) -> Section:
        style = _CONFIDENCE_STYLES[finding.confidence]
        reasons = "; ".join(finding.evidence) or "the code alone"
        return "How sure", _text(finding.confidence, style) + _text(f": {reasons}", "dim")

    # --- several readings ---------------------------------------------------

    def _readings(self, title: str, readings: Sequence[tuple[Entry, Sequence[str]]]) -> RenderableType:
        if self._narrow:
            return Group(_text(title, "bold"), *(self._item(entry, evidence) for entry, evidence in readings))
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 1, 0))
        table.add_column(overflow="fold", max_width=_READING_WIDTH)
        table.add_column(overflow="fold", ratio=1)
        table.add_column(overflow="fold", max_width=_STEP_WIDTH)
        for entry, evidence in readings:
            meaning: list[RenderableType] = [_text(entry.meaning)]
            if evidence:
                meaning.append(_text("; ".join(evidence), "dim"))
            table.add_row(
                Group(self._code(entry), _text(f"{entry.venue} {entry.namespace}", "dim")),
                Group(*meaning),
                Group(self._outcome(entry), _text(self._taxonomy.retries[entry.retry])),
            )
        return Group(_text(title, "bold"), table)

    def _code(self, entry: Entry) -> Text:
        name = entry.name if entry.name != entry.code else None
        return _text(entry.code, "bold cyan") + (Text(" ") + _text(name) if name else Text())

    def _outcome(self, entry: Entry) -> Text:
        return _text(self._taxonomy.outcomes[entry.outcome][0], _OUTCOME_STYLES[entry.outcome])

    def _item(self, entry: Entry, evidence: Sequence[str]) -> RenderableType:
        head = self._code(entry) + _text(f" {entry.venue} {entry.namespace}", "dim")
        step = self._outcome(entry) + _text(f" · {self._taxonomy.retries[entry.retry]}")
        lines: list[RenderableType] = [head, Padding(_text(entry.meaning), (0, 0, 0, 2)), Padding(step, (0, 0, 0, 2))]
        if evidence:
            lines.append(Padding(_text("; ".join(evidence), "dim"), (0, 0, 0, 2)))
        return Group(*lines)

    def _unknown(self, finding: Finding) -> None:
        venue = f" of {finding.venue}" if finding.venue else ""
        self._print(_text(f"{finding.code}: an error{venue} that no catalogue holds.", "bold red"))
        if finding.alternatives:
            others = ", ".join(f"{o.venue}:{o.code}{f' {o.name}' if o.name else ''}" for o in finding.alternatives)
            self._print(_text(f"Elsewhere the code exists: {others}", "dim"))
        self._input(finding)
        self._near(finding.near)

    def _input(self, finding: Finding) -> None:
        if finding.message:
            self._print(_text(f"It says: {finding.message}"))
        if finding.request is not None:
            for line in _request_lines(finding.request):
                self._print(_text(line, "dim"))

    def _also(self, finding: Finding) -> None:
        if finding.alternatives:
            others = ", ".join(f"{o.venue}:{o.code}{f' {o.name}' if o.name else ''}" for o in finding.alternatives)
            self._print(_text(f"Less likely: {others}", "dim"))

    def _near(self, near: Sequence[Near]) -> None:
        if near:
            self._print(_text("Near:", "bold"))
            for each in near:
                name = f" {each.name}" if each.name else ""
                line = _text(f"  {each.venue}:{each.code}{name}", "cyan") + _text(f" ({each.why})", "dim")
                self._print(line)


def _request_lines(request: Any) -> list[str]:
    text = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False, indent=2)
    lines = text.splitlines()
    if len(lines) <= _MAX_REQUEST_LINES:
        return lines
    return [*lines[: _MAX_REQUEST_LINES - 1], f"… {len(lines) - _MAX_REQUEST_LINES + 1} more lines"]
