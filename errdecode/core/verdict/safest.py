"""The careful conclusion: what may safely be assumed while several readings remain."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.model import Outcome, Retry

DANGER: tuple[Outcome, ...] = ("unknown", "partial", "accepted", "ended", "done", "rejected", "none")
"""Outcomes, the most dangerous to be wrong about first."""
REFUSED: tuple[Outcome, ...] = ("rejected", "none")
"""Outcomes after which nothing has happened."""
CAREFUL: tuple[Retry, ...] = ("reconcile_first", "never", "after_fix", "after_wait", "reconnect", "not_needed")
"""Next steps, the most careful first."""


def caution(reading: tuple[Outcome, Retry]) -> tuple[int, int]:
    """Rank an outcome and a next step, the ones that it is the most dangerous to be wrong about first."""
    return DANGER.index(reading[0]), CAREFUL.index(reading[1])


def safest(readings: Iterable[tuple[Outcome, Retry]]) -> tuple[Outcome, Retry]:
    """Return the most careful outcome and the most careful next step of some readings.

    Where there is no reading at all, the request may have been executed. Where something may have happened and
    the next step is another reading's, whoever takes it would act on a refusal that is not sure: look first.
    """
    pairs = list(readings) or [(DANGER[0], CAREFUL[0])]
    outcome = min((outcome for outcome, _ in pairs), key=DANGER.index)
    retry = min((retry for _, retry in pairs), key=CAREFUL.index)
    if outcome not in REFUSED and (outcome, retry) not in pairs:
        retry = CAREFUL[0]
    return outcome, retry
