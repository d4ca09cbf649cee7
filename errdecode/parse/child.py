"""What a worker process does: scan every part that falls to it, and report.

One token goes round among the workers: the number of the next line. A part
waits for it only until the part before it has been counted.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import pickle
import signal

from errdecode.parse import blocks as cut
from errdecode.parse.expand import Source
from errdecode.parse.signals import ENDS, shielded
from errdecode.parse.worker import Worker
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.parse.job import Job

TOKEN_BYTES = 8
"""Bytes of a token and of a message's length."""
HEAD = 1 + TOKEN_BYTES
"""Bytes before a message: its kind, and its length or a number.

Kinds: p progress, o output of a block, s summary of a part, i summary of a part
that was interrupted, e what went wrong.
"""

Part = cut.Range | Source


class Shared(Record):
    """What all workers of a scan have in common."""

    job: Job
    parts: Sequence[Part]
    workers: int


class Ring:
    """The number of the next line, going round among the workers."""

    def __init__(self, workers: int) -> None:
        """Open a pipe to each worker from the one before."""
        self._pipes = [os.pipe() for _ in range(workers)]
        os.write(self._pipes[0][1], (1).to_bytes(TOKEN_BYTES, "little"))

    def keep(self, worker: int) -> None:
        """Close what other workers need: where one has died, the next one then reads the end of its pipe."""
        self._take, give = self._pipes[worker][0], (worker + 1) % len(self._pipes)
        self._give = self._pipes[give][1]
        self.close({self._take, self._give})

    def count(self, lines: int, start: int) -> int:
        """Return the number of a part's first line, and pass on that of the next part's.

        Args:
            lines: lines of the part.
            start: where it begins in its file.
        """
        token = os.read(self._take, TOKEN_BYTES)
        if not token:
            os._exit(1)
        first = int.from_bytes(token, "little") if start else 1
        with contextlib.suppress(BrokenPipeError):
            os.write(self._give, (first + lines).to_bytes(TOKEN_BYTES, "little"))
        return first

    def close(self, kept: frozenset[int] | set[int] = frozenset()) -> None:
        """Close every end but some."""
        for ends in self._pipes:
            for end in ends:
                if end not in kept:
                    os.close(end)
        self._pipes.clear()


def run_child(shared: Shared, number: int, lines: Ring, report: int, life: int) -> None:
    """Scan every part that falls to a worker, then end the process.

    Args:
        shared: what all workers have in common.
        number: which worker it is.
        lines: gives the number of the next line.
        report: where to write messages.
        life: a pipe that ends when the parent does.
    """
    status = 1
    try:
        for each in ENDS:
            signal.signal(each, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, _interrupt)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
        lines.keep(number)
        _thread.start_new_thread(_end_with, (life,))
        status = _work(shared, number, lines, report)
    finally:
        os._exit(status)


def _work(shared: Shared, number: int, lines: Ring, report: int) -> int:
    """Scan and report; return the exit status."""
    worker = Worker(
        shared.job,
        lambda data: _send(report, b"o", len(data), data) if data else None,
        lambda size: _send(report, b"p", size),
    )
    try:
        for at in range(number, len(shared.parts), shared.workers):
            worker.part(shared.parts[at], lines.count)
            _send_object(report, b"s", worker.report())
    except KeyboardInterrupt:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _send_object(report, b"i", worker.report())
    except (MemoryError, BrokenPipeError):
        return 1
    except Exception as error:  # noqa: BLE001  # handed to the parent, which raises it
        _send_object(report, b"e", error)
    return 0


def _end_with(life: int) -> None:
    """End this process when its parent is gone: nobody would read what it finds."""
    os.read(life, 1)
    os._exit(1)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _send_object(report: int, kind: bytes, value: object) -> None:
    body = pickle.dumps(value)
    _send(report, kind, len(body), body)


def _send(report: int, kind: bytes, number: int, body: bytes = b"") -> None:
    with shielded():
        for data in (kind + number.to_bytes(TOKEN_BYTES, "little"), body):
            view = memoryview(data)
            while view:
                view = view[os.write(report, view) :]
