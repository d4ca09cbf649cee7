"""Inputs that are huge, broken, binary or gone, and outputs that end early."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from harness import command, environment, run
from scans import (
    BROKE,
    PACKERS,
    PATIENCE_S,
    PRICE,
    QUIET,
    REFUSED,
    TIMEOUT,
    codes,
    error,
    findings,
    lines,
    running,
    settle,
    zstd,
)

MB = 1_000_000
MAX_PEAK_MB = 80
_MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak // 1024, file=sys.stderr)
sys.exit(done.returncode)
"""
"""A process of its own: a child is counted with the memory of the process it was forked from."""


def run_measured(*arguments):
    """Run `errdecode parse`; return its findings and the largest memory in MB that one of its processes took."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command(), "parse", *map(str, arguments), "-f", "ndjson"],
        stdin=subprocess.DEVNULL, capture_output=True, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()], int(done.stderr.split()[-1])


def write(path, *parts):
    """Write parts, each bytes or (bytes, times), without holding them all."""
    with path.open("wb") as file:
        for part in parts:
            data, times = part if isinstance(part, tuple) else (part, 1)
            for _ in range(times):
                file.write(data)


def one_sentence(text):
    """Tell whether standard error holds one line of ours and no traceback."""
    return text.startswith("errdecode: ") and text.count("\n") == 1 and "Traceback" not in text


@pytest.mark.parametrize("by", ["parts", "stream"])
def test_a_line_of_200_mb_takes_little_memory(tmp_path, by):
    """The error behind it is found, in its line."""
    path = tmp_path / "huge.log"
    write(path, (b"x" * MB, 200), b"\n", lines(REFUSED))
    if by == "stream":
        packed = tmp_path / "huge.zst"
        with path.open("rb") as plain, zstd.open(packed, "wb", level=1) as zipped:
            shutil.copyfileobj(plain, zipped)
        path = packed
    records, peak = run_measured(path)
    assert [(record["line"], record["code"]) for record in records] == [(2, "43005")]
    assert peak < MAX_PEAK_MB


def test_errors_inside_a_line_of_4_mb_are_found(tmp_path):
    """A payload in the midst of a line without an end is one all the same."""
    path = tmp_path / "huge.log"
    write(path, (b"x" * MB, 2), lines(REFUSED).rstrip(), b" ", (b"x" * MB, 2))
    records, peak = run_measured(path)
    assert [(record["line"], record["code"]) for record in records] == [(1, "43005")]
    assert peak < MAX_PEAK_MB


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path):
    """Twenty-four megabytes of nothing but errors take what four take."""
    chunk = lines(*(error(306, f"m{number % 50}", number=number) for number in range(2_000)))
    peaks = []
    for times in (4 * MB // len(chunk), 24 * MB // len(chunk)):
        path = tmp_path / "errors.log"
        write(path, (chunk, times))
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, *command(), "parse", path, "-f", "markdown"],
            capture_output=True, env=environment(), timeout=60, check=False,
        )  # fmt: skip
        assert f"{2_000 * times} errors".encode() in done.stdout
        peaks.append(int(done.stderr.split()[-1]))
    assert max(peaks) < MAX_PEAK_MB
    assert peaks[1] < peaks[0] * 1.3


def test_a_gzip_bomb_of_zeros_is_refused_at_once(tmp_path):
    """A gigabyte of zeros in a megabyte is a binary file, and is not unpacked to the end."""
    path = tmp_path / "bomb.gz"
    write(path, (gzip.compress(bytes(MB)), 1000))
    start = time.monotonic()
    result = run("parse", str(path))
    assert (result.status, result.out) == (2, "")
    assert one_sentence(result.err)
    assert "binary" in result.err
    assert time.monotonic() - start < 5


@pytest.mark.slow
def test_a_gzip_bomb_behind_text_takes_little_memory(tmp_path):
    """What unpacks to hundreds of megabytes is read as a stream; the errors around it are found."""
    path = tmp_path / "bomb.gz"
    write(
        path,
        gzip.compress(lines(*[PRICE] * 200, REFUSED)),
        (gzip.compress(bytes(10 * MB)), 30),
        gzip.compress(lines("", BROKE)),
    )
    records, peak = run_measured(path)
    assert [record["code"] for record in records] == ["43005", "306"]
    assert peak < MAX_PEAK_MB


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("by", ["path", "pipe"])
def test_a_packed_file_that_is_cut_off_keeps_its_findings(tmp_path, pack, by):
    """Found so far is shown, then one sentence says that the file is cut off; exit status 2."""
    noise = lines(*(f"{PRICE} {os.urandom(30).hex()}" for _ in range(10_000)))
    packed = pack(lines(REFUSED) + noise + lines(BROKE))
    data = packed[: len(packed) * 4 // 5]
    path = tmp_path / "cut.log"
    path.write_bytes(data)
    typed = [str(path)] if by == "path" else ["-"]
    result = run("parse", *typed, "-f", "ndjson", stdin=data)
    assert codes(result) == [(1, "43005")]
    assert result.status == 2
    assert one_sentence(result.err)
    assert ("cut.log" if by == "path" else "-") in result.err
    assert "cut off" in result.err


@pytest.mark.parametrize("size", [6, 20])
@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_packed_file_of_which_only_the_beginning_is_there_is_said(tmp_path, pack, size):
    """Rotation that was interrupted leaves such files; the others are read."""
    (tmp_path / "a.log").write_bytes(pack(lines(REFUSED))[:size])
    (tmp_path / "b.log").write_bytes(lines(REFUSED))
    result = run("parse", str(tmp_path / "a.log"), str(tmp_path / "b.log"), "-f", "ndjson")
    assert codes(result) == [(1, "43005")]
    assert result.status == 2
    assert one_sentence(result.err)


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_damaged_archive_is_said(tmp_path, pack):
    """Bytes flipped in the middle end that file, with a sentence."""
    packed = bytearray(pack(lines(REFUSED) + os.urandom(300_000).hex().encode()))
    packed[150_000:150_010] = bytes(10)
    path = tmp_path / "damaged.gz"
    path.write_bytes(packed)
    result = run("parse", str(path), "-f", "ndjson")
    assert result.status == 2
    assert one_sentence(result.err)


@pytest.mark.parametrize(("by", "size"), [("path", 100_000), ("pipe", 100_000), ("path", 3_000_000)])
def test_a_binary_file_is_refused(tmp_path, by, size):
    """Not read as text, and said so, also of one that would be read in parts."""
    data = (Path(sys.executable).resolve().read_bytes() * (size // 100_000))[:size]
    path = tmp_path / "program"
    path.write_bytes(data)
    result = run("parse", str(path)) if by == "path" else run("parse", stdin=data)
    assert (result.status, result.out) == (2, "")
    assert one_sentence(result.err)
    assert "binary" in result.err


def test_a_bell_at_the_beginning_makes_no_binary_file():
    """The first piece of a pipe may be a few bytes, which say nothing of what follows."""
    result = run("parse", "-f", "ndjson", stdin=b"\a\n")
    assert (result.status, result.err) == (1, "errdecode: no error in the input\n")


@pytest.mark.parametrize("bad", ["vanished", "unreadable", "binary", "broken link"])
def test_one_bad_file_does_not_stop_the_others(tmp_path, bad):
    """The others are scanned, the bad one is named, the exit status is 2."""
    path = tmp_path / "bad.log"
    if bad == "binary":
        path.write_bytes(bytes(5_000))
    elif bad == "broken link":
        path.symlink_to(tmp_path / "nowhere")
    elif bad == "unreadable":
        path.write_bytes(lines(REFUSED))
        path.chmod(0)
        if os.access(path, os.R_OK):
            # Root may read everything but the memory of a process at a place where there is none.
            path = Path("/proc/self/mem")
    for name, line in (("a.log", REFUSED), ("z.log", BROKE)):
        (tmp_path / name).write_bytes(lines(line))
    result = run("parse", str(tmp_path / "a.log"), str(path), str(tmp_path / "z.log"), "-f", "ndjson")
    assert [record["code"] for record in findings(result)] == ["43005", "306"]
    assert result.status == 2
    assert one_sentence(result.err)
    assert path.name in result.err


def test_a_report_says_what_could_not_be_read(tmp_path):
    """The figures at the end count it."""
    (tmp_path / "a.log").write_bytes(lines(REFUSED))
    result = run("parse", str(tmp_path / "a.log"), str(tmp_path / "gone.log"), "-f", "table")
    assert result.status == 2
    assert "1 could not be read" in result.out
    assert "gone.log cannot be read: no such file or directory" in result.err


def test_a_name_with_escape_sequences_is_shown_not_obeyed(tmp_path):
    """File names are input as well."""
    name = "bad\x1b]0;t\x07.log"
    (tmp_path / name).write_bytes(lines(REFUSED))
    for typed in (["-f", "rows"], ["-f", "csv"], ["-f", "ndjson"]):
        out = run("parse", str(tmp_path), *typed).out
        assert "43005" in out
        assert "\x1b" not in out
    assert "\x1b" not in run("parse", str(tmp_path / "gone\x1b[31m.log")).err


@pytest.mark.parametrize("form", ["rows", "ndjson", "json", "csv", "annotate"])
@pytest.mark.slow
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path, form):
    """`errdecode parse big.log | head -1` ends quietly with 0, from one process and from several."""
    path = tmp_path / "big.log"
    write(path, (lines(REFUSED, *[PRICE] * 40), 800))
    for typed, stdin in (([path], subprocess.DEVNULL), (["-"], path.open("rb"))):
        process = subprocess.Popen(
            [*command(), "parse", *typed, "-f", form],
            stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        )  # fmt: skip
        assert process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert (process.wait(30), err) == (0, b"")
        if stdin is not subprocess.DEVNULL:
            stdin.close()


@pytest.mark.parametrize(
    ("form", "times"),
    [*((form, 1) for form in ("rows", "ndjson", "json", "csv", "annotate", "table", "markdown")), ("rows", 8_000)],
)
def test_a_full_disk_is_said(tmp_path, form, times):
    """Output that cannot be written ends with 2 and one sentence, from one process and from several."""
    path = tmp_path / "bot.log"
    write(path, (lines(REFUSED, BROKE), times))
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*command(), "parse", path, "-f", form],
            stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(b"errdecode: cannot write")
    assert one_sentence(done.stderr.decode())


@pytest.mark.parametrize("form", ["table", "markdown", "rows"])
def test_an_interrupt_reports_what_was_found(tmp_path, form):
    """One process, in the middle of a stream: the report, then 130."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(REFUSED, TIMEOUT))
    with running(path, "-", "-f", form, stdin=subprocess.PIPE) as scan:
        scan.process.stdin.write(lines(BROKE))
        settle(scan.process)
        status, out, err = scan.stop(signal.SIGINT)
    assert status == 130
    assert err == "errdecode: stopped after 3 lines: what was found until then is shown\n"
    assert all(code in out for code in ("43005", "40801", "306"))


