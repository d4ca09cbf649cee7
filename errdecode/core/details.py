"""Complete a finding with what only its text shows: the request, the wait, the order, and what was asked."""

from __future__ import annotations

from errdecode.core.asked import Asked, Asks, methods_of
from errdecode.core.findings import build_finding
from errdecode.core.orders import Orders
from errdecode.core.requests import Requests
from errdecode.core.sightings.codes import code_text
from errdecode.core.waits import stated_wait
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.core.cases.gatherer import Found
    from errdecode.core.knowledge import Knowledge
    from errdecode.core.recognition import Recognition
    from errdecode.core.redaction.redactor import Redactor
    from errdecode.core.requests import Earlier
    from errdecode.core.sightings.view import Fit, View
    from errdecode.core.surroundings import Surroundings
    from errdecode.core.verdict.case import Verdict
    from errdecode.core.verdict.voices import Voices
    from errdecode.model import Finding


class Origin(Record):
    """The text that findings come from."""

    surroundings: Surroundings
    earlier: Earlier
    secrets: frozenset[str]
    """Its credentials."""
    now: float | None
    """The time in seconds since 1970, for waits given as a date."""


class Details:
    """Makes findings of verdicts, complete with all that their text shows."""

    def __init__(self, knowledge: Knowledge, recognition: Recognition, redactor: Redactor, voices: Voices) -> None:
        """Take the catalogues, what takes credentials out, and who speaks for whom."""
        self._knowledge = knowledge
        self._redactor = redactor
        self._orders = Orders(recognition.orders)
        self.requests = Requests(recognition.ids, redactor)
        self.asks = Asks(recognition)
        self._voices = voices

    def finding(self, found: Found, verdict: Verdict, origin: Origin) -> Finding:
        """Return the finding that a verdict amounts to."""
        redactor, secrets = self._redactor, origin.secrets
        told = self._voices.heard(verdict.case.clues).told(verdict)
        finding = build_finding(told, lambda text: redactor.text(text, secrets), self._knowledge, origin.now)
        frame, view = found.case.frame, found.view
        if frame is not None and view is not None and frame.fits:
            venue = verdict.readings[0].entry.venue if verdict.readings else verdict.unknown_in
            best = max(frame.fits, key=lambda fit: (fit.shape.venue == venue, fit.weight))
            finding = self._with_frame(finding, best, view, origin)
        if finding.request is None:
            finding = self.requests.add_earlier(finding, origin.earlier.before(found.before))
        return finding if finding.entry is None else self._considered(finding, found, verdict, origin)

    def _with_frame(self, finding: Finding, fit: Fit, view: View, origin: Origin) -> Finding:
        """Add what a frame says: the request, the wait, and what else becomes of the outcome."""
        shape = fit.shape
        request = view.value(fit, shape.request)
        unfolded = view.unfold(request) if isinstance(request, str) else None
        request = self._redactor.value(request if unfolded is None else unfolded, origin.secrets)
        finding = self.requests.add(finding, request)
        changes: dict[str, Any] = {"id": code_text(view.value(fit, shape.id))}
        wait = view.value(fit, shape.wait[0]) if shape.wait else None
        if shape.wait and (seconds := stated_wait(wait, shape.wait[1], origin.now)) is not None:
            changes["wait_s"] = seconds
        entry = finding.entry
        for present, unless, outcome, retry, reason in shape.when:
            if entry is not None and entry.outcome not in unless and view.value(fit, present) is not None:
                changes |= {"outcome": outcome, "retry": retry, "note": reason, "safest": (outcome, retry)}
        return finding.replace(**changes)

    def _considered(self, finding: Finding, found: Found, verdict: Verdict, origin: Origin) -> Finding:
        """Return a finding with the outcome that what was asked leaves open, and the order that it is about."""
        case, payload = found.case, found.payload
        start, end = (payload.start, payload.end) if payload else (case.start, case.start)
        asked = [
            *origin.surroundings.asked(start, end),
            *(Asked(None, method) for method in methods_of(finding, found)),
        ]
        venues = dict.fromkeys((verdict.readings[0].entry.venue, *(clue.venue for clue in case.clues)))
        is_unanswered = verdict.case.role in ("transport", "http")
        finding = self.asks.considered(finding, asked, venues, is_unanswered=is_unanswered)
        order = self._orders.of(finding, found, origin.surroundings)
        parts = {part: self._redactor.text(value, origin.secrets) for part, value in order.as_dict().items() if value}
        return finding.replace(**parts) if parts else finding
