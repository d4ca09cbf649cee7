"""Make any text safe to show: nothing in it may act on a terminal."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    r"""Return a text on one line in which every character that does not print is spelled out.

    White space becomes a space; controls, bidirectional marks, zero-width
    characters and lone surrogates become `\x1b`-like escapes, so that nothing
    is hidden and nothing is obeyed.
    """
    return text if text.isprintable() else "".join(map(_show, text))


def _show(char: str) -> str:
    if char.isprintable():
        return char
    if char in "\t\n\r" or unicodedata.category(char) == "Zs":
        return " "
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
