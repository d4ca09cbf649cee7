"""Findings of a log, one after the other: rows, CSV, JSON.

Output of a remembered finding is made once; what differs from line to line is
put into it. That is what keeps a log of nothing but errors as quick as reading
it.
"""

from __future__ import annotations

import csv
import io

from errdecode.core.sanitise import visible
from errdecode.model import Finding
from errdecode.render import plain, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from errdecode.logs.hits import Block, Hit
    from errdecode.logs.scanner import Scanner

COLUMNS = (
    "source", "line", "time", "confidence", "venue", "namespace", "code", "name", "category", "outcome",
    "retry", "wait_s", "message", "meaning", "actions", "evidence", "asked", "order_id", "client_id", "symbol", "side",
)  # fmt: skip

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula."""


class Writer:
    """Makes the output of findings; knows the format, not where it goes."""

    head = b""
    """Before the first finding."""
    tail = b""
    """After the last one."""

    separator = b""
    """Between two findings."""
    in_order = False
    """Whether what it makes of a block depends on the one before."""

    def block(self, block: Block, hits: Iterable[Hit], scanner: Scanner) -> bytes:  # noqa: ARG002  # the interface of writers
        """Return the output of a block."""
        return self.separator.join([self.hit(hit, scanner) for hit in hits])

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return the output of one finding."""
        raise NotImplementedError


class RowWriter(Writer):
    """Plain lines: source, line, time, then what was found."""

    def __init__(self, columns: Sequence[str] = COLUMNS, *, header: bool = False) -> None:
        """Take the columns, and whether to begin with their names."""
        self._getters = [plain.getter(Finding, name) for name in columns]
        self.head = f"{plain.row(*columns)}\n".encode() if header else b""

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one line, fields separated by tabs."""
        return scanner.rendered(hit, self._row)

    def _row(self, finding: Finding) -> bytes:
        return ("\t".join(_cells(finding, self._getters)) + "\n").encode("utf-8", "backslashreplace")


class CsvWriter(Writer):
    """Comma-separated values with a header."""

    def __init__(self, columns: Sequence[str] = COLUMNS) -> None:
        """Take the columns."""
        self._getters = [plain.getter(Finding, name) for name in columns]
        self.head = (",".join(columns) + "\r\n").encode()

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one record."""
        return scanner.rendered(hit, self._csv)

    def _csv(self, finding: Finding) -> bytes:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_formula_free(cell) for cell in _cells(finding, self._getters)])
        return buffer.getvalue().encode("utf-8", "backslashreplace")


class NdjsonWriter(Writer):
    """One JSON record a line."""

    end = b"\n"

    def __init__(self, *, paint: bool = False) -> None:
        """Take whether to colour it."""
        self._made = _painted if paint else _json

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one record."""
        return scanner.rendered(hit, self._made) + self.end


class JsonWriter(NdjsonWriter):
    """One JSON document."""

    head = b'{"schema":1,"findings":[\n'
    tail = b"\n]}\n"
    separator = b",\n"
    end = b""


def _json(finding: Finding) -> bytes:
    return records.dumps(finding.to_dict()).encode()


def _painted(finding: Finding) -> bytes:
    return records.painted(_json(finding).decode()).encode()


def _cells(finding: Finding, getters: Sequence[Callable[[Finding], object]]) -> list[str]:
    return [_cell(get(finding)) for get in getters]


def _cell(value: object) -> str:
    return "" if value is None else visible(str(value))


def _formula_free(text: str) -> str:
    """Keep a spreadsheet from running what a log says, as OWASP advises: what begins a formula gets a `'` before it.

    Those are `=`, `+`, `-` and `@`, also in their wide forms and behind blanks;
    tabs and ends of lines are blanks already. A number stays a number: `-1021`
    is a code that people filter by.
    """
    begin = text.lstrip()[:1]
    return f"'{text}" if begin and begin in _FORMULA and not _is_number(text) else text


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1)
    return text[:1] in "+-" and digits.isascii() and digits.isdecimal()
