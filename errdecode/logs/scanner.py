"""Scan blocks of bytes for errors.

One pass of a regular expression finds the places where an error may stand;
only what lies around them is decoded. Where the expression is RE2's, that pass
runs at the speed of a disk.
"""

from __future__ import annotations

import re

from errdecode.core.evidence import Clue, clues_in_text
from errdecode.logs.bulk import compile_bytes
from errdecode.logs.forms import Forms
from errdecode.logs.hits import Hit
from errdecode.logs.times import line_time, rfc3339
from errdecode.logs.units import MARGIN, line_of, unit_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from errdecode.core.decoder import Decoder
    from errdecode.logs.hits import Block
    from errdecode.logs.known import Known, Values
    from errdecode.model import Finding

_CONTEXT = 8 * 1024
"""Bytes above a place in which another line may name the venue or hold the request."""
_MAX_ABOVE = 8
"""Lines that are searched for a request: a short number stands in every one."""
_HEAD = 2048
"""Bytes of a text in which its time is looked for."""
_WINDOW = 256 * 1024
"""Bytes that are searched in one way before the way is chosen anew."""
_DENSE = 4 * 1024
"""More places than one in so many bytes are taken line by line."""
_MINUTE = len("2026-11-20T09:30")
_SECONDS = len(":00.123Z")
_MAY_HOLD_FRAME = re.compile(rb"""\{|\[\s*[\[{"':]|=>|["'][A-Za-z_]\w*["']\s*:""")


class _Walk:
    """How far a scan has come."""

    def __init__(self, line: int, place: int) -> None:
        self.done = 0
        self.places = 0
        self._line = line
        self._counted = place

    def line_at(self, data: bytes, place: int) -> int:
        """Return the number of the line at a place: quick where it is near the one asked for before."""
        self._line += data.count(b"\n", self._counted, place) - data.count(b"\n", place, self._counted)
        self._counted = place
        return self._line


