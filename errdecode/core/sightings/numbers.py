"""Find the numbers in prose that may be codes, and what the words before them make of them.

A number is known by its label: the words that stand right before it
(`error code: -2011`, `closed with code 1006`), an address before a status, or
the number before it in a list. What labels there are is data.
"""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.sightings.codes import is_close
from errdecode.core.words import words_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.core.recognition import Recognition

MAX_NUMBERS = 400
_MAX_KNOWN = 5_000
_MAX_LABEL = 4
"""Words of the longest label."""
REACH = 64
_LONG_REACH = 600
"""Characters before a number in which its label stands."""
_AFTER = 40

_NUMBER = lazy(r"(?<![\w.$#@~^])(?<!\d[-:/])(?<![A-Za-z]/)[-+]?\d{1,9}(?:_\d{1,6})?(?![\w%]|[.:]\d|-\d|(?<=\d\d)/\d\d)")
_BRIDGE = lazy(
    r"((?:[A-Za-z][\w.'-]*[ \t]{1,2}){0,5}[A-Za-z][\w.]*)(?:[ \t](?:is|was|of|with|to))?"
    r"([^\w\n]{1,12}|[^\w\n]{0,6}:\n\s{0,40})$"
)
"""Words, and what stands between them and the number."""
_LISTED = lazy(r"(\d)[ \t]?[,/|][ \t]?[\"']?$")
"""What stands between two numbers of a list."""
_MAX_BETWEEN = 5
_UNIT = lazy(
    r" ?(?:[mµn]?s|[kKMG]?i?B|secs?|seconds?|minutes?|bytes|rows|items|levels|lines|times|requests|updates|orders"
    r"|trades|symbols|candles|records|messages|entries|files|retries|x)(?![A-Za-z=])|/"
)
"""What is counted is no code."""
_CLOSING = lazy(
    r"(?<!order )(?<!Order )(?<!position )(?<!Position )"
    r"(?:(?<![A-Za-z])(?:on_?)?(?:clos|disconnect)|Clos|CLOS|Disconnect)(?:e|ed|ing|ure|ion|E|ED|ING)?(?![a-z])"
)
_CONSTANT = lazy(r"(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]+$")
_INDEXED = lazy(r"\w*_\w*\[$")
_COMPARED = lazy(r"[=!<>]==?\s?[\"']?$|(?<![A-Za-z])case[ (\"']{1,3}$")
"""What a program asks of a number is no error."""
_ASSIGNED = lazy(r"(?<![\w.])([A-Za-z_]\w*)(?:\s?:\s?\w+)?[ \t]{0,40}=[ \t]{1,8}[\"']?$")
_END_OF_ASSIGNED = lazy(r"[\"']?[ \t]*[,;]?[ \t]*(?:$|\n|#|//|/\*)|,[ \t]*[\"'(]")
"""A constant of a program: its name, an equals sign with blanks around it, and the number as the line's last word."""
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
_CODE, _HTTP, _NONE = "code", "http", "none"


def tells_closing(before: str) -> bool:
    """Tell whether the words before a code say that something was closed or disconnected: no order or position."""
    return _CLOSING.search(before.rpartition("\n")[2]) is not None


def squashed(name: str) -> str:
    """Return a label or the name of a field as it is compared: its words joined."""
    return "".join(words_of(name))


class Number(Record):
    """A number that stands by itself."""

    text: str
    start: int
    end: int
    role: str | None
    """code | http | close by its label; none where the label says that it is no code; None without a label."""
    label: str


