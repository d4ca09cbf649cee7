"""Where the program stands: streams, width, colour. Nothing else asks for them."""

from __future__ import annotations

import io
import os
import stat
import sys

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

FALLBACK_WIDTH = 80
MIN_WIDTH = 20
MAX_WIDTH = 120
"""Longer lines of text are harder to read, whatever the terminal's width."""
MAX_COLUMNS = 400
FALLBACK_HEIGHT = 24


class Terminal(Record):
    """Streams and environment of one run."""

    out: TextIO
    err: TextIO
    stdin: TextIO
    environment: Mapping[str, str]
    is_tty: bool
    """Whether somebody reads standard output."""

    @property
    def columns(self) -> int:
        """Return how many columns there are; tables of many use them all."""
        return max(MIN_WIDTH, min(self._measured("COLUMNS", 0) or FALLBACK_WIDTH, MAX_COLUMNS))

    @property
    def width(self) -> int:
        """Return the columns to use for text."""
        return min(self.columns, MAX_WIDTH)

    @property
    def line_width(self) -> int | None:
        """Return the columns that a line may take; None where nobody says: a pipe takes lines of any length."""
        return self.columns if self.is_tty or self.environment.get("COLUMNS") else None

    @property
    def height(self) -> int:
        """Return how many lines the screen has."""
        return self._measured("LINES", 1) or FALLBACK_HEIGHT

    def _measured(self, variable: str, side: int) -> int:
        """Return what a variable says of the screen, else the screen itself; 0 where nobody knows."""
        text = self.environment.get(variable, "")
        number = int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004  # no such terminal
        if number:
            return number
        try:
            return os.get_terminal_size(self.out.fileno())[side]
        except (OSError, ValueError, AttributeError):
            return 0

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

    def paints_data(self, wanted: str | None) -> bool:
        """Tell whether to colour what programs read: only where somebody looks at it, or asks for it."""
        return wanted == "always" or (self.is_tty and self.color(wanted))

    def is_fed(self) -> bool:
        """Tell whether standard input is a pipe or a file that holds something; waits until a pipe's writer says so."""
        try:
            mode = os.fstat(self.stdin.fileno()).st_mode
        except (OSError, ValueError, AttributeError):
            return False
        return (stat.S_ISFIFO(mode) or stat.S_ISREG(mode)) and bool(self.stdin.buffer.peek(1))  # type: ignore[attr-defined]  # a buffered reader has it

    def buffer(self) -> io.StringIO:
        """Return where to draw what is shown as a whole; it takes the characters that the screen does."""
        made = type("Screen", (io.StringIO,), {"encoding": self.out.encoding})
        return made()  # type: ignore[no-any-return]  # it is one

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

    from errdecode.parse.writing import PatientFile  # noqa: PLC0415

    return io.TextIOWrapper(io.BufferedWriter(PatientFile(number)), stream.encoding, line_buffering=stream.isatty())
