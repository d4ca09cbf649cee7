r"""Real shapes of payloads, and what each must give.

The texts are those of the venues' documents and client libraries, oddities
included: unescaped quotes, Python's `False`, codes as numbers and as strings,
failures inside a success.
"""

from __future__ import annotations

from typing import NamedTuple


class Payload(NamedTuple):
    """A payload and the reading that must come first."""

    about: str
    text: str
    venue: str | None = None
    namespace: str | None = None
    code: str | None = None
    name: str | None = None
    outcome: str | None = None
    """Only where the payload decides it, or money hangs on it."""

    @property
    def is_error(self):
        """Tell whether something is to be found."""
        return self.code is not None


PAYLOADS = (
    Payload("ethgas success envelope", '{"success": true, "data": {}, "message": "Optional message"}'),
    Payload(
        "ethgas order with errorCode",
        '{"success": true, "data": {"order": {"orderId": 204415806, "instrumentId": "ETH-WB-9884031", "status": 99, '
        '"errorCode": 107, "clientOrderId": "05d61624"}}}',
        "ethgas", "order", "107", "MINIMUM_QUANTITY_NOT_REACH", "rejected",
    ),
    Payload(
        "ethgas push with order status 99",
        '{"e":"accountOrderUpdate","E":1742288403296,"s":"ETH-PC-403684","P":{"o":173639360,"c":"613ec528","S":99}}',
        "ethgas", "order-status", "99", "STATUS_ERROR", "unknown",
    ),
    Payload(
        "crypto-com error with a result",
        '{"id": 1753000000001, "method": "private/create-order", "code": 306, '
        '"message": "INSUFFICIENT_AVAILABLE_BALANCE", '
        '"result": {"client_oid": "1753xxx", "order_id": "6530219599901000701"}}',
        "crypto-com", "api", "306", "INSUFFICIENT_AVAILABLE_BALANCE", "accepted",
    ),
    Payload(
        "crypto-com message that is not the name",
        '{"id": 1778510838168, "method": "private/create-order", "code": 213, "message": "Invalid quantity format"}',
        "crypto-com", "api", "213", "INVALID_ORDERQTY", "rejected",
    ),
    Payload(
        "crypto-com accepted with a warning",
        '{"id": 1, "code": 315, "message": "FAR_AWAY_LIMIT_PRICE", '
        '"result": {"client_oid": "abc123", "order_id": "5368290798789202966"}}',
        "crypto-com", "api", "315", "FAR_AWAY_LIMIT_PRICE", "accepted",
    ),
    Payload(
        "crypto-com maintenance",
        '{"code":9010001,"message":"SYSTEM_MAINTENANCE","details":"Crypto.com Exchange is currently under maintenance. '
        'Please refer to https://status.crypto.com for more details."}',
        "crypto-com", "api", "9010001", "SYSTEM_MAINTENANCE", "rejected",
    ),
    Payload(
        "crypto-com v2 string code",
        '{"id":"123","method":"private/margin/xxx","code":"20005","message":"ACCOUNT_NOT_FOUND"}',
        "crypto-com", "legacy", "20005", "ACCOUNT_NOT_FOUND",
    ),
    Payload(
        "crypto-com unescaped quotes in the message",
        '{"id": 0, "code": 10004, "method": "subscribe", '
        '"message": "invalid channel {"channels":["trade.BTCUSD-PERP"]}"}',
        "crypto-com", "legacy", "10004", "BAD_REQUEST",
    ),
    Payload(
        "crypto-com error frame with the original",
        r'{"id": -1, "method": "ERROR", "code": 40003, "message": "INVALID_REQUEST", "original": "{\"foo\":\"bar\"}"}',
        "crypto-com", "api", "40003", "INVALID_REQUEST", "rejected",
    ),
    Payload(
        "crypto-com reason of an order under code 0",
        '{"code":0,"result":{"order_id":"19848525","client_oid":"1613571154900","status":"CANCELED","reason":43012}}',
        "crypto-com", "api", "43012", "SELF_TRADE_PREVENTION", "ended",
    ),
    Payload(
        "crypto-com code outside its table",
        '{"code": 623, "message": "INSTRUMENT_MUST_USE_ISOLATED_MARGIN"}',
        "crypto-com", "api", "623", "INSTRUMENT_MUST_USE_ISOLATED_MARGIN", "rejected",
    ),
    Payload(
        "oxfun login failure",
        '{"event": "login", "success": false, "code": "20025", "message": "API key is invalid", "tag": "1", '
        '"timestamp": "1592492069732"}',
        "oxfun", "ws", "20025",
    ),
    Payload(
        "oxfun order refused, as Python prints it",
        '{"event": "placeorder", "submitted": False, "tag": "123", "message": "Quantity must be greater than zero", '
        '"code": "20006", "timestamp": "1592491945248", "data": {"clientOrderId": "1", '
        '"marketCode": "BTC-USD-SWAP-LIN", "side": "BUY", "orderType": "LIMIT", "quantity": "0", '
        '"timeInForce": "GTC", "price": "9431.48", "source": 0}}',
        "oxfun", "ws", "20006", None, "rejected",
    ),
    Payload(
        "oxfun cancel refused, order not found",
        '{"event": "CANCEL", "submitted": false, '
        '"message": "Order request was rejected : REJECT_CANCEL_ORDER_ID_NOT_FOUND", "code": "100004", '
        '"timestamp": "0", "data": {"clientOrderId": 3, "orderId": 3330802124194931673, '
        '"status": "REJECT_CANCEL_ORDER_ID_NOT_FOUND", "marketCode": "BTC-USD-SWAP-LIN"}}',
        "oxfun", "ws", "100004", "REJECT_CANCEL_ORDER_ID_NOT_FOUND", "done",
    ),
    Payload(
        "oxfun failed leg of a success",
        '{"success": true, "data": [{"code": "710006", '
        '"message": "FAILED balance check as balance (0E-9) < value (0.001)", "submitted": false, '
        '"clientOrderId": "1612249737724", "marketCode": "BTC-USD-SWAP-LIN"}]}',
        "oxfun", "ws", "710006", None, "rejected",
    ),
    Payload(
        "oxfun v2 with booleans as strings",
        '{"event":"placeorder","data":[{"success":"false","timestamp":"1641538345068","code":"710006",'
        '"message":"FAILED balance check as balance (0E-9) < value (0.001)","marketCode":"BTC-USDT"}]}',
        "oxfun", "ws", "710006", None, "rejected",
    ),
    Payload(
        "oxfun validation with leading zeros",
        '{"event":null,"success":false,"message":"Validation failed","code":"0010","data":null}',
        "oxfun", "rest", "0010",
    ),
    Payload(
        "oxfun REST meaning of a code that WebSocket has too",
        '{"success":false,"code":"20001","message":"marketCode is invalid"}',
        "oxfun", "rest", "20001",
    ),
    Payload("okcoin REST error", '{"result":false,"error_code":10007}', "okcoin", "rest", "10007"),
    Payload("okcoin bare error", '{"error_code":1007}', "okcoin", "rest", "1007"),
    Payload(
        "okcoin subscription refused",
        '[{"binary":0,"channel":"ok_sub_futureusd_ltc_ffthis_week",'
        '"data":{"result":false,"error_msg":"param not match.","error_code":20116}}]',
        "okcoin", "ws", "20116",
    ),
    Payload(
        "okcoin order refused, everything a string",
        '[{"channel":"ok_spot_order","success":"false","errorcode":"10010"}]',
        "okcoin", "ws", "10010",
    ),
    Payload(
        "okcoin acknowledgement",
        '[{"binary":0,"channel":"addChannel","data":{"result":true,"channel":"ok_sub_spot_bch_btc_ticker"}}]',
    ),
    Payload(
        "okcoin request that is no answer",
        "{'event':'addChannel','channel':'ok_sub_spot_btc_usd_ticker',"
        "'parameters':{'api_key':'c0ffee-key','sign':'D15EA5E-SIGN'}}",
    ),
    Payload("tickdb rate limit", '{"code": 3001, "message": "Rate limit exceeded"}', "tickdb", "api", "3001"),
    Payload(
        "tickdb subscription unavailable, with a suggestion",
        '{"cmd": "subscribe", "code": 4003, "message": "Depth subscriptions temporarily unavailable", "data": '
        '{"channel": "depth", "suggestion": "Use HTTP API /v1/market/depth for current depth data"}}',
        "tickdb", "api", "4003",
    ),
    Payload(
        "tickdb push",
        '{"cmd":"ticker","data":{"symbol":"BTCUSDT","last_price":"70480.57000000","timestamp":1773335135026}}',
    ),
    Payload("tickdb name without a code", "AMBIGUOUS_SYMBOL", "tickdb", "api", "AMBIGUOUS_SYMBOL", "AMBIGUOUS_SYMBOL"),
)  # fmt: skip
