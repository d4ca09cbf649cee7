"""The files in `completions/`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@pytest.mark.slow
def test_completions_are_fresh():
    """What is committed is what commands and catalogues give now; otherwise run `python -m errdecode.cli.generate`."""
    command = [sys.executable, "-m", "errdecode.cli.generate", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("program", "options", "name"),
    [
        ("bash", ["-n"], "errdecode.bash"),
        ("zsh", ["-n"], "_errdecode"),
        ("fish", ["-n"], "errdecode.fish"),
        ("groff", ["-man", "-Tutf8", "-ww", "-z"], "errdecode.1"),
    ],
)
def test_its_own_program_accepts_it(completions, program, options, name):
    """Each file passes its shell's syntax check, and the man page is set without a warning."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [program, *options, os.path.join(completions, name)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_man_page_reads_well(completions):
    """`man` shows the page with its sections, every command and the options as they are typed."""
    if not shutil.which("man"):
        pytest.skip("man is not installed")
    environment = {**os.environ, "MANWIDTH": "100", "MAN_KEEP_FORMATTING": "", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"}
    page = os.path.join(completions, "errdecode.1")
    done = subprocess.run(
        ["man", "--warnings", "-l", page],  # noqa: S607  # whichever is installed
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    for wanted in ("NAME", "SYNOPSIS", "EXIT STATUS", "errdecode parse", "-V, --venue VENUE", "$ errdecode"[2:]):
        assert wanted in done.stdout


def test_the_words_are_sorted_and_plain(completions):
    """Every line is a word, a tab and a description that print, sorted as bytes are."""
    with open(os.path.join(completions, "completion.tsv"), encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    assert lines.pop() == ""
    assert [line for line in lines if line.count("\t") != 1 or not line.replace("\t", "").isprintable()] == []
    assert [line.encode() for line in lines] == sorted(line.encode() for line in lines)
