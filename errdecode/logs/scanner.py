"""Scan blocks of bytes for errors.

One pass of a regular expression finds the places where an error may stand;
only what lies around them is decoded. Where the expression is RE2's, that pass
runs at the speed of a disk.
"""

from __future__ import annotations

import re

import orjson

from errdecode.core.evidence import Clue, clues_in_text
from errdecode.logs.echo import Echoes, Request
from errdecode.logs.memo import MAX_REMEMBERED, Memo, Parsed
from errdecode.logs.times import line_time, rfc3339
from errdecode.logs.units import MARGIN, line_of, unit_of
from errdecode.record import Record

try:
    import re2
except ImportError:  # no wheel for this platform: the same answers, more slowly
    re2 = None

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from errdecode.core.decoder import Decoder
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
_MAX_MEMORY = 64 * 1024 * 1024


class Hit(Record):
    """An error and where it stands."""

    finding: Finding
    """Without line, time and request: `Scanner.complete` adds them where they are wanted."""
    line: int
    raw: bytes | None
    """The line, where its finding was remembered from another."""
    start: int
    """Position of its text in the block."""
    end: int
    moment: float | None
    """Its own time, in seconds since 1970."""
    quick: bool = False
    """Whether its line was known by its bytes alone (see `Memo.quick`)."""


class Block(Record):
    """Some bytes of an input with what lies around them."""

    data: bytes
    start: int
    """Where the part to scan begins; before it lies what was scanned already."""
    end: int
    """Where it ends; what follows is only looked at."""
    first_line: int
    """Number of the line at `start`, from 1."""
    lines: int
    """Lines that end in the part to scan."""
    live: bool = False
    """Whether the stream paused after it: somebody may be watching it come."""


