"""Answer `errdecode parse`: errors in logs and streams."""

from __future__ import annotations

import os
import signal
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
from errdecode.logs.expand import expand
from errdecode.logs.masking import Masker
from errdecode.logs.prepare import prepare_search
from errdecode.logs.run import follow, scan_sources
from errdecode.logs.scanner import Scanner
from errdecode.logs.signals import heeded
from errdecode.logs.times import typed_time
from errdecode.logs.worker import Filter, InterruptedScan, Job
from errdecode.logs.writing import is_read, write_all
from errdecode.render import stream
from errdecode.render.notes import NoteWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.core.decoder import Decoder
    from errdecode.logs.expand import Found
    from errdecode.logs.hits import Block, Hit
    from errdecode.logs.summary import Summary
    from errdecode.render.stream import Writer
    from errdecode.render.terminal.report import ReportRenderer

REPORTS = ("table", "markdown")
"""Formats that speak at the end."""

FAIL_ON = ("any", "unknown-outcome")
"""What `--fail-on` takes besides categories."""

_PATIENCE_S = 0.5
"""How long a reader that takes nothing is waited for by a run that is to end."""


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
    found = _found(request, terminal)
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
    stop: InterruptedScan | None = None
    progress = Progress(terminal, found.sources)
    try:
        with heeded():
            if request.follow:
                summary = follow(job, found.sources[0].name, _write)
            else:
                summary = scan_sources(job, found.sources, _write, progress.add)
    except InterruptedScan as interruption:
        stop, summary = interruption, interruption.summary
    finally:
        progress.end()
    summary.failed[:0] = found.failed
    if stop is None or is_read(sys.stdout.fileno(), _PATIENCE_S):
        _write(writer.tail if writer else b"")
        if kind in REPORTS:
            _report(kind, summary, request, terminal, index)
    _say(request, found, summary, terminal, stop)
    if stop is not None and stop.signal != signal.SIGINT:
        _end_by(stop.signal, terminal)
    return exits.INTERRUPTED if stop is not None else _status(request, summary, terminal)


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


def _found(request: ParseRequest, terminal: Terminal) -> Found:
    """Return what there is to read.

    Raises:
        InputError: there is nothing, or too much to follow.
    """
    found = expand(request.files or ("-",))
    sources = found.sources
    if not sources:
        names = " or ".join(map(visible, request.files))
        raise InputError("; ".join(map(visible, found.failed)) or f"nothing to read: no file is called {names}")
    if request.follow and (len(sources) != 1 or sources[0].name == "-"):
        raise InputError("--follow takes one file; a pipe is followed without it")
    if request.follow and sources[0].identity is None and os.path.exists(sources[0].name):
        raise InputError(f"{visible(sources[0].name)} is no file; --follow takes one, a pipe is followed without it")
    if any(source.path is None for source in sources) and getattr(terminal.stdin, "name", None) == os.devnull:
        raise InputError("standard input is closed: name a file, or send one through a pipe")
    if sources[0].path is None and terminal.stdin.isatty():
        terminal.say("errdecode: reading standard input; end it with Ctrl-D")
    return found


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
    write_all(sys.stdout.fileno(), data)


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


def _say(
    request: ParseRequest, found: Found, summary: Summary, terminal: Terminal, stop: InterruptedScan | None
) -> None:
    """Say what was not read."""
    for failure in summary.failed:
        terminal.say(f"errdecode: {visible(failure)}")
    if found.passed:
        kinds = ", ".join(f"{number} {kind}{'s' * (number > 1)}" for kind, number in sorted(found.passed.items()))
        terminal.say(f"errdecode: passed over what is no file: {kinds}")
    if stop is not None and not request.follow:
        terminal.say(f"errdecode: stopped after {summary.lines:,} lines: what was found until then is shown")


def _end_by(number: int, terminal: Terminal) -> None:
    """End as a process does that a signal ends."""
    if is_read(sys.stdout.fileno(), _PATIENCE_S):
        terminal.out.flush()
    terminal.err.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _status(request: ParseRequest, summary: Summary, terminal: Terminal) -> int:
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
