"""What money hangs on: outcome and next step of codes that a trader must not get wrong.

Each row states what the venue's documents and first-party clients say; where
they say nothing of a timeout or an internal failure, the outcome is unknown.
"""

from __future__ import annotations

import pytest

import errdecode
from errdecode.catalog.store import open_index

FACTS = (
    # Perhaps executed: look before anything else.
    ("crypto-com:api:40801", None, "unknown", "reconcile_first"),
    ("crypto-com:api:50001", "ERR_INTERNAL", "unknown", "reconcile_first"),
    ("oxfun:ws:20032", None, "unknown", "reconcile_first"),
    ("oxfun:ws:710001", None, "unknown", "reconcile_first"),
    ("ethgas:order:104", None, "unknown", "reconcile_first"),
    ("ethgas:order:110", None, "unknown", "reconcile_first"),
    ("ethgas:order:111", None, "unknown", "reconcile_first"),
    ("ethgas:order:112", None, "unknown", "reconcile_first"),
    ("ethgas:order:113", None, "unknown", "reconcile_first"),
    ("okcoin:rest:Request Timed Out", None, "unknown", "reconcile_first"),
    ("okcoin:ws:20100", None, "unknown", "reconcile_first"),
    ("okcoin:ws:20014", None, "unknown", "reconcile_first"),
    ("binance:spot:-1006", None, "unknown", "reconcile_first"),
    ("binance:spot:-1007", None, "unknown", "reconcile_first"),
    ("binance:usdm:-1006", None, "unknown", "reconcile_first"),
    ("binance:usdm:-1007", None, "unknown", "reconcile_first"),
    ("ibkr:tws:103", None, "unknown", "reconcile_first"),
    ("ibkr:tws:110", None, "unknown", "reconcile_first"),
    ("ibkr:tws:512", None, "unknown", "reconcile_first"),
    ("ibkr:tws:1102", None, "unknown", "reconcile_first"),
    ("ibkr:tws:10147", None, "unknown", "reconcile_first"),
    ("kalshi:http:504", None, "unknown", "reconcile_first"),
    ("metatrader5:retcode:10012", None, "unknown", "reconcile_first"),
    ("metatrader5:python:-10005", None, "unknown", "reconcile_first"),
    ("polymarket:clob:order match delayed due to market conditions", None, "unknown", "reconcile_first"),
    ("upbit:api:nonce_used", None, "unknown", "reconcile_first"),
    ("http:status:408", None, "unknown", "reconcile_first"),
    ("http:status:500", None, "unknown", "reconcile_first"),
    ("http:status:502", None, "unknown", "reconcile_first"),
    ("http:status:504", None, "unknown", "reconcile_first"),
    ("websocket:close:1006", None, "unknown", "reconnect"),
    ("json-rpc:error:-32603", None, "unknown", "reconcile_first"),
    ("json-rpc:error:-32000", "Nonce too low", "unknown", "reconcile_first"),
    ("crypto-com:api:617", None, "unknown", "reconcile_first"),
    ("crypto-com:legacy:20006", None, "unknown", "reconcile_first"),
    ("okcoin:rest:1019", None, "unknown", "reconcile_first"),
    ("okcoin:ws:1019", None, "unknown", "reconcile_first"),
    ("okcoin:rest:10057", None, "unknown", "reconcile_first"),
    ("okcoin:contract:20014", None, "unknown", "reconcile_first"),
    ("okcoin:ws:20015", None, "unknown", "reconcile_first"),
    ("binance:usdm:-5026", None, "unknown", "reconcile_first"),
    ("binance:usdm:-5029", None, "unknown", "reconcile_first"),
    ("http:status:530", None, "unknown", "reconcile_first"),
    ("cloudflare:error:1016", None, "unknown", "reconcile_first"),
    ("cloudflare:error:1101", None, "unknown", "reconcile_first"),
    ("bitmart:rest:30014", None, "unknown", "reconcile_first"),
    ("bitmart:rest:50032", None, "unknown", "reconcile_first"),
    ("bitmart:rest:59002", None, "unknown", "reconcile_first"),
    ("xt:spot:ORDER_005", None, "unknown", "reconcile_first"),
    ("xt:spot:TRANSFER_007", None, "unknown", "reconcile_first"),
    ("dydx:clob:20", None, "unknown", "reconcile_first"),
    ("dydx:clob:3006", None, "unknown", "reconcile_first"),
    ("woo:order:302159", None, "unknown", "reconcile_first"),
    ("woo:order:302129", None, "unknown", "reconcile_first"),
    ("orderly:api:-1006", None, "unknown", "reconcile_first"),
    ("orderly:api:-1011", None, "unknown", "reconcile_first"),
    ("backpack:api:TIMEOUT", None, "unknown", "reconcile_first"),
    ("backpack:api:SERVER_ERROR", None, "unknown", "reconcile_first"),
    ("telegram:client:TimedOut", None, "unknown", "reconcile_first"),
    # Refused for the moment: nothing happened, the same request may be sent again.
    ("oxfun:ws:000101", None, "rejected", "after_wait"),
    ("oxfun:ws:000201", None, "rejected", "after_wait"),
    ("tickdb:api:5000", None, "rejected", "after_wait"),
    ("tickdb:api:5001", None, "rejected", "after_wait"),
    ("tickdb:api:5002", None, "rejected", "after_wait"),
    ("tickdb:api:3001", None, "rejected", "after_wait"),
    ("crypto-com:api:42901", None, "rejected", "after_wait"),
    ("crypto-com:api:9010001", None, "rejected", "after_wait"),
    ("oxfun:ws:20007", None, "rejected", "after_wait"),
    ("okcoin:rest:10001", None, "rejected", "after_wait"),
    ("binance:spot:-1015", None, "rejected", "after_wait"),
    ("binance:usdm:-1015", None, "rejected", "after_wait"),
    ("kalshi:order:trading_is_paused", None, "rejected", "after_wait"),
    ("polymarket:clob:post_only_mode", None, "rejected", "after_wait"),
    ("http:status:429", None, "rejected", "after_wait"),
    ("cloudflare:error:1015", None, "rejected", "after_wait"),
    ("telegram:api:429", None, "rejected", "after_wait"),
    ("dydx:sdk:32", None, "rejected", "after_wait"),
    ("dydx:clob:5001", None, "rejected", "after_wait"),
    # Refused for good until something is changed.
    ("crypto-com:api:40102", None, "rejected", "after_fix"),
    ("crypto-com:api:306", None, "rejected", "after_fix"),
    ("crypto-com:api:43005", None, "rejected", "after_fix"),
    ("oxfun:ws:20024", None, "rejected", "after_fix"),
    ("oxfun:ws:100015", None, "rejected", "after_fix"),
    ("tickdb:api:4003", None, "rejected", "after_fix"),
    ("tickdb:api:4004", None, "rejected", "after_fix"),
    # Refused, and perhaps only because an earlier attempt worked: look before another.
    ("crypto-com:api:1110", None, "rejected", "reconcile_first"),
    ("binance:usdm:-2022", None, "rejected", "reconcile_first"),
    ("binance:usdm:-2024", None, "rejected", "reconcile_first"),
    ("binance:usdm:-4118", None, "rejected", "reconcile_first"),
    ("binance:usdm:-5021", None, "rejected", "reconcile_first"),
    ("binance:coinm:-2022", None, "rejected", "reconcile_first"),
    ("binance:coinm:-2024", None, "rejected", "reconcile_first"),
    ("binance:coinm:-4112", None, "rejected", "reconcile_first"),
    ("binance:pm:-2022", None, "rejected", "reconcile_first"),
    ("binance:pm:-2024", None, "rejected", "reconcile_first"),
    ("okcoin:ws:20016", None, "rejected", "reconcile_first"),
    ("okcoin:contract:20016", None, "rejected", "reconcile_first"),
    ("oxfun:ws:710007", None, "rejected", "reconcile_first"),
    # Had already happened: a duplicate, an order that was gone.
    ("json-rpc:error:-32000", "Already known", "done", "reconcile_first"),
    ("crypto-com:api:204", None, "done", "reconcile_first"),
    ("crypto-com:api:40006", None, "done", "reconcile_first"),
    ("ethgas:order:122", None, "done", "reconcile_first"),
    ("binance:usdm:-4116", None, "done", "reconcile_first"),
    ("bitmart:rest:50042", None, "done", "reconcile_first"),
    ("bitmart:futures:40050", None, "done", "reconcile_first"),
    ("dydx:clob:9", None, "done", "reconcile_first"),
    ("dydx:clob:30", None, "done", "reconcile_first"),
    ("dydx:sdk:19", None, "done", "reconcile_first"),
    ("woo:order:302117", None, "done", "reconcile_first"),
    ("orderly:api:-1007", None, "done", "reconcile_first"),
    ("kalshi:order:order_already_exists", None, "done", "reconcile_first"),
    ("upbit:api:duplicated_identifier", None, "done", "reconcile_first"),
    # Another order stands in the way: this one was not made, and the other may differ.
    ("oanda:reject:STOP_LOSS_ORDER_ALREADY_EXISTS", None, "rejected", "reconcile_first"),
    ("bitget:rest:43031", None, "rejected", "reconcile_first"),
    ("okx:trade:51323", None, "rejected", "reconcile_first"),
    ("okx:block:70309", None, "rejected", "reconcile_first"),
    ("bybit:trade:110307", None, "rejected", "reconcile_first"),
    ("metatrader5:retcode:10039", None, "rejected", "reconcile_first"),
    # Under way, or done by somebody: nothing that has happened yet.
    ("bitget:rest:50066", None, "unknown", "reconcile_first"),
    ("bitget:rest:40859", None, "unknown", "reconcile_first"),
    ("ibkr:tws:10148", None, "unknown", "reconcile_first"),
    # An order that lived has reached its end.
    ("crypto-com:api:43003", None, "ended", "not_needed"),
    ("crypto-com:api:43004", None, "ended", "not_needed"),
    ("crypto-com:api:43012", None, "ended", "not_needed"),
    ("ethgas:order:191", None, "ended", "reconcile_first"),
    ("ethgas:order:192", None, "ended", "reconcile_first"),
    ("oxfun:order-end:CANCELED_PARTIAL_BY_IOC", None, "ended", "not_needed"),
    ("ibkr:tws:202", None, "ended", "reconcile_first"),
    # No refusal: a warning beside an order that lives, or good news.
    ("ibkr:tws:399", None, "accepted", "reconcile_first"),
    ("ibkr:tws:404", None, "accepted", "reconcile_first"),
    ("ibkr:tws:2104", None, "none", "not_needed"),
    ("ibkr:tws:2158", None, "none", "not_needed"),
    # A connection closed: reconnect; what was in flight is another question.
    ("ibkr:tws:1100", None, "unknown", "reconnect"),
    ("crypto-com:close:1000", None, "none", "reconnect"),
    ("crypto-com:close:1013", None, "unknown", "reconnect"),
    ("websocket:close:1012", None, "unknown", "reconnect"),
)


