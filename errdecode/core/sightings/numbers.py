"""Find the numbers in prose that may be codes, and what stands around them.

A number is known by its label: the words that stand right before it
(`error code: -2011`, `closed with code 1006`), an address before a status, or
the number before it in a list.
"""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.sightings.labels import CLOSE, CODE, HTTP, NONE, UNSPACED
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.core.sightings.labels import Labels, Role

MAX_NUMBERS = 400
REACH = 64
_LONG_REACH = 600
"""Characters before a number in which its label stands."""
_AFTER = 40

_NUMBER = lazy(
    r"(?<![A-Za-z0-9_.$@~^])(?<![^\W"
    + UNSPACED
    + r"])(?<!\d[-:/])(?<![A-Za-z]/)[-+]?\d{1,9}(?:_\d{1,6})?(?![\w%]|[.:]\d|-\d|(?<=\d\d)/\d\d(?!\d))"
    r"|(?<=\d{3}/)\d{3,9}(?![\w%]|[.:]\d|-\d)"
)
_GLUED = lazy(r"[#" + UNSPACED + r"]$")
"""Right before a number, this leaves it to a label to say that it is a code: `error #134`, `错误代码3001`."""
_LISTED = lazy(r"(\d)[ \t]?[,/|][ \t]?[\"']?$")
"""What stands between two numbers of a list."""
_MAX_BETWEEN = 5
_UNIT = lazy(
    r" ?(?:[mµn]?s|[kKMG]?i?B|secs?|seconds?|minutes?|bytes|rows|items|levels|lines|times|requests|updates|orders"
    r"|trades|symbols|candles|records|messages|entries|files|retries|x)(?![A-Za-z=])|/(?!\d{3})"
)
"""What is counted is no code."""
_COMPARED = lazy(r"[=!<>]==?\s?[\"']?$|(?<![A-Za-z])case[ (\"']{1,3}$")
"""What a program asks of a number is no error."""
_ASSIGNED = lazy(r"(?<![\w.])([A-Za-z_]\w*)(?:\s?:\s?\w+)?[ \t]{0,40}=[ \t]{1,8}[\"']?$")
_CALLED = lazy(r"\w\.[a-z]\w*\($")
"""A call of a program's method, as `res.status(500)`: what it does, and nothing that happened."""
_END_OF_ASSIGNED = lazy(r"[\"']?[ \t]*[,;]?[ \t]*(?:$|\n|#|//|/\*)|,[ \t]*[\"'(]")
"""A constant of a program: its name, an equals sign with blanks around it, and the number as the line's last word."""
_SYSTEM = lazy(r"\[(?:Errno|WinError) $|\(os error $|\berrno[=:]? ?$")
"""What stands before an operating system's number."""
_SOURCE = lazy(r"\w\.(?:java|kt|scala|pyx?|m?[jt]sx?|go|rs|rb|php|cs|c|cc|cpp|h|hpp|swift):$")
"""What stands before a line of a program, as traces of calls have it."""
_ADDRESS = lazy(r"(?:https?|wss?)://\S+[ \t]{1,3}$|\bHTTP/[\d.]{1,3}[ \t]{1,2}$|\bHTTP/[\d.]{1,3}\\?\"[ \t]{1,2}$")
_ASKED = lazy(r"(?:https?|wss?)://\S+[ \t]$|HTTP Request: $")
"""What a client prints before the request that it sent."""
_SERVED = lazy(
    r"\\?\"[A-Z]{3,8} (?:/\S*|[\w.:-]+) HTTP/[\d.]{1,3}\\?\"(?: status[:=])?[ \t]{1,2}$"
    r"|\\?\"[A-Z]{3,8} /\S*\\?\"[ \t]{1,2}$"
)
"""A request that the log's own program answered: an access log."""
_OTHER_PROTOCOL = lazy(r"(?<![A-Za-z/])(?!HTTP/)[A-Z]{3,8}/\d(?:\.\d)?[ \t]{1,2}$")
"""Other protocols borrow the statuses of HTTP."""


class Number(Record):
    """A number that stands by itself."""

    text: str
    start: int
    end: int
    role: str | None
    """code | http | close by its label; none where the label says that it is no code; None without a label."""
    label: str


def find_numbers(text: str, labels: Labels) -> Iterator[Number]:
    """Yield the numbers of a text that stand by themselves, with what their labels make of them."""
    role: str | None = None
    label, last = "", -1
    for count, match in enumerate(_NUMBER.finditer(text)):
        if count >= MAX_NUMBERS:
            return
        start, end = match.span()
        listed = last >= 0 and start - last <= _MAX_BETWEEN and _LISTED.search(text[max(0, last - 1) : start])
        if not (listed and role in (CODE, CLOSE)):
            role, label = _role(text, start, end, labels)
        yield Number(match[0].lstrip("+"), start, end, role, label)
        last = end


def _role(text: str, start: int, end: int, labels: Labels) -> Role:
    """Return what a number is, and what says so."""
    after, reach = text[end : end + _AFTER], text[max(0, start - REACH) : start]
    role, label = labels.after(after)
    if role:
        return role, label
    if reason := _reason_against(text, end, reach, labels):
        return NONE, reason
    role, label = _addressed(text, start) or labels.before(reach, text[start:end], after)
    return (NONE, "glued") if role is None and _GLUED.search(reach) else (role, label)


def _reason_against(text: str, end: int, reach: str, labels: Labels) -> str | None:
    """Return why a number is no code, None where nothing speaks against it."""
    if _UNIT.match(text, end):
        return "unit"
    if _SYSTEM.search(reach):
        return "system"
    if _SOURCE.search(reach):
        return "line"
    if _CALLED.search(reach) and text.startswith(")", end):
        return "call"
    named = _ASSIGNED.search(reach)
    if named and labels.role(named[1]) is None and _END_OF_ASSIGNED.match(text, end):
        return "constant"
    return "comparison" if _COMPARED.search(reach) else None


def _addressed(text: str, start: int) -> Role | None:
    """Return the role of a number behind an address, None where there is none: a status, or an access log's."""
    before = text[max(0, start - _LONG_REACH) : start].rpartition("\n")[2]
    served = _SERVED.search(before)
    if served and not _ASKED.search(before[: served.start()]):
        return NONE, "access log"
    if _OTHER_PROTOCOL.search(before):
        return NONE, "other protocol"
    return (HTTP, "address") if served or _ADDRESS.search(before) else None
