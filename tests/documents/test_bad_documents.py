"""Documents that are none: one clear sentence, the right exit status, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import tomli
from drafts import imported
from harness import run, run_here
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a binary file: save the document as Markdown, HTML or CSV"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is not UTF-8 (byte 10): save the document as UTF-8"),
        ("| Code | Message |\n|--|--|\n| 1 | \u00b1 |".encode("latin-1"), "is not UTF-8 (byte 33)"),
        (b"\xff\xfe#\0 \0E", "is UTF-16 cut off or damaged: save the document as UTF-8"),
    ],
    ids=["nothing", "white space", "picture", "PDF", "Latin-1", "UTF-16"],
)
def test_what_is_no_text_is_refused(tmp_path, content, sentence):
    """A file that holds no text cannot be read: exit status 2."""
    path = tmp_path / "errors.md"
    path.write_bytes(content)
    result = run("catalog", "import", str(path))
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"errdecode: {path} {sentence}")
    assert result.err.count("\n") == 1


def test_a_file_of_100_mb_is_refused_unread(tmp_path):
    """Size is judged before content, in bounded memory."""
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    result = run("catalog", "import", str(path), memory_mb=400)
    assert (result.status, result.out) == (2, "")
    assert result.err == f"errdecode: {path} is larger than 16 MB: cut out the part about errors\n"


def test_a_folder_and_a_missing_file_are_named(tmp_path):
    """Each says what it is."""
    folder, missing = run("catalog", "import", str(tmp_path)), run("catalog", "import", "nowhere.md")
    assert (folder.status, folder.err) == (2, f"errdecode: {tmp_path} is a folder: name one document in it\n")
    assert (missing.status, missing.err) == (2, "errdecode: nowhere.md cannot be read: no such file or directory\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(tmp_path):
    """So does a file that may not be read."""
    path = tmp_path / "secret.md"
    path.write_text("x")
    path.chmod(0)
    assert run("catalog", "import", str(path)).err == f"errdecode: {path} cannot be read: permission denied\n"


def test_a_document_without_codes_says_what_it_holds_instead():
    """Headings, lists, code blocks and tables are counted, and the tables' headers shown: exit status 1."""
    result = run(
        "catalog", "import", "-",
        stdin=("# Orders\n\n- a\n- b\n\n```python\nprint(1)\n```\n\n## Fields\n\n| Name | Type |\n|---|---|\n"
            "| px | string |\n"),
    )  # fmt: skip
    assert (result.status, result.out) == (1, "")
    assert result.err == (
        "errdecode: - holds no codes: looked for tables with a column of codes and for headings that "
        "begin with a code; "
        "found 2 headings, 1 list, 1 code block and 1 table (Name, Type)\n"
    )


@pytest.mark.parametrize(
    "document",
    [
        '{"code": 1, "message": "x"}',
        "Dear all,\n\nplease note, that 1001 is not a code.\n",
        "# Telephone\n\n## Countries\n\n| Code | Country |\n|---|---|\n| 49 | Germany |\n",
        "code,\n",
        "https://docs.example.com/errors.html",
        "<?xml version='1.0'?><feed><entry>1001</entry></feed>",
        "## 2024-01-31\n\nFixed.\n\n## 1. Introduction\n\nText.\n\n## 2 Errors\n\nText.\n",
    ],
    ids=["JSON", "letter", "other table", "header alone", "address", "XML", "changelog"],
)
def test_documents_of_another_kind_hold_no_codes(document):
    """Nothing is invented out of what is no error document."""
    result = run("catalog", "import", "-", stdin=document)
    assert (result.status, result.out) == (1, "")
    assert "holds no codes" in result.err


@pytest.mark.parametrize(
    "document",
    [
        "[" * 50_000,
        ">" * 50_000,
        "<div>" * 20_000,
        "<table><tr><td>" * 5_000,
        "![[[" * 5_000,
        "#" * 50_000,
        "`" * 50_000,
        "<html><![x",
    ],
    ids=["brackets", "quotes", "tags", "tables", "images", "hashes", "ticks", "declaration"],
)
@pytest.mark.slow
def test_pathological_markup_ends(document):
    """Depth without end neither crashes nor hangs."""
    assert run("catalog", "import", "-", stdin=document).status == 1


