"""The kinds of clues, a row each: what one counts, where catalogues keep it, and how far it is heard."""

from __future__ import annotations

from errdecode.record import Record


class Kind(Record):
    """What speaks for a venue in one way."""

    name: str
    """As the evidence names it."""
    bits: float
    """What it counts: one bit doubles the odds."""
    table: str | None = None
    """The table of a `Recognition`, and of `[recognise]`, that has its words; None: it is not looked up."""
    most: int = 1
    """As many of one kind count; more add nothing."""
    stranger_bits: float | None = None
    """What it counts for a service that no catalogue knows, where that differs."""
    is_loud: bool = False
    """It names the sender, and outweighs what a path or another line says."""
    is_naming: bool = False
    """Beside it a venue's own words are enough, few as they are."""
    is_heard_below: bool = False
    """It says something of the lines below as well."""
    is_neighbour: bool = False
    """It comes from other lines."""
    yields: bool = False
    """It is not heard where the line names a service that no catalogue knows."""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("venue", 24.0, is_loud=True, is_naming=True),
        Kind("host", 10.0, "hosts", is_loud=True, is_naming=True, is_heard_below=True),
        Kind("method", 8.0, "methods", is_naming=True, is_heard_below=True),
        Kind("channel", 8.0, "channels", is_heard_below=True),
        # Of other services there are many more.
        Kind("name", 8.0, "names", stranger_bits=14.0, is_loud=True, is_naming=True, is_heard_below=True),
        Kind("mark", 7.0, "marks", is_naming=True, is_heard_below=True),
        Kind("path", 6.0, "paths", is_heard_below=True, yields=True),
        Kind("stream", 5.0, is_neighbour=True),
        Kind("stream host", 2.0, is_neighbour=True),
        Kind("field", 2.0, "fields", most=2),
        Kind("instrument", 2.0, "instruments"),
    )
}
TABLES = tuple(kind.table for kind in KINDS.values() if kind.table)
"""Where catalogues keep what is looked up."""
