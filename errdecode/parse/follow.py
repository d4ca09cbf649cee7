"""Follow files as they grow, all at once, like `tail -F`.

Each file is read and cut into blocks by a thread of its own, so that nothing is
lost while what came before is scanned, and none waits for another. Names of
folders and patterns are looked up again and again: what appears there later is
followed too.
"""

from __future__ import annotations

import os
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Semaphore, Thread
from time import monotonic

from errdecode.parse import blocks as cut
from errdecode.parse.rotation import HEAD_BYTES
from errdecode.parse.sources import why_not_followed
from errdecode.parse.tail import Tail
from errdecode.parse.worker import InterruptedScan, Worker
from errdecode.parse.writing import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from errdecode.parse.blocks import Block
    from errdecode.parse.held import Identity
    from errdecode.parse.job import Job
    from errdecode.parse.summary import Summary

MAX_FILES = 256
"""Each takes a thread and an open file."""
_POLL_S = 0.005
"""How often one file is looked at; of more, each so much more seldom that it costs the same."""
_SLOWEST_S = 0.25
_LOOK_AGAIN_S = 1.0
"""How often folders and patterns are looked up."""
_MAX_AHEAD = 32
"""Blocks of a file that are read ahead of the scan."""
_LAST_BYTES = 1 << 20
_LAST_S = 1.0
"""What is still scanned after an interrupt, and how long it is waited for."""


class Following:
    """Files that are followed, and what came of them."""

    def __init__(self, say: Callable[[str], object]) -> None:
        """Begin with none.

        Args:
            say: is told, as a sentence, what happens to a file.
        """
        self.say = say
        self.came: SimpleQueue[tuple[_File, Block | BaseException | None]] = SimpleQueue()
        """What was read of each file; None at its end."""
        self.is_over = Event()
        self._files: dict[str, _File] = {}

    @property
    def pause_s(self) -> float:
        """Return how long a file that did not grow is left alone."""
        return min(_POLL_S * len(self._files), _SLOWEST_S)

    def add(self, path: str, last: int | None = None) -> None:
        """Follow one more file.

        Args:
            path: the file; it may be replaced, and need not be there yet.
            last: lines before its end from which to begin; None: from its start.
        """
        if path not in self._files:
            self._files[path] = _File(path, last, self)

    def is_open(self, identity: Identity) -> bool:
        """Tell whether a file is one that is being followed."""
        return any(file.tail.identity == identity for file in tuple(self._files.values()))

    def look_for(self, more: Callable[[], list[str]]) -> None:
        """Follow from now on whatever is there more, too.

        Args:
            more: returns paths; those that were read under another name are passed over.
        """
        Thread(target=self._look, args=(more,), daemon=True).start()

    def scan(self, job: Job, write: Callable[[bytes], None]) -> Summary:
        """Scan what comes, until interrupted.

        Args:
            job: what to look for and what to make of it.
            write: takes output.

        Raises:
            InterruptedScan: always, with what was found.
        """
        worker = Worker(job, Output(write, job.separator).write, lambda _size: None)
        try:
            while True:
                self._take(worker, _SLOWEST_S)
        except KeyboardInterrupt as stop:
            worker.summary.inputs = len(self._files)
            # Whoever asks twice wants no more.
            with suppress(KeyboardInterrupt):
                self._finish(worker)
            raise InterruptedScan(worker.summary, stop) from None

    def _take(self, worker: Worker, wait_s: float) -> bool:
        """Scan the next block, if one comes within some seconds, and tell whether a file came to its end instead."""
        try:
            file, block = self.came.get(timeout=wait_s)
        except Empty:
            return False
        if isinstance(block, BaseException):
            raise block
        if block is not None:
            worker.scanner.source = file.path
            worker.block(block)
            file.ahead.release()
        return block is None

    def _finish(self, worker: Worker) -> None:
        """Scan what was read already but held back, since more of it might have come."""
        self.is_over.set()
        stop_at, most, left = monotonic() + _LAST_S, worker.summary.size + _LAST_BYTES, len(self._files)
        while left and worker.summary.size < most and (wait_s := stop_at - monotonic()) > 0:
            left -= self._take(worker, wait_s)

    def _look(self, more: Callable[[], list[str]]) -> None:
        """Begin to follow what appears."""
        passed: dict[str, tuple[int, int]] = {}
        while not self.is_over.wait(_LOOK_AGAIN_S):
            for path in more():
                try:
                    status = os.stat(path)
                except OSError:
                    continue
                state = (status.st_ino, status.st_mtime_ns)
                if path in self._files or passed.get(path) == state:
                    continue
                if self._was_read(path, status) or self._is_full(path):
                    passed[path] = state
                else:
                    self.add(path)

    def _was_read(self, path: str, status: os.stat_result) -> bool:
        """Tell whether a file was followed under another name."""
        try:
            with open(path, "rb") as file:
                head = file.read(HEAD_BYTES)
        except OSError:
            return False
        return any(each.tail.has_read(status, head) for each in tuple(self._files.values()))

    def _is_full(self, path: str) -> bool:
        if len(self._files) < MAX_FILES:
            return False
        self.say(f"{path} is not followed: {MAX_FILES} files are the most")
        return True


class _File:
    """One file, which a thread of its own reads."""

    def __init__(self, path: str, last: int | None, following: Following) -> None:
        """Begin to read."""
        self.path = path
        self.ahead = Semaphore(_MAX_AHEAD)
        """Taken for each block that is to be scanned."""
        self.tail = Tail(
            path, lambda why: following.say(f"{path} cannot be read: {why}; waiting for it"), following.is_open
        )
        self._following = following
        Thread(target=self._run, args=(last,), daemon=True).start()

    def _run(self, last: int | None) -> None:
        """Hand over one block after the other, and None at the end."""
        came, is_over = self._following.came, self._following.is_over
        try:
            size, before = (0, 0) if last is None else _last_lines(self.path, last)
            read = _without(self._read, size)
            while not is_over.is_set():
                # One file after the other takes the name.
                for block in cut.blocks(self._judged(read)):
                    self.ahead.acquire()
                    came.put((self, block.replace(first_line=block.first_line + before)))
                before = 0
        except BaseException as error:  # noqa: BLE001  # raised again by whoever scans
            came.put((self, error))
        else:
            came.put((self, None))

    def _judged(self, read: Callable[[int], bytes | None]) -> Callable[[int], bytes | None]:
        """Return what reads on, and says of a file that came later what would have been said of one that was there."""
        is_new = True

        def judged(size: int) -> bytes | None:
            nonlocal is_new
            data = read(size)
            if data and is_new:
                is_new = False
                # A log that was cut while its writer went on in its place begins with a hole.
                if why := why_not_followed(data[:HEAD_BYTES].lstrip(b"\0")):
                    self._following.say(f"{self.path} {why}")
            return data

        return judged

    def _read(self, size: int) -> bytes | None:
        """Return what is new, None after a while in which nothing was."""
        is_over = self._following.is_over
        data = b"" if is_over.is_set() else self.tail.read(size)
        if data is None:
            is_over.wait(self._following.pause_s)
        return data


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


def _without(read: Callable[[int], bytes | None], size: int) -> Callable[[int], bytes | None]:
    """Return what reads on after the first bytes, as far as one file has them."""
    left = size

    def rest(most: int) -> bytes | None:
        nonlocal left
        while data := read(most):
            skipped, left = left, max(0, left - len(data))
            if len(data) > skipped:
                return data[skipped:]
        if data is not None:
            left = 0
        return data

    return rest
