"""Times that name no zone are local; `--tz` names another; what is shown says how far it is from UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from harness import run
from scans import BROKE, REFUSED, TIMEOUT, error, findings, lines

NEW_YORK = "America/New_York"
BARE = "2026-11-20 12:30:00,000"
"""As Python's logging writes it."""


def times(*arguments, log=BARE, **variables):
    """Return the times of findings whose line begins with a time."""
    line = error(40801, "REQUEST_TIMEOUT", log)
    return [each["time"] for each in findings(run("parse", "-f", "ndjson", *arguments, stdin=line, **variables))]


def bare(zone, **ago):
    """Return a moment of the past as a logger writes it in a zone."""
    return (datetime.now(ZoneInfo(zone)) - timedelta(**ago)).strftime("%Y-%m-%d %H:%M:%S,000")


@pytest.mark.parametrize("zone", [NEW_YORK, "UTC", "Asia/Kolkata", "Pacific/Auckland"])
def test_a_timeout_of_a_minute_ago_is_not_older_than_an_hour(zone):
    """Wherever the bot runs, the watchdog sees what its log says in local time."""
    log = lines(error(40801, "REQUEST_TIMEOUT", bare(zone, minutes=1)))
    result = run("parse", "--since", "1h", "--fail-on", "unknown-outcome", stdin=log, TZ=zone)
    assert result.status == 3
    assert result.err == ""


@pytest.mark.parametrize("zone", [NEW_YORK, "Pacific/Auckland"])
def test_a_timeout_of_two_hours_ago_is_older_than_an_hour(zone):
    """And not younger than it is."""
    log = lines(error(40801, "REQUEST_TIMEOUT", bare(zone, hours=2)))
    assert run("parse", "--since", "1h", "--fail-on", "unknown-outcome", stdin=log, TZ=zone).status == 0


@pytest.mark.parametrize(
    ("variables", "options", "time"),
    [
        ({"TZ": "UTC"}, [], "2026-11-20T12:30:00Z"),
        ({"TZ": NEW_YORK}, [], "2026-11-20T17:30:00Z"),
        ({"TZ": NEW_YORK}, ["--tz", "UTC"], "2026-11-20T12:30:00Z"),
        ({"TZ": NEW_YORK}, ["--tz", "local"], "2026-11-20T12:30:00-05:00"),
        ({"TZ": "UTC"}, ["--tz", "Europe/Berlin"], "2026-11-20T12:30:00+01:00"),
        ({"TZ": "UTC"}, ["--tz", "+05:30"], "2026-11-20T12:30:00+05:30"),
        ({"TZ": "UTC"}, ["--tz=-0330"], "2026-11-20T12:30:00-03:30"),
    ],
    ids=str,
)
def test_a_time_without_a_zone_is_local_or_of_the_zone_that_is_named(variables, options, time):
    """Programs get UTC, or the zone that was asked for, with its offset."""
    assert times(*options, **variables) == [time]


@pytest.mark.parametrize("stamp", ["2026-11-20T12:30:00Z", "2026-11-20 13:30:00+01:00", "1795177800"])
@pytest.mark.parametrize("zone", ["UTC", NEW_YORK])
def test_a_time_that_names_its_zone_is_not_moved(stamp, zone):
    """Whatever the machine's zone."""
    assert times(log=stamp, TZ=zone) == ["2026-11-20T12:30:00Z"]
    assert times("--tz", zone, log=stamp)[0][10:] == {"UTC": "T12:30:00Z", NEW_YORK: "T07:30:00-05:00"}[zone]


def test_summer_and_winter_have_their_own_offset():
    """A zone is more than an offset."""
    assert times(log="2026-07-01 12:00:00", TZ=NEW_YORK) == ["2026-07-01T16:00:00Z"]
    assert times(log="2026-12-01 12:00:00", TZ=NEW_YORK) == ["2026-12-01T17:00:00Z"]


