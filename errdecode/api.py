"""The Python API: the same answers as the command line's, as typed records."""

from __future__ import annotations

import os
import time

from errdecode.catalog.store import open_index
from errdecode.core.lookup import lookup as find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike
    from typing import BinaryIO

    from errdecode.model import Finding, Lookup


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
    # A lookup does not pay for what only decoding needs.
    from errdecode.core.decoder import Decoder  # noqa: PLC0415

    decoder = Decoder(open_index(options=tuple(catalogs)))
    clues = (decoder.venue_clue(venue),) if venue else ()
    return decoder.decode(text, clues=clues, now=time.time())


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
    # A lookup does not pay for what only scanning needs.
    from errdecode.core.decoder import Decoder  # noqa: PLC0415
    from errdecode.logs.blocks import blocks  # noqa: PLC0415
    from errdecode.logs.prepare import prepare_search  # noqa: PLC0415
    from errdecode.logs.scanner import Scanner  # noqa: PLC0415
    from errdecode.logs.sources import open_any  # noqa: PLC0415

    index = open_index(options=tuple(catalogs))
    decoder = Decoder(index)
    clues = (decoder.venue_clue(venue),) if venue else ()
    stream, name = open_any(source)
    scanner = Scanner(decoder, prepare_search(index, os.environ), source=name, clues=clues, now=time.time())
    try:
        for block in blocks(stream.read):
            yield from map(scanner.complete, scanner.scan(block))
    finally:
        stream.close()
