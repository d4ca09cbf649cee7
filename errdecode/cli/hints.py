"""What to say where an answer is missing or not the whole one: a command was meant, or another venue knows the code."""

from __future__ import annotations

from errdecode.cli.router import COMMANDS
from errdecode.core.lookup import find_venue, lookup, venue_named
from errdecode.core.patterns import lazy
from errdecode.core.sanitise import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errdecode.catalog.layers import Layers
    from errdecode.model import Lookup, Venue

_PATH = lazy(r"\A\.{0,2}/|\.(?:log|txt|json|jsonl|ndjson|csv|toml|gz|bz2|xz|zst)\Z")
"""What is meant as the path of a file."""
_ALIKE = 0.75
"""How much of a mistyped command is right."""


def remedies(words: Sequence[str], answers: Sequence[Lookup], index: Layers) -> dict[str, str]:
    """Return what to say of queries that are no code instead of that no catalogue has them.

    Args:
        words: what was typed.
        answers: what it means.
        index: the catalogues.
    """
    missing = [answer.query for answer in answers if not answer.entries]
    if missing and len(missing) == len(answers) and (meant := meant_command(words)):
        return dict.fromkeys(missing, meant)
    venues = index.venues()
    found = {}
    for query in missing:
        if ":" not in query and (named := venue_of(query, venues)):
            found[query] = f"{visible(query)} is a venue: `errdecode codes {named}` lists its codes"
        elif _PATH.search(query):
            found[query] = f"{visible(query)} is neither a file that is there nor a code of any catalogue"
    return found


def hints(
    words: Sequence[str], answers: Sequence[Lookup], index: Layers, venue: str | None, *, is_typed: bool
) -> Iterator[str]:
    """Yield what is worth saying beside answers, a sentence each.

    Args:
        words: what was typed.
        answers: what it means.
        index: the catalogues.
        venue: the only venue that was asked, if there is one.
        is_typed: whether it was typed, and not one that is always meant.
    """
    for answer in [answer for answer in answers if not answer.entries] if is_typed else answers:
        if venue and ":" not in answer.query and (known := _known_elsewhere(answer, index, venue)):
            yield known
    if answers[0].found_by == "search" and answers[0].entries and (meant := meant_command(words)):
        yield meant


def meant_command(words: Sequence[str]) -> str | None:
    """Return what was meant where the first word is a command mistyped, None where it is not."""
    # Only a code that is not known pays for this import.
    import difflib  # noqa: PLC0415

    first = words[0]
    if not first.isalpha() or first in COMMANDS:
        return None
    close = difflib.get_close_matches(first.casefold(), COMMANDS, n=1, cutoff=_ALIKE)
    if not close:
        return None
    typed = visible(" ".join(("errdecode", close[0], *words[1:])))
    return f"no command is called {first!r}: did you mean {close[0]}? `{typed}`"


def venue_of(word: str, venues: Sequence[Venue]) -> str | None:
    """Return the id of the venue that a word names, as itself or before a colon; None where it names none."""
    venue = venue_named(word.partition(":")[0], venues)
    return venue.id if venue else None


def _known_elsewhere(answer: Lookup, index: Layers, venue: str) -> str | None:
    """Return which other venues know a code, None where none does."""
    asked = find_venue(venue, index.venues()).id
    elsewhere = dict.fromkeys(entry.venue for entry in lookup(answer.query, index).entries if entry.venue != asked)
    if not elsewhere:
        return None
    here = "also" if answer.entries else f"not of {asked};"
    return visible(f"{answer.query}: {here} known for {', '.join(elsewhere)}; `-V any` shows all")
