"""What `errdecode parse` is to read, and which findings are wanted."""

from __future__ import annotations

import os

from errdecode.cli.hints import venue_of
from errdecode.core.lookup import find_venue
from errdecode.core.sanitise import visible
from errdecode.errors import InputError
from errdecode.parse.expand import expand
from errdecode.parse.job import Filter
from errdecode.parse.typed_times import typed_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.parse.expand import Found

FAIL_ON = ("any", "unknown-outcome")
"""What `--fail-on` takes besides categories."""


def found_of(request: ParseRequest, terminal: Terminal) -> Found:
    """Return what is to be read.

    Raises:
        InputError: there is nothing.
    """
    found = expand(request.files or ("-",))
    sources = found.sources
    if not sources:
        raise InputError("; ".join(map(visible, found.failed)) or _nothing_in(request.files))
    if any(source.path is None for source in sources) and getattr(terminal.stdin, "name", None) == os.devnull:
        raise InputError("standard input is closed: name a file, or send one through a pipe")
    if sources[0].path is None and terminal.stdin.isatty():
        terminal.say("errdecode: reading standard input; end it with Ctrl-D")
    return found


def _nothing_in(names: tuple[str, ...]) -> str:
    """Return why names stand for no file."""
    for name in names:
        if os.path.isdir(name):
            why = "holds only hidden files" if os.listdir(name) else "is an empty folder"
            return f"nothing to read: {visible(name)} {why}"
    return f"nothing to read: no file is called {' or '.join(map(visible, names))}"


def check_words(request: ParseRequest, index: Layers) -> None:
    """Check the words that come from closed lists.

    Raises:
        InputError: one is in none; it names the list.
    """
    if not (request.categories or request.outcomes or request.retries or request.fail_on):
        return
    taxonomy = index.taxonomy()
    for words, known, option in (
        (request.categories, taxonomy.categories, "--category"),
        (request.outcomes, taxonomy.outcomes, "--outcome"),
        (request.retries, taxonomy.retries, "--retry"),
        (request.fail_on, (*FAIL_ON, *taxonomy.categories), "--fail-on"),
    ):
        for word in words:
            if word not in known:
                raise InputError(f"{option} does not know {word!r}: it is one of {', '.join(known)}")


def filter_of(request: ParseRequest, index: Layers, now: float, zone: tzinfo | None) -> Filter:
    """Return what is wanted; `-V` is evidence, and so keeps what no catalogue holds."""
    venues: frozenset[str | None] = (
        frozenset((find_venue(request.output.venue, index.venues()).id, None)) if request.output.venue else frozenset()
    )
    return Filter(
        venues,
        frozenset(request.categories),
        frozenset(_code_wanted(word, index) for word in request.codes),
        frozenset(request.outcomes),
        frozenset(request.retries),
        typed_time(request.since, now, zone) if request.since else None,
        typed_time(request.until, now, zone) if request.until else None,
    )


def _code_wanted(word: str, index: Layers) -> tuple[str | None, str]:
    """Return the venue and the code or name of `43005`, `POST_ONLY_REJ` or `VENUE:CODE`."""
    _, colon, code = word.partition(":")
    venue = venue_of(word, index.venues()) if colon else None
    return (venue, code.strip().casefold()) if venue else (None, word.strip().casefold())
