"""Numbers that several tables share: what stands around them says whose they are."""

from __future__ import annotations

import pytest
from harness import run

import errdecode
from errdecode.catalog.store import open_index

CLOUDFLARE = {
    "error code: 1015": "1015",
    "429 Too Many Requests: error code: 1015": "1015",
    "<title>Access denied | api.example.com used Cloudflare to restrict access</title> <h1>Error 1020</h1>": "1020",
    "<html><head><title>Origin DNS error | api.example.com | Cloudflare</title></head>": "1016",
    "The owner of this website (api.example.com) has banned you temporarily from accessing this website.": "1015",
}
CHATTER = """\
2026-11-20 09:30:00 INFO order 1015 filled
2026-11-20 09:30:01 INFO row 1015 imported
2026-11-20 09:30:02 INFO processed 1020 trades
2026-11-20 09:30:03 INFO could not find host in cache, asking DNS
"""


@pytest.mark.parametrize(("text", "code"), CLOUDFLARE.items())
def test_cloudflare_answers_in_a_venues_place(text, code):
    """Its plain body, its titles and its sentences are known."""
    finding = errdecode.decode(text)[0]
    assert (finding.venue, finding.code) == ("cloudflare", code)


def test_a_title_of_cloudflare_without_a_number_shows_each_that_it_may_be():
    """The page of a block has one title for several numbers; none of them was passed on."""
    (finding,) = errdecode.decode("<title>Access denied | api.example.com used Cloudflare to restrict access</title>")
    assert {finding.code, *(other.code for other in finding.alternatives)} == {"1015", "1020"}
    assert finding.safest[0] == "rejected"


def test_a_bare_number_in_chatter_is_nobodys():
    """A log that tells of no error holds none of Cloudflare's."""
    result = run("parse", "-", "-f", "rows", stdin=CHATTER)
    assert (result.status, result.out) == (1, "")


@pytest.mark.parametrize("text", ["WebSocket connection closed, error code: 1006", "[ws] closed. error code: 1000"])
def test_a_close_code_stays_one(text):
    """Close codes share Cloudflare's numbers and stay close codes where a socket is spoken of."""
    (finding,) = errdecode.decode(text)
    assert (finding.venue, finding.namespace) == ("websocket", "close")


@pytest.mark.parametrize(
    ("text", "namespace", "band"),
    [
        ('{"result":false,"error_code":20018}', "contract", "3 %"),
        ('[{"channel":"ok_futureusd_trade","success":"false","errorcode":"20018"}]', "ws", "5 %"),
    ],
)
def test_the_frame_tells_which_table_a_number_is_from(text, namespace, band):
    """OKCoin's contract table has other words over REST than over the WebSocket."""
    finding = errdecode.decode(text)[0]
    assert (finding.venue, finding.namespace) == ("okcoin", namespace)
    assert band in finding.entry.meaning


@pytest.mark.parametrize(
    ("message", "category"),
    [
        ("Too many concurrent connections; current limit is '10'.", "quota"),
        ("Too many connection attempts from IP; current limit is 300 per '5m'.", "rate_limit"),
    ],
)
def test_waiting_helps_against_attempts_and_not_against_open_connections(message, category):
    """Binance's -1034 has one number for both."""
    (finding,) = errdecode.decode(f'POST https://api.binance.com/api/v3/order {{"code":-1034,"msg":"{message}"}}')
    assert (finding.code, finding.category) == ("-1034", category)


def test_a_list_of_markets_is_no_error():
    """A market of ETHGas that has expired is data."""
    text = '{"success":true,"data":{"markets":[{"marketId":1,"instrumentId":"ETH-PC-2880221","status":2}]}}'
    assert errdecode.decode(text) == []
    assert errdecode.lookup("ethgas:market-status:2")[0].entries


def test_a_confirmed_cancel_is_no_error():
    """OX.FUN pushes the end of an order that was cancelled on request."""
    order = '{"clientOrderId":"16","orderId":"1000021764611","marketCode":"BTC-USD-SWAP-LIN","notice":"OrderClosed"'
    push = f'{{"table":"order","data":[{order},"side":"BUY","status":"CANCELED_BY_USER","timeInForce":"GTC"}}]}}'
    assert errdecode.decode(push) == []
    (finding,) = errdecode.decode(push.replace("CANCELED_BY_USER", "CANCELED_BY_FOK"))
    assert (finding.code, finding.outcome, finding.client_id) == ("CANCELED_BY_FOK", "ended", "16")


@pytest.mark.parametrize("venue", ["binance", "crypto-com", "ethgas", "okcoin", "oxfun", "tickdb"])
def test_every_error_of_the_first_venues_has_an_action_of_its_own(venue):
    """What stands there helps more than what holds for its whole category."""
    bare = [
        entry.id
        for entry in open_index().entries()
        if entry.venue == venue and entry.category not in ("success", "notice") and "actions" in entry.inherited
    ]
    assert bare == []
