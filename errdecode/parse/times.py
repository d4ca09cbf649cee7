"""Read the time a log line says it was written.

A time without a zone is local time, as loggers write it, unless another zone is
named. A zone of None stands for local time everywhere here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

HEAD_CHARS = 400
"""A line's own time stands at its beginning, or in a field near it."""
TIME_FIELDS = ("ts", "time", "timestamp", "@timestamp", "t", "created", "datetime", "__REALTIME_TIMESTAMP", "E")
"""Names of the fields in which loggers and venues give a time since 1970."""

_MONTHS = {
    name: at
    for at, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_ISO = lazy(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)"
    r"[T _\t](?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"(?:[.,](?P<fraction>\d{1,9}))?(?: ?(?P<half>[AP]M)\b)?\s?(?P<zone>Z|[+-]\d\d(?::?\d\d)?(?!\d))?"
)
_NGINX = lazy(
    r"(?P<day>\d\d)/(?P<month>[A-Z][a-z]{2})/(?P<year>\d{4})"
    r":(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?P<zone>[+-]\d{4})"
)
_DAY_FIRST = lazy(
    r"(?<![\w/])(?P<day>\d{1,2})[ -](?P<month>[A-Z][a-z]{2})[ -](?P<year>(?:19|20)\d\d)"
    r"[ T](?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?"
)
_BASIC = lazy(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?:[.,]?(?P<fraction>\d{3,9}))?(?P<zone>Z|[+-]\d{4})?(?!\d)"
)
_SYSLOG = lazy(
    r"(?<!\w)(?P<month>[A-Z][a-z]{2}) {1,2}(?P<day>\d{1,2}) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?!\w)"
)
_EPOCH = r"(?P<epoch>\d{10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19})(?!\d)"
_FIELD = lazy(rf"""(?:^|["'\s{{,])(?:{"|".join(TIME_FIELDS)})["']?\s*[:=]\s*["']?{_EPOCH}""")
_LEADING = lazy(rf"\A\s*\[?{_EPOCH}\]?\s")
_KINDS = (_ISO, _NGINX, _LEADING, _FIELD, _SYSLOG, _DAY_FIRST, _BASIC)


def line_time(line: str, now: float | None = None, zone: tzinfo | None = None) -> float | None:
    """Return the time of a log line in seconds since 1970, None where it has none.

    Args:
        line: the line.
        now: the present, which decides the year of a syslog line.
        zone: of a time that names none.
    """
    kind, first = _first_time(line)
    if first is None:
        return None
    if kind in (_ISO, _BASIC):
        return _calendar(first, int(first["year"]), int(first["month"]), zone)
    if kind in (_NGINX, _DAY_FIRST):
        return _calendar(first, int(first["year"]), _MONTHS.get(first["month"].lower(), 0), zone)
    return _without_year(first, now, zone) if kind is _SYSLOG else _epoch(first["epoch"])


def names_zone(line: str) -> bool:
    """Tell whether the time of a line says in which zone it is, as a time since 1970 does."""
    _, first = _first_time(line)
    return first is not None and any(first.groupdict().get(name) for name in ("zone", "epoch"))


def _first_time(line: str) -> tuple[object, re.Match[str] | None]:
    """Return the pattern of a line's time and where it stands."""
    first, kind, limit = None, None, HEAD_CHARS
    for pattern in _KINDS:
        # What stands before the others is when the line was written; they are what it speaks of.
        match = pattern.search(line, 0, limit)
        if match is not None:
            first, kind, limit = match, pattern, match.start()
    return (kind, first) if first is not None else (_FIELD, _FIELD.search(line))


def _calendar(match: re.Match[str], year: int, month: int, zone: tzinfo | None) -> float | None:
    parts = match.groupdict()
    hour = int(parts["hour"])
    if half := parts.get("half"):
        hour = hour % 12 + 12 * (half == "PM")
    try:
        moment = datetime(
            year,
            month,
            int(parts["day"]),
            hour,
            int(parts["minute"]),
            int(parts["second"]),
            tzinfo=offset_of(text) if (text := parts.get("zone")) else zone,
        ).timestamp()
    except (ValueError, OverflowError):
        return None
    fraction = parts.get("fraction")
    return moment + (int(fraction) / 10 ** len(fraction) if fraction else 0)


def offset_of(text: str) -> timezone:
    """Return the zone of an offset: `Z`, `+02`, `+0200`, `+02:00`."""
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)))


def _without_year(match: re.Match[str], now: float | None, zone: tzinfo | None) -> float | None:
    month = _MONTHS.get(match["month"].lower())
    if month is None or now is None:
        return None
    year = datetime.fromtimestamp(now, zone).year
    moment = _calendar(match, year, month, zone)
    # In January a log may still speak of December.
    return _calendar(match, year - 1, month, zone) if moment is not None and moment > now + 86400 else moment


def _epoch(text: str) -> float:
    whole = text.partition(".")[0]
    return float(text) / float(10 ** max(len(whole) - 10, 0))
