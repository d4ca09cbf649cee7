"""One error on a card: whether it executed, what to do, then why."""

from __future__ import annotations

import json

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from errdecode.render.outcomes import CAUTION, STYLES
from errdecode.render.terminal.base import shown, title_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from rich.console import RenderableType

    from errdecode.model import Entry, Finding
    from errdecode.render.terminal.base import Canvas

    Section = tuple[str, RenderableType]

_MAX_REQUEST_LINES = 14
_CONFIDENCE_STYLES = {"certain": "green", "likely": "green", "ambiguous": CAUTION, "unknown": "red"}


def draw_entry(canvas: Canvas, entry: Entry, spaces: Sequence[str]) -> None:
    """Draw what a code means, and in which namespaces it does."""
    answer = _answer(canvas, entry, entry.outcome, entry.retry, wait_s=entry.wait_s)
    sections = [*_meaning(entry), *_resend(canvas, entry, entry.retry), *_why(entry), *_hints(entry)]
    canvas.draw(_card(canvas, entry, entry.outcome, answer, sections, spaces=spaces))
    _draw_source(canvas, entry)


def draw_finding(canvas: Canvas, finding: Finding, entry: Entry) -> None:
    """Draw what was found in an input."""
    outcome, retry = finding.outcome or entry.outcome, finding.retry or entry.retry
    answer = _answer(canvas, entry, outcome, retry, wait_s=finding.wait_s, note=finding.note)
    sections = [
        *_order(finding),
        *_asked(finding),
        *_meaning(entry, finding.message),
        *_resend(canvas, entry, retry),
        *_why(entry),
        *_request(finding),
        _evidence(finding),
    ]
    canvas.draw(_card(canvas, entry, outcome, answer, sections, spaces=(entry.namespace,)))
    _draw_source(canvas, entry)


def _card(
    canvas: Canvas,
    entry: Entry,
    outcome: str,
    answer: Iterable[RenderableType],
    sections: Sequence[Section],
    *,
    spaces: Sequence[str],
) -> Panel:
    body: list[RenderableType] = [*answer, Text("")]
    if canvas.is_narrow:
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
        Group(*body), title=title_of(entry), title_align="left",
        subtitle=shown(f"{entry.venue_name} · {', '.join(spaces)}", "dim"), subtitle_align="right",
        border_style=STYLES[outcome].replace("bold ", ""), padding=(0, 1),
    )  # fmt: skip


def _answer(
    canvas: Canvas, entry: Entry, outcome: str, retry: str, *, wait_s: int | None, note: str | None = None
) -> Iterator[RenderableType]:
    """Yield the verdict, then what to do."""
    yield canvas.verdict(outcome, retry, wait_s)
    yield shown(canvas.taxonomy.outcomes[outcome][1], STYLES[outcome])
    if note:
        yield shown(note)
    steps = Table.grid(padding=(0, 1, 0, 0))
    # What only reads needs none of the care that the entry asks for.
    actions = () if outcome == "none" != entry.outcome else entry.actions
    for number, action in enumerate(actions, start=1):
        steps.add_row(shown(f"{number}.", "cyan"), shown(action))
    yield steps
    if actions and "actions" in entry.inherited:
        category = canvas.taxonomy.categories[entry.category].title
        yield shown(f"Advice for everything of the kind “{category}”.", "dim")


def _order(finding: Finding) -> Iterator[Section]:
    """Say which order it is about, where the text shows it."""
    ids = (("order id", finding.order_id), ("client id", finding.client_id))
    said = [part for part in (finding.side, finding.symbol) if part]
    said += [f"{title} {value}" for title, value in ids if value]
    if said:
        yield "Order", shown(", ".join(said))


def _meaning(entry: Entry, observed: str | None = None) -> Iterator[Section]:
    yield "Meaning", shown(entry.meaning)
    if observed:
        yield "It says", shown(observed, "dim")
    elif entry.message:
        yield "In words", shown(entry.message, "dim")
    if entry.status != "documented":
        yield "Status", shown(f"This code is {entry.status}, not in the venue's current table.", CAUTION)


def _resend(canvas: Canvas, entry: Entry, retry: str) -> Iterator[Section]:
    """Say what a second order under the same client id does, where that is the temptation."""
    venue = canvas.venues.get(entry.venue)
    if retry == "reconcile_first" and venue is not None and venue.resend not in {None, "not_applicable"}:
        lines = [shown(canvas.taxonomy.resends[venue.resend or "unknown"], CAUTION)]
        if venue.resend_note:
            lines.append(shown(venue.resend_note, "dim"))
        yield "Same id?", Group(*lines)


def _why(entry: Entry) -> Iterator[Section]:
    if entry.causes:
        causes = Table.grid(padding=(0, 1, 0, 0))
        for cause in entry.causes:
            causes.add_row(shown("·", "cyan"), shown(cause, "dim"))
        yield "Why", causes


def _hints(entry: Entry) -> Iterator[Section]:
    if entry.fields:
        yield "Look at", shown(", ".join(entry.fields))
    if entry.see_also:
        yield "See also", shown(", ".join(entry.see_also))


def _asked(finding: Finding) -> Iterator[Section]:
    if finding.parameters:
        pairs = ", ".join(f"{name} = {value}" for name, value in finding.parameters.items())
        yield "Values", shown(pairs)
    if finding.fields:
        values = (f"{path} = {json.dumps(value, ensure_ascii=False)}" for path, value in finding.fields)
        yield "At fault?", Group(*(shown(value, CAUTION) for value in values))


def _request(finding: Finding) -> Iterator[Section]:
    if finding.request is not None:
        yield "Request", Group(*(shown(line, "dim") for line in request_lines(finding.request)))


def _evidence(finding: Finding) -> Section:
    style = _CONFIDENCE_STYLES[finding.confidence]
    reasons = "; ".join(finding.evidence) or "the code alone"
    return "How sure", shown(finding.confidence, style) + shown(f": {reasons}", "dim")


def _draw_source(canvas: Canvas, entry: Entry) -> None:
    source = entry.source
    read = f", read {source.read}" if source.read else ""
    canvas.draw(shown(f"{source.title}{read}", "dim"))
    if source.url:
        canvas.draw_address(source.url)


def request_lines(request: Any) -> list[str]:
    """Return a request as lines, a long one cut."""
    text = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False, indent=2)
    lines = text.splitlines()
    if len(lines) <= _MAX_REQUEST_LINES:
        return lines
    return [*lines[: _MAX_REQUEST_LINES - 1], f"… {len(lines) - _MAX_REQUEST_LINES + 1} more lines"]
