"""Know which words of a text may differ without another meaning: those with digits that nothing was drawn from."""

from __future__ import annotations

import re
from functools import cache

from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_WORD = rb"[A-Za-z_]*+[0-9][0-9A-Za-z_]*+"
"""A word that holds a digit."""
UUID = rb"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}+(?![0-9A-Za-z_\-])"
"""An id that many programs give to an order or a request."""
JOINT = b"-"
"""Joins the groups of a UUID, and stands in no word."""
_MIDDLE = lazy(rb"-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-")
_MAX_DIGITS = 12
"""Digits that a number in an instrument's name has at most."""


class Telling(Record):
    """What decides what a text means."""

    values: frozenset[bytes]
    """Numbers and words with digits from which something was drawn."""
    watched: frozenset[bytes]
    """Words with digits that mean something wherever they stand."""
    joined: Mapping[bytes, frozenset[bytes]]
    """Numbers that mean something behind a character, by that character."""
    is_aside: Callable[[bytes], bool]
    """Tells whether a field of a name holds an echoed request."""
    is_asked: Callable[[bytes], bool]
    """Tells whether a field of a name says what a request asks for."""
    word: bytes
    """The expression of a word that may differ, as `word_pattern` makes it."""
    numbers: frozenset[bytes]
    """All of these words and numbers."""


def parted(words: Iterable[bytes]) -> tuple[frozenset[bytes], dict[bytes, frozenset[bytes]]]:
    """Return the words that mean something everywhere, and the numbers that do so behind a character."""
    words = list(words)
    behind = [word for word in words if word[1:].isdigit() and not word[:1].isalnum()]
    marks = {word[:1] for word in behind}
    joined = {mark: frozenset(word[1:] for word in behind if word[:1] == mark) for mark in marks}
    return frozenset(words).difference(behind), joined


def word_pattern(instruments: Iterable[str]) -> bytes:
    """Return the expression of a word with a digit that is no instrument's name.

    Args:
        instruments: the patterns of their names: * is any letters and digits, # any digits.
    """
    pieces = {piece for pattern in instruments for piece in re.findall(r"[\w*#]+", pattern)} - {"*", "#"}
    begins = {piece.partition("*")[0].partition("#")[0] for piece in pieces if "*" in piece}
    ends = {piece.rpartition("*")[2] for piece in pieces if piece.startswith("*")} - {""}
    numbered = {end.partition("#")[0] for end in ends if "#" in end}
    words = _behind([(len(end), re.escape(end)) for end in sorted(ends) if "#" not in end])
    numbers = _behind(
        [
            (len(end) + size, re.escape(end) + r"[0-9]" * size)
            for end in sorted(numbered)
            for size in range(1, _MAX_DIGITS + 1)
        ]
    )
    ahead = "|".join(re.escape(begin) for begin in sorted(begins) if begin)
    # Most words with a digit end with one: of those the ends that are words are not tried.
    return f"(?!{ahead or '$.'})".encode() + _WORD + f"(?:(?<=[0-9])|{words})".encode() + numbers.encode()


def _behind(ends: Iterable[tuple[int, str]]) -> str:
    """Return what fails behind some ends, given with their lengths: it looks back once for each length."""
    by_length: dict[int, list[str]] = {}
    for length, end in ends:
        by_length.setdefault(length, []).append(end)
    return "".join(f"(?<!{'|'.join(each)})" for each in by_length.values())


class Splitter:
    """Splits texts at the words that may differ, a UUID being one of them."""

    def __init__(self, telling: Telling) -> None:
        """Take what tells which words may differ."""
        self._at_words = _splitting(telling.word)
        self._word_or_id = rb"(?:" + UUID + rb"|" + telling.word + rb")"
        self._numbers = telling.numbers

    def split(self, text: bytes) -> list[bytes]:
        """Return what stays and what differs, in turns."""
        if _MIDDLE.search(text) is None:
            return self._at_words(text)
        # Compiled at the first text with an id: most logs have none.
        parts = _splitting(self._word_or_id)(text)
        ids = [part for part in parts[1::2] if JOINT in part]
        # A group that could mean something by itself is a number like any other.
        return parts if self.are_opaque(ids) else self._at_words(text)

    def are_opaque(self, ids: Iterable[bytes]) -> bool:
        """Tell whether no group of some UUIDs could mean something by itself."""
        return all(self._numbers.isdisjoint(each.split(JOINT)) for each in ids)


@cache
def _splitting(word: bytes) -> Callable[[bytes], list[bytes]]:
    return re.compile(rb"((?<![0-9A-Za-z_])" + word + rb")").split
