"""Small numbers that many venues use: the frame says whose they are, and other lines stay silent."""

from __future__ import annotations

import json

import pytest
from harness import run

FRAMES = (
    ("ibkr", "Error 10016, reqId 7: Contract is not visible."),
    ("metatrader5", "order_send failed, retcode=10016"),
    ("metatrader5", "OrderSendResult(retcode=10016, deal=0, order=0, comment='Invalid stops', request_id=0)"),
    ("bybit", '{"retCode":10016,"retMsg":"Internal server error","result":{},"retExtInfo":{},"time":1672211918471}'),
    ("deribit", '{"jsonrpc":"2.0","id":7,"error":{"code":10016,"message":"pme_max_future_open_orders_size"},"usIn":1}'),
    ("ibkr", "Error 201, reqId 5: Order rejected - reason:The exchange is closed."),
    ("ibkr", "ERROR -1 2104 Market data farm connection is OK:usfarm"),
    ("ibkr", '{"reqId":5,"errorCode":10147,"errorString":"OrderId 5 that needs to be cancelled is not found."}'),
    ("kalshi", '{"type":"error","id":3,"msg":{"code":8,"msg":"Unknown channel name"}}'),
    ("upbit", '{"error":{"name":"insufficient_funds_bid","message":"주문가능한 금액(KRW)이 부족합니다."}}'),
    ("polymarket", "PolyApiException[status_code=400, error_message={'error': 'not enough balance / allowance'}]"),
)  # fmt: skip
CHATTER = (
    "INFO 201 orders sent",
    "INFO order 202 cancelled by user",
    "processed 2104 rows in 1100 ms",
    "process exited with retcode 1",
    "retcode: 0",
    "OrderSendResult(retcode=10009, deal=5, order=7, volume=0.1, price=1.2, comment='Request executed', request_id=3)",
    "DEBUG reqId=399 symbol=AAPL price=110",
    '{"reqId":"abc","code":200,"message":"success"}',
    '{"success":true,"errorMsg":"","orderID":"0x12","status":"matched"}',
)


@pytest.mark.parametrize(("venue", "line"), FRAMES, ids=lambda value: value[:24])
def test_a_number_in_a_venues_own_frame_is_that_venues(venue, line):
    """The print or frame decides, whoever else uses the number."""
    (found,) = run("parse", "--format", "ndjson", stdin=f"{line}\n".encode()).out.splitlines()
    finding = json.loads(found)
    assert (finding["venue"], finding["confidence"] in ("certain", "likely")) == (venue, True)


def test_chatter_with_such_numbers_is_silent():
    """Counts, ids and results that are no errors are not reported."""
    assert run("parse", "--format", "ndjson", stdin="\n".join(CHATTER).encode() + b"\n").out == ""
