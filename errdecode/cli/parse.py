"""Answer `errdecode parse`: errors in logs and streams."""

from __future__ import annotations

import os
import sys
import time

from errdecode.catalog.reader import decoder_for
from errdecode.cli import exits
from errdecode.cli.answer import open_catalogs
from errdecode.cli.progress import Progress
from errdecode.cli.requests import PARSE_FORMATS
from errdecode.core.lookup import find_venue
from errdecode.core.sanitise import visible
from errdecode.errors import InputError
from errdecode.logs.masking import Masker
from errdecode.logs.prepare import prepare_search
from errdecode.logs.run import follow, scan_sources
from errdecode.logs.scanner import Scanner
from errdecode.logs.sources import Source, expand
from errdecode.logs.times import typed_time
from errdecode.logs.worker import Filter, InterruptedScan, Job
from errdecode.render import stream
from errdecode.render.notes import NoteWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.core.decoder import Decoder
    from errdecode.logs.hits import Block, Hit
    from errdecode.logs.summary import Summary
    from errdecode.render.stream import Writer
    from errdecode.render.terminal.report import ReportRenderer

REPORTS = ("table", "markdown")
"""Formats that speak at the end."""

FAIL_ON = ("any", "unknown-outcome")
"""What `--fail-on` takes besides categories."""


def answer_parse(request: ParseRequest, terminal: Terminal) -> int:
    """Scan inputs, write what was found, and return the exit status.

    Raises:
        InputError: a time, a category or an input makes no sense.
        UnknownVenueError: no catalogue has the venue.
    """
    index, output = open_catalogs(terminal, request.output, PARSE_FORMATS)
    request = request.replace(output=output)
    now = time.time()
    _check_words(request, index)
    decoder = decoder_for(index, redactions=output.redact, show_secrets=output.show_secrets)
    clues = (decoder.venue_clue(output.venue),) if output.venue else ()
    sources = _sources(request, terminal)
    kind = _kind(request, terminal)
    form, writer = _former(kind, request, terminal, index, decoder)
    search = prepare_search(index, terminal.environment)
    job = Job(
        lambda: Scanner(decoder, search, clues=clues, now=now),
        _filter(request, index, now),
        form,
        writer.separator if writer else b"",
        writer.in_order if writer else False,
        _load_report if kind == "table" else None,
    )
    terminal.out.flush()
    _write(writer.head if writer else b"")
    interrupted = False
    progress = Progress(terminal, sources)
    try:
        if request.follow:
            summary = follow(job, sources[0].name, _write)
        else:
            summary = scan_sources(job, sources, _write, progress.add)
    except InterruptedScan as stop:
        summary, interrupted = stop.summary, True
    finally:
        progress.end()
    _write(writer.tail if writer else b"")
    if kind in REPORTS:
        _report(kind, summary, request, terminal, index)
    return _status(request, summary, terminal, interrupted=interrupted)


def _kind(request: ParseRequest, terminal: Terminal) -> str:
    """Return the format that was asked for, by name or by an option that only it has."""
    form = request.output.format
    for option, value, kinds in (("--context", request.context, ("annotate",)), ("--top", request.top, REPORTS)):
        if value is None:
            continue
        if form is not None and form not in kinds:
            raise InputError(f"{option} goes with --format {' or '.join(kinds)}, not {form}")
        form = form or kinds[0]
    return form or ("table" if terminal.is_tty else "rows")


def _sources(request: ParseRequest, terminal: Terminal) -> list[Source]:
    sources = expand(request.files or ("-",))
    if not sources:
        raise InputError(f"nothing to read: no file is called {' or '.join(map(visible, request.files))}")
    if request.follow and (len(sources) != 1 or sources[0].name == "-"):
        raise InputError("--follow takes one file; a pipe is followed without it")
    if sources[0].path is None and terminal.stdin.isatty():
        terminal.say("errdecode: reading standard input; end it with Ctrl-D")
    return sources


