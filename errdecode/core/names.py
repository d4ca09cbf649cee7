"""Names of fields and labels, however they are written."""

from __future__ import annotations

from functools import lru_cache

from errdecode.core.words import words_of


@lru_cache(maxsize=20_000)
def squashed(name: str) -> str:
    """Return a name as it is compared: its words joined, `order_id`, `OrderID` and `order id` alike."""
    return "".join(words_of(name))
