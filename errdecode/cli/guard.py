"""Run a command so that no way of ending shows a traceback."""

from __future__ import annotations

import os
import sys

from errdecode.cli import exits
from errdecode.cli.requests import DecodeRequest, LookupRequest, ParseRequest
from errdecode.cli.router import route
from errdecode.cli.terminal import standard_terminal
from errdecode.core.sanitise import visible
from errdecode.errors import ErrdecodeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.cli.terminal import Terminal


def guarded(arguments: list[str]) -> int:
    """Run what was typed and return the exit status, whatever happens."""
    terminal = standard_terminal()
    try:
        status = _run(arguments, terminal)
        terminal.out.flush()
        terminal.err.flush()
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        if terminal.environment.get("ERRDECODE_DEBUG"):
            raise
        return _ended(error, terminal)
    return status


def _ended(error: BaseException, terminal: Terminal) -> int:
    """Return the exit status of a run that an exception ended, and say what is worth saying."""
    if isinstance(error, ErrdecodeError):
        terminal.say(f"errdecode: {error}")
        return exits.USAGE
    # What is still buffered must not fail again at exit.
    _discard_output()
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        # The reader has seen enough, which is no error; Click, inside Typer, makes a SystemExit of it.
        return exits.DECODED
    if isinstance(error, KeyboardInterrupt):
        return exits.INTERRUPTED
    if isinstance(error, MemoryError):
        terminal.say("errdecode: there is not enough memory for this: what is shown is not all")
    elif isinstance(error, OSError):
        terminal.say(f"errdecode: cannot write the answer: {error.strerror or error}")
    else:
        kind = type(error).__name__
        terminal.say(f"errdecode: internal error ({kind}: {visible(str(error))}); ERRDECODE_DEBUG=1 shows where")
    return exits.USAGE


def _run(arguments: list[str], terminal: Terminal) -> int:
    request = route(arguments)
    if request is None:
        # `cat x.json | errdecode` decodes; where nothing is typed and nothing comes, help is what is wanted.
        piped = route([*arguments, "-"])
        request = piped if isinstance(piped, DecodeRequest) and terminal.is_fed() else None
    if request is None:
        # Typer, only where it is needed.
        from errdecode.cli.app import run  # noqa: PLC0415

        return run(arguments, terminal)
    if isinstance(request, ParseRequest):
        from errdecode.cli.parse import answer_parse  # noqa: PLC0415  # after the router has spoken

        return answer_parse(request, terminal)
    from errdecode.cli.answer import answer_decode, answer_lookup  # noqa: PLC0415  # likewise

    if isinstance(request, LookupRequest):
        return answer_lookup(request, terminal)
    return answer_decode(request, terminal)


def _discard_output() -> None:
    """Point standard output at nothing, so that closing it cannot fail."""
    # Only a run that failed pays for this.
    import contextlib  # noqa: PLC0415

    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
