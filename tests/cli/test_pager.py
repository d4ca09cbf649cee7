"""What is longer than the screen goes through the pager, as with git."""

from __future__ import annotations

import pytest
from harness import on_terminal, run
from scans import LOGS

LONG = ("codes", "crypto-com")
REPORT = ("parse", str(LOGS / "mixed.log"), str(LOGS / "ccxt.log"), str(LOGS / "freqtrade.log"))


@pytest.fixture
def pager(tmp_path):
    """A pager that writes down its settings and what it was given."""
    script = tmp_path / "pager"
    script.write_text(f'#!/bin/sh\necho "$LESS $LV" > {tmp_path}/settings\ncat > {tmp_path}/seen\n')
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("typed", [LONG, REPORT, ("venues",)], ids=lambda typed: typed[0])
def test_a_long_listing_goes_through_the_pager(pager, typed):
    """All of it, with its colours, and nothing beside it."""
    result = on_terminal(*typed, columns=60, PAGER=str(pager), LINES="20")
    assert result.status == 0
    seen = (pager.parent / "seen").read_text()
    assert seen.count("\n") > 20
    assert "\x1b[" in seen
    # How far a scan has come is written over and over on the same screen.
    assert on_terminal(*typed, columns=60, PAGER="cat", LINES="20").out.endswith(seen)
    assert (pager.parent / "settings").read_text() == "FRX -c\n"


def test_settings_of_the_pager_are_kept(pager):
    """Whoever sets LESS gets what was set."""
    on_terminal(*LONG, PAGER=str(pager), LESS="R")
    assert (pager.parent / "settings").read_text() == "R -c\n"


@pytest.mark.parametrize(
    ("typed", "variables"),
    [
        ((*LONG, "--no-pager"), {}),
        (LONG, {"LINES": "9999"}),
        (("crypto-com:43005",), {"LINES": "5"}),
        ((*LONG, "-f", "rows"), {}),
    ],
    ids=["--no-pager", "short", "an answer", "rows"],
)
def test_what_needs_no_pager_gets_none(pager, typed, variables):
    """The option, what fits on the screen, one answer, lines for programs."""
    assert on_terminal(*typed, PAGER=str(pager), **variables).out
    assert not (pager.parent / "seen").exists()


def test_a_pipe_gets_no_pager(pager):
    """Only a terminal does."""
    assert run(*LONG, "-f", "table", PAGER=str(pager)).out
    assert not (pager.parent / "seen").exists()


@pytest.mark.parametrize("command", ["", "cat", "/nowhere/pager"])
def test_without_a_pager_all_is_shown(command):
    """Nothing, `cat`, or a program that is not there."""
    assert on_terminal(*LONG, PAGER=command).out.count("\n") > 50
