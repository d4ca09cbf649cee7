"""Which files `errdecode parse --follow` follows, and what it says of them before they grow."""

from __future__ import annotations

import os

from errdecode.core.sanitise import visible
from errdecode.errors import InputError
from errdecode.parse.expand import expand, is_pattern
from errdecode.parse.follow import MAX_FILES, Following
from errdecode.parse.rotation import base_of, first_of
from errdecode.parse.sources import HEAD_BYTES, why_not_followed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.parse.expand import Found, Source


def followed_of(request: ParseRequest, terminal: Terminal) -> tuple[Following, Found]:
    """Begin to follow what is asked for, and return it with what the names stand for.

    Raises:
        InputError: something named cannot be followed.
    """
    if set(request.files) <= {"-"}:
        raise InputError("--follow takes files; a pipe is followed without it")
    found = expand(request.files)
    sources = [source for source in found.sources if _is_wanted(source, request, terminal)]
    chosen = _unrotated(sources, request)
    if len(chosen) > MAX_FILES:
        raise InputError(f"--follow takes at most {MAX_FILES} files; these are {len(chosen):,}")
    following = Following(lambda text: terminal.say(f"errdecode: {visible(text)}"))
    for source in chosen:
        following.add(source.name, request.last)
    if any(map(_is_open, request.files)):
        _say_found(chosen, found, request, terminal)
        following.look_for(lambda: _names_now(request))
    return following, found


def _is_wanted(source: Source, request: ParseRequest, terminal: Terminal) -> bool:
    """Tell whether a file is one that grows; say so where it was named and is waited for.

    Raises:
        InputError: it was named, and never will be one.
    """
    is_named = source.name in request.files
    why = _why_not(source)
    if is_named and why:
        raise InputError(f"{visible(source.name)} {why}")
    if is_named and not os.path.lexists(source.name):
        terminal.say(f"errdecode: {visible(source.name)} is not there yet: waiting for it")
    return why is None


def _why_not(source: Source) -> str | None:
    """Return why something cannot be followed, as the end of a sentence; None where it can."""
    if source.name == "-":
        return "is a pipe, which is followed without --follow"
    if source.identity is None:
        is_there = os.path.exists(source.name)
        return "is no file; --follow takes files, a pipe is followed without it" if is_there else None
    try:
        with open(source.name, "rb") as file:
            return why_not_followed(first_of(file.fileno(), HEAD_BYTES))
    except OSError:
        # It is said when it is read, and may pass.
        return None


def _unrotated(sources: list[Source], request: ParseRequest) -> list[Source]:
    """Return the inputs without those, of a folder or pattern, that another of them was before it was rotated."""
    names = {source.name for source in sources}
    return [
        source
        for source in sources
        if source.name in request.files or (base := base_of(source.name)) == source.name or base not in names
    ]


def _is_open(name: str) -> bool:
    """Tell whether a name may stand for more files later."""
    return os.path.isdir(name) or is_pattern(name)


def _names_now(request: ParseRequest) -> list[str]:
    """Return the files that can be followed now."""
    sources = [source for source in expand(request.files).sources if source.identity and _why_not(source) is None]
    return [source.name for source in _unrotated(sources, request)]


def _say_found(chosen: list[Source], found: Found, request: ParseRequest, terminal: Terminal) -> None:
    where = ", ".join(map(visible, request.files))
    if not chosen:
        terminal.say(f"errdecode: no log in {where} yet: waiting for one")
        return
    left_out = len(found.sources) - len(chosen)
    more = f"; {left_out:,} rotated, packed or binary left out" if left_out else ""
    terminal.say(f"errdecode: following {len(chosen):,} file{'s' * (len(chosen) > 1)} in {where}{more}")
