"""Law: a line means the same whether a scan has seen its like before or not."""

from __future__ import annotations

import io
import json
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scans import SECRET, lines, scanner_of

from errdecode.catalog.store import open_index
from errdecode.core.decoder import Decoder
from errdecode.parse.blocks import blocks
from errdecode.render.formats.ndjson import NdjsonWriter

TAUGHT = 4
"""Lines after which the form of a line is known."""
WORDS = (
    "007", "-3", "", "a=b", f"sig={SECRET}", "api_key: abcdefgh", "sig=abc", "Bearer abcdefghijkl", "50%", "x:y",
    "binance", "api.binance.com", "code=1006", "APIError(code=-1021): x", "50113:Invalid Sign", "é", 'a"b', "a\\b",
    "[x]", "{", "{}", "2026-11-20T09:30:00Z", SECRET, f"x{SECRET}", SECRET[:-1], "retry-after: 5", "None", "error",
    "\x7f", "\u202e", "\x1b[2J",
)  # fmt: skip
NUMBERS = ("8", "-1", "0", "1.5", "007", "1e300", "9" * 25, "NaN", "-0.0", "[7]", "null", '"7"', '"x"')
ITEMS = ([], ["POST_ONLY", "x"], ["POST_ONLY", SECRET], ["22"], ["sig", "33"], [["sig", "y"]], None, {"sig": "z"}, "x")
ERRORS = ((40801, "REQUEST_TIMEOUT"), (0, ""), (99999, "?"), ("43005", "POST_ONLY_REJ"), (None, "POST_ONLY_REJ"))
ODD = {
    "price": WORDS, "side": WORDS, "sig": (*WORDS, None, 7), "exec_inst": ITEMS, "nonce": NUMBERS, "t": NUMBERS,
    "error": ERRORS, "method": ("private/cancel-order", "public/auth", None, "a=b"), "order_id": (9, "9", "x", None),
    "id": (-1, "bot-7", 1.5, None),
}  # fmt: skip
PREFIXES = (
    "", "2026-11-20T09:30:{:02}.000Z ERROR cryptocom <- ", "[2026-11-20 09:30:{:02},123] cryptocom ",
    "Nov 20 09:30:{:02} host cryptocom[1]: ", "17951670{:02} cryptocom ", "okcoin ",
)  # fmt: skip


def line(number, *, with_method=True, as_object=False, prefix="", **odd):
    """Return a line that holds an error and the request behind it, with some values unlike the usual."""
    usual = {
        "price": "1.5", "side": "BUY", "exec_inst": ["POST_ONLY"], "sig": f"{number}c0ffee==", "id": number,
        "order_id": number, "method": "private/create-order", "error": (43005, "POST_ONLY_REJ"), "nonce": "7", "t": "3",
    }  # fmt: skip
    value = usual | odd
    request = {
        "id": value["id"], "method": value["method"], "api_key": SECRET, "nonce": "<nonce>",
        "params": {key: value[key] for key in ("price", "exec_inst", "side")}, "sig": value["sig"],
    }  # fmt: skip
    code, message = value["error"]
    frame = {"id": value["id"], "order_id": value["order_id"]} | ({"method": value["method"]} if with_method else {})
    frame |= {"code": code, "message": message, "t": "<t>", "original": request if as_object else json.dumps(request)}
    text = json.dumps(frame, separators=(",", ":"))
    nonce = value["nonce"] if as_object else value["nonce"].replace('"', r"\"")
    marker = '"<nonce>"' if as_object else r"\"<nonce>\""
    return prefix.format(number % 60) + text.replace(marker, nonce).replace('"<t>"', value["t"])


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return Decoder(open_index())


def scanned(decoder, log):
    """Return what a log's lines say: by line, pairs of a record as `-f ndjson` writes it and a finding of the API."""
    scanner, writer = scanner_of(decoder), NdjsonWriter()
    (block,) = blocks(io.BytesIO(lines(*log)).read)
    hits = list(scanner.scan(block))
    written = writer.block(block, hits, scanner).decode("ascii").splitlines()
    found = {number: [] for number in range(1, len(log) + 1)}
    for hit, text in zip(hits, written, strict=True):
        found[hit.line].append((json.loads(text) | {"line": None}, scanner.complete(hit).replace(line=None)))
    return found, hits


def check(decoder, log):
    """Fail if a line means something else than it means alone; what is uncertain may look at the lines above."""
    together, _ = scanned(decoder, log)
    for number, text in enumerate(log, 1):
        alone = scanned(decoder, [text])[0][1]
        if all(finding.confidence == "certain" for _, finding in alone):
            assert together[number] == alone, text
        assert SECRET not in repr(together[number])


FORMS = [
    {"prefix": prefix, "as_object": as_object, "with_method": with_method}
    for number, prefix in enumerate(PREFIXES)
    for as_object in (False, True)
    for with_method in (False, True)
    if (number + as_object + with_method) % 2
]
"""Each two of the three in every combination."""


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.slow
def test_an_odd_value_makes_a_line_mean_what_it_means_alone(decoder, form):
    """Each place of a known form in turn holds each of many values: code, evidence, request, number and time hold."""
    # What follows a decoy must not be taken for its like.
    odd = [{name: value} for name, values in ODD.items() for value in values]
    usual = [line(number, order_id=5, **form) for number in range(TAUGHT)]
    check(decoder, [*usual, *(line(TAUGHT + at, **(form | {"order_id": 5} | each)) for at, each in enumerate(odd))])


ODDITIES = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in ODD.items()})


