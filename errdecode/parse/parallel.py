"""Scan parts of inputs in several processes; this one writes what they find, in the order of the parts.

Parts are dealt out like cards, and each worker reports on a pipe of its own.
What the next part found is read and written here while the workers go on, so
that at any moment it is known how much has been written. When a worker dies the
others are ended, and the rest is scanned here, from the very byte.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import select
import signal
import time

from errdecode.parse.blocks import Range
from errdecode.parse.child import HEAD, Ring, Shared, run_child
from errdecode.parse.signals import shielded
from errdecode.parse.summary import Summary
from errdecode.parse.worker import InterruptedScan, Output, Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from errdecode.parse.child import Part
    from errdecode.parse.worker import Job

_PIPE_BYTES = 1 << 20
_GRACE_S = 0.7
"""How long workers have to report what they found once they were asked to end."""


class _DeadWorkerError(Exception):
    """A worker ended before it had reported all of a part, or could not be started."""


def scan_parts(
    job: Job,
    parts: Sequence[Part],
    workers: int,
    write: Callable[[bytes], None],
    progress: Callable[[int], None],
) -> Summary:
    """Scan parts in so many processes and return what was found.

    Args:
        job: what to look for and what to make of it.
        parts: the inputs, in parts that may be scanned apart from each other.
        workers: number of processes.
        write: takes output, in the order of the parts.
        progress: is told how many bytes more have been scanned.

    Raises:
        InterruptedScan: the scan was interrupted.
    """
    scan = _Scan(job, parts, Output(write, job.separator), progress)
    crew: list[_Report] = []
    try:
        with contextlib.suppress(_DeadWorkerError):
            _hire(Shared(job, parts, workers), crew)
            if job.meanwhile:
                job.meanwhile()
            scan.by_crew(crew)
        _dismiss(crew)
        scan.alone()
    except KeyboardInterrupt as stop:
        for summary in _last_words(crew):
            scan.summary.merge(summary)
        raise InterruptedScan(scan.summary, stop) from None
    finally:
        _dismiss(crew)
    return scan.summary


def _hire(shared: Shared, crew: list[_Report]) -> None:
    """Start the workers.

    Raises:
        _DeadWorkerError: the system allows no more processes or files.
    """
    ends: list[int] = []
    try:
        lines = Ring(shared.workers)
        ends += os.pipe()
        life, alive = ends
        for number in range(shared.workers):
            ends += (pipe := os.pipe())
            child = os.fork()
            if child == 0:
                try:
                    for each in (pipe[0], alive, *(report.start for report in crew)):
                        os.close(each)
                    run_child(shared, number, lines, pipe[1], life)
                finally:
                    os._exit(1)
            _widen(pipe[0])
            ends.remove(pipe[0])
            # As long as this process lives, so does the other end of theirs.
            crew.append(_Report(pipe[0], child, () if crew else (alive,)))
            os.close(ends.pop())
        ends.remove(alive)
        lines.close()
    except OSError as error:
        raise _DeadWorkerError from error
    finally:
        for end in ends:
            os.close(end)


def _dismiss(crew: list[_Report]) -> None:
    """End the workers that are left."""
    for report in crew:
        os.kill(report.child, signal.SIGKILL)
    while crew:
        crew.pop().close()


def _last_words(crew: list[_Report]) -> list[Summary]:
    """Ask the workers to end, and return what they had found that is not yet written, in the order of the parts."""
    found = []
    for report in crew:
        os.kill(report.child, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_S
    for number, report in enumerate(crew):
        with contextlib.suppress(_DeadWorkerError):
            while True:
                summary = report.part(lambda _data: None, lambda _size: None, deadline)
                found.append((report.parts, number, summary))
    return [summary for *_, summary in sorted(found, key=lambda each: each[:2])]


def _widen(descriptor: int) -> None:
    """Give a pipe more room, where it can have it: workers then wait less for their reader."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class _Report:
    """What a worker reports."""

    def __init__(self, start: int, child: int, kept: tuple[int, ...]) -> None:
        self.start = start
        self.child = child
        self.parts = 0
        """Parts whose report was read."""
        self._kept = kept
        self._waiting = bytearray()
        self._output = 0
        """Bytes of output that are still to come."""

    def part(self, write: Callable[[bytes], None], progress: Callable[[int], None], deadline: float = 0) -> Summary:
        """Read the report of a part and return its summary.

        Args:
            write: takes the output, an empty piece before each block.
            progress: is told how many bytes more have been scanned.
            deadline: when to stop waiting, 0 for never.

        Raises:
            _DeadWorkerError: the worker ended without it.
        """
        while True:
            with shielded():
                message = self._next()
            if message is None:
                message = self._fill(deadline)
            if message is None:
                continue
            kind, number, body = message
            if kind == b"p":
                progress(number)
            elif kind == b"o":
                write(body)
            elif kind == b"e":
                raise pickle.loads(body)  # noqa: S301  # from a child of this process
            elif kind == b"i" and not deadline:
                # An end that nobody asked for is a death all the same.
                raise _DeadWorkerError
            else:
                self.parts += 1
                return pickle.loads(body)  # type: ignore[no-any-return]  # noqa: S301  # likewise

    def _next(self) -> tuple[bytes, int, bytes] | None:
        """Take the next message out of what came, or a piece of output; None where it is not whole yet."""
        if self._output:
            body = bytes(self._waiting[: self._output])
            del self._waiting[: self._output]
            return self._piece(body) if body else None
        kind, number = bytes(self._waiting[:1]), int.from_bytes(self._waiting[1:HEAD], "little")
        has_body = kind not in (b"p", b"o")
        end = HEAD + (number if has_body else 0)
        if len(self._waiting) < end:
            return None
        body = bytes(self._waiting[HEAD:end])
        del self._waiting[:end]
        if kind == b"o":
            self._output = number
        return kind, number, body

    def _fill(self, deadline: float) -> tuple[bytes, int, bytes] | None:
        """Wait for more of the report; output, which may be long, is passed on as it comes."""
        left = max(0, deadline - time.monotonic()) if deadline else None
        ready = select.select([self.start], [], [], left)[0]
        with shielded():
            data = os.read(self.start, min(self._output or _PIPE_BYTES, _PIPE_BYTES)) if ready else b""
            if not data:
                raise _DeadWorkerError
            if self._output:
                return self._piece(data)
            self._waiting += data
        return None

    def _piece(self, body: bytes) -> tuple[bytes, int, bytes]:
        """Return a piece of the output."""
        self._output -= len(body)
        return b"o", len(body), body

    def close(self) -> None:
        """Wait for the worker's end."""
        for end in (self.start, *self._kept):
            os.close(end)
        os.waitpid(self.child, 0)


