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
