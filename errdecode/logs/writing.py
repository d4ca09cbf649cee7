"""Write to a descriptor to the end, whoever set it up and however slowly it is read."""

from __future__ import annotations

import os
import select


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
