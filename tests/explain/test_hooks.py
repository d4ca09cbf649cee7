"""What loggers are told of errors, and that no credential passes them."""

from __future__ import annotations

import io
import logging

import pytest
from scans import SECRET

import errdecode
from errdecode import hooks

REFUSED = 'binance {"code":-2010,"msg":"Account has insufficient balance for requested action."}'
LEAKS = (
    f"POST /api/v3/order?signature={SECRET}", f"X-MBX-APIKEY: {SECRET}", f'{{"api_key":"{SECRET}"}}',
    f"Authorization: Bearer {SECRET}", f"https://me:{SECRET}@host/",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkw.abcdefghijk",
    f"password={SECRET} {REFUSED}",
)  # fmt: skip


@pytest.fixture
def log():
    """Log through the filter into a string."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(hooks.LogFilter())
    fields = " code=%(errdecode_code)s safest=%(errdecode_safest_outcome)s"
    defaults = {"errdecode_code": "-", "errdecode_safest_outcome": "-"}
    handler.setFormatter(logging.Formatter(f"%(message)s{fields}", defaults=defaults))
    logger = logging.Logger("bot")  # noqa: LOG001  # of this test alone
    logger.addHandler(handler)
    return logger, stream


def test_an_error_gets_fields_and_anything_else_none(log):
    """A record with an error carries what it means; one without is as it was."""
    logger, stream = log
    logger.error(REFUSED)
    logger.info("tick %s", 43005)
    assert stream.getvalue().splitlines() == [f"{REFUSED} code=-2010 safest=rejected", "tick 43005 code=- safest=-"]


@pytest.mark.parametrize("leak", LEAKS)
def test_no_credential_passes_the_filter(log, leak):
    """In the message, in an argument, in a traceback."""
    logger, stream = log
    logger.error(leak)
    logger.error("sent %s", leak)
    try:
        raise ValueError(leak)  # noqa: TRY301  # it is logged here
    except ValueError:
        logger.exception("failed")
    for secret in (SECRET, "eyJzdWIi"):
        assert secret not in stream.getvalue()
    assert stream.getvalue().count("[redacted]") >= 3


def test_a_traceback_is_read_as_well(log):
    """What the exception says decides, also where the message says nothing."""
    logger, stream = log
    try:
        raise RuntimeError(REFUSED)  # noqa: TRY301  # it is logged here
    except RuntimeError:
        logger.exception("order failed")
    assert "code=-2010 safest=rejected" in stream.getvalue()


def test_other_libraries_are_told_in_their_forms():
    """A structlog event gets a mapping, Sentry tags and a fingerprint, OpenTelemetry attributes."""
    event = hooks.structlog_processor(None, "error", {"event": REFUSED, "api_key": SECRET, "url": f"/x?sig={SECRET}"})
    assert event["errdecode"]["code"] == "-2010"
    assert SECRET not in event["url"]
    sent = hooks.sentry_before_send({"message": REFUSED})
    assert sent["fingerprint"] == ["errdecode", "binance", "spot", "-2010"]
    assert sent["tags"]["errdecode.outcome"] == "rejected"
    assert hooks.otel_attributes(RuntimeError(REFUSED))["errdecode.code"] == "-2010"
    assert hooks.sentry_before_send({"message": "hello"}) == {"message": "hello"}
    assert hooks.otel_attributes("hello") == {}


def test_a_hook_never_raises():
    """Not on what is no record, and not on an argument that does not fit."""
    record = logging.LogRecord("bot", logging.ERROR, "a.py", 1, "two %s %s", ("one",), None)
    assert hooks.LogFilter().filter(record)
    assert hooks.sentry_before_send({}, {"exc_info": (None, object(), None)}) == {}


def test_an_error_of_which_nothing_is_known_may_have_been_executed():
    """The careful answer is the default."""
    advice = errdecode.explain(ValueError("boom"))
    assert advice.safest == ("unknown", "reconcile_first")
    assert advice.finding is None
    assert advice.may_have_executed
