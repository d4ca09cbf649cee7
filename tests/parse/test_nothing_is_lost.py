"""What goes wrong around a scan: processes die, files move, readers stall. Nothing is lost without a word."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from harness import command, environment, run
from scans import (
    BROKE,
    PATIENCE_S,
    PRICE,
    QUIET,
    REFUSED,
    TIMEOUT,
    children_of,
    codes,
    error,
    findings,
    lines,
    running,
    settle,
)

FRAME = '{"id":7,"method":"private/create-order","code":306,"message":"INSUFFICIENT_AVAILABLE_BALANCE"}'
HALVES = (
    '12:00:00 answer\n{\n  "id": 7,\n  "method": "private/create-order",\n',
    '  "code": 40801,\n  "message": "REQUEST_TIMEOUT"\n}\n',
)
"""A payload printed over several lines, in two writes."""


def numbered(numbers):
    """Return lines with an error each, all different."""
    return lines(*(error(306, "INSUFFICIENT_AVAILABLE_BALANCE", number=number) for number in numbers))


def append(path, *each):
    """Add lines to a file as a logger does."""
    with path.open("ab", buffering=0) as file:
        file.write(lines(*each))


def is_alive(number):
    """Tell whether a process lives and is no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds):
    """Wait for something to hold; fail when it does not."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def two_workers(folder, *arguments):
    """Scan a file and a pipe to which nobody writes yet, each in a process of its own."""
    (folder / "a.log").write_bytes(lines(QUIET, TIMEOUT))
    os.mkfifo(folder / "pipe")
    with running(folder / "a.log", folder / "pipe", *arguments) as scan:
        wait_until(lambda: len(children_of(scan.process.pid)) == 2)
        settle(scan.process)
        yield scan, children_of(scan.process.pid)


# --- processes ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "terminated"])
@pytest.mark.parametrize("dead", [slice(0, 2), slice(1, 2)], ids=["all", "one"])
def test_what_a_dead_worker_was_to_read_is_read_all_the_same(tmp_path, dead, number):
    """A worker's death is never a shorter result: the process that is left reads its part."""
    with two_workers(tmp_path, "-f", "ndjson", "--fail-on", "unknown-outcome") as (scan, workers):
        for worker in workers[dead]:
            if is_alive(worker):
                os.kill(worker, number)
                wait_until(lambda worker=worker: not is_alive(worker))
        with (tmp_path / "pipe").open("wb") as pipe:
            pipe.write(lines(BROKE, TIMEOUT))
        out, err = scan.process.communicate(timeout=PATIENCE_S)
    assert [json.loads(line)["code"] for line in out.splitlines()] == ["40801", "306", "40801"]
    assert (scan.process.returncode, err) == (3, b"")


def test_workers_end_with_a_parent_that_was_killed(tmp_path):
    """Nothing can be said then, but no process stays."""
    with two_workers(tmp_path) as (scan, workers):
        scan.process.kill()
        wait_until(lambda: not any(map(is_alive, workers)))


@pytest.mark.parametrize("files", range(11, 16))
def test_a_scan_goes_on_alone_where_no_process_can_be_started(tmp_path, files):
    """Too few files may be open for the pipes of several processes, or of all but the first."""
    (tmp_path / "large.log").write_bytes(lines(*[PRICE] * 35_000, TIMEOUT) * 2)
    words = " ".join(f"'{word}'" for word in command())
    done = subprocess.run(
        [shutil.which("bash"), "-c", f"ulimit -n {files}; exec {words} parse -f ndjson '{tmp_path}/large.log'"],
        capture_output=True, env=environment(), check=False, timeout=60,
    )  # fmt: skip
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [35_001, 70_002]
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_a_run_that_is_stopped_does_not_wait_for_its_reader(tmp_path):
    """Nobody reads what it writes: it ends all the same."""
    path = tmp_path / "large.log"
    path.write_bytes(numbered(range(2_000)))
    with running(path, "-f", "ndjson") as scan:
        scan.line()
        settle(scan.process)
        scan.process.terminate()
        assert scan.process.wait(PATIENCE_S) == -signal.SIGTERM
        assert scan.process.stderr.read().startswith(b"errdecode: stopped after ")


# --- streams -----------------------------------------------------------------------------