class _Walk:
    """How far a scan has come."""

    def __init__(self, line: int, place: int) -> None:
        self.done = 0
        self.places = 0
        self._line = line
        self._counted = place

    def line_at(self, data: bytes, place: int) -> int:
        """Return the number of the line at a place; places are asked for in order."""
        self._line += data.count(b"\n", self._counted, place)
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
        self._trigger = _compile(recognition.trigger.encode())
        self._text_trigger = _compile(recognition.text_trigger.encode())
        signs = "|".join(map(re.escape, recognition.signs))
        self._signs = re.compile(rf"(?<![A-Za-z])(?:{signs})(?![A-Za-z])", re.IGNORECASE)
        self._memo = Memo(recognition)
        self._echoes = Echoes(decoder)
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

    def _by_line(self, block: Block, walk: _Walk, low: int, high: int) -> Iterator[Hit]:
        """Take a window line by line: quick where many lines are alike."""
        parse, known, quick, seen = self._memo.parse, self._memo.known, self._memo.quick, self._memo.seen
        data, first, last = block.data, block.start, block.end
        place = low
        for line in block.data[low:high].split(b"\n"):
            start, place = place, place + len(line) + 1
            if start < walk.done:
                continue
            key = quick(line)
            if key is not None and key in seen:
                finding, stamp = seen[key]
                moment = self._stamp_time(line[:stamp]) if stamp else None
            else:
                parsed = parse(line)
                if parsed is None or parsed.key not in known:
                    if match := self._trigger.search(line):
                        walk.places += 1
                        yield from self._at(block, walk, start + match.start())
                    continue
                finding, moment = known[parsed.key], self._moment(line, parsed)
                if key is not None and len(seen) < MAX_REMEMBERED:
                    seen[key] = (finding, len(parsed.stamp))
            walk.places += 1
            walk.done = end = start + len(line)
            if finding is not None and first <= start < last:
                yield Hit.of((finding, walk.line_at(data, start), line, start, end, moment, key in seen))

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
        findings, parsed = self._unit(data, start, raw)
        moment = self._moment(raw[:_HEAD], parsed) if findings else None
        for finding in findings:
            yield Hit(finding, walk.line_at(data, start), raw if parsed else None, start, end, moment)

    def complete(self, hit: Hit) -> Finding:
        """Return the finding of a hit with source, line, time and request."""
        asked, number = self.asked(hit)
        request = asked.value if asked.text is None else orjson.loads(asked.text)
        return hit.finding.replace(
            source=self.source, line=hit.line, time=rfc3339(hit.moment), request=request, fields=asked.fields, id=number
        )

    def asked(self, hit: Hit) -> tuple[Request, str | None]:
        """Return the request behind a hit, and its number, before the next block is scanned."""
        finding, number = hit.finding, hit.finding.id
        echo = self._memo.echo(hit.raw) if hit.raw is not None and hit.quick else None
        if echo is not None:
            return self._echoes.read(echo[0], finding.entry), echo[1]
        parsed = self._memo.parse(hit.raw) if hit.raw is not None else None
        if parsed is not None:
            number = self._memo.id_of(parsed, finding)
            if parsed.echo is not None:
                return self._echoes.read(parsed.frame[parsed.echo], finding.entry), number
        request = finding.request
        if request is None and number is not None:
            request = self._request_above(hit.start, number)
            return Request(None, request, self._decoder.fields_of(finding.entry, request)), number
        return Request(None, request, finding.fields), number

    def _unit(self, data: bytes, start: int, raw: bytes) -> tuple[list[Finding], Parsed | None]:
        """Return the errors in a text, and its parts if they were remembered from another line."""
        if not _MAY_HOLD_FRAME.search(raw) and not self._text_trigger.search(raw):
            return [], None
        parsed = None if b"\n" in raw else self._memo.parse(raw)
        if parsed is not None and parsed.key in self._memo.known:
            finding = self._memo.known[parsed.key]
            return ([] if finding is None else [finding]), parsed
        text = raw.decode("utf-8", "surrogateescape")
        findings = self._decoder.decode(text, clues=self._clues, now=self._now, bare=False)
        if any(finding.confidence != "certain" for finding in findings):
            above = self._above(data, start)
            if above:
                findings = self._decoder.decode(text, clues=(*self._clues, *above), now=self._now, bare=False)
            parsed = None
        findings = [finding for finding in findings if self._is_meant(finding, text)]
        if parsed is not None:
            self._memo.remember(raw, parsed, findings)
        return findings, None

    def _moment(self, raw: bytes, parsed: Parsed | None = None) -> float | None:
        if parsed is None:
            return line_time(raw.decode("utf-8", "replace"), self._now)
        if parsed.stamp:
            return self._stamp_time(parsed.stamp)
        if parsed.start or parsed.timed:
            return line_time(raw[: parsed.start + _HEAD].decode("utf-8", "replace"), self._now)
        return None

    def _stamp_time(self, stamp: bytes) -> float | None:
        """Return the time at the beginning of a line; the lines of a minute share the work."""
        minute, rest = stamp[:_MINUTE], stamp[_MINUTE:]
        if len(rest) == _SECONDS and rest.endswith(b"Z"):
            if minute not in self._minutes:
                self._minutes[minute] = line_time(f"{minute.decode()}:00Z")
            base = self._minutes[minute]
            return None if base is None else base + float(rest[1:-1])
        return line_time(stamp.decode(), self._now)

    def _above(self, data: bytes, start: int) -> tuple[Clue, ...]:
        """Return what the lines above say of the venue: one bot mostly talks to one."""
        low = data.rfind(b"\n", 0, max(0, start - _CONTEXT)) + 1
        text = data[low:start].decode("utf-8", "replace")
        found = {(clue.venue, clue.namespace): clue for clue in clues_in_text(text, self._decoder.recognition)}
        return tuple(Clue("stream", clue.text, clue.venue, clue.namespace) for clue in found.values())

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


def _compile(pattern: bytes) -> Any:
    if re2 is None:
        return re.compile(pattern)
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    return re2.compile(pattern, options)
