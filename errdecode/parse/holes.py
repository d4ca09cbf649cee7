"""Take a text apart into what the next one like it repeats and what differs from it.

What differs must not matter for what the text means: words with digits that
nothing was drawn from, and the values of an echoed request. Each such hole
takes only what nothing else can hide in. What matters but may differ is a part
of the key under which a meaning is remembered.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from operator import itemgetter

from errdecode.core.patterns import lazy
from errdecode.parse.differing import JOINT, UUID, Splitter
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from errdecode.parse.differing import Telling

    Values = tuple[bytes, ...]
    Key = tuple[object, ...]
    Joined = dict[int, frozenset[bytes]]
    """Holes, and the numbers that mean something in each."""

_NONUMERAL = rb"(?![0-9]++(?![A-Za-z_]))"
_NUMBER = rb"(?:0|[1-9][0-9]{0,17}+)"
_PADDED = rb"0[0-9]++"
_HUGE = rb"[1-9][0-9]{18,}+"
_FRACTION = rb"[0-9]++"
NUMERAL = lazy(_NUMBER)
_PLAIN = rb"[A-Za-z0-9_.\-/]*+"
"""No text of these characters names a credential, a venue's host or an object."""
CUT = b"\0"
"""Stands between the pieces of a text; a text that holds it is not taken apart."""
_MAX_RECENT = 8
MIN_QUOTES = 8
"""A text with fewer is taken apart at its words."""


class Tokens:
    """A text whose words with digits are holes."""

    def __init__(self, skeleton: bytes, values: Values, telling: Telling) -> None:
        """Take what a `Cutter` made of a text."""
        self._constants = skeleton.split(CUT)
        self._watched = telling.watched
        self._telling = [at for at, value in enumerate(values) if value in telling.values]
        self._joined = joined_holes(skeleton, telling)

    def key(self, values: Values) -> Key:
        """Return what of the values decides what a text means."""
        told = (*map(bytes.isdigit, values), *[values[at] for at in self._telling])
        if JOINT in b"".join(values):
            told = (*told, *[at for at, value in enumerate(values) if JOINT in value])
        told = (*told, *[(at, values[at]) for at, known in self._joined.items() if values[at] in known])
        if self._watched.isdisjoint(values):
            return told
        return (told, tuple([(at, value) for at, value in enumerate(values) if value in self._watched]))

    def is_free(self, at: int, value: bytes) -> bool:
        """Tell whether another value in a hole would leave the meaning as it is."""
        is_joined = value in self._joined.get(at, ())
        return at not in self._telling and value not in self._watched and not is_joined

    def is_number(self, at: int, value: bytes) -> bool:  # noqa: ARG002  # as `Quoted` has it
        """Tell whether a hole holds a number, and not a word with digits."""
        return NUMERAL.fullmatch(value) is not None

    def filled(self, values: Sequence[bytes]) -> bytes:
        """Return a text of this form with other values in its holes."""
        return b"".join(part for pair in zip_longest(self._constants, values, fillvalue=b"") for part in pair)


class Cutter:
    """Cuts texts at their words that may differ; the last ones, which are asked for again and again, are at hand."""

    def __init__(self, telling: Telling) -> None:
        """Take what tells which words may differ."""
        self._split = Splitter(telling).split
        self._recent: dict[bytes, tuple[bytes, Values]] = {}

    def cut(self, raw: bytes) -> tuple[bytes, Values]:
        """Return a text without its words that may differ, and those words."""
        found = self._recent.get(raw)
        if found is None:
            if len(self._recent) >= _MAX_RECENT:
                self._recent.clear()
            parts = self._split(raw)
            found = self._recent[raw] = CUT.join(parts[::2]), tuple(parts[1::2])
        return found


def joined_holes(skeleton: bytes, telling: Telling) -> Joined:
    """Return the holes of a text without its words that may differ in which some numbers mean something."""
    return _joined(((at, part[-1:]) for at, part in enumerate(skeleton.split(CUT)[:-1])), telling)


class _Hole(Record):
    """A part of a piece that may differ."""

    pattern: bytes
    is_number: bool = False
    is_watched: bool = False
    """Whether what is watched matters in it."""
    is_told: bool = False
    """Whether any other value may mean something else."""
    joint: bytes = b""
    """The character before it."""
    is_uuid: bool = False