@settings(max_examples=30)
@example([{"nonce": "007"}, {}])
@given(st.lists(ODDITIES, min_size=1, max_size=5))
@pytest.mark.slow
def test_odd_values_together_change_nothing(decoder, odd):
    """The same for lines with several odd values, and for forms that an odd line taught."""
    check(decoder, [line(number, **each) for each in odd for number in range(TAUGHT + 1)])


ORDER = {
    "event": "placeorder",
    "submitted": False,
    "code": "20006",
    "message": "Quantity must be greater than zero",
}


def test_orders_that_a_venue_repeats_as_objects(decoder):
    """OX.FUN repeats the order, whose texts may name a venue: it is read from each line."""
    orders = [{"clientOrderId": number, "marketCode": "BTC-USD-SWAP-LIN", "side": "BUY"} for number in range(TAUGHT)]
    # These orders name no credential: what looks like one by itself is a value like any other.
    words = [word for word in WORDS if SECRET not in word or "=" in word]
    # A client's print of an error is one more error, wherever it stands.
    words = [word for word in words if all(each.confidence == "ambiguous" for each in decoder.decode(word))]
    orders += [{"clientOrderId": 9, "marketCode": "BTC-USD-SWAP-LIN", "side": word} for word in words]
    log = [json.dumps(ORDER | {"timestamp": "1592491945248", "data": order}) for order in orders]
    found, _ = scanned(decoder, log)
    assert [finding.confidence for each in found.values() for _, finding in each] == ["certain"] * len(log)
    check(decoder, log)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("as_object", [False, True])
def test_lines_are_known_by_their_form(decoder, prefix, as_object):
    """After a few lines of one form the others are not decoded any more: what they say is one object."""
    log = [line(number, order_id=5, prefix=prefix, as_object=as_object) for number in range(2 * TAUGHT)]
    _, hits = scanned(decoder, log)
    assert len({id(hit.finding) for hit in hits[TAUGHT:]}) == 1


SIGNED = (
    'ERROR ccxt.InvalidNonce: binance {{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}}'
)


def test_small_numbers_that_mean_something_elsewhere_differ_freely(decoder):
    """A counter and a clock take the values of codes: the lines are of one form all the same."""
    log = [f"2026-11-20 10:{number % 60:02}:20 ERROR {SIGNED} n={number}" for number in range(1, 200)]
    _, hits = scanned(decoder, log)
    assert len({id(hit.finding) for hit in hits}) < len(log) // 4
    check(decoder, log[:20])


IDS = [str(UUID(int=number * 0x5851F42D4C957F2D14057B7EF767814F % (1 << 128), version=4)) for number in range(1, 100)]
"""Groups of all kinds: of digits only, of letters only, of both."""
TOLD_IDS = ("3f2a1b4c-2010-4abc-1021-c0ffee000306", "00043005-1003-4003-9001-000000000306", IDS[0][:-1], IDS[0] + "-7")
"""Groups that are codes, and what is no UUID."""


@pytest.mark.parametrize(
    "text",
    [
        'ERROR binance order {} failed: {{"code":-2010,"msg":"Account has insufficient balance."}}',
        'ERROR cryptocom <- {{"id":7,"method":"private/create-order","code":43005,"message":"X","client_oid":"{}"}}',
        "ERROR kraken request {}: EOrder:Insufficient funds",
    ],
)
def test_ids_differ_freely(decoder, text):
    """Each line has a UUID of its own: most are not decoded, and every one means what it means alone."""
    log = [text.format(each) for each in IDS]
    _, hits = scanned(decoder, log)
    assert len({id(hit.finding) for hit in hits}) < len(log) // 4
    check(decoder, [*log[:TAUGHT], *(text.format(each) for each in (*TOLD_IDS, "a1", "77", *TOLD_IDS)), *log[-TAUGHT:]])


PARTED = (
    (
        'ERROR www.bitstamp.net {{"status":"error","reason":"no","response_code":"{}"}}',
        ("400.001", "400.002"),
    ),
    ("ERROR bitstamp error code: {}", ("400.001", "400.002")),
    ("kraken GET https://api.kraken.com/{}/private/Balance read timed out", ("0", "7")),
    ('kraken answered {{"errors":[{{"status":{},"code":"insufficient_funds","message":"m"}}],"a":"b"}}', ("400", "5")),
)


@pytest.mark.parametrize(("text", "values"), PARTED)
def test_a_number_that_is_a_part_of_a_code_or_address_counts(decoder, text, values):
    """It tells what the text means, also after many texts with numbers that mean nothing there."""
    others = [f"99{number}.00{number}" if "." in values[0] else str(60 + number) for number in range(TAUGHT)]
    log = [text.format(value) for value in (*others, *values, *others, *values)]
    found, _ = scanned(decoder, log)
    for number, said in enumerate(log, 1):
        assert found[number] == scanned(decoder, [said])[0][1], said


def wrapped(number, nonce):
    """Return a line as a container's runtime keeps it: what decides stands in one quoted text, with its time."""
    answer = json.dumps({"code": -2010, "msg": "Account has insufficient balance for requested action.", "n": nonce})
    said = (
        f"2026-11-20T10:{number % 60:02}:{number % 7:02}.{number:03}Z ERROR binance POST /api/v3/order 400 {answer}\n"
    )
    return json.dumps({"log": said, "stream": "stderr", "time": f"2026-11-20T10:{number % 60:02}:30.{number:03}Z"})


def test_the_lines_of_a_container_are_of_one_form(decoder):
    """The time within the quoted text differs freely, and every line means what it means alone."""
    log = [wrapped(number, 100 + number) for number in range(100, 140)]
    _, hits = scanned(decoder, log)
    assert len({id(hit.finding) for hit in hits}) < len(log) // 4
    check(decoder, [*log, wrapped(141, 10**25), wrapped(142, -1), wrapped(143, "x")])
