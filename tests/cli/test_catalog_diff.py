"""`errdecode catalog diff`: what a venue has changed."""

from __future__ import annotations

import pytest
from harness import run, run_here

TABLE = """\
## Error Codes

| Code | HTTP Status | Message Code | Description |
|---|---|---|---|
"""
OLD = (
    TABLE
    + """\
| 1001 | 401 | BAD_KEY | The key is not known |
| 1002 | 400 | BAD_SIGN | The signature is wrong |
| 1003 | 400 | TOO_MANY | Too many requests |
| 1004 | 400 | NO_FUNDS | Not enough funds |
| 1005 | 400 | GONE | No longer there |
| 50001 | 400 | ERR_INTERNAL | Internal error |
| 50001 | 400 | CREDIT_LINE | Credit line not kept |
"""
)
NEW = (
    TABLE
    + """\
| 1001 | 401 | INVALID_KEY | The key is not known |
| 1002 | 400 | BAD_SIGN | The signature does not fit |
| 1003 | 429 | TOO_MANY | Too many requests |
| 2004 | 400 | NO_FUNDS | Not enough funds |
| 1006 | 400 | FRESH | Something new |
| 50001 | 400 | ERR_INTERNAL | Internal error |
| 50001 | 400 | CREDIT_LINE | Credit line not kept |
"""
)
CHANGES = [
    ["renamed", "api", "1001", "BAD_KEY", "INVALID_KEY"],
    ["reworded", "api", "1002", "The signature is wrong", "The signature does not fit"],
    ["status", "api", "1003", "400", "429"],
    ["removed", "api", "1005", "GONE No longer there", ""],
    ["added", "api", "1006", "", "FRESH Something new"],
    ["moved", "api", "2004", "1004", "2004"],
]


@pytest.fixture
def sides(tmp_path):
    """Give the paths of an old and a new document, and of the catalogue drafted from the old one."""
    old, new, catalog = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "acme.toml"
    old.write_text(OLD)
    new.write_text(NEW)
    assert run_here("catalog", "import", str(old), "--venue", "acme", "-o", str(catalog)).status == 0
    return str(old), str(new), str(catalog)


def test_every_kind_of_change_between_catalogue_and_document(sides):
    """Added, removed, moved, renamed, reworded, another status: each once, exit status 1."""
    _, new, catalog = sides
    result = run("catalog", "diff", catalog, new)
    assert (result.status, result.rows, result.err) == (1, CHANGES, "")


def test_two_documents_compare_like_catalogues(sides):
    """Neither side has to be a catalogue."""
    old, new, _ = sides
    assert run("catalog", "diff", old, new).rows == CHANGES


def test_two_catalogues_compare(sides, tmp_path):
    """Nor a document."""
    _, new, catalog = sides
    other = tmp_path / "other" / "acme.toml"
    other.parent.mkdir()
    assert run_here("catalog", "import", new, "--venue", "acme", "-o", str(other)).status == 0
    assert run("catalog", "diff", catalog, str(other)).rows == CHANGES


def test_equal_sides_give_nothing(sides):
    """A document and its own draft are equal: exit status 0. One code with two names is no difference."""
    old, _, catalog = sides
    for pair in ((old, catalog), (catalog, old), (catalog, catalog)):
        result = run("catalog", "diff", *pair)
        assert (result.status, result.out, result.err) == (0, "", "")


def test_one_side_from_standard_input(sides):
    """A document may come through a pipe; both sides cannot."""
    assert run("catalog", "diff", sides[2], "-", stdin=NEW).rows == CHANGES
    both = run("catalog", "diff", "-", "-", stdin=NEW)
    assert (both.status, both.err) == (2, "errdecode: standard input can be only one of the two sides\n")


@pytest.mark.slow
def test_a_venue_is_named_by_its_id_or_alias():
    """Catalogues in use need no path; a folder is one too."""
    result = run("catalog", "diff", "cryptocom", "crypto-com")
    assert (result.status, result.out) == (0, "")
    assert run("catalog", "diff", "binance", "binance").status == 0


def test_formats(sides):
    """One JSON document, or a table of Markdown in which nothing of a text is markup."""
    _, new, catalog = sides
    record = run("catalog", "diff", catalog, new, "--format", "json").json
    assert record["schema"] == 1
    assert record["changes"][0] == {
        "kind": "renamed", "namespace": "api", "code": "1001", "old": "BAD_KEY", "new": "INVALID_KEY",
    }  # fmt: skip
    assert run("catalog", "diff", catalog, new, "-f", "markdown").out.splitlines()[:3] == [
        "| Change | Namespace | Code | Before | After |",
        "| --- | --- | --- | --- | --- |",
        r"| renamed | api | 1001 | BAD\_KEY | INVALID\_KEY |",
    ]


def test_code_spaces_that_a_document_does_not_cover_are_left_out(sides):
    """A catalogue may know more than one document: its other namespaces are named, not reported as removed."""
    catalog = sides[2]
    with open(catalog, encoding="utf-8") as file:
        text = file.read()
    with open(catalog, "w", encoding="utf-8") as file:
        file.write(
            text.replace(
                "[namespaces.api]",
                '[namespaces.close]\ntitle = "C"\nkind = "close"\nsource = "document"\n\n[namespaces.api]',
            )
        )
        file.write(
            '\n[[entries]]\nnamespace = "close"\ncode = "1000"\ncategory = "connection"\nmeaning = "M."\nsamples = []\n'
        )
    result = run("catalog", "diff", catalog, sides[0])
    assert (result.status, result.out) == (0, "")
    assert result.err == "errdecode: left out close: the document does not cover it\n"


def test_only_the_entries_of_one_source(sides):
    """`--source` compares what came from that document; one that the catalogue lacks is named."""
    catalog = sides[2]
    with open(catalog, "a", encoding="utf-8") as file:
        file.write(
            '\n[[entries]]\nnamespace = "api"\ncode = "70000"\ncategory = "notice"\nmeaning = "M."\n'
            'source = "forum"\nsamples = []\n'
        )
    with open(catalog, encoding="utf-8") as file:
        text = file.read().replace("[namespaces.api]", '[sources.forum]\ntitle = "F"\n\n[namespaces.api]')
    with open(catalog, "w", encoding="utf-8") as file:
        file.write(text)
    assert run("catalog", "diff", catalog, sides[0]).rows == [["removed", "api", "70000", "", ""]]
    assert run("catalog", "diff", catalog, sides[0], "--source", "document").status == 0
    wrong = run("catalog", "diff", catalog, sides[0], "--source", "docs")
    assert (wrong.status, wrong.err) == (2, "errdecode: acme has no source 'docs'; it has document, forum\n")


@pytest.mark.slow
def test_a_side_that_is_nothing_is_named(sides, tmp_path):
    """Neither a file nor a venue, a broken catalogue, a document without codes: exit status 2, one sentence."""
    broken, empty = tmp_path / "broken.toml", tmp_path / "empty.md"
    broken.write_text("schema = 1\n")
    empty.write_text("# Nothing\n")
    for side, text in (
        ("cryptocmo", "'cryptocmo' is neither a file nor a venue: no venue is called 'cryptocmo'; did you mean"),
        (str(broken), f"{broken}:1: lacks venue: The venue."),
        (str(empty), f"{empty} holds no codes: looked for tables"),
        (str(tmp_path), f"'{tmp_path}' is neither a file nor a venue"),
    ):
        result = run("catalog", "diff", side, sides[0])
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"errdecode: {text}")
