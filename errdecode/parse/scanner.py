"""Scan blocks of bytes for errors.

One search finds the places where an error may stand; only what lies around them
is decoded, and what is like something that was decoded before is remembered.
"""

from __future__ import annotations

from datetime import UTC

from errdecode.core.causes import explained
from errdecode.parse.above import NO_CONTEXT, REACH, Above
from errdecode.parse.clock import Clock, TimeAbove
from errdecode.parse.hits import Hit
from errdecode.parse.holes import Telling, parted, word_pattern
from errdecode.parse.memory import Memory
from errdecode.parse.search import without_colors
from errdecode.parse.shown_times import rfc3339
from errdecode.parse.times import names_zone
from errdecode.parse.units import MARGIN, line_of, stands_alone, unit_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo
    from typing import Any

    from errdecode.core.decoder import Decoder, Examined
    from errdecode.core.sightings.clues import Clue
    from errdecode.model import Finding
    from errdecode.parse.above import Context
    from errdecode.parse.blocks import Block
    from errdecode.parse.holes import Values
    from errdecode.parse.known import Known
    from errdecode.parse.search import Search

_WINDOW = 256 * 1024
"""Bytes that are searched in one way before the way is chosen anew."""
_DENSE = 4 * 1024
"""More units than one in so many bytes are taken line by line."""
_MAX_ABOVE = 8
"""Lines that are searched for a request: a short number stands in every one."""


class _Walk:
    """How far a scan has come."""

    def __init__(self, line: int, place: int) -> None:
        self.done = 0
        """Places before it are of no interest any more."""
        self.told = 0
        """Where the last text ends that told of an error: no other begins before."""
        self.units = 0
        self._line = line
        self._counted = place

    def line_at(self, data: bytes, place: int) -> int:
        """Return the number of the line at a place: quick where it is near the one asked for before."""
        self._line += data.count(b"\n", self._counted, place) - data.count(b"\n", place, self._counted)
        self._counted = place
        return self._line


