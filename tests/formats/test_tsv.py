"""Tab-separated values."""

from __future__ import annotations

import json

import pytest
from harness import run
from scans import REFUSED, TIMEOUT, error, lines

SPELLED = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
ODD = "a\tb\nc\rd\\te"


def read(text):
    """Return the records of a text, as a program reads them that knows the four escapes."""
    head, *rows = [[value(cell) for cell in line.split("\t")] for line in text.removesuffix("\n").split("\n")]
    return [dict(zip(head, row, strict=True)) for row in rows]


def value(cell):
    """Return what a cell stands for."""
    first, *parts = cell.replace("\\\\", "\0").split("\\")
    return "".join((first, *(SPELLED[part[0]] + part[1:] for part in parts))).replace("\0", "\\")


def payload(message):
    """Return an error that says something."""
    return json.dumps({"id": 1, "method": "private/create-order", "code": 306, "message": message})


@pytest.mark.parametrize(
    ("typed", "stdin"),
    [(["43005"], ""), (["decode"], payload("no")), (["parse"], lines(REFUSED, TIMEOUT))],
    ids=["lookup", "decode", "parse"],
)
def test_tsv_holds_what_rows_hold_under_the_names_of_their_columns(typed, stdin):
    """The header is always there; the columns are the usual ones."""
    rows = run(*typed, "--header", "-f", "rows", stdin=stdin)
    tsv = run(*typed, "-f", "tsv", stdin=stdin)
    assert (tsv.status, tsv.out, tsv.err) == (0, rows.out, rows.err)


@pytest.mark.parametrize(
    ("typed", "stdin"),
    [(["decode"], payload(ODD)), (["parse"], lines(error(306, ODD), error(306, ODD, number=8)))],
    ids=["decode", "parse"],
)
def test_what_was_said_can_be_read_back(typed, stdin):
    """Tabs, ends of lines and backslashes of a message neither break a line nor get lost."""
    records = read(run(*typed, "-f", "tsv", stdin=stdin).out)
    assert {record["message"] for record in records if record["confidence"] != "also"} == {ODD}


def test_controls_are_spelled():
    """Nothing in a message acts on a terminal."""
    out = run("decode", "-f", "tsv", stdin=payload("\x1b[2J\u202e")).out
    assert r"\x1b[2J\u202e" in out
    assert out.replace("\n", "").replace("\t", "").isprintable()


def test_the_columns_are_those_that_are_asked_for():
    """In their order, under their names."""
    out = run("parse", "-f", "tsv", "--fields", "line,code", stdin=lines(REFUSED, TIMEOUT)).out
    assert out == "line\tcode\n1\t43005\n2\t40801\n"


def test_what_is_in_no_catalogue_is_said_beside_it():
    """As with rows, standard output holds readings only."""
    result = run("99999999", "-f", "tsv")
    assert (result.status, len(result.rows)) == (1, 1)
    assert "in no catalogue" in result.err


def test_a_list_has_no_tsv():
    """Bad usage names what there is."""
    result = run("codes", "-f", "tsv")
    assert (result.status, result.out) == (2, "")
    assert "'tsv' is not one of table, brief, rows, json, ndjson" in result.err
