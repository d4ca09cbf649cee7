"""Comma-separated values with a header, for spreadsheets."""

from __future__ import annotations

import csv
import io

from errdecode.render import plain
from errdecode.render.formats.interface import Presenter, RecordWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.model import Finding
    from errdecode.render.formats.interface import Look, Scan, Writer

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula."""


class Csv(Presenter):
    """Comma-separated values."""

    def writer(self, scan: Scan, look: Look) -> Writer:  # noqa: ARG002  # the same wherever it is looked at
        """Return what makes a record of each finding."""
        return CsvWriter(scan)


class CsvWriter(RecordWriter):
    """Makes a line of values of each finding."""

    end = b"\r\n"

    def __init__(self, scan: Scan) -> None:
        """Take the columns."""
        self._columns = plain.FindingColumns(scan.columns)
        self.head = (",".join(scan.columns) + "\r\n").encode()

    def record(self, finding: Finding) -> bytes:
        """Return one record."""
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="").writerow([_formula_free(cell) for cell in self._columns.cells(finding)])
        return buffer.getvalue().encode("utf-8", "backslashreplace")


def _formula_free(text: str) -> str:
    """Keep a spreadsheet from running what a log says, as OWASP advises: what begins a formula gets a `'` before it.

    Those are `=`, `+`, `-` and `@`, also full width and behind blanks;
    tabs and ends of lines are blanks already. A number stays a number: `-1021`
    is a code that people filter by.
    """
    begin = text.lstrip()[:1]
    return f"'{text}" if begin and begin in _FORMULA and not _is_number(text) else text


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1)
    return text[:1] in "+-" and digits.isascii() and digits.isdecimal()
