"""Find the line on which a key of a TOML document stands.

TOML readers say nothing about places once a document has parsed; this reads
just enough of the layout (headers, keys, strings over several lines) to name a
line in an error message. The document is known to parse.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = r"""(?:[\w-]++|"[^"]*+"|'[^']*+')"""
_KEY = re.compile(rf"\s*+({_NAME}(?:\s*+\.\s*+{_NAME})*+)\s*+=")
_PART = re.compile(_NAME)
_QUOTED = re.compile(r""""(?:\\.|[^"\\])*+(?:"|$)|'[^']*+(?:'|$)""")

Place = tuple[str | int, ...]


class Lines:
    """Knows on which line of a document each key stands; the document is read once, and only if somebody asks."""

    def __init__(self, text: str) -> None:
        """Take the text of a document."""
        self._text = text
        self._known: dict[Place, int] = {}

    def find(self, path: Place) -> int:
        """Return the line, from 1, of the deepest part of a key path that has a line of its own."""
        if not self._known:
            for line, place in _places(self._text):
                self._known.setdefault(place, line)
        depths = range(len(path), 0, -1)
        return next((self._known[path[:depth]] for depth in depths if path[:depth] in self._known), 1)


def _places(text: str) -> Iterator[tuple[int, Place]]:
    """Yield each line that opens a table or sets a key, with its key path."""
    counts: dict[Place, int] = {}
    table: Place = ()
    fence = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if fence:
            if fence in line:
                fence = ""
            continue
        if depth == 0 and line.lstrip().startswith("["):
            bare = line.lstrip()
            table = _opened(_split(bare.lstrip("[").partition("]")[0]), counts, many=bare.startswith("[["))
            yield number, table
            continue
        if depth == 0 and (key := _KEY.match(line)):
            yield number, (*table, *_split(key[1]))
        for mark in ('"""', "'''"):
            if line.count(mark) % 2:
                fence = mark
        bare = _QUOTED.sub("", line).partition("#")[0]
        depth = max(0, depth + bare.count("[") - bare.count("]"))


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _opened(names: tuple[str, ...], counts: dict[Place, int], *, many: bool) -> Place:
    """Return the path of the table that a header opens, list positions filled in."""
    path: Place = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if many and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
