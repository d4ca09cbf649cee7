"""Panels, tables and colour, on a real terminal."""

from __future__ import annotations

import json
import re

import pytest
from harness import on_terminal, run

ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
MARKUP = "[red]loud[/red] [/x] [link=http://evil]go[/link] :warning: :boom: [bold"


def width_of(line):
    """Return the columns that a line takes; every character here is one wide."""
    return len(ESCAPE.sub("", line))


def test_one_reading_is_a_panel():
    """On a terminal a single reading answers in order: executed and what to do, meaning, why, source."""
    status, screen, _ = on_terminal("crypto-com:43005", NO_COLOR="1")
    assert status == 0
    assert screen.startswith("╭─ 43005 POST_ONLY_REJ ─")
    places = [screen.index(word) for word in ("Refused · Fix", "1. ", "Meaning", "Why", "Response and", "https://")]
    assert places == sorted(places)


def test_advice_that_is_left_out_is_not_announced():
    """What only reads needs no advice, and no word on where the advice would come from."""
    failed = '200 {"retCode":12016,"retMsg":"Service not available."}'
    for asked, number in (("POST https://api.bybit.com/v5/order/create", 1), ("GET https://api.bybit.com/v5/order", 0)):
        screen = on_terminal(f"{asked} {failed}", "-V", "bybit", NO_COLOR="1").out
        assert screen.count("Advice for everything") == screen.count(" 1. ") == number


def test_several_readings_are_a_table():
    """A crowded code is a list of readings and a hint for more."""
    _, screen, _ = on_terminal("10001", NO_COLOR="1")
    assert screen.startswith("10001: ")
    assert "readings" in screen.splitlines()[0]
    assert "errdecode " in screen


@pytest.mark.parametrize("columns", [40, 80])
def test_a_search_that_finds_nothing_says_so(columns):
    """On a terminal as in a pipe, a word that stands nowhere is no fault of the program."""
    status, screen, _ = on_terminal("search", "xylophone", columns=columns, NO_COLOR="1")
    assert (status, screen) == (1, "xylophone: 0 entries\nerrdecode: no entry holds 'xylophone'\n")


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("typed", ["43005", "10001", "99999"])
def test_nothing_is_wider_than_the_terminal(typed, columns):
    """Lines fit, and the letters of the answer are all there."""
    _, screen, _ = on_terminal(typed, columns=columns, NO_COLOR="1")
    # An address is left whole, so that a terminal can follow it.
    assert max(width_of(line) for line in screen.splitlines() if not line.startswith("https://")) <= columns
    assert typed in screen


def test_colour_on_a_terminal():
    """A terminal gets colour, and all of it is ended."""
    _, screen, _ = on_terminal("crypto-com:43005")
    assert ESCAPE.search(screen)
    assert screen.rstrip("\n").endswith(("\x1b[0m", "\x1b]8;;\x1b\\"))
    assert ESCAPE.sub("", screen) == on_terminal("crypto-com:43005", NO_COLOR="1").out


@pytest.mark.parametrize(
    ("arguments", "variables", "coloured"),
    [
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
        ([], {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        (["--color", "never"], {}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color=auto"], {"NO_COLOR": "1"}, False),
    ],
)
def test_who_decides_on_colour(arguments, variables, coloured):
    """The option first, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    screen = on_terminal("crypto-com:43005", *arguments, **variables).out
    assert bool(ESCAPE.search(screen)) is coloured
    assert "43005 POST_ONLY_REJ" in ESCAPE.sub("", screen)


@pytest.mark.parametrize(
    ("arguments", "variables", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        (["--color", "always"], {}, True),
    ],
)
def test_colour_of_a_table_in_a_pipe(arguments, variables, coloured):
    """In a pipe a table has colour only where it was asked for."""
    out = run("crypto-com:43005", "-f", "table", *arguments, **variables).out
    assert bool(ESCAPE.search(out)) is coloured


def test_rows_never_have_colour():
    """Plain lines stay plain."""
    assert "\x1b" not in run("43005", "-f", "rows", "--color", "always").out


@pytest.mark.parametrize("form", ["table", "rows"])
def test_markup_and_emoji_names_are_letters(form):
    """What looks like markup in a payload is shown as it stands."""
    text = json.dumps({"id": 1, "method": "private/create-order", "code": 306, "message": MARKUP})
    status, screen, _ = on_terminal("decode", text, "-f", form, columns=120, NO_COLOR="1")
    assert status == 0
    for piece in ("[red]loud[/red]", "[/x]", "[link=http://evil]go[/link]", ":warning:", ":boom:", "[bold"):
        assert piece in screen
    assert "⚠" not in screen


@pytest.mark.parametrize("field", ["message", "method", "id", "original", "details"])
def test_escape_sequences_are_spelled_out(field):
    """A payload cannot move the cursor, ring, set a title or write from right to left."""
    hostile = "a\x1b[2Jb\x07c\x9b31md\u202ee\u200bf\x00g\x7fh\x1b]0;title\x07"
    frame = {"id": 1, "method": "private/create-order", "code": 306, "message": "x", field: hostile}
    _, screen, _ = on_terminal("decode", json.dumps(frame), NO_COLOR="1", columns=120)
    assert not set(screen) & set("\x1b\x07\x9b\u202e\u200b\x00\x7f")


def test_a_hostile_code_is_spelled_out():
    """A code typed with control characters does not come back as such."""
    _, screen, _ = on_terminal("\x1b[31m43005\x07", NO_COLOR="1")
    assert "\x1b" not in screen
    assert "\x07" not in screen
    assert "\\x1b[31m43005" in screen


def test_readings_of_a_payload_say_what_speaks_for_the_first():
    """Readings that nothing tells apart are a table, with the evidence below."""
    _, screen, _ = on_terminal('{"error_code":1007}', NO_COLOR="1")
    assert " readings" in screen.splitlines()[0]
    assert "Nothing in the input tells them apart" in screen
    assert "For the first speaks: " in screen


@pytest.mark.parametrize("columns", ["0", "7", "abc", "99999999"])
def test_an_odd_width_does_no_harm(columns):
    """COLUMNS may hold anything."""
    result = run("43005", "-f", "table", COLUMNS=columns)
    assert result.status == 0
    assert result.err == ""


@pytest.mark.parametrize("typed", [["10001"], ["-V", "okcoin", "10001"], ["crypto-com:50001"], ["1000"]], ids=" ".join)
def test_the_hint_below_a_table_leads_to_one_reading(typed):
    """What is offered as "in full" gives a panel, not the table again."""
    (hint,) = re.findall(r"One in full: errdecode (\S+)", run(*typed, "-f", "table").out)
    assert run(hint, "-f", "table").out.startswith("╭─")