@pytest.mark.parametrize(("place", "name", "outcome", "retry"), FACTS, ids=lambda value: str(value or "any"))
def test_outcome_and_next_step(place, name, outcome, retry):
    """The code says of the request, and advises, what the venue's documents allow."""
    found = [entry for entry in errdecode.lookup(place)[0].entries if entry.id == place and name in (None, entry.name)]
    assert found
    assert {(entry.outcome, entry.retry) for entry in found} == {(outcome, retry)}


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("Duplicate order sent.", "done"),
        ("Account has insufficient balance for requested action.", "rejected"),
    ],
)
def test_one_code_with_several_meanings_is_told_by_its_message(message, outcome):
    """Under Binance's -2010 the message decides whether the order is already there."""
    (finding,) = errdecode.decode(f'{{"code":-2010,"msg":"{message}"}}')
    assert (finding.venue, finding.outcome) == ("binance", outcome)


@pytest.mark.parametrize(
    ("message", "outcome", "retry"),
    [
        ("clientOrderID unique check failed", "done", "reconcile_first"),
        ("The minimum order amount is 7 ADA.", "rejected", "after_fix"),
        ("SL Price must be lower than Last Price", "rejected", "reconcile_first"),
    ],
)
def test_a_failed_check_may_be_that_of_the_client_id(message, outcome, retry):
    """Under BingX's 101400 the first order may exist, unless the words name another reason."""
    (finding,) = errdecode.decode(f'bingx {{"code":101400,"msg":"{message}","data":{{}}}}')
    assert (finding.venue, finding.outcome, finding.retry) == ("bingx", outcome, retry)


