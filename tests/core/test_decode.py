"""What payloads give: the venue, the code, what became of the request."""

from __future__ import annotations

import json
import time
from email.utils import formatdate

import pytest
from harness import run, run_cold
from payloads import PAYLOADS

import errdecode

ERRORS = [payload for payload in PAYLOADS if payload.is_error]
NO_ERRORS = [payload for payload in PAYLOADS if not payload.is_error]
POST_ONLY = (
    r'{"id":-1,"method":"ERROR","code":43005,"message":"POST_ONLY_REJ","original":"{\"id\":7,'
    r"\"method\":\"private/create-order\",\"api_key\":\"planted-key\",\"sig\":\"planted-signature\","
    r"\"params\":{\"instrument_name\":\"BTCUSD-PERP\",\"exec_inst\":[\"POST_ONLY\"],"
    r'\"time_in_force\":\"IMMEDIATE_OR_CANCEL\"}}"}'
)


@pytest.mark.parametrize("payload", ERRORS, ids=lambda payload: payload.about)
def test_a_payload_is_read_as_its_venue_means_it(payload):
    """The first reading of a real payload has the right venue, namespace, code and name."""
    (finding,) = errdecode.decode(payload.text)
    assert (finding.venue, finding.namespace, finding.code) == (payload.venue, payload.namespace, payload.code)
    if payload.name:
        assert finding.name == payload.name


@pytest.mark.parametrize("payload", [each for each in ERRORS if each.outcome], ids=lambda payload: payload.about)
def test_a_payload_says_what_became_of_the_request(payload):
    """The outcome heeds the rest of the frame: an order id, a duplicate, an order's end."""
    assert errdecode.decode(payload.text)[0].outcome == payload.outcome


@pytest.mark.parametrize("payload", ERRORS, ids=lambda payload: payload.about)
def test_the_command_line_gives_the_same_first_line(payload):
    """`errdecode PAYLOAD` ends with 0 and its first line names venue, namespace and code."""
    result = run("decode", payload.text)
    assert result.status == 0
    assert result.rows[0][1:4] == [payload.venue, payload.namespace, payload.code]


@pytest.mark.parametrize("payload", NO_ERRORS, ids=lambda payload: payload.about)
def test_success_push_and_request_are_no_errors(payload):
    """What is no error gives no finding, exit status 1 and a sentence."""
    result = run("decode", payload.text)
    assert errdecode.decode(payload.text) == []
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("errdecode: no error in the input")


def test_an_echoed_request_alone_leaks_nothing():
    """A request with key and signature gives no finding, names its venue, and shows neither."""
    request = next(payload for payload in PAYLOADS if "no answer" in payload.about)
    for form in ("rows", "json", "ndjson", "table"):
        result = run("decode", request.text, "-f", form)
        assert "c0ffee-key" not in result.out + result.err
        assert "D15EA5E-SIGN" not in result.out + result.err
    assert "okcoin" in run("decode", request.text).err


@pytest.mark.parametrize("payload", ERRORS, ids=lambda payload: payload.about)
def test_a_log_prefix_changes_nothing(payload):
    """The same payload behind a log line's prefix gives the same reading."""
    (finding,) = errdecode.decode(f"2026-11-20 09:30:00,123 ERROR [feed-7] recv: {payload.text}")
    assert (finding.venue, finding.namespace, finding.code) == (payload.venue, payload.namespace, payload.code)


@pytest.mark.parametrize("payload", ERRORS, ids=lambda payload: payload.about)
@pytest.mark.parametrize("depth", [1, 3])
def test_a_payload_inside_strings_of_json_is_found(payload, depth):
    """A structured log holds the payload as an escaped string, several deep."""
    if payload.text[0] not in "{[":
        pytest.skip("a name by itself is no payload")
    text = payload.text
    for _ in range(depth):
        text = json.dumps({"level": "info", "log": text})
    assert [(f.venue, f.namespace, f.code) for f in errdecode.decode(text)] == [
        (payload.venue, payload.namespace, payload.code)
    ]


