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

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def find_line(text: str, path: tuple[str | int, ...]) -> int:
    """Return the line, from 1, of the deepest part of a key path that has a line of its own."""
    best, best_depth = 1, -1
    for line, place in _places(text):
        depth = _common(place, path)
        if depth == len(place) and depth > best_depth:
            best, best_depth = line, depth
    return best


def _common(place: tuple[str | int, ...], path: tuple[str | int, ...]) -> int:
    depth = 0
    for mine, other in zip(place, path, strict=False):
        if mine != other:
            break
        depth += 1
    return depth


def _places(text: str) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    """Yield each line that opens a table or sets a key, with its key path."""
    counts: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    fence = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if fence:
            if fence in line:
                fence = ""
            continue
        if depth == 0 and (header := _HEADER.match(line)):
            table = _opened(_split(header[2]), counts, many=header[1] == "[[")
            yield number, table
            continue
        if depth == 0 and (key := _KEY.match(line)):
            yield number, (*table, *_split(key[1]))
        bare = re.sub(r'"(?:\\.|[^"\\])*"|' + r"'[^']*'", "", line)
        bare = bare.partition("#")[0]
        for mark in ('"""', "'''"):
            if line.count(mark) % 2:
                fence = mark
        depth = max(0, depth + bare.count("[") - bare.count("]"))


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _opened(names: tuple[str, ...], counts: dict[tuple[str | int, ...], int], *, many: bool) -> tuple[str | int, ...]:
    """Return the path of the table that a header opens, list positions filled in."""
    path: tuple[str | int, ...] = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if many and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
