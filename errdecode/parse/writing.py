"""Write to a descriptor to the end, whoever set it up and however slowly it is read."""

from __future__ import annotations

import io
import os
import select

TYPE_CHECKING = False
if TYPE_CHECKING:
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
