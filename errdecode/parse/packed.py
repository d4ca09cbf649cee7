"""Unpack gzip, bzip2, xz and zstd, and give out all that stands before a damage."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class _File(Protocol):
        def read(self, size: int, /) -> bytes: ...

    class _Unpacker(Protocol):
        """Unpacks one part, as the standard library does it."""

        @property
        def eof(self) -> bool: ...
        @property
        def needs_input(self) -> bool: ...
        @property
        def unused_data(self) -> bytes: ...
        def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


_TAKEN = 1 << 16
"""Packed bytes that are read at a time."""
_GIVEN = 1 << 18
"""Bytes that are unpacked at a time, however many there are."""
_CAREFULLY = 1 << 10
"""The same where the file cannot be read once more: so much may be lost before a damage."""
_DAMAGES = (OSError, ValueError, zlib.error)
"""What an unpacker raises."""


class _Gzip:
    """Unpacks one member of a gzip file, with the interface of the other two."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._unpacker.eof

    @property
    def needs_input(self) -> bool:
        return not self._unpacker.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._unpacker.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._unpacker.decompress(self._unpacker.unconsumed_tail + data, max_length)


class _Plainly:
    """An unpacker that raises ValueError where its input is damaged."""

    def __init__(self, unpacker: _Unpacker, error: type[Exception]) -> None:
        self._unpacker = unpacker
        self._error = error

    @property
    def eof(self) -> bool:
        return self._unpacker.eof

    @property
    def needs_input(self) -> bool:
        return self._unpacker.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._unpacker.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        try:
            return self._unpacker.decompress(data, max_length)
        except self._error as error:
            raise ValueError(str(error)) from None


def _xz() -> _Unpacker:
    return _Plainly(lzma.LZMADecompressor(), lzma.LZMAError)


def _zstd() -> _Unpacker:
    # Only a zstd file pays for this.
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415

    return _Plainly(zstd.ZstdDecompressor(), zstd.ZstdError)


_KINDS: dict[str, tuple[Callable[[], _Unpacker], tuple[bytes, ...]]] = {
    "gzip": (_Gzip, (b"\x1f",)),
    "bzip2": (bz2.BZ2Decompressor, (b"B",)),
    "xz": (_xz, (b"\xfd",)),
    # A frame, or one that is to be skipped.
    "zstd": (_zstd, (b"\x28", *(bytes([first]) for first in range(0x50, 0x60)))),
}
"""What unpacks one part, and with what a part begins."""


class _Parts:
    """What is packed in a file, one part after the other."""

    def __init__(self, file: _File, kind: str) -> None:
        self._file = file
        self._make, self._begins = _KINDS[kind]
        self._unpacker = self._make()
        self._rest = b""
        self._begun = False

    def next(self, most: int) -> bytes:
        """Return at most so many bytes, none at the end.

        Raises:
            EOFError: the file is cut off.
            OSError, LZMAError, zlib.error: it is damaged.
        """
        while True:
            if self._unpacker.eof and not self._go_on():
                return b""
            if not self._rest and self._unpacker.needs_input:
                self._rest = self._file.read(_TAKEN)
                if not self._rest:
                    raise EOFError
            packed, self._rest = self._rest, b""
            data = self._unpacker.decompress(packed, most)
            if self._unpacker.eof:
                self._rest = self._unpacker.unused_data
            if data:
                return data

    def _go_on(self) -> bool:
        """Begin the next part, and tell whether there is one: zeros fill up a tape."""
        while not (rest := self._rest.lstrip(b"\0")):
            self._rest = self._file.read(_TAKEN)
            if not self._rest:
                return False
        if not rest.startswith(self._begins):
            raise ValueError("something else follows")
        self._rest, self._unpacker = rest, self._make()
        return True


class Unpacked:
    """A packed file that reads like one that is not."""

    def __init__(self, file: _File, kind: str, again: Callable[[], _File] | None = None) -> None:
        """Take a file.

        Args:
            file: the packed file.
            kind: gzip, bzip2, xz or zstd.
            again: opens it from its beginning; None where it can be read only once.
        """
        self._kind = kind
        self._again = again
        self._parts = _Parts(file, kind)
        self._place = 0
        self._failure: Exception | None = None

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end.

        Raises:
            EOFError: the file is cut off.
            OSError, LZMAError, zlib.error: it is damaged; all before the damage was given out.
        """
        if self._failure is not None:
            raise self._failure
        try:
            data = self._parts.next(min(size, _GIVEN if self._again else _CAREFULLY))
        except EOFError:
            raise
        except _DAMAGES as failure:
            self._failure = failure
            data = self._salvaged()
            if not data:
                raise
        self._place += len(data)
        return data

    def _salvaged(self) -> bytes:
        """Return what stands between the last byte given out and the damage: an unpacker that fails keeps it."""
        if self._again is None:
            return b""
        parts, place, found = _Parts(self._again(), self._kind), 0, []
        try:
            while place < self._place:
                place += len(parts.next(min(_GIVEN, self._place - place)))
            while data := parts.next(1):
                found.append(data)
        except _DAMAGES:
            pass
        return b"".join(found)
