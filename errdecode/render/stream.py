"""Findings of a log, one after the other: rows, CSV, JSON, or a line for who watches.

Output of a remembered finding is made once; what differs from line to line is
put into it. That is what keeps a log of nothing but errors as quick as reading
it.
"""

from __future__ import annotations

import csv
import io

from errdecode.core.sanitise import visible
from errdecode.logs.times import rfc3339
from errdecode.render import records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.logs.hits import Block, Hit
    from errdecode.logs.scanner import Scanner
    from errdecode.model import Finding

_COLORS = {
    "unknown": "1;31",
    "partial": "1;31",
    "accepted": "33",
    "ended": "33",
    "done": "33",
    "rejected": "32",
    "none": "2",
}

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

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one line, fields separated by tabs."""
        return scanner.rendered(hit, _row)


class CsvWriter(Writer):
    """Comma-separated values with a header."""

    head = (",".join(COLUMNS) + "\r\n").encode()

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one record."""
        return scanner.rendered(hit, _csv)


class NdjsonWriter(Writer):
    """One JSON record a line."""

    end = b"\n"

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one record."""
        return scanner.rendered(hit, _json) + self.end


class JsonWriter(NdjsonWriter):
    """One JSON document."""

    head = b'{"schema":1,"findings":[\n'
    tail = b"\n]}\n"
    separator = b",\n"
    end = b""


def _row(finding: Finding) -> bytes:
    return ("\t".join(map(_cell, _values(finding))) + "\n").encode("utf-8", "backslashreplace")


def _csv(finding: Finding) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_formula_free(_cell(value)) for value in _values(finding)])
    return buffer.getvalue().encode("utf-8", "backslashreplace")


def _json(finding: Finding) -> bytes:
    return records.dumps(finding.to_dict()).encode()


def _values(finding: Finding) -> tuple[object, ...]:
    entry = finding.entry
    return (
        finding.source, finding.line, finding.time,
        finding.confidence, finding.venue, finding.namespace, finding.code, finding.name, finding.category,
        finding.outcome, finding.retry, finding.wait_s, finding.message, entry.meaning if entry else None,
        " ".join(entry.actions) if entry else None, "; ".join(finding.evidence),
        finding.asked, finding.order_id, finding.client_id, finding.symbol, finding.side,
    )  # fmt: skip


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


class BriefWriter(Writer):
    """One line an error for a person who watches."""

    def __init__(self, taxonomy: Taxonomy, *, color: bool, width: int) -> None:
        """Take titles, and what the terminal can do."""
        self._taxonomy = taxonomy
        self._color = color
        self._width = width

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:  # noqa: ARG002  # the interface of writers
        """Return one line no wider than the terminal."""
        finding = hit.finding
        name = f" {finding.name}" if finding.name and finding.name != finding.code else ""
        outcome = self._taxonomy.outcomes[finding.outcome][0] if finding.outcome else "In no catalogue"
        step = self._taxonomy.retries[finding.retry] if finding.retry else ""
        said = finding.message or (finding.entry.meaning if finding.entry else "")
        time = (rfc3339(hit.moment) or "")[11:19] or f"line {hit.line}"
        text = visible(f"{time} {finding.venue or '?'} {finding.code}{name}  {outcome} · {step}  {said}")
        if len(text) > self._width:
            text = f"{text[: self._width - 1]}…"
        if self._color:
            text = f"\x1b[{_COLORS.get(finding.outcome or '', '31')}m{text}\x1b[0m"
        return f"{text}\n".encode("utf-8", "backslashreplace")
