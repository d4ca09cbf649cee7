"""What can go wrong, as one tree.

    ErrdecodeError
    ├── CatalogError        a catalogue cannot be used
    ├── UnknownVenueError   no catalogue of that name
    └── InputError          an input cannot be read

An unknown code is not an error: it is an answer without entries.
"""

from __future__ import annotations


class ErrdecodeError(Exception):
    """Base of everything the package raises on purpose."""


class CatalogError(ErrdecodeError):
    """A catalogue cannot be used; each fault says file, line, key and remedy."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class UnknownVenueError(ErrdecodeError):
    """No catalogue has that id or alias."""

    def __init__(self, venue: str, suggestions: tuple[str, ...]) -> None:
        meant = f"; did you mean {' or '.join(suggestions)}?" if suggestions else "; `errdecode venues` lists them."
        super().__init__(f"no venue is called {venue!r}{meant}")
        self.venue = venue
        self.suggestions = suggestions


class InputError(ErrdecodeError):
    """An input cannot be read; the text says which and what to do."""