class _Scan:
    """How far a scan has come: what is written, and what was found."""

    def __init__(self, job: Job, parts: Sequence[Part], output: Output, progress: Callable[[int], None]) -> None:
        self.summary = Summary()
        self._job = job
        self._parts = parts
        self._output = output
        self._progress = progress
        self._at = 0
        self._line = 1
        self._written = 0
        """Bytes of the part's output that are written."""
        self._made = 0
        """Bytes of it that were made anew."""

    def by_crew(self, crew: Sequence[_Report]) -> None:
        """Take what the workers report of every part."""
        while self._at < len(self._parts):
            report = crew[self._at % len(crew)]
            self._done(report.part(self._write, self._progress))

    def alone(self) -> None:
        """Scan here what is left."""
        if self._at == len(self._parts):
            return
        worker = Worker(self._job, self._write_rest, self._progress)
        while self._at < len(self._parts):
            self._made = 0
            try:
                worker.part(self._parts[self._at], lambda _lines, start: self._line if start else 1)
            except KeyboardInterrupt:
                self.summary.merge(worker.report())
                raise
            self._done(worker.report())

    def _write(self, data: bytes) -> None:
        """Write a piece of the output of a block; an empty one begins the block."""
        if data:
            self._written += len(data)
            self._output.go_on(data)
        else:
            self._output.begin()

    def _write_rest(self, data: bytes) -> None:
        """Write of the output of a block what is not written yet."""
        rest = data[max(0, self._written - self._made) :]
        self._made += len(data)
        if rest:
            if len(rest) == len(data):
                self._output.begin()
            self._written += len(rest)
            self._output.go_on(rest)

    def _done(self, summary: Summary) -> None:
        part = self._parts[self._at]
        self._line = summary.lines + (self._line if isinstance(part, Range) and part.start else 1)
        self.summary.merge(summary)
        self._at += 1
        self._written = 0
