"""Decode a text: payloads, findings, readings. The heart of the program.

text ──▶ payloads ──▶ candidates ──▶ readings ──▶ findings
"""

from __future__ import annotations

import re

from errdecode.core import lookup as lookups
from errdecode.core.evidence import Clue, clues_in_frame, clues_in_text, clues_in_value, plain_strings
from errdecode.core.findings import build_finding
from errdecode.core.frames import Frames, code_text
from errdecode.core.paths import compile_path, resolve
from errdecode.core.payloads import read_payloads
from errdecode.core.readings import CERTAIN, Observed, Reading, Readings, weigh
from errdecode.core.recognition import TextForm
from errdecode.core.redact import Redactor
from errdecode.core.waits import stated_wait, wait_in_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from errdecode.core.frames import Candidate
    from errdecode.core.knowledge import Knowledge
    from errdecode.core.paths import Steps
    from errdecode.core.payloads import Payload
    from errdecode.model import Entry, Finding

MAX_FINDINGS = 500
MAX_BARE_CHARS = 200
"""A longer text is no code, name or message typed by hand."""

_OWN_FORM = 30
"""The weight from which a text form is nobody else's."""
_MIN_TEXT = 8
"""No text form is shorter."""
_COLORS = re.compile(r"\x1b\[[0-9;]*m")
BARE = TextForm("", "bare text", (), either=True, kind=None, contains=(), pattern="", weight=0)
"""The form of a text that is itself a code, a name or a message."""


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
        self._fields: dict[tuple[str, ...], list[tuple[str, Steps]]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}

    def decode(
        self, text: str, *, clues: tuple[Clue, ...] = (), now: float | None = None, bare: bool = True
    ) -> list[Finding]:
        """Return the errors in a text, in the order in which they stand.

        Args:
            text: a payload, a log line, a code: anything.
            clues: what is known of the venue from elsewhere.
            now: the time in seconds since 1970, for waits given as a date.
            bare: whether the text may itself be a code, as typed by hand.
        """
        if "\x1b[" in text:
            text = _COLORS.sub("", text)
        payloads = read_payloads(text)
        clues = (*clues, *clues_in_text(_outside(text, payloads), self.recognition))
        secrets = {secret for payload in payloads for secret in self.redactor.secrets_in(payload.value)}
        status = self._http_status(text)
        found: list[tuple[int, Finding]] = []
        rest = text
        request = None
        for payload in payloads:
            findings = self._payload(payload, clues, secrets, status, now)
            if not findings:
                # A log that prints the request before the answer.
                request = self.redactor.value(payload.value, secrets) if self._may_ask(payload.value) else request
            found += [
                (payload.start, finding if finding.request is not None else self._asked_by(finding, request))
                for finding in findings
            ]
            if any(finding.entry or finding.venue for finding in findings):
                rest = rest[: payload.start] + " " * (payload.end - payload.start) + rest[payload.end :]
        answered = any(finding.entry or finding.venue for _, finding in found)
        escaped = [] if answered else self._escaped_texts(text, payloads, clues, secrets, now)
        inside = {start for start, _ in escaped}
        shadows = [payload for payload in payloads if payload.start in inside]
        found += escaped
        found += [
            (start, finding)
            for start, finding in self._texts(rest, clues, secrets, now, has_payload=answered)
            if not any(payload.start <= start < payload.end for payload in shadows)
        ]
        if any(finding.entry for _, finding in found):
            # What no venue is known to have sent, beside an error of one, is the logger's own code.
            found = [item for item in found if item[1].entry or item[1].venue]
        if bare and not found and not payloads and text.strip():
            found += [(0, finding) for finding in self._bare(text.strip(), clues)]
        found.sort(key=lambda item: item[0])
        return _with_header_wait([finding for _, finding in found[:MAX_FINDINGS]], wait_in_header(text, now))

    def _escaped_texts(
        self, text: str, payloads: list[Payload], clues: tuple[Clue, ...], secrets: set[str], now: float | None
    ) -> list[tuple[int, Finding]]:
        """Return what strings of payloads say that stand there with escapes: a logger's JSON around a client's line."""
        found = []
        for payload in payloads:
            for string in plain_strings(payload.value):
                if len(string) >= _MIN_TEXT and string not in text:
                    inner = self._texts(string, clues, secrets, now, has_payload=False)
                    found += [(payload.start, finding) for _, finding in inner]
        return found

    def _may_ask(self, value: Any) -> bool:
        """Tell whether an object may be a request: it has a number or holds an object; HTTP headers do neither."""
        return isinstance(value, dict) and (
            any(name in value for name in self.recognition.ids)
            or any(isinstance(item, dict) for item in value.values())
        )

    def _asked_by(self, finding: Finding, request: Any) -> Finding:
        """Return a finding with a request printed before it, unless that has another number."""
        numbers = self._numbers_of(request)
        is_other = finding.id is not None and bool(numbers) and finding.id not in numbers
        return finding if is_other else self.with_request(finding, request)

    def _numbers_of(self, value: Any) -> set[str]:
        """Return the numbers that an object has as a request."""
        fields = value if isinstance(value, dict) else {}
        numbers = (code_text(fields.get(name)) for name in self.recognition.ids)
        return {number for number in numbers if number is not None}

    def recognise(self, text: str) -> list[str]:
        """Return the venues that a text clearly comes from, whether or not it holds an error."""
        weights: dict[str, int] = {}
        clues = clues_in_text(text, self.recognition)
        for payload in read_payloads(text):
            frames = payload.value if isinstance(payload.value, list) else [payload.value]
            for frame in frames[:MAX_FINDINGS]:
                if isinstance(frame, dict):
                    clues += clues_in_frame(frame, self.recognition)
                    for key in ("method", "channel"):
                        places = self.recognition.methods if key == "method" else self.recognition.channels
                        clues += clues_in_value(key, frame.get(key), places)
        for clue in dict.fromkeys(clues):
            weights[clue.venue] = weights.get(clue.venue, 0) + clue.weight
        return sorted((venue for venue in weights if weights[venue] >= CERTAIN), key=lambda venue: -weights[venue])

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
        clues = (*clues, *clues_in_text("\n".join(plain_strings(payload.value)), self.recognition))
        groups: dict[tuple[str | int, ...], list[Candidate]] = {}
        for candidate in self._frames.find(payload.value):
            groups.setdefault(candidate.location, []).append(candidate)
        found: list[tuple[tuple[str | int, ...], Finding]] = []
        for candidates in list(groups.values())[:MAX_FINDINGS]:
            pairs = [(self._observe(candidate, clues, status), candidate) for candidate in candidates]
            readings = weigh([observed for observed, _ in pairs], self._knowledge, self.recognition)
            if readings is None:
                continue
            chosen = readings.ranked[0].observed if readings.ranked else pairs[0][0]
            candidate = next(candidate for observed, candidate in pairs if observed is chosen)
            finding = self._build(readings, chosen, secrets, now)
            base = candidate.location[: -len(candidate.shape.code)]
            found.append((base, self._complete(finding, candidate, secrets, now)))
        # A code that no catalogue holds, around an error that one does, is the logger's or the envelope's.
        known = [base for base, finding in found if finding.entry]
        return [
            finding
            for base, finding in found
            if finding.entry or not any(len(inner) > len(base) and inner[: len(base)] == base for inner in known)
        ]

    def _value(self, candidate: Candidate, steps: Any) -> Any:
        if steps is None:
            return None
        shape = candidate.shape
        return resolve(candidate.frame, steps, self._frames.unfold, shape.code, candidate.indices)

    def _request(self, candidate: Candidate) -> Any:
        """Return the echoed request, unfolded where it is JSON in a string."""
        request = self._value(candidate, candidate.shape.request)
        unfolded = self._frames.unfold(request) if isinstance(request, str) else None
        return request if unfolded is None else unfolded

    def _observe(self, candidate: Candidate, clues: tuple[Clue, ...], status: int | None) -> Observed:
        shape = candidate.shape
        values = [self._value(candidate, steps) for steps in shape.message]
        message = next((value for value in values if isinstance(value, str) and value.strip()), None)
        method = clues_in_value("method", self._value(candidate, shape.method), self.recognition.methods)
        if not method and shape.method:
            # A frame that lost its method may echo the request that had one.
            method = clues_in_value(
                "method", resolve(self._request(candidate), shape.method, self._frames.unfold), self.recognition.methods
            )
        more = [
            *method,
            *clues_in_value("channel", self._value(candidate, shape.channel), self.recognition.channels),
            *clues_in_frame(candidate.frame, self.recognition),
            *self._clues_within(candidate),
        ]
        return Observed(candidate.code, candidate.code_type, message, shape, (*clues, *more), status)

    def _complete(self, finding: Finding, candidate: Candidate, secrets: set[str], now: float | None) -> Finding:
        """Add what only the payload holds: the request, the wait, and what else the frame says of the outcome."""
        shape = candidate.shape
        finding = self.with_request(finding, self.redactor.value(self._request(candidate), secrets))
        changes: dict[str, Any] = {"id": code_text(self._value(candidate, shape.id))}
        wait = self._value(candidate, shape.wait[0]) if shape.wait else None
        if shape.wait and (seconds := stated_wait(wait, shape.wait[1], now)) is not None:
            changes["wait_s"] = seconds
        entry = finding.entry
        for present, unless, outcome, retry, reason in shape.when:
            if entry is not None and entry.outcome not in unless and self._value(candidate, present) is not None:
                changes |= {"outcome": outcome, "retry": retry, "note": reason}
        return finding.replace(**changes)

    def with_request(self, finding: Finding, request: Any) -> Finding:
        """Return a finding with the request behind it, and the fields of it that its entry names.

        Args:
            finding: what was found.
            request: the request, credentials replaced already; None if unknown.
        """
        return finding.replace(request=request, fields=self.fields_of(finding.entry, request))

    def fields_of(self, entry: Entry | None, request: Any) -> tuple[tuple[str, Any], ...]:
        """Return the fields of a request that an entry names, with their values."""
        if entry is None or not entry.fields or not isinstance(request, dict | list):
            return ()
        paths = self._fields.get(entry.fields)
        if paths is None:
            paths = self._fields[entry.fields] = [(path, compile_path(path)) for path in entry.fields]
        values = [(path, resolve(request, steps, self._frames.unfold)) for path, steps in paths]
        return tuple((path, value) for path, value in values if value is not None)

    def request_in(self, text: str, number: str) -> Any:
        """Return the request of a number that a text holds, without credentials; None where it holds none."""
        for payload in read_payloads(text):
            value = payload.value
            if (
                isinstance(value, dict)
                and any(isinstance(item, dict) for item in value.values())
                and number in self._numbers_of(value)
            ):
                return self.redactor.value(value, self.redactor.secrets_in(value))
        return None

    def _clues_within(self, candidate: Candidate) -> list[Clue]:
        """Return what the strings of a frame say that was itself inside a string."""
        if not any(isinstance(step, str) for step in candidate.location[: -len(candidate.shape.code)]):
            return []
        return clues_in_text("\n".join(plain_strings(candidate.frame)), self.recognition)

    def _texts(
        self, text: str, clues: tuple[Clue, ...], secrets: set[str], now: float | None, *, has_payload: bool
    ) -> list[tuple[int, Finding]]:
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
                    observed = Observed(code, "string", (message and message.strip()) or None, form, clues)
                    groups.setdefault(match.span("code"), []).append(observed)
        for (start, _), observations in list(groups.items())[:MAX_FINDINGS]:
            readings = weigh(observations, self._knowledge, self.recognition)
            if readings is not None and not readings.ranked and not readings.unknown_in:
                readings = _of_its_client(observations)
            if readings is not None:
                chosen = readings.ranked[0].observed if readings.ranked else observations[0]
                found.append((start, self._build(readings, chosen, secrets, now)))
        kinds = {id(finding): self._kind(finding) for _, finding in found}
        if any(kind != "http" for kind in kinds.values()):
            found = [item for item in found if kinds[id(item[1])] != "http"]
        return found

    def _build(self, readings: Readings, observed: Observed, secrets: set[str], now: float | None) -> Finding:
        return build_finding(readings, observed, lambda text: self.redactor.text(text, secrets), self._knowledge, now)

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
        observed = Observed(text, "string", None, BARE, clues)
        # Words say more than a number: they are evidence beyond the code.
        weight = 0 if text.lstrip("+-").isdecimal() else 10
        evidence = (f"text {text}",) if weight else ()
        ranked = tuple(Reading(entry, observed, weight, 0, evidence, {}) for entry in entries)
        return [self._build(Readings(ranked, None), observed, set(), None)]


def _of_its_client(observations: list[Observed]) -> Readings | None:
    """Return an unknown code as one of the venue whose clients alone print errors so, None where others do too."""
    forms = (observed.form for observed in observations)
    own = next((form for form in forms if not form.kind and form.weight >= _OWN_FORM), None)
    return Readings((), own.venue, (f"shape {own.name}",)) if own else None


def _with_header_wait(findings: list[Finding], wait_s: int | None) -> list[Finding]:
    """Return findings with the wait that an HTTP header beside them states."""
    if wait_s is None:
        return findings
    return [finding.replace(wait_s=wait_s) if finding.retry == "after_wait" else finding for finding in findings]


def _outside(text: str, payloads: list[Payload]) -> str:
    """Return a text without its payloads."""
    parts = []
    position = 0
    for payload in payloads:
        parts.append(text[position : payload.start])
        position = payload.end
    return "\n".join((*parts, text[position:]))