class Scanner:
    """Finds errors in blocks; one a process."""

    def __init__(  # noqa: PLR0913  # most have a sense when they are left out
        self,
        decoder: Decoder,
        search: Search,
        *,
        source: str | None = None,
        clues: tuple[Clue, ...] = (),
        now: float | None = None,
        context: bool = True,
        zone: tzinfo | None = None,
        shown_zone: tzinfo | None = UTC,
    ) -> None:
        """Prepare for scanning.

        Args:
            decoder: decodes what was cut out.
            search: finds the places where an error may stand.
            source: name of the input, for the findings.
            clues: what is known of the venue from elsewhere.
            now: the present, for waits given as a date and years left out.
            context: whether other lines are evidence.
            zone: of times that name none; None: local time.
            shown_zone: in which the times of findings are written.
        """
        self._decoder = decoder
        self._search = search
        self.source = source
        self._clues = clues
        self._now = now
        self._context = context
        self._data = self._plain = b""
        self._dense = False
        self.unread: list[int] = []
        """Lines of which a part was left unread, because it would have cost too much."""
        self._exhausted = False
        self._last: tuple[tuple[str, tuple[Clue, ...]], Examined] | None = None
        """The text that was decoded last with the clues beside it, and what it says."""
        self._owed = 0
        self._owed_of: dict[str | None, int] = {}
        """Bytes before a block in which nothing was found while the stream paused, as what stands there may go on;
        of each input, since several may be read by turns."""
        self._clock = Clock(now, zone)
        self.shown_zone = shown_zone
        self._time_above = TimeAbove(self._clock, REACH)
        word, (watched, joined) = word_pattern(decoder.recognition.instruments), parted(decoder.words_with_digits())
        telling = Telling(frozenset(), watched, joined, decoder.is_aside, decoder.is_asked, word)
        self._memory = Memory(self._examine, telling, decoder.hide, self._clock.may_date, stands_alone)
        self._above = Above(decoder.clues_in, decoder.cause_of, self._memory.cutter, telling)

    def scan(self, block: Block) -> Iterator[Hit]:
        """Yield the errors whose text begins in the part of a block that is to be scanned."""
        # What ends a number may be the end of the line.
        data = self._data = block.data if block.data.endswith(b"\n") else block.data + b"\n"
        self._plain = without_colors(data)
        self._above.begin(data)
        self._time_above.begin(data)
        walk = _Walk(block.first_line, block.start)
        self._owed = min(self._owed_of.pop(self.source, 0), block.start)
        found = block.start - self._owed
        stop = min(len(data), block.end + MARGIN)
        low = data.rfind(b"\n", 0, max(0, block.start - MARGIN)) + 1
        while low < stop:
            high = data.find(b"\n", min(low + _WINDOW, stop), stop) + 1 or stop
            walk.units = 0
            for hit in (self._by_line if self._dense else self._by_place)(block, walk, low, high):
                found = hit.end
                yield hit
            self._dense = walk.units > (high - low) // _DENSE
            low = high
        if block.live:
            self._owed_of[self.source] = max(0, min(block.end - found, MARGIN))

    def _by_place(self, block: Block, walk: _Walk, low: int, high: int) -> Iterator[Hit]:
        """Look for places in a whole window at once: quick where errors are rare."""
        for place in self._search.places(self._plain, low, high, walk):
            yield from self._at(block, walk, place)

    def _by_line(self, block: Block, walk: _Walk, low: int, high: int) -> Iterator[Hit]:
        """Take a window line by line: quick where most lines are like others that hold an error."""
        data, first, last = self._data, block.start - self._owed, block.end
        end = low - 1
        for number, raw in enumerate(data[low:high].split(b"\n"), walk.line_at(data, low)):
            start = end + 1
            end = start + len(raw)
            if start < walk.done:
                continue
            recalled = self._line(start, raw)
            if recalled is not None:
                walk.done = end
                if recalled[0].findings:
                    walk.told = end
                    walk.units += 1
                    if first <= start < last:
                        yield from self._hits(recalled, raw, number, start)
            elif self._search.holds(self._plain[start : end + 1]):
                for place in self._search.places(self._plain, start, end + 1, walk):
                    yield from self._at(block, walk, place)

    def _at(self, block: Block, walk: _Walk, place: int) -> Iterator[Hit]:
        """Yield the errors around a place."""
        data = self._data
        if data[place : place + 1] == b"\n":
            place -= 1
            if place < walk.done:
                return
        start, end = line_of(data, place)
        recalled = None if start < walk.told else self._line(start, data[start:end])
        if recalled is None:
            start, end = unit_of(data, place)
        start, walk.done = max(start, walk.told), end
        is_here = block.start - self._owed <= start < block.end
        raw = data[start:end]
        if recalled is None and is_here:
            self._exhausted = False
            recalled = self._read(start, raw)
            if self._exhausted:
                self.unread.append(walk.line_at(data, start))
        if recalled is not None and recalled[0].findings:
            walk.told = end
            walk.units += 1
            if is_here:
                yield from self._hits(recalled, raw, walk.line_at(data, start), start)

    def _hits(self, recalled: tuple[Known, Values], raw: bytes, line: int, start: int) -> Iterator[Hit]:
        """Yield the errors of a text at a place."""
        known, values = recalled
        moment, end = self._clock.time(raw) if known.is_dated else None, start + len(raw)
        for at, finding in enumerate(known.findings):
            yield Hit.of((finding, line, start, end, moment, known, at, values))

    def row(self, raw: bytes) -> Iterator[Finding]:
        """Yield the errors of a text that stands for itself; where nothing differs, the same objects each time."""
        text = without_colors(raw + b"\n")
        if not self._search.holds(text):
            return
        known, values = self._recalled(raw, NO_CONTEXT)
        may_fill = known.may_fill(raw, values)
        for at in range(len(known.findings)):
            filled = known.finding(at, values) if may_fill else None
            yield filled or self._memory.again(raw, known).findings[at]

    def complete(self, hit: Hit) -> Finding:
        """Return the finding of a hit with source, line, time and request.

        To be called before the next block is scanned.
        """
        raw = self._data[hit.start : hit.end]
        finding = hit.finding
        if hit.known is not None:
            filled = hit.known.finding(hit.at, hit.values) if hit.known.may_fill(raw, hit.values) else None
            if filled is None:
                filled = self._memory.again(raw, hit.known).findings[hit.at]
            finding = filled
        if finding.request is None and finding.id is not None and self._context:
            finding = self._decoder.requests.add(finding, self._request_above(hit.start, finding.id))
        return finding.replace(source=self.source, line=hit.line, time=rfc3339(hit.moment, self.shown_zone))

    def rendered(self, hit: Hit, render: Callable[[Finding], bytes]) -> bytes:
        """Return what a writer makes of a hit; of what was remembered, without making it anew."""
        known = hit.known
        if known is not None:
            raw = self._data[hit.start : hit.end]
            if known.may_fill(raw, hit.values) and not self._has_request_above(hit, known):
                where = (self.source, hit.line, rfc3339(hit.moment, self.shown_zone))
                made = known.rendered(hit.at, hit.values, where, render)
                if made is not None:
                    return made
        return render(self.complete(hit))

    def _has_request_above(self, hit: Hit, known: Known) -> bool:
        """Tell whether a line above holds the request that a remembered text does not hold."""
        if hit.finding.request is not None or hit.finding.id is None or not self._context:
            return False
        number = known.part("id", hit.at, hit.values)
        return number is None or self._request_above(hit.start, number) is not None

    def _line(self, start: int, raw: bytes) -> tuple[Known, Values] | None:
        """Return what a line is remembered to say, None where it has to be read, or may be a part of a text."""
        recalled = self._memory.recall(raw)
        if recalled is None:
            return None
        said, values = recalled
        known = said.get(None)
        if known is None or not known.is_line:
            return None
        if not known.is_final:
            known = said.get(self._context_of(start))
        return None if known is None else (known, values)

    def _read(self, start: int, raw: bytes) -> tuple[Known, Values]:
        """Return what a text says, remembered or decoded."""
        first = self._recalled(raw, None)
        # What is not certain by itself is looked at once more, with what lies around it.
        return first if first[0].is_final else self._recalled(raw, self._context_of(start))

    def _context_of(self, start: int) -> Context:
        """Return what the lines above a place say, where they are evidence."""
        return self._above.context(start) if self._context else NO_CONTEXT

    def _recalled(self, raw: bytes, context: Context | None) -> tuple[Known, Values]:
        said, values = self._memory.recall(raw) or ({}, ())
        known = said.get(context)
        return (self._memory.read(raw, context), ()) if known is None else (known, values)

    def _examine(self, text: str, context: Context | None) -> Examined:
        """Decode a text: by itself, or finally, with what the lines above say."""
        clues = (*self._clues, *(context.clues if context else ()))
        if self._last is None or self._last[0] != (text, clues):
            # Mostly the lines above say nothing, and the text was just read without them.
            self._last = (text, clues), self._decoder.examine(text, clues=clues, now=self._now, typed=False)
        examined = self._last[1]
        self._exhausted |= examined.exhausted
        if context is None:
            return examined
        if context.cause is not None:
            examined = examined.replace(findings=[explained(each, context.cause) for each in examined.findings])
        if all(finding.evidence for finding in examined.findings) or self._decoder.signs.search(text):
            return examined
        # More than a number has to speak for an error.
        return examined.replace(findings=[finding for finding in examined.findings if finding.evidence])

    def moment_of(self, hit: Hit) -> float | None:
        """Return the time of a hit: its own, or that of the nearest line above that has one.

        That is when a traceback or a payload over several lines was written. To
        be called before the next block is scanned.
        """
        return self._time_above.at(hit.start, hit.end) if hit.moment is None else hit.moment

    def names_zone(self, hit: Hit) -> bool:
        """Tell whether the time of a hit's own line says in which zone it is."""
        return names_zone(self._data[hit.start : hit.end].decode("utf-8", "replace"))

    def _request_above(self, start: int, number: str) -> Any:
        """Return the request with a number that a line above holds."""
        data, digits = self._data, number.encode("utf-8", "replace")
        place = data.rfind(digits, max(0, start - REACH), start)
        for _ in range(_MAX_ABOVE):
            if place < 0:
                break
            first, last = line_of(data, place)
            request = self._decoder.requests.in_text(data[first:last].decode("utf-8", "surrogateescape"), number)
            if request is not None:
                return request
            place = data.rfind(digits, max(0, start - REACH), first)
        return None
