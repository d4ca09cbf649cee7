"""What can be scanned: any number of anything, packed or not, in the encodings that occur."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from harness import command, environment, run
from scans import BROKE, PACKERS, PRICE, QUIET, REFUSED, TIMEOUT, codes, findings, lines

DATA = lines(QUIET, REFUSED, PRICE, TIMEOUT)
FOUND = [(2, "43005"), (4, "40801")]


@pytest.fixture
def folder(tmp_path):
    """Make a folder of logs, with one in a folder of its own and one hidden."""
    for name, line in (("a.log", REFUSED), ("b.log.1", BROKE), ("sub/c.log", TIMEOUT), (".hidden", REFUSED)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(lines(QUIET, line))
    return tmp_path


def sources(result):
    """Return (file, code) of each finding of a run with `-f ndjson`."""
    return [(os.path.basename(record["source"]), record["code"]) for record in findings(result)]


def test_standard_input_is_read_without_a_file_and_with_a_dash():
    """`errdecode parse` and `errdecode parse -` are the same; the source has no name."""
    for typed in ([], ["-"]):
        result = run("parse", *typed, "-f", "ndjson", stdin=DATA)
        assert codes(result) == FOUND
        assert {record["source"] for record in findings(result)} == {None}


def test_several_files_are_read_in_their_order(folder):
    """Findings of the first file come first, and each names its file and line."""
    result = run("parse", str(folder / "b.log.1"), str(folder / "a.log"), "-f", "ndjson")
    assert sources(result) == [("b.log.1", "306"), ("a.log", "43005")]
    assert codes(result) == [(2, "306"), (2, "43005")]


def test_files_and_standard_input_may_be_mixed(folder):
    """`-` stands among files."""
    result = run("parse", str(folder / "a.log"), "-", str(folder / "b.log.1"), "-f", "ndjson", stdin=lines(TIMEOUT))
    assert [code for _, code in codes(result)] == ["43005", "40801", "306"]


def test_a_folder_is_read_to_its_bottom(folder):
    """Every file in it and below it, but nothing hidden."""
    result = run("parse", str(folder), "-f", "ndjson")
    assert sources(result) == [("a.log", "43005"), ("b.log.1", "306"), ("c.log", "40801")]


@pytest.mark.parametrize(("pattern", "found"), [("*.log*", 2), ("**/*.log", 2), ("?.log", 1), ("[bz].log.1", 1)])
def test_a_glob_that_the_shell_left_is_read(folder, pattern, found):
    """Quoted patterns work, as in scripts and on Windows."""
    assert len(findings(run("parse", str(folder / pattern), "-f", "ndjson"))) == found


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path):
    """`bot[1].log` is read where it exists."""
    (tmp_path / "bot[1].log").write_bytes(DATA)
    assert codes(run("parse", str(tmp_path / "bot[1].log"), "-f", "ndjson")) == FOUND


def test_a_glob_without_files_is_said(tmp_path):
    """A pattern that nothing fits is an error, not an empty answer."""
    result = run("parse", str(tmp_path / "*.log"))
    assert (result.status, result.out) == (2, "")
    assert "*.log" in result.err


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("by", ["path", "pipe"])
def test_packed_input_is_known_by_its_content(tmp_path, kind, by):
    """Whatever it is called, and through a pipe as well."""
    packed = PACKERS[kind](DATA)
    path = tmp_path / "rotated.1"
    path.write_bytes(packed)
    result = run("parse", str(path), "-f", "ndjson") if by == "path" else run("parse", "-f", "ndjson", stdin=packed)
    assert codes(result) == FOUND


def test_frames_of_zstd_that_say_nothing_are_skipped(tmp_path):
    """`pzstd` writes one before each part."""
    path = tmp_path / "parts.zst"
    pack, skipped = PACKERS["zstd"], b"\x50\x2a\x4d\x18" + bytes([4, 0, 0, 0]) + b"size"
    path.write_bytes(skipped + pack(lines(QUIET, REFUSED)) + skipped + pack(lines(PRICE, TIMEOUT)))
    result = run("parse", str(path), "-f", "ndjson")
    assert (result.status, codes(result)) == (0, FOUND)


@pytest.mark.parametrize("kind", PACKERS)
def test_a_plain_file_with_a_packed_name_is_plain(tmp_path, kind):
    """A name proves nothing."""
    path = tmp_path / f"bot.log.{kind}"
    path.write_bytes(DATA)
    assert codes(run("parse", str(path), "-f", "ndjson")) == FOUND


@pytest.mark.parametrize("kind", PACKERS)
def test_packed_parts_one_after_the_other_are_one_log(tmp_path, kind):
    """`cat a.gz b.gz` is a packed file; lines count on."""
    path = tmp_path / "joined"
    path.write_bytes(PACKERS[kind](DATA) + PACKERS[kind](DATA))
    assert codes(run("parse", str(path), "-f", "ndjson")) == [*FOUND, (6, "43005"), (8, "40801")]


@pytest.mark.parametrize("by", ["path", "pipe"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_mark_is_read(tmp_path, encoding, by):
    """As Windows programs write it."""
    data = ("\ufeff" + DATA.decode() + "größe €\U0001f600\n").encode(encoding)
    path = tmp_path / "bot.log"
    path.write_bytes(data)
    result = run("parse", str(path), "-f", "ndjson") if by == "path" else run("parse", "-f", "ndjson", stdin=data)
    assert codes(result) == FOUND


def test_a_utf_8_mark_does_not_hide_the_first_line():
    """The bytes EF BB BF before an error change nothing."""
    assert codes(run("parse", "-f", "ndjson", stdin=b"\xef\xbb\xbf" + lines(REFUSED))) == [(1, "43005")]


@pytest.mark.parametrize(
    "data",
    [
        DATA.replace(b"\n", b"\r\n"),
        DATA.removesuffix(b"\n"),
        b"\n" + DATA.removeprefix(lines(QUIET)).replace(b"[orders]", b"[\xff\xfe\xe9orders]"),
        DATA.replace(b"INFO", b"\xc3\x28\xa0\xa1"),
        DATA.replace(b"INFO", b"\0"),
    ],
    ids=["CRLF", "no final newline", "invalid UTF-8 in an error line", "invalid UTF-8 elsewhere", "a NUL"],
)
def test_untidy_text_is_read_all_the_same(data):
    """Line ends of Windows, a missing last end, bytes that are no text."""
    assert codes(run("parse", "-f", "ndjson", stdin=data)) == FOUND


def test_carriage_returns_alone_do_not_hide_errors():
    """A progress bar rewrites its line with CR; the error behind it is found."""
    assert [code for _, code in codes(run("parse", "-f", "ndjson", stdin=b"10 %\r20 %\r" + lines(REFUSED)))] == [
        "43005"
    ]


@pytest.mark.parametrize("by", ["path", "pipe"])
@pytest.mark.parametrize("is_written", [False, True], ids=["hole", "zeros"])
def test_a_hole_before_a_log_hides_nothing(tmp_path, by, is_written):
    """A program that goes on where it was after its log was copied and cut leaves one, and the first line behind it."""
    path = tmp_path / "bot.log"
    with path.open("wb") as file:
        if is_written:
            file.write(bytes(5_000))
        else:
            file.truncate(5_000)
            file.seek(5_000)
        file.write(lines(REFUSED, QUIET, TIMEOUT))
    data = path.read_bytes()
    result = run("parse", str(path), "-f", "ndjson") if by == "path" else run("parse", "-f", "ndjson", stdin=data)
    assert [(each["line"], each["time"], each["code"]) for each in findings(result)] == [
        (1, "2026-11-20T09:30:00Z", "43005"),
        (3, "2026-11-20T12:30:00Z", "40801"),
    ]


def test_a_hole_and_nothing_else_is_no_log(tmp_path):
    """A file of zeros says nothing, and nobody takes that for an all-clear."""
    path = tmp_path / "bot.log"
    with path.open("wb") as file:
        file.truncate(50_000)
    result = run("parse", str(path))
    assert (result.status, result.out) == (2, "")
    assert result.err.endswith("bot.log is a binary file\n")


def test_an_empty_file_holds_no_error(tmp_path):
    """Nothing to read is no failure."""
    path = tmp_path / "empty.log"
    path.touch()
    for typed in ([str(path)], ["-"]):
        result = run("parse", *typed)
        assert (result.status, result.out) == (1, "")


def test_a_last_line_without_an_end_is_read_from_every_file(tmp_path):
    """Two files never run into each other."""
    (tmp_path / "a").write_bytes(lines(REFUSED).rstrip())
    (tmp_path / "b").write_bytes(lines(BROKE).rstrip())
    assert sources(run("parse", str(tmp_path), "-f", "ndjson")) == [("a", "43005"), ("b", "306")]


def test_a_large_file_has_the_lines_and_order_of_a_small_one(tmp_path):
    """A file scanned in parts by several processes gives what one process gives through a pipe."""
    chunk = lines(*[QUIET, PRICE] * 300, REFUSED, *[PRICE] * 700, TIMEOUT)
    data = chunk * (12_000_000 // len(chunk))
    path = tmp_path / "large.log"
    path.write_bytes(data)
    by_path = [(record["line"], record["code"]) for record in findings(run("parse", str(path), "-f", "ndjson"))]
    by_pipe = codes(run("parse", "-f", "ndjson", stdin=data))
    assert by_path == by_pipe
    assert len(by_path) == 2 * (len(data) // len(chunk))
    assert run("parse", str(path), "-f", "json").json["findings"][0]["line"] == 601


def test_many_small_files_give_one_json_document(folder):
    """Findings of several processes are one well-formed list."""
    for number in range(40):
        (folder / f"n{number:02}.log").write_bytes(lines(QUIET, *([REFUSED] if number % 3 else [])))
    records = run("parse", str(folder), "-f", "json").json["findings"]
    assert [record["source"] for record in records] == sorted(record["source"] for record in records)
    assert len(records) == 3 + 26


def test_a_pipe_given_as_a_file_is_read(tmp_path):
    """`errdecode parse <(zcat bot.gz)` works."""
    (tmp_path / "bot.log").write_bytes(DATA)
    words = " ".join(f"'{word}'" for word in command())
    done = subprocess.run(
        [shutil.which("bash"), "-c", f"{words} parse -f ndjson <(cat '{tmp_path}/bot.log')"],
        capture_output=True, env=environment(), check=False,
    )  # fmt: skip
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["43005", "40801"]


@pytest.mark.parametrize("skipped", [0, 1], ids=["whole", "rest"])
def test_a_file_at_standard_input_is_read_like_a_pipe(tmp_path, skipped):
    """`errdecode parse < bot.log` reads a large file in parts too, from where it stands, without a name."""
    data = lines(*[QUIET, PRICE] * 300, REFUSED, *[PRICE] * 700, TIMEOUT) * 30
    path = tmp_path / "large.log"
    path.write_bytes(data)
    rest = data.split(b"\n", skipped)[skipped]
    words = [*command(), "parse", "-f", "ndjson"]
    with path.open("rb") as file:
        os.lseek(file.fileno(), len(data) - len(rest), os.SEEK_SET)
        redirected = subprocess.run(words, stdin=file, capture_output=True, env=environment(), check=True).stdout
    assert redirected == run("parse", "-f", "ndjson", stdin=rest).out.encode()
    assert redirected.count(b'"source":null') == 2 * 30


@pytest.mark.parametrize("kind", PACKERS)
def test_packed_utf_16_is_read(tmp_path, kind):
    """What is packed may be in either encoding."""
    path = tmp_path / "bot.log"
    path.write_bytes(PACKERS[kind](DATA.decode().encode("utf-16")))
    assert codes(run("parse", str(path), "-f", "ndjson")) == FOUND


def test_folders_may_lie_deep_in_each_other(tmp_path, monkeypatch):
    """More than Python's calls go deep, so that nothing that calls itself finds the bottom, or clears it away."""
    monkeypatch.chdir(tmp_path)
    depth = sys.getrecursionlimit() + 100
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("bot.log").write_bytes(lines(REFUSED))
    result = run("parse", "d", "-f", "ndjson", cwd=tmp_path)
    Path("bot.log").unlink()
    for _ in range(depth):
        os.chdir("..")
        os.rmdir("d")
    assert [code for _, code in sources(result)] == ["43005"]


def test_a_pipe_in_a_folder_is_not_waited_for(folder):
    """A folder's files are read; what nobody may ever write to is passed over."""
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("pipe")
    assert len(findings(run("parse", str(folder), "-f", "ndjson"))) == 3


def test_annotate_keeps_the_lines_of_two_files_apart(tmp_path):
    """A last line without its end is ended before the next file begins, and each says which it is."""
    (tmp_path / "a").write_bytes(b"no end")
    (tmp_path / "b").write_bytes(lines(QUIET))
    out = run("parse", str(tmp_path / "a"), str(tmp_path / "b"), "-f", "annotate").out
    assert out.splitlines() == ["==> a <==", "no end", "", "==> b <==", QUIET]
