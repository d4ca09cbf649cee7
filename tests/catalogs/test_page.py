"""What catalogs/README.md shows a contributor works as it stands."""

from __future__ import annotations

import re
import shlex

import pytest
import tomli
from harness import CATALOGS, run

from errdecode.catalog import spec

PAGE = (CATALOGS / "README.md").read_text("utf-8")


def blocks(kind):
    """Return the fenced blocks of a kind."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


VENUE, OVER, FORK, EVERYTHING = blocks("toml")


@pytest.fixture
def folder(tmp_path):
    """Give a folder with the example, as the page says to save it."""
    (tmp_path / "acme.toml").write_text(VENUE, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_smallest_venue_is_judged_found_and_decoded(folder):
    """The commands of the page do what it promises: nothing to mend, the code and the payload are known."""
    lint, lookup, decode = [shlex.split(line)[1:] for line in blocks("sh")[0].splitlines()]
    assert (run(*lint, cwd=folder).status, run(*lint, cwd=folder).out) == (0, "")
    assert run(*lookup, cwd=folder).rows[0][:6] == ["acme", "api", "2001", "NO_FUNDS", "insufficient_funds", "rejected"]
    found = run(*decode, "--format", "json", cwd=folder).json["findings"][0]
    assert (found["venue"], found["code"], found["outcome"]) == ("acme", "5004", "unknown")
    assert found["parameters"] == {"seconds": "3"}


def test_a_request_of_the_smallest_venue_that_reads_cannot_have_executed(folder):
    """What its `[asks]` do not name is judged by its verb."""
    line = 'GET https://api.acme.example/v1/orders 504 {"err":5004,"text":"Matching engine did not answer within 3 s"}'
    found = run("decode", line, "--catalog", "acme.toml", "--format", "json", cwd=folder).json["findings"][0]
    assert (found["asked"], found["outcome"]) == ("read", "none")


def test_five_lines_change_an_entry(folder):
    """The change that the page shows is valid and takes effect."""
    path = folder / "crypto-com.toml"
    path.write_text(OVER, "utf-8")
    assert OVER.count("\n") == 5
    result = run("crypto-com:43005", "--catalog", str(path))
    assert (result.err, result.rows[0][6]) == ("", "never")


def test_a_fork_is_judged_and_found(tmp_path):
    """What the page shows is right, has the other venue's codes, and differs where it says so."""
    path = tmp_path / "gulf.toml"
    path.write_text(FORK, "utf-8")
    lint = run("catalog", "lint", str(path))
    assert (lint.status, lint.out) == (0, "")
    rows = run("gulf:-1121", "gulf:-1008", "--catalog", str(path)).rows
    assert [(row[0], row[3], row[5]) for row in rows] == [
        ("gulf", "BAD_SYMBOL", "rejected"),
        ("gulf", "SERVER_BUSY", "unknown"),
    ]


@pytest.mark.parametrize("table", [*spec.TABLES, "top"])
def test_every_key_of_the_format_is_on_the_page(table):
    """A key that the loader knows is shown where the page describes the file."""
    shown = tomli.loads(EVERYTHING)
    places = {
        "top": [shown],
        "venue": [shown["venue"]],
        "resend": [shown["resend"]],
        "source": shown["sources"].values(),
        "recognise": [shown["recognise"]],
        "asks": [shown["asks"]],
        "asked": shown["asks"]["when"],
        "secrets": [shown["secrets"]],
        "namespace": shown["namespaces"].values(),
        "shape": shown["shapes"],
        "when": [when for shape in shown["shapes"] for when in shape.get("when", ())],
        "wait": [shape["wait"] for shape in shown["shapes"] if "wait" in shape],
        "entry": shown["entries"],
        "fork": [tomli.loads(FORK)["fork"]],
    }
    fields = spec.TOP if table == "top" else spec.TABLES[table]
    found = {key for place in places.get(table, [fields]) for key in place}
    assert found | {"kind"} >= set(fields)


def test_every_kind_of_a_namespace_is_on_the_page():
    """A closed list of the format is shown whole."""
    line = next(line for line in EVERYTHING.splitlines() if line.startswith("kind = "))
    assert all(re.search(rf"[#|] {kind}\b", line) for kind in spec.CLOSED["kinds"])
