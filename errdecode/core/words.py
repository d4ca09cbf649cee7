"""The words of a text, as names, messages and logs have them in common."""

from __future__ import annotations

from errdecode.core.patterns import lazy

_WORD = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")
_SPOKEN = lazy(r"(?<![A-Za-z])[A-Za-z]*+\d[A-Za-z\d]*+|([A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\dA-Za-z_]+)")
"""The only group is a word; numbers, ids and versions are none, and are looked for where letters begin: a long row of
words without a blank is gone through once."""
_WITH_DIGITS = lazy(r"(?<![A-Za-z_])[A-Za-z_]*+[0-9][0-9A-Za-z_]*+")
"""Only looked for where a word begins: a long word without a digit is gone through once."""


def words_of(text: str) -> list[str]:
    """Return the words in lower case: `orderNotFound`, ORDER_NOT_FOUND and "Order not found." have the same."""
    return _WORD.findall(text) if text.islower() else [word.lower() for word in _WORD.findall(text)]


def spoken_words(text: str) -> list[str]:
    """Return the words in lower case but for those with digits, which differ each time a thing is said."""
    return [word.lower() for word in _SPOKEN.findall(text) if word]


def words_with_digits(text: str) -> list[str]:
    """Return the words that hold a digit, as they are written."""
    return _WITH_DIGITS.findall(text)


def joined_words_with_digits(text: str) -> list[str]:
    """Return the same, each number with the character before it, without which numbers say nothing."""
    return [text[max(0, match.start() - match[0].isdigit()) : match.end()] for match in _WITH_DIGITS.finditer(text)]


def places_of_words(text: str) -> list[tuple[str, int, int]]:
    """Return each word that has no digit in lower case with its first and last position."""
    return [(match[0].lower(), match.start(), match.end()) for match in _SPOKEN.finditer(text) if match[1]]
