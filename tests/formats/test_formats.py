"""Every output format is what its line says."""

from __future__ import annotations

import pytest
from harness import run
from scans import REFUSED, lines

from errdecode.formats import DECODE, FORMATS, LISTING, LOOKUP, PARSE, listed, names

COMMANDS = {
    LOOKUP: ["crypto-com:43005"],
    DECODE: ["decode"],
    LISTING: ["codes", "crypto-com"],
    PARSE: ["parse"],
}
OPTIONS = {"fields": ("--fields", "code"), "header": ("--header",), "context": ("-C", "1"), "top": ("--top", "1")}
"""The options that only some formats take."""


@pytest.mark.parametrize("kind", COMMANDS)
@pytest.mark.parametrize("name", names())
def test_a_format_shows_what_it_says_and_nothing_else(name, kind):
    """An error's code stands in the output of each command that takes the format; the others refuse it by name."""
    result = run(*COMMANDS[kind], "-f", name, stdin=lines(REFUSED))
    if name in names(kind):
        assert (result.status, result.err) == (0, "")
        assert "43005" in result.out
    else:
        assert (result.status, result.out) == (2, "")
        assert f"{name!r} is not one of {', '.join(names(kind))}" in result.err


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_a_format_takes_the_options_that_it_says_and_no_others(known, option):
    """An option that means nothing to a format is bad usage, not passed over."""
    result = run("parse", "-", "-f", known.name, *OPTIONS[option], stdin=lines(REFUSED))
    assert result.status == (0 if option in known.takes else 2)
    assert bool(result.out) == (option in known.takes)


@pytest.mark.parametrize(
    ("words", "said"), [(("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")], ids=len
)
def test_words_are_listed_as_one_says_them(words, said):
    """One, two or more."""
    assert listed(words, "or") == said
