# ruff: noqa: E501, RUF001  # lines stand as they are written
"""What programs say of themselves in the words that venues use as well: no venue's answer, and never taken for one."""

from __future__ import annotations

import pytest
from harness import run
from scans import findings

import errdecode

QUIET = (
    "2026-11-20 13:17:08,932 - __main__ - INFO - Trading is disabled by configuration.",
    "2026-11-20 08:56:05,072 - agent - ERROR - litellm.RateLimitError: OpenAIException - Your account is not active, see billing",
    "11-20 09:29:59 WARNING PrepareForService shutting down Node card(R10-M1-N2)",
    "\tat com.example.web.gui.WebWindow.close(WebWindow.java:1010)",
    "    at WebSocket.close (/srv/app/node_modules/ws/lib/websocket.js:1006:12)",
    "ERROR kubelet: OCI runtime exec failed: exit status 1: unknown",
    "raise InvalidSignatureLengthError from error",
    'INFO bybit order placed {"retCode":0}\n{"zip":{"code":"10001"},"city":"New York"}',
    'ERROR bybit signup failed {"invite":{"code":"10001"}}',
    "logger.error(error); res.status(500).json(error)",
    "INFO Order created: {'bizError': '0', 'orderType': 'Market', 'timeInForce': 'ImmediateOrCancel', 'priceRp': '0.24'}",
    "2026-11-20 01:51:51,283 - hummingbot.market - NETWORK - Error submitting buy limit_maker order for 5.0 KCS-ETH",
    "Trade successful on Metatrader 5, result code is TRADE_RETCODE_DONE",
    "2024.01.15 10:00:00   order performed buy 0.10 at 1.08345 [#2 buy 0.10 EURUSD at 1.08345]",
    'INFO {"e":"ORDER_TRADE_UPDATE","o":{"s":"BTCUSDT","c":"T1","x":"TRADE","X":"FILLED","i":12,"z":"0.004","er":"0"}}',
    'INFO {"e":"executionReport","s":"ETHBTC","c":"T1","x":"TRADE","X":"FILLED","r":"NONE","i":4293153}',
    "WARNING price 10021 is below the limit; quote side=BUY price=10021 qty=9",
    "重试第3次，共1006条 error in the list of #1006",
    "CTrade::OrderSend: market buy 0.10 EURUSD [done at 1.08345]",
    "ERROR deploy failed for the new checkout [invalid request]",
    "INFO failed market study archived [timeout]",
    "Error: connect ECONNREFUSED 127.0.0.1:6379",
    "iteration 0 passed\n{ code: '1000', message: 'Ok', data: [ { order_id: '2401030030902135' } ] }",
    "send_order result: {'type': 'send', 'data': {'result': True, 'retcode': 10008, 'comment': 'Order placed'}} MT5",
)
LOST = (
    ("connection-refused", "ibkr_client - ERROR - Caused by NewConnectionError('<urllib3.connection>: [Errno 111] Connection refused')"),
    ("read-timeout", "2026-11-20 18:21:44,511 ERROR WebSocket error: [Errno 60] Operation timed out"),
    ("host-unreachable", "ERROR bot okx GET https://www.okx.com/api/v5/asset/currencies\nOSError: [Errno 64] Host is down"),
    ("name-not-resolved", 'reqwest::Error { kind: Request, url: Url { host: Some(Domain("ELB")), port: None }, source: hyper::Error(Connect, ConnectError("dns error", Custom { kind: Other, error: "failed to lookup address information: Name or service not known" })) }'),
    ("read-timeout", 'reqwest::Error { kind: Request, url: "https://api.x.com/o", source: legacy::Error(Connect, ConnectError("tcp connect error", Os { code: 110, message: "Connection timed out" })) }'),
    ("connection-lost", "2026-11-20T18:12:43Z app[web.1]: Error: read ECONNRESET"),
    ("read-timeout", "FATAL EXCEPTION: main java.net.SocketTimeoutException: timeout"),
    ("connection-lost", "called `Result::unwrap()` on an `Err` value: Tungstenite(Protocol(ResetWithoutClosingHandshake))"),
    ("connection-refused", "ConnectionRefusedError: [WinError 10061] No connection could be made because the target machine actively refused it"),
)  # fmt: skip
TOLD = (
    ("metatrader4", "134", "2023.01.02 10:00:00 MyEA EURUSD,H1: OrderSend failed with error #134"),
    ("metatrader4", "4108", "EURUSD,M15: OrderClose error 4108"),
    ("bybit", "110007", "bybit 下单失败 错误代码110007"),
    ("ctp", "31", "交易委托失败，代码：31，信息：CTP:资金不足"),
    ("upstox", "UDAPI100050", 'upstox {"status":"error","errors":[{"errorCode":"UDAPI100050","message":"Invalid token used to access API","error_code":"UDAPI100050"}]}'),
    ("bitmex", "transactStatus is not Pending", 'bitmex {"error":{"message":"transactStatus is not Pending","name":"ValidationError"}}'),
    ("http", "403", "HTTP request sent, awaiting response... 403 Forbidden\n2015-08-08 19:35:32 ERROR 403: Forbidden."),
    ("upbit", "too_many_requests", 'ccxt.base.errors.RateLimitExceeded: upbit {"error":{"name":"too_many_requests"}}'),
    ("binance", "2", 'INFO {"e":"ORDER_TRADE_UPDATE","o":{"s":"BTCUSDT","c":"T1","x":"EXPIRED","X":"EXPIRED","i":12,"z":"0.004","er":"2"}}'),
    ("binance", "INSUFFICIENT_BALANCES", 'INFO {"e":"executionReport","s":"ETHBTC","c":"T1","x":"REJECTED","X":"REJECTED","r":"INSUFFICIENT_BALANCES","i":4293153}'),
    ("metatrader5", "10019", "2024.01.15 10:23:45.123\tTrades\t'12345678': failed market buy 0.10 EURUSD [No money]"),
    ("metatrader5", "10016", "CTrade::OrderSend: modify position #123 EURUSD (sl: 1.09, tp: 1.1) [invalid stops]"),
    ("gemini", "InvalidNonce", "ERROR gemini InvalidNonce: gemini Nonce '1795167002198' is not within 30 seconds of server time '1795167000'"),
    ("hyperliquid", "Insufficient margin to place order.", '{"level":"ERROR","fields":{"message":"Error with placing order: Insufficient margin to place order. asset=159","log.target":"hyperliquid_rust_sdk::market_maker_v2"}}'),
    ("websocket", "1010", "[ws] closed with code 1010"),
    ("binance", "-2010", "order failed: Account has insufficient balance for requested action."),
    ("binance", "-2010", '12:00:01 {"code":-2010,"msg":"Account has insuff'),
    ("binance", "-1022", "price:0.22787000 buyp:0.22779000\nm: Signature for this request is not valid.\nprice:0.22787000"),
    ("okx", "50113", "Caused by: 50113:Invalid Sign\n        at java.base/jdk.internal.reflect.Accessor.newInstance(Accessor.java:62)"),
    ("alpaca", "40310000", "alpaca_trade_api.rest.APIError: insufficient qty (0 < 1)"),
    ("kraken", "EOrder:Unknown order", "Error: Kraken API returned error: Order:Unknown order: OXXXXX-XXXXX-XXXXXX"),
    ("bybit", "429", "Error executing request GET https://api.bybit.com/v5/account/info. HTTP status is 429."),
    ("http", "502", "Error API Error 502: The web server reported a bad gateway or gateway timeout error."),
    ("grpc", "RESOURCE_EXHAUSTED", "Error: 8 RESOURCE_EXHAUSTED: 80004."),
    ("grpc", "FAILED_PRECONDITION", 'Status(StatusCode="FailedPrecondition", Detail="90001")'),
    ("websocket", "1011", "[INFO] ws_connect [botpy] WebSocket关闭，代码: 1011"),
    ("bybit", "110007", "2026-11-20 bybit 下单失败 错误代码：110007"),
    ("binance", "-1021", "Ошибка binance, код ошибки: -1021"),
    ("json-rpc", "-32000", "JsonRpcError: Insufficient funds for gas * price + value"),
    ("ibkr", "10149", "Error code 10149 for reqId 0: Invalid order id: 0"),
    ("fix", "MsgSeqNum too low", "8=FIX.4.4|9=135|35=5|34=10|58=MsgSeqNum too low, expecting 6 but received 2|10=039|"),
)  # fmt: skip


