"""Whole logs, in the layouts of the programs that write them, with everything in them that is no error.

A table beside each log says what is to be found: it is written by hand, never from output.
"""

from __future__ import annotations

import pytest
from harness import run
from scans import LOGS, findings

NAMES = sorted(path.stem for path in LOGS.glob("*.log"))
WIDTHS = (40, 80, 120, 200)
REPORT, LIVE = LOGS / "mixed.report.txt", LOGS / "mixed.live.txt"


def expected(name):
    """Return the rows of a table of findings without its heading."""
    return [tuple(line.split()) for line in (LOGS / f"{name}.findings").read_text().splitlines()[1:]]


def found(name, *arguments):
    """Return what a scan finds, as the tables have it."""
    records = findings(run("parse", str(LOGS / f"{name}.log"), "-f", "ndjson", *arguments))
    fields = ("line", "venue", "namespace", "code", "confidence")
    return [tuple("-" if record[field] is None else str(record[field]) for field in fields) for record in records]


@pytest.mark.parametrize("name", NAMES)
def test_every_error_is_found_and_nothing_else(name):
    """Line, venue, namespace, code and confidence are those of the table."""
    assert found(name) == expected(name)


def test_certain_needs_more_than_a_number():
    """What is certain names its evidence; what is in no catalogue has no entry."""
    for record in findings(run("parse", str(LOGS / "mixed.log"), "-f", "ndjson")):
        assert record["evidence"] or record["confidence"] in ("ambiguous", "unknown")
        assert (record["entry"] is None) is (record["confidence"] == "unknown")


@pytest.mark.parametrize(
    ("name", "line", "time"),
    [
        ("mixed", 2, "2026-11-20T09:30:01.123Z"),
        ("mixed", 6, "2026-11-20T09:30:03Z"),
        ("mixed", 8, "2026-11-20T09:30:05.250Z"),
        ("mixed", 19, "2026-11-20T09:30:10Z"),
        ("mixed", 20, "2026-11-20T09:30:11Z"),
        ("docker", 7, "2026-11-20T09:30:05.123Z"),
        ("journal", 2, "2026-11-20T09:30:02.500Z"),
        ("freqtrade", 5, "2026-11-20T09:30:05.218Z"),
        ("hummingbot", 8, "2026-11-20T09:30:02.287Z"),
    ],
)
def test_the_time_is_the_lines_own(name, line, time):
    """RFC 3339 out of the forms in which loggers write it."""
    records = findings(run("parse", str(LOGS / f"{name}.log"), "-f", "ndjson"))
    assert [record["time"] for record in records if record["line"] == line] == [time]


@pytest.mark.parametrize(("name", "line"), [("mixed", 35), ("ccxt", 13)])
def test_a_request_printed_before_its_answer_is_shown_with_it(name, line):
    """On the line above or further up, joined by its id, without its key and signature."""
    records = findings(run("parse", str(LOGS / f"{name}.log"), "-f", "ndjson"))
    (request,) = [record["request"] for record in records if record["line"] == line]
    assert request["params"]["exec_inst"] == ["POST_ONLY"]
    assert request["params"]["time_in_force"] == "IMMEDIATE_OR_CANCEL"
    assert request["api_key"] == request["sig"] == "[redacted]"


@pytest.mark.slow
def test_the_report_of_the_mixed_log_looks_as_it_did(request):
    """Totals, groups with the most dangerous first, what no catalogue holds, how much was read."""
    parts = []
    for width in WIDTHS:
        result = run("parse", "mixed.log", "-f", "table", "--color", "never", cwd=LOGS, COLUMNS=str(width))
        assert result.err == ""
        parts.append((width, result.out))
    compare(REPORT, parts, request)


@pytest.mark.slow
def test_the_live_view_of_the_mixed_log_looks_as_it_did(request):
    """A line an error in columns that stand; two where a name would be cut; what may have executed has a mark."""
    plain = ("parse", "mixed.log", "--brief")
    compare(LIVE, [(width, run(*plain, cwd=LOGS, COLUMNS=str(width)).out) for width in WIDTHS], request)


def compare(golden, views, request):
    """Hold views at several widths against a golden, and to their widths; or write it anew."""
    for width, text in views:
        assert max(map(len, text.splitlines())) <= width
    now = "".join(f"---{width} columns---\n{text}" for width, text in views)
    if request.config.getoption("--update-goldens"):
        golden.write_text(now, encoding="utf-8")
    assert now.splitlines() == golden.read_text(encoding="utf-8").splitlines()
