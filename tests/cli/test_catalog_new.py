"""`errdecode catalog new` and `errdecode catalog path`: a venue of one's own."""

from __future__ import annotations

import pytest
from harness import run

ENTRIES = """
[[entries]]
namespace = "api"
code = "2001"
name = "NO_SESSION"
message = "No session for strategy {strategy}"
category = "authentication"
meaning = "The gateway has no session for the strategy."
samples = ['POST https://api.mygateway.example/orders 401 {"code":2001,"message":"No session for strategy mm-7"}']

[[entries]]
namespace = "api"
code = "G-17"
message = "Gateway is draining"
category = "busy"
meaning = "The gateway finishes what it has and takes nothing new."
samples = ['POST https://api.mygateway.example/orders 503 {"code":"G-17","message":"Gateway is draining"}']
"""


@pytest.mark.parametrize("venue", ["mygateway", "a", "1", "code", "name", "my-own-venue", "x1-2", "http", "message"])
def test_the_skeleton_lints_clean_under_its_name(tmp_path, few, venue):
    """Nothing has to be done to a new catalogue but to save it."""
    path = tmp_path / f"{venue}.toml"
    assert run("catalog", "new", venue, "-o", str(path), **few).status == 0
    result = run("catalog", "lint", str(path), **few)
    assert (result.status, result.out) == (0, "")


@pytest.mark.slow
def test_a_private_venue_decodes_without_a_line_of_python(own_home):
    """Three codes and a shape, in the project's folder: a payload, a code and a log are understood."""
    folder = own_home / ".errdecode"
    folder.mkdir()
    path = folder / "mygateway.toml"
    assert run("catalog", "new", "mygateway", "-o", str(path)).status == 0
    path.write_text(path.read_text() + ENTRIES)
    assert run("catalog", "lint", str(path)).out == ""

    payload = '{"code":2001,"message":"No session for strategy mm-7"}'
    finding = run("decode", payload, "--venue", "mygateway", "--format", "json").json["findings"][0]
    assert (finding["venue"], finding["name"], finding["parameters"]) == (
        "mygateway",
        "NO_SESSION",
        {"strategy": "mm-7"},
    )
    assert run("mygateway:G-17").rows[0][:3] == ["mygateway", "api", "G-17"]
    line = f"2026-11-20 09:30:00 ERROR mygateway reply: {payload}\n"
    assert run("decode", stdin=line).rows[0][:4] == ["certain", "mygateway", "api", "2001"]


def test_the_first_line_of_a_new_file_works_where_it_lies(tmp_path):
    """The schema that it names is put beside it, once; one that is there stays."""
    path = tmp_path / "acme.toml"
    run("catalog", "new", "acme", "-o", str(path))
    named = path.read_text().partition("\n")[0].removeprefix("#:schema ")
    assert (tmp_path / named).read_text("utf-8") == run("catalog", "schema").out
    (tmp_path / named).write_text("mine")
    assert run("catalog", "new", "acme2", "-o", str(tmp_path / "acme2.toml")).status == 0
    assert (tmp_path / named).read_text() == "mine"


def test_a_file_that_exists_is_not_overwritten(tmp_path):
    """`-o` refuses what exists, and what cannot be written."""
    path = tmp_path / "acme.toml"
    path.write_text("mine")
    result = run("catalog", "new", "acme", "-o", str(path))
    assert (result.status, result.out) == (2, "")
    assert result.err == f"errdecode: {path} exists already: name another file, or take it away first\n"
    assert path.read_text() == "mine"
    nowhere = run("catalog", "new", "acme", "-o", str(tmp_path / "no" / "acme.toml"))
    assert nowhere.status == 2
    assert nowhere.err.endswith("cannot be written: no such file or directory\n")


@pytest.mark.parametrize("venue", ["Acme", "a_b", "-", "a--b", "../x", "", "a\x1b[31m"])
def test_an_id_that_is_none_is_refused(venue):
    """The form of an id is said, the id shown harmless."""
    result = run("catalog", "new", "--", venue)
    assert (result.status, result.out) == (2, "")
    assert "is no venue's id: use lower case, digits and single hyphens" in result.err
    assert "\x1b" not in result.err


def test_a_venue_that_ships_is_said_to_be_extended():
    """An id in use is no error: a catalogue of that name extends it."""
    result = run("catalog", "new", "http")
    assert result.status == 0
    assert "[[overrides]]" in result.out
    assert "http is a venue already (shipped): this file will extend it" in result.err


def test_path_lists_every_place_in_the_order_in_which_they_count(own_home):
    """Places that do not exist are shown as such: that is where a catalogue could go."""
    (own_home / "config" / "errdecode" / "catalogs").mkdir(parents=True)
    extra, option = own_home / "extra", own_home / "mine.toml"
    extra.mkdir()
    result = run("catalog", "path", "--catalog", str(option), ERRDECODE_CATALOGS=str(extra))
    assert result.status == 0
    assert result.rows[0][:2] == ["shipped", "found"]
    assert result.rows[1:] == [
        ["user", "found", str(own_home / "config" / "errdecode" / "catalogs")],
        ["project", "none", str(own_home / ".errdecode")],
        ["environment", "found", str(extra)],
        ["option", "none", str(option)],
    ]


def test_path_finds_the_projects_folder_upwards(own_home):
    """From a folder inside a project, the project's own catalogues are named."""
    (own_home / ".errdecode").mkdir()
    inner = own_home / "a" / "b"
    inner.mkdir(parents=True)
    places = run("catalog", "path", "--format", "json", cwd=inner).json["places"]
    assert places[2] == {"origin": "project", "path": str(own_home / ".errdecode"), "exists": True}
