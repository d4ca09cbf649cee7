"""Plain lines: one reading each, fields separated by tabs."""

from __future__ import annotations

from errdecode.render import plain
from errdecode.render.formats.interface import Presenter, RecordWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.model import Finding
    from errdecode.render.formats.interface import Answer, Look, Scan, Writer


class Rows(Presenter):
    """Plain lines, with the names of their columns where they are asked for."""

    is_bare = True

    def answer(self, answer: Answer, look: Look) -> Iterator[str]:
        """Yield a line for each record."""
        if look.header:
            yield f"{plain.row(*answer.columns)}\n"
        for line in plain.rows(answer.rows(), answer.columns):
            yield f"{line}\n"

    def writer(self, scan: Scan, look: Look) -> Writer:
        """Return what makes a line of each finding."""
        return RowWriter(scan, look)


class RowWriter(RecordWriter):
    """Makes a line of each finding."""

    def __init__(self, scan: Scan, look: Look) -> None:
        """Take the columns, and whether to begin with their names."""
        self._columns = plain.FindingColumns(scan.columns)
        self.head = f"{plain.row(*scan.columns)}\n".encode() if look.header else b""

    def record(self, finding: Finding) -> bytes:
        """Return one line."""
        return "\t".join(self._columns.cells(finding)).encode("utf-8", "backslashreplace")
