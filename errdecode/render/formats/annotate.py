"""The log as it is, with an indented note under each error."""

from __future__ import annotations

from errdecode.parse.masking import Masker
from errdecode.render.formats.interface import Presenter
from errdecode.render.notes import NoteWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.render.formats.interface import Look, Scan, Writer


class Annotate(Presenter):
    """The log with notes."""

    def writer(self, scan: Scan, look: Look) -> Writer:
        """Return what passes the log through and puts notes into it."""
        return NoteWriter(
            look.catalogs.taxonomy(),
            (lambda raw: raw) if scan.redactor is None else Masker(scan.redactor()).mask,
            context=scan.context,
            safe=not scan.raw,
            color=look.is_colored,
            sources=scan.sources,
        )
