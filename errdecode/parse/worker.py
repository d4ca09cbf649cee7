"""Scan inputs part by part, count what is found, and note what cannot be read."""

from __future__ import annotations

import os
import signal
import stat

from errdecode.errors import InputError
from errdecode.parse import blocks as cut
from errdecode.parse.held import HeldFile
from errdecode.parse.live import live_stream
from errdecode.parse.sources import DAMAGED, open_source
from errdecode.parse.summary import Summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from errdecode.parse.blocks import Block
    from errdecode.parse.expand import Source
    from errdecode.parse.hits import Hit
    from errdecode.parse.job import Filter, Job
    from errdecode.parse.sources import Stream


class Worker:
    """Scans blocks and counts what it finds."""

    def __init__(self, job: Job, write: Callable[[bytes], None], progress: Callable[[int], None]) -> None:
        """Prepare.

        Args:
            job: what to look for and what to make of it.
            write: takes the output of a block.
            progress: is told how many bytes more have been scanned.
        """
        self.summary = Summary()
        self.scanner = job.make_scanner()
        self._render = job.render
        self._tells_times = job.tells_times
        self._wanted = job.wanted if any(job.wanted.as_dict().values()) else None
        self._write = write
        self._progress = progress

    def block(self, block: Block) -> None:
        """Scan one block and write its output."""
        hits = self._hits(block)
        if self._render:
            self._write(self._render(block, hits, self.scanner))
        for _ in hits:
            pass
        if self.scanner.unread:
            self._say_unread(self.scanner.unread)
        size = block.end - block.start
        self.summary.size += size
        self.summary.lines += block.lines
        self._progress(size)

    def _say_unread(self, lines: list[int]) -> None:
        """Say once a block what was too much to read."""
        more = f" and {len(lines) - 1:,} others" if len(lines) > 1 else ""
        self.summary.failed.append(
            f"{self.scanner.source or '-'} line {lines[0]:,}{more}: too entangled to be read whole"
        )
        lines.clear()

    def _hits(self, block: Block) -> Iterator[Hit]:
        """Yield the wanted errors of a block and count them; one at a time, they stay in the processor's cache."""
        wanted, scanner, add, wants = self._wanted, self.scanner, self.summary.add, self.summary.wants
        source = scanner.source or ""
        needs_time = self._tells_times or (wanted is not None and wanted.has_span)
        for hit in scanner.scan(block):
            moment = scanner.moment_of(hit) if needs_time else hit.moment
            if wanted is not None and not self._takes(wanted, hit, moment):
                continue
            add(hit.finding, moment, (source, hit.line))
            if wants(hit.finding):
                self.summary.note(scanner.complete(hit), moment)
            yield hit

    def _takes(self, wanted: Filter, hit: Hit, moment: float | None) -> bool:
        """Tell whether an error is wanted; count what is not, and why."""
        summary = self.summary
        if not wanted.takes(hit.finding):
            summary.dropped += 1
            return False
        if wanted.has_span and not wanted.spans(moment):
            summary.dropped += 1
            summary.undated += moment is None
            summary.zoneless += hit.moment is not None and not self.scanner.names_zone(hit)
            return False
        return True

    def part(self, part: cut.Range | Source, count: Callable[[int, int], int]) -> None:
        """Scan a part of the inputs.

        Args:
            part: a part of a file, or a whole input.
            count: is told how many lines the part of a file has and where it
                begins, and returns the number of its first line.
        """
        if not isinstance(part, cut.Range):
            count(0, 0)
            self.source(part)
            return
        self.scanner.source = part.title
        try:
            block = cut.read_range(part)
        except OSError as error:
            self.summary.failed.append(f"{part.title or '-'} {reason(error)}")
            count(0, part.start)
            return
        if part.file and part.file.changed:
            self.summary.failed.append(f"{part.title or '-'} {part.file.changed}")
        self.summary.inputs += not part.start
        self.block(block.replace(first_line=count(block.lines, part.start)))

    def report(self) -> Summary:
        """Return what was found since the last report."""
        found, self.summary = self.summary, Summary()
        found.forget()
        return found

    def source(self, source: Source) -> None:
        """Scan an input to its end; one that cannot be read is noted, and that is all."""
        self.scanner.source = source.title
        self.summary.inputs += 1
        stream: Stream | None = None
        try:
            stream = _guarded(_opened, source)
            read = stream.read
            for block in cut.blocks(lambda size: _guarded(read, size)):
                self.block(block)
        except (InputError, _UnreadableError) as error:
            self.summary.failed.append(f"{source.name} {error}")
        finally:
            if stream is not None:
                stream.close()
        if stream is not None and stream.held and stream.held.changed:
            self.summary.failed.append(f"{source.name} {stream.held.changed}")


def _opened(source: Source) -> Stream:
    """Open an input; one that another program may still write to is read as it comes."""
    if source.path is None:
        return live_stream(0)
    if source.file is None and source.identity is None and stat.S_ISFIFO(os.stat(source.path).st_mode):
        number = os.open(source.path, os.O_RDONLY)
        try:
            return live_stream(number).replace(close=lambda: os.close(number))
        except BaseException:
            os.close(number)
            raise
    file = source.file
    if file is None and source.identity is not None:
        file = HeldFile(source.path, source.identity)
    return open_source(source.path, file)


class _UnreadableError(Exception):
    """An input cannot be opened, or turned out to be unreadable while it was read."""


def _guarded(call: Callable[[Any], Any], argument: Any) -> Any:
    """Call what reads an input, so that its failures cannot be taken for those of the output."""
    try:
        return call(argument)
    except DAMAGED as error:
        raise _UnreadableError(reason(error)) from error


def reason(error: Exception) -> str:
    """Return why an input could not be read, in a few words."""
    if isinstance(error, EOFError):
        return "is cut off: what came before its end was scanned"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror.lower()}"
    return f"is damaged: {str(error).rpartition(': ')[2].lower()}: what came before was scanned"


class InterruptedScan(KeyboardInterrupt):
    """A scan was interrupted; carries what was found so far."""

    def __init__(self, summary: Summary, stop: KeyboardInterrupt) -> None:
        super().__init__()
        self.summary = summary
        self.signal: int = getattr(stop, "number", signal.SIGINT)
        """What interrupted it."""
