"""What a program logs while all goes well is passed over: it wakes no decoder."""

from __future__ import annotations

import sys

import pytest
from harness import ROOT

import errdecode

sys.path.insert(0, str(ROOT / "tests" / "bench"))
from logs import Maker, clean

FRAMES = (
    '{"id":1,"result":null}',
    '{"result":"success","serverTime":"2026-02-25T09:45:53.818Z","orders":[]}',
    '{"status":"ok","data":[{"id":"805"}]}',
    '{"code":"0","data":[{"ordId":"312269865356374016","sCode":"0","sMsg":""}],"msg":""}',
    '{"jsonrpc":"2.0","id":42,"result":{"order":{"order_state":"open","order_id":"ETH-5806"}},"usIn":1,"usOut":2}',
    '{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100"}',
    '{"e":"ORDER_TRADE_UPDATE","o":{"s":"BTCUSDT","x":"TRADE","X":"FILLED","i":8886774,"er":"0"}}',
    '{"status":"success","data":{"order_id":"151220000000000"}}',
    '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","last":66000.8}]}',
    '{"symbol":"BTCUSDT","orderId":28,"status":"NEW","executedQty":"0.000"}',
    '{"rt_cd":"0","msg_cd":"MCA00000","output":{"ODNO":"0000117057"}}',
    '{"status":0,"data":{"orderId":"637000"},"responsetime":"2019-03-19T01:07:24.467Z"}',
    '{"topic":"tickers.BTCUSDT","type":"snapshot","ts":1672324988882}',
    'HTTP Request: GET https://api.bybit.com/v5/market/time "HTTP/1.1 200 OK"',
)


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return errdecode.Decoder()


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame[:30])
def test_a_success_wakes_nothing(decoder, frame):
    """Whatever venue's it is: a pattern for one venue's errors that is in every frame would cost every log."""
    assert not decoder.may_hold_error(f"2026-11-20 09:30:00 INFO <- {frame}".encode())


def test_hardly_a_line_of_a_day_wakes_the_decoder(decoder):
    """Market data, orders and talk: one in a thousand at most, by chance."""
    maker = Maker()
    lines = [clean(maker).encode() for _ in range(5_000)]
    assert sum(map(decoder.may_hold_error, lines)) <= len(lines) // 1_000
