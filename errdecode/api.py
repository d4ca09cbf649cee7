"""The Python API: the same answers as the command line's, as typed records."""

from __future__ import annotations

import os
import time

from errdecode.catalog.store import open_index
from errdecode.core.lookup import lookup as find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike
    from typing import Any, BinaryIO, TypeVar

    from typing_extensions import Buffer

    from errdecode.explaining import Advice
    from errdecode.model import Finding, Lookup
    from errdecode.parse.masking import Masker
    from errdecode.parse.scanner import Scanner
    from errdecode.parse.search import Search

    _T = TypeVar("_T")


def lookup(*codes: str | int, venue: str | None = None, catalogs: Iterable[str] = ()) -> list[Lookup]:
    """Return what codes mean.

    Args:
        codes: numbers, names, messages, `VENUE:CODE`; an int is its digits.
        venue: id or alias of the only venue to look at.
        catalogs: further catalogue files or folders.

    Returns:
        One answer a code, in their order: exact readings, best first, and what
        may have been meant. An unknown code is an answer without entries.

    Raises:
        UnknownVenueError: no catalogue has that venue.
    """
    index = open_index(options=tuple(catalogs))
    return [find(str(code), index, venue) for code in codes]


def decode(text: str, *, venue: str | None = None, catalogs: Iterable[str] = ()) -> list[Finding]:
    """Return the errors in a payload or any other text.

    Args:
        text: JSON or what was meant to be JSON, a log line, a code.
        venue: id or alias of the venue that sent it, if known: evidence, not
            a filter.
        catalogs: further catalogue files or folders.

    Returns:
        The findings in the order in which they stand; credentials replaced.

    Raises:
        UnknownVenueError: no catalogue has that venue.
    """
    return _kept(venue, catalogs).decode(text)


def explain(error: object, *, venue: str | None = None, catalogs: Iterable[str] = ()) -> Advice:
    """Return whether the request behind an error may have been executed, and what to do next.

    Args:
        error: an exception with all that it carries (its causes, response and
            request), a response, a parsed payload, or a text.
        venue: id or alias of the venue that was asked, if known.
        catalogs: further catalogue files or folders.

    Returns:
        What a program goes by is `safest`; what a person reads is `sentence`.
        An error of which nothing is known may have been executed.

    Raises:
        UnknownVenueError: no catalogue has that venue.
    """
    return _kept(venue, catalogs).explain(error)


def scan(
    source: str | PathLike[str] | BinaryIO | Iterable[str | bytes],
    *,
    venue: str | None = None,
    catalogs: Iterable[str] = (),
) -> Iterator[Finding]:
    """Yield the errors in a log as they are found.

    Args:
        source: the path of a file or an open binary file, packed or not; or
            lines, with or without their ends. What comes slowly is scanned as
            it comes.
        venue: id or alias of the venue that sent it, if known: evidence, not
            a filter.
        catalogs: further catalogue files or folders.

    Raises:
        InputError: the file is a folder or binary.
        OSError: the file cannot be read.
        UnknownVenueError: no catalogue has that venue.
    """
    return _kept(venue, catalogs).scan(source)


def _cut(data: Buffer, offsets: Sequence[int]) -> Iterator[bytes]:
    """Yield what stands between each place and the next."""
    view = memoryview(data)
    for at in range(len(offsets) - 1):
        yield bytes(view[offsets[at] : offsets[at + 1]])


def _kept(venue: str | None, catalogs: Iterable[str]) -> Decoder:
    """Return a decoder for the catalogues as they are now; the last one is kept."""
    catalogs = tuple(catalogs)
    state = (venue, catalogs, open_index(options=catalogs).identity)
    decoder = _last.get(state)
    if decoder is None:
        decoder = Decoder(venue=venue, catalogs=catalogs)
        _last.clear()
        _last[state] = decoder
    return decoder


_last: dict[object, Decoder] = {}