class Labels:
    """Knows what words before a value, or the name of its field, make of it."""

    def __init__(self, recognition: Recognition) -> None:
        """Take the labels of all roles."""
        self._known: dict[tuple[str, str], str | None] = {}
        self._venues = frozenset((*recognition.names, *recognition.strangers))
        self._roles: dict[str, str] = {}
        self._around: dict[str, list[tuple[str, str]]] = {}
        for role in ("code", "http", "close", "none"):
            for label in recognition.labels[role]:
                before, mark, after = label.partition("#")
                if mark:
                    self._around.setdefault(squashed(before), []).append((after, role))
                else:
                    self._roles[squashed(label)] = role
        self.messages = frozenset(map(squashed, recognition.labels["message"]))

    def role(self, name: str, around: str = "") -> str | None:
        """Return what a field's name makes of a number: code, http, close, none, or None.

        Args:
            name: the field's name.
            around: the name of what it stands in: `CloseStatus` of `CloseStatus[code=1006]`.
        """
        key = (name, around)
        if key not in self._known:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            self._known[key] = self._role(name, around)
        return self._known[key]

    def _role(self, name: str, around: str) -> str | None:
        own = words_of(name)
        if around:
            words = [*words_of(around), *own]
            for size in range(min(_MAX_LABEL, len(words)), len(own), -1):
                if role := self._roles.get("".join(words[-size:])):
                    return role
        while len(own) > 1 and own[0] in self._venues:
            own = own[1:]
        return self._roles.get("".join(own))

    def is_message(self, name: str) -> bool:
        """Tell whether a field of this name holds words for people."""
        return squashed(name) in self.messages

    def before(self, text: str, start: int, end: int) -> tuple[str | None, str]:
        """Return the role of a number in a text, and the label that gives it."""
        after = text[end : end + _AFTER]
        if self._around.get("") and (role := _role_after(self._around[""], after)):
            return role, ""
        if _UNIT.match(text, end):
            return _NONE, "unit"
        reach = text[max(0, start - REACH) : start]
        if self._is_constant(reach, text, end):
            return _NONE, "constant"
        return _asked_for(text, start) or _addressed(text, start) or self._labelled(reach, text[start:end], after)

    def _is_constant(self, reach: str, text: str, end: int) -> bool:
        """Tell whether a program's source gives a number a name there that is no label."""
        match = _ASSIGNED.search(reach)
        return match is not None and self.role(match[1]) is None and _END_OF_ASSIGNED.match(text, end) is not None

    def _labelled(self, reach: str, number: str, after: str) -> tuple[str | None, str]:
        """Return the role of a number by the words before it, and those words."""
        match = _BRIDGE.search(reach)
        if match is None:
            return None, ""
        if _INDEXED.search(reach):
            return _NONE, "index"
        words = words_of(match[1])
        if _CONSTANT.search(match[1]):
            # A program's own constant is called what its name says, and nothing less.
            words = ["".join(words_of(match[1].rpartition(" ")[2]))]
        for size in range(min(_MAX_LABEL, len(words)), 0, -1):
            label = "".join(words[-size:])
            if label in self._around and (role := _role_after(self._around[label], after)):
                return role, " ".join(words[-size:])
            if label in self._roles:
                role = self._roles[label]
                if role == _CODE and is_close(number) and tells_closing(reach):
                    role = "close"
                return role, " ".join(words[-size:])
            if size == 1 and label.endswith(("error", "exception")):
                return _CODE, label
        return None, ""


def _asked_for(text: str, start: int) -> tuple[str, str] | None:
    """Return the role of a number with which a program compares something, None where it is none."""
    return (_NONE, "comparison") if _COMPARED.search(text[max(0, start - _AFTER) : start]) else None


def _addressed(text: str, start: int) -> tuple[str, str] | None:
    """Return the role of a number behind an address, None where there is none: a status, or an access log's."""
    before = text[max(0, start - _LONG_REACH) : start].rpartition("\n")[2]
    served = _SERVED.search(before)
    if served and not _ASKED.search(before[: served.start()]):
        return _NONE, "access log"
    if _OTHER_PROTOCOL.search(before):
        return _NONE, "other protocol"
    return (_HTTP, "address") if served or _ADDRESS.search(before) else None


def _role_after(options: list[tuple[str, str]], after: str) -> str | None:
    return next((role for words, role in options if after.startswith(words)), None)


def find_numbers(text: str, labels: Labels) -> Iterator[Number]:
    """Yield the numbers of a text that stand by themselves, with what their labels make of them."""
    role: str | None = None
    label, last = "", -1
    for count, match in enumerate(_NUMBER.finditer(text)):
        if count >= MAX_NUMBERS:
            return
        start, end = match.span()
        listed = last >= 0 and start - last <= _MAX_BETWEEN and _LISTED.search(text[max(0, last - 1) : start])
        if not (listed and role in (_CODE, "close")):
            role, label = labels.before(text, start, end)
        yield Number(match[0].lstrip("+"), start, end, role, label)
        last = end
