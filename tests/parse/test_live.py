"""Streams that go on: a pipe from a program that runs, a file that grows, is rotated, is cut short."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest
from scans import BROKE, PRICE, QUIET, REFUSED, TIMEOUT, error, lines, running


def append(path, *each):
    """Add lines to a file as a logger does."""
    with path.open("ab", buffering=0) as file:
        file.write(lines(*each))


def code_of(row):
    """Return the code of a row."""
    return row.split("\t")[6]


@pytest.fixture
def log(tmp_path):
    """Make a log with one error in it."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(QUIET, REFUSED))
    return path


def test_a_pipe_shows_each_line_as_it_comes():
    """Like `tail -f bot.log | errdecode parse`: no line waits for the next."""
    with running(stdin=subprocess.PIPE) as scan:
        for number, line in enumerate((REFUSED, BROKE, TIMEOUT, BROKE), 1):
            scan.process.stdin.write(lines(QUIET, line))
            assert scan.line().split("\t")[1] == str(2 * number)
        scan.process.stdin.close()
        assert scan.process.wait(20) == 0


def test_tail_and_errdecode_in_a_pipe(log):
    """The real `tail -f` in front."""
    tail = subprocess.Popen([shutil.which("tail"), "-n", "+1", "-f", log], stdout=subprocess.PIPE)
    try:
        with running(stdin=tail.stdout) as scan:
            assert code_of(scan.line()) == "43005"
            append(log, PRICE, TIMEOUT)
            assert code_of(scan.line()) == "40801"
    finally:
        tail.kill()
        tail.wait()
        tail.stdout.close()


def test_a_line_that_comes_in_pieces_is_one_line():
    """A writer may pause in the middle of a line."""
    with running(stdin=subprocess.PIPE) as scan:
        half = len(REFUSED) // 2
        scan.process.stdin.write(lines(BROKE) + REFUSED[:half].encode())
        assert code_of(scan.line()) == "306"
        scan.process.stdin.write(REFUSED[half:].encode() + b"\n")
        assert code_of(scan.line()) == "43005"


def test_annotate_of_a_pipe_passes_lines_on_as_they_come():
    """Quiet lines too, at once."""
    with running("-f", "annotate", stdin=subprocess.PIPE) as scan:
        for line in (QUIET, REFUSED, PRICE):
            scan.process.stdin.write(lines(line))
            assert scan.line() == line
            if line == REFUSED:
                assert scan.line().startswith("    ^ crypto-com 43005")


def test_following_shows_what_is_there_and_what_comes(log):
    """`-F` begins at the start of the file and goes on."""
    with running("-F", log) as scan:
        assert code_of(scan.line()) == "43005"
        append(log, PRICE, BROKE)
        row = scan.line()
        assert (code_of(row), row.split("\t")[1]) == ("306", "4")
        append(log, TIMEOUT)
        assert code_of(scan.line()) == "40801"


def test_following_survives_rotation(log):
    """The file is renamed and another takes its name, as logrotate does it; nothing is lost."""
    with running("-F", log) as scan:
        assert code_of(scan.line()) == "43005"
        for number in range(30):
            append(log, error(306, "INSUFFICIENT_AVAILABLE_BALANCE"))
            log.rename(log.with_suffix(f".{number}"))
            append(log, error(40801, "REQUEST_TIMEOUT"))
            rows = [scan.line(), scan.line()]
            assert [code_of(row) for row in rows] == ["306", "40801"]
            # The lines of each file count from 1.
            assert rows[1].split("\t")[1] == "1"


def test_following_survives_truncation(log):
    """The file is cut to nothing and written anew, as `copytruncate` does it."""
    append(log, *[PRICE] * 50)
    with running("-F", log) as scan:
        assert code_of(scan.line()) == "43005"
        os.truncate(log, 0)
        append(log, BROKE)
        assert code_of(scan.line()) == "306"


def test_following_waits_for_a_file_that_is_not_there_yet(tmp_path):
    """The bot may start after the watcher."""
    path = tmp_path / "later.log"
    with running("-F", path) as scan:
        with pytest.raises(subprocess.TimeoutExpired):
            scan.process.wait(0.5)
        append(path, REFUSED)
        assert code_of(scan.line()) == "43005"


def test_following_survives_a_file_that_goes_away_and_comes_back(log):
    """Deleted and created again."""
    with running("-F", log) as scan:
        assert code_of(scan.line()) == "43005"
        log.unlink()
        append(log, BROKE)
        assert code_of(scan.line()) == "306"


def test_following_ends_with_an_interrupt(log):
    """Ctrl-C ends it with 130 and without a traceback."""
    with running("-F", log) as scan:
        scan.line()
        assert scan.stop(signal.SIGINT) == (130, "", "")


@pytest.mark.parametrize("form", ["ndjson", "csv", "annotate", "rows"])
def test_following_works_in_every_stream_format(log, form):
    """Whoever reads the stream sees an error when it comes."""
    with running("-F", log, "-f", form) as scan:
        while "43005" not in scan.line():
            pass
        append(log, BROKE)
        while "306" not in scan.line():
            pass


@pytest.mark.parametrize("files", [["-"], ["a", "b"], []])
def test_following_takes_one_file(files):
    """A pipe is followed without it; several files are not."""
    from harness import run  # noqa: PLC0415  # the only test here that ends by itself

    result = run("parse", "-F", *files)
    assert (result.status, result.out) == (2, "")
    assert "--follow takes one file" in result.err
