"""The output formats that there are, a line each: what it is called, what it shows, which options it takes.

Plain data, which every command reads to know what may be typed. What makes a
format is the class of its name in the module of its name in
`errdecode.render.formats`, and is loaded when it is asked for.
"""

from __future__ import annotations

from errdecode.record import Record

LOOKUP, DECODE, LISTING, PARSE = "lookup", "decode", "listing", "parse"
"""What a format may show: codes, payloads, a list or settings, what is found in logs."""
_ANSWERS = (LOOKUP, DECODE, LISTING)
_EVERYTHING = (*_ANSWERS, PARSE)
_COLUMNS = ("fields", "header")


class Format(Record):
    """One output format."""

    name: str
    shows: tuple[str, ...]
    takes: tuple[str, ...] = ()
    """The options that only some formats take, by the fields that they fill in."""


FORMATS = (
    Format("table", _EVERYTHING, ("top",)),
    Format("brief", _EVERYTHING),
    Format("rows", _EVERYTHING, _COLUMNS),
    Format("json", _EVERYTHING),
    Format("ndjson", _EVERYTHING),
    Format("annotate", (PARSE,), ("context",)),
    Format("csv", (PARSE,), _COLUMNS),
    Format("markdown", (PARSE,), ("top",)),
    Format("tsv", (LOOKUP, DECODE, PARSE), _COLUMNS),
)
FOR_PEOPLE, FOR_PIPES = "table", "rows"
"""What an answer looks like where nobody says, on a terminal and in a pipe."""
SHORTHANDS = {
    "json": "The same as --format json.",
    "brief": "The same as --format brief: one line an answer.",
}
"""Formats that have an option of their own, with its help."""


def names(*kinds: str) -> tuple[str, ...]:
    """Return the formats that show all of these; without any: all formats."""
    return tuple(each.name for each in FORMATS if all(kind in each.shows for kind in kinds))


def taking(option: str) -> tuple[str, ...]:
    """Return the formats that take an option."""
    return tuple(each.name for each in FORMATS if option in each.takes)


def listed(words: tuple[str, ...], last: str) -> str:
    """Return words as one names them: `rows, csv and tsv`.

    Args:
        words: at least one.
        last: what stands before the last one: `and`, `or`.
    """
    ahead = ", ".join(words[:-1])
    return f"{ahead} {last} {words[-1]}" if ahead else words[-1]
