"""Unpack zstd, and notice where a file is cut off, of which its library says nothing."""

from __future__ import annotations

import zstandard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_END = b"\0end of the packed file\0"
"""Is packed and put behind the file: what is whole gives it back."""


class ZstdReader:
    """Reads like a file."""

    def __init__(self, file: BinaryIO) -> None:
        """Take the packed file."""
        self._source = _Marked(file)
        unpacker = zstandard.ZstdDecompressor()
        self._unpacked = unpacker.stream_reader(self._source, read_across_frames=True)  # type: ignore[arg-type]  # reads like a file
        self._held = b""
        self._whole = False

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end.

        Raises:
            EOFError: the file is cut off.
            ZstdError: it is damaged.
        """
        while data := self._next(size):
            held = self._held + data
            data, self._held = held[: -len(_END)], held[-len(_END) :]
            if data:
                return data
        if self._whole or self._held == _END:
            self._whole = True
            return b""
        rest, self._held = self._held, b""
        if not rest:
            raise EOFError
        return rest

    def _next(self, size: int) -> bytes:
        try:
            return self._unpacked.read(size)
        except zstandard.ZstdError:
            if not self._source.ended:
                raise
            # The mark was taken for the missing part.
            return b""


class _Marked:
    """A file with the mark behind it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.ended = False

    def read(self, size: int) -> bytes:
        """Return at most so many bytes; behind the end the mark, then none."""
        data = self._file.read(size)
        if data or self.ended:
            return data
        self.ended = True
        return zstandard.ZstdCompressor().compress(_END)
