"""Read times and zones that a person types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from errdecode.core.patterns import lazy
from errdecode.errors import InputError
from errdecode.parse.times import line_time, offset_of

_AGO = lazy(r"(?P<number>\d+)\s*(?P<unit>s|m|h|d|w)(?:\s+ago)?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CLOCK = lazy(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?")
_DATE = lazy(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_OFFSET = lazy(r"(?:UTC|GMT)?(?P<offset>[+-]\d\d(?::?\d\d)?)")


def zone_called(name: str) -> tzinfo | None:
    """Return the zone that a person means: `UTC`, `+02:00`, `America/New_York`; None for `local`.

    Raises:
        InputError: there is no such zone.
    """
    if name.casefold() == "local":
        return None
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    try:
        if match := _OFFSET.fullmatch(name.upper()):
            return offset_of(match["offset"])
        # Only a name pays for this import.
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise InputError(
            f"--tz does not know {name!r}: write local, UTC, +02:00 or a name such as Europe/Berlin"
        ) from None


def typed_time(text: str, now: float, zone: tzinfo | None = None) -> float:
    """Return the moment that a person means: `2h`, `yesterday 14:00`, `14:00`, `2026-11-20`, RFC 3339.

    Args:
        text: what was typed.
        now: the present, seconds since 1970.
        zone: of clock and date, unless they say otherwise.

    Raises:
        InputError: it is no time.
    """
    words = text.strip().lower()
    if match := _AGO.fullmatch(words):
        return now - timedelta(**{_UNITS[match["unit"]]: int(match["number"])}).total_seconds()
    if words == "now":
        return now
    moment = line_time(text.strip(), now, zone) if len(text) > len("2026-11-20") else None
    if moment is not None:
        return moment
    day, clock = datetime.fromtimestamp(now, zone), words
    for name, back in (("yesterday", 1), ("today", 0)):
        if words.startswith(name):
            day, clock = day - timedelta(days=back), words.removeprefix(name).strip()
    try:
        if match := _DATE.match(clock):
            day = datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=zone)
            clock = clock[match.end() :].strip(" t")
        time = _CLOCK.fullmatch(clock or "0:00")
        if time:
            return day.replace(
                hour=int(time["hour"]), minute=int(time["minute"]), second=int(time["second"] or 0), microsecond=0
            ).timestamp()
    except (ValueError, OverflowError):
        pass
    raise InputError(f"{text!r} is no time: write 2h, 14:00, yesterday 14:00, 2026-11-20 or 2026-11-20T09:30:00Z")
