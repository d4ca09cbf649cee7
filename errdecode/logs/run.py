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


def follow(job: Job, path: str, write: Callable[[bytes], None], last: int | None = None) -> Summary:
    """Scan a file as it grows, like `tail -F`, until interrupted.

    Args:
        job: what to look for and what to make of it.
        path: the file; it may be replaced, and need not be there yet.
        write: takes output.
        last: lines before the end from which to begin; None: from the start.

    Raises:
        InterruptedScan: always, in the end.
    """
    output = Output(write, job.separator)
    worker = Worker(job, output.write, lambda _size: None)
    worker.scanner.source = path
    worker.summary.inputs = 1
    tail = Tail(path)
    try:
        lines = _skip(tail, *_last_lines(path, last)) if last is not None else 0
        while True:
            # One file after the other takes the name.
            for block in cut.blocks(tail.read):
                worker.block(block.replace(first_line=block.first_line + lines))
            lines = 0
    except KeyboardInterrupt:
        raise InterruptedScan(worker.summary) from None
    finally:
        tail.close()


def _last_lines(path: str, number: int) -> tuple[int, int]:
    """Return where the last lines of a file begin, and how many lines stand before them."""
    try:
        with open(path, "rb") as file:
            total = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(cut.BLOCK_BYTES), b""))
            before = max(0, total - number)
            file.seek(0)
            return sum(len(file.readline()) for _ in range(before)), before
    except OSError:
        return 0, 0


def _skip(tail: Tail, size: int, lines: int) -> int:
    """Read over so many bytes, and return how many lines they were; none where the file is not the same any more."""
    while size > 0:
        data = tail.read(min(size, cut.BLOCK_BYTES))
        if not data:
            return 0
        size -= len(data)
    return lines
