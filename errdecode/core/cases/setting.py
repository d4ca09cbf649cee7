"""What holds for a whole text while its cases are gathered."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.core.sightings.clues import Clue


class Setting(Record):
    """The surroundings of every case of a text."""

    clues: tuple[Clue, ...]
    """What the text, and what is known from elsewhere, says of venues."""
    is_closing: bool
    """It speaks of connections that may be closed with a code."""
    status: int | None
    """The HTTP status that it tells."""
