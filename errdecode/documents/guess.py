"""Guess what an error is about from what the venue says."""

from __future__ import annotations

from errdecode.documents.rules import holds, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.documents.rules import Rules

NO_GUESS = "unspecified"
_OF_KIND = {"close": "connection"}
"""The category of a namespace's kind where no rule fits."""


def guess_category(rules: Rules, texts: Iterable[str | None], kind: str, http_status: int | None) -> str:
    """Return the category that the first fitting rule names.

    Args:
        rules: in the order in which they count.
        texts: what the venue says, what says most first: each is tried alone.
        kind: of the namespace.
        http_status: that comes with the code.
    """
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    for text in filter(None, texts):
        words = f" {' '.join(words_of(text))} "
        for rule in rules.guesses:
            if rule.whole:
                if words.strip() in rule.words:
                    return rule.category
            elif any(holds(words, phrase) for phrase in rule.words):
                return rule.category
    return next((rule.category for rule in rules.guesses if http_status in rule.http_status), NO_GUESS)