@pytest.mark.parametrize(
    "payload", [each for each in ERRORS if each.text[0] in "{["], ids=lambda payload: payload.about
)
def test_a_pretty_printed_payload_is_the_same(payload):
    """Line breaks and indentation mean nothing."""
    try:
        value = json.loads(payload.text)
    except ValueError:
        pytest.skip("not JSON, as the venue sends it")
    (finding,) = errdecode.decode(json.dumps(value, indent=4))
    assert (finding.venue, finding.namespace, finding.code) == (payload.venue, payload.namespace, payload.code)


@pytest.mark.parametrize("payload", ERRORS, ids=lambda payload: payload.about)
def test_evidence_beyond_the_code_stands_behind_certainty(payload):
    """`certain` and `likely` name what they rest on."""
    (finding,) = errdecode.decode(payload.text)
    assert finding.confidence in ("certain", "likely", "ambiguous")
    assert finding.confidence == "ambiguous" or finding.evidence


def test_the_request_and_its_conflicting_fields_are_shown():
    """Under 43005 venue, method and the two fields at fault stand in the answer, with their values."""
    (finding,) = run(POST_ONLY, "--json").json["findings"]
    assert (finding["venue"], finding["confidence"]) == ("crypto-com", "certain")
    assert "method private/create-order" in finding["evidence"]
    assert finding["request"]["method"] == "private/create-order"
    row = run(POST_ONLY).rows[0]
    assert 'params.exec_inst=["POST_ONLY"]; params.time_in_force="IMMEDIATE_OR_CANCEL"' in row
    table = run(POST_ONLY, "-f", "table").out
    assert 'params.exec_inst = ["POST_ONLY"]' in table
    assert 'params.time_in_force = "IMMEDIATE_OR_CANCEL"' in table
    assert "Crypto.com Exchange" in table


@pytest.mark.parametrize("form", ["rows", "json", "ndjson", "table"])
def test_key_and_signature_of_the_original_are_masked(form):
    """Neither credential of the echoed request appears in any format."""
    result = run(POST_ONLY, "-f", form)
    assert result.status == 0
    assert "planted" not in result.out + result.err


@pytest.mark.parametrize(
    ("text", "place", "evidence"),
    [
        (
            '[{"channel":"ok_spot_order","success":"false","errorcode":"10010"}]',
            ("okcoin", "ws", "10010"),
            "channel ok_spot_order",
        ),
        (
            (
                '{"success": true, "data": [{"submitted": true, "orderId": "1", "marketCode": "BTC-USD-SWAP-LIN"},'
                '{"code": "710006", "message": "FAILED balance check as balance (0E-9) < value (0.001)",'
                ' "submitted": false, "marketCode": "BTC-USD-SWAP-LIN"}]}'
            ),
            ("oxfun", "ws", "710006"),
            "instrument BTC-USD-SWAP-LIN",
        ),
        (
            '{"code":0,"result":{"order_id":"19848525","client_oid":"1613571154900","reason":43012}}',
            ("crypto-com", "api", "43012"),
            "field client_oid",
        ),
        (
            (
                '{"cmd":"subscribe","code":4003,"message":"Depth subscriptions temporarily unavailable",'
                '"data":{"channel":"depth","suggestion":"Use HTTP API /v1/market/depth for current depth data"}}'
            ),
            ("tickdb", "api", "4003"),
            "message Depth subscriptions temporarily unavailable",
        ),
        (
            '{"success": true, "data": {"order": {"instrumentId": "ETH-WB-9884031", "status": 99, "errorCode": 107}}}',
            ("ethgas", "order", "107"),
            "instrument ETH-WB-9884031",
        ),
    ],
    ids=["okcoin", "oxfun", "crypto-com", "tickdb", "ethgas"],
)
def test_what_a_reading_rests_on_is_named(text, place, evidence):
    """A failure inside a success has the right venue and namespace, its evidence beside it."""
    (finding,) = run(text, "--json").json["findings"]
    assert (finding["venue"], finding["namespace"], finding["code"]) == place
    assert evidence in finding["evidence"]
    row = run(text).rows[0]
    assert tuple(row[1:4]) == place
    assert evidence in "\t".join(row)


def test_every_leg_of_a_batch_is_a_finding():
    """Two failed orders of one answer are two findings, in their order, the good one none."""
    text = (
        '{"event":"placeorder","success":true,"data":[{"submitted":false,"code":"710006","marketCode":"BTC-USD-SWAP-LIN",'
        '"message":"FAILED balance check as balance (0E-9) < value (0.001)"},{"submitted":true,"orderId":"1",'
        '"marketCode":"BTC-USD-SWAP-LIN"},{"submitted":false,"code":"20006","marketCode":"ETH-USD-SWAP-LIN",'
        '"message":"Quantity must be greater than zero"}]}'
    )
    assert [(f.venue, f.code) for f in errdecode.decode(text)] == [("oxfun", "710006"), ("oxfun", "20006")]


