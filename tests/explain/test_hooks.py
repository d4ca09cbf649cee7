"""What loggers are told of errors, and that no credential passes them."""

from __future__ import annotations

import io
import logging

import pytest
from credentials import log_in_every_way
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
    log_in_every_way(logger, leak)
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
    event = hooks.structlog_processor(None, "error", {"event": REFUSED})
    assert event["errdecode"]["code"] == "-2010"
    sent = hooks.sentry_before_send({"message": REFUSED})
    assert sent["fingerprint"] == ["errdecode", "binance", "spot", "-2010"]
    assert sent["tags"]["errdecode.outcome"] == "rejected"
    assert hooks.otel_attributes(RuntimeError(REFUSED))["errdecode.code"] == "-2010"
    assert hooks.sentry_before_send({"message": "hello"}) == {"message": "hello"}
    assert hooks.otel_attributes("hello") == {}


FIELDS = {
    "api_key": SECRET,
    "url": f"/x?sig={SECRET}",
    "headers": [("X-MBX-APIKEY", SECRET), f"Cookie: session={SECRET}"],
    "raw": f"api_secret={SECRET}".encode(),
    "request": {"params": {"passphrase": SECRET, ("a", "pair"): 1}, "echo": SECRET},
}


def test_no_credential_passes_in_a_further_field(log):
    """Whatever the program hands to its logger beside the message: a formatter may print all of it."""
    logger, stream = log
    logger.handlers[0].setFormatter(
        type("All", (logging.Formatter,), {"format": lambda _, record: repr(vars(record))})()
    )
    logger.error("order failed", extra=FIELDS, stack_info=True)
    event = hooks.structlog_processor(None, "error", {"event": "order failed", **FIELDS})
    frame = {"vars": {name: repr(value) for name, value in FIELDS.items()}}
    sent = hooks.sentry_before_send(
        {
            "logentry": {"message": "login %s", "formatted": f"login password={SECRET}"},
            "exception": {"values": [{"value": f"401 for /x?signature={SECRET}", "stacktrace": {"frames": [frame]}}]},
            "breadcrumbs": {"values": [{"data": FIELDS}]},
        }
    )
    for shown in (stream.getvalue(), str(event), str(sent)):
        assert SECRET not in shown
        assert "[redacted]" in shown


def test_a_formatter_of_its_own_prints_no_credential_of_an_exception(log):
    """As those for JSON do: they format the exception, not the text that was made of it."""
    logger, stream = log

    def own(formatter, record):
        return f"{record.exc_info and formatter.formatException(record.exc_info)} {record.exc_text}"

    logger.handlers[0].setFormatter(type("Own", (logging.Formatter,), {"format": own})())
    try:
        raise ValueError(f"api_key={SECRET}")  # noqa: TRY301  # it is logged here
    except ValueError:
        logger.exception("failed")
    assert SECRET not in stream.getvalue()
    assert "ValueError: api_key=[redacted]" in stream.getvalue()


def test_a_field_without_a_credential_stays_as_it_is(log):
    """Its type, its keys, and the object itself where nothing is known of it."""
    fields = {"sizes": (1, 2.5), "levels": {1: "one", None: b"raw"}, "order": object(), "note": "filled"}
    seen = []
    log[0].handlers[0].emit = seen.append
    log[0].error(REFUSED, extra=fields)
    assert {name: getattr(seen[0], name) for name in fields} == fields
    event = hooks.structlog_processor(None, "error", {"event": REFUSED, **fields})
    assert {name: event[name] for name in fields} == fields


def test_an_error_in_a_further_field_is_told(log):
    """Structured logging keeps the venue's answer beside the message."""
    answer = {"code": -2010, "msg": "Account has insufficient balance for requested action."}
    log[0].error("binance order failed", extra={"answer": answer})
    assert "code=-2010 safest=rejected" in log[1].getvalue()
    event = hooks.structlog_processor(None, "error", {"event": "binance order failed", "answer": answer})
    assert event["errdecode"]["code"] == "-2010"


def test_arguments_that_do_not_fit_are_printed_without_credentials(log, capsys):
    """`logging` itself prints them to standard error."""
    log[0].error("sent %s %s", {"api_key": SECRET})
    log[0].error(f"api_key={SECRET} %s %s", 1)
    printed = capsys.readouterr().err
    assert printed.count("Arguments") == 2
    assert SECRET not in printed


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