REFUSED = '{"code":100202,"msg":"Insufficient balance","result":false}'
GONE = '{"code":100400,"msg":" order not exist","result":false}'
TAKEN = '{"code":0,"msg":"","result":true}'


@pytest.mark.parametrize(
    ("cancel", "order", "outcomes"),
    [
        (GONE, TAKEN, ["partial"]),
        (TAKEN, REFUSED, ["partial"]),
        (GONE, REFUSED, ["unknown", "rejected"]),
        (TAKEN, TAKEN, []),
    ],
)
def test_each_half_of_a_cancel_replace_counts(cancel, order, outcomes):
    """BingX answers 0 to a cancel with a new order in one, whatever became of the two."""
    halves = f'"cancelResult":{cancel},"openResult":{order},"orderOpenResponse":{{"orderId":0}}'
    text = f'bingx spot {{"code":0,"msg":"","debugMsg":"","data":{{{halves}}}}}'
    assert [finding.outcome for finding in errdecode.decode(text)] == outcomes


def test_a_cancel_replace_that_half_happened_is_partial():
    """Binance's -2021 on spot means that one of the two happened."""
    entries = errdecode.lookup("binance:spot:-2021")[0].entries
    assert {entry.outcome for entry in entries} == {"partial"}


@pytest.fixture(scope="module")
def entries():
    """Return every shipped entry."""
    return list(open_index().entries())