def test_parameters_of_a_message_are_taken_out():
    """A message that fits a template gives up its numbers."""
    (finding,) = errdecode.decode(next(p.text for p in PAYLOADS if p.about == "oxfun failed leg of a success"))
    assert set(finding.parameters.values()) == {"0E-9", "0.001"}


def test_an_error_in_no_catalogue_is_unknown_not_guessed():
    """A code that its venue's catalogue lacks is reported as unknown, with its neighbours."""
    result = run('{"id":1,"method":"private/create-order","code":43006,"message":"SOMETHING_NEW"}', "--json")
    assert result.status == 1
    (finding,) = result.json["findings"]
    assert (finding["code"], finding["venue"], finding["confidence"]) == ("43006", "crypto-com", "unknown")
    assert finding["entry"] is None
    assert "43005" in [near["code"] for near in finding["near"]]


@pytest.mark.parametrize(
    "text",
    [
        '{"orderId": 43005, "price": "10001", "qty": "5001"}',
        '{"level":"info","pid":1006,"port":5001,"line":43005}',
        '{"id":1,"method":"private/create-order","code":0,"result":{"order_id":"43005"}}',
        '{"success":true,"data":[{"submitted":true,"orderId":"710006","marketCode":"BTC-USD-SWAP-LIN"}]}',
        '{"result":true,"order_id":10010}',
        '{"code":0,"message":"success","data":{"symbol":"BTCUSDT"}}',
        '{"code":1000,"message":"OK","trace":"886fb6ae-456b-4654-b4e0-d681ac05cea1","data":{"order_id":1223}}',
        '{"rc":0,"mc":"SUCCESS","ma":[],"result":{"orderId":"484203027161892224"}}',
        '{"code":0,"data":"","log":"","codespace":"","hash":"CBEDB0603E57E5CE21FA6954770A9403D2A81BED02E608C8"}',
        '{"ok":true,"result":{"message_id":400,"chat":{"id":429},"text":"Order filled"}}',
        "order 43005 placed at 10001 by worker 1006",
    ],
)
def test_numbers_that_are_no_errors_are_left_alone(text):
    """Order ids, prices, ports and success codes are never reported."""
    assert errdecode.decode(text) == []


def test_a_code_without_evidence_is_ambiguous_and_shows_every_reading():
    """A bare `{"error_code":1007}` is not decided silently."""
    text = '{"error_code":1007}'
    (finding,) = run(text, "--json").json["findings"]
    assert finding["confidence"] == "ambiguous"
    assert ("okcoin", "ws") in [(each["venue"], each["namespace"]) for each in finding["alternatives"]]
    assert [row[0] for row in run(text).rows] == ["ambiguous", *(["also"] * len(finding["alternatives"]))]


def test_a_named_venue_is_evidence():
    """`-V` decides what the payload leaves open."""
    (finding,) = run("decode", "-V", "oxfun", '{"code":"10001","success":false}', "--json").json["findings"]
    assert (finding["venue"], finding["confidence"]) == ("oxfun", "certain")
    assert "venue oxfun" in finding["evidence"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("close 1006", ("websocket", "close", "1006")),
        ("binance APIError(code=-1021): Timestamp for this request is outside of the recvWindow.",
         ("binance", "spot", "-1021")),
        ("HTTP/1.1 504 Gateway Timeout\r\n\r\n<html>", ("http", "status", "504")),
        ('ccxt.base.errors.InvalidOrder: cryptocom {"id":1,"code":43005,"message":"POST_ONLY_REJ"}',
         ("crypto-com", "api", "43005")),
    ],
)  # fmt: skip
def test_what_clients_print_without_json_is_read(text, place):
    """Exceptions, close codes and status lines are payloads too."""
    findings = errdecode.decode(text)
    assert [(f.venue, f.namespace, f.code) for f in findings] == [place]


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_payload_cut_off_at_the_end_still_speaks(cut):
    """A truncated log line loses its end, not its error."""
    text = (
        '{"id": 1, "method": "private/create-order", "code": 306, "message": "INSUFFICIENT_AVAILABLE_BALANCE", '
        '"result": {"client_oid": "a-rather-long-client-order-id-of-36-c", "order_id": "6530219599901000701"}}'
    )
    (finding,) = errdecode.decode(text[:-cut])
    assert (finding.venue, finding.code) == ("crypto-com", "306")


