"""Cut out of a block of bytes the text that belongs to one place where an error may stand.

Mostly that is a line. A payload printed over several lines is taken whole, and
a status line of HTTP with its headers and body. What is cut out depends only on
the bytes within `MARGIN` of the place, so that block boundaries change nothing.
"""

from __future__ import annotations

from errdecode.core.patterns import lazy

MARGIN = 64 * 1024
"""Bytes around a block that must be known to cut its units out."""

REACH = 8 * 1024
"""Bytes above a place in which a line may begin that says something about it."""
_HALF = MARGIN // 2
_MAX_LINES = 200
_MEMBER = lazy(
    rb"""\s*(?:["'\[:]?[A-Za-z_$][\w.$-]*["'\]]?\s*(?:=>|[:=])|[}\])\]({\[]|["'][^"']*["'][}\])]*,?\s*$|-?\d[\d.]*\s*(?:=>[^\n]*|,)?\s*$"""
    rb"""|(?:array|object|int|float|bool|string|enum)\s?\(|NULL\s*$)"""
)
_BEGUN = lazy(rb"""[{\[]\s?(?:["'][^"'\n]{1,80}["']|[A-Za-z_]\w{0,80}):[^\n]*[,\w"']\s*$""")
"""A payload whose first member stands on the line that opens it."""
_CLOSER = lazy(rb"\s*[}\])]")
_STATUS = lazy(rb"HTTP/[\d.]+ [45]\d\d[ \w'-]{0,40}\s*$")
"""Only at the end of a line does a status begin an answer; elsewhere a line speaks of one."""
_HEADER = lazy(rb"""(?:[<>*] )?[A-Za-z][\w-]{0,60}: ?\S|[<>*]?\s*$|\s*(?:\{\s*(?:["'}]|$)|\[\s*(?:[\[{"]|$))""")
_CODE_LINE = lazy(
    rb"""(?i)[^{}\n]{0,200}?(?<![a-z])(?:error[ _]?)?code["']?\s{0,3}[:=]\s{0,3}["']?-?\d{1,9}["']?,?\s*$"""
)
_WORDS_LINE = lazy(rb"""(?i)\s*["']?(?:err(?:or)?[ _]?)?(?:msg|message|reason|description)["']?\s{0,3}[:=]\s""")
"""A code and its words on two lines, without a bracket."""
_ENDED = lazy(rb"[}\])]+;?\s*$")
"""Above the payload of a place, this ends another."""
_MORE = b"msg: 1\n{}\n"
"""Continues whatever can be continued: a payload, headers that wait for a body, a code that stands above its words."""
_TOPMOST = lazy(rb"""[^\s"'\[({]""")
"""An opening line that begins so is inside of nothing."""


def line_of(data: bytes, place: int) -> tuple[int, int]:
    """Return where the line of a place begins and ends, a hole before it left out; of a huge line, the part around."""
    low = max(0, place - _HALF)
    start = data.rfind(b"\n", low, place) + 1 or low
    if data.startswith(b"\0", start, place):
        start = place - len(data[start:place].lstrip(b"\0"))
    high = min(len(data), place + _HALF)
    end = data.find(b"\n", place, high)
    return start, high if end < 0 else end


def unit_of(data: bytes, place: int) -> tuple[int, int]:
    """Return where the text around a place begins and ends."""
    start, end = line_of(data, place)
    if _continues(data, start, place):
        opened = _opening(data, start)
        if opened is not None:
            return opened, _closing(data, opened, end)
    line = data[start:end]
    if _CODE_LINE.match(line):
        below = data.find(b"\n", end + 1, end + 1 + _HALF)
        below = below if below >= 0 else min(len(data), end + 1 + _HALF)
        return start, below if _WORDS_LINE.match(data, end + 1, below) else end
    if _WORDS_LINE.match(line):
        above = data.rfind(b"\n", max(0, start - _HALF), max(0, start - 1)) + 1
        return above if _CODE_LINE.match(data[above : max(0, start - 1)]) else start, end
    if _opens(line):
        return start, _closing(data, start, end)
    if b"HTTP/" in line and _STATUS.search(line):
        return start, _body(data, end)
    return start, end


