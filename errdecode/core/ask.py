"""Answer what a person types: codes, names, a venue beside them, an error's words."""

from __future__ import annotations

from errdecode.core.forks import Forks
from errdecode.core.keys import number_key
from errdecode.core.lookup import lookup
from errdecode.core.patterns import lazy
from errdecode.core.search import search
from errdecode.core.verdict.safest import safest
from errdecode.model import Lookup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from errdecode.core.decoder import Decoder
    from errdecode.core.knowledge import Knowledge
    from errdecode.model import Entry, Finding, Outcome, Retry

_SYMBOL = lazy(r"[A-Z0-9]+(?:[_.-][A-Z0-9]+)+|[\w-]+:[\w:+-]+")
"""What is a name or `VENUE:CODE`, known or not, and no word of a sentence."""
_LIST = lazy(r"[-+]?\d+(?:[/,|][-+]?\d+)+")
_MAX_SEARCHED = 20


def ask(words: Sequence[str], knowledge: Knowledge, decoder: Callable[[], Decoder], venue: str | None) -> list[Lookup]:
    """Return the answers to what was typed: one for each code, or one for all words together.

    Args:
        words: the arguments as they were typed.
        knowledge: the catalogues.
        decoder: makes what reads a text; a code alone does not pay for it.
        venue: only this venue's entries.

    Raises:
        UnknownVenueError: no catalogue has that venue.
    """
    codes = [code for word in words for code in _listed(word)]
    answers = [lookup(code, knowledge, venue) for code in codes]
    if len(answers) == 1 and (answers[0].entries or number_key(codes[0]) is not None):
        return answers
    if all(answer.entries for answer in answers):
        both = _shared(answers)
        agreed = answers[0].replace(query=" ".join(words), entries=both, near=(), safest=_safest(both))
        return [agreed] if both else answers
    if all(answer.entries or _is_code(code) for answer, code in zip(answers, codes, strict=True)):
        return answers
    text = " ".join(words)
    told = _told(text, decoder(), venue)
    return told or [_searched(words, knowledge, venue) if len(text.split()) > 1 else answers[0]]


def _listed(word: str) -> list[str]:
    """Return the codes of `1001/3001/3002`, and any other word as it is."""
    parts = word.replace("/", " ").replace(",", " ").replace("|", " ").split()
    # A code alone pays for no pattern.
    return parts if len(parts) > 1 and _LIST.fullmatch(word) else [word]


def _is_code(word: str) -> bool:
    return number_key(word) is not None or _SYMBOL.fullmatch(word) is not None


def _shared(answers: Sequence[Lookup]) -> tuple[Entry, ...]:
    """Return the entries that all of several codes and names mean."""
    first, *others = answers
    return tuple(entry for entry in first.entries if others and all(entry in other.entries for other in others))


def _told(text: str, decoder: Decoder, venue: str | None) -> list[Lookup]:
    """Return an answer for each error that a text tells of."""
    clues = (decoder.venue_clue(venue),) if venue else ()
    found = [finding for finding in decoder.decode(text, clues=clues) if finding.entry]
    return [_answer(finding, text if len(found) == 1 else finding.code) for finding in found]


def _answer(finding: Finding, query: str) -> Lookup:
    others = finding.alternatives if finding.confidence == "ambiguous" else ()
    entries = tuple(entry for entry in (finding.entry, *(other.entry for other in others)) if entry)
    return Lookup(query, entries, (), finding.safest, (), (f"code {finding.code}", *finding.evidence), "text")


def _searched(words: Sequence[str], knowledge: Knowledge, venue: str | None) -> Lookup:
    found = tuple(search(words, Forks(knowledge).entries(venue))[:_MAX_SEARCHED])
    return Lookup(" ".join(words), found, (), _safest(found), (), (), "search" if found else "code")


def _safest(entries: Sequence[Entry]) -> tuple[Outcome, Retry]:
    return safest((entry.outcome, entry.retry) for entry in entries)
