"""Errors beside each other, cut off, coloured, or escaped twice: each is found once, where it stands."""

from __future__ import annotations

import pytest
from harness import run
from scans import findings

BALANCE = '{"code":-2010,"msg":"Account has insufficient balance for requested action."}'
HTTP_CLIENT = '{"ts":"2026-11-20T14:02:11Z","msg":"HTTP Request: GET https://x \\"HTTP/1.1 502 Bad Gateway\\""}'
BRACKETED = '[2026-11-20 14:02:11] INFO httpx: "HTTP/1.1 502 Bad Gateway"'
PRETTY = 'response: {\n  "code": -2010,\n  "msg": "Account has insufficient balance for requested action."\n}'
ASKED = '{"id":12,"method":"private/create-order","code":306,"message":"INSUFFICIENT_AVAILABLE_BALANCE"}'
ESCAPED = ASKED.replace('"', '\\"')
CASES = {
    "a status in a JSON line ends with the line": (
        [HTTP_CLIENT, f'{{"venue":"binance","resp":{BALANCE}}}'], [(1, "502"), (2, "-2010")],
    ),
    "a status in a line ends with the line": (
        [BRACKETED, f"[2026-11-20 14:05:00] ERROR cryptocom {ASKED}"], [(1, "502"), (2, "306")],
    ),
    "an answer is one error": (["< HTTP/1.1 400 Bad Request", "< server: x", "< ", BALANCE], [(1, "-2010")]),
    "pretty payloads one below the other": (
        [PRETTY, PRETTY.replace("-2010", "-1021")], [(1, "-2010"), (5, "-1021")],
    ),
    "a request above a response": (["request: {", '  "symbol": "BTCUSDT"', "}", PRETTY], [(4, "-2010")]),
    "words above a payload": (
        [f"ERROR: binance {PRETTY[10:]}", "INFO: retrying", f"ERROR: binance {PRETTY[10:]}"],
        [(1, "-2010"), (6, "-2010")],
    ),
    "a line that could tell of an error above its payload": (
        [
            "[2026-11-20 09:30:11] okcoin answered to call no 12: Array",
            "(", "    [channel] => ok_spot_order", "    [success] => false", "    [errorcode] => 10010", ")",
        ],
        [(1, "10010")],
    ),
    "a client's line in docker's JSON": (
        ['{"log":"\\u003cAPIError\\u003e code=-2011, msg=Unknown order sent.\\n","stream":"stderr"}'], [(1, "-2011")],
    ),
    "a payload in .NET's JSON": (
        ['{"message":"cryptocom ' + ASKED.replace('"', "\\u0022") + '"}'], [(1, "306")],
    ),
    "a client's own code beside a status": (
        ['{"err":{"message":"Request failed with status code 503","code":"ERR_BAD_RESPONSE"},"level":50}'],
        [(1, "503")],
    ),
    "the logger's code around the venue's": (
        [f'{{"level":"error","code":500,"message":"cryptocom {ESCAPED}"}}'], [(1, "306")],
    ),
    "a code that was cut off": (
        ['cryptocom {"id":12,"method":"private/create-order","code":401', 'cryptocom {"id":12,"code":40...',
         'cryptocom {"id":12,"code":401…', 'ERROR oxfun {"event":"login","success":false,"code":"2000'], [],
    ),
    "a logger's own code beside a venue's name": (
        ['{"timestamp":1795183331,"code":5000,"message":"tickdb worker crashed","level":"warn"}'], [],
    ),
    "websocket-client's close": (["on_close: close_status_code=1006, close_msg=None"], [(1, "1006")]),
    "okhttp's and others' close": (
        ["Connection closed by remote host, code: 1006", "WebSocket closed with status 1011",
         "Received close frame with code 1012", "Websocket closed. Code: 1006"],
        [(1, "1006"), (2, "1011"), (3, "1012"), (4, "1006")],
    ),
    "a client's line with a code that no catalogue holds": (
        ["<APIError> code=-4999, msg=Brand new.", "BinanceAPIException: APIError(code=-4999): Brand new"],
        [(1, "-4999"), (2, "-4999")],
    ),
    "an order that was closed": (["Order closed with code 1001-A"], []),
    "python-binance's other class": (["BinanceOrderException(code=-1013): Filter failure: LOT_SIZE"], [(1, "-1013")]),
    "an error whose code is 0": (['{"code": 0, "msg": "Unknown property","id": 4}'], [(1, "0")]),
    "colours inside a payload": (
        ["cryptocom { id: \x1b[33m12\x1b[39m, method: 'private/create-order', code: \x1b[33m306\x1b[39m }"],
        [(1, "306")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("log", "found"), CASES.values(), ids=CASES)
def test_each_error_is_found_once_and_where_it_stands(log, found):
    """Line and code of every finding."""
    records = findings(run("parse", "-", "-f", "ndjson", stdin="\n".join(log) + "\n"))
    assert [(record["line"], record["code"]) for record in records] == found


@pytest.mark.parametrize(
    ("stamp", "read"),
    [
        ("ts=1795183331.532 level=error", "14:02:11.532Z"), ("2026-11-20 02:02:11 PM", "14:02:11Z"),
        ("2026-11-20 12:02:11 AM", "00:02:11Z"), ("2026-11-20T14:02:11-07", "21:02:11Z"),
        ("2026-11-20\t14:02:11", "14:02:11Z"), ("20 Nov 2026 14:02:11,532", "14:02:11.532Z"),
        ("20261120T140211,532", "14:02:11.532Z"), ("[20-Nov-2026 14:02:11 UTC]", "14:02:11Z"),
        ("Fri, 20 Nov 2026 14:02:11 GMT", "14:02:11Z"), ("2026.11.20 14:02:11", "14:02:11Z"),
        ("Nov 20 14:02:11 host bot[7]: expires=2030-01-01T00:00:00Z", "14:02:11Z"),
    ],
)  # fmt: skip
def test_less_usual_forms_of_time_are_read(stamp, read):
    """Logfmt with an epoch first, twelve hours, a zone in hours, and a date that the line only speaks of."""
    (record,) = findings(run("parse", "-", "-f", "ndjson", stdin=f"{stamp} cryptocom {ASKED}\n"))
    assert record["time"][11:] == read
