"""Sentences and symbols that any service may answer with: sure only where something names the venue."""

from __future__ import annotations

import json

import pytest

import errdecode

SENTENCES = (
    "Order not found",
    "Invalid API key",
    "Insufficient funds",
    "Invalid signature",
    "Rate limit exceeded",
    "Too many requests",
    "Service unavailable",
    "Invalid symbol",
    "Invalid price",
    "Access denied",
    "Invalid currency",
    "Product not found",
    "Email already exists",
    "System error",
    "ORDER_NOT_FOUND",
    "INSUFFICIENT_FUNDS",
    "INVALID_SIGNATURE",
    "ACCOUNT_NOT_FOUND",
    "SERVICE_UNAVAILABLE",
    "invalid_api_key",
    "rate_limit_exceeded",
)
FRAMES = {
    "bare": lambda said: {"error": said},
    "message": lambda said: {"status": "error", "message": said},
    "code and message": lambda said: {"code": said, "message": said},
    "in an object": lambda said: {"error": {"name": said, "message": said}},
    "in a list": lambda said: {"errors": [{"code": said, "message": said}]},
    "label": lambda said: {"label": said, "message": said},
    "reason": lambda said: {"result": "error", "reason": said, "message": said},
}
STANDARDS = ("http", "transport", "grpc", "json-rpc", "websocket")
NAMED = (
    ("coinbase", 'error: DELETE (404) https://api.exchange.coinbase.com/orders/7 - {"message":"Order not found"}'),
    ("gate", 'GET https://api.gateio.ws/api/v4/spot {"label":"INVALID_SIGNATURE","message":"Signature mismatch"}'),
    ("bitmex", 'bitmex {"error":{"message":"Rate limit exceeded","name":"HTTPError"}}'),
    ("backpack", 'backpack {"code":"INSUFFICIENT_FUNDS","message":"Insufficient funds"}'),
)  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
def test_what_any_service_may_say_is_never_certain_by_itself(frame):
    """Words that are a venue's code are no rarer for it."""
    texts = [json.dumps(FRAMES[frame](said)) for said in SENTENCES]
    sure = [
        (text, finding.venue)
        for text in texts
        for finding in errdecode.decode(text)
        if finding.confidence == "certain" and finding.venue not in STANDARDS
    ]
    assert sure == []


def test_a_sentence_of_several_venues_shows_them_all_and_is_careful():
    """One of them leaves open whether the order was filled."""
    (finding,) = errdecode.decode('{"error":"Order not found"}')
    assert finding.confidence == "ambiguous"
    assert {"coinbase", "gate", "alpaca"} <= {finding.venue, *(other.venue for other in finding.alternatives)}
    assert finding.safest == ("unknown", "reconcile_first")


@pytest.mark.parametrize(("venue", "text"), NAMED, ids=[venue for venue, _ in NAMED])
def test_the_same_sentence_is_sure_where_the_venue_is_named(venue, text):
    """A name, a host or a frame that only one venue has."""
    (finding,) = errdecode.decode(text)
    assert (finding.venue, finding.confidence in ("certain", "likely")) == (venue, True)
