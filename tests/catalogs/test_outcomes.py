"""What may have worked is never called refused: rules over every entry, and what a venue states against them.

A request that timed out, broke off or met a failure of the server may have been executed. That an order is not
found or sent twice, and that there is no position left to close, may be the trace of a first attempt that worked.
"""

from __future__ import annotations

import re

import pytest

from errdecode.catalog.store import open_index

OPEN = {"timeout", "internal", "unavailable", "unspecified"}
"""Categories after which the outcome is open."""

BROKEN = re.compile(
    r"time[d]?[ -]?out|internal (server )?error|(system|server) error|broken pipe|connection reset", re.IGNORECASE
)
"""Words of a request that was not answered as it should have been."""

TABLES = {
    "bitstamp:code": "The first part of every code is a status: 500 is also that of refusals which its words name.",
    "cloudflare:error": "Cloudflare's document says of each that it stopped the request before the venue.",
    "crypto-com:api": "The document's column of statuses has 500 for refusals that its words name.",
}
"""Tables whose statuses of 500 and above, or failures, are refusals that are stated. Words of a failure still count."""

STATED = {
    "binance:coinm:-1001": "General Info, HTTP 503: `Internal error; unable to process your request` is a failure.",
    "binance:coinm:-1008": "General Info, HTTP 503: the request was throttled, which is a failure.",
    "binance:http:503": "General Info of futures, HTTP 503: this message is a failure, the others are unknown.",
    "binance:options:-1001": "General Info, HTTP 503: `Internal error; unable to process your request` is a failure.",
    "binance:pm:-1001": "General Info, HTTP 503: `Internal error; unable to process your request` is a failure.",
    "binance:pm:-1008": "General Info, HTTP 503: the request was throttled, which is a failure.",
    "binance:sapi:-4038": "The mail of a withdrawal was asked for too early; the name alone says `TIME_OUT`.",
    "binance:usdm:-1001": "General Info, HTTP 503: `Internal error; unable to process your request` is a failure.",
    "binance:usdm:-1008": "General Info, HTTP 503: the request was throttled, which is a failure.",
    "bitmex:api:The system is currently overloaded. Please try again later.": "Overload: refused before the queue.",
    "bitmart:rest:30018": "The words: the body is not JSON.",
    "bitmart:rest:59005": "The words: the service is restricted.",
    "bitmart:rest:59010": "The words: the loan is too small.",
    "bitmart:rest:60050": "The words: there is no such account.",
    "bitstamp:auth:API5502": "It answers a call that reads the history.",
    "bitstamp:reason:Order could not be placed.": "The words: the order was not placed.",
    "bitvavo:api:430": "The words: market data was waited for, and no order.",
    "bybit:convert:700008": "The quote's own time is over.",
    "coinbase:cancel:COMMANDER_REJECTED_CANCEL_ORDER": "The name: the cancellation was rejected.",
    "coinbase:preview:PREVIEW_INVALID_COMMISSION_CONFIGURATION": "A preview places no order.",
    "coinbase:preview:PREVIEW_MISSING_COMMISSION_RATE": "A preview places no order.",
    "coinbase:preview:UNKNOWN_PREVIEW_FAILURE_REASON": "A preview places no order.",
    "crypto-com:api:120009": "The words: rejected by the upstream service.",
    "deribit:rpc:10049": "A setting of the connection, which the words say was not made.",
    "deribit:rpc:13888": "The words: the server did not process the request while it was valid.",
    "dydx:sdk:30": "The transaction's own time is over.",
    "ibkr:tws:321": "TWS checked the request and refused it.",
    "ibkr:tws:324": "TWS could not read the request.",
    "ibkr:tws:331": "The account manages no others.",
    "ibkr:web:Please query /accounts first": "The words: something else has to be asked first.",
    "kucoin:spot:400012": "A challenge at the opening of a session was not answered in time.",
    "okx:ws:63999": "The words: the login failed.",
    "orderly:api:-1012": "The words: the request was rejected.",
    "polymarket:clob:Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.": (
        "The words: not accepted."
    ),
    "polymarket:clob:Trading is currently disabled. Check polymarket.com for updates": "The words: it is disabled.",
    "polymarket:clob:post_only_mode": "The words: only post-only orders are allowed.",
    "telegram:api:400": "The words: the query is too old.",
    "telegram:client:PoolTimeout": "The words: not sent.",
    "tickdb:api:5000": "The venue takes no orders.",
    "transport:client:connect-timeout": "No connection was there to send anything on.",
    "transport:client:pool-timeout": "No connection was there to send anything on.",
    "woo:api:-1012": "The words: the request was rejected.",
}
"""Refusals that look like something else, and what states them."""

TRACES = {"order_not_found", "order_closed", "duplicate"}
"""Categories that may be the trace of a first attempt."""

NO_TRACE = {
    "binance:spot:-2026": "The order ended more than 90 days ago.",
    "fix:tags:281=1": "A subscription to market data, and no order.",
    "binance:sapi:-2026": "The order ended more than 90 days ago.",
    "okx:account:59502": "The name of a key, and no order.",
    "okx:account:59601": "The name of a subaccount, and no order.",
    "okx:trade:51353": "A pair on a list, and no order.",
    "okx:trade:51607": "A download, and no order.",
    "okx:trade:55111": "The name of a signal, and no order.",
    "polymarket:clob:order canceled in the CTF exchange contract": "The order was cancelled on chain before.",
}
"""What is none, and why."""

