"""`errdecode.scan`: the same engine for a program."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import threading

import pytest
from harness import run
from scans import BROKE, LOGS, PRICE, QUIET, REFUSED, TIMEOUT, findings, lines

import errdecode

DATA = lines(QUIET, REFUSED, PRICE, TIMEOUT)


@pytest.fixture
def log(tmp_path):
    """Write a log."""
    path = tmp_path / "bot.log"
    path.write_bytes(DATA)
    return path


def codes(source, **options):
    """Return (line, code) of each finding."""
    return [(finding.line, finding.code) for finding in errdecode.scan(source, **options)]


def test_a_path_is_read(log):
    """As a string or a path; each finding names the file."""
    for source in (log, str(log)):
        found = list(errdecode.scan(source))
        assert all(isinstance(finding, errdecode.Finding) for finding in found)
        assert [(finding.source, finding.line, finding.code) for finding in found] == [
            (str(log), 2, "43005"),
            (str(log), 4, "40801"),
        ]


def test_a_packed_path_is_read(tmp_path):
    """By its content, as on the command line."""
    path = tmp_path / "bot.log.1"
    path.write_bytes(gzip.compress(DATA))
    assert codes(path) == [(2, "43005"), (4, "40801")]


def test_lines_are_read(log):
    """Strings or bytes, with or without their ends."""
    texts = DATA.decode().splitlines()
    with log.open(encoding="utf-8") as file, log.open("rb") as raw:
        for source in (
            texts, [f"{text}\n" for text in texts], [text.encode() for text in texts], iter(texts), tuple(texts),
            file, raw, io.BytesIO(DATA), io.StringIO(DATA.decode()),
        ):  # fmt: skip
            found = list(errdecode.scan(source))
            assert [(finding.line, finding.code) for finding in found] == [(2, "43005"), (4, "40801")]
            assert {finding.source for finding in found} == {None}


def test_an_empty_line_is_a_line():
    """Line numbers are those of the iterable."""
    assert codes(["", "\n", REFUSED]) == [(3, "43005")]


def test_a_payload_over_several_lines_is_found_in_lines():
    """Each line is an element; the payload begins in the first."""
    text = 'cryptocom answered\n{\n  "id": 7,\n  "method": "private/create-order",\n  "code": 306\n}\nnext'
    assert codes(text.split("\n")) == [(2, "306")]


def test_nothing_gives_nothing():
    """No lines, or none with an error."""
    assert codes([]) == codes(io.BytesIO()) == codes([QUIET, PRICE]) == []


def test_a_venue_is_evidence():
    """`venue=` says who sent it, by id or alias."""
    line = '2026-11-20T09:30:00Z ERROR {"result":false,"error_code":10010}'
    (finding,) = errdecode.scan([line], venue="okcoin")
    assert (finding.venue, finding.confidence) == ("okcoin", "certain")
    with pytest.raises(errdecode.UnknownVenueError):
        list(errdecode.scan([line], venue="okcoim"))


def test_findings_come_while_lines_still_come(log):
    """A scan is lazy: the first finding is there before a large file was read to its end."""
    log.write_bytes(DATA + lines(*[PRICE] * 40_000))
    file = log.open("rb")
    first = next(iter(errdecode.scan(file)))
    assert first.code == "43005"
    assert file.tell() < log.stat().st_size
    file.close()


def test_a_file_that_was_handed_in_stays_open(log):
    """Who opened it closes it."""
    with log.open("rb") as file:
        assert len(codes(file)) == 2
        assert not file.closed


def test_a_scan_that_is_given_up_closes_its_file(log):
    """No descriptor is left behind by a scan of a path."""
    scan = errdecode.scan(log)
    assert next(scan).code == "43005"
    scan.close()


def test_what_cannot_be_read_raises(tmp_path):
    """A folder and a binary file are InputErrors, a file that is not there an OSError."""
    with pytest.raises(errdecode.InputError):
        list(errdecode.scan(tmp_path))
    (tmp_path / "binary").write_bytes(bytes(5_000))
    with pytest.raises(errdecode.InputError):
        list(errdecode.scan(tmp_path / "binary"))
    with pytest.raises(OSError, match="nowhere"):
        list(errdecode.scan(tmp_path / "nowhere"))


def test_the_api_finds_what_the_command_line_finds():
    """Both doors lead to the same findings."""
    path = str(LOGS / "mixed.log")
    fields = ("source", "line", "time", "code", "venue", "namespace", "confidence", "outcome", "message", "request")
    by_command = [tuple(record[name] for name in fields) for record in findings(run("parse", path, "-f", "ndjson"))]
    assert [tuple(getattr(finding, name) for name in fields) for finding in errdecode.scan(path)] == by_command
    assert by_command


def test_credentials_are_replaced():
    """What the records hold is as clean as what the command line prints."""
    line = BROKE.replace('"code"', '"original":"{\\"api_key\\":\\"kK7-planted-012345\\"}","code"')
    (finding,) = errdecode.scan([line])
    assert "kK7-planted" not in repr(finding)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress], ids=["plain", "gzip", "bzip2"])
def test_an_open_file_is_known_by_its_content(tmp_path, pack):
    """What was handed in may be packed, as what is named may."""
    path = tmp_path / "bot.log"
    path.write_bytes(pack(DATA))
    with path.open("rb") as file:
        assert codes(file) == [(2, "43005"), (4, "40801")]
    assert codes(io.BytesIO(pack(DATA))) == [(2, "43005"), (4, "40801")]


@pytest.mark.parametrize("kind", ["lines", "file", "text"])
def test_what_is_there_does_not_wait_for_what_is_not(kind):
    """An error that was written before the scan began is told, though nothing follows."""
    start, end = os.pipe()
    with open(start, "rb" if kind != "text" else "r", closefd=True) as file, open(end, "wb", buffering=0) as writer:
        writer.write(lines(QUIET, REFUSED))
        found = errdecode.scan(iter(file.readline, b"") if kind == "lines" else file)
        assert next(found).code == "43005"
        found.close()


@pytest.mark.parametrize("kind", ["lines", "file", "text"])
def test_what_comes_slowly_is_scanned_as_it_comes(kind):
    """A finding is there before the next line is written."""
    start, end = os.pipe()
    with open(start, "rb" if kind != "text" else "r", closefd=True) as file, open(end, "wb", buffering=0) as writer:
        slow = iter(file.readline, b"") if kind == "lines" else file
        writer.write(lines(QUIET))
        timer = threading.Timer(0.1, writer.write, [lines(REFUSED)])
        found = errdecode.scan(slow)
        timer.start()
        assert next(found).code == "43005"


ROWS = [
    "quiet",
    None,
    REFUSED,
    TIMEOUT,
    '{\n  "code": -1021,\n  "msg": "Timestamp for this request is outside of the recvWindow."\n}',
    REFUSED.encode(),
    "4 jobs done",
]


def test_a_column_is_scanned_row_by_row():
    """Each finding comes with the number of its row, whatever lines a row has; a row without text is passed over."""
    found = [(row, finding.code) for row, finding in errdecode.Decoder().scan_rows(ROWS)]
    assert found == [(2, "43005"), (3, "40801"), (4, "-1021"), (5, "43005")]


def test_rows_may_lie_in_one_buffer():
    """As columnar formats keep them: all bytes, and where each row begins."""
    raw = [row if isinstance(row, bytes) else (row or "").encode() for row in ROWS]
    offsets = [sum(map(len, raw[:at])) for at in range(len(raw) + 1)]
    found = [(row, finding.code) for row, finding in errdecode.Decoder().scan_rows(b"".join(raw), offsets)]
    assert found == [(2, "43005"), (3, "40801"), (4, "-1021"), (5, "43005")]


def test_rows_that_say_the_same_share_their_findings():
    """So that a column of a million errors fits into memory."""
    error = 'ccxt binance {"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."} n='
    found = [finding for _, finding in errdecode.Decoder().scan_rows(f"{error}{n}" for n in range(1000, 2000))]
    assert len(found) == 1000
    assert len({id(finding) for finding in found}) <= 5


def test_rows_tell_nothing_of_each_other():
    """A venue that one row names is no evidence in the next."""
    alone = list(errdecode.Decoder().scan_rows(["rejected with code=30003"]))
    after = list(errdecode.Decoder().scan_rows(["GET https://api.binance.com/x"] * 3 + ["rejected with code=30003"]))
    assert [finding for _, finding in after] == [finding for _, finding in alone]
