"""Scan blocks of bytes for errors.

One search finds the places where an error may stand; only what lies around them
is decoded, and what is like something that was decoded before is remembered.
"""

from __future__ import annotations

from datetime import UTC
from functools import cached_property

from errdecode.parse.clock import Clock, TimeAbove
from errdecode.parse.hits import Hit
from errdecode.parse.search import without_colors
from errdecode.parse.shown_times import rfc3339
from errdecode.parse.times import names_zone
from errdecode.parse.units import MARGIN, REACH, line_of, unit_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from errdecode.core.decoder import Decoder
    from errdecode.core.recognition import Recognition
    from errdecode.core.sightings.clues import Clue
    from errdecode.model import Finding
    from errdecode.parse.blocks import Block
    from errdecode.parse.holes import Values
    from errdecode.parse.known import Known
    from errdecode.parse.reader import Reader
    from errdecode.parse.search import Search
    from errdecode.parse.speaking import Speaking

_WINDOW = 256 * 1024
"""Bytes that are searched in one way before the way is chosen anew."""
_DENSE = 4 * 1024
"""More units than one in so many bytes are taken line by line."""


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
        decoder: Callable[[], Decoder],
        speaking: Callable[[Recognition], Speaking],
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
            decoder: makes what decodes what was cut out; asked once, where there is something.
            speaking: makes what knows which lines may say something of a venue.
            search: finds the places where an error may stand.
            source: name of the input, for the findings.
            clues: what is known of the venue from elsewhere.
            now: the present, for waits given as a date and years left out.
            context: whether other lines are evidence.
            zone: of times that name none; None: local time.
            shown_zone: in which the times of findings are written.
        """
        self._make_decoder = decoder
        self._make_speaking = speaking
        self._search = search
        self.source = source
        self._clues = clues
        self._now = now
        self._context = context
        self._data = self._plain = b""
        self._dense = False
        self.unread: list[int] = []
        """Lines of which a part was left unread, because it would have cost too much."""
        self._owed = 0
        self._owed_of: dict[str | None, int] = {}
        """Bytes before a block in which nothing was found while the stream paused, as what stands there may go on;
        of each input, since several may be read by turns."""
        self._clock = Clock(now, zone)
        self.shown_zone = shown_zone
        self._time_above = TimeAbove(self._clock, REACH)

    @cached_property
    def _reader(self) -> Reader:
        from errdecode.parse.reader import Reader  # noqa: PLC0415  # what holds no error pays for none of it

        decoder = self._make_decoder()
        speaking = self._make_speaking(decoder.recognition)
        reader = Reader(decoder, speaking, self._clues, self._now, self._clock.may_date, context=self._context)
        reader.begin(self._data)
        return reader

    def scan(self, block: Block) -> Iterator[Hit]:
        """Yield the errors whose text begins in the part of a block that is to be scanned."""
        # What ends a number may be the end of the line.
        data = self._data = block.data if block.data.endswith(b"\n") else block.data + b"\n"
        self._plain = without_colors(data)
        self._time_above.begin(data)
        if "_reader" in vars(self):
            self._reader.begin(data)
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
            recalled = self._reader.line(start, raw)
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
        recalled = None if start < walk.told else self._reader.line(start, data[start:end])
        if recalled is None:
            start, end = unit_of(data, place)
        start, walk.done = max(start, walk.told), end
        is_here = block.start - self._owed <= start < block.end
        raw = data[start:end]
        if recalled is None and is_here:
            recalled = self._reader.read(start, raw)
            if self._reader.has_left:
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
        known, values = self._reader.alone(raw)
        for at, finding in enumerate(known.findings):
            yield self._reader.finding(raw, Hit(finding, 1, 0, len(raw), None, known, at, values))

    def complete(self, hit: Hit) -> Finding:
        """Return the finding of a hit with source, line, time and request.

        To be called before the next block is scanned.
        """
        finding = self._reader.finding(self._data[hit.start : hit.end], hit)
        finding = self._reader.with_request(finding, hit.start)
        return finding.replace(source=self.source, line=hit.line, time=rfc3339(hit.moment, self.shown_zone))

    def rendered(self, hit: Hit, render: Callable[[Finding], bytes]) -> bytes:
        """Return what a writer makes of a hit; of what was remembered, without making it anew."""
        known = hit.known
        if known is not None:
            raw = self._data[hit.start : hit.end]
            if known.may_fill(raw, hit.values) and not self._reader.has_request_above(hit, known):
                where = (self.source, hit.line, rfc3339(hit.moment, self.shown_zone))
                made = known.rendered(hit.at, hit.values, where, render)
                if made is not None:
                    return made
        return render(self.complete(hit))

    def moment_of(self, hit: Hit) -> float | None:
        """Return the time of a hit: its own, or that of the nearest line above that has one.

        That is when a traceback or a payload over several lines was written. To
        be called before the next block is scanned.
        """
        return self._time_above.at(hit.start, hit.end) if hit.moment is None else hit.moment

    def names_zone(self, hit: Hit) -> bool:
        """Tell whether the time of a hit's own line says in which zone it is."""
        return names_zone(self._data[hit.start : hit.end].decode("utf-8", "replace"))
