"""What was done is said: what is waited for, what filters left out, why there was nothing to read."""

from __future__ import annotations

import re

import pytest
from harness import run
from scans import BROKE, PRICE, QUIET, REFUSED, TIMEOUT, codes, lines, running, settle

BINARY = bytes(range(32)) * 100


def test_following_says_that_it_waits(tmp_path):
    """A file that is not there yet may be a typing error."""
    path = tmp_path / "later.log"
    with running("-F", path) as scan:
        assert scan.process.stderr.readline().decode() == f"errdecode: {path} is not there yet: waiting for it\n"


@pytest.mark.parametrize(
    "options", [["--code", "1"], ["--outcome", "partial"], ["--since", "1h"], ["-V", "binance"]], ids=str
)
def test_a_filter_that_left_out_everything_says_how_much(options):
    """Nothing found and nothing wanted are two things."""
    result = run("parse", *options, stdin=lines(REFUSED, BROKE, QUIET))
    assert (result.status, result.out) == (1, "")
    assert "errdecode: the filters left out all 2 findings\n" in result.err
    assert "no error in the input" not in result.err


def test_a_filter_that_left_something_says_nothing():
    """What was asked for is there."""
    assert run("parse", "--code", "306", stdin=lines(REFUSED, BROKE)).err == ""


def test_an_empty_folder_says_so(tmp_path):
    """It is no folder without logs, nor a file that is missing."""
    result = run("parse", str(tmp_path))
    assert (result.status, result.err) == (2, f"errdecode: nothing to read: {tmp_path} is an empty folder\n")


def test_a_folder_without_logs_says_so(tmp_path):
    """It holds files, none of them text."""
    (tmp_path / "a.png").write_bytes(BINARY)
    (tmp_path / "b.bin").write_bytes(BINARY)
    result = run("parse", str(tmp_path))
    assert (result.status, result.err) == (2, f"errdecode: no log in {tmp_path}: 2 binary files\n")


def test_a_binary_file_beside_logs_is_passed_over(tmp_path):
    """Who names a folder means its logs; that one was passed over is said once."""
    (tmp_path / "a.png").write_bytes(BINARY)
    (tmp_path / "bot.log").write_bytes(lines(REFUSED))
    result = run("parse", str(tmp_path), "-f", "ndjson")
    assert (result.status, codes(result)) == (0, [(1, "43005")])
    assert result.err == "errdecode: passed over 1 binary file\n"


def test_a_binary_file_that_is_named_is_refused(tmp_path):
    """It was asked for, and could not be read."""
    path = tmp_path / "a.png"
    path.write_bytes(BINARY)
    result = run("parse", str(path))
    assert (result.status, result.err) == (2, f"errdecode: {path} is a binary file\n")


def test_an_empty_input_says_that_nothing_is_in_it():
    """It was read, and there was nothing."""
    assert run("parse", stdin="").err == "errdecode: no error in the input; there is nothing in it\n"


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (["POST_ONLY_REJ"], ["43005"]),
        (["post_only_rej"], ["43005"]),
        (["crypto-com:306"], ["306"]),
        (["cryptocom:REQUEST_TIMEOUT", "306"], ["306", "40801"]),
        (["binance:306"], []),
    ],
    ids=str,
)
def test_codes_are_chosen_by_name_and_venue(wanted, kept):
    """`--code` takes what a lookup takes."""
    options = [word for each in wanted for word in ("--code", each)]
    result = run("parse", "-f", "ndjson", *options, stdin=lines(REFUSED, BROKE, TIMEOUT))
    assert [code for _, code in codes(result)] == kept


@pytest.mark.parametrize(
    ("option", "first"), [(["-n", "1"], ("306", "3")), (["--lines", "2"], ("43005", "2"))], ids=str
)
def test_following_may_begin_near_the_end(tmp_path, option, first):
    """Lines before are passed over, and counted."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(TIMEOUT, REFUSED, BROKE))
    with running("-F", *option, path) as scan:
        row = scan.line().split("\t")
        assert (row[6], row[1]) == first


def test_following_may_begin_at_the_end(tmp_path):
    """Only what is written from now on is shown."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(TIMEOUT, REFUSED))
    with running("-F", "--from-end", "--header", "--fields", "line,code", path) as scan:
        assert scan.line() == "line\tcode"
        # It has begun; a moment later it stands at the end.
        settle(scan.process)
        with path.open("ab") as file:
            file.write(lines(BROKE))
        assert scan.line() == "3\t306"


def test_lines_go_with_follow():
    """Without it they would be ignored."""
    result = run("parse", "-n", "3", stdin=REFUSED)
    assert result.status == 2
    assert "--lines and --from-end go with --follow" in result.err


def test_one_error_is_one_error(tmp_path):
    """Numbers and words agree, in every report."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(REFUSED))
    for form in ("table", "markdown"):
        out = run("parse", str(path), "-f", form).out
        assert out.startswith("1 error of 1 kind")
        assert re.search(r"\b1 line[,.]", out)


def test_notes_stand_in_columns_and_in_colour(tmp_path):
    """The verdict begins in one column; `--color always` colours a pipe; with -C a note says where it stands."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(REFUSED, PRICE, TIMEOUT))
    shown = run("parse", str(path), "-C", "0").out.splitlines()
    notes = [line for line in shown if line.startswith("    ^ ")]
    assert notes[0].index("Refused · ") == notes[1].index("! May have executed · ")
    assert [note.rpartition("  ")[2] for note in notes] == [f"{path}:1", f"{path}:3"]
    assert "\x1b[1;31m! May have executed" in run("parse", str(path), "-f", "annotate", "--color", "always").out
