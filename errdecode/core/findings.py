"""Make a finding of the weighed readings of one place."""

from __future__ import annotations

from errdecode.core.lookup import near
from errdecode.core.readings import confidence
from errdecode.model import Alternative, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from errdecode.core.knowledge import Knowledge
    from errdecode.core.readings import Observed, Readings

MAX_ALTERNATIVES = 20
MAX_WAIT_S = 366 * 24 * 3600
"""A longer wait is a number that means something else."""

_UNITS = {"s": 1.0, "ms": 0.001, "epoch_s": 1.0, "epoch_ms": 0.001}


def build_finding(
    readings: Readings, observed: Observed, redact: Callable[[str], str], knowledge: Knowledge
) -> Finding:
    """Return the finding that readings amount to.

    Args:
        readings: the possible meanings, best first.
        observed: what the input shows, as the best reading saw it.
        redact: takes credentials out of a text.
        knowledge: the catalogues, for the neighbours of an unknown code.
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
        wait_s=entry.wait_s if entry else None,
        message=message,
        parameters={key: redact(value) for key, value in first.parameters.items()} if first else {},
        request=None,
        entry=entry,
        alternatives=alternatives,
        near=tuple(near_),
    )


def waits(value: Any, unit: str, now: float | None) -> int | None:
    """Return a stated wait in whole seconds, rounded up; None where it says none."""
    try:
        number = float(value) * _UNITS[unit]
    except (TypeError, ValueError, OverflowError):
        return None
    if unit.startswith("epoch"):
        if now is None:
            return None
        number -= now
    return int(-(-number // 1)) if 0 <= number < MAX_WAIT_S else None
