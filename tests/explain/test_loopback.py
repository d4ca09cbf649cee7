"""Real clients against servers that execute and lose the answer, or are never reached."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import traceback

import pytest
from venue import TIMEOUT_S, Venue

import errdecode

requests = pytest.importorskip("requests")
httpx = pytest.importorskip("httpx")
aiohttp = pytest.importorskip("aiohttp")
ccxt = pytest.importorskip("ccxt")
binance = pytest.importorskip("binance")

FAULTS = ("hang", "reset", "close", "half a body", "no JSON", "502", "503", "504")
RETURNED = (("ccxt", "no JSON"),)
"""What a client takes for an answer."""


def by_requests(method, url):
    """Ask by requests, and read the answer as JSON."""
    response = requests.request(method, url, timeout=TIMEOUT_S)
    response.raise_for_status()
    response.json()


def by_httpx(method, url):
    """Ask by httpx."""
    response = httpx.request(method, url, timeout=TIMEOUT_S)
    response.raise_for_status()
    response.json()


def by_aiohttp(method, url):
    """Ask by aiohttp, with a limit for the whole."""

    async def ask():
        limit = aiohttp.ClientTimeout(total=TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=limit) as session, session.request(method, url) as response:
            response.raise_for_status()
            await response.json()

    asyncio.run(ask())


def by_ccxt(method, url):
    """Ask by ccxt, as Binance."""
    exchange = ccxt.binance({"apiKey": "k" * 20, "secret": "s" * 20, "timeout": int(TIMEOUT_S * 1000)})
    exchange.urls["api"]["private"] = url.rsplit("/", 1)[0]
    ask = exchange.private_post_order if method == "POST" else exchange.private_get_order
    ask({"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"})


def by_python_binance(method, url):
    """Ask by python-binance."""
    # It makes an event loop where there is none, and never closes it.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        client = binance.Client("k" * 20, "s" * 20, ping=False, requests_params={"timeout": TIMEOUT_S})
        client.API_URL = url.rsplit("/", 2)[0]
        if method == "POST":
            client.create_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1")
        else:
            client.get_order(symbol="BTCUSDT", orderId=1)
    finally:
        asyncio.set_event_loop(None)
        loop.close()


CLIENTS = {
    "requests": by_requests,
    "httpx": by_httpx,
    "aiohttp": by_aiohttp,
    "ccxt": by_ccxt,
    "python-binance": by_python_binance,
}


def error_of(client, method, url):
    """Return what a client raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011  # which one is the client's affair
        CLIENTS[client](method, url)
    return caught.value


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return errdecode.Decoder()


def parse_status(error):
    """Return with what status a scan of the printed traceback ends, when it looks for unknown outcomes."""
    text = "".join(traceback.format_exception(error))
    command = [sys.executable, "-m", "errdecode", "parse", "-", "--fail-on", "unknown-outcome"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=False).returncode


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("client", CLIENTS)
def test_an_order_that_executed_is_never_called_refused(decoder, client, fault):
    """The server's own list is the judge; also from the printed traceback."""
    if (client, fault) in RETURNED:
        pytest.skip("the client returns it")
    venue = Venue(fault)
    error = error_of(client, "POST", f"http://127.0.0.1:{venue.port}/api/v3/order")
    assert venue.executed
    advice = decoder.explain(error)
    assert advice.safest == ("unknown", "reconcile_first"), advice.sentence
    assert advice.may_have_executed
    assert parse_status(error) == 3


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("client", CLIENTS)
def test_what_only_reads_cannot_have_executed(decoder, client, fault):
    """A GET is `none` where the client shows that it was one, and never refused."""
    if (client, fault) in RETURNED:
        pytest.skip("the client returns it")
    venue = Venue(fault)
    advice = decoder.explain(error_of(client, "GET", f"http://127.0.0.1:{venue.port}/api/v3/order"))
    assert venue.executed == []
    assert advice.safest[0] in ("none", "unknown")


@pytest.mark.parametrize("client", CLIENTS)
def test_a_request_that_was_never_sent_is_refused(decoder, client):
    """Nothing listens, and no address is found; also from the printed traceback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = error_of(client, "POST", f"http://127.0.0.1:{port}/api/v3/order")
    advice = decoder.explain(error)
    assert advice.safest[0] == "rejected", advice.sentence
    assert parse_status(error) == 0
    advice = decoder.explain(error_of(client, "POST", "http://no-such-host.invalid/api/v3/order"))
    assert advice.safest[0] == "rejected", advice.sentence