def open_at(data: bytes, start: int, end: int) -> int:
    """Return where the text begins that the last line belongs to and that more lines may continue; the end if none.

    Args:
        data: what is known.
        start: where to begin looking.
        end: where the last line ends that is known whole.
    """
    low = data.rfind(b"\n", start, end - 1) + 1 or start
    above = low
    for _ in range(_MAX_LINES):
        # Above headers may stand the status that they belong to.
        if above <= start or not _HEADER.match(data, above, data.find(b"\n", above, end)):
            break
        above = data.rfind(b"\n", start, above - 1) + 1 or start
    for first in dict.fromkeys((low, above)):
        last = max(first, data.find(b"\n", first, end) - 1)
        known = max(0, start - MARGIN)
        unit = unit_of(data[known:end] + _MORE, last - known)
        if unit[1] > end - known:
            return max(start, unit[0] + known)
    return end


def stands_alone(line: bytes) -> bool:
    """Tell whether a line is a unit by itself wherever it stands, and every line that differs from it in words."""
    return (
        b"\n" not in line
        and not _opens(line)
        and b"HTTP/" not in line
        and not _CODE_LINE.match(line)
        and not _WORDS_LINE.match(line)
        and (line.lstrip()[:1] == b"{" or not _MEMBER.match(line[:200]))
    )


def _opens(line: bytes) -> bool:
    """Tell whether a line ends with an opening bracket, or begins a payload that it does not end."""
    return line.rstrip()[-1:] in (b"[", b"(", b"{") or (_BEGUN.search(line) is not None and _balance(line) > 0)


def _balance(line: bytes) -> int:
    """Return how many more brackets a line opens than it closes."""
    return line.count(b"{") + line.count(b"[") - line.count(b"}") - line.count(b"]")


def _continues(data: bytes, start: int, place: int) -> bool:
    """Tell whether a line looks like the inside of a payload that began above."""
    is_inner = data[start : start + 1] in (b" ", b"\t", b'"', b"'") or b"{" not in data[start:place]
    return is_inner and bool(_MEMBER.match(data, start, min(start + 200, len(data))))


def _opening(data: bytes, start: int) -> int | None:
    """Return the start of the line that opened the payload a line lies in."""
    low = max(0, start - _HALF)
    found = None
    for _ in range(_MAX_LINES):
        if start <= low:
            break
        above = data.rfind(b"\n", low, start - 1) + 1 or low
        line = data[above : start - 1]
        if _opens(line):
            found = above
            if _TOPMOST.match(line):
                return above
            if line.strip() == b"(":
                # PHP prints `Array` on a line of its own.
                found = above = data.rfind(b"\n", low, above - 1) + 1 or low
                line = data[above : data.find(b"\n", above)]
            if not _MEMBER.match(line) or line[:1] in b"{[":
                return above
        elif (line.strip() and not _MEMBER.match(line)) or _ENDED.match(line):
            break
        start = above
    return found


def _closing(data: bytes, opened: int, end: int) -> int:
    """Return the end of the line that closes what a line opened."""
    high = min(len(data), opened + MARGIN // 2 + _HALF // 2)
    first = data.find(b"\n", opened, high)
    if first < 0:
        return end
    indent = _indent(data, opened, first)
    balance = _balance(data[opened:first])
    begun = _BEGUN.search(data[opened:first]) is not None
    at = first + 1
    for _ in range(_MAX_LINES):
        if at >= high:
            break
        stop = data.find(b"\n", at, high)
        stop = high if stop < 0 else stop
        line = data[at:stop]
        if _CLOSER.match(line) and _indent(data, at, stop) <= indent and not _opens(line):
            return max(stop, end)
        if line.strip() and not _MEMBER.match(line):
            break
        balance += _balance(line)
        if balance <= 0 and begun:
            return max(stop, end)
        at = stop + 1
    return max(end, min(at - 1, high))


def _indent(data: bytes, start: int, end: int) -> int:
    line = data[start:end]
    return len(line) - len(line.lstrip())


def _body(data: bytes, end: int) -> int:
    """Return the end of the headers and the body below a status line."""
    high = min(len(data), end + _HALF // 2)
    at = end + 1
    blank = False
    for _ in range(_MAX_LINES):
        stop = data.find(b"\n", at, high)
        if at >= high or not _HEADER.match(data, at, high if stop < 0 else stop):
            break
        stop = high if stop < 0 else stop
        line = data[at:stop].strip()
        if line[:1] in (b"{", b"[") and line:
            return _closing(data, at, stop) if _opens(line) else stop
        if not line and blank:
            break
        blank = blank or not line
        at = stop + 1
    return end
