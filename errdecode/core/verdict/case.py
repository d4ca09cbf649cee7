"""What stands together in a text and is judged as one error."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.core.phrases import Hit
    from errdecode.core.sightings.clues import Clue
    from errdecode.core.sightings.frames import FrameCode
    from errdecode.model import Entry


class Case(Record):
    """All that the text shows of one error."""

    start: int
    """Where it stands, for the order of findings."""
    code: str | None
    """As it stands there; None where only words tell the error."""
    code_type: str
    role: str
    """code | http | close | typed: what the code's label makes of it."""
    message: str | None
    hits: tuple[Hit, ...]
    """Phrases of entries that stand with it."""
    clues: tuple[Clue, ...]
    frame: FrameCode | None = None
    """Where a field of an object holds the code."""
    status: int | None = None
    """The HTTP status beside it."""
    is_log_record: bool = False
    """The code is of a frame that a logger made."""
    is_closing: bool = False
    """The text speaks of a connection that was closed."""
    is_field: bool = False
    """The words are a field of an object."""
    is_typed: bool = False
    """Somebody typed it, and may have lost a sign or zeros."""
    label: str = ""
    body: str | None = None
    """What the body below a status line says."""


class Reading(Record):
    """One possible meaning, and what speaks for it."""

    entry: Entry
    bits: float
    evidence: tuple[str, ...]
    parameters: dict[str, str]
    agreement: float
    """What the words count, for it or against it."""
    is_elsewhere: bool
    """The text comes from a part of the venue that no catalogue describes."""
    is_other_code: bool
    """Only its words stand there, beside a code that is not its own."""


class Verdict(Record):
    """What a case amounts to."""

    case: Case
    readings: tuple[Reading, ...]
    """Best first."""
    confidence: str
    """certain | likely | ambiguous | unknown"""
    unknown_in: str | None = None
    """A venue that clearly sent this, and whose catalogue lacks the code."""
    evidence: tuple[str, ...] = ()
    """What speaks for that venue."""
