"""Read what the texts of a log say: remembered or decoded, by themselves or with what the lines above say.

Loaded and made where the first text is to be read: a log without an error pays
for none of it.
"""

from __future__ import annotations

from errdecode.core.causes import explained
from errdecode.parse.above import NO_CONTEXT, Above
from errdecode.parse.differing import Telling, parted, word_pattern
from errdecode.parse.memory import Memory
from errdecode.parse.units import REACH, line_of, stands_alone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from errdecode.core.decoder import Decoder, Examined
    from errdecode.core.sightings.clues import Clue
    from errdecode.model import Finding
    from errdecode.parse.above import Context
    from errdecode.parse.hits import Hit
    from errdecode.parse.holes import Values
    from errdecode.parse.known import Known
    from errdecode.parse.speaking import Speaking

_MAX_ABOVE = 8
"""Lines that are searched for a request: a short number stands in every one."""


class Reader:
    """Reads the texts that were cut out of one block after the other."""

    def __init__(
        self,
        decoder: Decoder,
        speaking: Speaking,
        clues: tuple[Clue, ...],
        now: float | None,
        may_date: Callable[[bytes], bool],
        *,
        context: bool,
    ) -> None:
        """Prepare.

        Args:
            decoder: decodes texts.
            speaking: knows which lines may say something of a venue.
            clues: what is known of the venue from elsewhere.
            now: the present, for waits given as a date.
            may_date: tells whether a text may hold its time.
            context: whether other lines are evidence.
        """
        self._decoder = decoder
        self._clues = clues
        self._now = now
        self._context = context
        self._data = b""
        self.has_left = False
        """Whether a part of what was read last was left unread, because it would have cost too much."""
        self._last: tuple[tuple[str, tuple[Clue, ...]], Examined] | None = None
        """The text that was decoded last with the clues beside it, and what it says."""
        word, (watched, joined) = word_pattern(decoder.recognition.instruments), parted(decoder.words_with_digits())
        numbers = watched.union(*joined.values())
        telling = Telling(frozenset(), watched, joined, decoder.is_aside, decoder.is_asked, word, numbers)
        self._memory = Memory(self._examine, telling, decoder.hide, may_date, stands_alone)
        self._above = Above(decoder.clues_in, decoder.cause_of, self._memory.cutter, telling, speaking.lines)

    def begin(self, data: bytes) -> None:
        """Go on with another block."""
        self._data = data
        self._above.begin(data)

    def line(self, start: int, raw: bytes) -> tuple[Known, Values] | None:
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

    def read(self, start: int, raw: bytes) -> tuple[Known, Values]:
        """Return what a text says, remembered or decoded."""
        self.has_left = False
        first = self._recalled(raw, None)
        # What is not certain by itself is looked at once more, with what lies around it.
        return first if first[0].is_final else self._recalled(raw, self._context_of(start))

    def alone(self, raw: bytes) -> tuple[Known, Values]:
        """Return what a text says that stands for itself."""
        return self._recalled(raw, NO_CONTEXT)

    def finding(self, raw: bytes, hit: Hit) -> Finding:
        """Return the finding of a hit as its text has it."""
        if hit.known is None:
            return hit.finding
        filled = hit.known.finding(hit.at, hit.values) if hit.known.may_fill(raw, hit.values) else None
        return filled or self._memory.again(raw, hit.known).findings[hit.at]

    def with_request(self, finding: Finding, start: int) -> Finding:
        """Return a finding with the request whose number it has, if a line above a place holds it."""
        if finding.request is not None or finding.id is None or not self._context:
            return finding
        return self._decoder.requests.add(finding, self._request_above(start, finding.id))

    def has_request_above(self, hit: Hit, known: Known) -> bool:
        """Tell whether a line above holds the request that a remembered text does not hold."""
        if hit.finding.request is not None or hit.finding.id is None or not self._context:
            return False
        number = known.part("id", hit.at, hit.values)
        return number is None or self._request_above(hit.start, number) is not None

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
        self.has_left |= examined.exhausted
        if context is None:
            return examined
        if context.cause is not None:
            examined = examined.replace(findings=[explained(each, context.cause) for each in examined.findings])
        if all(finding.evidence for finding in examined.findings) or self._decoder.signs.search(text):
            return examined
        # More than a number has to speak for an error.
        return examined.replace(findings=[finding for finding in examined.findings if finding.evidence])

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
