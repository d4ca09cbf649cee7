"""Exit statuses that scripts rely on."""

from __future__ import annotations

DECODED = 0
NOTHING = 1
"""Unknown code, no error in the input."""
USAGE = 2
"""Bad usage, unreadable input, a broken catalogue."""
FAILED_ON = 3
"""`parse --fail-on` found what it was to look for."""
INTERRUPTED = 130


def answered(found: bool, *, broken: bool) -> int:  # noqa: FBT001  # the one thing that is asked
    """Return the status of an answer.

    Args:
        found: whether there is what was asked for.
        broken: whether a catalogue that was typed could not be used.
    """
    return USAGE if broken else DECODED if found else NOTHING
