"""How an outcome looks, wherever it is shown: its colour, and a mark that strikes without colour as well."""

from __future__ import annotations

from errdecode.model import RISKY

CAUTION = "magenta"
"""What calls for a second look; yellow can hardly be read on white."""
STYLES = {
    "rejected": "green", "unknown": "bold red", "accepted": f"bold {CAUTION}", "partial": "bold red",
    "ended": CAUTION, "done": CAUTION, "none": "dim",
}  # fmt: skip
"""Of each outcome, in the words of Rich."""
_NUMBERS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "magenta": "35"}
MARK = "! "
"""Before what may have been executed."""


def mark_of(outcome: str | None) -> str:
    """Return what stands before an outcome: a mark, or nothing."""
    return MARK if outcome in RISKY else ""


def numbers_of(outcome: str) -> str:
    """Return the colour of an outcome as a terminal's escape sequence numbers it."""
    return ";".join(_NUMBERS[word] for word in STYLES[outcome].split())
