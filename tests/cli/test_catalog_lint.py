"""`errdecode catalog lint`."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import run, run_here


@pytest.fixture
def made(tmp_path):
    """Return a function that writes a fresh skeleton with one text replaced, and returns its path."""

    def make(old="", new="", name="acme.toml"):
        text = run_here("catalog", "new", "acme").out
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1) if old else text, "utf-8")
        return path

    return make


def line_of(path, text):
    """Return the number of the first line that holds a text."""
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


@pytest.mark.slow
def test_every_catalogue_in_use_is_judged(own_home, few):
    """Without a path those that ship are, and the project's; a configuration file beside them is none."""
    folder = own_home / ".errdecode"
    folder.mkdir()
    (folder / "config.toml").write_text('color = "never"\n')
    assert run("catalog", "lint", **few) == (0, "", "errdecode: 0 problems in 3 catalogues\n")
    assert "config.toml" not in run("catalog", "lint", str(folder), **few).out
    (folder / "acme.toml").write_text("schema = 1\n")
    result = run("catalog", "lint", **few)
    assert result.status == 2
    assert result.out.startswith(f"{folder / 'acme.toml'}:1: CAT001 ")


def test_a_folder_of_catalogues_is_judged_one_by_one(few):
    """A folder stands for what is in it; a venue's folder for itself, once."""
    folder = Path(few["PYTHONPATH"], "catalogs")
    result = run("catalog", "lint", str(folder), str(folder / "oanda"), **few)
    assert result == (0, "", "errdecode: 0 problems in 3 catalogues\n")


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        ("CAT002", ("#:schema ./catalog.schema.json\n", ""), (1, "the first line is not `#:schema")),
        ("CAT003", ('id = "acme"', 'id = "other"'), ("id =", "the file is called acme, the venue other")),
        (
            "CAT005",
            ('code = "1001"\n', 'meaning = "M."\ncode = "1001"\n'),
            ("[[entries]]", "keys are not in the order"),
        ),
        ("CAT006", ("the API key.", "the API key"), ("meaning =", "no sentence, or without its full stop")),
        ("CAT007", ("samples =", 'see_also = ["4711"]\nsamples ='), ("see_also", "4711 leads nowhere")),
        ("CAT008", ('{"code":1001', '{"code":1002'), ("samples =", "acme:api:1001 INVALID_KEY reads as")),
        ("CAT009", ("The venue does", "TODO: the venue does"), ("meaning =", "1001 is a draft: TODO")),
        ("CAT010", ("samples = ['", "samples = [] # ['"), ("samples =", "1001 has no sample")),
        ("CAT012", ("# [secrets]", '[secrets]\nfields = ["label"]\n#'), ('fields = ["label"]', "they would be hidden")),
    ],
)
def test_every_rule_finds_its_fault(made, few, rule, change, found):
    """Each fault gives exactly its own rule, on its line: exit status 1."""
    place, text = found
    path = made(*change)
    if rule == "CAT005":
        path.write_text(path.read_text().replace('meaning = "The venue does not know the API key."\n', ""))
    result = run("catalog", "lint", str(path), **few)
    line = place if isinstance(place, int) else line_of(path, place)
    assert result.status == 1
    assert [problem.split(" ")[:2] for problem in result.out.splitlines()] == [[f"{path}:{line}:", rule]]
    assert text in result.out


def test_entries_out_of_order_are_found(made, few):
    """A code that stands after a larger one is named with it."""
    path = made()
    entry = path.read_text().partition("[[entries]]\n")[2]
    path.write_text(path.read_text() + "\n[[entries]]\n" + entry.replace("1001", "-5"))
    result = run("catalog", "lint", str(path), **few)
    assert result.status == 1
    assert "CAT004 -5 stands after 1001" in result.out


def test_a_broken_catalogue_names_every_fault_at_once(made, few):
    """What keeps a file from being used is CAT001, all of it together: exit status 2."""
    path = made('category = "authentication"', 'category = "authentification"')
    path.write_text(
        path.read_text().replace("http_status = 401", 'http_status = "401"').replace("meaning =", "mening =")
    )
    result = run("catalog", "lint", str(path), **few)
    assert result.status == 2
    assert [line.split(": ", 1)[0] for line in result.out.splitlines()] == [
        f"{path}:{line_of(path, place)}" for place in ("http_status =", "category =", "mening =", "[[entries]]")
    ]
    assert all(" CAT001 entries[0]" in line for line in result.out.splitlines())
    assert "did you mean 'authentication'?" in result.out
    assert "did you mean 'meaning'?" in result.out


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, "does not exist"),
        (b"", "is TOML but no catalogue"),
        (b"\xff", "is not UTF-8 (byte 0)"),
        (b"[package]\nname = 'x'\n", "is TOML but no catalogue"),
        (b"a = ", "is not TOML"),
        (b"a = " + b"[" * 5000, "is nested too deeply"),
    ],
)
def test_files_that_are_no_catalogues(tmp_path, few, content, text):
    """Each is named with what it is: exit status 2, no traceback."""
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)
    result = run("catalog", "lint", str(path), **few)
    assert result.status == 2
    assert result.out.startswith(f"{path}:1: CAT001 {text}")


def test_a_catalogue_outside_the_search_path_knows_itself(made):
    """Its samples are decoded with its own entries, shapes and hosts, wherever it lies."""
    assert run("catalog", "lint", str(made())).status == 0


def test_every_rule_can_be_explained():
    """`--explain` gives title, why and remedy; in any case of letters."""
    codes = [f"CAT{number:03}" for number in range(1, 13)]
    for code in codes:
        result = run_here("catalog", "lint", "--explain", code.lower())
        assert result.status == 0
        assert result.out.startswith(f"{code}: ")
        assert "\nWhy: " in result.out
        assert "\nRemedy: " in result.out
    unknown = run_here("catalog", "lint", "--explain", "CAT999")
    assert (unknown.status, unknown.err) == (2, f"errdecode: there is no rule 'CAT999'; known: {', '.join(codes)}\n")


def test_formats(made, few):
    """The same findings as records and as annotations of GitHub."""
    path = made("the API key.", "the API key: 100%,\\u202e no stop")
    line = line_of(path, "meaning =")
    record = run("catalog", "lint", str(path), "--format", "json", **few).json
    assert record["schema"] == 1
    assert [(each["file"], each["line"], each["rule"]) for each in record["problems"]] == [(str(path), line, "CAT006")]
    annotation = run("catalog", "lint", str(path), "-f", "github", **few).out
    assert annotation.startswith(f"::error file={path},line={line},title=CAT006::no sentence")
    assert "100%25," in annotation
    assert "\u202e" not in annotation + run("catalog", "lint", str(path), **few).out


def test_an_unknown_format_is_a_usage_error():
    """Only what the help names is a format."""
    result = run("catalog", "lint", "--format", "xml")
    assert result.status == 2
    assert "'xml' is not one of rows, json, github" in result.err
