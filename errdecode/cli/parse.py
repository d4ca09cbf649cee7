"""Answer `errdecode parse`: errors in logs and streams."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC

from errdecode.catalog.reader import decoder_for
from errdecode.cli.answer import open_catalogs
from errdecode.cli.chosen import check_words, filter_of, found_of
from errdecode.cli.emit import chosen_columns, show
from errdecode.cli.progress import Progress
from errdecode.cli.requests import PARSE_FORMATS
from errdecode.cli.told import status_of, tell, tell_dropped
from errdecode.errors import InputError
from errdecode.logs.masking import Masker
from errdecode.logs.prepare import prepare_search
from errdecode.logs.run import follow, scan_sources
from errdecode.logs.scanner import Scanner
from errdecode.logs.signals import heeded
from errdecode.logs.times import zone_called
from errdecode.logs.worker import InterruptedScan, Job
from errdecode.logs.writing import is_read, write_all
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
    from errdecode.core.decoder import Decoder
    from errdecode.logs.hits import Block, Hit
    from errdecode.logs.summary import Summary
    from errdecode.render.stream import Writer
    from errdecode.render.terminal.report import ReportRenderer

REPORTS = ("table", "markdown")
"""Formats that speak at the end."""


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
    check_words(request, index)
    decoder = decoder_for(index, redactions=output.redact, show_secrets=output.show_secrets)
    clues = (decoder.venue_clue(output.venue),) if output.venue else ()
    zone = None if request.zone is None else zone_called(request.zone)
    found = found_of(request, terminal)
    kind = _kind(request, terminal)
    run = _Run(request, terminal, index, zone)
    form, writer = _former(kind, run, decoder)
    search = prepare_search(index, terminal.environment)
    job = Job(
        lambda: Scanner(decoder, search, clues=clues, now=now, zone=zone, shown_zone=run.shown_zone),
        filter_of(request, index, now, zone),
        form,
        writer.separator if writer else b"",
        writer.in_order if writer else False,
        kind in REPORTS,
        _load_report if kind == "table" else None,
    )
    terminal.out.flush()
    _write(writer.head if writer else b"")
    stop: InterruptedScan | None = None
    progress = Progress(terminal, found.sources)
    try:
        with heeded():
            if request.follow:
                summary = follow(job, found.sources[0].name, _write, request.last)
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
            # What was interrupted is looked at at once.
            show(_report(kind, summary, run), terminal, pager=output.pager and stop is None and not request.follow)
            terminal.out.flush()
    tell_dropped(request, summary, terminal, zone)
    tell(request, found, summary, terminal, is_stopped=stop is not None)
    status = status_of(request, summary, terminal, is_stopped=stop is not None)
    if stop is not None and stop.signal != signal.SIGINT:
        _end_by(stop.signal, terminal)
    return status


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
            safe=not request.raw,
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
    write_all(sys.stdout.fileno(), data)


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


def _end_by(number: int, terminal: Terminal) -> None:
    """End as a process does that a signal ends."""
    if is_read(sys.stdout.fileno(), _PATIENCE_S):
        terminal.out.flush()
    terminal.err.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
