"""Answer `errdecode parse`: errors in logs and streams."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC
from functools import cache

from errdecode.cli.answer import decoder_of, open_catalogs
from errdecode.cli.chosen import check_words, filter_of, found_of
from errdecode.cli.emit import chosen_columns, format_of, look_of, show
from errdecode.cli.progress import Progress
from errdecode.cli.told import status_of, tell, tell_dropped
from errdecode.errors import InputError
from errdecode.formats import FOR_PEOPLE, PARSE, listed, taking
from errdecode.model import Finding
from errdecode.parse.job import Job
from errdecode.parse.prepare import prepare_search, prepare_speaking
from errdecode.parse.run import scan_sources
from errdecode.parse.scanner import Scanner
from errdecode.parse.signals import heeded
from errdecode.parse.summary import Summary
from errdecode.parse.typed_times import zone_called
from errdecode.parse.worker import InterruptedScan
from errdecode.parse.writing import is_read, write_all
from errdecode.render import plain
from errdecode.render.formats import presenter_of
from errdecode.render.formats.interface import Scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.core.decoder import Decoder
    from errdecode.core.recognition import Recognition
    from errdecode.parse.expand import Found
    from errdecode.parse.follow import Following
    from errdecode.parse.speaking import Speaking
    from errdecode.render.formats.interface import Writer

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
    check_words(request, index)
    decoder = cache(lambda: decoder_of(index, output))
    zone = None if request.zone is None else zone_called(request.zone)
    kind = _kind(request, terminal)
    if request.follow:
        from errdecode.cli.followed import followed_of  # noqa: PLC0415  # a file that is read once pays for none of it

        following, found = followed_of(request, terminal)
    else:
        following, found = None, found_of(request, terminal)
    scan = _scan_of(request, kind, decoder, zone, found)
    writer = presenter_of(kind).writer(scan, look_of(terminal, output, index))
    job = _job_of(request, index, decoder, scan, writer, terminal.environment)
    terminal.out.flush()
    _write(writer.head)
    summary, stop = _run(job, found, following, terminal)
    summary.failed[:0] = found.failed
    if stop is None or is_read(sys.stdout.fileno(), _PATIENCE_S):
        if stop is not None and terminal.is_tty:
            # The terminal shows what was pressed; what follows begins a line of its own.
            _write(b"\n")
        _write(writer.tail)
        # What was interrupted is looked at at once.
        show(writer.report(summary), terminal, pager=output.pager and stop is None and not request.follow)
        terminal.out.flush()
    tell_dropped(request, summary, terminal, zone)
    tell(request, found, summary, terminal, is_stopped=stop is not None)
    status = status_of(request, summary, terminal, is_stopped=stop is not None, is_told=kind == FOR_PEOPLE)
    if stop is not None and stop.signal != signal.SIGINT:
        _end_by(stop.signal, terminal)
    return status


def _job_of(
    request: ParseRequest,
    index: Layers,
    decoder: Callable[[], Decoder],
    scan: Scan,
    writer: Writer,
    environment: Mapping[str, str],
) -> Job:
    """Return what is looked for in every input, and what is made of it."""
    now = time.time()
    venue = request.output.venue
    clues = (decoder().venue_clue(venue),) if venue else ()
    search = prepare_search(index, environment)

    def speaking(recognition: Recognition) -> Speaking:
        return prepare_speaking(recognition, environment)

    return Job(
        lambda: Scanner(decoder, speaking, search, clues=clues, now=now, zone=scan.zone, shown_zone=scan.shown_zone),
        filter_of(request, index, now, scan.zone),
        writer.block if writer.is_streaming else None,
        writer.separator,
        writer.in_order,
        writer.tells_times,
        writer.prepare,
    )


def _run(
    job: Job, found: Found, following: Following | None, terminal: Terminal
) -> tuple[Summary, InterruptedScan | None]:
    """Scan to the end or until it is interrupted; return what was found, and what interrupted it."""
    progress = Progress(terminal, found.sources)
    try:
        with heeded():
            if following:
                return following.scan(job, _write), None
            return scan_sources(job, found.sources, _write, progress.add), None
    except InterruptedScan as stop:
        return stop.summary, stop
    except KeyboardInterrupt as early:
        # Before the scan began there is nothing that it could carry.
        return (summary := Summary()), InterruptedScan(summary, early)
    finally:
        progress.end()


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


def _scan_of(
    request: ParseRequest, kind: str, decoder: Callable[[], Decoder], zone: tzinfo | None, found: Found
) -> Scan:
    """Return what a format has to know."""
    output = request.output
    return Scan(
        chosen_columns(output, kind, Finding, plain.SCAN_COLUMNS),
        zone,
        zone if request.zone else UTC,
        None if output.show_secrets else lambda: decoder().redactor,
        is_followed=request.follow,
        is_fed=request.files in {(), ("-",)},
        sources=[source.title for source in found.sources if source.title],
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