@pytest.mark.parametrize("pause_s", [0.03, 1.0])
def test_a_payload_that_comes_in_two_writes_is_found(pause_s):
    """Through a pipe: what may go on is held back for a moment, and goes on even after it."""
    with running("-f", "ndjson", stdin=subprocess.PIPE) as scan:
        scan.process.stdin.write(lines(BROKE))
        assert json.loads(scan.line())["code"] == "306"
        scan.process.stdin.write(HALVES[0].encode())
        time.sleep(pause_s)
        scan.process.stdin.write(HALVES[1].encode() + lines(REFUSED))
        found = [json.loads(scan.line()) for _ in range(2)]
    assert [(each["line"], each["code"]) for each in found] == [(3, "40801"), (9, "43005")]


@pytest.mark.parametrize("pause_s", [0.03, 1.0])
def test_a_payload_that_is_written_in_two_pieces_is_found_by_following(tmp_path, pause_s):
    """The same in a file that grows."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(BROKE))
    with running("-F", path, "-f", "ndjson") as scan, path.open("ab", buffering=0) as log:
        assert json.loads(scan.line())["code"] == "306"
        log.write(HALVES[0].encode())
        time.sleep(pause_s)
        log.write(HALVES[1].encode())
        assert json.loads(scan.line())["code"] == "40801"


def test_a_payload_in_two_pieces_is_found_while_another_file_is_written(tmp_path):
    """What is owed to one file is not forgotten over another."""
    one, other = tmp_path / "bot.log", tmp_path / "other.log"
    one.write_bytes(lines(BROKE))
    other.write_bytes(lines(BROKE))
    with running("-F", one, other, "-f", "ndjson") as scan, one.open("ab", buffering=0) as log:
        assert [json.loads(scan.line())["code"] for _ in range(2)] == ["306", "306"]
        log.write(HALVES[0].encode())
        time.sleep(1.0)
        append(other, REFUSED)
        assert json.loads(scan.line())["code"] == "43005"
        log.write(HALVES[1].encode())
        found = json.loads(scan.line())
    assert (found["source"], found["line"], found["code"]) == (str(one), 3, "40801")


def test_a_text_that_never_goes_on_is_shown_all_the_same():
    """An error on a line that opens a payload is not held back for ever."""
    with running("-f", "ndjson", stdin=subprocess.PIPE) as scan:
        scan.process.stdin.write(f"{REFUSED} {{\n".encode())
        assert json.loads(scan.line())["code"] == "43005"


@pytest.mark.parametrize("form", ["ndjson", "csv", "annotate", "table"])
@pytest.mark.parametrize("files", [1, 3])
def test_a_pipe_that_does_not_wait_gets_everything(tmp_path, form, files):
    """Whoever set standard output to return at once gets what another does."""
    path = tmp_path / "bot.log"
    path.write_bytes(numbered(range(300)))
    typed = [*command(), "parse", *[str(path)] * files, "-f", form]
    expected = subprocess.run(typed, capture_output=True, env=environment(), check=True).stdout
    start, end = os.pipe()
    os.set_blocking(end, False)
    with subprocess.Popen(typed, stdout=end, stderr=subprocess.PIPE, env=environment()) as process:
        os.close(end)
        settle(process)
        with open(start, "rb") as pipe:
            assert pipe.read() == expected
        assert (process.wait(PATIENCE_S), process.stderr.read()) == (0, b"")


def test_a_closed_standard_input_is_said():
    """It is not an empty one."""
    words = " ".join(f"'{word}'" for word in command())
    done = subprocess.run(
        [shutil.which("bash"), "-c", f"{words} parse <&-"], capture_output=True, env=environment(), check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"errdecode: standard input is closed")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_exit_status(tmp_path, closed):
    """A program started by another may have none."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(TIMEOUT))
    words = " ".join(f"'{word}'" for word in command())
    typed = f"{words} parse --fail-on unknown-outcome '{path}' '{path}' {closed}"
    done = subprocess.run([shutil.which("bash"), "-c", typed], capture_output=True, env=environment(), check=False)
    assert done.returncode == 3
    assert done.stderr == b""


