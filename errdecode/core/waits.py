"""How long to wait, where an answer says so itself."""

from __future__ import annotations

from datetime import UTC, datetime

from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MAX_WAIT_S = 366 * 24 * 3600
"""A longer wait is a number that means something else."""

_UNITS = {"s": 1.0, "ms": 0.001, "epoch_s": 1.0, "epoch_ms": 0.001}
_PARAMETERS = {"wait_s": "s", "wait_ms": "ms", "until_s": "epoch_s", "until_ms": "epoch_ms"}
"""Ends of the names of parameters that state a wait, and their units."""
_DATE = "%a, %d %b %Y %H:%M:%S GMT"
_RETRY_AFTER = lazy(
    r"""(?i)(?<![\w-])retry-after["']?\s{0,4}[:=]\s{0,4}["']?"""
    r"(?:(?P<seconds>\d{1,7})(?![\d:-])|(?P<date>[a-z]{3}, \d\d [a-z]{3} \d{4} \d\d:\d\d:\d\d GMT))"
)


def stated_wait(value: Any, unit: str, now: float | None) -> int | None:
    """Return a stated wait in whole seconds, rounded up; None where it says none.

    Args:
        value: a number, or its text.
        unit: s | ms | epoch_s | epoch_ms.
        now: the time in seconds since 1970.
    """
    try:
        number = float(value) * _UNITS[unit]
    except (TypeError, ValueError, OverflowError):
        return None
    if unit.startswith("epoch"):
        if now is None:
            return None
        number -= now
    return int(-(-number // 1)) if 0 <= number < MAX_WAIT_S else None


def wait_in_parameters(parameters: Mapping[str, str], now: float | None) -> int | None:
    """Return the wait that a message states, as in `banned until {banned_until_ms}`."""
    for name, value in parameters.items():
        for end, unit in _PARAMETERS.items():
            if name == end or name.endswith(f"_{end}"):
                return stated_wait(value, unit, now)
    return None


def wait_in_header(text: str, now: float | None) -> int | None:
    """Return the wait that a Retry-After header in a text states (RFC 9110, 10.2.3: seconds or a date)."""
    header = _RETRY_AFTER.search(text)
    if header is None:
        return None
    if header["seconds"]:
        return int(header["seconds"])
    try:
        date = datetime.strptime(header["date"], _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return stated_wait(date.timestamp(), "epoch_s", now)
