"""Where the program stands: streams, width, colour. Nothing else asks for them."""

from __future__ import annotations

import os
import sys

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

FALLBACK_WIDTH = 80
MIN_WIDTH = 20
MAX_WIDTH = 120
"""Longer lines are harder to read, whatever the terminal's width."""


class Terminal(Record):
    """Streams and environment of one run."""

    out: TextIO
    err: TextIO
    stdin: TextIO
    environment: Mapping[str, str]
    is_tty: bool
    """Whether somebody reads standard output."""

    @property
    def width(self) -> int:
        """Return the columns to use."""
        text = self.environment.get("COLUMNS", "")
        columns = int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004  # no such terminal
        if not columns:
            try:
                columns = os.get_terminal_size(self.out.fileno()).columns
            except (OSError, ValueError, AttributeError):
                columns = FALLBACK_WIDTH
        return max(MIN_WIDTH, min(columns or FALLBACK_WIDTH, MAX_WIDTH))

    def color(self, wanted: str | None) -> bool:
        """Tell whether to colour: the option first, then NO_COLOR and FORCE_COLOR, then who reads.

        Args:
            wanted: `always`, `never`, `auto` or None.
        """
        if wanted in ("always", "never"):
            return wanted == "always"
        if self.environment.get("NO_COLOR"):
            return False
        if self.environment.get("FORCE_COLOR", "0") not in ("", "0"):
            return True
        return self.is_tty and self.environment.get("TERM") != "dumb"

    def say(self, text: str) -> None:
        """Write a line to standard error."""
        self.err.write(f"{text}\n")


def standard_terminal() -> Terminal:
    """Return the process's own streams, able to write whatever they are given."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed before the start
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # as long as the process lives
    sys.stdout, sys.stderr = _patient(sys.stdout), _patient(sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Unicode, and names with bytes that are no text.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]  # the interpreter's own streams
    return Terminal(sys.stdout, sys.stderr, sys.stdin, os.environ, sys.stdout.isatty())


def _patient(stream: TextIO) -> TextIO:
    """Return a stream that waits for its reader even where whoever opened it told it not to."""
    try:
        number = stream.fileno()
        if not hasattr(os, "get_blocking") or os.get_blocking(number):
            return stream
    except (OSError, ValueError):
        return stream
    # Only such a stream pays for it.
    import io  # noqa: PLC0415

    from errdecode.logs.writing import PatientFile  # noqa: PLC0415

    return io.TextIOWrapper(io.BufferedWriter(PatientFile(number)), stream.encoding, line_buffering=stream.isatty())