# --- files that move ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("renamed", "was replaced while it was read: all that it held was scanned"),
        ("copied and cut", "was cut short while it was read: the rest was read from"),
        ("cut", "was cut short while it was read: not all of its"),
    ],
)
def test_a_log_that_is_rotated_while_it_is_read(tmp_path, how, said):
    """All that was there to read is found, and what happened is said."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(*[PRICE] * 700, REFUSED) * 60)
    with running(path, "-f", "annotate", "--show-secrets") as scan:
        # Nobody takes more than the pipe holds, so that the scan waits before it has read all.
        assert scan.process.stdout.read(1)
        if how == "renamed":
            path.rename(tmp_path / "bot.log.1")
            path.write_bytes(lines(BROKE))
        else:
            if how == "copied and cut":
                shutil.copy(path, tmp_path / "bot.log.1")
            os.truncate(path, 0)
            append(path, BROKE)
        out, err = scan.process.communicate(timeout=PATIENCE_S)
    assert scan.process.returncode == 2
    assert f"bot.log {said}".encode() in err
    assert err.count(b"\n") == 1
    if how != "cut":
        assert out.count(b"    ^ crypto-com 43005") == 60
    assert b"    ^ crypto-com 306" not in out


def test_following_loses_nothing_under_fast_rotation(tmp_path):
    """The file is renamed after every few lines, faster than anybody looks."""
    path = tmp_path / "bot.log"
    path.write_bytes(numbered([0]))
    with running("-F", path, "-f", "ndjson") as scan:
        scan.line()
        for number in range(60):
            with path.open("ab") as log:
                log.write(numbered(range(1 + number * 20, 21 + number * 20)))
            path.rename(tmp_path / f"bot.log.{number}")
        path.write_bytes(lines(TIMEOUT))
        found = [json.loads(scan.line())["code"] for _ in range(1_201)]
    assert found.count("306") == 1_200


def test_following_reads_no_neighbour_of_the_log(tmp_path):
    """Only what its name says was the log is read on rotation, and nothing twice."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(REFUSED))
    with running("-F", path, "-f", "ndjson") as scan:
        scan.line()
        for name in ("bot.log.errors", "bot.logger", "other.log.1"):
            (tmp_path / name).write_bytes(lines(TIMEOUT))
        shutil.copy(path, tmp_path / "bot.log.2")
        path.rename(tmp_path / "bot.log.1")
        path.write_bytes(lines(BROKE))
        assert json.loads(scan.line())["code"] == "306"
        append(path, REFUSED)
        assert json.loads(scan.line())["line"] == 2


def test_following_finds_what_was_written_before_a_log_was_cut(tmp_path):
    """As `copytruncate` does it: each time as long as before, so that its size says nothing."""
    path = tmp_path / "bot.log"
    with running("-F", path, "-f", "ndjson") as scan:
        for number in range(5):
            append(path, *numbered(range(1_000 + number * 50, 1_050 + number * 50)).decode().splitlines())
            assert [json.loads(scan.line())["line"] for _ in range(50)] == list(range(1, 51))
            shutil.copy(path, tmp_path / "bot.log.1")
            os.truncate(path, 0)


# --- what is read ------------------------------------------------------------------------


@pytest.mark.slow
def test_only_errors_count_against_a_limit():
    """Objects that are none before an error, a list of hundreds, a hundred in one long line."""
    many = ",".join(FRAME.replace("7", str(number)) for number in range(600))
    wide = " ".join("x" * 400 + FRAME for _ in range(100))
    for text, number in (('{"a":1} ' * 300 + FRAME, 1), (f"[{many}]", 600), (wide, 100)):
        assert len(findings(run("parse", "-f", "ndjson", stdin=f"{text}\n"))) == number


@pytest.mark.slow
def test_a_limit_that_was_met_is_said():
    """A text that would cost too much to take apart is no all-clear."""
    result = run("parse", "-f", "ndjson", stdin='{"a":{"b":"' * 4_000 + FRAME + "\n" + REFUSED + "\n")
    assert result.status == 2
    assert result.err == "errdecode: - line 1: too entangled to be read whole\n"
    assert (2, "43005") in codes(result)


