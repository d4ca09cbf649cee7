"""What was asked for, whichever way it was typed."""

from __future__ import annotations

from errdecode.record import Record

FORMATS = ("table", "rows", "json", "ndjson")
PARSE_FORMATS = ("table", "rows", "annotate", "ndjson", "json", "csv", "markdown")
COLORS = ("auto", "always", "never")


class Output(Record):
    """How an answer is to look, and from which catalogues it comes."""

    format: str | None = None
    """One of FORMATS; None: a table for people, rows in a pipe."""
    venue: str | None = None
    catalogs: tuple[str, ...] = ()
    color: str | None = None
    redact: tuple[str, ...] = ()
    """Further field names that are never shown."""
    show_secrets: bool = False


class LookupRequest(Record):
    """What `errdecode lookup CODE...` asks for."""

    codes: tuple[str, ...]
    output: Output


class DecodeRequest(Record):
    """What `errdecode decode [PAYLOAD|-]` asks for."""

    payload: str
    output: Output


class ParseRequest(Record):
    """What `errdecode parse [FILE|-]...` asks for."""

    files: tuple[str, ...]
    output: Output
    follow: bool = False
    since: str | None = None
    until: str | None = None
    context: int | None = None
    top: int | None = None
    categories: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    retries: tuple[str, ...] = ()
    fail_on: tuple[str, ...] = ()
    raw: bool = False
    """With notes: leave in the log what acts on a terminal."""
