"""Decode a text.

The heart of the program:

text ──▶ document ──▶ cases ──▶ verdicts ──▶ findings
         notation     sightings  readings     what is shown
"""

from __future__ import annotations

from errdecode.core import lookup as lookups
from errdecode.core.asked import Asked, Asks, methods_of
from errdecode.core.cases.gatherer import Gatherer
from errdecode.core.findings import build_finding
from errdecode.core.kept import KeptKnowledge
from errdecode.core.notation.document import read_document
from errdecode.core.orders import Orders
from errdecode.core.patterns import lazy
from errdecode.core.redaction.redactor import Redactor
from errdecode.core.requests import Earlier, Requests
from errdecode.core.sightings.clues import Clue
from errdecode.core.sightings.codes import code_text
from errdecode.core.surroundings import Surroundings
from errdecode.core.verdict.judge import Judge
from errdecode.core.verdict.telling import told
from errdecode.core.waits import stated_wait, wait_in_header
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from errdecode.core.cases.gatherer import Found
    from errdecode.core.knowledge import Knowledge
    from errdecode.core.notation.document import Document
    from errdecode.core.verdict.case import Verdict
    from errdecode.model import Finding

_ASKED = (b"method", b"url", b"path", b"uri", b"endpoint")
_TABLES = 8
"""Tables at the beginning of a `Recognition` whose keys stand in texts as they are."""
_WITH_DIGITS = lazy(r"[A-Za-z_]*[0-9][0-9A-Za-z_]*")
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
        self._gatherer = Gatherer(self._knowledge, self.recognition)
        self.signs = self._gatherer.signs
        self._judge = Judge(self._knowledge, self.recognition)
        self.redactor = Redactor(()) if show_secrets else Redactor.of(self.recognition, redactions)
        self.requests = Requests(self.recognition.ids, self.redactor)
        self._asks = Asks(self.recognition.asks)
        self._orders = Orders(self.recognition.orders)
        paths = (shape["method"] for shape in self.recognition.shapes if "method" in shape)
        self._method_names = frozenset(path.rpartition(".")[2] for path in paths)

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
        judged = []
        gathered = self._gatherer.gather(document, clues, typed=typed)
        for found in gathered.found:
            verdict = self._judge.judge(found.case)
            if verdict is not None:
                judged.append((found, verdict))
        surroundings = Surroundings(document.text)
        judged = told(judged, surroundings.line, typed=typed)
        secrets = self._secrets_in(document)
        earlier = Earlier(document, self.requests, self.redactor, secrets)
        findings = [
            self._considered(
                self._finding(found, verdict, earlier, secrets, now), found, verdict, surroundings, secrets
            )
            for found, verdict in judged
        ]
        findings = _with_header_wait(findings, wait_in_header(document.text, now))
        return Examined(findings, gathered.rests_on, exhausted=document.budget.exhausted)

    def _finding(
        self, found: Found, verdict: Verdict, earlier: Earlier, secrets: frozenset[str], now: float | None
    ) -> Finding:
        finding = build_finding(verdict, lambda text: self.redactor.text(text, secrets), self._knowledge, now)
        if found.payload is not None and found.view is not None:
            finding = self._completed(finding, found, verdict, secrets, now)
        if finding.request is None:
            finding = self.requests.add_earlier(finding, earlier.before(found.before))
        return finding

    def _considered(
        self,
        finding: Finding,
        found: Found,
        verdict: Verdict,
        surroundings: Surroundings,
        secrets: frozenset[str],
    ) -> Finding:
        """Return a finding with the outcome that what was asked leaves open."""
        if finding.entry is None:
            return finding
        start, end = (found.payload.start, found.payload.end) if found.payload else (found.case.start,) * 2
        asked = [*surroundings.asked(start, end), *(Asked(None, method) for method in methods_of(finding, found))]
        venues = dict.fromkeys((finding.entry.venue, *(clue.venue for clue in found.case.clues)))
        is_unanswered = verdict.case.role in ("transport", "http")
        finding = self._asks.considered(finding, asked, venues, is_unanswered=is_unanswered)
        order = self._orders.of(finding, found, surroundings)
        parts = {part: self.redactor.text(value, secrets) for part, value in order.as_dict().items() if value}
        return finding.replace(**parts) if parts else finding

    def _completed(
        self, finding: Finding, found: Found, verdict: Verdict, secrets: frozenset[str], now: float | None
    ) -> Finding:
        """Add what only the payload holds: the request, the wait, and what else the frame says of the outcome."""
        frame, view = found.case.frame, found.view
        if frame is None or view is None:
            return finding
        venue = verdict.readings[0].entry.venue if verdict.readings else verdict.unknown_in
        fits = sorted(frame.fits, key=lambda fit: (fit.shape.venue != venue, -fit.weight))
        changes: dict[str, Any] = {}
        for fit in fits[:1]:
            shape = fit.shape
            request = view.value(fit, shape.request)
            unfolded = view.unfold(request) if isinstance(request, str) else None
            finding = self.requests.add(
                finding, self.redactor.value(request if unfolded is None else unfolded, secrets)
            )
            changes["id"] = code_text(view.value(fit, shape.id))
            wait = view.value(fit, shape.wait[0]) if shape.wait else None
            if shape.wait and (seconds := stated_wait(wait, shape.wait[1], now)) is not None:
                changes["wait_s"] = seconds
            entry = finding.entry
            for present, unless, outcome, retry, reason in shape.when:
                if entry is not None and entry.outcome not in unless and view.value(fit, present) is not None:
                    changes |= {"outcome": outcome, "retry": retry, "note": reason}
                    changes["safest"] = (outcome, retry)
        return finding.replace(**changes)

    # --- venues --------------------------------------------------------------------------

    def words_with_digits(self) -> frozenset[bytes]:
        """Return every word with a digit that means something wherever it stands."""
        known = [*self.recognition.numbered, *(text for table in self.recognition[:_TABLES] for text in table)]
        known += [
            text for table in self.recognition.asks for key in ("changes", "reads") for text in table.get(key, ())
        ]
        return frozenset(word.encode("utf-8", "replace") for text in known for word in _WITH_DIGITS.findall(text))

    def is_aside(self, name: bytes) -> bool:
        """Tell whether a field of a name holds an echoed request."""
        return self._gatherer.is_request(name.decode("utf-8", "replace"))

    def is_asked(self, name: bytes) -> bool:
        """Tell whether a field of a name says what a request asks for."""
        return name in _ASKED or name.decode("utf-8", "replace") in self._method_names

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