@pytest.mark.slow
def test_a_cell_that_claims_a_million_columns():
    """Spans are believed as far as a table can be meant."""
    row = "<tr><td colspan=99999999 rowspan=99999999>1</td></tr>"
    document = f"<table><tr><th>Error code</th><th>Message</th></tr>{row * 1000}</table>"
    assert run("catalog", "import", "-", stdin=document, memory_mb=400).status == 0


def test_an_id_that_is_none_is_refused():
    """Neither a venue nor a namespace can be called anything."""
    for option in ("--venue", "--namespace"):
        result = run("catalog", "import", "-", option, "../x", stdin="| Code | Message |\n|---|---|\n| 1 | x |\n")
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith("errdecode: '../x' is no venue's id")


HOSTILE = (
    "# E \x1b[31m [ '\n\n| Error code | Message |\n|---|---|\n"
    "| 1\x1b[2J | [red]x[/red] \x07 \u202e \"a\" \\\\ 'b' \"\"\" |\n| 2 | ''' x ] = |\n"
)


def test_nothing_of_a_document_acts_on_a_terminal():
    """Controls and marks come out spelled, and the draft still is TOML."""
    result = run("catalog", "import", "-", stdin=HOSTILE)
    assert result.status == 0
    assert all(char.isprintable() or char == "\n" for char in result.out + result.err)
    assert tomli.loads(result.out)["entries"][0]["message"] == "''' x ] ="


@given(st.lists(st.tuples(st.integers(1, 9999), st.text(max_size=40)), min_size=1, max_size=5))
@pytest.mark.slow
def test_any_text_in_a_cell_survives_the_draft(cells):
    """What stands in a quoted cell stands in the draft, white space aside, and the draft is a valid catalogue."""
    cells = [(code, f"x {text} y") for code, text in cells if not {'"', "\0"} & set(text)]
    document = "\n".join(["code,message", *(f'{code},"{text}"' for code, text in cells)])
    result, draft = imported(document, "--type", "csv") if cells else (None, {"entries": []})
    stated = {(str(code), " ".join(text.split())) for code, text in cells}
    assert {(entry["code"], entry["message"]) for entry in draft["entries"]} == stated
    assert result is None or result.status == 0


@given(st.text(max_size=300))
@pytest.mark.slow
def test_any_document_ends_without_a_traceback(document):
    """Whatever a document holds, the answer is a draft or a sentence."""
    result = run_here("catalog", "import", "-", stdin=document)
    assert result.status in (0, 1, 2)
    assert result.err.startswith("errdecode: ")


WITHOUT_PARSERS = """
import sys
sys.modules.update(dict.fromkeys(("bs4", "markdown_it")))
from errdecode.__main__ import run
run()
"""


@pytest.mark.parametrize(
    ("document", "status", "said"),
    [
        ("# Errors\n\n| Code | Message |\n|---|---|\n| 1 | x |\n", 2, "needs markdown_it, which is not installed"),
        ("<html><h1>Errors</h1></html>", 2, "needs bs4, which is not installed: pip install 'errdecode[import]'"),
        ("error code,message\n1,x\n", 0, "1 entries drafted"),
    ],
    ids=["Markdown", "HTML", "CSV"],
)
def test_what_is_not_installed_is_named_with_the_command_that_installs_it(document, status, said):
    """Without the extra `import` only tables of separated values can be read."""
    command = [sys.executable, "-c", WITHOUT_PARSERS, "catalog", "import", "-"]
    done = subprocess.run(command, input=document, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (status, 1)
    assert said in done.stderr


def test_a_document_does_not_overwrite_a_file(tmp_path):
    """`-o` refuses what exists."""
    path = tmp_path / "acme.toml"
    path.write_text("mine")
    result = run("catalog", "import", "-", "-o", str(path), stdin="| Error code | Message |\n|---|---|\n| 1 | x |\n")
    assert result.status == 2
    assert result.err == f"errdecode: {path} exists already: name another file, or take it away first\n"
    assert path.read_text() == "mine"
