"""Columns of rows, headers, coloured JSON, the source in a browser."""

from __future__ import annotations

import json
import re

import pytest
from harness import on_terminal, run
from scans import REFUSED, TIMEOUT, lines

from errdecode.formats import listed, taking

COLUMNED = listed(taking("fields"), "and")
PAYLOAD = '{"id":1,"method":"private/create-order","code":306}'
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        (["crypto-com:43005", "--fields", "code,name,ccxt"], [["43005", "POST_ONLY_REJ", "OrderImmediatelyFillable"]]),
        (["decode", PAYLOAD, "--fields", "code, confidence ,http_status"], [["306", "certain", "500"]]),
        (["codes", "tickdb", "--fields=code", "--header"], None),
        (["venues", "-V", "tickdb", "--fields", "venue,namespace"], None),
        (["search", "post", "only", "--limit", "1", "--fields", "venue"], None),
    ],
    ids=lambda value: value[0] if value else "",
)
def test_rows_have_the_columns_that_are_asked_for(typed, rows):
    """In the order in which they are named."""
    result = run(*typed)
    assert result.status == 0
    assert {len(row) for row in result.rows} == {len(typed[-1].split(",")) if rows or "venues" in typed else 1}
    assert rows is None or result.rows == rows


@pytest.mark.parametrize(
    "typed", [["43005"], [PAYLOAD], ["venues"], ["codes", "tickdb"]], ids=lambda typed: typed[0][:9]
)
def test_a_header_names_the_columns(typed):
    """One line first, as wide as the others; without it rows are what they were."""
    head, *rows = run(*typed, "--header").rows
    assert {len(row) for row in rows} == {len(head)}
    assert rows == run(*typed).rows
    assert {"venue", "namespace"} <= set(head)


def test_columns_of_a_scan():
    """Rows and csv take the same columns; csv always has its header."""
    log = lines(REFUSED, TIMEOUT)
    wanted = ("--fields", "line,code,safest")
    rows = [["1", "43005", "rejected after_fix"], ["2", "40801", "unknown reconcile_first"]]
    assert run("parse", *wanted, stdin=log).rows == rows
    assert run("parse", *wanted, "--header", stdin=log).rows == [["line", "code", "safest"], *rows]
    assert run("parse", *wanted, "-f", "csv", stdin=log).out.splitlines() == [
        "line,code,safest", "1,43005,rejected after_fix", "2,40801,unknown reconcile_first",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["43005", "--fields", "code,nope"], "--fields does not know 'nope': it takes venue,"),
        (["43005", "--fields", "code", "-f", "json"], f"--fields goes with {COLUMNED}, not json"),
        (["43005", "--header", "-f", "table"], f"--header goes with {COLUMNED}, not table"),
        (["parse", "--fields", "nope", "-"], "--fields does not know 'nope'"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_a_column_that_there_is_not_is_bad_usage(typed, said):
    """Exit status 2, and what there is."""
    result = run(*typed)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize("form", ["json", "ndjson"])
@pytest.mark.parametrize("typed", [["43005"], ["codes", "tickdb"]], ids=lambda typed: typed[0])
def test_json_on_a_terminal_is_coloured_json(typed, form):
    """Without its colours it is what a pipe gets; NO_COLOR is obeyed."""
    plain = run(*typed, "-f", form).out
    screen = on_terminal(*typed, "-f", form).out
    assert "\x1b[" in screen
    assert ESCAPE.sub("", screen) == plain == on_terminal(*typed, "-f", form, NO_COLOR="1").out


def test_json_of_a_scan_is_coloured_where_it_is_asked_for():
    """`--color always` colours what goes into a pipe."""
    out = run("parse", "-f", "ndjson", "--color", "always", stdin=lines(REFUSED, TIMEOUT)).out
    assert out.count("\x1b[") > 20
    assert [json.loads(line)["code"] for line in ESCAPE.sub("", out).splitlines()] == ["43005", "40801"]


@pytest.fixture
def browser(tmp_path):
    """A browser that writes down what it was given."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {tmp_path}/seen\n')
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("typed", [["crypto-com:43005"], [PAYLOAD]], ids=["code", "payload"])
def test_the_source_is_opened(browser, typed):
    """`--open` starts $BROWSER with the address of the first reading, and says so."""
    result = run(*typed, "--open", BROWSER=str(browser))
    url = (browser.parent / "seen").read_text()
    assert url.startswith("https://exchange-docs.crypto.com/")
    assert result.err == f"errdecode: opened {url}\n"
    assert result.out == run(*typed).out


def test_no_answer_opens_nothing(browser):
    """There is no source of what is not known."""
    result = run("99999", "--open", BROWSER=str(browser))
    assert result.status == 1
    assert not (browser.parent / "seen").exists()
