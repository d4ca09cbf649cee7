"""Answer `errdecode parse`: errors in logs and streams."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC

from errdecode.cli import exits
from errdecode.cli.answer import open_catalogs
from errdecode.cli.emit import chosen_columns, show
from errdecode.cli.hints import venue_of
from errdecode.cli.progress import Progress
from errdecode.cli.requests import PARSE_FORMATS
from errdecode.core.decoder import Decoder
from errdecode.core.lookup import find_venue
from errdecode.core.sanitise import visible
from errdecode.errors import InputError
from errdecode.logs.masking import Masker
from errdecode.logs.prepare import prepare_search
from errdecode.logs.run import follow, scan_sources
from errdecode.logs.scanner import Scanner
from errdecode.logs.sources import BINARY, Source, expand
from errdecode.logs.times import offset_at, typed_time, zone_called
from errdecode.logs.worker import Filter, InterruptedScan, Job
from errdecode.model import Finding
from errdecode.record import Record
from errdecode.render import stream
from errdecode.render.live import BriefWriter
from errdecode.render.notes import NoteWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import tzinfo

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.logs.hits import Block, Hit
    from errdecode.logs.summary import Summary
    from errdecode.render.stream import Writer
    from errdecode.render.terminal.report import ReportRenderer

REPORTS = ("table", "markdown")
"""Formats that speak at the end."""

FAIL_ON = ("any", "unknown-outcome")
"""What `--fail-on` takes besides categories."""


class _Run(Record):
    """What everything that answers has to know."""

    request: ParseRequest
    terminal: Terminal
    catalogs: Layers
    zone: tzinfo | None
    """Of times; None: local time."""

    @property
    def shown_zone(self) -> tzinfo | None:
        """Return the zone of the times that programs read: UTC unless another was asked for."""
        return self.zone if self.request.zone else UTC


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
    decoder = Decoder(index, redactions=output.redact, show_secrets=output.show_secrets)
    clues = (decoder.venue_clue(output.venue),) if output.venue else ()
    zone = None if request.zone is None else zone_called(request.zone)
    sources = _sources(request, terminal)
    kind = _kind(request, terminal)
    run = _Run(request, terminal, index, zone)
    form, writer = _former(kind, run, decoder)
    search = prepare_search(index, terminal.environment)
    job = Job(
        lambda: Scanner(decoder, search, clues=clues, now=now, zone=zone, shown_zone=run.shown_zone),
        _filter(request, index, now, zone),
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
            summary = follow(job, sources[0].name, _write, request.last)
        else:
            summary = scan_sources(job, sources, _write, progress.add)
    except InterruptedScan as stop:
        summary, interrupted = stop.summary, True
    finally:
        progress.end()
    _write(writer.tail if writer else b"")
    if kind in REPORTS:
        # What was interrupted is looked at at once.
        pager = request.output.pager and not interrupted and not request.follow
        show(_report(kind, summary, run), terminal, pager=pager)
        terminal.out.flush()
    _explain(request, summary, terminal, zone)
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
    if request.last is not None and not request.follow:
        raise InputError("--lines and --from-end go with --follow")
    if form is None and (request.output.fields is not None or request.output.header):
        form = "rows"
    return form or ("table" if terminal.is_tty else "rows")


def _sources(request: ParseRequest, terminal: Terminal) -> list[Source]:
    sources = expand(request.files or ("-",))
    if not sources:
        raise InputError(_nothing_in(request.files))
    if request.follow and (len(sources) != 1 or sources[0].name == "-"):
        raise InputError("--follow takes one file; a pipe is followed without it")
    if request.follow and not os.path.lexists(sources[0].name):
        terminal.say(f"errdecode: {visible(sources[0].name)} is not there yet: waiting for it")
    if sources[0].path is None and terminal.stdin.isatty():
        terminal.say("errdecode: reading standard input; end it with Ctrl-D")
    return sources


def _nothing_in(names: tuple[str, ...]) -> str:
    """Return why names stand for no file."""
    for name in names:
        if os.path.isdir(name):
            why = "holds only hidden files" if os.listdir(name) else "is an empty folder"
            return f"nothing to read: {visible(name)} {why}"
    return f"nothing to read: no file is called {' or '.join(map(visible, names))}"


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


def _filter(request: ParseRequest, index: Layers, now: float, zone: tzinfo | None) -> Filter:
    """Return what is wanted; `-V` is evidence, and so keeps what no catalogue holds."""
    venues: frozenset[str | None] = (
        frozenset((find_venue(request.output.venue, index.venues()).id, None)) if request.output.venue else frozenset()
    )
    return Filter(
        venues,
        frozenset(request.categories),
        frozenset(_code_wanted(word, index) for word in request.codes),
        frozenset(request.outcomes),
        frozenset(request.retries),
        typed_time(request.since, now, zone) if request.since else None,
        typed_time(request.until, now, zone) if request.until else None,
    )


def _code_wanted(word: str, index: Layers) -> tuple[str | None, str]:
    """Return the venue and the code or name of `43005`, `POST_ONLY_REJ` or `VENUE:CODE`."""
    _, colon, code = word.partition(":")
    venue = venue_of(word, index.venues()) if colon else None
    return (venue, code.strip().casefold()) if venue else (None, word.strip().casefold())


def _former(
    kind: str, run: _Run, decoder: Decoder
) -> tuple[Callable[[Block, Iterable[Hit], Scanner], bytes] | None, Writer | None]:
    """Return what makes the output of a block, and the writer behind it."""
    request, terminal, index, output = run.request, run.terminal, run.catalogs, run.request.output
    columns = chosen_columns(output, kind, Finding, stream.COLUMNS)
    color = terminal.color(output.color)
    if kind == "brief" or (kind == "table" and (request.follow or request.files in {(), ("-",)})):
        width = terminal.line_width or (terminal.columns if kind == "table" else None)
        brief = BriefWriter(index.taxonomy(), color=color, width=width, zone=run.zone, named=len(request.files) > 0)
        # What a pipe holds already is for the report; what comes is shown as it comes.
        shown = request.follow or kind == "brief"
        return (lambda block, hits, scanner: brief.block(block, hits, scanner) if block.live or shown else b""), brief
    if kind in REPORTS:
        return None, None
    if kind == "annotate":
        notes = NoteWriter(
            index.taxonomy(),
            (lambda raw: raw) if output.show_secrets else Masker(decoder.redactor).mask,
            context=request.context,
            safe=terminal.is_tty,
            color=color,
        )
        return notes.block, notes
    paint = terminal.paints_data(output.color)
    writers: dict[str, Callable[[], Writer]] = {
        "rows": lambda: stream.RowWriter(columns, header=output.header),
        "csv": lambda: stream.CsvWriter(columns),
        "ndjson": lambda: stream.NdjsonWriter(paint=paint),
        "json": lambda: stream.JsonWriter(paint=paint),
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


def _report(kind: str, summary: Summary, run: _Run) -> str:
    request, terminal, index = run.request, run.terminal, run.catalogs
    if kind == "markdown":
        from errdecode.render.markdown import markdown_report  # noqa: PLC0415  # only what is wanted is loaded

        return markdown_report(summary, index.taxonomy(), request.top, run.shown_zone)
    text, color = terminal.buffer(), terminal.color(request.output.color)
    renderer = _load_report()(text, index.taxonomy(), width=terminal.columns, color=color)
    renderer.report(summary, request.top, run.zone)
    return text.getvalue()


def _explain(request: ParseRequest, summary: Summary, terminal: Terminal, zone: tzinfo | None) -> None:
    """Say on standard error what the filters left out and nobody could have expected."""
    if summary.dropped and not summary.groups:
        terminal.say(f"errdecode: the filters left out all {_counted(summary.dropped)}")
    if summary.undated:
        terminal.say(f"errdecode: --since and --until left out {_counted(summary.undated)} without a time")
    if summary.zoneless and not request.zone:
        local = f"local time ({offset_at(time.time(), zone)})"
        terminal.say(
            f"errdecode: {_counted(summary.zoneless)} left out by time name no zone and were read as {local}; "
            "--tz names another"
        )


def _is_passed_over(failure: str, names: tuple[str, ...]) -> bool:
    """Tell whether what could not be read is a binary file that nobody named: it lies in a folder of logs."""
    return failure.endswith(f" {BINARY}") and failure.removesuffix(f" {BINARY}") not in names


def _counted(number: int) -> str:
    return f"{number:,} finding{'s' * (number != 1)}"


def _status(request: ParseRequest, summary: Summary, terminal: Terminal, *, interrupted: bool) -> int:
    passed_over = [failure for failure in summary.failed if _is_passed_over(failure, request.files)]
    failed = [failure for failure in summary.failed if failure not in passed_over]
    for failure in failed:
        terminal.say(f"errdecode: {visible(failure)}")
    if passed_over:
        number = len(passed_over)
        binary = f"{number:,} binary file{'s' * (number != 1)}"
        has_log = summary.inputs > len(summary.failed)
        where = " or ".join(visible(name) for name in request.files if os.path.isdir(name))
        terminal.say(f"errdecode: passed over {binary}" if has_log else f"errdecode: no log in {where}: {binary}")
        failed += [] if has_log else passed_over
    if interrupted:
        return exits.INTERRUPTED
    if failed:
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
    if not groups and not summary.dropped:
        empty = "" if summary.size else "; there is nothing in it"
        terminal.say(f"errdecode: no error in the input{empty}")
    return exits.NOTHING