def test_what_may_have_executed_is_never_simply_sent_again(entries):
    """Outcome `unknown` and `partial` never come with advice to resend."""
    careless = [
        entry.id
        for entry in entries
        if entry.outcome in ("unknown", "partial") and entry.retry not in ("reconcile_first", "reconnect")
    ]
    assert careless == []


def test_what_took_effect_is_never_sent_again(entries):
    """Outcome `accepted`, `ended` and `done` never come with advice to wait and resend."""
    careless = [
        entry.id for entry in entries if entry.outcome in ("accepted", "ended", "done") and entry.retry == "after_wait"
    ]
    assert careless == []


def test_a_timeout_is_not_a_refusal(entries):
    """No entry that speaks of a timeout of the request claims a refusal without its venue saying so."""
    optimistic = [entry.id for entry in entries if entry.category == "timeout" and entry.outcome == "rejected"]
    assert optimistic == []


def test_an_answer_with_an_order_id_is_no_refusal():
    """An error code beside an order id means that the order exists."""
    text = '{"id":1,"method":"private/create-order","code":306,"result":{"order_id":"6530219599901000701"}}'
    (finding,) = errdecode.decode(text)
    assert (finding.outcome, finding.retry) == ("accepted", "reconcile_first")
    assert finding.note
    assert finding.entry.outcome == "rejected"


CLOSING = (
    "crypto-com:api:201",
    "crypto-com:api:317",
    "crypto-com:api:1110",
    *(f"binance:{part}:{code}" for part in ("usdm", "coinm", "pm") for code in ("-2022", "-2024")),
    "binance:usdm:-4118",
    "binance:coinm:-4112",
    "binance:pm:-4118",
    "binance:usdm:-5021",
    "binance:pm:-5021",
    "okcoin:ws:20016",
    "okcoin:contract:20016",
    "oxfun:ws:710007",
)
"""Refusals of an order that closes or reduces a position."""


@pytest.mark.parametrize("place", CLOSING)
def test_the_first_thing_after_a_refused_close_is_to_look(place):
    """An earlier attempt may have closed the position, so the first action reads it."""
    (entry,) = errdecode.lookup(place)[0].entries
    assert entry.retry == "reconcile_first"
    assert entry.actions[0].startswith("Read ")
    assert "position" in entry.actions[0]


@pytest.mark.parametrize("status", ["", "503 ", "HTTP 503 "])
def test_a_503_without_a_host_is_read_as_the_most_careful_part_of_the_venue(status):
    """Futures call Binance's -1001 a failure, spot does not: without a host it may have executed."""
    (finding,) = errdecode.decode(
        f'{status}{{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}}'
    )
    assert tuple(finding.safest) == ("unknown", "reconcile_first")
