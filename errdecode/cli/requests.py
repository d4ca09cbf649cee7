"""What was asked for, whichever way it was typed."""

from __future__ import annotations

from errdecode.record import Record


class Output(Record):
    """How an answer is to look, and from which catalogues it comes."""

    format: str | None = None
    """The name of one; None: what suits who reads."""
    venue: str | None = None
    catalogs: tuple[str, ...] = ()
    color: str | None = None
    redact: tuple[str, ...] = ()
    """Further field names that are never shown."""
    show_secrets: bool = False
    fields: tuple[str, ...] | None = None
    """Columns, of a format that has some; None: the usual ones."""
    header: bool = False
    """Whether rows begin with the names of their columns."""
    pager: bool = True
    """Whether what is longer than the screen may go through a pager."""
    open: bool = False
    """Whether to open the source of the answer in a browser."""
    broken: bool = False
    """Whether a catalogue that was typed cannot be used: the answer is given without it, and is not the whole one."""


class LookupRequest(Record):
    """What `errdecode lookup CODE...` asks for."""

    codes: tuple[str, ...]
    output: Output


class DecodeRequest(Record):
    """What `errdecode decode [PAYLOAD|-]...` asks for."""

    payloads: tuple[str, ...]
    """Texts, `@FILE` for what a file holds, `-` for standard input."""
    output: Output


class ParseRequest(Record):
    """What `errdecode parse [FILE|-]...` asks for."""

    files: tuple[str, ...]
    output: Output
    follow: bool = False
    last: int | None = None
    """Lines before the end from which to follow; None: all that is there."""
    since: str | None = None
    until: str | None = None
    zone: str | None = None
    """Of times that name none; None: local time."""
    context: int | None = None
    top: int | None = None
    categories: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    retries: tuple[str, ...] = ()
    fail_on: tuple[str, ...] = ()
    raw: bool = False
    """With notes: leave in the log what acts on a terminal."""
