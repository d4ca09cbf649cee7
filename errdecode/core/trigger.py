r"""One regular expression that finds every place where an error may stand.

A log is searched for it in blocks of bytes, so it must be a language that RE2
reads (no look-around, no back-references) and it may say yes too often, but
never no: what it finds is taken apart by the decoder. It is made of the fields
that hold codes in the shapes, and of the beginnings of the text forms.
"""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]  # the only public way to a pattern's parts is gone
from re import _parser as parser  # type: ignore[attr-defined]  # likewise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from errdecode.core.recognition import Shape, TextForm

_MAX_TEXT = 40
_MAX_REPEAT = 20
"""Longer bounded repeats become unbounded: they would multiply the states of the search."""
_MIN_LETTERS = 4
"""Fewer letters before a code are found on every other line."""
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "0-9",
    sre.CATEGORY_SPACE: r" \t\r\f\v",
    sre.CATEGORY_WORD: "A-Za-z0-9_",
}
_COLOR = r"(?:\x1b\[[0-9;]*m)*"
_BEFORE_VALUE = rf"""(?:[\\"'\]]|\\u0022|\\u0027)*{_COLOR}[ \t]*(?:=>|[:=])[ \t]*{_COLOR}(?:[\\"'(]|\\u0022|\\u0027)*"""
_NUMBER = r"-?0*[1-9]"
_NO_SUCCESS = "-?0*(?:[1-9][0-9]?(?:[^0-9]|$)|[4-9][0-9][0-9]|[1-9][0-9][0-9][0-9])"
"""A number in a field that also holds HTTP statuses: every request that went well has one."""
_WORD_OR_NUMBER = r"-?0*[1-9A-Za-z]"
_OF_KIND = {"http": "[45][0-9][0-9]", "close": "[134][0-9][0-9][0-9]"}
"""What the protocols themselves say of their codes."""
_WRAPPED = r"(?:[A-Z][A-Za-z]*\()?"
"""Rust and Python print `Number(-1013)`."""


_ESCAPED = {
    "<": r"(?:<|\\u003[cC])", ">": r"(?:>|\\u003[eE])", '"': r"""(?:\\*"|\\u0022)""", "'": r"(?:\\*'|\\u0027)",
}  # fmt: skip
"""As they may stand in JSON."""


def build_triggers(
    shapes: Iterable[Shape], texts: Iterable[TextForm], textual: set[tuple[str, str]]
) -> tuple[str, str]:
    """Return the expression, and the part of it that finds text forms alone.

    Args:
        shapes: where codes stand in frames.
        texts: how client libraries print errors.
        textual: the namespaces in which some codes are no numbers.
    """
    named = [(_leaf(shape), shape) for shape in shapes]
    statuses = {name for name, shape in named if shape.kind == "http"}
    names_of: dict[str, set[str]] = {}
    for name, shape in named:
        if name is not None:
            number = _NO_SUCCESS if name in statuses else _NUMBER
            value = _OF_KIND.get(shape.kind or "", _WORD_OR_NUMBER if textual & set(shape.targets) else number)
            names_of.setdefault(value, set()).add(name)
    forms = {relax(form.pattern) for form in texts}
    forms |= {re.escape(text) for shape in shapes for text in _texts_of_zero(shape)}
    frames = set()
    for value, names in names_of.items():
        if names:
            fields = "|".join(re.escape(name) for name in sorted(names))
            frames.add(rf"(?:^|[^A-Za-z0-9]|\\u0022)(?:{fields}){_BEFORE_VALUE}{_WRAPPED}{value}")
    return "|".join(sorted(forms | frames)), "|".join(sorted(forms))


def _texts_of_zero(shape: Shape) -> Iterable[str]:
    """Return the beginnings of the messages by which a shape knows an error whose code is 0."""
    if not any(steps == shape.code and 0 in values for steps, values in shape.where):
        return ()
    return {text[:_MAX_TEXT] for _, values in shape.where for text in values if isinstance(text, str)}


