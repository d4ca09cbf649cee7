"""Errors in texts of no listed form: any of an error's words finds it, and all of them together decide."""

from __future__ import annotations

import json
from functools import cache
from itertools import cycle

import pytest
from harness import run
from scans import findings, found_in, scanner_of

from errdecode.catalog.store import open_index
from errdecode.core import words as core_words
from errdecode.core.decoder import Decoder
from errdecode.core.sightings.prose import MIN_LETTERS, MIN_WORDS

FRAMES = {
    "frame of code and message": lambda code, words, _venue: json.dumps({"code": code, "message": words, "data": None}),
    "frame of other fields": lambda code, words, _venue: json.dumps(
        {"status": "REJECTED", "errorCode": code, "reason": words}
    ),
    "dump of an inspector": lambda code, words, _venue: f"{{\n  code: {code},\n  msg: '{words}'\n}}",
    "pairs on lines": lambda code, words, _venue: f"code: {code}\nmessage: {words}",
}
PRINTS = {
    "code and words": lambda code, words, _venue: f"{code} {words}",
    "assignments": lambda code, words, _venue: f"code={code} msg={words}",
    "error and code": lambda code, words, _venue: f"Error {code}: {words}",
    "in brackets": lambda code, words, _venue: f"[{code}] {words}",
    "words first": lambda code, words, _venue: f"{words} ({code})",
    "code at the end": lambda code, words, _venue: f"order failed: {words} (code: {code})",
    "comma": lambda code, words, _venue: f"ERROR: {code}, {words}",
    "API error": lambda code, words, _venue: f"API Error [{code}]: {words}",
    "exception": lambda code, words, _venue: f'FooException(400, {code}, "{words}")',
    "words alone": lambda _code, words, _venue: f"order failed: {words}",
    "logfmt": lambda code, words, venue: f'level=error venue={venue} code={code} msg="{words}"',
}
WRAPPINGS = (
    "{}",
    "2026-11-20 09:30:00,123 ERROR bot.orders: {}",
    "Nov 20 09:30:00 host bot[4711]: {}",
    "bot-1  | {}",
)
MIN_DIGITS = 3
"""Shorter codes are states and flags as well."""
DECOYS = (
    "connected to wss://stream.binance.com:9443/ws after 306 ms",
    "listening on port 5001",
    "version 1.43.005 of ccxt",
    "order 40101 filled at 43005.5 for 1003 USDT",
    "balance 2011.00 after 43012 trades",
    "2026-11-20 10:01:43 tick 43005",
    "backtest 2021-01-01 2022-01-01: 1121 trades",
    'GET /api/v1/orders HTTP/1.1" 200 1003',
    "127.0.0.1 - - GET /404 200 512",
    "processed 107 of 1003 candles",
    "pid 5001 started",
    "line 2010, in place_order",
    "took 1021 ms",
    "id=43005 side=BUY",
    "heartbeat 10001",
    "cache miss 1003/5001",
    "price: 43005 size: 1.5",
    "retrying in 30 s (attempt 3)",
    "post only orders are refused with codes from 43000 on",
    "position closed with profit 1006",
    "GET /order -> 200 OK in 403 ms",
    "mem 1011 MB, 403 goroutines",
    "we should document error codes some day",
    "the spread is 1001 bps",
    "Subscribed to 429 symbols",
    "uptime 503 hours",
    "block 1006000 mined",
    "signal 1008 strength 0.7",
    "INFO rows=1015 cols=12",
    "ERROR 99 jobs failed",
    "ERROR: n=99",
    "seed=10010 epoch=404",
)
STRANGERS = (
    '{"code":40003,"message":"invalid request","request_id":"x","data":"y"}',
    '{"error":{"code":40101,"message":"Token expired","service":"auth0"}}',
    "stripe: error 2010: card declined",
    '{"errno":1003,"error":"disk full"}',
    "psycopg2.Error: code 43005 undefined_object",
    "mysql ERROR 1045 (28000): Access denied for user",
    "discord.errors.NotFound: 404 Not Found (error code: 10003): Unknown Channel",
    '{"code":10003,"message":"device offline","vendor":"iot"}',
    "Oracle ORA-01017: invalid username/password",
    '{"status":429,"title":"Too Many Requests","type":"https://discord.com/x"}',
)


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return Decoder(open_index())


def words_of(entry):
    """Return the venue's words for an entry, its messages first."""
    messages = (entry.message,) if entry.message else ()
    return [words for words in (*messages, entry.name) if words]


