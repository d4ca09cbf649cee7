"""A faulty catalogue: each fault with its place and remedy, and everything else goes on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from harness import CATALOG_HEAD, run

INVALID = Path(__file__).parent.parent / "invalid"

FAULTS = {
    "actions-as-string": ["39: entries[1].actions: must be a list: put it in brackets, not a string"],
    "another-programs-toml": ["1: is TOML but no catalogue (it lacks `schema = 1`): catalogs/README.md"],
    "bad-path": ["24: shapes[0].code: 'fault[x' is not what this key takes"],
    "bad-instrument-pattern": [
        "17: recognise.instruments[0]: '[A-Z' is not what this key takes: Patterns of whole values"
    ],
    "code-as-number": ["35: entries[1].code: must be a string, not a number: write it in quotes"],
    "date-as-string": ["14: sources.wiki.read: must be a date such as 2026-11-20, not a string"],
    "empty": ["1: is TOML but no catalogue (it lacks `schema = 1`): catalogs/README.md"],
    "empty-meaning": ["38: entries[1].meaning: is empty: fill it or leave the key out"],
    "http-status-out-of-range": ["37: entries[1].http_status: 99 is outside 100..599"],
    "missing-meaning": ["33: entries[1]: lacks meaning: "],
    "missing-sample": ["33: entries[1]: lacks samples: "],
    "missing-venue-name": ["4: venue: lacks name: "],
    "no-namespaces": ["1: lacks namespaces: "],
    "no-source": [
        "25: entries[0]: no source: add one here or to [namespaces.api]",
        "32: entries[1]: no source: add one here or to [namespaces.api]",
    ],
    "not-toml": ["35: is not TOML: "],
    "not-utf-8": ["1: is not UTF-8 (byte 417): save it as UTF-8"],
    "same-entry-twice": ["33: entries[1]: the same entry as entries[0]: keep one, or "],
    "shape-with-kind-and-namespaces": ["20: shapes[0]: give either namespaces or kind"],
    "shape-without-code": ["20: shapes[0]: lacks code: "],
    "two-faults": [
        "29: entries[0].category: 'internl' is not among the categories; did you mean 'internal'?",
        "33: entries[1]: lacks meaning: ",
    ],
    "unknown-category": [
        "37: entries[1].category: 'bad_reqest' is not among the categories; did you mean 'bad_request'?"
    ],
    "unknown-key": ["37: entries[1].categroy: unknown key; did you mean 'category'?"],
    "unknown-namespace": ["34: entries[1].namespace: there is no [namespaces.apii]; did you mean 'api'?"],
    "unknown-outcome": ["38: entries[1].outcome: 'refused' is not among the outcomes; one of rejected, unknown,"],
    "unknown-source": ["18: namespaces.api.source: there is no [sources.wikki]; did you mean 'wiki'?"],
    "venue-id-in-capitals": ["5: venue.id: 'Gateway' is not what this key takes: Lower case, "],
    "wait-below-one": ["38: entries[1].wait_s: 0 is outside 1.."],
    "wrong-schema-version": ["2: schema: 2 is outside 1..1"],
}


def test_every_fixture_has_its_expectation():
    """Each file of tests/invalid is tested."""
    assert set(FAULTS) == {path.stem for path in INVALID.glob("*.toml")}


@pytest.mark.parametrize("defect", FAULTS)
def test_a_fault_is_named_with_file_line_key_and_remedy(defect):
    """All faults of a file are reported at once, and the rest of the program works on."""
    path = INVALID / f"{defect}.toml"
    result = run("43005", "--catalog", str(path))
    lines = result.err.splitlines()
    assert result.status == 2
    assert result.rows[0][3] == "POST_ONLY_REJ"
    assert len(lines) == len(FAULTS[defect])
    for line, expected in zip(lines, FAULTS[defect], strict=True):
        assert line.startswith(f"errdecode: left out: {path}:{expected}")


@pytest.fixture
def user_folder(own_home):
    """Return the user's folder of catalogues."""
    folder = own_home / "config" / "errdecode" / "catalogs"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def folder(own_home):
    """Return the folder of a project's catalogues."""
    path = own_home / ".errdecode"
    path.mkdir()
    return path


