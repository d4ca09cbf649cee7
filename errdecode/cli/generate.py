"""Generate `completions/`: `python -m errdecode.cli.generate [--check]`.

The folder holds what packages install where each shell looks. With `--check`
nothing is written; the exit status is 1 if anything is not as it would be.
"""

from __future__ import annotations

import os
import sys

from typer.main import get_command

from errdecode import __version__
from errdecode.catalog import words
from errdecode.catalog.load import load, load_taxonomy
from errdecode.catalog.locate import Root, shipped
from errdecode.cli.app import app
from errdecode.completion import man
from errdecode.completion.shells import SHELLS, script
from errdecode.completion.tree import read_tree, titles

FOLDER = os.path.join(os.path.dirname(shipped()), "completions")


def generate() -> dict[str, str]:
    """Return every generated file by its name."""
    tree = read_tree(get_command(app), titles(load_taxonomy()[0]))
    catalogs = load((Root(shipped(), "shipped"),)).catalogs
    entries = (entry for catalog in catalogs for entry in catalog.entries)
    return {
        **{name: script(shell, tree) for shell, name in SHELLS.items()},
        man.FILE_NAME: man.man_page(tree, __version__),
        words.FILE_NAME: words.completion_words((catalog.venue for catalog in catalogs), entries),
    }


def stale(files: dict[str, str]) -> list[str]:
    """Return the names of the files that differ from what they should be."""
    return [name for name, text in files.items() if _read(os.path.join(FOLDER, name)) != text]


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return None


def main(arguments: list[str]) -> int:
    """Write what is stale, or name it.

    Args:
        arguments: `--check` or nothing.
    """
    files = generate()
    changed = stale(files)
    if arguments == ["--check"]:
        for name in changed:
            sys.stderr.write(f"completions/{name} is stale: run python -m errdecode.cli.generate\n")
        return bool(changed)
    if arguments:
        sys.stderr.write("usage: python -m errdecode.cli.generate [--check]\n")
        return 2
    os.makedirs(FOLDER, exist_ok=True)
    for name in changed:
        with open(os.path.join(FOLDER, name), "w", encoding="utf-8", newline="") as file:
            file.write(files[name])
        sys.stdout.write(f"completions/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
