"""Show what is longer than the screen a page at a time, as git does."""

from __future__ import annotations

import os
import signal
import subprocess

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.cli.terminal import Terminal

_DEFAULTS = {"LESS": "FRX", "LV": "-c"}
"""Keep colours, leave the text on the screen."""
_NOT_FOUND = 127
"""What a shell ends with where there is no such program."""


def show_paged(text: str, terminal: Terminal) -> None:
    """Write a text through the pager, or as it is where there is none.

    Args:
        text: the text, with its colours.
        terminal: where to write.
    """
    command = terminal.environment.get("PAGER", "less" if _has_keys() else "")
    if command in {"", "cat"} or not _paged(text, command, terminal):
        terminal.out.write(text)


def _has_keys() -> bool:
    """Tell whether somebody could turn the pages: a job without a terminal of its own would wait for ever."""
    try:
        os.close(os.open(os.ctermid(), os.O_RDONLY | os.O_NOCTTY))
    except (OSError, AttributeError):
        return False
    return True


def _paged(text: str, command: str, terminal: Terminal) -> bool:
    """Run the pager, and tell whether there was one."""
    terminal.out.flush()
    # Ctrl-C is for the pager.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done = subprocess.run(  # noqa: S602  # PAGER is a command line of the user's own
            command,
            shell=True,
            input=text.encode("utf-8", "backslashreplace"),
            env={**_DEFAULTS, **terminal.environment},
            stdout=terminal.out.fileno(),
            check=False,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    return done.returncode != _NOT_FOUND
