"""A real WebSocket client, against a server that executes an order and then loses the connection."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import traceback

import pytest
from harness import run

import errdecode

websockets = pytest.importorskip("websockets")

ORDER = json.dumps({"id": 7, "method": "private/create-order", "params": {"instrument_name": "BTC_USD"}})
CLOSINGS = {
    "silence": None,
    "no close frame": 0,
    "going away": 1001,
    "internal error": 1011,
    "restart": 1012,
    "try again later": 1013,
}


def ordered(closing):
    """Return the orders that a server executed before it lost the connection, and what its client raised."""
    executed = []

    async def serve(connection):
        executed.append(await connection.recv())
        if closing == 0:
            connection.transport.abort()
        elif closing:
            await connection.close(closing)
        else:
            await asyncio.sleep(2)

    async def order():
        async with websockets.serve(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with websockets.connect(f"ws://127.0.0.1:{port}/v1/user") as client:
                await client.send(ORDER)
                await asyncio.wait_for(client.recv(), 0.3)

    error = None
    with contextlib.suppress(asyncio.CancelledError):
        try:
            asyncio.run(order())
        except Exception as caught:  # noqa: BLE001  # which one is the client's affair
            error = caught
    return executed, error


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.slow
def test_an_order_on_a_lost_connection_is_never_called_refused(home, closing):  # noqa: ARG001  # the index lies there
    """Whatever the server says as it goes; from the exception, and from its printed traceback."""
    executed, error = ordered(CLOSINGS[closing])
    assert executed == [ORDER]
    advice = errdecode.explain(error)
    assert advice.safest[0] == "unknown", advice.sentence
    assert advice.may_have_executed
    printed = "".join(traceback.format_exception(error))
    assert run("parse", "-", "--fail-on", "unknown-outcome", stdin=printed.encode()).status == 3, printed


def test_a_connection_that_was_never_made_sent_nothing(home):  # noqa: ARG001  # the index lies there
    """Nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    async def connect():
        async with websockets.connect(f"ws://127.0.0.1:{port}/v1/user"):
            pass

    with pytest.raises(OSError, match=r"refused|Connect") as caught:
        asyncio.run(connect())
    assert errdecode.explain(caught.value).safest[0] == "rejected"
