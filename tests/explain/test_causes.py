"""What a direct cause proves of a failure, and what was merely being handled does not."""

from __future__ import annotations

import json
import traceback

import pytest
from harness import run

import errdecode

REFUSED = ConnectionRefusedError(111, "Connection refused")
LATE = TimeoutError("The read operation timed out")
BY_CAUSE = [(REFUSED, True, "rejected"), (REFUSED, False, "unknown"), (LATE, True, "unknown"), (LATE, False, "unknown")]


class NetworkError(Exception):
    """A client's word for any failure, as ccxt has it."""


def failed(above, *, is_cause, verb="POST"):
    """Return what a request raises that failed because of another exception, or while that one was handled."""
    said = f"binance {verb} https://api.binance.com/api/v3/order"
    try:
        try:
            raise above
        except OSError as error:
            if is_cause:
                raise NetworkError(said) from error
            raise NetworkError(said)  # noqa: B904  # that it is no cause is the point
    except NetworkError as error:
        return error


def parsed(log):
    """Return what `parse` finds of failures that are a client's word for any."""
    found = [json.loads(line) for line in run("parse", "-", "-f", "ndjson", stdin=log).out.splitlines()]
    return [finding for finding in found if finding["code"] == "network-failed"]


@pytest.mark.parametrize(("above", "is_cause", "outcome"), BY_CAUSE)
def test_only_a_cause_says_how_far_a_request_came(home, above, is_cause, outcome):  # noqa: ARG001  # its index
    """From the exception and from its printed traceback alike."""
    error = failed(above, is_cause=is_cause)
    assert errdecode.explain(error).safest[0] == outcome
    printed = "".join(traceback.format_exception(error))
    assert [finding["outcome"] for finding in parsed(printed)] == [outcome]
    decoded = [each for each in errdecode.decode(printed) if each.code == "network-failed"]
    assert [finding.safest[0] for finding in decoded] == [outcome]


def test_the_finding_names_the_cause():
    """A person sees on what the outcome rests."""
    (finding,) = parsed("".join(traceback.format_exception(failed(REFUSED, is_cause=True))))
    assert finding["safest"] == {"outcome": "rejected", "retry": "after_wait"}
    assert finding["note"] == "The exception that caused it tells how far the request came: CONNECTION_REFUSED."


def test_a_read_stays_a_read(home):  # noqa: ARG001  # its index
    """What was asked outweighs how far it came."""
    assert errdecode.explain(failed(LATE, is_cause=True, verb="GET")).safest[0] in ("none", "unknown")
    (finding,) = parsed("".join(traceback.format_exception(failed(REFUSED, is_cause=True, verb="GET"))))
    assert finding["outcome"] == "none"


@pytest.mark.parametrize(
    "other",
    ["2026-11-20 10:00:00 INFO sent order 17\n", "SomeError: other words\n", "ccxt.base.errors.NetworkError\n"],
    ids=["a record of the log", "another exception", "the same one"],
)
def test_another_line_between_breaks_the_link(other):
    """The line must be the one that the traceback below the sentence ends with."""
    printed = "".join(traceback.format_exception(failed(REFUSED, is_cause=True)))
    head, last = printed.rstrip("\n").rsplit("\n", 1)
    assert parsed(f"{head}\n{other}{last}\n")[-1]["outcome"] == "unknown"


def test_many_tracebacks_each_have_their_own_cause():
    """What was remembered of one is not told of the next."""
    kinds = [REFUSED, LATE, REFUSED, REFUSED, LATE, LATE] * 5
    log = "".join("".join(traceback.format_exception(failed(above, is_cause=True))) for above in kinds)
    outcomes = [finding["outcome"] for finding in parsed(log)]
    assert outcomes == ["rejected" if above is REFUSED else "unknown" for above in kinds]
