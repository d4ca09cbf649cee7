"""Answer a request: open the catalogues, ask the core, choose a renderer."""

from __future__ import annotations

import time

from errdecode.catalog.store import open_index
from errdecode.cli import exits
from errdecode.cli.requests import FORMATS, DecodeRequest
from errdecode.cli.settle import settle
from errdecode.core.ask import ask
from errdecode.core.lookup import lookup
from errdecode.core.sanitise import visible
from errdecode.errors import InputError
from errdecode.render import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import LookupRequest, Output
    from errdecode.cli.terminal import Terminal
    from errdecode.core.decoder import Decoder
    from errdecode.render.terminal.renderer import TerminalRenderer

_PRINT = "(={<"
"""In an error as a program prints it, never in a code or name."""
MAX_PAYLOAD_CHARS = 8 * 1024 * 1024


def open_catalogs(terminal: Terminal, output: Output, formats: tuple[str, ...] = FORMATS) -> tuple[Layers, Output]:
    """Return the index of the catalogues in use, and the output with what was not typed filled in.

    What is wrong with a catalogue goes to standard error.

    Args:
        terminal: where the program stands.
        output: what was typed.
        formats: what the command can write.

    Raises:
        InputError: an environment variable makes no sense.
    """
    index = open_index(terminal.environment, output.catalogs)
    for fault in index.faults:
        terminal.say(f"errdecode: left out: {visible(fault)}")
    if index.withheld:
        terminal.say(f"errdecode: {visible(index.withheld)}")
    return index, settle(output, index.settings, terminal.environment, formats)


def answer_lookup(request: LookupRequest, terminal: Terminal) -> int:
    """Answer `errdecode CODE...`."""
    index, output = open_catalogs(terminal, request.output)
    text = " ".join(request.codes)
    if any(mark in text for mark in _PRINT) and not lookup(text, index, output.venue).entries:
        # What a client library prints, without the command for it.
        return answer_decode(DecodeRequest(text, request.output), terminal)
    answers = ask(request.codes, index, lambda: decoder_of(index, output), output.venue)
    emit(
        terminal,
        output,
        index,
        rows=lambda: plain.lookup_rows(answers),
        document=lambda records: records.lookup_record(answers),
        lines=lambda records: records.lookup_record(answers)["queries"],
        draw=lambda renderer: renderer.lookups(answers),
    )
    if form(terminal, output) == "rows":
        for answer in answers:
            if not answer.entries:
                terminal.say(f"errdecode: {visible(answer.query)}: in no catalogue")
            elif answer.found_by != "code":
                terminal.say(f"errdecode: {plain.taken_text(answer)}")
            if answer.near:
                terminal.say(f"errdecode: near {visible(answer.query)}: {plain.near_text(answer.near)}")
    for answer in answers:
        if not answer.entries and (venue := _venue_named(answer.query, index)):
            terminal.say(f"errdecode: {visible(answer.query)} is a venue: `errdecode codes {venue}` lists its codes")
    return exits.DECODED if any(answer.entries for answer in answers) else exits.NOTHING


def _venue_named(query: str, index: Layers) -> str | None:
    """Return the id of the venue that a query names, None where it names none."""
    wanted = query.strip().casefold()
    named = (venue.id for venue in index.venues() if wanted in (venue.id, *map(str.casefold, venue.aliases)))
    return next(named, None)


def answer_decode(request: DecodeRequest, terminal: Terminal) -> int:
    """Answer `errdecode '{…}'`.

    Raises:
        InputError: nothing to decode, or too much.
    """
    text = read_payload(request.payload, terminal)
    index, output = open_catalogs(terminal, request.output)
    decoder = decoder_of(index, output)
    clues = (decoder.venue_clue(output.venue),) if output.venue else ()
    findings = decoder.decode(text, clues=clues, now=time.time())
    emit(
        terminal,
        output,
        index,
        rows=lambda: plain.finding_rows(findings),
        document=lambda records: {"schema": records.SCHEMA, "findings": [found.to_dict() for found in findings]},
        lines=lambda _: [finding.to_dict() for finding in findings],
        draw=lambda renderer: renderer.findings(findings),
    )
    if not findings:
        venues = decoder.recognise(text)
        looks = f"; it looks like {' or '.join(venues)}" if venues else ""
        terminal.say(f"errdecode: no error in the input{looks}")
    elif form(terminal, output) == "rows":
        for finding in findings:
            if finding.near:
                terminal.say(f"errdecode: near {visible(finding.code)}: {plain.near_text(finding.near)}")
    return exits.DECODED if any(finding.entry for finding in findings) else exits.NOTHING


def decoder_of(index: Layers, output: Output) -> Decoder:
    """Return what decodes texts; a lookup does not pay for loading it."""
    from errdecode.catalog.reader import decoder_for  # noqa: PLC0415

    return decoder_for(index, redactions=output.redact, show_secrets=output.show_secrets)


def read_payload(argument: str, terminal: Terminal) -> str:
    """Return the text to decode: the argument itself, or standard input for `-`."""
    if argument != "-":
        text = argument
    else:
        if terminal.stdin.isatty():
            terminal.say("errdecode: reading standard input; end it with Ctrl-D")
        data = terminal.stdin.buffer.read(MAX_PAYLOAD_CHARS + 1)
        text = data.decode("utf-8-sig", "surrogateescape")
    if len(text) > MAX_PAYLOAD_CHARS:
        limit = MAX_PAYLOAD_CHARS // (1024 * 1024)
        raise InputError(f"the payload is larger than {limit} MB: `errdecode parse` reads logs of any size")
    if not text.strip():
        raise InputError("there is nothing to decode: give a payload as an argument or on standard input")
    return text


def form(terminal: Terminal, output: Output) -> str:
    """Return the format: what was asked for, else a table for people and rows in a pipe."""
    return output.format or ("table" if terminal.is_tty else "rows")


def emit(
    terminal: Terminal,
    output: Output,
    index: Layers,
    *,
    rows: Callable[[], Iterable[str]],
    document: Callable[[Any], Any],
    lines: Callable[[Any], Iterable[Any]],
    draw: Callable[[TerminalRenderer], None],
) -> None:
    """Write an answer in the format that is wanted; each loads only what it needs.

    Args:
        terminal: where to write.
        output: the format.
        index: for the titles of a table.
        rows: makes plain lines.
        document: makes the one JSON document; is given `render.records`.
        lines: makes the JSON records, one a line; likewise.
        draw: draws on a terminal.
    """
    kind = form(terminal, output)
    if kind == "table":
        from errdecode.render.terminal.renderer import TerminalRenderer  # noqa: PLC0415  # Rich, only where it draws

        color = terminal.color(output.color)
        draw(TerminalRenderer(terminal.out, index.taxonomy(), width=terminal.width, color=color, venues=index.venues()))
        return
    if kind == "rows":
        terminal.out.writelines(f"{line}\n" for line in rows())
        return
    from errdecode.render import records  # noqa: PLC0415  # json, likewise

    if kind == "json":
        terminal.out.write(f"{records.pretty(document(records))}\n")
    else:
        terminal.out.writelines(f"{records.dumps(record)}\n" for record in lines(records))
