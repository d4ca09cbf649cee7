"""Make any text safe to show: nothing in it may act on a terminal."""

from __future__ import annotations

SPACES = " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Unicode's spaces (category Zs), written down: the module that knows them takes a millisecond to load."""


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
    if char in "\t\n\r" or char in SPACES:
        return " "
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
