"""Run the program: what is typed every day at once, everything else through Typer."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: what was typed; the process's own arguments if None.
    """
    from errdecode.cli.guard import guarded  # noqa: PLC0415  # keeps `import errdecode.__main__` free of work

    return guarded(sys.argv[1:] if arguments is None else arguments)


def run() -> None:
    """Run the process: one command, then out."""
    # Everything is flushed and nothing is left to close: skipping the
    # interpreter's teardown saves a tenth of a lookup.
    os._exit(main())


if __name__ == "__main__":
    run()