GOOD = (
    CATALOG_HEAD.format(id="gateway", name="Gateway")
    + """[[entries]]
namespace = "api"
code = "G-77"
category = "internal"
meaning = "It broke."
samples = ["G-77"]
"""
)


def test_a_broken_catalogue_of_the_user_costs_that_catalogue_and_a_warning(user_folder):
    """A good catalogue beside a broken one works; each run says which was left out."""
    (user_folder / "broken.toml").write_text("schema = 1\n[venue\n")
    (user_folder / "gateway.toml").write_text(GOOD)
    for _ in range(2):
        result = run("G-77", "crypto-com:43005")
        assert result.status == 0
        assert [row[0] for row in result.rows] == ["gateway", "crypto-com"]
        assert result.err.count("\n") == 1
        assert f"left out: {user_folder / 'broken.toml'}:2: is not TOML" in result.err


def test_a_user_catalogue_says_where_it_comes_from(user_folder):
    """`errdecode venues` names the origin."""
    (user_folder / "gateway.toml").write_text(GOOD)
    origins = {venue["id"]: venue["origin"] for venue in run("venues", "--json").json["venues"]}
    assert origins["gateway"] == "user"
    assert origins["crypto-com"] == "shipped"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "is not a file"),
        (lambda path: path.symlink_to(path), "is a link"),
        (lambda path: path.symlink_to("nowhere"), "is a link"),
        (lambda path: path.write_bytes(b"\0\xff\xfe"), "is not UTF-8"),
        (lambda path: path.write_text("[" * 100_000), ": "),
        (lambda path: path.write_text("a = " + "[" * 100_000), ": "),
        (lambda path: (path.touch(), os.truncate(path, 100_000_000)), "is 100 MB"),
        (os.mkfifo, "is not a file"),
    ],
    ids=["folder", "symlink loop", "dangling symlink", "binary", "brackets", "deep value", "100 MB", "pipe"],
)
def test_what_is_no_catalogue_is_left_out_with_a_sentence(folder, make, words):
    """A folder, a loop, a pipe, a giant: one sentence each, and the answer."""
    make(folder / "odd.toml")
    result = run("43005", memory_mb=512)
    assert result.status == 0
    assert result.rows[0][3] == "POST_ONLY_REJ"
    assert result.err.count("\n") == 1
    assert f"{folder / 'odd.toml'}:1: " in result.err
    assert words in result.err
    assert len(result.err) < 400


def test_a_catalogue_that_is_not_there_is_named():
    """A mistyped `--catalog` is a warning beside the answer, which is not the one that was asked for."""
    result = run("43005", "--catalog", "/no/such/folder")
    assert result.status == 2
    assert "/no/such/folder:1: cannot be read (no such file or directory)" in result.err


def test_escape_sequences_in_the_name_of_a_file_are_spelled_out(folder):
    """The path in a warning is not obeyed by the terminal."""
    (folder / "e\x1b[31mvil.toml").write_text("")
    result = run("43005")
    assert result.status == 0
    assert "\x1b" not in result.err
    assert "e\\x1b[31mvil.toml" in result.err


def test_an_entry_of_the_users_replaces_the_shipped_one(user_folder):
    """A user's catalogue of a shipped venue overrides entry by entry and leaves the rest."""
    (user_folder / "crypto-com.toml").write_text(
        GOOD.replace('id = "gateway"', 'id = "crypto-com"')
        .replace('code = "G-77"', 'code = "43005"\nname = "POST_ONLY_REJ"')
        .replace("It broke.", "Ours says more.")
    )
    entries = run("crypto-com:43005", "crypto-com:306", "--json").json["queries"]
    assert [entry["meaning"] for entry in entries[0]["entries"]] == ["Ours says more."]
    assert entries[1]["entries"][0]["name"] == "INSUFFICIENT_AVAILABLE_BALANCE"
