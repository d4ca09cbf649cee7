"""Write times as programs and people read them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache


def rfc3339(moment: float | None, zone: tzinfo | None = UTC) -> str | None:
    """Return a time as RFC 3339, with milliseconds where it has them.

    Args:
        moment: seconds since 1970.
        zone: in which to write it.
    """
    if moment is None:
        return None
    whole, thousandths = divmod(round(moment * 1000), 1000)
    time, offset = _seconds(whole, zone)
    return f"{time}.{thousandths:03d}{offset}" if thousandths else f"{time}{offset}"


@lru_cache(maxsize=64)
def _seconds(whole: int, zone: tzinfo | None) -> tuple[str, str]:
    """Return a time without its fraction, and its offset; the lines of a second share the work."""
    moment = datetime.fromtimestamp(whole, UTC)
    if zone is not UTC:
        # Without an argument: to local time.
        moment = moment.astimezone(zone)
    offset = moment.strftime("%z")
    return moment.strftime("%Y-%m-%dT%H:%M:%S"), "Z" if offset == "+0000" else f"{offset[:3]}:{offset[3:5]}"


def offset_at(moment: float, zone: tzinfo | None) -> str:
    """Return how far a zone is from UTC at a moment: `-05:00`, or `UTC`."""
    offset = _seconds(int(moment), zone)[1]
    return "UTC" if offset == "Z" else offset
