"""Every row of the venues' documents stands in their catalogues, names, statuses and messages equal."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from harness import SEEDS

import errdecode
from errdecode.catalog.store import open_index


class Layout(NamedTuple):
    """How a document is laid out."""

    venue: str
    namespaces: dict[str, str]
    """By a line above the table that names it."""
    rows: int
    code: tuple[str, ...] = ("code",)
    """Headings of the column with the code."""
    name: str | None = None
    message: str | None = None
    status: str | None = None


LAYOUTS = {
    "000": Layout(
        "ethgas",
        {"General Error Codes": "general", "Order API Error Codes": "order", "Response Codes": "http"},
        31, ("error code", "code"), message="description",
    ),
    "001": Layout(
        "crypto-com",
        {"Response and Reason Codes": "api", "Websocket Termination Codes": "close"},
        89, name="message code", message="description", status="http status",
    ),
    "002": Layout("oxfun", {"Error Codes": "ws"}, 54, message="error message"),
    "003": Layout(
        "okcoin",
        {"REST API Error Code": "rest", "WebSocket API Error Code": "ws"},
        203, ("error code",), message="description",
    ),
    "004": Layout("tickdb", {"Error Code Quick Reference": "api"}, 20, message="meaning"),
}  # fmt: skip

MADE = r"""
# Error Code For Spot
REST API Error Code

|Error Code	|Description|
|---|---|
|10000	|Required field, can not be null|
|10002|	System error|

WebSocket API Error Code

|Error Code	|Description|
|---|---|
|10001|	Illegal parameters
|10002|	Authentication failure|
|19999|	A code that nobody has|
|10005|	Words that the venue did not write|
"""
"""The fourth document's layout: two tables, tabs, a row without its last bar. The last two rows are wrong."""


def rows_of(text, layout):
    """Yield (namespace, column → cell) of every row of the tables of codes."""
    namespace, columns = None, None
    for line in text.splitlines():
        if not line.lstrip().startswith("|"):
            title = re.sub(r"\s*\{#.*\}$", "", line.lstrip("#").strip())
            namespace = layout.namespaces.get(title, namespace)
            columns = None if line.strip() else columns
            continue
        cells = [unescaped(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if columns is None:
            columns = [cell.lower() for cell in cells]
        elif not set("".join(cells)) <= set("-: "):
            yield namespace, dict(zip(columns, cells, strict=False))


def unescaped(cell):
    """Return a Markdown cell as it reads."""
    return re.sub(r"\\([_\-*|`<>])", r"\1", cell.strip())


def plain(text):
    """Return a text without what Markdown, typing and a broken encoding (`Â±`) add."""
    return re.sub(r"[\W_]+", " ", text.replace("Â", "")).strip().casefold()


def missing(text, layout, entries):
    """Return the rows of a document that no entry has."""
    found = []
    for namespace, row in rows_of(text, layout):
        place = (layout.venue, namespace, next(row[name] for name in layout.code if name in row))
        here = [each for each in entries if (each.venue, each.namespace, each.code) == place]
        if layout.name and row.get(layout.name, "").strip("- "):
            here = [each for each in here if row[layout.name] in (each.name, *each.former)]
        if layout.status and layout.status in row:
            here = [each for each in here if str(each.http_status) == row[layout.status]]
        if layout.message and row.get(layout.message):
            wanted = plain(row[layout.message])
            here = [each for each in here if wanted in map(plain, (*each.messages, *each.templates, each.name or ""))]
        if not here:
            found.append((namespace, *row.values()))
    return found


@pytest.fixture(scope="module")
def entries():
    """Return every shipped entry."""
    return list(open_index().entries())


@pytest.mark.parametrize("number", LAYOUTS)
def test_every_row_of_a_document_is_an_entry(number, entries):
    """No row of the document is missing or reworded."""
    documents = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not documents:
        pytest.skip("the venues' documents are not part of the project")
    layout = LAYOUTS[number]
    text = documents[0].read_text(encoding="utf-8", errors="replace")
    assert len(list(rows_of(text, layout))) == layout.rows
    assert missing(text, layout, entries) == []


def test_the_check_sees_what_is_missing(entries):
    """On a document of the same layout, right rows pass, and a strange code and a reworded message are named."""
    assert [row[:2] for row in missing(MADE, LAYOUTS["003"], entries)] == [("ws", "19999"), ("ws", "10005")]


def test_a_contradiction_in_a_document_stays_visible():
    """Crypto.com's table has 50001 twice: both names are entries."""
    names = [entry.name for entry in errdecode.lookup("crypto-com:api:50001")[0].entries]
    assert sorted(names) == ["DW_CREDIT_LINE_NOT_MAINTAINED", "ERR_INTERNAL"]


def test_a_row_repeated_word_for_word_is_one_entry():
    """OX.FUN's table has 20034 twice, word for word: one entry."""
    assert len(errdecode.lookup("oxfun:ws:20034")[0].entries) == 1
