"""Find the files that names stand for: folders, globs, `-` for standard input.

A folder is searched to its bottom without following links to other folders, so
that the search ends; a file that is reached in several ways is read once.
"""

from __future__ import annotations

import fnmatch
import os
import stat
from collections import Counter

from errdecode.parse.held import identity_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errdecode.parse.held import HeldFile, Identity

STDIN = "/dev/fd/0"
_MARKS = "*?["
_ANY_DEPTH = "**"
_KINDS = (
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
    (stat.S_ISDIR, "link to a folder"),
)


class Source(Record):
    """Something to scan."""

    name: str
    """As messages call it; `-` is standard input."""
    path: str | None
    """None for standard input that is no file."""
    identity: Identity | None = None
    """Of a regular file, when it was found."""
    file: HeldFile | None = None
    """The file, where it is open already."""

    @property
    def title(self) -> str | None:
        """Return it as findings call it."""
        return None if self.name == "-" else self.name


class Found(Record):
    """What names stand for."""

    sources: list[Source]
    failed: list[str]
    """Folders that cannot be read, each with the reason."""
    passed: Counter[str]
    """What was passed over because it is no file, by its kind."""


def expand(names: Sequence[str]) -> Found:
    """Return what names stand for, in their order."""
    search = _Search()
    for name in names:
        if name == "-":
            path = _file_at_stdin()
            search.found.sources.append(Source("-", path, identity_of(path) if path else None))
        elif os.path.isdir(name):
            search.add(search.below(name, (_ANY_DEPTH,)))
        elif is_pattern(name):
            search.add(iter(sorted(search.matching(name))))
        else:
            search.typed(name)
    return search.found


def is_pattern(name: str) -> bool:
    """Tell whether a name stands for the files that fit it."""
    return not os.path.lexists(name) and any(mark in name for mark in _MARKS)


def _file_at_stdin() -> str | None:
    """Return where a file that standard input was redirected from can be opened, to be read in parts."""
    try:
        is_whole = stat.S_ISREG(os.fstat(0).st_mode) and os.lseek(0, 0, os.SEEK_CUR) == 0
    except OSError:
        return None
    return STDIN if is_whole and os.access(STDIN, os.R_OK) else None


class _Search:
    """Finds files and remembers which it has seen."""

    def __init__(self) -> None:
        self.found = Found([], [], Counter())
        self._seen: set[Identity] = set()

    def typed(self, name: str) -> None:
        """Add what was named itself, as often as it was."""
        identity = identity_of(name)
        if identity:
            self._seen.add(identity)
        self.found.sources.append(Source(name, name, identity))

    def add(self, paths: Iterator[str]) -> None:
        """Add files that were searched for, each once; what is none is counted."""
        for path in paths:
            try:
                status = os.stat(path)
            except OSError:
                # A link to nothing, or to itself: reported when it is read.
                self.found.sources.append(Source(path, path))
                continue
            identity = (status.st_dev, status.st_ino)
            if not stat.S_ISREG(status.st_mode):
                self.found.passed[next((kind for test, kind in _KINDS if test(status.st_mode)), "device")] += 1
            elif identity not in self._seen:
                self._seen.add(identity)
                self.found.sources.append(Source(path, path, identity))

    def matching(self, pattern: str) -> Iterator[str]:
        """Yield the paths that a pattern stands for."""
        parts = pattern.split(os.sep)
        first = next(at for at, part in enumerate(parts) if any(mark in part for mark in _MARKS))
        folder = os.sep.join(parts[:first]) or (os.sep if first else "")
        # Two in a row say no more than one.
        rest = [part for at, part in enumerate(parts[first:], first) if part and parts[at - 1 : at + 1] != ["**"] * 2]
        return self.below(folder, tuple(rest))

    def below(self, folder: str, parts: tuple[str, ...]) -> Iterator[str]:
        """Yield the paths in a folder that fit the parts of a pattern, those of deeper folders last."""
        part, rest = parts[0], parts[1:]
        if part == _ANY_DEPTH:
            return self._at_any_depth(folder, parts)
        if any(mark in part for mark in _MARKS):
            entries = self._entries(folder, hidden=part.startswith("."))
            fitting = [path for path, entry in entries if fnmatch.fnmatch(entry.name, part)]
        else:
            fitting = [os.path.join(folder, part)]
        if rest:
            return (each for path in fitting if os.path.isdir(path) for each in self.below(path, rest))
        return (path for path in fitting if os.path.lexists(path) and not os.path.isdir(path))

    def _at_any_depth(self, folder: str, parts: tuple[str, ...]) -> Iterator[str]:
        """Yield what fits in a folder and in those below it, for a pattern that begins with any depth."""
        # A list and no recursion: folders may lie deeper in each other than Python calls reach.
        waiting = [folder]
        while waiting:
            folder = waiting.pop()
            entries = self._entries(folder, hidden=False)
            if len(parts) > 1:
                yield from self.below(folder, parts[1:])
            else:
                yield from (path for path, entry in entries if not _is_folder(entry))
            waiting += [path for path, entry in reversed(entries) if _is_folder(entry)]

    def _entries(self, folder: str, *, hidden: bool) -> list[tuple[str, os.DirEntry[str]]]:
        """Return what stands in a folder, sorted, with the path of each."""
        try:
            with os.scandir(folder or ".") as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            failure = f"{folder or '.'} cannot be read: {(error.strerror or str(error)).lower()}"
            if failure not in self.found.failed:
                self.found.failed.append(failure)
            return []
        return [(os.path.join(folder, entry.name), entry) for entry in found if entry.name.startswith(".") == hidden]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder itself: a link to one may lead back."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
