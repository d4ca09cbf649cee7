"""Search blocks of bytes for many patterns at once, as fast as the platform can.

`hyperscan` looks for all of them in one pass, but takes a while to prepare; what
it prepared is kept in the user's cache. RE2 starts at once and is slower; where
neither has a wheel the standard library gives the same answers more slowly
still.
"""

from __future__ import annotations

import re

from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, Protocol

    class Progress(Protocol):
        """How far a scan has come."""

        done: int
        """Matches before it are of no interest any more."""

    class Engine(Protocol):
        """Finds patterns in bytes, ignoring case."""

        def ends(self, data: bytes, low: int, high: int, walk: Progress) -> Iterator[int]:
            """Yield where matches end, rising."""

        def holds(self, data: bytes) -> bool:
            """Tell whether any pattern matches."""


_MAX_MEMORY = 64 * 1024 * 1024
_COLOR = lazy(rb"\x1b\[[0-9;]*m")


def compile_bytes(pattern: str) -> Any:
    """Return a compiled pattern over bytes; it may use only what RE2 knows."""
    try:
        import re2  # noqa: PLC0415  # hyperscan does without
    except ImportError:  # no wheel for this platform
        return re.compile(pattern.encode())
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    return re2.compile(pattern.encode(), options)


class Search:
    """Finds the places of any of some patterns."""

    def __init__(self, engine: Engine) -> None:
        """Take what does the searching."""
        self._engine = engine

    @classmethod
    def of(
        cls,
        patterns: Callable[[], Sequence[str]],
        name: str,
        load: Callable[[str], bytes | None],
        save: Callable[[str, bytes], object],
    ) -> Search:
        """Prepare to look for patterns, with the fastest engine that the platform has.

        Args:
            patterns: returns what to look for, ignoring case; only what every engine knows.
            name: what tells these patterns from any others.
            load: returns what an engine kept under a name, None where it kept nothing.
            save: keeps it.
        """
        engine = _hyperscan(patterns, name, load, save)
        return cls(engine or _OneByOne(compile_bytes(f"(?i){'|'.join(patterns())}")))

    def places(self, data: bytes, low: int, high: int, walk: Progress) -> Iterator[int]:
        """Yield a place inside each match, rising, those before what the walk has done left out.

        Args:
            data: what to search, colours blanked.
            low: where to begin.
            high: where to stop.
            walk: how far the caller has come.
        """
        for end in self._engine.ends(data, low, high, walk):
            yield end - 1

    def holds(self, data: bytes) -> bool:
        """Tell whether any pattern matches in bytes in which colours are blanked."""
        return self._engine.holds(data)


class _OneByOne:
    """An engine that is asked for one match after the other."""

    def __init__(self, pattern: Any) -> None:
        self._search = pattern.search

    def ends(self, data: bytes, low: int, high: int, walk: Progress) -> Iterator[int]:
        # With the end of the line above: a word may begin with the line.
        match = self._search(data, max(0, low - 1), high)
        while match is not None:
            end: int = match.end()
            if end > walk.done:
                yield end
            match = self._search(data, max(end, walk.done), high)

    def holds(self, data: bytes) -> bool:
        return self._search(data) is not None


class _AllAtOnce:
    """Hyperscan, which calls back for every match of a pass."""

    def __init__(self, database: Any) -> None:
        self._scan = database.scan

    def ends(self, data: bytes, low: int, high: int, walk: Progress) -> Iterator[int]:
        if low >= high:
            # Nothing is no input to hyperscan.
            return
        ends: list[int] = []
        append = ends.append
        self._scan(
            memoryview(data)[low:high], match_event_handler=lambda _id, _start, end, _flags, _context: append(end)
        )
        for end in ends:
            if low + end > walk.done:
                yield low + end

    def holds(self, data: bytes) -> bool:
        found: list[int] = []
        if not data:
            return False
        self._scan(data, match_event_handler=lambda _id, _start, end, _flags, _context: found.append(end))
        return bool(found)


def _hyperscan(
    patterns: Callable[[], Sequence[str]],
    name: str,
    load: Callable[[str], bytes | None],
    save: Callable[[str, bytes], object],
) -> Engine | None:
    """Return an engine of hyperscan, None where the platform has none."""
    try:
        import hyperscan  # noqa: PLC0415  # only scanning pays for it
    except ImportError:
        return None
    # What was prepared holds for one version on one kind of processor; another refuses to load it.
    kept = load(name)
    if kept is not None:
        try:
            database = hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
            database.scratch = hyperscan.Scratch(database)
        except hyperscan.HyperscanError:
            pass
        else:
            return _AllAtOnce(database)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    wanted = patterns()
    try:
        database.compile(
            expressions=[pattern.encode() for pattern in wanted],
            elements=len(wanted),
            flags=hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_MULTILINE,
        )
    except hyperscan.HyperscanError:
        # One of them is longer than it takes; RE2 takes it.
        return None
    save(name, hyperscan.dumpb(database))
    return _AllAtOnce(database)


def without_colors(data: bytes) -> bytes:
    """Return bytes in which the colours of a terminal are blanks, every other byte in its place."""
    # One byte is looked for many times as fast as two.
    return _COLOR.sub(lambda match: b" " * len(match[0]), data) if b"\x1b" in data else data
