"""How sure a reading is: its share of the odds."""

from __future__ import annotations

import math

from errdecode.core.verdict import weights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.core.verdict.case import Reading

_MAX_LEAD = 60.0
"""More bits make no difference, and would be no number any more."""


def confidence(readings: Sequence[Reading], others: Sequence[float]) -> str:
    """Return how sure the first reading is: certain, likely or ambiguous.

    A reading of the same venue that says the same (one code in two of its
    namespaces) does not compete; but where nothing tells the two apart the
    namespace is a guess, and the finding no more than likely.

    Args:
        readings: best first, at least one.
        others: what speaks for anybody else, in bits.
    """
    first = readings[0]
    odds = [math.exp2(each.bits - first.bits) for each in readings]
    total = sum(odds) + _odds(others, first)
    same = sum(odd for odd, each in zip(odds, readings, strict=True) if _says_the_same(each, first))
    if total * weights.CERTAIN <= 1 and not first.is_elsewhere:
        return "certain"
    return "likely" if same / total >= weights.LIKELY else "ambiguous"


def share(readings: Sequence[Reading], others: Sequence[float]) -> float:
    """Return the share of the odds that all readings have together."""
    odds = sum(math.exp2(each.bits - readings[0].bits) for each in readings)
    return odds / (odds + _odds(others, readings[0]))


def _odds(others: Sequence[float], first: Reading) -> float:
    return sum((math.exp2(min(bits - first.bits, _MAX_LEAD)) for bits in others), 0.0)


def _says_the_same(reading: Reading, first: Reading) -> bool:
    """Tell whether a reading is the first, or its code in another namespace with the same consequences."""
    one, other = reading.entry, first.entry
    same = (one.venue, one.code, one.outcome, one.retry) == (other.venue, other.code, other.outcome, other.retry)
    return one is other or (same and one.namespace != other.namespace)
