"""Panels and tables for people. The only module that imports Rich.

Every text goes through `shown`: made visible, and wrapped so that Rich takes
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
OUTCOME_STYLES = {
    "rejected": "green", "unknown": "bold red", "accepted": "bold yellow", "partial": "bold red",
    "ended": "yellow", "done": "yellow", "none": "dim",
}  # fmt: skip
_CONFIDENCE_STYLES = {"certain": "green", "likely": "green", "ambiguous": "yellow", "unknown": "red"}

Section = tuple[str, "RenderableType"]


def shown(value: object, style: str = "") -> Text:
    """Return a text that Rich and the terminal show as it is."""
    return Text(visible(str(value)), style=style, overflow="fold")


class TerminalRenderer:
    """Draws answers on a console."""

    def __init__(
        self, stream: TextIO, taxonomy: Taxonomy, *, width: int, color: bool, venues: Iterable[Venue] = ()
    ) -> None:
        """Take the terminal as it is.

        Args:
            stream: where to write.
            taxonomy: titles of outcomes, retries and faults.
            width: columns.
            color: whether escape sequences are wanted.
            venues: what is known of each venue as a whole.
        """
        self._venues = {venue.id: venue for venue in venues}
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
                if query := _query_for_first(answer.entries):
                    self._print(shown(f"One of them in full: errdecode {query}", "dim"))
            else:
                self._print(shown(f"{answer.query}: in no catalogue.", "bold"))
            self._near(answer.near)

    def findings(self, findings: Sequence[Finding]) -> None:
        """Draw what was found in a payload."""
        for finding in findings:
            if finding.entry is None:
                self._unknown(finding)
            elif finding.confidence == "ambiguous" and finding.alternatives:
                readings = [(finding.entry, finding.evidence), *((o.entry, o.evidence) for o in finding.alternatives)]
                self._print(self._readings(f"{finding.code}: {len(readings)} readings", readings))
                several = len({entry.venue for entry, _ in readings}) > 1
                remedy = "; name the venue with -V." if several else "."
                self._print(shown(f"Nothing in the input tells them apart{remedy}", "dim"))
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
                shown(f"{space.id}") + Text(f" {space.size}", style="dim") for space in venue.namespaces
            )
            cells: list[RenderableType] = [shown(venue.id, "bold cyan"), shown(venue.name), spaces]
            if not self._narrow:
                origin = venue.origin if venue.origin == "shipped" else f"{venue.origin}: {venue.path}"
                cells += [shown(venue.status, "dim" if venue.status != "live" else ""), shown(origin, "dim")]
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
            *self._resend(entry, entry.retry),
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
            *self._resend(entry, finding.retry or entry.retry),
            *self._why(entry),
            *self._request(finding),
            self._source(entry),
            self._evidence(finding),
        ]
        return self._panel(entry, sections)

    def _panel(self, entry: Entry, sections: Sequence[Section]) -> Panel:
        title = shown(entry.code, "bold cyan")
        if entry.name and entry.name != entry.code:
            title += Text(" ") + shown(entry.name, "bold")
        subtitle = shown(f"{entry.venue_name} · {entry.namespace}", "dim")
        body: list[RenderableType] = []
        if self._narrow:
            for label, content in sections:
                body += [shown(label, "bold"), Padding(content, (0, 0, 0, 2))]
        else:
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column(width=max(len(label) for label, _ in sections), style="bold")
            grid.add_column(ratio=1)
            for label, content in sections:
                grid.add_row(shown(label), content)
            body.append(grid)
        return Panel(
            Group(*body), title=title, title_align="left", subtitle=subtitle, subtitle_align="right",
            border_style=OUTCOME_STYLES[entry.outcome].replace("bold ", ""), padding=(0, 1),
        )  # fmt: skip

    def _what(self, entry: Entry, observed: str | None = None) -> Section:
        lines: list[RenderableType] = [shown(entry.meaning)]
        if observed:
            lines.append(shown(f"The venue wrote: {observed}", "dim"))
        elif entry.message:
            lines.append(shown(f"The venue's words: {entry.message}", "dim"))
        if entry.status != "documented":
            lines.append(shown(f"This code is {entry.status}, not in the venue's current table.", "yellow"))
        return "What it is", Group(*lines)

    def _executed(self, outcome: str, note: str | None = None) -> Section:
        answer = shown(self._taxonomy.outcomes[outcome][1], OUTCOME_STYLES[outcome])
        return "Executed?", Group(answer, shown(note, "dim")) if note else answer

    def _next(self, entry: Entry, retry: str, wait_s: int | None) -> Section:
        head = self._taxonomy.retries[retry]
        wait = f" ({wait_s} s)" if wait_s else ""
        lines: list[RenderableType] = [shown(f"{head}{wait}", "bold")]
        steps = Table.grid(padding=(0, 1, 0, 0))
        for number, action in enumerate(entry.actions, start=1):
            steps.add_row(shown(f"{number}.", "cyan"), shown(action))
        lines.append(steps)
        if "actions" in entry.inherited:
            category = self._taxonomy.categories[entry.category].title
            lines.append(shown(f"Advice for everything of the kind “{category}”.", "dim"))
        return "What to do", Group(*lines)

    def _resend(self, entry: Entry, retry: str) -> list[Section]:
        """Say what a second order under the same client id does, where that is the temptation."""
        venue = self._venues.get(entry.venue)
        if retry != "reconcile_first" or venue is None or venue.resend in {None, "not_applicable"}:
            return []
        lines = [shown(self._taxonomy.resends[venue.resend or "unknown"], "yellow")]
        if venue.resend_note:
            lines.append(shown(venue.resend_note, "dim"))
        return [("Same id?", Group(*lines))]

    def _why(self, entry: Entry) -> list[Section]:
        causes = Table.grid(padding=(0, 1, 0, 0))
        for cause in entry.causes:
            causes.add_row(shown("·", "cyan"), shown(cause))
        return [("Why", causes)] if entry.causes else []

    def _fields(self, entry: Entry) -> list[Section]:
        return [("Look at", shown(", ".join(entry.fields)))] if entry.fields else []

    def _see_also(self, entry: Entry) -> list[Section]:
        return [("See also", shown(", ".join(entry.see_also)))] if entry.see_also else []

    def _request(self, finding: Finding) -> list[Section]:
        sections: list[Section] = []
        if finding.parameters:
            pairs = ", ".join(f"{name} = {value}" for name, value in finding.parameters.items())
            sections.append(("It says", shown(pairs)))
        if finding.fields:
            lines = [
                shown(f"{path} = {json.dumps(value, ensure_ascii=False)}", "yellow") for path, value in finding.fields
            ]
            sections.append(("At fault?", Group(*lines)))
        if finding.request is not None:
            lines = [shown(line, "dim") for line in _request_lines(finding.request)]
            sections.append(("The request", Group(*lines)))
        return sections

    def _source(self, entry: Entry) -> Section:
        source = entry.source
        lines = [shown(source.title, "dim")]
        if source.url:
            lines.append(shown(source.url, "dim"))
        if source.read:
            lines.append(shown(f"read {source.read}", "dim"))
        return "Source", Group(*lines)

    def _evidence(self, finding: Finding) -> Section:
        style = _CONFIDENCE_STYLES[finding.confidence]
        reasons = "; ".join(finding.evidence) or "the code alone"
        return "How sure", shown(finding.confidence, style) + shown(f": {reasons}", "dim")

    # --- several readings ---------------------------------------------------

    def _readings(self, title: str, readings: Sequence[tuple[Entry, Sequence[str]]]) -> RenderableType:
        if self._narrow:
            return Group(shown(title, "bold"), *(self._item(entry, evidence) for entry, evidence in readings))
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 1, 0))
        table.add_column(overflow="fold", max_width=_READING_WIDTH)
        table.add_column(overflow="fold", ratio=1)
        table.add_column(overflow="fold", max_width=_STEP_WIDTH)
        for entry, evidence in readings:
            meaning: list[RenderableType] = [shown(entry.meaning)]
            if evidence:
                meaning.append(shown("; ".join(evidence), "dim"))
            table.add_row(
                Group(self._code(entry), shown(f"{entry.venue} {entry.namespace}", "dim")),
                Group(*meaning),
                Group(self._outcome(entry), shown(self._taxonomy.retries[entry.retry])),
            )
        return Group(shown(title, "bold"), table)

    def _code(self, entry: Entry) -> Text:
        name = entry.name if entry.name != entry.code else None
        return shown(entry.code, "bold cyan") + (Text(" ") + shown(name) if name else Text())

    def _outcome(self, entry: Entry) -> Text:
        return shown(self._taxonomy.outcomes[entry.outcome][0], OUTCOME_STYLES[entry.outcome])

    def _item(self, entry: Entry, evidence: Sequence[str]) -> RenderableType:
        head = self._code(entry) + shown(f" {entry.venue} {entry.namespace}", "dim")
        step = self._outcome(entry) + shown(f" · {self._taxonomy.retries[entry.retry]}")
        lines: list[RenderableType] = [head, Padding(shown(entry.meaning), (0, 0, 0, 2)), Padding(step, (0, 0, 0, 2))]
        if evidence:
            lines.append(Padding(shown("; ".join(evidence), "dim"), (0, 0, 0, 2)))
        return Group(*lines)

    def _unknown(self, finding: Finding) -> None:
        venue = f" of {finding.venue}" if finding.venue else ""
        self._print(shown(f"{finding.code}: an error{venue} that no catalogue holds.", "bold red"))
        if finding.alternatives:
            others = ", ".join(f"{o.venue}:{o.code}{f' {o.name}' if o.name else ''}" for o in finding.alternatives)
            self._print(shown(f"Elsewhere the code exists: {others}", "dim"))
        self._input(finding)
        self._near(finding.near)

    def _input(self, finding: Finding) -> None:
        if finding.message:
            self._print(shown(f"It says: {finding.message}"))
        if finding.request is not None:
            for line in _request_lines(finding.request):
                self._print(shown(line, "dim"))

    def _also(self, finding: Finding) -> None:
        if finding.alternatives:
            others = ", ".join(f"{o.venue}:{o.code}{f' {o.name}' if o.name else ''}" for o in finding.alternatives)
            self._print(shown(f"Less likely: {others}", "dim"))

    def _near(self, near: Sequence[Near]) -> None:
        if near:
            self._print(shown("Near:", "bold"))
            # Two namespaces of a venue may look alike.
            for venue, code, name, why in dict.fromkeys((each.venue, each.code, each.name, each.why) for each in near):
                what = f"{venue}:{code}{f' {name}' if name else ''}"
                self._print(shown(f"  {what}", "cyan") + shown(f" ({why})", "dim"))


def _query_for_first(entries: Sequence[Entry]) -> str | None:
    """Return the shortest query that leads to the first entry alone, None where there is none."""

    def queries(entry: Entry) -> tuple[str, ...]:
        named = (f"{entry.venue}:{entry.namespace}:{entry.name}",) if entry.name else ()
        return (f"{entry.venue}:{entry.code}", entry.id, *named)

    taken = {query for entry in entries[1:] for query in queries(entry)}
    query = next((query for query in queries(entries[0]) if query not in taken), None)
    return f"'{query}'" if query and " " in query else query


def _request_lines(request: Any) -> list[str]:
    text = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False, indent=2)
    lines = text.splitlines()
    if len(lines) <= _MAX_REQUEST_LINES:
        return lines
    return [*lines[: _MAX_REQUEST_LINES - 1], f"… {len(lines) - _MAX_REQUEST_LINES + 1} more lines"]
