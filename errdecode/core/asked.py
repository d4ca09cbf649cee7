"""Know what a request asked for: one that only reads cannot have been executed.

The method or the verb and path stand on the error's line, in the echoed request
or in the frame. Catalogues say which of them change something; where they say
nothing, HTTP's safe methods (RFC 9110, 9.2.1) only read.
"""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.verdict.safest import safest
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.core.cases.gatherer import Found
    from errdecode.core.recognition import Recognition
    from errdecode.model import Finding

READS, CHANGES = "reads", "changes"
_NAMES = ("method", "url", "path", "uri", "endpoint")
"""Of fields that say what a request asks for, in any log."""
_SAFE = ("GET", "HEAD", "OPTIONS")
_OF_THE_ORDER = ("order_not_found", "order_closed", "duplicate")
"""What these say is said of an order sent before, whatever was asked now."""
_VERB = lazy(
    r"\b(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|Get|Head|Post|Put|Patch|Delete)[\"']?[ ,:]{1,3}[\"']?"
    r"((?:https?://[^\s/\"']*)?/[^\s\"'<>)?,]*)"
)
_NAMED_VERB = lazy(r"(?i)\bmethod[\"']?\s{0,3}[:=]\s{0,3}[\"']?(get|head|options|post|put|patch|delete)\b")
_ADDRESS = lazy(
    r"(?i)(?:\burl[\"']?\s{0,3}[:=]\s{0,3}[\"']?|with url: )((?:https?://[^\s/\"']*)?/[^\s\"'<>)?,]*)"
    r"|https?://[^\s/\"']+(/[^\s\"'<>)?,]*)"
)
_HOST = lazy(r"https?://[^/]*")
_DOES = lazy(r"(?i)(?:^|[/_-])(?:buy|sell|cancel|create|place|add|withdraw|transfer|amend|edit|modify|close|submit)")
"""A path that tells of a deed, whatever its verb."""


class Asked(Record):
    """What one request asked for."""

    verb: str | None
    target: str
    """A path of an address, or a method."""

    def __str__(self) -> str:
        """Return it as a sentence shows it."""
        return f"{self.verb} {self.target}" if self.verb else self.target


def asked_in(text: str) -> Iterator[Asked]:
    """Yield what the addresses of a text ask for."""
    found = False
    for match in _VERB.finditer(text):
        found = True
        yield Asked(match[1].upper(), _HOST.sub("", match[2]) or "/")
    if not found:
        verb = _NAMED_VERB.search(text)
        for match in _ADDRESS.finditer(text):
            yield Asked(verb[1].upper() if verb else None, _HOST.sub("", match[1] or match[2]) or "/")


def methods_of(finding: Finding, found: Found) -> Iterator[str]:
    """Yield the methods that a frame and the request behind it name."""
    named = [finding.request.get("method")] if isinstance(finding.request, dict) else []
    if found.case.frame and found.view:
        named += [found.view.value(fit, fit.shape.method) for fit in found.case.frame.fits]
    yield from dict.fromkeys(name for name in named if isinstance(name, str) and not name.isupper())


class Asks:
    """Knows which requests change something."""

    def __init__(self, recognition: Recognition) -> None:
        """Take what the catalogues say of requests."""
        self._tables = {table["venue"]: table for table in recognition.asks}
        paths = (shape["method"] for shape in recognition.shapes if "method" in shape)
        self._names = frozenset((*_NAMES, *(path.rpartition(".")[2] for path in paths)))

    def is_named(self, name: bytes) -> bool:
        """Tell whether a field of a name says what a request asks for."""
        return name.decode("utf-8", "replace") in self._names

    def patterns(self) -> list[str]:
        """Return the methods and paths that the catalogues know."""
        return [text for table in self._tables.values() for key in (CHANGES, READS) for text in table.get(key, ())]

    def effect(self, asked: Asked, venues: Iterable[str]) -> str | None:
        """Return what a request does: reads, changes, or None where that is not known."""
        options = [
            (" " in pattern, len(pattern), effect)
            for venue in venues
            for effect in (CHANGES, READS)
            for pattern in self._tables.get(venue, {}).get(effect, ())
            if _fits(pattern, asked)
        ]
        if options:
            return max(options)[2]
        if asked.verb is None:
            return None
        if asked.verb not in _SAFE:
            return CHANGES
        return None if _DOES.search(asked.target) else READS

    def considered(
        self, finding: Finding, asked: list[Asked], venues: Iterable[str], *, is_unanswered: bool
    ) -> Finding:
        """Return a finding with the outcome that what was asked leaves open.

        Args:
            finding: what was found.
            asked: what its line, its frame and its request show.
            venues: whose methods they may be.
            is_unanswered: no venue's code tells what became of it.
        """
        venues = list(venues)
        effects = {self.effect(each, venues) for each in asked}
        finding = finding.replace(asked=_said(effects))
        for asked_for in asked:
            for rule in (rule for venue in venues for rule in self._tables.get(venue, {}).get("when", ())):
                if finding.outcome not in rule.get("unless_outcome", ()) and any(
                    _fits(pattern, asked_for) for pattern in rule["asked"]
                ):
                    outcome, retry = rule.get("outcome", finding.outcome), rule.get("retry", finding.retry)
                    careful = safest((finding.safest, (outcome, retry)))
                    return finding.replace(outcome=outcome, retry=retry, note=rule["reason"], safest=careful)
        if finding.outcome != "unknown" or finding.category in _OF_THE_ORDER:
            return finding
        if effects == {READS}:
            note = f"The request only reads ({asked[0]}), so nothing can have been executed."
            return finding.replace(outcome="none", retry="after_wait", safest=("none", "after_wait"), note=note)
        if is_unanswered and not effects & {CHANGES}:
            note = "The text does not show what was asked: had it only read, nothing could have been executed."
            return finding.replace(note=finding.note or note)
        return finding


def _said(effects: set[str | None]) -> str | None:
    """Return what kind of request it was: one that changes something, where several are shown."""
    if CHANGES in effects:
        return "change"
    return "read" if effects == {READS} else None


def _fits(pattern: str, asked: Asked) -> bool:
    """Tell whether a method, a path, or a verb and a path, are what was asked for; a final * is a prefix."""
    verb, _, path = pattern.rpartition(" ")
    if verb and verb != asked.verb:
        return False
    return asked.target.startswith(path[:-1]) if path.endswith("*") else asked.target == path
