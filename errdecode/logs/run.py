"""Scan inputs from beginning to end, on as many processors as there are."""

from __future__ import annotations

import os

from errdecode.logs import blocks as cut
from errdecode.logs.live import Tail
from errdecode.logs.sources import open_source
from errdecode.logs.worker import InterruptedScan, Output, Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from errdecode.logs.sources import Source
    from errdecode.logs.summary import Summary
    from errdecode.logs.worker import Job


def scan_sources(
    job: Job, sources: Sequence[Source], write: Callable[[bytes], None], progress: Callable[[int], None]
) -> Summary:
    """Scan inputs one after the other, or on several processors, and return what was found.

    Args:
        job: what to look for and what to make of it.
        sources: the inputs.
        write: takes output, in the order of the inputs.
        progress: is told how many bytes more have been scanned.
    """
    parts = [part for source in sources for part in _parts(source)]
    workers = 1 if job.in_order else min(os.cpu_count() or 1, len(parts))
    if workers > 1 and hasattr(os, "fork") and all(source.path is not None for source in sources):
        # Only large or many inputs pay for this.
        from errdecode.logs.parallel import scan_parts  # noqa: PLC0415

        return scan_parts(job, parts, workers, progress)
    output = Output(write, job.separator)
    worker = Worker(job, output.write, progress)
    try:
        for source in sources:
            worker.source(source)
    except KeyboardInterrupt:
        raise InterruptedScan(worker.summary) from None
    return worker.summary


def _parts(source: Source) -> list[cut.Range | Source]:
    """Return an input in parts that may be scanned apart from each other."""
    try:
        if source.path is None or not os.path.isfile(source.path):
            return [source]
        size = os.path.getsize(source.path)
        if size <= cut.STEP_BYTES:
            return [source]
        stream = open_source(source.path)
        stream.close()
    except Exception:  # noqa: BLE001  # whatever is wrong is reported when it is read
        return [source]
    return list(cut.ranges(source.path, size, source.title)) if stream.plain else [source]


def follow(job: Job, path: str, write: Callable[[bytes], None]) -> Summary:
    """Scan a file as it grows, like `tail -F`, until interrupted.

    Raises:
        InterruptedScan: always, in the end.
    """
    output = Output(write, job.separator)
    worker = Worker(job, output.write, lambda _size: None)
    worker.scanner.source = path
    worker.summary.inputs = 1
    tail = Tail(path)
    try:
        while True:
            # One file after the other takes the name.
            for block in cut.blocks(tail.read):
                worker.block(block)
    except KeyboardInterrupt:
        raise InterruptedScan(worker.summary) from None
    finally:
        tail.close()
