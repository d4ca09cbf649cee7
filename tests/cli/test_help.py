"""Help that shows before it explains."""

from __future__ import annotations

import re
import shlex

import pytest
from harness import run

COMMANDS = ("lookup", "decode", "search", "venues", "codes")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_examples_stand_before_options(command):
    """Help begins with what can be typed at once."""
    result = run(*filter(None, [command]), "--help")
    assert result.status == 0
    assert 0 < result.out.index("Examples:") < result.out.index("Options")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_short_help_is_help(command):
    """`-h` is `--help`."""
    words = [command] if command else []
    assert run(*words, "-h").out == run(*words, "--help").out


def examples():
    """Return every example of every help."""
    found = []
    for command in ("", *COMMANDS):
        text = run(*filter(None, [command]), "--help").out
        block = text[text.index("Examples:") :].split("\n\n", 1)[0]
        found += re.findall(r"^\s+(errdecode \S.*?)(?:\s{2,}.*)?$", block, re.MULTILINE)
    return found


@pytest.mark.slow
def test_every_example_works():
    """What help shows can be typed as it stands."""
    shown = examples()
    assert len(shown) > 8
    for line in shown:
        if "..." in line:
            continue  # a payload cut short for the eye
        words = shlex.split(line)
        assert run(*words[1:]).status == 0, line


def test_help_names_every_command():
    """A command that help does not list does not exist."""
    text = run("--help").out
    for command in COMMANDS:
        assert re.search(rf"^\s*{command}\s", text, re.MULTILINE)


def test_nothing_typed_shows_help():
    """`errdecode` alone explains itself."""
    result = run()
    assert "Examples:" in result.out + result.err