@pytest.mark.parametrize(
    ("form", "number", "ended"),
    [
        *((form, signal.SIGINT, 130) for form in ("table", "markdown", "rows")),
        ("table", signal.SIGTERM, -signal.SIGTERM),
        ("rows", signal.SIGHUP, -signal.SIGHUP),
    ],
)
def test_an_interrupt_of_several_processes_reports_what_was_found(tmp_path, form, number, ended):
    """Several processes, one of which waits for ever: the report, a sentence, then the end that the signal asks for."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(REFUSED, TIMEOUT))
    waiting = tmp_path / "pipe"
    os.mkfifo(waiting)
    with running(path, waiting, "-f", form) as scan:
        settle(scan.process)
        status, out, err = scan.stop(number)
    assert status == ended
    assert err == "errdecode: stopped after 2 lines: what was found until then is shown\n"
    assert all(code in out for code in ("43005", "40801"))


def test_an_interrupt_leaves_whole_lines(tmp_path):
    """Ctrl-C while several processes wait for a slow reader: nothing is cut but the line being written."""
    path = tmp_path / "big.log"
    write(path, (lines(*[PRICE] * 300, REFUSED, BROKE, TIMEOUT), 200))
    with running(path, "-f", "rows") as scan:
        first = scan.line()
        settle(scan.process)
        status, out, err = scan.stop(signal.SIGINT)
    assert status == 130
    assert one_sentence(err)
    for line in (first, *out.splitlines()[:-1]):
        assert line.split("\t")[4] == "crypto-com"


@pytest.mark.slow
def test_workers_end_with_the_process_that_was_stopped(tmp_path):
    """A scan on several processors that is terminated leaves no process behind."""
    path = tmp_path / "large.log"
    path.write_bytes(lines(*[QUIET] * 1_000) * 400)
    process = subprocess.Popen(
        [*command(), "parse", *[str(path)] * 20, "-f", "ndjson"],
        stdout=subprocess.PIPE, env=environment(), start_new_session=True,
    )  # fmt: skip
    time.sleep(0.3)
    process.terminate()
    # The pipe ends when the last of those that could write to it has.
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == -signal.SIGTERM


@pytest.mark.parametrize("piece", ["secret", "api_key=", "api_key=(", "sig:", "://a:", '{"code":1,'])
def test_a_line_of_nothing_but_names_is_read_to_its_end(piece):
    """What looks for credentials and frames moves forward only; how its work grows is counted elsewhere."""
    line = piece * (30_000 // len(piece))
    result = run("parse", "-", "-f", "annotate", stdin=line, memory_mb=1_000)
    assert result.status in (0, 1)
