"""Find entries by the words in them."""

from __future__ import annotations

from errdecode.core.keys import code_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errdecode.model import Entry

_WHOLE = 3
_START = 2
_INSIDE = 1
"""How well a word fits: the whole of a word, its start, or a part of it."""

_MIN_INSIDE = 4
"""Shorter words count only where a word begins: `ip` is no part of `description`."""


def search(words: Sequence[str], entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that hold all the words, in any order and case, best first.

    Where none holds them all, those that hold the most of them.

    Args:
        words: what to look for.
        entries: what to look in.
    """
    wanted = [word for text in words for word in _split(text)]
    if not wanted:
        return []
    scored: list[tuple[int, int, int, Entry]] = []
    for place, entry in enumerate(entries):
        scores = _scores(wanted, entry)
        hits = sum(1 for score in scores if score)
        if hits:
            scored.append((hits, sum(scores), -place, entry))
    most = max((hits for hits, *_ in scored), default=0)
    return [entry for hits, _, _, entry in sorted(scored, key=lambda item: item[:3], reverse=True) if hits == most]


def _scores(wanted: Sequence[str], entry: Entry) -> list[int]:
    """Return for each word how well it fits the entry, 0 where it does not."""
    weighted = (
        (8, f"{entry.code} {entry.name or ''} {' '.join((*entry.aliases, *entry.former))}"),
        (5, " ".join((*entry.messages, *entry.match))),
        (4, entry.meaning),
        (2, f"{entry.venue} {entry.venue_name} {entry.namespace} {entry.category}"),
        (1, " ".join((*entry.actions, *entry.causes, *entry.fields))),
    )
    scores = [0] * len(wanted)
    for weight, text in weighted:
        folded = code_key(text)
        held = [place for place, word in enumerate(wanted) if word in folded]
        # Every word of a text is a part of it, and most texts hold none: only the others are split.
        parts = frozenset(_split(text)) if held else frozenset()
        for place in held:
            scores[place] = max(scores[place], weight * _fit(wanted[place], parts))
    return scores


def _fit(word: str, parts: frozenset[str]) -> int:
    """Return how well a word fits a text that holds it somewhere."""
    if word in parts:
        return _WHOLE
    if any(part.startswith(word) for part in parts):
        return _START
    return _INSIDE if len(word) >= _MIN_INSIDE else 0


def _split(text: str) -> list[str]:
    """Return the words of a text; a name such as POST_ONLY_REJ counts whole and in parts."""
    words = code_key(text).replace("`", " ").split()
    parts = [part for word in words for part in word.replace("_", " ").replace("-", " ").split() if part != word]
    return [word.strip(".,;:()\"'?!") for word in (*words, *parts) if word.strip(".,;:()\"'?!")]
