"""For people on a terminal: cards, tables, and the report of a scan."""

from __future__ import annotations

from errdecode.render.formats.brief import Brief
from errdecode.render.formats.interface import Presenter, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.parse.blocks import Block
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner
    from errdecode.parse.summary import Summary
    from errdecode.render.formats.interface import Answer, Look, Scan
    from errdecode.render.terminal.report import ReportRenderer


class Table(Presenter):
    """Cards and tables; of several answers a line each."""

    is_paged = True

    def answer(self, answer: Answer, look: Look) -> Iterable[str]:
        """Return what is drawn."""
        if answer.is_several:
            return Brief().answer(answer, look)
        from errdecode.render.terminal.renderer import TerminalRenderer  # noqa: PLC0415  # Rich, only where it draws

        text, catalogs = look.screen.buffer(), look.catalogs
        answer.draw(
            TerminalRenderer(
                text, catalogs.taxonomy(), width=look.screen.width, color=look.is_colored, venues=catalogs.venues()
            )
        )
        return (text.getvalue(),)

    def writer(self, scan: Scan, look: Look) -> Writer:
        """Return what draws the report; what is watched as it comes is shown as it comes as well."""
        return LiveReport(scan, look) if scan.is_followed or scan.is_fed else Report(scan, look)


class Report(Writer):
    """Draws a report at the end."""

    is_streaming = False
    tells_times = True

    def __init__(self, scan: Scan, look: Look) -> None:
        """Take what is known of the scan."""
        self._scan = scan
        self._look = look

    def prepare(self) -> None:
        """Load Rich."""
        _report_renderer()

    def report(self, summary: Summary) -> str:
        """Return the report."""
        look, text = self._look, self._look.screen.buffer()
        renderer = _report_renderer()(text, look.catalogs.taxonomy(), width=look.screen.columns, color=look.is_colored)
        renderer.report(summary, self._scan.top, self._scan.zone)
        return text.getvalue()


def _report_renderer() -> type[ReportRenderer]:
    """Return what draws reports; with Rich, which only a report pays for."""
    from errdecode.render.terminal.report import ReportRenderer  # noqa: PLC0415  # see above

    return ReportRenderer


class LiveReport(Report):
    """Makes a line of each error that somebody sees come, and draws a report at the end."""

    is_streaming = True

    def __init__(self, scan: Scan, look: Look) -> None:
        """Take what is known of the scan."""
        from errdecode.render.live import BriefWriter  # noqa: PLC0415  # only what is watched pays for it

        super().__init__(scan, look)
        self._lines = BriefWriter(
            look.catalogs.taxonomy(), color=look.is_colored, width=look.screen.line_width or look.screen.columns,
            zone=scan.zone, sources=scan.sources,
        )  # fmt: skip
        self.head = self._lines.head

    def block(self, block: Block, hits: Iterable[Hit], scanner: Scanner) -> bytes:
        """Return the lines of a block; what a pipe holds already is for the report."""
        return self._lines.block(block, hits, scanner) if block.live or self._scan.is_followed else b""
