"""What an error's direct cause tells, where the error itself says only that a request failed.

`NetworkError: venue POST …` does not say how far the request came; the
exception that Python prints above it as its direct cause may. What was merely
being handled when another request failed says nothing of that one.
"""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.verdict.safest import CAREFUL, DANGER, caution
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.model import Finding, Outcome, Retry

_TRANSPORT = "transport"
_LINK = "\nThe above exception was the direct cause of the following exception:\n"
_BETWEEN = lazy(r"(?:[ \t][^\n]*|Traceback \(most recent call last\):[^\n]*|)")
"""A line of a traceback that is none of an exception."""
_RAISED = lazy(r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?::|$)")
"""The line that names an exception."""
_MAX_LINES = 100


class Cause(Record):
    """What a direct cause proves."""

    name: str
    outcome: Outcome
    retry: Retry
    safest: tuple[Outcome, Retry]


def line_of_cause(text: str, start: int) -> str | None:
    """Return the line that names the direct cause of an exception, as Python prints it; None where there is none.

    Args:
        text: holds both tracebacks.
        start: where the line of the exception begins.
    """
    link = text.rfind(_LINK, 0, start)
    if link < 0:
        return None
    between = text[link + len(_LINK) : start].split("\n")
    if len(between) > _MAX_LINES or not all(_BETWEEN.fullmatch(line) for line in between):
        return None
    for line in reversed(text[:link].rstrip().split("\n")[-_MAX_LINES:]):
        if _RAISED.match(line):
            return line
        if line.startswith((" ", "\t")):
            # The message of an exception may be several lines, but a traceback ends above it.
            return None
    return None


def is_general(finding: Finding) -> bool:
    """Tell whether an error is a client's word for any failure, which another one may tell more of."""
    return finding.venue == _TRANSPORT and finding.entry is not None and bool(finding.entry.rare)


def cause_among(findings: Iterable[Finding]) -> Cause | None:
    """Return what the errors of a cause prove, the most careful of them; None where they tell no more."""
    told = [each for each in findings if each.venue == _TRANSPORT and each.outcome and not is_general(each)]
    if not told:
        return None
    best = min(told, key=lambda each: caution(each.safest))
    return Cause(str(best.name or best.code), best.outcome or DANGER[0], best.retry or CAREFUL[0], best.safest)


def explained(finding: Finding, cause: Cause | None) -> Finding:
    """Return an error with what its cause proves, where it tells no more than that a request failed."""
    if cause is None or not is_general(finding) or finding.outcome != "unknown":
        return finding
    note = f"The exception that caused it tells how far the request came: {cause.name}."
    return finding.replace(outcome=cause.outcome, retry=cause.retry, safest=cause.safest, note=note)
