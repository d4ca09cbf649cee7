"""One line of several parts, each with its colour, no wider than the screen.

Without Rich: such lines are written by the thousand.
"""

from __future__ import annotations

import unicodedata

from errdecode.core.sanitise import visible
from errdecode.render.outcomes import numbers_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.model import Finding

    Part = tuple[str, str]
    """A text and the numbers of its colour."""

BOLD, DIM, CODE, RED = "1", "2", "1;36", "1;31"
_LEAST = 10
"""Columns below which a part is left out and not cut."""
_SURE = ("certain", "likely")


def drawn(parts: Iterable[Part], width: int | None, *, color: bool) -> str:
    """Return parts as one line.

    Args:
        parts: the texts; whatever would act on a terminal is spelled out.
        width: columns, beyond which the line is cut; None: as long as it is.
        color: whether escape sequences are wanted.
    """
    shown: list[Part] = []
    left = width
    for text, style in parts:
        safe = visible(text)
        size = columns_of(safe)
        if left is not None and size > left:
            if left < _LEAST or not safe.strip():
                break
            shown.append((f"{_cut(safe, left - 1)}…", style))
            break
        shown.append((safe, style))
        left = None if left is None else left - size
    if shown:
        shown[-1] = (shown[-1][0].rstrip(), shown[-1][1])
    return "".join(f"\x1b[{style}m{text}\x1b[0m" if color and style and text else text for text, style in shown)


def columns_of(text: str) -> int:
    """Return the columns that a text takes on a terminal: two for a wide character, none for a mark over another."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cut(text: str, width: int) -> str:
    """Return the beginning of a text that takes at most so many columns."""
    if text.isascii():
        return text[:width]
    left, end = width, 0
    for char in text:
        left -= _columns(char)
        if left < 0:
            break
        end += 1
    return text[:end]


def outcome_of(outcome: str | None, taxonomy: Taxonomy) -> Part:
    """Return whether something was executed; what marks a danger, `mark_of` says."""
    if outcome is None:
        return "In no catalogue", "31"
    return taxonomy.outcomes[outcome][0], numbers_of(outcome)


def conclusion(finding: Finding) -> tuple[str | None, str | None]:
    """Return outcome and next step as one line can say them: where the reading is not sure, the careful ones."""
    if finding.entry is None:
        return None, None
    return (finding.outcome, finding.retry) if finding.confidence in _SURE else finding.safest


def padded(part: Part, width: int) -> Part:
    """Return a part that is at least so wide."""
    return part[0] + " " * (width - columns_of(part[0])), part[1]
