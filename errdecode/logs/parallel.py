"""Scan parts of inputs in several processes that write their output in turn.

Parts are dealt out like cards. Two tokens go round among the workers: one
carries the number of the next line, the other the right to write. A part waits
for the first only until the part before it has been counted, and for the
second only once its output is ready.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import select
import signal
import sys

from errdecode.logs import blocks as cut
from errdecode.logs.summary import Summary
from errdecode.logs.worker import InterruptedScan, Output, Worker, reason
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from errdecode.logs.sources import Source
    from errdecode.logs.worker import Job

_TOKEN = 8
"""Bytes of a token and of a message's length."""
_HEAD = 1 + _TOKEN
_PIPE_BYTES = 1 << 20


class _Ring:
    """A token that goes round among the workers."""

    def __init__(self, workers: int, first: int) -> None:
        self._pipes = [os.pipe() for _ in range(workers)]
        self.give(workers - 1, first)

    def take(self, worker: int) -> int:
        """Wait for the token and return its number."""
        return int.from_bytes(os.read(self._pipes[worker][0], _TOKEN), "little")

    def give(self, worker: int, number: int) -> None:
        """Pass the token on to the next worker."""
        os.write(self._pipes[(worker + 1) % len(self._pipes)][1], number.to_bytes(_TOKEN, "little"))

    def close(self) -> None:
        """Close every end."""
        for ends in self._pipes:
            for end in ends:
                os.close(end)


class _Shared(Record):
    """What all workers of a scan have in common."""

    job: Job
    parts: Sequence[cut.Range | Source]
    workers: int
    lines: _Ring
    turns: _Ring


def scan_parts(job: Job, parts: Sequence[cut.Range | Source], workers: int, progress: Callable[[int], None]) -> Summary:
    """Scan parts in so many processes and return what was found.

    Output goes straight to standard output, in the order of the parts.

    Raises:
        InterruptedScan: the scan was interrupted.
        OSError: output failed.
    """
    shared = _Shared(job, parts, workers, _Ring(workers, 1), _Ring(workers, 0))
    sys.stdout.flush()
    _widen(1)
    children: dict[int, int] = {}
    for number in range(workers):
        start, end = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(start)
            _child(shared, number, end)
        os.close(end)
        children[start] = child
    gathered = _Gathered(children, progress)
    before = {number: signal.signal(number, _end_with(gathered)) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        if job.meanwhile:
            job.meanwhile()
        gathered.run()
    except KeyboardInterrupt:
        gathered.stop()
        gathered.run()
        raise InterruptedScan(gathered.summary) from None
    finally:
        for start, child in children.items():
            os.close(start)
            os.waitpid(child, 0)
        shared.lines.close()
        shared.turns.close()
        for number, handler in before.items():
            signal.signal(number, handler)
    gathered.check()
    return gathered.summary


def _end_with(gathered: _Gathered) -> Callable[[int, object], None]:
    """Return what ends the workers with this process, and then this process."""

    def end(number: int, _frame: object) -> None:
        gathered.stop()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    return end


def _widen(descriptor: int) -> None:
    """Give a pipe more room, where it can have it: workers then wait less for their reader."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class _Gathered:
    """What the workers report: progress, failures, and in the end a summary each."""

    def __init__(self, children: dict[int, int], progress: Callable[[int], None]) -> None:
        self.summary = Summary()
        self._children = children
        self._waiting = dict.fromkeys(children, b"")
        self._progress = progress
        self._failure: bytes | None = None

    def run(self) -> None:
        """Read reports until every worker has ended."""
        while self._waiting:
            for start in select.select(list(self._waiting), [], [])[0]:
                data = os.read(start, 1 << 20)
                if data:
                    self._waiting[start] = self._take(self._waiting[start] + data)
                else:
                    del self._waiting[start]

    def _take(self, data: bytes) -> bytes:
        """Act on every whole message; return the rest."""
        while len(data) >= _HEAD:
            kind, number = data[:1], int.from_bytes(data[1:_HEAD], "little")
            if kind == b"p":
                self._progress(number)
                data = data[_HEAD:]
                continue
            if len(data) < _HEAD + number:
                break
            body, data = data[_HEAD : _HEAD + number], data[_HEAD + number :]
            if kind == b"s":
                self.summary.merge(pickle.loads(body))  # noqa: S301  # from a child of this process
            elif self._failure is None:
                self._failure = body
                self.stop()
        return data

    def stop(self) -> None:
        """Ask every worker to end."""
        for child in self._children.values():
            os.kill(child, signal.SIGTERM)

    def check(self) -> None:
        """Raise what a worker reported."""
        if self._failure is not None:
            error = pickle.loads(self._failure)  # noqa: S301  # from a child of this process
            raise error


def _child(shared: _Shared, number: int, report: int) -> None:
    """Scan every part that falls to this worker, then end the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _interrupt)
    worker = None
    try:
        turn = _Turn(shared, number)
        worker = Worker(shared.job, turn.write, lambda size: _send(report, b"p", size))
        for at in range(number, len(shared.parts), shared.workers):
            _scan_part(shared, number, worker, at)
            turn.give()
    except KeyboardInterrupt:
        pass
    except Exception as error:  # noqa: BLE001  # handed to the parent, which raises it
        _send(report, b"e", body=pickle.dumps(error))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if worker is not None:
            worker.summary.forget()
            _send(report, b"s", body=pickle.dumps(worker.summary))
        os._exit(0)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _send(report: int, kind: bytes, number: int = 0, body: bytes = b"") -> None:
    _write(report, kind + (len(body) or number).to_bytes(_TOKEN, "little") + body)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class _Turn:
    """A worker's right to write, held while it writes a part."""

    def __init__(self, shared: _Shared, number: int) -> None:
        self._ring = shared.turns
        self._number = number
        self._output = Output(lambda data: _write(1, data), shared.job.separator)
        self._held = False

    def _take(self) -> None:
        if not self._held:
            self._output.begun = bool(self._ring.take(self._number))
            self._held = True

    def write(self, data: bytes) -> None:
        """Write when it is this worker's turn."""
        if data:
            self._take()
            self._output.write(data)

    def give(self) -> None:
        """Let the next worker write."""
        self._take()
        self._held = False
        self._ring.give(self._number, int(self._output.begun))


def _scan_part(shared: _Shared, number: int, worker: Worker, at: int) -> None:
    part = shared.parts[at]
    if not isinstance(part, cut.Range):
        shared.lines.give(number, shared.lines.take(number))
        worker.source(part)
        return
    worker.scanner.source = part.title
    try:
        block = cut.read_range(part)
    except OSError as error:
        failure = f"{part.title or '-'} {reason(error)}"
        if failure not in worker.summary.failed:
            worker.summary.failed.append(failure)
        shared.lines.give(number, shared.lines.take(number))
        return
    first = shared.lines.take(number) if part.start else (shared.lines.take(number), 1)[1]
    shared.lines.give(number, first + block.lines)
    worker.summary.inputs += not part.start
    worker.block(block.replace(first_line=first))
