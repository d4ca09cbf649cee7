"""Decode a text: payloads, findings, readings. The heart of the program.

    text ──▶ payloads ──▶ candidates ──▶ readings ──▶ findings
"""

from __future__ import annotations

import re

from errdecode.core import lookup as lookups
from errdecode.core.evidence import Clue, clues_in_frame, clues_in_text, clues_in_value
from errdecode.core.frames import Frames, code_text
from errdecode.core.paths import compile_path, resolve
from errdecode.core.payloads import read_payloads
from errdecode.core.readings import Observed, Reading, Readings, confidence, weigh
from errdecode.core.redact import Redactor
from errdecode.model import Alternative, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from errdecode.core.frames import Candidate
    from errdecode.core.knowledge import Knowledge
    from errdecode.core.payloads import Payload

MAX_FINDINGS = 500
MAX_ALTERNATIVES = 20
MAX_BARE_CHARS = 200
"""A longer text is no code, name or message typed by hand."""

_UNITS = {"s": 1.0, "ms": 0.001}


class Decoder:
    """Decodes texts against the catalogues."""

    def __init__(self, knowledge: Knowledge, *, redactions: Iterable[str] = (), show_secrets: bool = False) -> None:
        """Prepare for decoding many texts.

        Args:
            knowledge: the catalogues.
            redactions: further names of fields that are never shown.
            show_secrets: leave credentials in what is returned.
        """
        self._knowledge = knowledge
        self.recognition = knowledge.recognition()
        self._frames = Frames(self.recognition)
        names = () if show_secrets else (*self.recognition.secrets, *redactions)
        self.redactor = Redactor(names)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def decode(self, text: str, *, clues: tuple[Clue, ...] = (), now: float | None = None) -> list[Finding]:
        """Return the errors in a text, in the order in which they stand.

        Args:
            text: a payload, a log line, a code: anything.
            clues: what is known of the venue from elsewhere.
            now: the time in seconds since 1970, for waits given as a date.
        """
        clues = (*clues, *clues_in_text(text, self.recognition))
        payloads = read_payloads(text)
        secrets = {secret for payload in payloads for secret in self.redactor.secrets_in(payload.value)}
        status = self._http_status(text)
        found: list[tuple[int, Finding]] = []
        rest = text
        for payload in payloads:
            findings = self._payload(payload, clues, secrets, status, now)
            found += [(payload.start, finding) for finding in findings]
            if findings:
                rest = rest[: payload.start] + " " * (payload.end - payload.start) + rest[payload.end :]
        found += self._texts(rest, clues, secrets, bool(found))
        if not found and not payloads and text.strip():
            found += [(0, finding) for finding in self._bare(text.strip(), clues)]
        found.sort(key=lambda item: item[0])
        return [finding for _, finding in found[:MAX_FINDINGS]]

    def venue_clue(self, venue: str) -> Clue:
        """Return what `--venue` says.

        Raises:
            UnknownVenueError: no catalogue has that venue.
        """
        found = lookups.find_venue(venue, self._knowledge.venues())
        return Clue("venue", found.id, found.id, None)

    def _payload(
        self, payload: Payload, clues: tuple[Clue, ...], secrets: set[str], status: int | None, now: float | None
    ) -> list[Finding]:
        groups: dict[tuple[str | int, ...], list[Candidate]] = {}
        for candidate in self._frames.find(payload.value):
            groups.setdefault(candidate.location, []).append(candidate)
        found = []
        for candidates in list(groups.values())[:MAX_FINDINGS]:
            pairs = [(self._observe(candidate, clues, status), candidate) for candidate in candidates]
            readings = weigh([observed for observed, _ in pairs], self._knowledge, self.recognition)
            if readings is None:
                continue
            chosen = readings.ranked[0].observed if readings.ranked else pairs[0][0]
            candidate = next(candidate for observed, candidate in pairs if observed is chosen)
            finding = self._finding(readings, chosen, secrets)
            found.append(self._complete(finding, candidate, secrets, now))
        return found

    def _value(self, candidate: Candidate, steps: Any) -> Any:
        if steps is None:
            return None
        shape = candidate.shape
        return resolve(candidate.frame, steps, self._frames.unfold, shape.code, candidate.indices)

    def _observe(self, candidate: Candidate, clues: tuple[Clue, ...], status: int | None) -> Observed:
        shape = candidate.shape
        values = [self._value(candidate, steps) for steps in shape.message]
        message = next((value for value in values if isinstance(value, str) and value.strip()), None)
        more = [
            *clues_in_value("method", self._value(candidate, shape.method), self.recognition.methods),
            *clues_in_value("channel", self._value(candidate, shape.channel), self.recognition.channels),
            *clues_in_frame(candidate.frame, self.recognition),
        ]
        return Observed(candidate.code, candidate.code_type, message, shape, (*clues, *more), status)

    def _complete(self, finding: Finding, candidate: Candidate, secrets: set[str], now: float | None) -> Finding:
        """Add what only the payload holds: the request, the wait, and what else the frame says of the outcome."""
        shape = candidate.shape
        request = self._value(candidate, shape.request)
        if isinstance(request, str):
            unfolded = self._frames.unfold(request)
            request = request if unfolded is None else unfolded
        changes: dict[str, Any] = {"request": self.redactor.value(request, secrets)}
        wait = self._value(candidate, shape.wait[0]) if shape.wait else None
        if shape.wait and (seconds := _seconds(wait, shape.wait[1], now)) is not None:
            changes["wait_s"] = seconds
        entry = finding.entry
        if entry is not None and isinstance(changes["request"], dict | list):
            values = [(path, resolve(changes["request"], compile_path(path), self._frames.unfold)) for path in entry.fields]
            changes["fields"] = tuple((path, value) for path, value in values if value is not None)
        for present, unless, outcome, retry, reason in shape.when:
            if entry is not None and entry.outcome not in unless and self._value(candidate, present) is not None:
                changes |= {"outcome": outcome, "retry": retry, "note": reason}
        return finding.replace(**changes)

    def _texts(self, text: str, clues: tuple[Clue, ...], secrets: set[str], has_payload: bool) -> list[tuple[int, Finding]]:
        found: list[tuple[int, Finding]] = []
        groups: dict[tuple[int, int], list[Observed]] = {}
        for form in self.recognition.texts:
            if form.kind == "http" and has_payload:
                # The status line belongs to the body that was decoded.
                continue
            if not any(literal in text for literal in form.contains):
                continue
            for match in self._pattern(form.pattern).finditer(text):
                code = code_text(match["code"])
                if code is not None:
                    message = match.groupdict().get("message")
                    observed = Observed(code, "string", message and message.strip() or None, form, clues)
                    groups.setdefault(match.span("code"), []).append(observed)
        for (start, _), observations in list(groups.items())[:MAX_FINDINGS]:
            readings = weigh(observations, self._knowledge, self.recognition)
            if readings is not None and (readings.ranked or readings.unknown_in):
                chosen = readings.ranked[0].observed if readings.ranked else observations[0]
                found.append((start, self._finding(readings, chosen, secrets)))
        kinds = {id(finding): self._kind(finding) for _, finding in found}
        if any(kind != "http" for kind in kinds.values()):
            found = [item for item in found if kinds[id(item[1])] != "http"]
        return found

    def _kind(self, finding: Finding) -> str | None:
        place = (finding.venue, finding.namespace)
        return next((kind for kind, places in self.recognition.kinds.items() if place in places), None)

    def _pattern(self, pattern: str) -> re.Pattern[str]:
        if pattern not in self._patterns:
            self._patterns[pattern] = re.compile(pattern)
        return self._patterns[pattern]

    def _http_status(self, text: str) -> int | None:
        for form in self.recognition.texts:
            if form.kind == "http" and any(literal in text for literal in form.contains):
                match = self._pattern(form.pattern).search(text)
                if match and match["code"].isdecimal():
                    return int(match["code"])
        return None

    def _bare(self, text: str, clues: tuple[Clue, ...]) -> list[Finding]:
        """Decode a text that is itself a code, a name or a message."""
        if len(text) > MAX_BARE_CHARS:
            return []
        venues = {clue.venue for clue in clues if clue.kind == "venue"}
        entries = lookups.lookup(text, self._knowledge).entries
        entries = tuple(entry for entry in entries if not venues or entry.venue in venues)
        entries = tuple(entry for entry in entries if not entry.match or len(entries) == 1)
        if not entries:
            return []
        observed = Observed(text, "string", None, _BARE_FORM, clues)
        # Words say more than a number: they are evidence beyond the code.
        weight = 0 if text.lstrip("+-").isdecimal() else 10
        evidence = (f"text {text}",) if weight else ()
        ranked = tuple(Reading(entry, observed, weight, 0, evidence, {}) for entry in entries)
        return [self._finding(Readings(ranked, None), observed.replace(code=entries[0].code), set())]

    def _finding(self, readings: Readings, observed: Observed, secrets: set[str]) -> Finding:
        message = None if observed.message is None else self.redactor.text(observed.message, secrets)
        others = readings.ranked if readings.unknown_in else readings.ranked[1:]
        alternatives = tuple(
            Alternative(
                reading.entry.venue,
                reading.entry.namespace,
                reading.entry.code,
                reading.entry.name,
                tuple(self.redactor.text(text, secrets) for text in reading.evidence),
                reading.entry,
            )
            for reading in others[:MAX_ALTERNATIVES]
        )
        base = {"source": None, "line": None, "time": None, "message": message, "alternatives": alternatives, "request": None}
        if readings.unknown_in or not readings.ranked:
            scope = (readings.unknown_in,) if readings.unknown_in else ()
            near = lookups.near(observed.code, scope, [], self._knowledge)
            return Finding(
                **base, code=observed.code, venue=readings.unknown_in, namespace=None, name=None, confidence="unknown",
                evidence=readings.evidence, category=None, outcome=None, retry=None, wait_s=None, parameters={},
                entry=None, near=tuple(near),
            )  # fmt: skip
        first = readings.ranked[0]
        entry = first.entry
        return Finding(
            **base,
            code=entry.code,
            venue=entry.venue,
            namespace=entry.namespace,
            name=entry.name,
            confidence=confidence(readings.ranked),
            evidence=tuple(self.redactor.text(text, secrets) for text in first.evidence),
            category=entry.category,
            outcome=entry.outcome,
            retry=entry.retry,
            wait_s=entry.wait_s,
            parameters={key: self.redactor.text(value, secrets) for key, value in first.parameters.items()},
            entry=entry,
        )


def _seconds(value: Any, unit: str, now: float | None) -> int | None:
    """Return a stated wait in whole seconds, rounded up; None where it says none."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if unit.startswith("epoch"):
        if now is None:
            return None
        number = number * (0.001 if unit == "epoch_ms" else 1) - now
    else:
        number *= _UNITS[unit]
    return int(-(-number // 1)) if 0 <= number < 1e9 else None  # noqa: PLR2004  # thirty years: no wait
