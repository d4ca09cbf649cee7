"""Work grows with the text and not with its square."""

from __future__ import annotations

import io

import pytest
from scans import scanner_of
from steps import MOST, steps

from errdecode.catalog.store import open_index
from errdecode.core.decoder import Decoder
from errdecode.parse.blocks import blocks

SIZE = 120
"""Repetitions in the smallest of three texts, each twice as long as the one before."""
REPEATED = (
    '{"original":"', '[{"code":1},', '{"code":1,', '"[', '{"a":{"b":"', 'Array({"msg":"', '"code":[', "}}]]",
    "code=1 msg=", "error -1121 ", "code: -2010\n", '{"api_key":"a1b2c3d4e5f6","sig":"', '\\"', "%22",
    " " * 20, "a" * 20, "1: a, ",
    "Order would immediately trigger. ", "1001/", "https://api.binance.com/api/v3/order ",
    "8=FIX.4.4|35=8|39=8|103=3|58=No|", "|58=a 1= ", "|554=a ", " 554=a",
)  # fmt: skip


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return Decoder(open_index())


def decode(decoder, text):
    """Decode a text as a payload."""
    decoder.decode(text)


def scan(decoder, text):
    """Read a text as a log."""
    scanner = scanner_of(decoder)
    for block in blocks(io.BytesIO(text.encode() + b"\n").read):
        for hit in scanner.scan(block):
            scanner.complete(hit)


def hide(decoder, text):
    """Take credentials out of a text."""
    decoder.hide(text)


@pytest.mark.parametrize("work", [decode, scan, hide])
@pytest.mark.slow
def test_twice_the_text_takes_twice_the_steps(decoder, work):
    """Whatever is repeated without end, once it is long enough."""
    grown = {}
    for piece in REPEATED:
        work(decoder, piece * 4)  # what is made once is made
        one, two, four = (steps(work, decoder, piece * size) for size in (SIZE, 2 * SIZE, 4 * SIZE))
        grown[piece] = (four - two) / max(two - one, one)
    assert {piece: round(ratio, 2) for piece, ratio in grown.items() if ratio > MOST} == {}
