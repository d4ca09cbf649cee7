"""Real shells for the tests of completion."""

from __future__ import annotations

import os
import shutil

import pytest
from shell_driver import COMPLETIONS, Shell

SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(params=SHELLS, scope="session")
def shell_name(request):
    """Name each shell that is installed."""
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    return request.param


@pytest.fixture(scope="session")
def shipped(shell_name, tmp_path_factory):
    """Start each shell with the shipped words only."""
    shell = Shell(shell_name, str(tmp_path_factory.mktemp(shell_name)))
    yield shell
    shell.close()


@pytest.fixture
def with_words(shell_name, tmp_path):
    """Start a shell in whose cache given words lie."""
    started = []

    def start(words):
        os.makedirs(tmp_path / "cache" / "errdecode")
        (tmp_path / "cache" / "errdecode" / "completion.tsv").write_text(words, encoding="utf-8")
        started.append(Shell(shell_name, str(tmp_path)))
        return started[0]

    yield start
    for shell in started:
        shell.close()


@pytest.fixture
def completions():
    """Return the folder of the generated files."""
    return COMPLETIONS
