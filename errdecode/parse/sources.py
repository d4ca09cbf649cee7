"""Open what is to be scanned, packed or not.

Everything is read as a stream in bounded memory, whatever its size.
"""

from __future__ import annotations

import codecs
import io
import itertools
import os
import stat
import zlib

from errdecode.errors import InputError
from errdecode.parse.held import HeldFile, Reader, identity_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from errdecode.parse.ahead import Ahead

_LINES = 256
"""Lines that are taken from an iterable at a time."""
_PROBE = 8192
HEAD_BYTES = 1 << 16
"""Bytes of an open file that are read at once to know it by."""
BINARY = "is a binary file"
"""What is said of one."""
_MAX_CONTROL = 0.05
"""A file with more bytes than this share that no text holds is binary; what is packed or encrypted has a tenth."""
_FEW_CONTROLS = 3
"""So many say nothing of so little as the first piece that comes through a pipe."""
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b\x01\x1e"
"""Blanks, colours, what separates the fields of FIX and the records of JSON text sequences."""
_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x50\x2a\x4d\x18": "zstd",  # as pzstd begins
}
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
DAMAGED = (EOFError, OSError, ValueError, zlib.error)
"""What reading a packed file raises when it is damaged or cut off."""


class Stream(Record):
    """An open input."""

    read: Callable[[int], bytes | None]
    """Returns at most so many bytes, none at the end, None where what came may be scanned first."""
    plain: bool
    """Whether the bytes are those of the file itself, which can be read in parts."""
    close: Callable[[], None]
    held: HeldFile | None = None
    """The file behind it, which knows what happened to it while it was read."""


def open_source(path: str, file: HeldFile | None = None) -> Stream:
    """Open a file by what is in it, not by its name.

    Args:
        path: the file.
        file: the same, where it is open already.

    Raises:
        InputError: it cannot be opened, or is binary.
        OSError: likewise.
    """
    if os.path.isdir(path):
        raise InputError("is a folder")
    if file is None and identity_of(path) is None:
        return _open_special(path)
    held = HeldFile(path) if file is None else file
    try:
        return open_stream(Reader(held), held.first(_PROBE), lambda: Reader(held)).replace(held=held)
    except BaseException:
        if file is None:
            held.close()
        raise


def _open_special(path: str) -> Stream:
    """Open a pipe, a device: what can be read only once."""
    stream = open(path, "rb", buffering=0)  # noqa: SIM115  # closed by Stream.close
    try:
        head = stream.read(_PROBE) or b""
        return open_stream(Rejoined(head, stream.read, stream.close), head)
    except BaseException:
        stream.close()
        raise


def open_stream(
    file: BinaryIO | io.RawIOBase | Rejoined | Reader, head: bytes, again: Callable[[], Reader] | None = None
) -> Stream:
    """Return a stream over a file whose first bytes are known.

    Args:
        file: gives all of its bytes, the first ones too.
        head: the first ones.
        again: opens it once more; None where it can be read only once.

    Raises:
        InputError: it is binary.
    """
    kind = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)
    if kind:
        from errdecode.parse.packed import Unpacked  # noqa: PLC0415  # only a packed file pays for it

        unpacked = Unpacked(file, kind, again)
        inner = unpacked.read(_PROBE)
        return _open_text(Rejoined(inner, unpacked.read, file.close), inner).replace(plain=False)
    return _open_text(file, head)


def why_not_followed(head: bytes) -> str | None:
    """Return why a file that begins so is not followed, as the end of a sentence; None where it is."""
    if any(head.startswith(magic) for magic in _MAGIC):
        return "is packed, and does not grow: leave out --follow"
    if any(map(head.startswith, _WIDE)):
        return "is UTF-16, which is not followed: leave out --follow"
    return BINARY if _is_binary(head) else None


def _open_text(file: BinaryIO | io.RawIOBase | Rejoined | Reader, head: bytes) -> Stream:
    """Return a stream over a file that is not packed, as UTF-8.

    Raises:
        InputError: it is binary.
    """
    for mark, encoding in _WIDE.items():
        if head.startswith(mark):
            return Stream(_recoded(file, encoding), plain=False, close=file.close)
    if _is_binary(head):
        raise InputError(BINARY)
    return Stream(lambda size: file.read(size) or b"", plain=True, close=file.close)


