"""No line that says something of a venue is passed over unread, however its words are written."""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scans import lines

from errdecode.catalog.store import open_index
from errdecode.core.clue_kinds import KINDS
from errdecode.core.decoder import Decoder
from errdecode.parse.prepare import prepare_speaking


@cache
def words():
    """Return all that is looked for."""
    seen = open_index().recognition()
    return sorted({*seen.names, *seen.hosts, *seen.domains, *seen.paths, *seen.methods, *seen.marks})


JOINTS = ("", "", "_", "-", ".", "__", ":/", " ", "é", "\x1b[0m")


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return Decoder(open_index())


@pytest.fixture(scope="module")
def speaking(decoder):
    """Prepare the search for lines once."""
    return prepare_speaking(decoder.recognition, os.environ)


def says(decoder, line):
    """Tell whether a line says something that counts for the lines below."""
    return any(clue.venue and KINDS[clue.kind].is_heard_below for clue in decoder.clues_in(line))


@st.composite
def written(draw):
    """Return a word of the catalogues as somebody may write it: in another case, in parts, in a longer one."""
    word = draw(st.sampled_from(words())).rstrip("*")
    word = draw(st.sampled_from((str, str.upper, str.title, str.lower, str.swapcase)))(word)
    at = draw(st.integers(0, len(word)))
    begin, end = (
        draw(st.sampled_from(("", "ccxt.", "my_", "https://", "(", "X"))),
        draw(st.sampled_from(("", "Error", "/x", "2"))),
    )
    return f"{begin}{word[:at]}{draw(st.sampled_from(JOINTS))}{word[at:]}{end}"


LINES = st.lists(
    st.lists(written() | st.sampled_from(("order", "GET /", "12:30", "ok", "")), max_size=3).map(" ".join), max_size=8
)


@given(LINES)
def test_every_line_that_says_something_is_named(decoder, speaking, texts):
    """What is not named holds no clue."""
    named = speaking.lines("\n".join(texts).encode())
    assert named == sorted(set(named))
    assert {number for number, text in enumerate(texts) if says(decoder, text)} <= set(named)


def test_most_lines_of_a_log_are_not_named(speaking):
    """It would spare nothing otherwise."""
    chatter = ["2026-11-20T09:30:00Z INFO tick 17 took 3 ms", "heartbeat 1795167000", "bought 3 at 1.5"] * 50
    assert speaking.lines(lines(*chatter, "binance says hello")) == [len(chatter)]