CLOSING = re.compile(
    r"\bno (open |available |such )?positions?\b|position (not|no) exist|position (size)?(is|:) (0|zero)"
    r"|positions? (does|do|is|are)(n.t| not) (exist|found|sufficient|enough)|(insufficient|enough) (close|position)"
    r"|reduce.?only (order )?(is |was )?(reject|fail|refus)",
    re.IGNORECASE,
)
"""Words of a refusal to close what may be closed already."""

NO_CLOSING = {
    "binance:coinm:-4054": "Margin was to be added to a position.",
    "binance:pm:-4054": "Margin was to be added to a position.",
    "binance:usdm:-4054": "Margin was to be added to a position.",
    "bitget:rest:22015": "A sub-account for coupons.",
    "mexc:spot:30004": "Spot: a balance.",
}
"""Entries with such words that refuse something else."""


ANOTHER = re.compile(r"\b(take.?profit|stop.?loss|exit|close|quote) order( for .*?)? already exist", re.IGNORECASE)
"""Words of a refusal because another order, whose price or size may differ, stands in the way."""

ATTEMPT = re.compile(r"\b(earlier|first) attempt\b", re.IGNORECASE)
"""Words of a cause that lies in a request which worked before."""

NO_ATTEMPT = {
    "binance:sapi:-5006": "The next conversion of small balances is 24 hours away.",
    "coinbase:preview:PREVIEW_INSUFFICIENT_FUND": "A preview places no order.",
    "okx:account:59502": "The name of a key, and no order.",
    "okx:account:59601": "The name of a subaccount, and no order.",
    "okx:trade:55111": "The name of a signal, and no order.",
    "telegram:api:400": "A message that was to be deleted.",
}
"""Refusals with such a cause after which there is no order to look for."""

ELSEWHERE = (
    ("bitget", "/api/v2/spot/trade/orderInfo", "/api/v2/mix/order/detail"),
    ("bitget", "/api/v2/spot/trade/orderInfo", "/api/v2/margin/crossed"),
    ("bitget", "/api/v2/spot/trade/orderInfo", "/api/v2/margin/isolated"),
    ("bitget", "/api/v2/spot/trade/orderInfo", "/api/v3/trade/order-info"),
    ("okx", "/api/v5/trade/order`", "/api/v5/trade/order-algo"),
    ("okx", "/api/v5/trade/order`", "/api/v5/sprd/order"),
    ("binance", "/papi/v1/um/order", "/papi/v1/um/conditional"),
    ("crypto-com", "private/get-order-detail", "private/advanced/get-order-detail"),
)
"""Venue, an address that knows some of the orders that a failure may be about, and one that knows others."""


@pytest.fixture(scope="module")
def refused():
    """Return every entry whose request was refused."""
    return [entry for entry in open_index().entries() if entry.outcome == "rejected"]


def words(entry):
    """Return everything that the venue writes about an entry."""
    texts = (entry.code, entry.name or "", *entry.messages, *entry.templates, *entry.match)
    return "\n".join(text.replace("_", " ") for text in texts)


def looks_open(entry):
    """Say whether an entry looks like a request that may have been executed."""
    failed = entry.category in OPEN or (entry.http_status or 0) >= 500
    stated = f"{entry.venue}:{entry.namespace}" in TABLES and entry.category not in {"timeout", "internal"}
    return bool(BROKEN.search(words(entry))) or (failed and not stated)


def test_what_timed_out_broke_off_or_failed_is_not_refused_without_a_statement(refused):
    """Only what a venue states makes a timeout, a failure or a status of 500 and above a refusal."""
    assert sorted({entry.id for entry in refused if looks_open(entry)} - set(STATED)) == []


def test_what_may_be_the_trace_of_a_first_attempt_is_looked_up():
    """An order that is not found, finished or sent twice is read before anything else."""
    entries = [entry for entry in open_index().entries() if entry.category in TRACES]
    assert sorted({entry.id for entry in entries if entry.retry != "reconcile_first"} - set(NO_TRACE)) == []


def test_a_refusal_to_close_is_looked_up(refused):
    """Where there is no position to close, an earlier attempt may have closed it."""
    closing = [entry for entry in refused if CLOSING.search(words(entry))]
    assert len(closing) > 50
    assert sorted({entry.id for entry in closing if entry.retry != "reconcile_first"} - set(NO_CLOSING)) == []


def test_where_an_earlier_attempt_may_be_the_reason_it_is_looked_for(refused):
    """Funds, a limit or a name that an earlier attempt took are no reason to send more before it is looked at."""
    taken = [entry for entry in refused if ATTEMPT.search("\n".join(entry.causes))]
    assert len(taken) > 80
    assert sorted({entry.id for entry in taken if entry.retry != "reconcile_first"} - set(NO_ATTEMPT)) == []


def test_what_another_order_stands_in_the_way_of_is_not_done():
    """An order that was refused because of another is refused: the other may have another price or size."""
    blocked = [entry for entry in open_index().entries() if ANOTHER.search(words(entry))]
    assert len(blocked) > 5
    assert sorted(entry.id for entry in blocked if entry.outcome == "done") == []


@pytest.mark.parametrize(("venue", "address", "other"), ELSEWHERE)
def test_an_order_that_may_exist_is_looked_for_wherever_it_may_be(venue, address, other):
    """An order that is not found where it never was is not taken for one that did not arrive."""
    advice = [
        "\n".join(entry.actions) for entry in open_index().entries() if entry.venue == venue and entry.category in OPEN
    ]
    asked = [text for text in advice if address in text]
    assert asked
    assert [text for text in asked if other not in text] == []
