"""Exit statuses that scripts rely on."""

from __future__ import annotations

DECODED = 0
NOTHING = 1
"""Unknown code, no error in the input."""
USAGE = 2
"""Bad usage, unreadable input, a broken catalogue."""
INTERRUPTED = 130
