"""Read the time a log line says it was written, and times a person types.

A time without a zone is taken as UTC: the log does not say more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from errdecode.core.patterns import lazy
from errdecode.errors import InputError

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
_STAMP = lazy(
    rb"[^0-9]{0,9}((?:19|20)\d\d[-/.]\d\d[-/.]\d\d[T _\t]\d\d:\d\d):(\d\d)(?:[.,](\d{1,9}))?(?! ?[AP]M\b)"
    rb"(?:\s?(Z|[+-]\d\d(?::?\d\d)?(?!\d)))?"
)
"""Where a line begins with it no other time can stand before it."""
_ANY_FIELD = lazy(rf"""(?:^|["'\s{{,])(?:{"|".join(TIME_FIELDS)})["'\\]*\s*[:=]""".encode())
_HEAD_BYTES = 2048
_MAX_MINUTES = 10_000
_AGO = lazy(r"(?P<number>\d+)\s*(?P<unit>s|m|h|d|w)(?:\s+ago)?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CLOCK = lazy(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?")
_DATE = lazy(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")


def line_time(line: str, now: float | None = None) -> float | None:
    """Return the time of a log line in seconds since 1970, None where it has none.

    Args:
        line: the line.
        now: the present, which decides the year of a syslog line.
    """
    first, kind, limit = None, None, HEAD_CHARS
    for pattern in _KINDS:
        # What stands before the others is when the line was written; they are what it speaks of.
        match = pattern.search(line, 0, limit)
        if match is not None:
            first, kind, limit = match, pattern, match.start()
    if first is None:
        first = _FIELD.search(line)
    if first is None:
        return None
    if kind in (_ISO, _BASIC):
        return _calendar(first, int(first["year"]), int(first["month"]))
    if kind in (_NGINX, _DAY_FIRST):
        return _calendar(first, int(first["year"]), _MONTHS.get(first["month"].lower(), 0))
    return _without_year(first, now) if kind is _SYSLOG else _epoch(first["epoch"])


class Clock:
    """Reads the times of lines; the lines of a minute share the work."""

    def __init__(self, now: float | None) -> None:
        """Take the present, which decides the year of a syslog line."""
        self._now = now
        self._minutes: dict[bytes, float | None] = {}

    def time(self, raw: bytes) -> float | None:
        """Return the time of a text in seconds since 1970, None where it has none."""
        match = _STAMP.match(raw)
        if match is None:
            return line_time(raw[:_HEAD_BYTES].decode("utf-8", "replace"), self._now)
        minute, second, fraction, zone = match.groups()
        key = minute + (zone or b"")
        if key not in self._minutes:
            if len(self._minutes) >= _MAX_MINUTES:
                self._minutes.clear()
            self._minutes[key] = line_time(f"{minute.decode()}:00{(zone or b'').decode()}", self._now)
        base = self._minutes[key]
        return None if base is None else base + int(second) + (int(fraction) / 10 ** len(fraction) if fraction else 0)

    def may_date(self, raw: bytes) -> bool:
        """Tell whether texts that differ from one in their numbers only may hold their time."""
        return _ANY_FIELD.search(raw) is not None or self.time(raw) is not None


def _calendar(match: re.Match[str], year: int, month: int) -> float | None:
    parts = match.groupdict()
    zone, hour = parts.get("zone"), int(parts["hour"])
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
            tzinfo=_zone(zone),
        )
    except ValueError:
        return None
    fraction = parts.get("fraction")
    return moment.timestamp() + (int(fraction) / 10 ** len(fraction) if fraction else 0)


def _zone(text: str | None) -> timezone:
    if not text or text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)))


def _without_year(match: re.Match[str], now: float | None) -> float | None:
    month = _MONTHS.get(match["month"].lower())
    if month is None or now is None:
        return None
    year = datetime.fromtimestamp(now, UTC).year
    moment = _calendar(match, year, month)
    # In January a log may still speak of December.
    return _calendar(match, year - 1, month) if moment is not None and moment > now + 86400 else moment


def _epoch(text: str) -> float:
    whole = text.partition(".")[0]
    return float(text) / float(10 ** max(len(whole) - 10, 0))


def rfc3339(moment: float | None) -> str | None:
    """Return a time as RFC 3339 in UTC, with milliseconds where it has them."""
    if moment is None:
        return None
    whole, thousandths = divmod(round(moment * 1000), 1000)
    return f"{_seconds(whole)}.{thousandths:03d}Z" if thousandths else f"{_seconds(whole)}Z"


@lru_cache(maxsize=64)
def _seconds(whole: int) -> str:
    """Return a time without its fraction; the lines of a second share the work."""
    return datetime.fromtimestamp(whole, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def typed_time(text: str, now: float) -> float:
    """Return the moment that a person means: `2h`, `yesterday 14:00`, `14:00`, `2026-11-20`, RFC 3339.

    Args:
        text: what was typed; clock and date are UTC unless they say otherwise.
        now: the present, seconds since 1970.

    Raises:
        InputError: it is no time.
    """
    words = text.strip().lower()
    if match := _AGO.fullmatch(words):
        return now - timedelta(**{_UNITS[match["unit"]]: int(match["number"])}).total_seconds()
    if words == "now":
        return now
    moment = line_time(text.strip(), now) if len(text) > len("2026-11-20") else None
    if moment is not None:
        return moment
    day, clock = datetime.fromtimestamp(now, UTC), words
    for name, back in (("yesterday", 1), ("today", 0)):
        if words.startswith(name):
            day, clock = day - timedelta(days=back), words.removeprefix(name).strip()
    try:
        if match := _DATE.match(clock):
            day = datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=UTC)
            clock = clock[match.end() :].strip(" t")
        time = _CLOCK.fullmatch(clock or "0:00")
        if time:
            return day.replace(
                hour=int(time["hour"]), minute=int(time["minute"]), second=int(time["second"] or 0), microsecond=0
            ).timestamp()
    except ValueError:
        pass
    raise InputError(f"{text!r} is no time: write 2h, 14:00, yesterday 14:00, 2026-11-20 or 2026-11-20T09:30:00Z")