class Quoted:
    """A text of strings in quotes, JSON mostly: numbers and the strings of an echoed request are holes."""

    def __init__(self, raw: bytes, telling: Telling) -> None:
        """Take a text apart.

        Args:
            raw: the text.
            telling: what decides what it means.
        """
        self._watched = telling.watched
        self._word = telling.word
        splitter = Splitter(telling)
        self._split, self._are_opaque = splitter.split, splitter.are_opaque
        parts = raw.split(b'"')
        aside = _aside(parts, telling.is_aside)
        self._pieces: list[list[bytes | _Hole]] = []
        for at, piece in enumerate(parts):
            words = frozenset(self._split(piece)[1::2])
            if at in aside and at >= 2 and telling.is_asked(parts[at - 2].rstrip(b"\\")):  # noqa: PLR2004  # its field
                # What was asked for decides what became of it.
                self._pieces.append([_Hole(rb'[^"\0]*+', is_told=True)])
            elif at in aside:
                is_plain = _is_string(parts, at, aside[0]) and re.fullmatch(_PLAIN + rb"\\", piece)
                self._pieces.append([_Hole(_PLAIN), b"\\"] if is_plain else self._segments(piece, is_watched=False))
            elif words & telling.values or (not words and _is_string(parts, at, 0)):
                # Another value may mean something else.
                self._pieces.append([_Hole(rb'[^"\0]*+', is_told=True)])
            else:
                self._pieces.append(self._segments(piece, is_watched=True))
        patterns = (b"".join(map(_pattern, segments)) for segments in self._pieces)
        self._match = re.compile(b'"'.join(patterns)).fullmatch
        self._holes = [part for segments in self._pieces for part in segments if isinstance(part, _Hole)]
        self._told = getter([at for at, hole in enumerate(self._holes) if hole.is_told])
        self._joined = _joined(((at, hole.joint) for at, hole in enumerate(self._holes)), telling)
        self._loud = getter([at for at, hole in enumerate(self._holes) if hole.is_watched])
        self._ids = [at for at, hole in enumerate(self._holes) if hole.is_uuid]

    def _segments(self, piece: bytes, *, is_watched: bool) -> list[bytes | _Hole]:
        """Return a piece as what stays and what differs: each word with a digit."""
        found: list[bytes | _Hole] = []
        for at, part in enumerate(self._split(piece)):
            if at % 2 == 0:
                found.append(part)
            elif part.isdigit():
                joint = found[-1][-1:] if isinstance(found[-1], bytes) else b""
                pattern = _FRACTION if found[-1:] == [b"."] else _like(part)
                found.append(_Hole(pattern, is_number=True, joint=joint if is_watched else b""))
            elif JOINT in part:
                found.append(_Hole(UUID, is_uuid=True))
            else:
                found.append(_Hole(_NONUMERAL + self._word, is_watched=is_watched))
        return found

    @property
    def has_holes(self) -> bool:
        """Tell whether other texts may have this form."""
        return bool(self._holes)

    def match(self, raw: bytes) -> Values | None:
        """Return what stands in the holes of another text, None where it is not like this one."""
        match = self._match(raw)
        if match is None:
            return None
        values = match.groups()
        if self._ids and not self._are_opaque(values[at] for at in self._ids):
            return None
        return values

    def key(self, values: Values) -> Key:
        """Return what of a text decides what it means."""
        loud, told = self._loud(values), self._told(values)
        near = [(at, values[at]) for at, known in self._joined.items() if values[at] in known]
        if not near and self._watched.isdisjoint(loud):
            return told
        return (told, *near, tuple([value if value in self._watched else b"" for value in loud]))

    def is_free(self, at: int, value: bytes) -> bool:
        """Tell whether another value in a hole would leave the meaning as it is."""
        hole = self._holes[at]
        is_joined = value in self._joined.get(at, ())
        return not hole.is_told and not is_joined and not (hole.is_watched and value in self._watched)

    def is_number(self, at: int, value: bytes) -> bool:  # noqa: ARG002  # as `Tokens` has it
        """Tell whether a hole holds a number, and not a word."""
        return self._holes[at].is_number

    def filled(self, values: Sequence[bytes]) -> bytes:
        """Return a text of this form with other values in its holes."""
        rest = iter(values)
        return b'"'.join(
            b"".join(next(rest) if isinstance(part, _Hole) else part for part in segments) for segments in self._pieces
        )


def _joined(joints: Iterable[tuple[int, bytes]], telling: Telling) -> Joined:
    """Return the holes in which some numbers mean something, and those numbers."""
    return {at: telling.joined[joint] for at, joint in joints if joint in telling.joined}


def _like(digits: bytes) -> bytes:
    """Return the expression of the numbers that JSON takes, or does not take, like one."""
    return next(pattern for pattern in (_NUMBER, _PADDED, _HUGE) if re.fullmatch(pattern, digits))


def _pattern(part: bytes | _Hole) -> bytes:
    return b"(" + part.pattern + b")" if isinstance(part, _Hole) else re.escape(part)


def getter(places: Sequence[int]) -> Callable[[Any], tuple[bytes, ...]]:
    """Return a function that picks some parts as a tuple."""
    if len(places) == 1:
        only = places[0]
        return lambda parts: (parts[only],)
    return itemgetter(*places) if places else lambda _parts: ()


def _is_string(parts: Sequence[bytes], at: int, first: int) -> bool:
    """Tell whether a piece is a string that is no key.

    Args:
        parts: the pieces of a text.
        at: number of the piece.
        first: number of the piece with which its object begins.
    """
    is_last = at + 1 >= len(parts)
    return (at - first) % 2 == 1 and not is_last and not parts[at + 1].lstrip().startswith((b":", b"=>"))


def _aside(parts: Sequence[bytes], is_aside: Callable[[bytes], bool]) -> range:
    """Return the pieces of a string that holds an echoed request as JSON: their quotes stand behind backslashes."""
    for at in range(1, len(parts) - 2, 2):
        if is_aside(parts[at]) and parts[at + 1].strip() == b":" and parts[at + 2].startswith((b"{\\", b"{ \\")):
            end = at + 2
            while end < len(parts) and parts[end].endswith(b"\\") and not parts[end].endswith(b"\\\\"):
                end += 1
            return range(at + 2, end + 1)
    return range(0)
