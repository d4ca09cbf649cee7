"""Read the time a log line says it was written, and times a person types.

A time without a zone is local time, as loggers write it, unless another zone is
named. A zone of None stands for local time everywhere here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
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
_OFFSET = lazy(r"(?:UTC|GMT)?(?P<offset>[+-]\d\d(?::?\d\d)?)")
_MAY_HOLD = lazy(rb"\d\d:\d\d:\d\d|T\d{6}|\d{10}")
"""What every way of writing a time holds."""


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


class Clock:
    """Reads the times of lines; the lines of a minute share the work."""

    def __init__(self, now: float | None, zone: tzinfo | None = None) -> None:
        """Take the present, which decides the year of a syslog line, and the zone of times that name none."""
        self._now = now
        self._zone = zone
        self._minutes: dict[bytes, float | None] = {}

    def time(self, raw: bytes) -> float | None:
        """Return the time of a text in seconds since 1970, None where it has none."""
        match = _STAMP.match(raw)
        if match is None:
            return line_time(raw[:_HEAD_BYTES].decode("utf-8", "replace"), self._now, self._zone)
        minute, second, fraction, zone = match.groups()
        key = minute + (zone or b"")
        if key not in self._minutes:
            if len(self._minutes) >= _MAX_MINUTES:
                self._minutes.clear()
            self._minutes[key] = line_time(f"{minute.decode()}:00{(zone or b'').decode()}", self._now, self._zone)
        base = self._minutes[key]
        return None if base is None else base + int(second) + (int(fraction) / 10 ** len(fraction) if fraction else 0)

    def latest(self, data: bytes, low: int, high: int) -> tuple[float, int] | None:
        """Return the time of the last line that has one, of those that begin in a part, and where it begins."""
        if _MAY_HOLD.search(data, low, high) is None:
            return None
        for match in reversed(list(_MAY_HOLD.finditer(data, low, high))):
            if match.end() > high:
                continue
            start = data.rfind(b"\n", low, match.end()) + 1
            if not start:
                if low and data[low - 1 : low] != b"\n":
                    return None
                start = low
            stop = data.find(b"\n", match.end(), high)
            if (moment := self.time(data[start : stop if stop >= 0 else high])) is not None:
                return moment, start
            high = start
        return None

    def may_date(self, raw: bytes) -> bool:
        """Tell whether texts that differ from one in their numbers only may hold their time."""
        return _ANY_FIELD.search(raw) is not None or self.time(raw) is not None


class TimeAbove:
    """Knows the time of the lines above a place; lines between two places are looked at once."""

    def __init__(self, clock: Clock, reach: int) -> None:
        """Take what reads times, and how many bytes above a place count."""
        self._clock = clock
        self._reach = reach
        self.begin(b"")

    def begin(self, data: bytes) -> None:
        """Go on with another block."""
        self._data = data
        self._last = self._to = 0
        self._found: tuple[float, int] | None = None

    def at(self, start: int, end: int) -> float | None:
        """Return the time of the nearest line above a text that has one.

        Args:
            start: where the text begins.
            end: where it ends; it has no time of its own.
        """
        if start < self._last:
            self.begin(self._data)
        low = max(0, start - self._reach)
        if start > self._to:
            self._found = self._clock.latest(self._data, max(low, self._to), start) or self._found
        self._last, self._to = start, max(self._to, end)
        return self._found[0] if self._found and self._found[1] >= low else None


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
            tzinfo=_offset(text) if (text := parts.get("zone")) else zone,
        ).timestamp()
    except (ValueError, OverflowError):
        return None
    fraction = parts.get("fraction")
    return moment + (int(fraction) / 10 ** len(fraction) if fraction else 0)


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
            return _offset(match["offset"])
        # Only a name pays for this import.
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise InputError(
            f"--tz does not know {name!r}: write local, UTC, +02:00 or a name such as Europe/Berlin"
        ) from None


def _offset(text: str) -> timezone:
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
