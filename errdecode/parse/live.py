"""Read a pipe, a socket or a terminal, whose other end may pause."""

from __future__ import annotations

import os
import select
import stat
from functools import partial

from errdecode.parse.blocks import HOLD_S, PATIENCE_S
from errdecode.parse.sources import HEAD_BYTES, Rejoined, Stream, open_stream

_WAITS: tuple[float | None, ...] = (PATIENCE_S, 2 * HOLD_S, None)
"""How long more is waited for before what came is scanned, before what may go on is, and then."""


def live_stream(descriptor: int) -> Stream:
    """Return a stream over an open file that returns None before it has to wait, unless it is a regular one.

    Args:
        descriptor: number of the open file.

    Raises:
        InputError: it is binary.
    """
    head = os.read(descriptor, HEAD_BYTES)
    source = Rejoined(head, partial(os.read, descriptor))
    stream = open_stream(source, head)
    if not stream.plain or stat.S_ISREG(os.fstat(descriptor).st_mode):
        return stream
    return stream.replace(read=_Live(source, descriptor).read)


class _Live:
    """An open file whose writer may pause."""

    def __init__(self, source: Rejoined, descriptor: int) -> None:
        self._source = source
        self._descriptor = descriptor
        self._pauses = 0

    def read(self, size: int) -> bytes | None:
        """Return what is there; None while nothing more comes, until there is no reason to look up any more."""
        if not self._source.waiting and not select.select([self._descriptor], [], [], _WAITS[self._pauses])[0]:
            self._pauses += 1
            return None
        self._pauses = 0
        return self._source.read(size)