@cache
def chosen(per_venue=12, at_least=3):
    """Return entries with a code that is a number and words of their own, some of all tables of each venue."""
    index = open_index()
    places = {tuple(place) for place in index.recognition().kinds["api"]}
    by_venue = {}
    for entry in index.entries():
        said = next(iter(words_of(entry)), None)
        is_number = entry.code.lstrip("-").isdigit() and len(entry.code) >= MIN_DIGITS
        if (entry.venue, entry.namespace) in places and is_number and said and entry.status != "retired":
            by_venue.setdefault(entry.venue, []).append((entry, said))
    found = []
    for options in by_venue.values():
        long = [each for each in options if len(each[1].replace("_", " ").split()) >= at_least and len(each[1]) < 90]
        found += long[:: max(1, len(long) // per_venue)][:per_venue]
    return found


def is_meant(finding, entry, said):
    """Tell whether a finding is an entry, or one that shares its code or its words, and careful at that."""
    options = [finding.entry, *(other.entry for other in finding.alternatives)]
    same = said.casefold()
    return any(each == entry or same in map(str.casefold, words_of(each)) for each in options if each)


@pytest.mark.parametrize("form", FRAMES)
@pytest.mark.slow
def test_a_frame_that_no_catalogue_lists_is_read(decoder, form):
    """Code and words of one entry, word for word, in fields that no shape knows."""
    missed = []
    for entry, said in chosen():
        text = FRAMES[form](entry.code, said, entry.venue)
        if not any(is_meant(finding, entry, said) for finding in decoder.decode(text, typed=False)):
            missed.append(text)
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("form", PRINTS)
@pytest.mark.slow
def test_running_text_is_read(decoder, form):
    """A code, a name or a message of an entry as clients print them."""
    missed, count = [], 0
    # Of fewer words there are many that every service uses.
    for entry, said in chosen(at_least=6 if form == "words alone" else 3):
        text = PRINTS[form](entry.code, said, entry.venue)
        count += 1
        if not any(is_meant(finding, entry, said) for finding in decoder.decode(text, typed=False)):
            missed.append(f"{entry.id}: {text}")
    assert len(missed) <= count // 20, f"{len(missed)} of {count}\n" + "\n".join(missed)


@pytest.mark.parametrize("form", [*FRAMES, *PRINTS])
@pytest.mark.slow
def test_what_is_decoded_is_found_by_a_scan(decoder, form):
    """In each of four wrappings in turn: the same venue, code and outcome."""
    scanners = [(wrapping, scanner_of(decoder)) for wrapping in WRAPPINGS]
    for (entry, said), (wrapping, scanner) in zip(chosen(6), cycle(scanners), strict=False):
        text = wrapping.format("§").replace("§", (FRAMES | PRINTS)[form](entry.code, said, entry.venue)) + "\n"
        alone = [(each.venue, each.code, each.outcome) for each in decoder.decode(text, typed=False)]
        scanned = [(each.venue, each.code, each.outcome) for each in found_in(scanner, text.encode())]
        assert scanned == alone, text


@pytest.mark.parametrize("venue", ["binance", "crypto-com", "okcoin"])
def test_numbers_of_other_things_are_no_errors(venue):
    """Sixty lines of chatter full of numbers that are codes: silence, also where a venue is named."""
    lines = [*DECOYS, *(f"{venue} {decoy}" for decoy in DECOYS)]
    result = run("parse", "-", "-f", "ndjson", stdin="\n".join(lines).encode() + b"\n")
    assert [record for record in findings(result) if record["venue"]] == []


@pytest.mark.parametrize("text", STRANGERS)
def test_another_service_s_error_is_never_certain(decoder, text):
    """Colliding codes of services that no catalogue holds."""
    assert [
        finding for finding in decoder.decode(text) if finding.confidence == "certain" and finding.venue != "http"
    ] == []


@pytest.mark.slow
def test_few_words_alone_find_nothing(decoder):
    """Words of an entry that are fewer than three, or shorter than eight letters, tell no error by themselves."""
    few = []
    for entry in open_index().entries():
        for words in words_of(entry):
            spoken = core_words.words_of(words)
            if words.isascii() and (len(spoken) < MIN_WORDS or sum(map(len, spoken)) < MIN_LETTERS):
                found = decoder.decode(f"note: {words}", typed=False)
                few += [f"{words}: {finding.venue}:{finding.code}" for finding in found if finding.entry]
    assert not few, "\n".join(few)