def test_standard_input_is_read():
    """`errdecode decode` reads a pipe, with and without the dash, byte-order mark included."""
    text = '{"id":1,"method":"private/create-order","code":306}'
    for typed in (["decode"], ["decode", "-"], ["-f", "rows", "decode", "-"]):
        assert run(*typed, stdin=text).rows[0][1:4] == ["crypto-com", "api", "306"]
    assert run("decode", stdin=b"\xef\xbb\xbf" + text.encode()).rows[0][3] == "306"


def test_a_stated_wait_becomes_seconds():
    """`data.retryAfter` of a ban, a time in milliseconds, is shown as the seconds that are left."""
    text = (
        '{"id":"1","status":418,"error":{"code":-1003,"msg":"Way too much request weight used; IP banned until '
        '4102444800000. Please use WebSocket Streams for live updates to avoid bans.",'
        '"data":{"serverTime":4102444700000,"retryAfter":4102444800000}}}'
    )
    findings = errdecode.decode(text)
    assert [(finding.venue, finding.code) for finding in findings] == [("binance", "-1003")]


@pytest.mark.parametrize(
    "header", ["Retry-After: 17\n\n", "{'retry-after': '17'} ", "retry-after=17 "], ids=["http", "python", "logfmt"]
)
def test_a_wait_in_a_header_beside_the_payload_is_taken(header):
    """The Retry-After of an answer, in seconds, is the finding's wait."""
    text = f'HTTP/1.1 429 Too Many Requests\n{header}{{"code":-1003,"msg":"Too many requests queued."}}'
    findings = run("decode", "--json", text).json["findings"]
    assert [(finding["code"], finding["wait_s"]) for finding in findings] == [("-1003", 17)]


@pytest.mark.parametrize(("ahead_s", "expected"), [(90, range(80, 91)), (-90, [None])], ids=["to come", "past"])
def test_a_date_in_the_header_is_a_wait_until_then(ahead_s, expected):
    """A Retry-After may be a date, as HTTP writes it; one that has passed says nothing."""
    date = formatdate(time.time() + ahead_s, usegmt=True)
    text = f'HTTP/1.1 429 Too Many Requests\nRetry-After: {date}\n\n{{"code":-1003,"msg":"Too many requests queued."}}'
    assert run("decode", "--json", text).json["findings"][0]["wait_s"] in expected


def test_another_date_in_the_header_is_no_number_of_seconds():
    """What is no date of HTTP is left alone rather than misread."""
    text = 'Retry-After: 2026-11-20\n{"code":-1003,"msg":"Too many requests queued."}'
    assert run("decode", "--json", text).json["findings"][0]["wait_s"] is None


@pytest.mark.parametrize("form", ['{{"code":-1003,"msg":"{}"}}', "APIError(code=-1003): {}"], ids=["payload", "text"])
def test_the_end_of_a_ban_in_the_message_is_the_wait(form):
    """`IP banned until …` names a moment in milliseconds; one that has passed says nothing."""
    message = "Way too many requests; IP banned until {}. Please use the websocket for live updates to avoid bans."
    until = [round((time.time() + seconds) * 1000) for seconds in (90, -90)]
    waits = [
        run("decode", "--json", "-V", "binance", form.format(message.format(moment))).json["findings"][0]["wait_s"]
        for moment in until
    ]
    assert 80 < waits[0] <= 90
    assert waits[1] is None


@pytest.mark.slow
def test_readings_stand_in_the_same_order_in_every_run():
    """An interpreter shuffles its sets anew in each of its runs; equal readings keep their places."""
    text = '{"text":"Error 429: Rate limit exceeded. Client error: Too Many Requests"}'
    answers = {
        run_cold("parse", "-f", "ndjson", stdin=text.encode(), PYTHONHASHSEED=str(seed)).out for seed in range(1, 7)
    }
    assert len(answers) == 1
