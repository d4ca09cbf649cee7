"""Which findings are shown, and what the exit status says of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from harness import run
from scans import BROKE, PRICE, QUIET, REFUSED, TIMEOUT, codes, error, findings, lines

LOG = lines(
    REFUSED,
    BROKE,
    TIMEOUT,
    '2026-11-20T13:30:00Z ERROR POST https://api.binance.com/api/v3/order {"code":-1121,"msg":"Invalid symbol."}',
    error(999123, "NEWER_THAN_THE_CATALOGUE", "2026-11-20T14:30:00.000Z"),
)


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], ["43005", "306", "40801", "-1121", "999123"]),
        (["--code", "306"], ["306"]),
        (["--code", "306", "--code", "-1121"], ["306", "-1121"]),
        (["--category", "insufficient_funds"], ["306"]),
        (["--outcome", "unknown"], ["40801"]),
        (["--outcome", "unknown", "--outcome", "rejected"], ["43005", "306", "40801", "-1121"]),
        (["--retry", "reconcile_first"], ["40801"]),
        (["-V", "binance", "--code", "-1121"], ["-1121"]),
        (["-V", "crypto-com", "--outcome", "unknown"], ["40801"]),
        (["--since", "2026-11-20T12:00:00Z"], ["40801", "-1121", "999123"]),
        (["--until", "2026-11-20 11:00:00"], ["43005", "306"]),
        (["--since", "2026-11-20T10:00:00+00:00", "--until", "2026-11-20T13:00:00Z"], ["306", "40801"]),
        (["--since", "2026-11-20T11:00:00+01:00", "--until", "2026-11-20T11:00:00Z"], ["306"]),
        (["--since", "2026-11-21"], []),
    ],
    ids=" ".join,
)
def test_only_what_was_asked_for_is_shown(options, kept):
    """Filters of one kind add, filters of several kinds narrow."""
    result = run("parse", "-", "-f", "ndjson", *options, stdin=LOG)
    assert [code for _, code in codes(result)] == kept


def test_another_venues_errors_are_not_shown_with_a_venue():
    """`-V` is evidence, and the only venue shown; what no catalogue holds stays."""
    records = findings(run("parse", "-", "-f", "ndjson", "-V", "binance", stdin=LOG))
    assert {record["venue"] for record in records} <= {"binance", None}
    assert "-1121" in {record["code"] for record in records}


def test_a_venue_is_evidence():
    """What says nothing of its venue is read as that venue's."""
    line = '2026-11-20T09:30:00Z ERROR order refused {"code": 30001, "message": "x"}'
    assert run("parse", "-", "-f", "ndjson", "-V", "tickdb", stdin=line).status in (0, 1)
    line = '2026-11-20T09:30:00Z ERROR {"result":false,"error_code":10010}'
    (record,) = findings(run("parse", "-", "-f", "ndjson", "-V", "okcoin", stdin=line))
    assert (record["venue"], record["code"], record["confidence"]) == ("okcoin", "10010", "certain")
    assert "venue okcoin" in record["evidence"]


