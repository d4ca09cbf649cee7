"""Make a finding of the weighed readings of one place."""

from __future__ import annotations

from errdecode.core.lookup import near
from errdecode.core.readings import confidence
from errdecode.core.waits import wait_in_parameters
from errdecode.model import Alternative, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from errdecode.core.knowledge import Knowledge
    from errdecode.core.readings import Observed, Readings

MAX_ALTERNATIVES = 20


def build_finding(
    readings: Readings, observed: Observed, redact: Callable[[str], str], knowledge: Knowledge, now: float | None
) -> Finding:
    """Return the finding that readings amount to.

    Args:
        readings: the possible meanings, best first.
        observed: what the input shows, as the best reading saw it.
        redact: takes credentials out of a text.
        knowledge: the catalogues, for the neighbours of an unknown code.
        now: the time in seconds since 1970, for waits given as a date.
    """
    others = readings.ranked if readings.unknown_in else readings.ranked[1:]
    alternatives = tuple(
        Alternative(
            reading.entry.venue,
            reading.entry.namespace,
            reading.entry.code,
            reading.entry.name,
            tuple(map(redact, reading.evidence)),
            reading.entry,
        )
        for reading in others[:MAX_ALTERNATIVES]
    )
    message = None if observed.message is None else redact(observed.message)
    first = readings.ranked[0] if readings.ranked and not readings.unknown_in else None
    entry = first.entry if first else None
    parameters = first.parameters if first else {}
    wait_s = wait_in_parameters(parameters, now)
    near_ = () if entry else near(observed.code, (readings.unknown_in,) if readings.unknown_in else (), [], knowledge)
    return Finding(
        source=None,
        line=None,
        time=None,
        code=entry.code if entry else redact(observed.code),
        venue=entry.venue if entry else readings.unknown_in,
        namespace=entry.namespace if entry else None,
        name=entry.name if entry else None,
        confidence=confidence(readings.ranked) if first else "unknown",
        evidence=tuple(map(redact, first.evidence if first else readings.evidence)),
        category=entry.category if entry else None,
        outcome=entry.outcome if entry else None,
        retry=entry.retry if entry else None,
        wait_s=entry.wait_s if entry and wait_s is None else wait_s,
        message=message,
        parameters={key: redact(value) for key, value in parameters.items()},
        request=None,
        entry=entry,
        alternatives=alternatives,
        near=tuple(near_),
    )
