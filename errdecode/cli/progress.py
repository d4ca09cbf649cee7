"""Show how far a long scan has come, on standard error and only where somebody watches."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.cli.terminal import Terminal
    from errdecode.parse.expand import Source

_PATIENCE_S = 0.5
"""A shorter scan needs no progress."""
_INTERVAL_S = 0.1
_MUCH = 50_000_000
"""Bytes of a stream of unknown size from which on progress is worth a line."""


class Progress:
    """One line that is written over and over, and taken away at the end."""

    def __init__(self, terminal: Terminal, sources: Sequence[Source]) -> None:
        """Start the clock; sizes come from the inputs, as far as they are files."""
        self._terminal = terminal
        self._watched = terminal.err.isatty()
        self._total = sum(_size(source) for source in sources) if self._watched else 0
        self._done = 0
        self._start = self._last = time.monotonic()
        self._shown = False

    def add(self, size: int) -> None:
        """Note that so many bytes more have been scanned."""
        self._done += size
        now = time.monotonic()
        if (
            self._watched
            and (self._total or self._done > _MUCH)
            and now - self._start > _PATIENCE_S
            and now - self._last > _INTERVAL_S
        ):
            self._last = now
            self._shown = True
            self._terminal.err.write(f"\r\x1b[K{self._line(now - self._start)}")
            self._terminal.err.flush()

    def _line(self, elapsed_s: float) -> str:
        rate = self._done / elapsed_s
        text = f"{self._done / 1e6:.0f} MB  {rate / 1e6:.0f} MB/s"
        if self._total > self._done:
            left_s = (self._total - self._done) / rate
            text = f"{self._done * 100 // self._total} %  {text}  {left_s:.0f} s left"
        return text

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._terminal.err.write("\r\x1b[K")
            self._terminal.err.flush()


def _size(source: Source) -> int:
    try:
        return os.path.getsize(source.path) if source.path else 0
    except OSError:
        return 0
