"""Law: no text makes the program fail."""

from __future__ import annotations

import pytest
from harness import run_here
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import anything

import errdecode


@given(anything)
def test_decoding_never_raises(text):
    """Any text gives findings or none."""
    for finding in errdecode.decode(text):
        assert finding.code
        assert finding.confidence in ("certain", "likely", "ambiguous", "unknown")


@given(anything)
@pytest.mark.slow
def test_looking_up_never_raises(text):
    """Any text is a code that is known or not."""
    (answer,) = errdecode.lookup(text)
    assert answer.query == text


@settings(max_examples=40)
@given(
    st.lists(
        st.one_of(anything, st.sampled_from(["-f", "--", "-V", "-1", "lookup", "--json", "--catalog"])), max_size=4
    )
)
@pytest.mark.slow
def test_the_command_line_ends_with_a_known_status(words):
    """Whatever is typed, the exit status is one of the interface's and nothing is half an answer."""
    banned = {"catalog", "completion", "parse"}  # these may write files or wait for input
    if not banned & set(words) and "\0" not in "".join(words):
        result = run_here(*words)
        assert result.status in (0, 1, 2)
        assert "Traceback" not in result.err
