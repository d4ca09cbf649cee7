"""Decode a text.

The heart of the program:

text ──▶ document ──▶ cases ──▶ verdicts ──▶ findings
         notation     sightings  readings     what is shown
"""

from __future__ import annotations

from errdecode.core import lookup as lookups
from errdecode.core.cases.gatherer import Gatherer
from errdecode.core.causes import cause_among, explained, is_general, line_of_cause
from errdecode.core.details import Details, Origin
from errdecode.core.forks import Forks
from errdecode.core.kept import KeptKnowledge
from errdecode.core.notation.document import read_document
from errdecode.core.redaction.redactor import Redactor
from errdecode.core.requests import Earlier
from errdecode.core.sightings.clues import Clue
from errdecode.core.surroundings import Surroundings
from errdecode.core.verdict.judge import Judge
from errdecode.core.verdict.telling import told
from errdecode.core.verdict.voices import Voices
from errdecode.core.waits import wait_in_header
from errdecode.core.words import joined_words_with_digits
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.core.causes import Cause
    from errdecode.core.knowledge import Knowledge
    from errdecode.core.notation.document import Document
    from errdecode.model import Finding

_TABLES = 8
"""Tables at the beginning of a `Recognition` whose keys stand in texts as they are."""
_VENUE_BITS = 8.0
"""From here on a text clearly comes from a venue."""


class Examined(Record):
    """What a text holds."""

    findings: list[Finding]
    rests_on: frozenset[str]
    """Numbers and words with digits that decided it, or would with another value."""
    exhausted: bool
    """The text would have cost too much: a part of it was left unread."""


class Decoder:
    """Decodes texts against the catalogues."""

    def __init__(self, knowledge: Knowledge, *, redactions: Iterable[str] = (), show_secrets: bool = False) -> None:
        """Prepare for decoding many texts.

        Args:
            knowledge: the catalogues.
            redactions: further names of fields that are never shown.
            show_secrets: leave credentials in what is returned.
        """
        self._knowledge = KeptKnowledge(knowledge)
        self.recognition = knowledge.recognition()
        voices = Voices(Forks(self._knowledge))
        self._gatherer = Gatherer(self._knowledge, self.recognition, voices)
        self.signs = self._gatherer.signs
        self._judge = Judge(self._knowledge, self.recognition, voices)
        self.redactor = Redactor(()) if show_secrets else Redactor.of(self.recognition, redactions)
        self._details = Details(self._knowledge, self.recognition, self.redactor, voices)
        self.requests = self._details.requests
        self.is_asked = self._details.asks.is_named
        self._words: frozenset[bytes] | None = None

    def decode(
        self, text: str, *, clues: tuple[Clue, ...] = (), now: float | None = None, typed: bool = True
    ) -> list[Finding]:
        """Return the errors in a text, in the order in which they stand.

        Args:
            text: a payload, a log line, a code: anything.
            clues: what is known of the venue from elsewhere.
            now: the time in seconds since 1970, for waits given as a date.
            typed: whether the text may have been typed by hand, so that a number
                in it is a code.
        """
        return self.examine(text, clues=clues, now=now, typed=typed).findings

    def examine(
        self, text: str, *, clues: tuple[Clue, ...] = (), now: float | None = None, typed: bool = True
    ) -> Examined:
        """Return the errors in a text and what they rest on; arguments as for `decode`."""
        document = read_document(text)
        gathered = self._gatherer.gather(document, clues, typed=typed)
        judged = [(found, verdict) for found in gathered.found if (verdict := self._judge.judge(found.case))]
        surroundings = Surroundings(document.text)
        secrets = self._secrets_in(document)
        origin = Origin(surroundings, Earlier(document, self.requests, self.redactor, secrets), secrets, now)
        findings = [
            self._caused(self._details.finding(found, verdict, origin), text, verdict.case.start)
            for found, verdict in told(judged, surroundings.line, typed=typed)
        ]
        findings = _with_header_wait(findings, wait_in_header(document.text, now))
        return Examined(findings, gathered.rests_on, exhausted=document.budget.exhausted)

    def _caused(self, finding: Finding, text: str, place: int) -> Finding:
        """Return an error at a place with what its direct cause above proves."""
        if not is_general(finding):
            return finding
        return explained(finding, self.cause_of(text, text.rfind("\n", 0, place) + 1))

    def cause_of(self, text: str, start: int) -> Cause | None:
        """Return what the direct cause of an exception proves, None where the text above its line names none."""
        line = line_of_cause(text, start)
        return cause_among(self.decode(line, typed=False)) if line else None

    def words_with_digits(self) -> frozenset[bytes]:
        """Return every word with a digit that means something wherever it stands.

        A number does so only behind the character with which it is returned.
        """
        if self._words is None:
            self._words = self._all_words()
        return self._words

    def _all_words(self) -> frozenset[bytes]:
        known = [*self.recognition.numbered, *(text for table in self.recognition[:_TABLES] for text in table)]
        known += self._details.asks.patterns()
        # As one text, which is gone through once; no word reaches over an end of line.
        words = joined_words_with_digits("\n".join(known))
        return frozenset(word.removeprefix("\n").encode("utf-8", "replace") for word in words)

    def is_aside(self, name: bytes) -> bool:
        """Tell whether a field of a name holds an echoed request."""
        return self._gatherer.is_request(name.decode("utf-8", "replace"))

    def hide(self, text: str) -> str:
        """Return a text without credentials."""
        return self.redactor.text(text, self._secrets_in(read_document(text)))

    def _secrets_in(self, document: Document) -> frozenset[str]:
        """Return the credentials in a text and its objects."""
        found = self.redactor.secrets_in(document.text)
        return found.union(*(self.redactor.secrets_in(payload.value) for payload in document.payloads))

    def clues_in(self, text: str) -> list[Clue]:
        """Return what a text says of venues, read as it stands."""
        return self._gatherer.clues.in_text(text)

    def recognise(self, text: str) -> list[str]:
        """Return the venues that a text clearly comes from, whether or not it holds an error."""
        bits: dict[str, float] = {}
        for clue in dict.fromkeys(self._gatherer.all_clues(read_document(text))):
            if clue.venue:
                bits[clue.venue] = bits.get(clue.venue, 0) + clue.bits
        return sorted((venue for venue in bits if bits[venue] >= _VENUE_BITS), key=lambda venue: -bits[venue])

    def venue_clue(self, venue: str) -> Clue:
        """Return what `--venue` says.

        Raises:
            UnknownVenueError: no catalogue has that venue.
        """
        found = lookups.find_venue(venue, self._knowledge.venues())
        return Clue("venue", found.id, found.id, None)


def _with_header_wait(findings: list[Finding], wait_s: int | None) -> list[Finding]:
    """Return findings with the wait that an HTTP header beside them states."""
    if wait_s is None:
        return findings
    return [finding.replace(wait_s=wait_s) if finding.retry == "after_wait" else finding for finding in findings]