@pytest.mark.parametrize(
    ("pack", "unpacker"),
    [
        (gzip.compress, lambda: zlib.decompressobj(31)),
        (lambda data: bz2.compress(data, 1), bz2.BZ2Decompressor),
        (lzma.compress, lzma.LZMADecompressor),
    ],
    ids=["gzip", "bzip2", "xz"],
)
@pytest.mark.parametrize("damage", ["cut", "flipped"])
@pytest.mark.slow
def test_all_that_stands_before_a_damage_is_found(tmp_path, pack, unpacker, damage):
    """As much as the archive's own program gives, and then a sentence."""
    quiet = [os.urandom(500).hex() for _ in range(300)]
    data = b"".join(lines(word, f"{FRAME} {word}") if not at % 3 else lines(word) for at, word in enumerate(quiet))
    packed = bytearray(pack(data))
    place = len(packed) * 3 // 4
    if damage == "cut":
        del packed[place:]
    else:
        packed[place : place + 20] = bytes(20)
    path = tmp_path / "bot.log.gz"
    path.write_bytes(packed)
    whole, unpacked = io.BytesIO(), unpacker()
    with suppress(OSError, lzma.LZMAError, zlib.error):
        for at in range(len(packed)):
            whole.write(unpacked.decompress(packed[at : at + 1]))
    expected = findings(run("parse", "-f", "ndjson", stdin=whole.getvalue()))
    result = run("parse", str(path), "-f", "ndjson")
    assert [record["line"] for record in findings(result)] == [record["line"] for record in expected]
    assert len(expected) > 50
    assert result.status == 2
    assert result.err.startswith(f"errdecode: {path} is ")


def test_links_are_followed_once(tmp_path):
    """`d/**` reads a file once, however many links lead to it, and ends."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.log").write_bytes(lines(REFUSED))
    (tmp_path / "b.log").symlink_to("sub/a.log")
    os.link(tmp_path / "sub" / "a.log", tmp_path / "c.log")
    for name in ("up", "again"):
        (tmp_path / "sub" / name).symlink_to("..")
    for typed in ("**", "**/*", "**/*.log", ""):
        assert len(findings(run("parse", str(tmp_path / typed), "-f", "ndjson"))) == 1, typed


def test_what_is_no_file_is_passed_over_and_counted(tmp_path):
    """Pipes, sockets and devices in a folder are not waited for."""
    (tmp_path / "a.log").write_bytes(lines(REFUSED))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        folder = os.open(tmp_path, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{folder}/socket")
        os.close(folder)
        result = run("parse", str(tmp_path), "-f", "ndjson")
    assert codes(result) == [(1, "43005")]
    assert (result.status, result.err) == (
        0,
        "errdecode: passed over what is no file: 1 device, 1 pipe, 1 socket\n",
    )


def test_a_link_to_itself_is_said(tmp_path):
    """What cannot be read is named, and the rest is read."""
    (tmp_path / "a.log").write_bytes(lines(REFUSED))
    (tmp_path / "loop.log").symlink_to("loop.log")
    result = run("parse", str(tmp_path), "-f", "ndjson")
    assert codes(result) == [(1, "43005")]
    assert result.status == 2
    assert "loop.log cannot be read: too many levels of symbolic links" in result.err


@pytest.mark.parametrize("typed", ["", "**", "*/*.log"])
def test_a_folder_that_cannot_be_read_is_said(tmp_path, typed):
    """It may hold what is looked for."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.log").write_bytes(lines(REFUSED))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "b.log").write_bytes(lines(TIMEOUT))
    (tmp_path / "b").chmod(0)
    words = [*command(), "parse", "-f", "ndjson", str(tmp_path / typed)]
    if os.access(tmp_path / "b", os.R_OK):
        # Root may read everything, and lends these rights to nobody.
        if not (dropper := shutil.which("setpriv")):
            pytest.skip("root may read every folder")
        words = [dropper, "--bounding-set=-all", "--inh-caps=-all", *words]
    done = subprocess.run(words, capture_output=True, env=environment(), cwd="/", check=False)
    (tmp_path / "b").chmod(0o700)
    if b"b.log" in done.stdout:
        pytest.skip("the rights of root cannot be given up here")
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["43005"]
    assert done.returncode == 2
    assert f"{tmp_path / 'b'} cannot be read: permission denied".encode() in done.stderr


@pytest.mark.parametrize("variables", [{"LC_ALL": "xx_YY.UTF-8"}, {"LC_ALL": None, "LANG": None}, {"TERM": "dumb"}])
def test_a_report_needs_no_locale_and_no_terminal(tmp_path, variables):
    """What is missing is not missed, and a name that is no UTF-8 is shown."""
    path = os.fsencode(tmp_path) + b"/\xff\xfe.log"
    with open(path, "wb") as file:
        file.write(lines(REFUSED))
    result = run("parse", str(tmp_path), "-f", "table", **variables)
    assert (result.status, result.err) == (0, "")
    assert "43005" in result.out
    assert r"\udcff\udcfe.log" in run("parse", str(tmp_path), "-f", "rows", **variables).out


if sys.platform != "linux":  # pragma: no cover
    pytestmark = pytest.mark.skip("looks at processes as Linux shows them")