class Decoder:
    """Decodes many texts with the catalogues opened once; threads may share one."""

    def __init__(self, *, venue: str | None = None, catalogs: Iterable[str] = ()) -> None:
        """Open the catalogues.

        Args:
            venue: id or alias of the venue that sends what is decoded, if known.
            catalogs: further catalogue files or folders.

        Raises:
            UnknownVenueError: no catalogue has that venue.
        """
        # A lookup does not pay for what only decoding needs.
        import threading  # noqa: PLC0415

        from errdecode.catalog.decoding import decoder_for  # noqa: PLC0415

        self._index = open_index(options=tuple(catalogs))
        self._engine = decoder_for(self._index)
        self._clues = (self._engine.venue_clue(venue),) if venue else ()
        self._lock = threading.Lock()
        self._search: Search | None = None
        self._masker: Masker | None = None

    def decode(self, error: object) -> list[Finding]:
        """Return the errors in a text, bytes or a parsed payload, as `errdecode.decode` does."""
        # What a mapping or an exception says is a text as well.
        from errdecode.explaining import failures_of  # noqa: PLC0415  # see above

        return [finding for texts in failures_of(error) for text in texts for finding in self._decode(text)]

    def _decode(self, text: str) -> list[Finding]:
        with self._lock:
            return self._engine.decode(text, clues=self._clues, now=time.time())

    def explain(self, error: object) -> Advice:
        """Return what is known of the request behind an error, as `errdecode.explain` does."""
        from errdecode.explaining import advise  # noqa: PLC0415  # see above

        outcomes = self._index.taxonomy().outcomes
        # In what a program raised, a number by itself is no code.
        decode = self._decode if isinstance(error, str) else self.decode_line
        return advise(error, decode, lambda outcome: outcomes[outcome][1])

    def may_hold_error(self, text: str | bytes) -> bool:
        """Tell in microseconds whether a text may hold an error; where it says no, `decode` finds none.

        What only a person would type, a bare code, is no error of a log.
        """
        raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
        return self._searched().holds(raw)

    def may_hold_credential(self, text: str) -> bool:
        """Tell in microseconds whether a text may hold a credential; where it says no, `hide` changes nothing."""
        if self._masker is None:
            from errdecode.parse.masking import Masker  # noqa: PLC0415  # see above

            self._masker = Masker(self._engine.redactor)
        return self._masker.may_hold(text.encode("utf-8", "replace"))

    def decode_line(self, text: str) -> list[Finding]:
        """Return the errors in a line of a log, in which a number by itself is no code."""
        with self._lock:
            return self._engine.decode(text, clues=self._clues, now=time.time(), typed=False)

    def hide(self, value: _T) -> _T:
        """Return a text, or a structure of them, without credentials.

        Args:
            value: text, bytes, or mappings, lists and tuples of them, in which
                a field's name counts; any other object is returned as it is.
        """
        redactor = self._engine.redactor
        with self._lock:
            hidden: Any = redactor.hide(value) if isinstance(value, str) else redactor.structure(value)
        return hidden  # type: ignore[no-any-return]  # of the same type

    def scan(self, source: str | PathLike[str] | BinaryIO | Iterable[str | bytes]) -> Iterator[Finding]:
        """Yield the errors in a log as they are found, as `errdecode.scan` does."""
        from errdecode.parse.blocks import blocks  # noqa: PLC0415  # see above
        from errdecode.parse.sources import open_any  # noqa: PLC0415

        stream, name = open_any(source)
        scanner = self._scanner(name)
        try:
            for block in blocks(stream.read):
                yield from map(scanner.complete, scanner.scan(block))
        finally:
            stream.close()

    def scan_rows(
        self, rows: Iterable[str | bytes | None] | Buffer, offsets: Sequence[int] | None = None
    ) -> Iterator[tuple[int, Finding]]:
        """Yield the errors in a column of a table, each with the number of its row, from 0.

        Rows tell nothing of each other, and rows that say the same share one
        finding, so that a million of them need no more memory than a few.

        Args:
            rows: texts, None for a row without one; or the bytes of all rows
                together, as columnar formats keep them.
            offsets: with bytes, where each row begins, and where the last one ends.
        """
        scanner = self._scanner(None)
        for number, row in enumerate(rows if offsets is None else _cut(rows, offsets)):  # type: ignore[arg-type]  # above
            if row is not None:
                raw = row.encode("utf-8", "surrogateescape") if isinstance(row, str) else row
                for finding in scanner.row(raw):
                    yield number, finding

    def _scanner(self, source: str | None) -> Scanner:
        from errdecode.catalog.decoding import decoder_for  # noqa: PLC0415  # see above
        from errdecode.parse.prepare import prepare_speaking  # noqa: PLC0415  # see above
        from errdecode.parse.scanner import Scanner  # noqa: PLC0415

        # A scan is under way between two findings, so it has an engine of its own.
        return Scanner(
            lambda: decoder_for(self._index),
            lambda recognition: prepare_speaking(recognition, os.environ),
            self._searched(),
            source=source,
            clues=self._clues,
            now=time.time(),
        )

    def _searched(self) -> Search:
        if self._search is None:
            from errdecode.parse.prepare import prepare_search  # noqa: PLC0415  # see above

            self._search = prepare_search(self._index, os.environ)
        return self._search