def scanned(text):
    """Return what a scan finds in a text."""
    return findings(run("parse", "-", "-f", "ndjson", stdin=f"{text}\n".encode()))


@pytest.mark.parametrize("line", QUIET, ids=lambda line: line.strip()[:40])
def test_a_program_s_own_words_are_quiet(line):
    """Settings, other services, traces of calls and names of exceptions."""
    assert scanned(line) == []


@pytest.mark.parametrize(("code", "text"), LOST, ids=[code for code, _ in LOST])
def test_the_number_of_a_system_is_no_venue_s(code, text):
    """An operating system counts its errors too, and says that no answer came."""
    assert [(each["venue"], each["code"]) for each in scanned(text)] == [("transport", code)]


@pytest.mark.parametrize(("venue", "code", "text"), TOLD, ids=[f"{venue} {code[:12]}" for venue, code, _ in TOLD])
def test_a_venue_s_own_words_are_told(venue, code, text):
    """The same forms, with what only a venue says."""
    assert [(each["venue"], each["code"]) for each in scanned(text)] == [(venue, code)]


def test_the_name_of_a_client_s_exception_is_the_client_s():
    """`RequestTimeout` is a code of KuCoin as well; a candle that was not read is nobody's order."""
    text = (
        '2026-11-20 14:44:13,497 - freqtrade.exchange.common - WARNING - fetch_ohlcv() returned exception: "Could not '
        "fetch historical candle (OHLCV) data for pair STX/USDT due to RequestTimeout. Message: kucoin GET "
        'https://api.kucoin.com/api/v1/market/candles?symbol=STX-USDT&type=5min"'
    )
    (finding,) = scanned(text)
    assert (finding["venue"], finding["outcome"]) == ("transport", "none")