def test_times_that_are_typed_are_of_the_same_zone():
    """`--since 12:00` is noon where the reader is, or in the zone that is named."""
    log = lines(error(at="2026-11-20T16:59:00Z", number=1), error(at="2026-11-20T17:01:00Z", number=2))
    for options, variables in ((["--tz", NEW_YORK], {}), ([], {"TZ": NEW_YORK})):
        result = run("parse", "-f", "ndjson", "--since", "2026-11-20 12:00", *options, stdin=log, **variables)
        assert [each["line"] for each in findings(result)] == [2]


@pytest.mark.parametrize("name", ["Mars/Olympus", "+99:99", "../../etc/passwd", ""])
def test_a_zone_that_there_is_not_is_bad_usage(name):
    """With what may be written."""
    result = run("parse", "--tz", name, stdin=REFUSED)
    assert (result.status, result.out) == (2, "")
    assert "--tz does not know" in result.err


@pytest.mark.parametrize(
    ("zone", "offset", "clock"),
    [(NEW_YORK, "-05:00", "04:30:00"), ("UTC", "UTC", "09:30:00"), ("Asia/Kolkata", "+05:30", "15:00:00")],
)
def test_what_people_read_shows_their_time_and_its_offset(tmp_path, zone, offset, clock):
    """The report, its list of what may have executed, and the live view."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(REFUSED, TIMEOUT))
    report = run("parse", str(path), "-f", "table", TZ=zone, COLUMNS="120").out
    assert clock in report
    assert f"Times are {offset}." in report
    listed = next(line for line in report.splitlines() if "bot.log:2" in line)
    assert listed.endswith("Z" if offset == "UTC" else offset)
    assert clock in run("parse", str(path), "--brief", TZ=zone).out


def test_a_traceback_and_a_payload_over_lines_have_the_time_above_them():
    """In the report and for `--since`; what programs read has the line's own time only."""
    pretty = '{\n  "id": 7,\n  "method": "private/create-order",\n  "code": 306\n}'
    log = f"2026-11-20T09:30:00Z ERROR cryptocom answered\nTraceback (most recent call last):\n{pretty}\n"
    out = run("parse", "--brief", stdin=log).out
    assert out.startswith("  09:30:00Z")
    assert [each["time"] for each in findings(run("parse", "-f", "ndjson", stdin=log))] == [None]
    assert findings(run("parse", "-f", "ndjson", "--since", "2026-11-20T09:00:00Z", stdin=log))
    assert not findings(run("parse", "-f", "ndjson", "--since", "2026-11-20T10:00:00Z", stdin=log))


def test_what_has_no_time_is_not_left_out_in_silence():
    """A finding without a time is counted once, on standard error."""
    line = REFUSED.removeprefix("2026-11-20T09:30:00.000Z ")
    result = run("parse", "-f", "ndjson", "--since", "1h", stdin=lines(line, line))
    assert result.err.count("left out 2 findings without a time") == 1


def test_what_names_no_zone_is_not_left_out_in_silence():
    """How its time was read is said once, and how to say otherwise."""
    log = lines(*(error(at="2026-11-20 12:30:00,000") for _ in range(3)), BROKE)
    told = run("parse", "--since", "2026-11-21T00:00:00Z", stdin=log, TZ=NEW_YORK).err
    assert "3 findings left out by time name no zone and were read as local time (-0" in told
    assert told.count("--tz") == 1
    assert "name no zone" not in run("parse", "--since", "2026-11-21T00:00:00Z", "--tz", "UTC", stdin=log).err


def test_a_syslog_time_is_local():
    """It names neither year nor zone."""
    at = (datetime.now(UTC) - timedelta(days=2)).strftime("%b %d %H:%M:%S")
    (here,), (there,) = times(log=at, TZ="UTC"), times(log=at, TZ=NEW_YORK)
    assert datetime.fromisoformat(there) - datetime.fromisoformat(here) in {timedelta(hours=4), timedelta(hours=5)}
