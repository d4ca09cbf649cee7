"""One line an answer, or an error."""

from __future__ import annotations

from errdecode.render.formats.interface import Presenter
from errdecode.render.formats.rows import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.render.formats.interface import Answer, Look, Scan, Writer


class Brief(Presenter):
    """One line an answer; of a list, the rows, which are no longer."""

    def answer(self, answer: Answer, look: Look) -> Iterable[str]:
        """Return the lines."""
        if answer.brief is None:
            return Rows().answer(answer, look)
        from errdecode.render.brief import BriefRenderer  # noqa: PLC0415  # a scan does not pay for it

        renderer = BriefRenderer(look.catalogs.taxonomy(), look.screen.line_width, color=look.is_colored)
        return (f"{line}\n" for line in answer.brief(renderer))

    def writer(self, scan: Scan, look: Look) -> Writer:
        """Return what makes a line of each error."""
        from errdecode.render.live import BriefWriter  # noqa: PLC0415  # an answer does not pay for it

        return BriefWriter(
            look.catalogs.taxonomy(), color=look.is_colored, width=look.screen.line_width, zone=scan.zone,
            sources=scan.sources,
        )  # fmt: skip