def _recoded(file: BinaryIO | io.RawIOBase | Rejoined | Reader, encoding: str) -> Callable[[int], bytes]:
    """Read UTF-16 as UTF-8; what is no text in it is kept as it can be."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file.read(2)

    def next_bytes(size: int) -> bytes:
        while True:
            data = file.read(size) or b""
            text = decoder.decode(data, final=not data)
            if text or not data:
                return text.encode("utf-8", "surrogatepass")

    return next_bytes


def _is_binary(head: bytes) -> bool:
    head = head.lstrip(b"\0") or head  # what a log begins with that was cut while its program went on where it was
    odd = sum(1 for byte in head if byte < 32 and byte not in _TEXT_CONTROLS)  # noqa: PLR2004  # the C0 controls
    return odd > max(_FEW_CONTROLS, len(head) * _MAX_CONTROL)


def open_any(source: str | os.PathLike[str] | BinaryIO | Iterable[str | bytes]) -> tuple[Stream, str | None]:
    """Return a stream over a path, an open binary file, packed or not, or lines, and its name.

    Raises:
        InputError: the file is a folder or binary.
        OSError: the file cannot be opened.
    """
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        stream = open_source(path)
        return stream if identity_of(path) else _coming(stream.read, stream.close), path
    if isinstance(source, io.TextIOBase) or not hasattr(source, "read"):
        lines = map(_line, source)
        if _is_at_hand(source):
            return Stream(_read_lines(lines), plain=False, close=lambda: None), None
        coming = _ahead(lines)
        return Stream(coming.read, plain=False, close=coming.close), None
    read = getattr(source, "read1", source.read)
    head = read(_PROBE) or b""
    stream = open_stream(Rejoined(head, read), head)
    if _is_at_hand(source):
        return Stream(stream.read, plain=False, close=lambda: None), None
    return _coming(stream.read, lambda: None), None


def _ahead(pieces: Iterable[bytes]) -> Ahead:
    """Return pieces as they come."""
    from errdecode.parse.ahead import Ahead  # noqa: PLC0415  # a file is there and pays for no thread

    return Ahead(pieces)


def _coming(read: Callable[[int], bytes | None], close: Callable[[], None]) -> Stream:
    """Return a stream of what may come slowly."""
    coming = _ahead(iter(lambda: read(HEAD_BYTES) or b"", b""))

    def end() -> None:
        coming.close()
        close()

    return Stream(coming.read, plain=False, close=end)


def _is_at_hand(source: object) -> bool:
    """Tell whether all that a source holds is there, so that nobody waits for it."""
    if isinstance(source, list | tuple | io.BytesIO | io.StringIO):
        return True
    try:
        return stat.S_ISREG(os.fstat(source.fileno()).st_mode)  # type: ignore[attr-defined]  # else it has none
    except (AttributeError, OSError, TypeError, ValueError):
        return False


def _read_lines(lines: Iterator[bytes]) -> Callable[[int], bytes]:
    return lambda _size: b"".join(itertools.islice(lines, _LINES))


class Rejoined:
    """A file whose beginning was read already."""

    def __init__(
        self, head: bytes, read: Callable[[int], bytes | None], close: Callable[[], None] = lambda: None
    ) -> None:
        """Take what was read, what reads on, and what closes the file; without it, the file is another's."""
        self.waiting = head
        self._read = read
        self.close = close

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes, or as many as come at once."""
        if not self.waiting:
            return self._read(HEAD_BYTES if size < 0 else size) or b""
        part = self.waiting if size < 0 else self.waiting[:size]
        self.waiting = self.waiting[len(part) :]
        return part


def _bytes(data: str | bytes) -> bytes:
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data or b""


def _line(line: str | bytes) -> bytes:
    raw = _bytes(line)
    return raw if raw.endswith(b"\n") else raw + b"\n"
