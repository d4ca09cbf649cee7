"""Law: nothing of an input reaches the terminal as control."""

from __future__ import annotations

import unicodedata

import pytest
from harness import run_here
from hypothesis import given, settings
from strategies import anything


def acts(text):
    """Return the characters of an output that a terminal would act on."""
    return {
        char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\n\t"
    }


@pytest.mark.parametrize("form", ["rows", "json", "ndjson", "table"])
@settings(max_examples=30)
@given(text=anything)
@pytest.mark.slow
def test_no_control_character_in_any_format(form, text):
    """Output holds no character but printable ones, line breaks and tabs."""
    result = run_here("decode", "-", "-f", form, "--color", "never", stdin=text)
    assert not acts(result.out)
    assert not acts(result.err)


@pytest.mark.parametrize("form", ["rows", "json", "ndjson", "table"])
@settings(max_examples=20)
@given(text=anything)
@pytest.mark.slow
def test_no_control_character_of_a_code_in_any_format(form, text):
    """The same holds for what is typed as a code."""
    result = run_here("lookup", "-f", form, "--color", "never", "--", text)
    assert not acts(result.out)
    assert not acts(result.err)
