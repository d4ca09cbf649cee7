"""Run the program: what is typed every day at once, everything else through Typer."""

from __future__ import annotations

import gc
import os
import sys

_FEW_COLLECTIONS = 50_000
"""Objects that are made before garbage is looked for; the default is 700."""

_INTERRUPTED = 130
"""Exit status of what Ctrl-C ended, as shells have it."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: what was typed; the process's own arguments if None.
    """
    from errdecode.cli.guard import guarded  # noqa: PLC0415  # keeps `import errdecode.__main__` free of work

    return guarded(sys.argv[1:] if arguments is None else arguments)


def run() -> None:
    """Run the process: one command, then out."""
    # What a command reads at its beginning lives to its end: there is no garbage to look for so soon.
    gc.set_threshold(_FEW_COLLECTIONS)
    try:
        status = main()
    except KeyboardInterrupt:
        # Before anything was loaded that would say so.
        status = _INTERRUPTED
    # Everything is flushed and nothing is left to close: skipping the
    # interpreter's teardown saves a tenth of a lookup.
    os._exit(status)


if __name__ == "__main__":
    run()