def _check_words(request: ParseRequest, index: Layers) -> None:
    taxonomy = index.taxonomy()
    for words, known, option in (
        (request.categories, taxonomy.categories, "--category"),
        (request.outcomes, taxonomy.outcomes, "--outcome"),
        (request.retries, taxonomy.retries, "--retry"),
        (request.fail_on, (*FAIL_ON, *taxonomy.categories), "--fail-on"),
    ):
        for word in words:
            if word not in known:
                raise InputError(f"{option} does not know {word!r}: it is one of {', '.join(known)}")


def _filter(request: ParseRequest, index: Layers, now: float) -> Filter:
    """Return what is wanted; `-V` is evidence, and so keeps what no catalogue holds."""
    venues: frozenset[str | None] = (
        frozenset((find_venue(request.output.venue, index.venues()).id, None)) if request.output.venue else frozenset()
    )
    return Filter(
        venues,
        frozenset(request.categories),
        frozenset(request.codes),
        frozenset(request.outcomes),
        frozenset(request.retries),
        typed_time(request.since, now) if request.since else None,
        typed_time(request.until, now) if request.until else None,
    )


def _former(
    kind: str, request: ParseRequest, terminal: Terminal, index: Layers, decoder: Decoder
) -> tuple[Callable[[Block, Iterable[Hit], Scanner], bytes] | None, Writer | None]:
    """Return what makes the output of a block, and the writer behind it."""
    if kind == "table" and (request.follow or request.files in {(), ("-",)}):
        color = terminal.color(request.output.color)
        brief = stream.BriefWriter(index.taxonomy(), color=color, width=terminal.width)
        # What a pipe holds already is for the report; what comes is shown as it comes.
        shown = request.follow
        return (lambda block, hits, scanner: brief.block(block, hits, scanner) if block.live or shown else b""), brief
    if kind in REPORTS:
        return None, None
    if kind == "annotate":
        notes = NoteWriter(
            index.taxonomy(),
            (lambda raw: raw) if request.output.show_secrets else Masker(decoder.redactor).mask,
            context=request.context,
            safe=not request.raw,
        )
        return notes.block, notes
    writers = {
        "rows": stream.RowWriter,
        "csv": stream.CsvWriter,
        "ndjson": stream.NdjsonWriter,
        "json": stream.JsonWriter,
    }
    writer = writers[kind]()
    return writer.block, writer


def _write(data: bytes) -> None:
    view = memoryview(data)
    descriptor = sys.stdout.fileno()
    while view:
        view = view[os.write(descriptor, view) :]


def _load_report() -> type[ReportRenderer]:
    """Return the renderer of reports; Rich, only where it draws."""
    from errdecode.render.terminal.report import ReportRenderer  # noqa: PLC0415  # see above

    return ReportRenderer


def _report(kind: str, summary: Summary, request: ParseRequest, terminal: Terminal, index: Layers) -> None:
    if kind == "markdown":
        from errdecode.render.markdown import markdown_report  # noqa: PLC0415  # only what is wanted is loaded

        terminal.out.write(markdown_report(summary, index.taxonomy(), request.top))
        return
    color = terminal.color(request.output.color)
    _load_report()(terminal.out, index.taxonomy(), width=terminal.width, color=color).report(summary, request.top)


def _status(request: ParseRequest, summary: Summary, terminal: Terminal, *, interrupted: bool) -> int:
    for failure in summary.failed:
        terminal.say(f"errdecode: {visible(failure)}")
    if interrupted:
        return exits.INTERRUPTED
    if summary.failed:
        return exits.USAGE
    groups = [group.example for group in summary.groups.values()]
    for word in request.fail_on:
        if any(
            word in {"any", finding.category} or (word == "unknown-outcome" and finding.safest[0] == "unknown")
            for finding in groups
        ):
            return exits.FAILED_ON
    if any(finding.entry for finding in groups) or request.fail_on:
        return exits.DECODED
    if not groups:
        terminal.say("errdecode: no error in the input")
    return exits.NOTHING
