"""Open the source of an answer in a browser."""

from __future__ import annotations

import webbrowser

from errdecode.core.sanitise import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.cli.terminal import Terminal
    from errdecode.model import Entry


def open_source(entries: Sequence[Entry], terminal: Terminal) -> None:
    """Open the address of the first reading's source, and say which.

    Args:
        entries: the readings, best first.
        terminal: where to say it.
    """
    url = next((entry.source.url for entry in entries if entry.source.url), None)
    if url is None or not url.startswith(("https://", "http://")):
        terminal.say("errdecode: --open: there is no source to open" if entries else "errdecode: --open: no answer")
        return
    terminal.out.flush()
    try:
        is_open = webbrowser.open(url)
    except (webbrowser.Error, OSError):
        is_open = False
    said = "opened" if is_open else "no browser could be started; BROWSER names one. The source is"
    terminal.say(f"errdecode: {said} {visible(url)}")
