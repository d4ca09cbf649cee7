"""Scan inputs from beginning to end, on as many processors as there are."""

from __future__ import annotations

import os

from errdecode.errors import InputError
from errdecode.parse import blocks as cut
from errdecode.parse.held import HeldFile
from errdecode.parse.sources import open_source
from errdecode.parse.worker import InterruptedScan, Worker
from errdecode.parse.writing import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from errdecode.parse.expand import Source
    from errdecode.parse.job import Job
    from errdecode.parse.summary import Summary

_MAX_HELD = 512
"""Files that are open from the beginning, so that nothing that happens to their names matters."""


def scan_sources(
    job: Job, sources: Sequence[Source], write: Callable[[bytes], None], progress: Callable[[int], None]
) -> Summary:
    """Scan inputs one after the other, or on several processors, and return what was found.

    Args:
        job: what to look for and what to make of it.
        sources: the inputs.
        write: takes output, in the order of the inputs.
        progress: is told how many bytes more have been scanned.

    Raises:
        InterruptedScan: the scan was interrupted.
    """
    sources = list(_held(sources))
    parts = [part for source in sources for part in _parts(source)]
    workers = 1 if job.in_order else min(os.cpu_count() or 1, len(parts))
    if workers > 1 and hasattr(os, "fork") and all(source.path is not None for source in sources):
        # Only large or many inputs pay for this.
        from errdecode.parse.parallel import scan_parts  # noqa: PLC0415

        return scan_parts(job, parts, workers, write, progress)
    output = Output(write, job.separator)
    worker = Worker(job, output.write, progress)
    try:
        for source in sources:
            worker.source(source)
    except KeyboardInterrupt as stop:
        raise InterruptedScan(worker.summary, stop) from None
    return worker.summary


def _held(sources: Sequence[Source]) -> Iterator[Source]:
    """Yield the inputs, the files among them open, as far as the system allows."""
    left = min(_MAX_HELD, os.sysconf("SC_OPEN_MAX") // 2) if hasattr(os, "sysconf") else 0
    for source in sources:
        file = None
        if source.path is not None and source.identity is not None and left > 0:
            try:
                file = HeldFile(source.path, source.identity)
                left -= 1
            except (OSError, InputError):
                # Whatever is wrong is reported when it is read.
                pass
        yield source.replace(file=file) if file else source


def _parts(source: Source) -> list[cut.Range | Source]:
    """Return an input in parts that may be scanned apart from each other."""
    file = source.file
    if source.path is None or file is None or file.size <= cut.STEP_BYTES:
        return [source]
    try:
        is_plain = open_source(source.path, file).plain
    except Exception:  # noqa: BLE001  # whatever is wrong is reported when it is read
        return [source]
    return list(cut.ranges(source.path, file.size, source.title, file=file)) if is_plain else [source]
