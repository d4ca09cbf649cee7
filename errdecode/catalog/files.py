"""Where catalogue files are read from: the disk, or a copy of a project's folder.

A project's folder can come with a repository. It is read once, in bounded time
and memory, without following a link: what is judged, trusted and parsed is the
same bytes.
"""

from __future__ import annotations

import os
import stat

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Files(Protocol):
        """A file system as far as catalogues need one."""

        def names(self, folder: str) -> list[str]:
            """Return the names in a folder, sorted."""

        def is_file(self, path: str) -> bool:
            """Tell whether there is a file that can be read."""

        def read(self, path: str) -> bytes:
            """Return what a file holds; UnfitError or OSError where it cannot be read."""


MAX_FILE_BYTES = 16 * 1024 * 1024
"""A catalogue larger than this is refused; the largest shipped one is far below a tenth."""
MAX_STRANGER_BYTES = 256 * 1024
"""Of all files of a project's folder that is not trusted: what it adds is compared with every line of a log."""
MAX_FILES = 500
"""Of a project's folder."""
_SUFFIX = ".toml"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class UnfitError(Exception):
    """A path cannot be a file that is read here; the text says why and what to do."""


class Disk:
    """Files as a person named them: links are followed."""

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, sorted."""
        return sorted(os.listdir(folder))

    def is_file(self, path: str) -> bool:
        """Tell whether there is a file that can be read."""
        return os.path.isfile(path)

    def read(self, path: str) -> bytes:
        """Return what a file holds.

        Raises:
            UnfitError: it is no file, or too large a one.
            OSError: it cannot be read.
        """
        if os.path.isdir(path):
            raise UnfitError("is a folder without a venue.toml: name a catalogue file")
        if not os.path.isfile(path):
            raise UnfitError("is not a file: name a catalogue file" if os.path.lexists(path) else "does not exist")
        size = os.path.getsize(path)
        if size > MAX_FILE_BYTES:
            raise UnfitError(_too_large(size, MAX_FILE_BYTES))
        with open(path, "rb") as file:
            return file.read()


class Snapshot(Record):
    """The TOML files of a project's folder and of the folders in it, as they were at one moment."""

    folder: str
    contents: dict[str, bytes]
    """By path."""
    unfit: dict[str, str]
    """Paths that are not read, with the reason."""
    looked_at: tuple[str, ...]
    """Everything that the answer depends on."""

    @classmethod
    def taken(cls, folder: str, *, is_trusted: bool = True) -> Snapshot:
        """Read a folder.

        Args:
            folder: the project's `.errdecode`.
            is_trusted: it may hold more then, and be a link itself.
        """
        contents: dict[str, bytes] = {}
        unfit: dict[str, str] = {}
        looked_at = [folder]
        left = MAX_FILE_BYTES if is_trusted else MAX_STRANGER_BYTES
        if os.path.islink(folder) and not is_trusted:
            return cls(folder, {}, {folder: _LINKED}, (folder,))
        for number, path in enumerate(_paths(folder, unfit, looked_at)):
            if number >= MAX_FILES:
                unfit[folder] = f"holds more than {MAX_FILES} catalogues: the rest is not read"
                break
            looked_at.append(path)
            try:
                contents[path] = _read_unlinked(path, left)
                left -= len(contents[path])
            except UnfitError as fault:
                unfit[path] = str(fault)
            except OSError as error:
                unfit[path] = f"cannot be read ({reason(error)})"
        return cls(folder, contents, unfit, tuple(looked_at))

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, sorted."""
        start = os.path.join(folder, "")
        paths = (path for path in (*self.contents, *self.unfit) if path.startswith(start))
        return sorted({path[len(start) :].partition(os.sep)[0] for path in paths})

    def is_file(self, path: str) -> bool:
        """Tell whether there is a file that can be read."""
        return path in self.contents

    def is_there(self, path: str) -> bool:
        """Tell whether there is a file, whether it can be read or not."""
        return path in self.contents or path in self.unfit

    def read(self, path: str) -> bytes:
        """Return what a file holds.

        Raises:
            UnfitError: it was not read.
        """
        if path in self.contents:
            return self.contents[path]
        raise UnfitError(self.unfit.get(path, "is a folder without a venue.toml: name a catalogue file"))

    def folders(self) -> list[str]:
        """Return the folders that are not read."""
        return [path for path in self.unfit if not path.endswith(_SUFFIX)]

    def digest(self) -> str:
        """Return what another content, or another name of a file, changes."""
        # Only a folder that is trusted, or is to be, pays for this.
        from hashlib import blake2b  # noqa: PLC0415

        digest = blake2b(digest_size=32)
        for path, data in sorted(self.contents.items()):
            name = os.fsencode(os.path.relpath(path, self.folder))
            for part in (name, data):
                digest.update(len(part).to_bytes(8, "little") + part)
        return digest.hexdigest()


def _paths(folder: str, unfit: dict[str, str], looked_at: list[str]) -> Iterator[str]:
    """Yield the TOML files of a folder and of the folders in it, links among them."""
    for path in _listed(folder, unfit):
        if path.endswith(_SUFFIX):
            yield path
        elif os.path.isdir(path):
            looked_at.append(path)
            if os.path.islink(path):
                unfit[path] = _LINKED
                continue
            yield from (below for below in _listed(path, unfit) if below.endswith(_SUFFIX))


def _listed(folder: str, unfit: dict[str, str]) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        unfit[folder] = f"cannot be read ({reason(error)})"
        return []
    return [os.path.join(folder, name) for name in names if not name.startswith(".")]


_LINKED = "is a link, and links of a project's folder are not followed: put the file itself here"


def _read_unlinked(path: str, limit: int) -> bytes:
    """Return a file's bytes; a link is not followed, a pipe not waited for."""
    if os.path.islink(path):
        raise UnfitError(_LINKED)
    number = os.open(path, os.O_RDONLY | _NO_FOLLOW)
    try:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            raise UnfitError("is not a file: name a catalogue file")
        if status.st_size > limit:
            raise UnfitError(_too_large(status.st_size, limit))
        with open(number, "rb", closefd=False) as file:
            # What has grown since is cut off, and so does not parse.
            return file.read(limit)
    finally:
        os.close(number)


def _too_large(size: int, limit: int) -> str:
    big = 1_000_000
    number, unit = (size // big, "MB") if size >= big else (size // 1000, "kB")
    most = f"{limit // big} MB" if limit >= big else f"{limit // 1000} kB"
    return f"is {number} {unit}, which is no catalogue: the limit is {most}"


def reason(error: OSError) -> str:
    """Return why the system refused, in lower case."""
    return (error.strerror or str(error)).lower()