def _leaf(shape: Shape) -> str | None:
    """Return the name of the field that holds a shape's code."""
    return next((step for step in reversed(shape.code) if isinstance(step, str)), None)


def relax(pattern: str) -> str:
    """Return an expression that finds at least what a pattern finds.

    It ends with the group `code`, unless too little stands before that to be
    looked for.
    """
    tree = parser.parse(pattern)
    code = tree.state.groupdict.get("code")
    flags = "(?i:" if tree.state.flags & re.IGNORECASE else "(?:"
    return f"{flags}{_Emitter(code).sequence(tree)})"


class _Emitter:
    """Writes a parsed pattern without what RE2 does not know."""

    def __init__(self, last_group: int | None) -> None:
        self._last_group = last_group
        self._done = False
        self._letters = 0

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> str:
        written = []
        for operation, argument in items:
            if self._done:
                break
            written.append(self._one(operation, argument))
        return "".join(written)

    def _one(self, operation: Any, argument: Any) -> str:
        writers: dict[Any, Callable[[Any], str]] = {
            sre.LITERAL: self._literal,
            sre.NOT_LITERAL: lambda char: f"[^{re.escape(chr(char))}\\n]",
            sre.ANY: lambda _none: "[^\\n]",
            sre.IN: self._set,
            sre.BRANCH: lambda branches: self._branch(branches[1]),
            sre.SUBPATTERN: self._group,
            sre.MAX_REPEAT: self._repeat,
            sre.MIN_REPEAT: self._repeat,
            sre.POSSESSIVE_REPEAT: self._repeat,
            sre.ATOMIC_GROUP: lambda body: f"(?:{self.sequence(body)})",
            sre.GROUPREF: lambda _number: "[^\\n]*",
            # What must stand before is looked for as well.
            sre.ASSERT: lambda look: self.sequence(look[1]) if look[0] < 0 else "",
        }
        # Anchors and other look-around only narrow.
        return writers[operation](argument) if operation in writers else ""

    def _literal(self, char: int) -> str:
        self._letters += 1
        return _ESCAPED.get(chr(char)) or re.escape(chr(char))

    def _branch(self, options: Iterable[Any]) -> str:
        written = []
        before = self._letters
        fewest = []
        for option in options:
            self._letters = before
            written.append(self.sequence(option))
            fewest.append(self._letters)
        self._letters = min(fewest)
        return f"(?:{'|'.join(written)})"

    def _group(self, argument: Any) -> str:
        number, added, _, body = argument
        before = self._letters
        flags = "(?i:" if added & re.IGNORECASE else "(?:"
        written = f"{flags}{self.sequence(body)})"
        if number is not None and number == self._last_group and before >= _MIN_LETTERS:
            self._done = True
        return written

    def _repeat(self, argument: Any) -> str:
        low, high, body = argument
        before = self._letters
        written = f"(?:{self.sequence(body)})"
        if low == 0:
            self._letters = before
        high = None if high is sre.MAXREPEAT or high > _MAX_REPEAT else int(high)
        low = min(low, _MAX_REPEAT)
        if (low, high) == (0, None):
            return f"{written}*"
        return f"{written}{{{low},{'' if high is None else high}}}"

    def _set(self, items: Iterable[tuple[Any, Any]]) -> str:
        written = []
        negate = ""
        for operation, argument in items:
            if operation is sre.NEGATE:
                negate = "^"
            elif operation is sre.LITERAL:
                written.append(_in_set(argument))
            elif operation is sre.RANGE:
                written.append(f"{_in_set(argument[0])}-{_in_set(argument[1])}")
            elif argument in _CATEGORIES:
                written.append(_CATEGORIES[argument])
            elif not negate:
                return "[^\\n]"
        if negate and not written:
            return "[^\\n]"
        if negate:
            # What is looked for never runs over the end of a line.
            written.append(r"\n")
        return f"[{negate}{''.join(written)}]"


def _in_set(number: int) -> str:
    char = chr(number)
    return f"\\{char}" if char in "\\]^-[" else re.escape(char) if not char.isalnum() else char
