"""Findings of a log, one after the other: rows, CSV, JSON, or the log itself with notes.

Output of a remembered finding is made once; what differs from line to line is
put into it. That is what keeps a log of nothing but errors as quick as reading
it.
"""

from __future__ import annotations

import csv
import io
import json

import orjson

from errdecode.core.sanitise import visible
from errdecode.logs.times import rfc3339
from errdecode.render import records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.logs.scanner import Block, Hit, Scanner
    from errdecode.model import Finding

_MAX_TEMPLATES = 2_000
_COLORS = {
    "unknown": "1;31",
    "partial": "1;31",
    "accepted": "33",
    "ended": "33",
    "done": "33",
    "rejected": "32",
    "none": "2",
}
_HOLE = "\x00{}\x00"
"""Stands in a template for what differs; no output holds it otherwise."""

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

    def __init__(self) -> None:
        self._templates: dict[int, tuple[Finding, Any]] = {}

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return the output of one finding."""
        raise NotImplementedError

    def _template(self, finding: Finding, make: Callable[[Finding], Any]) -> Any:
        """Return what was made of a finding; made once for the same object."""
        known = self._templates.get(id(finding))
        if known is None or known[0] is not finding:
            if len(self._templates) >= _MAX_TEMPLATES:
                self._templates.clear()
            known = self._templates[id(finding)] = (finding, make(finding))
        return known[1]


class RowWriter(Writer):
    """Plain lines: source, line, time, then what was found."""

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one line, fields separated by tabs."""
        rest = self._template(hit.finding, lambda finding: "\t".join(map(_cell, _values(finding))))
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

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one record."""
        start, after_source, after_line, after_time, after_request, after_fields, rest = self._template(
            hit.finding, _json_template
        )
        asked, number = scanner.asked(hit)
        moment = rfc3339(hit.moment)
        fields = [{"path": path, "value": value} for path, value in asked.fields]
        parts = (
            start,
            _json(scanner.source),
            after_source,
            str(hit.line).encode(),
            after_line,
            b"null" if moment is None else f'"{moment}"'.encode(),
            after_time,
            _json(asked.value) if asked.text is None else asked.text.encode(),
            after_request,
            _json(fields),
            after_fields,
            _json(number),
            rest,
            self.end,
        )
        return b"".join(parts)


class JsonWriter(NdjsonWriter):
    """One JSON document."""

    head = b'{"schema":1,"findings":[\n'
    tail = b"\n]}\n"
    separator = b",\n"
    end = b""


def _json_template(finding: Finding) -> list[bytes]:
    names = ("source", "line", "time", "request", "fields", "id")
    record = records.finding_record(finding)
    record |= {name: _HOLE.format(name) for name in names}
    order = ["schema", "source", "line", "time", *(key for key in record if key not in (*names, "schema"))]
    order.insert(order.index("entry"), "request")
    record = {key: record[key] for key in (*order, "fields", "id")}
    text = records.dumps(record)
    parts = []
    for name in names:
        # With its key: what a log says may be a hole's text, but no quotes stand in it.
        key = f'"{name}":'
        part, _, text = text.partition(key + json.dumps(_HOLE.format(name)))
        parts.append((part + key).encode())
    return [*parts, text.encode()]


def _json(value: Any) -> bytes:
    if value is None:
        return b"null"
    try:
        found = orjson.dumps(value)
    except TypeError:
        return records.dumps(value).encode()
    return found if found.isascii() else records.dumps(value).encode()


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


class NoteWriter(Writer):
    """The log as it is, with an indented note under each error."""

    def __init__(
        self, taxonomy: Taxonomy, redact: Callable[[bytes], bytes], *, context: int | None, safe: bool
    ) -> None:
        """Prepare.

        Args:
            taxonomy: titles of outcomes and retries.
            redact: takes credentials out of a part of the log.
            context: lines around an error to show; None: the whole log.
            safe: whether what acts on a terminal is spelled out.
        """
        super().__init__()
        self._taxonomy = taxonomy
        self._redact = redact
        self._context = context
        self._safe = safe

    def block(self, block: Block, hits: list[Hit]) -> bytes:
        """Return a block with its notes."""
        parts = []
        place = block.start
        for hit in hits:
            end = block.data.find(b"\n", hit.end - 1 if hit.end > hit.start else hit.end)
            end = len(block.data) if end < 0 else end + 1
            end = max(min(end, block.end), place)
            if self._context is not None:
                low = max(place, _lines_back(block, hit.start, self._context))
                after = _lines_on(block, place, self._context) if place > block.start else place
                if after < low:
                    parts += [self._text(block.data[place:after]), b"--\n" if after else b""]
                    place = low
            text = self._text(block.data[place:end])
            # The last line of a file may lack its end.
            parts += [text, b"" if not text or text.endswith(b"\n") else b"\n", self._note(hit)]
            place = end
        if self._context is None:
            parts.append(self._text(block.data[place : block.end]))
        elif hits:
            stop = _lines_on(block, place, self._context)
            parts.append(self._text(block.data[place:stop]))
        return b"".join(parts)

    def _text(self, raw: bytes) -> bytes:
        raw = self._redact(raw)
        if not self._safe or not raw:
            return raw
        lines = raw.decode("utf-8", "surrogateescape").split("\n")
        return "\n".join(map(visible, lines)).encode("utf-8", "backslashreplace")

    def _note(self, hit: Hit) -> bytes:
        finding = hit.finding
        outcome = self._taxonomy.outcomes[finding.outcome][0] if finding.outcome else "In no catalogue"
        step = f" · {self._taxonomy.retries[finding.retry]}" if finding.retry else ""
        name = f" {finding.name}" if finding.name and finding.name != finding.code else ""
        meaning = f": {finding.entry.meaning}" if finding.entry else ""
        sure = "" if finding.confidence == "certain" else f" ({finding.confidence})"
        note = f"{finding.venue or '?'} {finding.code}{name}{sure}{meaning} {outcome}{step}."
        return f"    ^ {visible(note)}\n".encode("utf-8", "backslashreplace")


def _lines_back(block: Block, place: int, number: int) -> int:
    for _ in range(number + 1):
        place = block.data.rfind(b"\n", block.start, place)
        if place < 0:
            return block.start
    return place + 1


def _lines_on(block: Block, place: int, number: int) -> int:
    for _ in range(number):
        place = block.data.find(b"\n", place, block.end) + 1
        if not place:
            return block.end
    return place


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
