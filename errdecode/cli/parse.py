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
from errdecode.cli.emit import chosen_columns, format_of, look_of, show
from errdecode.cli.progress import Progress
from errdecode.cli.told import status_of, tell, tell_dropped
from errdecode.errors import InputError
from errdecode.formats import PARSE, listed, taking
from errdecode.model import Finding
from errdecode.parse.prepare import prepare_search
from errdecode.parse.run import follow, scan_sources
from errdecode.parse.scanner import Scanner
from errdecode.parse.signals import heeded
from errdecode.parse.summary import Summary
from errdecode.parse.times import zone_called
from errdecode.parse.worker import InterruptedScan, Job
from errdecode.parse.writing import is_read, write_all
from errdecode.render import plain
from errdecode.render.formats import presenter_of
from errdecode.render.formats.interface import Scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo

    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.core.decoder import Decoder

_PATIENCE_S = 0.5
"""How long a reader that takes nothing is waited for by a run that is to end."""


def answer_parse(request: ParseRequest, terminal: Terminal) -> int:
    """Scan inputs, write what was found, and return the exit status.

    Raises:
        InputError: a time, a category or an input makes no sense.
        UnknownVenueError: no catalogue has the venue.
    """
    index, output = open_catalogs(terminal, request.output, PARSE)
    request = request.replace(output=output)
    now = time.time()
    check_words(request, index)
    decoder = decoder_for(index, redactions=output.redact, show_secrets=output.show_secrets)
    clues = (decoder.venue_clue(output.venue),) if output.venue else ()
    zone = None if request.zone is None else zone_called(request.zone)
    found = found_of(request, terminal)
    kind = _kind(request, terminal)
    scan = _scan_of(request, kind, decoder, zone)
    writer = presenter_of(kind).writer(scan, look_of(terminal, output, index))
    search = prepare_search(index, terminal.environment)
    job = Job(
        lambda: Scanner(decoder, search, clues=clues, now=now, zone=zone, shown_zone=scan.shown_zone),
        filter_of(request, index, now, zone),
        writer.block if writer.is_streaming else None,
        writer.separator,
        writer.in_order,
        writer.tells_times,
        writer.prepare,
    )
    terminal.out.flush()
    _write(writer.head)
    stop: InterruptedScan | None = None
    progress = Progress(terminal, found.sources)
    try:
        with heeded():
            if request.follow:
                summary = follow(job, found.sources[0].name, _write, request.last)
            else:
                summary = scan_sources(job, found.sources, _write, progress.add)
    except KeyboardInterrupt as early:
        # Before the scan began there is nothing that it could carry.
        stop = early if isinstance(early, InterruptedScan) else InterruptedScan(Summary(), early)
        summary = stop.summary
    finally:
        progress.end()
    summary.failed[:0] = found.failed
    if stop is None or is_read(sys.stdout.fileno(), _PATIENCE_S):
        _write(writer.tail)
        # What was interrupted is looked at at once.
        show(writer.report(summary), terminal, pager=output.pager and stop is None and not request.follow)
        terminal.out.flush()
    tell_dropped(request, summary, terminal, zone)
    tell(request, found, summary, terminal, is_stopped=stop is not None)
    status = status_of(request, summary, terminal, is_stopped=stop is not None)
    if stop is not None and stop.signal != signal.SIGINT:
        _end_by(stop.signal, terminal)
    return status


def _kind(request: ParseRequest, terminal: Terminal) -> str:
    """Return the format that was asked for, by name or by an option that only it has."""
    name = request.output.format
    for option, value in (("context", request.context), ("top", request.top)):
        if value is None:
            continue
        formats = taking(option)
        if name is not None and name not in formats:
            raise InputError(f"--{option} goes with --format {listed(formats, 'or')}, not {name}")
        name = name or formats[0]
    if request.last is not None and not request.follow:
        raise InputError("--lines and --from-end go with --follow")
    return name or format_of(terminal, request.output)


def _scan_of(request: ParseRequest, kind: str, decoder: Decoder, zone: tzinfo | None) -> Scan:
    """Return what a format has to know."""
    output = request.output
    return Scan(
        chosen_columns(output, kind, Finding, plain.SCAN_COLUMNS),
        zone,
        zone if request.zone else UTC,
        None if output.show_secrets else decoder.redactor,
        is_followed=request.follow,
        is_fed=request.files in {(), ("-",)},
        is_named=len(request.files) > 0,
        context=request.context,
        top=request.top,
        raw=request.raw,
    )


def _write(data: bytes) -> None:
    write_all(sys.stdout.fileno(), data)


def _end_by(number: int, terminal: Terminal) -> None:
    """End as a process does that a signal ends."""
    if is_read(sys.stdout.fileno(), _PATIENCE_S):
        terminal.out.flush()
    terminal.err.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