class Scanner:
    """Finds errors in blocks; one a process."""

    def __init__(
        self, decoder: Decoder, *, source: str | None = None, clues: tuple[Clue, ...] = (), now: float | None = None
    ) -> None:
        """Prepare for scanning.

        Args:
            decoder: decodes what was cut out.
            source: name of the input, for the findings.
            clues: what is known of the venue from elsewhere.
            now: the present, for waits given as a date and years left out.
        """
        self._decoder = decoder
        self.source = source
        self._clues = clues
        self._now = now
        recognition = decoder.recognition
        self._trigger = compile_bytes(recognition.trigger)
        self._text_trigger = compile_bytes(recognition.text_trigger)
        signs = "|".join(map(re.escape, recognition.signs))
        self._signs = re.compile(rf"(?<![A-Za-z])(?:{signs})(?![A-Za-z])", re.IGNORECASE)
        self._forms = Forms(decoder, self._decode)
        self._dense = False
        self._data = b""
        self._minutes: dict[bytes, float | None] = {}

    def scan(self, block: Block) -> Iterator[Hit]:
        """Yield the errors whose text begins in the part of a block that is to be scanned."""
        data = self._data = block.data
        walk = _Walk(block.first_line, block.start)
        stop = min(len(data), block.end + MARGIN)
        low = data.rfind(b"\n", 0, max(0, block.start - MARGIN)) + 1
        while low < stop and low < block.end + MARGIN:
            high = data.find(b"\n", low + _WINDOW, stop) + 1 or stop
            before = walk.places
            search = self._by_line if self._dense else self._by_trigger
            yield from search(block, walk, low, high)
            self._dense = walk.places - before > _WINDOW // _DENSE
            low = high

    def _by_trigger(self, block: Block, walk: _Walk, low: int, high: int) -> Iterator[Hit]:
        """Look for places in a whole window at once: quick where errors are rare."""
        for match in self._trigger.finditer(block.data, low, high):
            walk.places += 1
            yield from self._at(block, walk, match.start())

    def _by_line(self, block: Block, walk: _Walk, low: int, high: int) -> list[Hit]:
        """Take a window line by line: quick where many lines are alike."""
        find, search, hit = self._forms.find, self._trigger.search, Hit.of
        data, first, last = block.data, block.start, block.end
        hits: list[Hit] = []
        end, done, places = low - 1, walk.done, walk.places
        for number, line in enumerate(data[low:high].split(b"\n"), walk.line_at(data, low)):
            start = end + 1
            end = start + len(line)
            if start < done:
                continue
            found = find(line)
            if found is not None:
                done = end
                places += 1
                known, values = found
                if known is not None and first <= start < last:
                    moment = self._moment(line, known, values) if known.dated else None
                    hits.append(hit((known.finding, number, start, end, moment, known, values, line)))
            elif match := search(line):
                walk.done = done
                hits += self._at(block, walk, start + match.start())
                done = walk.done
                places += 1
        walk.places, walk.done = places, done
        return hits

    def _at(self, block: Block, walk: _Walk, place: int) -> Iterator[Hit]:
        """Yield the errors around a place."""
        data = block.data
        if data[place : place + 1] == b"\n":
            place += 1
        if place < walk.done:
            return
        start, end = unit_of(data, place)
        start, walk.done = max(start, walk.done), end
        if not block.start <= start < block.end:
            return
        raw = data[start:end]
        if not _MAY_HOLD_FRAME.search(raw) and not self._text_trigger.search(raw):
            return
        found = self._forms.find(raw)
        if found is not None:
            known, values = found
            if known is not None:
                moment = self._moment(raw, known, values)
                yield Hit(known.finding, walk.line_at(data, start), start, end, moment, known, values, raw)
            return
        findings = self._findings(data, start, raw)
        moment = self._time(raw) if findings else None
        for finding in findings:
            yield Hit(finding, walk.line_at(data, start), start, end, moment)

    def complete(self, hit: Hit) -> Finding:
        """Return the finding of a hit with source, line, time and request."""
        number, request, fields = self.asked(hit)
        return hit.finding.replace(
            source=self.source, line=hit.line, time=rfc3339(hit.moment), request=request, fields=fields, id=number
        )

    def asked(self, hit: Hit) -> tuple[str | None, Any, tuple[tuple[str, Any], ...]]:
        """Return the number of the request behind a hit, the request, and the fields its entry names.

        To be called before the next block is scanned.
        """
        finding, known, values = hit.finding, hit.known, hit.values
        number, request = finding.id, finding.request
        if known is not None:
            number = None if known.number is None else values[known.number].decode()
            request = self._forms.request(hit.raw, known, values)
        if request is None and number is not None:
            request = self._request_above(hit.start, number)
        return number, request, self._decoder.fields_of(finding.entry, request)

    def _findings(self, data: bytes, start: int, raw: bytes) -> list[Finding]:
        """Return the errors in a text that was cut out, and learn from it."""
        text = raw.decode("utf-8", "surrogateescape")
        findings = self._decode(text)
        if all(finding.confidence == "certain" for finding in findings):
            self._forms.learn(raw, findings, lambda known, values: self._moment(raw, known, values) == self._time(raw))
            return findings
        above = self._above(data, start)
        if above:
            findings = self._decode(text, above)
        return [finding for finding in findings if self._is_meant(finding, text)]

    def _decode(self, text: str, above: tuple[Clue, ...] = ()) -> list[Finding]:
        return self._decoder.decode(text, clues=(*self._clues, *above), now=self._now, bare=False)

    def _moment(self, line: bytes, known: Known, values: Values) -> float | None:
        """Return the time of a line that was known."""
        if known.stamp is not None:
            return self._stamp_time(values[known.stamp])
        return self._time(line) if known.dated else None

    def _time(self, raw: bytes) -> float | None:
        return line_time(raw[:_HEAD].decode("utf-8", "replace"), self._now)

    def _stamp_time(self, stamp: bytes) -> float | None:
        """Return the time at the beginning of a line; the lines of a minute share the work."""
        minute, rest = stamp[:_MINUTE], stamp[_MINUTE:]
        if len(rest) == _SECONDS and rest.endswith(b"Z"):
            if minute not in self._minutes:
                self._minutes[minute] = line_time(f"{minute.decode()}:00Z")
            base = self._minutes[minute]
            return None if base is None else base + float(rest[1:-1])
        # An epoch is one only before a blank.
        return line_time(f"{stamp.decode()} ", self._now)

    def moment_above(self, hit: Hit) -> float | None:
        """Return the time of the nearest line above a hit that has one, before the next block is scanned."""
        low = max(0, hit.start - _CONTEXT)
        lines = self._data[low : hit.start].split(b"\n")
        return next((moment for line in reversed(lines) if (moment := self._time(line)) is not None), None)

    def _above(self, data: bytes, start: int) -> tuple[Clue, ...]:
        """Return what the lines above say of the venue: one bot mostly talks to one."""
        low = data.rfind(b"\n", 0, max(0, start - _CONTEXT)) + 1
        text = data[low:start].decode("utf-8", "replace")
        clues = clues_in_text(text, self._decoder.recognition)
        venues = {clue.venue: Clue("stream", clue.text, clue.venue, None) for clue in reversed(clues)}
        # A host says which part of the venue was talked to, not that this error is of that part.
        parts = {(clue.venue, clue.namespace): clue for clue in clues if clue.namespace is not None}
        hosts = (Clue("stream host", clue.text, venue, namespace) for (venue, namespace), clue in parts.items())
        return (*venues.values(), *hosts)

    def _request_above(self, start: int, number: str) -> Any:
        """Return the request with a number that a line above holds."""
        data, digits = self._data, number.encode("utf-8", "replace")
        place = data.rfind(digits, max(0, start - _CONTEXT), start)
        for _ in range(_MAX_ABOVE):
            if place < 0:
                break
            first, last = line_of(data, place)
            request = self._decoder.request_in(data[first:last].decode("utf-8", "surrogateescape"), number)
            if request is not None:
                return request
            place = data.rfind(digits, max(0, start - _CONTEXT), first)
        return None

    def _is_meant(self, finding: Finding, text: str) -> bool:
        """Tell whether more than a number speaks for an error."""
        return bool(finding.evidence) or bool(self._signs.search(text))
