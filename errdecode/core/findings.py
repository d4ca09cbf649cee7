"""Make a finding of a verdict."""

from __future__ import annotations

from errdecode.core.lookup import near
from errdecode.core.sightings.clues import is_neighbour
from errdecode.core.verdict.safest import safest
from errdecode.core.verdict.weights import CONTRADICTS
from errdecode.core.waits import wait_in_parameters
from errdecode.model import Alternative, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from errdecode.core.knowledge import Knowledge
    from errdecode.core.verdict.case import Reading, Verdict
    from errdecode.model import Outcome, Retry

MAX_ALTERNATIVES = 40
_REMAINS_BITS = 6.0
"""A reading so many bits behind the first is not counted among those that remain."""


def build_finding(verdict: Verdict, redact: Callable[[str], str], knowledge: Knowledge, now: float | None) -> Finding:
    """Return the finding that a verdict amounts to.

    Args:
        verdict: the possible meanings, best first.
        redact: takes credentials out of a text.
        knowledge: the catalogues, for the neighbours of an unknown code.
        now: the time in seconds since 1970, for waits given as a date.
    """
    case = verdict.case
    first = verdict.readings[0] if verdict.readings and verdict.confidence != "unknown" else None
    # Beside what is certain no other reading is worth a word.
    others = () if verdict.confidence == "certain" else verdict.readings[1:] if first else verdict.readings
    entry = first.entry if first else None
    parameters = first.parameters if first else {}
    wait_s = wait_in_parameters(parameters, now)
    code = case.code or ""
    near_ = () if entry else near(code, (verdict.unknown_in,) if verdict.unknown_in else (), [], knowledge)
    evidence = first.evidence if first else verdict.evidence
    return Finding(
        source=None,
        line=None,
        time=None,
        code=entry.code if entry else redact(code),
        venue=entry.venue if entry else verdict.unknown_in,
        namespace=entry.namespace if entry else None,
        name=entry.name if entry else None,
        confidence=verdict.confidence,  # type: ignore[arg-type]  # one of the four words
        evidence=tuple(map(redact, evidence)),
        category=entry.category if entry else None,
        outcome=entry.outcome if entry else None,
        retry=entry.retry if entry else None,
        wait_s=entry.wait_s if entry and wait_s is None else wait_s,
        message=None if case.message is None else redact(case.message),
        parameters={key: redact(value) for key, value in parameters.items()},
        request=None,
        entry=entry,
        alternatives=tuple(_alternative(reading, redact) for reading in others[:MAX_ALTERNATIVES]),
        near=tuple(near_),
        safest=safest(_possible(verdict)),
    )


def _alternative(reading: Reading, redact: Callable[[str], str]) -> Alternative:
    entry = reading.entry
    return Alternative(
        entry.venue, entry.namespace, entry.code, entry.name, tuple(map(redact, reading.evidence)), entry
    )


def _possible(verdict: Verdict) -> list[tuple[Outcome, Retry]]:
    """Return the outcomes and next steps that have to be reckoned with."""
    possible = [(each.entry.outcome, each.entry.retry) for each in _remaining(verdict)]
    if verdict.confidence == "ambiguous" and _is_contradicted(verdict):
        # The code may be that of a service that nobody here knows.
        possible.append(safest(()))
    return possible


def _is_contradicted(verdict: Verdict) -> bool:
    """Tell whether a payload holds other words than those of the first reading, and nothing beside it names its venue.

    What other lines say does not make another error's words this one's.
    """
    first = verdict.readings[0]
    is_named = any(clue.venue == first.entry.venue and not is_neighbour(clue) for clue in verdict.case.clues)
    return verdict.case.frame is not None and first.agreement < CONTRADICTS and not is_named


def _remaining(verdict: Verdict) -> list[Reading]:
    """Return the readings that have to be reckoned with: the first alone where it is certain."""
    if verdict.confidence == "unknown" or not verdict.readings:
        return []
    if verdict.confidence == "certain":
        return [verdict.readings[0]]
    low = verdict.readings[0].bits - _REMAINS_BITS
    return [each for each in verdict.readings if each.bits >= low]
