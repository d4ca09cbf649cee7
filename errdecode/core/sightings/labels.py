"""What words before a value, or the name of its field, make of it: a code, a status, a close code, nothing."""

from __future__ import annotations

from errdecode.core.names import squashed
from errdecode.core.patterns import lazy
from errdecode.core.sightings.codes import is_close, is_status
from errdecode.core.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.core.recognition import Recognition

CODE, HTTP, CLOSE, NONE = "code", "http", "close", "none"
_MAX_KNOWN = 5_000
_MAX_LABEL = 4
"""Words of the longest label."""
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Signs of scripts that put no blank before a number: kana, Han, Hangul."""
_BRIDGE = lazy(
    r"((?:[^\W\d_][\w.'-]*[ \t]{1,2}){0,5}[^\W\d_][\w.$]*)"
    r"([^\w\n]{1,12}|[^\w\n]{0,6}:\n\s{0,40}|(?<=[" + UNSPACED + r"]))$"
)
"""Words, and what stands between them and the number."""
LINKS = ("is", "was", "of", "with", "to")
"""What may stand between a label and its number."""
_CLOSING = lazy(
    r"(?<![Oo]rder )(?<![Pp]osition )(?<!Order)(?<!Position)"
    r"(?:(?<![A-Za-z])(?:on_?)?(?:clos|disconnect)|Clos|CLOS|Disconnect)(?:es?|ed|ing|ure|ion|s|E|ED|ING)?(?![a-z])"
    r"|关闭|關閉|断开|斷開|закрыт|geschlossen|getrennt|fermée|切断"
)
_CONSTANT = lazy(r"(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]+$")
_INDEXED = lazy(r"\w*_\w*\[$")
_MARKED = lazy(r"[:(\[=]")
_EXCEPTIONS = frozenset(("error", "exception"))

Role = tuple[str | None, str]
"""What a number is, and the words that say so."""


def tells_closing(before: str) -> bool:
    """Tell whether the words before a code say that something was closed or disconnected: no order or position."""
    return _CLOSING.search(before.rpartition("\n")[2]) is not None


class Labels:
    """Knows what words before a value, or the name of its field, make of it."""

    def __init__(self, recognition: Recognition) -> None:
        """Take the labels of all roles."""
        self._known: dict[tuple[str, str], str | None] = {}
        self._venues = frozenset((*recognition.names, *recognition.strangers))
        self._roles: dict[str, str] = {}
        self._around: dict[str, list[tuple[str, str]]] = {}
        for role in (CODE, HTTP, CLOSE, NONE):
            for label in recognition.labels[role]:
                before, mark, after = label.partition("#")
                if mark:
                    self._around.setdefault(squashed(before), []).append((after, role))
                else:
                    self._roles[squashed(label)] = role
        self._http_names = frozenset(recognition.labels["http name"])
        self._either = frozenset(map(squashed, recognition.labels["code or http"]))
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

    def after(self, words: str) -> Role:
        """Return what the words behind a number make of it, whatever stands before it."""
        role, label = _role_after(self._around.get("", []), words)
        return role, " ".join(words_of(label))

    def before(self, reach: str, number: str, after: str) -> Role:
        """Return what the words before a number make of it.

        Args:
            reach: what stands before it.
            number: the number.
            after: what stands behind it, which a label may ask for as well.
        """
        match = _BRIDGE.search(reach)
        if match is None:
            return None, ""
        if _INDEXED.search(reach):
            return NONE, "index"
        last = match[1].rpartition(" ")[2]
        if self._is_thrown(last, number):
            return HTTP, last
        # A program's own constant is called what its name says, and nothing less.
        words = [squashed(last)] if _CONSTANT.search(match[1]) else words_of(match[1])
        role, label = self._longest(words, after)
        if role is None and words[-1] in LINKS:
            role, label = self._longest(words[:-1], after)
        is_closing = is_close(number) and tells_closing(reach)
        if role == CODE:
            return self._of_a_code(label, number, is_closing=is_closing), label
        if role is None and is_closing and _MARKED.search(match[2]):
            return CLOSE, match[1]
        return role, label

    def _of_a_code(self, label: str, number: str, *, is_closing: bool) -> str:
        """Return what a number is that a label calls a code."""
        if is_closing:
            return CLOSE
        return HTTP if squashed(label) in self._either and is_status(number) else CODE

    def _longest(self, words: list[str], after: str) -> Role:
        """Return what the longest label at the end of some words makes of a number."""
        for size in range(min(_MAX_LABEL, len(words)), 0, -1):
            label = "".join(words[-size:])
            role = _role_after(self._around.get(label, []), after)[0] or self._roles.get(label)
            if role:
                return role, " ".join(words[-size:])
        is_thrown = bool(words) and words[-1].endswith(("error", "exception"))
        return (CODE, words[-1]) if is_thrown else (None, "")

    def _is_thrown(self, name: str, number: str) -> bool:
        """Tell whether an exception's name makes a number a status of HTTP."""
        words = frozenset(words_of(name))
        return is_status(number) and not words.isdisjoint(_EXCEPTIONS) and not words.isdisjoint(self._http_names)


def _role_after(options: list[tuple[str, str]], after: str) -> Role:
    """Return the role that the words behind a number give it, and those words."""
    return next(((role, words) for words, role in options if after.startswith(words)), (None, ""))
