"""End a scan when the process is asked to end, and not in the middle of a message."""

from __future__ import annotations

import contextlib
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ENDS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What asks a process to end."""


class StopSignal(KeyboardInterrupt):
    """The process was asked to end by a signal other than the keyboard's."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextlib.contextmanager
def heeded() -> Iterator[None]:
    """Let every signal that ends the process raise `KeyboardInterrupt`, but those that whoever started it ignores."""
    before = {}
    for number in ENDS:
        if signal.getsignal(number) is signal.SIG_DFL:
            # Only the main thread may; another leaves signals as they are.
            with contextlib.suppress(ValueError):
                before[number] = signal.signal(number, _raise)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, _frame: object) -> None:
    raise StopSignal(number)


@contextlib.contextmanager
def shielded() -> Iterator[None]:
    """Keep signals that end the process back until a message is whole."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        # A signal that came just before is raised here, when the others are blocked already.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