def test_an_exception_s_name_hides_no_code():
    """The number that the venue's own client prints is told, though no catalogue has it."""
    text = (
        "pybit.exceptions.InvalidRequestError: Can not get position (ErrCode: 19876) (ErrTime: 07:41:51).\n"
        "Request → GET https://api.bybit.com/v5/position/list: category=linear&symbol=BTCUSD."
    )
    (finding,) = scanned(text)
    assert (finding["venue"], finding["code"], finding["confidence"]) == ("bybit", "19876", "unknown")


@pytest.mark.parametrize(
    "line", ['{"code":10001,"msg":"too many requests"}', '{"code":77123,"msg":"Too many requests"}']
)
def test_an_error_by_code_and_words_is_told_whoever_sent_it(line):
    """It is plainly an error; what became of the request is not known."""
    (finding,) = scanned(line)
    assert (finding["venue"], finding["confidence"]) == (None, "unknown")
    assert finding["safest"] == {"outcome": "unknown", "retry": "reconcile_first"}


def test_what_many_chains_say_is_dydx_s_where_it_is_named():
    """The words of the Cosmos SDK are those of every chain built with it."""
    words = "broadcast failed: account sequence mismatch, expected 161, got 160: incorrect account sequence"
    assert [each["confidence"] for each in scanned(words)] == ["ambiguous"]
    assert [each["confidence"] for each in scanned(f"dydx {words}")] == ["certain"]


def test_a_word_for_any_failure_asks_for_nothing():
    """It is the message of one venue's entry, and stands in every trace."""
    assert run("decode", "-", stdin="SEVERE: Servlet exception...").status == 1


