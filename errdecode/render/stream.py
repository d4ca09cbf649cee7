"""Findings of a log, one after the other: rows, CSV, JSON, or a line for who watches.

Output of a remembered finding is made once; what differs from line to line is
put into it. That is what keeps a log of nothing but errors as quick as reading
it.
"""

from __future__ import annotations

import csv
import io
import json

from errdecode.core.sanitise import visible
from errdecode.logs.known import Template
from errdecode.logs.times import rfc3339
from errdecode.render import records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.logs.hits import Block, Hit
    from errdecode.logs.known import Known
    from errdecode.logs.scanner import Scanner
    from errdecode.model import Finding

_MAX_MADE = 2_000
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
    "retry", "wait_s", "message", "meaning", "actions", "evidence",
)  # fmt: skip


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

    def __init__(self) -> None:
        self._made: dict[int, tuple[object, Any]] = {}

    def block(self, block: Block, hits: Iterable[Hit], scanner: Scanner) -> bytes:  # noqa: ARG002  # the interface of writers
        """Return the output of a block."""
        return self.separator.join([self.hit(hit, scanner) for hit in hits])

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return the output of one finding."""
        raise NotImplementedError

    def _made_of(self, seed: object, make: Callable[[Any], Any]) -> Any:
        """Return what was made of a finding or of what is known of a line; made once for the same object."""
        made = self._made.get(id(seed))
        if made is None or made[0] is not seed:
            if len(self._made) >= _MAX_MADE:
                self._made.clear()
            made = self._made[id(seed)] = (seed, make(seed))
        return made[1]


class RowWriter(Writer):
    """Plain lines: source, line, time, then what was found."""

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one line, fields separated by tabs."""
        rest = self._made_of(hit.finding, lambda finding: "\t".join(map(_cell, _values(finding))))
        where = f"{_cell(scanner.source)}\t{hit.line}\t{rfc3339(hit.moment) or ''}"
        return f"{where}\t{rest}\n".encode("utf-8", "backslashreplace")


class CsvWriter(Writer):
    """Comma-separated values with a header."""

    head = (",".join(COLUMNS) + "\r\n").encode()

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one record."""
        buffer = io.StringIO()
        values = [scanner.source, hit.line, rfc3339(hit.moment), *_values(hit.finding)]
        csv.writer(buffer).writerow([_formula_free(_cell(value)) for value in values])
        return buffer.getvalue().encode("utf-8", "backslashreplace")


class NdjsonWriter(Writer):
    """One JSON record a line."""

    end = b"\n"

    def block(self, block: Block, hits: Iterable[Hit], scanner: Scanner) -> bytes:  # noqa: ARG002  # the interface of writers
        """Return the records of a block."""
        source = _json(scanner.source)
        found = []
        for hit in hits:
            _, line, _, _, moment, known, values, raw = hit
            where = (source, b"%d" % line, b"null" if moment is None else f'"{rfc3339(moment)}"'.encode())
            if known is not None and known.request is not None and known.may_fill(raw, values):
                found.append(self._made_of(known, self._known_template).fill(values + where))
            else:
                number, request, fields = scanner.asked(hit)
                asked = (request, [{"path": path, "value": value} for path, value in fields], number)
                found.append(self._made_of(hit.finding, self._finding_template).fill((*map(_json, asked), *where)))
        return self.separator.join(found)

    def _finding_template(self, finding: Finding) -> Template:
        """Return the record of a finding with places for what each line adds."""
        return Template((*_record_parts(finding, request=(0,), fields=(1,), number=(2,)), self.end))

    def _known_template(self, known: Known) -> Template:
        """Return the record of a known line, whose holes hold request and number."""
        fields: list[bytes | int] = [b"["]
        for path, value in known.fields:
            comma = b"," if len(fields) > 1 else b""
            fields += [comma, f'{{"path":{json.dumps(path)},"value":'.encode(), *value.parts, b"}"]
        fields.append(b"]")
        number = (b"null",) if known.number is None else (b'"', known.number, b'"')
        request = known.request.parts if known.request else (b"null",)
        return Template((*_record_parts(known.finding, request, fields, number), self.end))


class JsonWriter(NdjsonWriter):
    """One JSON document."""

    head = b'{"schema":1,"findings":[\n'
    tail = b"\n]}\n"
    separator = b",\n"
    end = b""


def _record_parts(
    finding: Finding, request: Sequence[bytes | int], fields: Sequence[bytes | int], number: Sequence[bytes | int]
) -> list[bytes | int]:
    """Return the parts of a finding's record; source, line and time are the last three values."""
    own: dict[str, Sequence[bytes | int]] = {
        "source": (-3,), "line": (-2,), "time": (-1,), "request": request, "fields": fields, "id": number,
    }  # fmt: skip
    record = records.finding_record(finding)
    order = ["schema", "source", "line", "time", *(key for key in record if key not in (*own, "schema"))]
    order.insert(order.index("entry"), "request")
    parts: list[bytes | int] = []
    for key in (*order, "fields", "id"):
        parts += [b"," if parts else b"{", f'"{key}":'.encode()]
        parts += own.get(key) or (records.dumps(record[key]).encode(),)
    return [*parts, b"}"]


def _json(value: Any) -> bytes:
    return records.dumps(value).encode()


def _values(finding: Finding) -> tuple[object, ...]:
    entry = finding.entry
    return (
        finding.confidence, finding.venue, finding.namespace, finding.code, finding.name, finding.category,
        finding.outcome, finding.retry, finding.wait_s, finding.message, entry.meaning if entry else None,
        " ".join(entry.actions) if entry else None, "; ".join(finding.evidence),
    )  # fmt: skip


def _cell(value: object) -> str:
    return "" if value is None else visible(str(value))


def _formula_free(text: str) -> str:
    """Keep a spreadsheet from running what a log says: `=`, `+`, `@` and `-` begin formulas."""
    risky = text[:1] in ("=", "@", "+") or (text[:1] == "-" and not text[1:].replace(".", "").isdigit())
    return f"'{text}" if risky else text


class BriefWriter(Writer):
    """One line an error for a person who watches."""

    def __init__(self, taxonomy: Taxonomy, *, color: bool, width: int) -> None:
        """Take titles, and what the terminal can do."""
        super().__init__()
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