@pytest.mark.parametrize(
    ("typed", "ago_h", "kept"),
    [("2h", 1, True), ("2h", 3, False), ("90m", 1, True), ("30m", 1, False), ("1d", 23, True), ("1d", 25, False)],
)
def test_times_may_be_typed_as_an_age(typed, ago_h, kept):
    """`--since 2h` keeps what is younger."""
    at = (datetime.now(UTC) - timedelta(hours=ago_h)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    result = run("parse", "-", "-f", "ndjson", "--since", typed, stdin=lines(error(at=at)))
    assert bool(result.out) is kept


def test_times_may_be_typed_as_a_day_and_a_clock():
    """`yesterday 14:00` is that moment, in UTC."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d")
    log = lines(error(at=f"{yesterday}T13:59:00.000Z", number=1), error(at=f"{yesterday}T14:01:00.000Z", number=2))
    assert codes(run("parse", "-", "-f", "ndjson", "--since", "yesterday 14:00", stdin=log)) == [(2, "43005")]
    assert codes(run("parse", "-", "-f", "ndjson", "--until", "yesterday 14:00", stdin=log)) == [(1, "43005")]
    assert codes(run("parse", "-", "-f", "ndjson", "--since", f"{yesterday} 14:00", stdin=log)) == [(2, "43005")]


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-11-20T12:30:00Z", "2026-11-20T13:30:00.000+01:00", "2026-11-20 12:30:00,000", "2026/11/20 12:30:00",
        "1795177800", "1795177800.000", "1795177800000", "1795177800000000", "1795177800000000000",
        "[2026-11-20 12:30:00]", "10.0.0.1 - - [20/Nov/2026:12:30:00 +0000]", "[1795177800]",
    ],
)  # fmt: skip
def test_the_usual_forms_of_time_are_read(stamp):
    """RFC 3339, Python, Go, log4j, nginx, and epochs in seconds, milli-, micro- and nanoseconds."""
    line = f'{stamp} ERROR cryptocom {{"id":7,"method":"private/create-order","code":306}}'
    (record,) = findings(run("parse", "-", "-f", "ndjson", stdin=line))
    assert record["time"] == "2026-11-20T12:30:00Z"


def test_a_syslog_time_gets_the_year_that_fits():
    """Syslog leaves the year out; it is the last one in which the day is not in the future."""
    day = datetime.now(UTC) - timedelta(days=3)
    line = (
        f'{day:%b} {day.day:>2} 12:30:00 host bot[77]: cryptocom {{"id":7,"method":"private/create-order","code":306}}'
    )
    (record,) = findings(run("parse", "-", "-f", "ndjson", stdin=line))
    assert record["time"] == f"{day:%Y-%m-%d}T12:30:00Z"


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [
        ("--since", "soonish", "2h"),
        ("--until", "2026-13-45", "2h"),
        ("--category", "funds", "insufficient_funds"),
        ("--outcome", "maybe", "unknown"),
        ("--retry", "again", "reconcile_first"),
        ("--fail-on", "all", "any"),
        ("-V", "cryptocon", "crypto-com"),
        ("-f", "yaml", "ndjson"),
    ],
)
def test_a_word_that_makes_no_sense_is_refused_with_what_does(option, value, known):
    """Exit status 2, the word and the known ones on standard error, nothing on standard output."""
    result = run("parse", "-", option, value, stdin=LOG)
    assert (result.status, result.out) == (2, "")
    assert value in result.err
    assert known in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("options", "log", "status"),
    [
        ([], (REFUSED,), 0),
        ([], (QUIET, PRICE), 1),
        ([], (), 1),
        ([], (error(999123, "NEWER_THAN_THE_CATALOGUE"),), 1),
        (["--code", "1"], (REFUSED,), 1),
        (["--fail-on", "any"], (REFUSED,), 3),
        (["--fail-on", "any"], (QUIET,), 0),
        (["--fail-on", "unknown-outcome"], (TIMEOUT,), 3),
        (["--fail-on", "unknown-outcome"], (REFUSED,), 0),
        (["--fail-on", "insufficient_funds"], (BROKE,), 3),
        (["--fail-on", "insufficient_funds"], (REFUSED,), 0),
        (["--fail-on", "insufficient_funds", "--fail-on", "timeout"], (TIMEOUT,), 3),
        (["--fail-on", "any", "--outcome", "unknown"], (REFUSED,), 0),
        (["--fail-on", "any", "-f", "table"], (REFUSED,), 3),
    ],
)
def test_the_exit_status_says_what_was_found(options, log, status):
    """0 decoded, 1 nothing, 3 what `--fail-on` was to look for."""
    assert run("parse", "-", *options, stdin=lines(*log)).status == status


def test_findings_without_a_time_lie_in_no_span():
    """`--since` leaves out what does not say when it was."""
    frame = json.dumps({"id": 7, "method": "private/create-order", "code": 306})
    assert run("parse", "-", "--since", "2026-01-01", stdin=f"cryptocom {frame}\n").status == 1


@pytest.mark.parametrize(("host", "namespace"), [("api.binance.com", "spot"), ("fapi.binance.com", "usdm")])
def test_a_host_above_says_which_part_of_a_venue_is_likely(host, namespace):
    """A code of both parts is first read as the part that was talked to, and the other stays an alternative."""
    body = '{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}'
    (record,) = findings(run("parse", "-", "-f", "ndjson", stdin=lines(f"connecting to https://{host}", PRICE, body)))
    assert (record["venue"], record["namespace"], record["confidence"]) == ("binance", namespace, "likely")
    assert f"stream host {host}" in record["evidence"]


def test_a_line_without_a_time_is_of_the_time_above_it():
    """The last line of a traceback tells the error, the first one when: `--since` keeps and drops them together."""
    traceback = [
        "Traceback (most recent call last):",
        '  File "bot.py", line 306, in <module>',
        "APIError(code=-1021): x",
    ]
    log = lines(f"2026-11-20T14:00:00Z {PRICE}", *traceback, f"2026-11-20T15:00:00Z {PRICE}", *traceback, *traceback)
    found = findings(run("parse", "-", "-f", "ndjson", "--since", "2026-11-20 14:30", stdin=log))
    assert [(record["line"], record["time"]) for record in found] == [(8, None), (11, None)]
    assert codes(run("parse", "-", "-f", "ndjson", "--until", "2026-11-20 14:30", stdin=log)) == [(4, "-1021")]


@pytest.mark.parametrize(
    "line",
    [
        '{"promo":{"code":"10001","message":"10% off your fees"}}', '{"id":5,"code":10001,"message":"New York, NY"}',
        '{"code":202,"message":"Accepted"}', '{"msg":"Login successful","code":20001}',
        'discord: {"message":"Missing Access","code":50001}', "binance 429 updates/s in queue",
        "GET https://api.binance.com/api/v3/klines 500 rows in 40ms",
        '{"level":"info","venue":"cryptocom","event":"fill","code":43005,"message":"filled at 43005"}',
    ],
)  # fmt: skip
def test_a_venue_on_a_line_above_makes_no_error_of_other_words(line):
    """A neighbour says who is talked to, not that this is its error: at most one reading among others."""
    log = lines("connected wss://stream.crypto.com/exchange/v1/user and https://api.binance.com", line)
    assert [
        record["confidence"]
        for record in findings(run("parse", "-", "-f", "ndjson", stdin=log))
        if record["confidence"] in ("certain", "likely")
    ] == []


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("cryptocom websocket: close 1006 (abnormal closure)", "crypto-com"),
        ("cryptocom ws: received 1013 (try again later)", "crypto-com"),
        ("websocket: close 1006 (abnormal closure)", "websocket"),
    ],
)
def test_a_venue_that_is_named_speaks_before_the_standard(line, first):
    """What every client library prints for a standard's code does not speak against the venue's own meaning of it."""
    (record,) = findings(run("parse", "-", "-f", "ndjson", stdin=lines(line)))
    assert (record["venue"], record["confidence"]) == (first, "certain")
