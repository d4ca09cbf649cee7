"""How an outcome looks, wherever it is shown: its colour, and a mark that strikes without colour as well."""

from __future__ import annotations

from errdecode.model import RISKY

STYLES = {
    "rejected": "green", "unknown": "bold red", "accepted": "bold yellow", "partial": "bold red",
    "ended": "yellow", "done": "yellow", "none": "dim",
}  # fmt: skip
"""Of each outcome, in the words of Rich."""
_NUMBERS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
MARK = "! "
"""Before what may have been executed."""


def mark_of(outcome: str | None) -> str:
    """Return what stands before an outcome: a mark, or nothing."""
    return MARK if outcome in RISKY else ""


def numbers_of(outcome: str) -> str:
    """Return the colour of an outcome as a terminal's escape sequence numbers it."""
    return ";".join(_NUMBERS[word] for word in STYLES[outcome].split())
