"""The report of a scan as Markdown, for tickets and chats."""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.sanitise import visible
from errdecode.parse.shown_times import rfc3339
from errdecode.parse.summary import places
from errdecode.render.formats.interface import Presenter, Writer
from errdecode.render.line import conclusion

_ADDRESS = lazy(r"([^\s`|]*@\w[^\s`|]*)")
"""What holds an address of a person, or names one: a renderer looks for those after it took escapes away."""
_ACTIVE = lazy(r"[\\`*\[\]()!|~#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=/)|(?<=/)/|\.(?=[A-Za-z])")
"""What Markdown obeys, and what it makes links of without being asked: addresses of pages."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.parse.summary import Group, Summary
    from errdecode.render.formats.interface import Look, Scan


class Markdown(Presenter):
    """Markdown tables."""

    def writer(self, scan: Scan, look: Look) -> Writer:
        """Return what makes the report."""
        return MarkdownReport(scan, look)


class MarkdownReport(Writer):
    """Makes a report at the end."""

    is_streaming = False
    tells_times = True

    def __init__(self, scan: Scan, look: Look) -> None:
        """Take what is known of the scan."""
        self._scan = scan
        self._look = look

    def report(self, summary: Summary) -> str:
        """Return the report."""
        return _report(summary, self._look.catalogs.taxonomy(), self._scan.top, self._scan.shown_zone)


def _report(summary: Summary, taxonomy: Taxonomy, top: int | None, zone: tzinfo | None) -> str:
    """Return what was found as Markdown tables.

    Args:
        summary: what was found.
        taxonomy: titles of outcomes and retries.
        top: how many codes to show; None: all.
        zone: in which to show times; None: local time.
    """
    number, kinds = summary.number, len(summary.groups)
    what = f"{number} error{'s' * (number != 1)} of {kinds} kind{'s' * (kinds != 1)}"
    lines = [f"{what} in {summary.lines} line{'s' * (summary.lines != 1)}.", ""]
    known = summary.ranked()[:top]
    if known:
        lines += [
            "| venue | code | count | executed? | next step | first | last | meaning |",
            "|---|---|--:|---|---|---|---|---|",
        ]
        venues = places(group.example for group in known)
        lines += [_row(group, venue, taxonomy, zone) for group, venue in zip(known, venues, strict=True)]
    unknown = summary.unknown()[:top]
    if unknown:
        lines += ["", "In no catalogue:", "", "| venue | code | count | message |", "|---|---|--:|---|"]
        for group in unknown:
            finding = group.example
            cells = (finding.venue or "?", finding.code, str(group.number), finding.message or "")
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines) + "\n"


def _row(group: Group, place: str, taxonomy: Taxonomy, zone: tzinfo | None) -> str:
    finding = group.example
    outcome, retry = conclusion(finding)
    name = f" {finding.name}" if finding.name and finding.name != finding.code else ""
    cells = (
        place,
        f"{finding.code}{name}",
        str(group.number),
        taxonomy.outcomes[outcome][0] if outcome else "",
        taxonomy.retries[retry] if retry else "",
        rfc3339(group.first, zone) or "",
        rfc3339(group.last, zone) or "",
        finding.entry.meaning if finding.entry else "",
    )
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Return a text that stays in its cell and is taken for nothing but text: no link, image, emphasis or HTML."""
    parts = _ADDRESS.split(visible(text))
    # A piece of code is the one place where no renderer looks for addresses.
    return "".join(f"`{part}`" if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;")
