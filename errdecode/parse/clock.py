"""Read the times of lines one after the other: what many of them share is worked out once."""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.parse.times import TIME_FIELDS, line_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo

_STAMP = lazy(
    rb"[^0-9]{0,9}((?:19|20)\d\d[-/.]\d\d[-/.]\d\d[T _\t]\d\d:\d\d):(\d\d)(?:[.,](\d{1,9}))?(?! ?[AP]M\b)"
    rb"(?:\s?(Z|[+-]\d\d(?::?\d\d)?(?!\d)))?"
)
"""Where a line begins with it no other time can stand before it."""
_ANY_FIELD = lazy(rf"""(?:^|["'\s{{,])(?:{"|".join(TIME_FIELDS)})["'\\]*\s*[:=]""".encode())
_HEAD_BYTES = 2048
_MAX_MINUTES = 10_000
_MAY_HOLD = lazy(rb"\d\d:\d\d:\d\d|T\d{6}|\d{10}")
"""What every way of writing a time holds."""


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
