"""Open what is to be scanned: files, folders, globs, standard input; packed or not.

Everything is read as a stream in bounded memory, whatever its size.
"""

from __future__ import annotations

import bz2
import codecs
import glob
import gzip
import io
import itertools
import lzma
import os
import stat
import time
import zlib

from errdecode.errors import InputError
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, BinaryIO

_LINES = 256
"""Lines that are taken from an iterable at a time."""
PATIENCE_S = 0.01
"""How long a stream may pause before what is there is scanned."""
_PROBE = 8192
HEAD_BYTES = 1 << 16
"""Bytes of an open file that are read at once to know it by."""
_STDIN = "/dev/fd/0"
BINARY = "is a binary file"
"""What is said of one."""
_MAX_CONTROL = 0.1
"""A file with more bytes than this share that no text holds is binary."""
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
DAMAGED = (EOFError, OSError, lzma.LZMAError, zlib.error)
"""What reading a packed file raises when it is damaged or cut off; zstd's own error joins where it is used."""


class Source(Record):
    """Something to scan."""

    name: str
    """As messages call it; `-` is standard input."""
    path: str | None
    """None for standard input that is no file."""

    @property
    def title(self) -> str | None:
        """Return it as findings call it."""
        return None if self.name == "-" else self.name


def expand(names: Sequence[str]) -> list[Source]:
    """Return what names stand for: files, the files of folders, globs, `-` for standard input."""
    found: list[Source] = []
    for name in names:
        if name == "-":
            found.append(Source("-", _file_at_stdin()))
        elif os.path.isdir(name):
            found += [Source(path, path) for path in _files_of(name)]
        elif not os.path.lexists(name) and any(mark in name for mark in "*?["):
            found += [Source(path, path) for path in sorted(glob.glob(name, recursive=True)) if os.path.isfile(path)]
        else:
            found.append(Source(name, name))
    return found


def _file_at_stdin() -> str | None:
    """Return where a file that standard input was redirected from can be opened, to be read in parts."""
    try:
        is_whole = stat.S_ISREG(os.fstat(0).st_mode) and os.lseek(0, 0, os.SEEK_CUR) == 0
    except OSError:
        return None
    return _STDIN if is_whole and os.access(_STDIN, os.R_OK) else None


def _files_of(folder: str) -> Iterator[str]:
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (os.path.join(base, name) for name in sorted(names) if not name.startswith("."))
        # A pipe without a writer would be waited for; a link to nothing is reported when it is read.
        yield from (path for path in paths if os.path.isfile(path) or not os.path.exists(path))


class Stream(Record):
    """An open input."""

    read: Callable[[int], bytes | None]
    """Returns at most so many bytes, none at the end, None where what came may be scanned first."""
    plain: bool
    """Whether the bytes are those of the file itself, which can be read in parts."""
    close: Callable[[], None]


def open_source(path: str) -> Stream:
    """Open a file by what is in it, not by its name.

    Raises:
        InputError: it cannot be opened, or is binary.
        OSError: likewise.
    """
    if os.path.isdir(path):
        raise InputError("is a folder")
    file = open(path, "rb", buffering=0)  # noqa: SIM115  # closed by Stream.close
    try:
        head = file.read(_PROBE) if file.seekable() else b""
        if head:
            file.seek(0)
        return open_stream(file, head)
    except BaseException:
        file.close()
        raise


def open_stream(file: BinaryIO | io.RawIOBase, head: bytes) -> Stream:
    """Return a stream over a file whose first bytes are known.

    Raises:
        InputError: it is binary.
    """
    kind = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)
    if kind:
        unpacked = _unpack(file, kind)
        inner = unpacked.read(_PROBE)
        return _open_text(Rejoined(inner, unpacked.read, file.close), inner).replace(plain=False)
    return _open_text(file, head)


def _open_text(file: BinaryIO | io.RawIOBase | Rejoined, head: bytes) -> Stream:
    """Return a stream over a file that is not packed, as UTF-8.

    Raises:
        InputError: it is binary.
    """
    for mark, encoding in _WIDE.items():
        if head.startswith(mark):
            return Stream(_recoded(file, encoding), plain=False, close=file.close)
    _refuse_binary(head)
    return Stream(lambda size: file.read(size) or b"", plain=True, close=file.close)


def _unpack(file: BinaryIO | io.RawIOBase, kind: str) -> Any:
    buffered = io.BufferedReader(file, 1 << 18) if isinstance(file, io.RawIOBase) else file
    if kind == "gzip":
        return gzip.GzipFile(fileobj=buffered)
    if kind == "bzip2":
        return bz2.BZ2File(buffered)
    if kind == "xz":
        return lzma.LZMAFile(buffered)
    # Only a zstd file pays for this.
    from errdecode.logs.zstd import ZstdReader  # noqa: PLC0415

    return ZstdReader(buffered)


def _recoded(file: BinaryIO | io.RawIOBase | Rejoined, encoding: str) -> Callable[[int], bytes]:
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


def _refuse_binary(head: bytes) -> None:
    odd = sum(1 for byte in head if byte < 32 and byte not in _TEXT_CONTROLS)  # noqa: PLR2004  # the C0 controls
    if odd > len(head) * _MAX_CONTROL:
        raise InputError(BINARY)


def open_any(source: str | os.PathLike[str] | BinaryIO | Iterable[str | bytes]) -> tuple[Stream, str | None]:
    """Return a stream over a path, an open binary file, packed or not, or lines, and its name.

    Raises:
        InputError: the file is a folder or binary.
        OSError: the file cannot be opened.
    """
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        return open_source(path), path
    if isinstance(source, io.TextIOBase) or not hasattr(source, "read"):
        return Stream(_promptly(_lines_of(iter(source))), plain=False, close=lambda: None), None
    read = getattr(source, "read1", source.read)
    head = read(_PROBE) or b""
    stream = open_stream(Rejoined(head, read), head)  # type: ignore[arg-type]  # reads like a file
    return Stream(_promptly(stream.read), plain=False, close=lambda: None), None


def _promptly(read: Callable[[int], bytes | None]) -> Callable[[int], bytes | None]:
    """Let what came be scanned before more is waited for, where it takes its time."""
    waited = False

    def next_bytes(size: int) -> bytes | None:
        nonlocal waited
        if waited:
            waited = False
            return None
        began = time.monotonic()
        data = read(size)
        waited = bool(data) and time.monotonic() - began > PATIENCE_S
        return data

    return next_bytes


def _lines_of(lines: Iterator[str | bytes]) -> Callable[[int], bytes]:
    def read(_size: int) -> bytes:
        parts = []
        began = time.monotonic()
        for line in itertools.islice(lines, _LINES):
            parts.append(_line(line))
            if time.monotonic() - began > PATIENCE_S:
                break
        return b"".join(parts)

    return read


class Rejoined:
    """A file whose beginning was read already."""

    def __init__(self, head: bytes, read: Callable[[int], bytes], close: Callable[[], None] = lambda: None) -> None:
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
