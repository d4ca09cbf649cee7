"""Plain lines: one reading each, fields separated by tabs."""

from __future__ import annotations

from errdecode.render import plain
from errdecode.render.formats.interface import Presenter, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.model import Finding
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner
    from errdecode.render.formats.interface import Answer, Look, Scan


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


class RowWriter(Writer):
    """Makes a line of each finding."""

    def __init__(self, scan: Scan, look: Look) -> None:
        """Take the columns, and whether to begin with their names."""
        self._columns = plain.FindingColumns(scan.columns)
        self.head = f"{plain.row(*scan.columns)}\n".encode() if look.header else b""

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one line."""
        return scanner.rendered(hit, self._row)

    def _row(self, finding: Finding) -> bytes:
        return ("\t".join(self._columns.cells(finding)) + "\n").encode("utf-8", "backslashreplace")
