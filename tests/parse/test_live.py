"""Streams that go on: a pipe from a program that runs, a file that grows, is rotated, is cut short."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
from collections import Counter
from threading import Thread

import pytest
from harness import run
from scans import BROKE, PRICE, QUIET, REFUSED, TIMEOUT, error, lines, running, settle


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


@pytest.mark.parametrize("ends", [socket.socketpair, os.openpty], ids=["socket", "terminal"])
def test_what_is_no_pipe_shows_each_line_as_it_comes(ends):
    """Node and ssh hand a program sockets; on a terminal a line may be pasted."""
    ours, theirs = (end if isinstance(end, int) else end.detach() for end in ends())
    try:
        with running(stdin=theirs) as scan:
            for line, code in ((REFUSED, "43005"), (TIMEOUT, "40801")):
                os.write(ours, lines(line))
                assert code_of(scan.line()) == code
    finally:
        os.close(ours)
        os.close(theirs)


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


def test_what_comes_later_and_cannot_be_followed_is_said(tmp_path):
    """A log in UTF-16 that is waited for: without a word it would look as if there were no errors."""
    path = tmp_path / "bot.log"
    with running("-F", path) as scan:
        assert scan.said().endswith("is not there yet: waiting for it")
        path.write_text(REFUSED + "\n", encoding="utf-16")
        assert scan.said() == f"errdecode: {path} is UTF-16, which is not followed: leave out --follow"


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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (None, "--follow takes files"),
        ("-", "--follow takes files"),
        ("pipe", "pipe is no file"),
        ("packed.log.gz", "packed.log.gz is packed, and does not grow"),
        ("binary", "binary is a binary file"),
        ("wide.log", "wide.log is UTF-16, which is not followed"),
    ],
)
def test_what_never_grows_is_not_followed(log, name, said):
    """A pipe is followed without it; a packed log stays as it is."""
    os.mkfifo(log.parent / "pipe")
    (log.parent / "packed.log.gz").write_bytes(gzip.compress(lines(REFUSED)))
    (log.parent / "binary").write_bytes(bytes(100))
    (log.parent / "wide.log").write_text(REFUSED, encoding="utf-16")
    result = run("parse", "-F", *([name] if name else []), cwd=log.parent)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


# --- several files -----------------------------------------------------------------------


FIELDS = ("-f", "rows", "--fields", "source,line,code")


def shown(scan, number=1):
    """Return source, line and code of the next errors, by file and line, whichever file was read first."""
    rows = [scan.line().split("\t") for _ in range(number)]
    return sorted((os.path.basename(source), int(line), code) for source, line, code in rows)


@pytest.fixture
def logs(tmp_path):
    """Make a folder with two logs."""
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "a.log").write_bytes(lines(QUIET, REFUSED))
    (folder / "b.log").write_bytes(lines(BROKE))
    return folder


def test_several_files_are_followed_at_once(logs):
    """Each error comes with its file and the line there, also of a line that was written in two pieces."""
    a, b = logs / "a.log", logs / "b.log"
    with running("-F", *FIELDS, a, b) as scan:
        assert shown(scan, 2) == [("a.log", 2, "43005"), ("b.log", 1, "306")]
        with a.open("ab", buffering=0) as half:
            half.write(lines(TIMEOUT)[:60])
            append(b, PRICE, TIMEOUT)
            assert shown(scan) == [("b.log", 3, "40801")]
            half.write(lines(TIMEOUT)[60:])
        assert shown(scan) == [("a.log", 3, "40801")]


def test_nothing_is_lost_of_files_that_are_written_at_once(logs):
    """Two programs write as fast as they can, and each rotates its log again and again."""

    def write(path):
        for number in range(20):
            append(path, *[error(40801, "REQUEST_TIMEOUT", number=number * 50 + at) for at in range(50)])
            path.rename(f"{path}.{number}")
        append(path, BROKE)

    paths = [logs / "a.log", logs / "b.log"]
    with running("-F", *FIELDS, *paths) as scan:
        shown(scan, 2)
        writers = [Thread(target=write, args=(path,)) for path in paths]
        for writer in writers:
            writer.start()
        found = Counter((name, code) for name, _, code in shown(scan, 2_002))
        for writer in writers:
            writer.join()
    assert found == Counter(
        {(name, code): n for name in ("a.log", "b.log") for code, n in (("40801", 1_000), ("306", 1))}
    )


def test_what_is_followed_may_be_cut_and_replaced(logs):
    """One file is cut, the other deleted and made anew; the lines of each count from 1 again."""
    a, b = logs / "a.log", logs / "b.log"
    with running("-F", *FIELDS, a, b) as scan:
        shown(scan, 2)
        os.truncate(a, 0)
        append(a, BROKE)
        assert shown(scan) == [("a.log", 1, "306")]
        b.unlink()
        append(b, TIMEOUT)
        assert shown(scan) == [("b.log", 1, "40801")]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(logs):
    """It is said, and the file is read once it can be."""
    a, later = logs / "a.log", logs / "later.log"
    later.mkdir()
    (logs / "link.log").symlink_to(later)
    link = logs / "link.log"
    link.unlink()
    with running("-F", *FIELDS, a, link) as scan:
        assert scan.said() == f"errdecode: {link} is not there yet: waiting for it"
        assert shown(scan) == [("a.log", 2, "43005")]
        link.symlink_to(later)
        assert scan.said() == f"errdecode: {link} cannot be read: is a directory; waiting for it"
        append(a, BROKE)
        assert shown(scan) == [("a.log", 3, "306")]
        link.unlink()
        append(link, TIMEOUT)
        assert shown(scan) == [("link.log", 1, "40801")]


@pytest.mark.parametrize("pattern", ["", "*.log"], ids=["folder", "pattern"])
def test_a_log_that_appears_is_followed_too(logs, pattern):
    """As a program does that begins a log a day; what was renamed is not read twice, what is packed not at all."""
    (logs / "a.log.1").write_bytes(lines(TIMEOUT))
    (logs / "old.log.gz").write_bytes(gzip.compress(lines(TIMEOUT)))
    with running("-F", *FIELDS, logs / pattern) as scan:
        left_out = "" if pattern else "; 2 rotated, packed or binary left out"
        assert scan.said() == f"errdecode: following 2 files in {logs / pattern}{left_out}"
        assert shown(scan, 2) == [("a.log", 2, "43005"), ("b.log", 1, "306")]
        (logs / "a.log").rename(logs / "a-20261120.log")
        append(logs / "a.log", REFUSED)
        append(logs / "c.log", PRICE, TIMEOUT)
        assert shown(scan, 2) == [("a.log", 1, "43005"), ("c.log", 2, "40801")]
        append(logs / "c.log", BROKE)
        assert shown(scan) == [("c.log", 3, "306")]


def test_a_folder_may_still_be_empty(tmp_path):
    """The bot may start after the watcher."""
    with running("-F", *FIELDS, tmp_path) as scan:
        assert scan.said() == f"errdecode: no log in {tmp_path} yet: waiting for one"
        append(tmp_path / "bot.log", REFUSED)
        assert shown(scan) == [("bot.log", 1, "43005")]


def test_a_neighbour_that_is_followed_itself_is_not_read_for_another(tmp_path):
    """`bot2.log` might be `bot.log` after a rotation, were it not followed by its own name."""
    one, two = tmp_path / "bot.log", tmp_path / "bot2.log"
    append(one, REFUSED)
    append(two, PRICE)
    with running("-F", *FIELDS, one, two) as scan:
        shown(scan)
        append(two, BROKE)
        assert shown(scan) == [("bot2.log", 2, "306")]
        one.rename(tmp_path / "bot.log.1")
        append(one, TIMEOUT)
        assert shown(scan) == [("bot.log", 1, "40801")]


def test_each_file_begins_so_many_lines_before_its_end(logs):
    """`-n` counts in each file by itself."""
    append(logs / "a.log", BROKE)
    append(logs / "b.log", REFUSED, TIMEOUT)
    with running("-F", "-n", "1", *FIELDS, logs / "a.log", logs / "b.log") as scan:
        assert shown(scan, 2) == [("a.log", 3, "306"), ("b.log", 3, "40801")]


def test_an_interrupt_ends_all_with_what_was_found(logs):
    """Also of a last line that has no end yet."""
    with (logs / "b.log").open("ab") as file:
        file.write(TIMEOUT.encode())
    with running("-F", "-f", "json", logs / "a.log", logs / "b.log") as scan:
        settle(scan.process)
        status, out, err = scan.stop(signal.SIGINT)
    found = [(os.path.basename(each["source"]), each["line"], each["code"]) for each in json.loads(out)["findings"]]
    assert (status, err) == (130, "")
    assert sorted(found) == [("a.log", 2, "43005"), ("b.log", 1, "306"), ("b.log", 2, "40801")]


def test_the_log_with_notes_says_which_file_it_is(logs):
    """A heading where another file goes on, as `tail` has it."""
    with running("-F", "-f", "annotate", "-n", "0", logs / "a.log", logs / "b.log") as scan:
        settle(scan.process)
        for name, blank in (("a.log", False), ("b.log", True)):
            append(logs / name, PRICE)
            wanted = [*([""] if blank else []), f"==> {name} <==", PRICE]
            assert [scan.line() for _ in wanted] == wanted
        append(logs / "b.log", REFUSED)
        assert scan.line() == REFUSED


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        (40, ["==> x/bot.log <==", "1  Refused", "==> y/bot.log <==", "1  Refused"]),
        (100, ["x/bot.log:1      Refused", "y/bot.log:1      Refused"]),
    ],
)
def test_lines_say_which_file_by_as_little_as_tells_it(tmp_path, columns, wanted):
    """Two logs of one name are told apart by their folders; where there is no room, a heading says it."""
    for folder, line in (("x", REFUSED), ("y", BROKE)):
        (tmp_path / folder).mkdir()
        append(tmp_path / folder / "bot.log", line)
    result = run("parse", "--brief", tmp_path / "x" / "bot.log", tmp_path / "y" / "bot.log", COLUMNS=str(columns))
    found = [line for line in result.out.splitlines() if "==>" in line or "Refused" in line]
    assert all(part in line for part, line in zip(wanted, found, strict=True))


def test_a_hole_before_a_followed_log_hides_nothing(tmp_path):
    """However long it is: what was written behind it is read."""
    path = tmp_path / "bot.log"
    with path.open("wb") as file:
        file.truncate(200_000)
        file.seek(200_000)
        file.write(lines(REFUSED))
    with running("-F", path, "-f", "rows") as scan:
        assert "\t43005\t" in scan.line()
