"""Write what a scan makes: to a descriptor to the end, however slowly it is read, and block after block."""

from __future__ import annotations

import io
import os
import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer


def write_all(number: int, data: bytes) -> None:
    """Write all of some bytes; where the descriptor does not wait by itself, wait for its reader here.

    Args:
        number: the descriptor.
        data: the bytes.
    """
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(number, view) :]
        except BlockingIOError:
            select.select([], [number], [])


def is_read(number: int, patience_s: float) -> bool:
    """Tell whether a descriptor takes more within some seconds."""
    return bool(select.select([], [number], [], patience_s)[1])


class PatientFile(io.RawIOBase):
    """A descriptor that does not wait by itself, as a file that does."""

    def __init__(self, number: int) -> None:
        """Take the descriptor, which stays open."""
        self._number = number

    def writable(self) -> bool:
        """Tell that it is written to."""
        return True

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._number

    def write(self, data: Buffer, /) -> int:
        """Write all of some bytes."""
        raw = bytes(data)
        write_all(self._number, raw)
        return len(raw)


class Output:
    """Writes the outputs of blocks one after the other."""

    def __init__(self, write: Callable[[bytes], None], separator: bytes) -> None:
        self._write = write
        self._separator = separator
        self._begun = False

    def begin(self) -> None:
        """Separate what follows from what was written before."""
        if self._begun and self._separator:
            self._write(self._separator)
        self._begun = True

    def go_on(self, data: bytes) -> None:
        """Write a piece of the output of a block that has begun."""
        self._write(data)

    def write(self, data: bytes) -> None:
        """Write the output of a block, if it has any."""
        if data:
            self.begin()
            self.go_on(data)
