r"""See a text as it reads once escapes are undone, and know where each part of it stands.

A credential hides behind `\u005f`, `%3D`, `&quot;` or a colour in the middle of
its name. What is found in the decoded text is masked in the text itself.
"""

from __future__ import annotations

from bisect import bisect_right

from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

PERCENT_QUOTE, ENTITY_QUOTE, NEWLINE = "\ue022", "\ue023", "\ue00a"
"""Stand for `%22`, `&quot;` and an escaped line end, which differ from those that are not escaped."""
_ESCAPE = lazy(
    r"\x1b\[[0-9;]*[A-Za-z]"
    r"|(?<!\\)(?P<bars>\\{1,64})(?:(?:u00|x)(?P<code>2[267dD]|3[aAdD]|5[fF]|7[bdBD])|(?P<end>[nrt])"
    r"|(?P<color>(?:u001[bB]|x1[bB]|033|e)\[[0-9;]*[A-Za-z])|(?P<space>(?:u00|x)[aA]0|u20(?:07|2[fF]))"
    r"|uff1(?P<wide>[aAdD])|u(?P<letter>0(?:0[c-fC-F]|[1-9a-fA-F][0-9a-fA-F])[0-9a-fA-F]|[1-9a-dA-D][0-9a-fA-F]{3}))"
    r"|%(?:25){0,3}(?P<percent>2[0267cdCD]|3[aAdD]|5[bdfBDF]|7[bdBD])"
    r"|&(?:amp;)?(?P<entity>quot|apos|#0*3[49]|#x2[27]|amp|lt|gt|#0*95|#x5[fF]);"
    r"|(?P<blank>[\xa0\u2007\u202f])"
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "#95": "_", "#x5f": "_"}
_HINTS = ("\x1b", "\\", "%", "&", "\xa0", "\u2007", "\u202f")


class Decoded:
    """A text without its escapes."""

    def __init__(self, text: str) -> None:
        """Decode a text."""
        self.text = text
        self._starts: list[int] = []
        self._shifts: list[int] = []
        if any(hint in text for hint in _HINTS):
            self._decode(text)

    def _decode(self, text: str) -> None:
        parts: list[str] = []
        place = length = shift = 0
        for match in _ESCAPE.finditer(text):
            said = _said(match)
            parts += (text[place : match.start()], said)
            length += match.start() - place + len(said)
            place = match.end()
            shift = place - length
            self._starts.append(length)
            self._shifts.append(shift)
        self.text = "".join((*parts, text[place:]))

    def place(self, at: int) -> int:
        """Return where a place of the decoded text is in the text."""
        index = bisect_right(self._starts, at) - 1
        return at + self._shifts[index] if index >= 0 else at


def _said(match: re.Match[str]) -> str:
    """Return what an escape stands for."""
    if hexadecimal := match["code"] or match["percent"] or match["letter"]:
        return _char(match, chr(int(hexadecimal, 16)))
    if match["end"]:
        return NEWLINE
    if match["entity"]:
        return _ENTITIES.get(match["entity"].lower().replace("#0", "#"), ENTITY_QUOTE)
    if match["wide"]:
        return ":" if match["wide"] in "aA" else "="
    return " " if match["blank"] or match["space"] else ""


def _char(match: re.Match[str], char: str) -> str:
    """Return what the number of a character stands for: itself, but for quotes, and for what is no letter."""
    if match["letter"]:
        return char if char.isalpha() else match[0]
    if char not in "\"'":
        return char
    return PERCENT_QUOTE if match["percent"] else f"{match['bars']}{char}"
