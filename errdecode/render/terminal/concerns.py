"""The list that is worked through one by one: each case in which an order may have been executed."""

from __future__ import annotations

from rich.padding import Padding

from errdecode.model import RISKY
from errdecode.parse.shown_times import rfc3339
from errdecode.parse.summary import places
from errdecode.render.outcomes import MARK
from errdecode.render.terminal.base import Canvas, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.parse.summary import Concern, Summary

_MOST = 20
"""Cases that are listed unless more are asked for."""


def draw_concerns(canvas: Canvas, summary: Summary, top: int | None, zone: tzinfo | None) -> None:
    """Draw where each case stands, which order it is about, and what to do.

    Args:
        canvas: what is drawn on.
        summary: what was found.
        top: how many cases to list; None: twenty.
        zone: in which to show times; None: local time.
    """
    canvas.draw(shown(f"{MARK}May have executed", "bold red"))
    cases = summary.concerns[: top or _MOST]
    groups = _by_advice(cases, canvas.taxonomy)
    for (action, concerns), place in zip(groups, places(each[0].finding for _, each in groups), strict=True):
        finding = concerns[0].finding
        canvas.draw(shown(f"{place} ") + shown(finding.code, "bold cyan") + shown(f" {finding.name or ''}".rstrip()))
        for line in (*([shown(action, "dim")] if action else []), *(shown(_line(each, zone)) for each in concerns)):
            canvas.draw(Padding(line, (0, 0, 0, 2), expand=False))
    if summary.risky > len(cases):
        canvas.draw(shown(f"  … {summary.risky - len(cases):,} more; --top lists them, -f ndjson has all", "dim"))


def _by_advice(cases: list[Concern], taxonomy: Taxonomy) -> list[tuple[str, list[Concern]]]:
    """Return what to do and the cases in which it is, in their order, those of one code together."""
    groups: dict[tuple[str | None, ...], list[Concern]] = {}
    for case in cases:
        finding = case.finding
        # A code of another namespace, and one that its message decides, is another error.
        action = finding.entry.actions[0] if finding.entry and finding.entry.actions else ""
        if finding.outcome not in RISKY:
            # The advice is for a reading that was refused, and it is another one that is feared.
            action = f"{taxonomy.retries[finding.safest[1]]}."
        groups.setdefault((finding.venue, finding.namespace, finding.code, finding.name, action), []).append(case)
    return [(key[-1] or "", concerns) for key, concerns in groups.items()]


def _line(concern: Concern, zone: tzinfo | None) -> str:
    """Return where a case stands, when it was, and which order it is about."""
    finding = concern.finding
    place = f"{finding.source}:{finding.line}" if finding.source else f"line {finding.line}"
    order = " ".join(part for part in (finding.side, finding.symbol) if part)
    ids = [
        f"{title} {value}" for title, value in (("order", finding.order_id), ("client id", finding.client_id)) if value
    ]
    return "  ".join(part for part in (place, rfc3339(concern.moment, zone), order, *ids) if part)