def test_a_long_code_is_known_as_a_client_s_class_spells_it():
    """Two or three words may be anybody's; `UnderMinTotalBid` is hardly anything else."""
    (finding,) = run("decode", "-", "-f", "json", stdin="The error i am getting is this UnderMinTotalBid.").json[
        "findings"
    ]
    assert (finding["venue"], finding["code"]) == ("upbit", "under_min_total_bid")


def test_each_failure_of_a_list_is_told():
    """The causes inside of one failure are not."""
    text = 'ERROR https://api.x.com [{"id":1,"error":"Connection refused"},{"id":2,"error":"Read timed out"}]'
    assert [each["code"] for each in scanned(text)] == ["connection-refused", "read-timeout"]


def test_a_status_without_a_body_leaves_open_what_the_venue_would_say_in_one():
    """Binance's 503 is executed or not by the words in its body; those of the status line are the protocol's."""
    (finding,) = scanned("ERROR POST https://api.binance.com/api/v3/order 503 Service Unavailable")
    assert (finding["confidence"], finding["safest"]["outcome"]) == ("ambiguous", "unknown")
    assert [each["code"] for each in finding["alternatives"] if each["venue"] == "binance"] == ["503"] * 3


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("""ERROR {'code': -1128, 'msg': 'Position not found'}""", "unknown"),
        ("""ERROR binance {'code': -1128, 'msg': 'Position not found'}""", "rejected"),
        ("""ERROR {'code': -1128, 'msg': 'Combination of optional parameters invalid.'}""", "rejected"),
    ],
)
def test_other_words_in_a_payload_leave_room_for_an_unknown_service(text, outcome):
    """Many services borrow a venue's frame and numbers: only its words or its name make the outcome sure."""
    (finding,) = scanned(text)
    assert finding["safest"]["outcome"] == outcome


@pytest.mark.parametrize(
    ("venue", "line"),
    [
        ("upbit", 'upbit {"error":{"name":"MIN_NOTIONAL","message":"x"}}'),
        ("bitstamp", 'bitstamp {"code":"INSUFFICIENT_BALANCES","message":"y"}'),
    ],
)
def test_a_code_of_another_venue_is_an_unknown_one_of_the_venue_that_is_named(venue, line):
    """The name on the line outweighs a code that only somebody else has."""
    (finding,) = scanned(f"ERROR {line}")
    assert (finding["venue"], finding["confidence"]) == (venue, "unknown")
    assert finding["safest"]["outcome"] == "unknown"


@pytest.mark.parametrize(
    "line",
    [
        'bybit {"retCode":999999,"retMsg":"strange thing","error":"110007"}',
        'bybit {"retCode":999999,"retMsg":"strange thing","status":400}',
    ],
)
def test_an_unknown_number_is_told_beside_a_known_one_of_its_object(line):
    """What it says became of the order is open: a refusal in another field does not hide it."""
    found = {each["code"]: each for each in scanned(f"ERROR {line}")}
    assert (found["999999"]["venue"], found["999999"]["confidence"]) == ("bybit", "unknown")
    assert found["999999"]["safest"]["outcome"] == "unknown"


def test_a_page_of_cloudfront_is_its_status():
    """The title says nothing, the heading the number."""
    page = (
        "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>"
        "<BODY><H1>403 ERROR</H1><H2>The request could not be satisfied.</H2></BODY></HTML>"
    )
    (finding,) = scanned(f"ERROR GET /api/v3/account: {page}")
    assert (finding["code"], finding["outcome"]) == ("403", "rejected")


def test_a_variable_is_no_code():
    """A letter that a program hands on."""
    assert errdecode.decode('    except Exception as e:\n        return {"error": str(e)}') == []


def test_a_success_inside_a_price_starts_nothing():
    """KuCoin's 200000 is looked for behind the name of its field; a leg that failed under it is found."""
    assert scanned('INFO {"k":"1024.3200000000002"}') == []
    line = 'INFO {"code":"200000","data":{"errors":[{"code":"50002","msg":"exist.order.or.position"}]}}'
    assert "50002" in [each["code"] for each in scanned(f"kucoin POST /api/v2/position/batchChangeMarginMode {line}")]
