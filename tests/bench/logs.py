"""Make the logs that the benchmarks read, the same bytes for the same arguments.

    python tests/bench/logs.py mixed 250 > mixed.log     # MB; 0.1 % of the lines hold errors
    python tests/bench/logs.py errors 70 > errors.ndjson  # every line an error with its request
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ERROR_SHARE = 0.001
SYMBOLS = ("BTCUSD-PERP", "ETHUSD-PERP", "BTC_USDT", "ETH_USDT", "SOL_USDT", "CRO_USD")

ERRORS = (
    ("private/create-order", 306, "INSUFFICIENT_AVAILABLE_BALANCE"),
    ("private/create-order", 43005, "POST_ONLY_REJ"),
    ("private/create-order", 213, "Invalid quantity format"),
    ("private/create-order", 40801, "REQUEST_TIMEOUT"),
    ("private/amend-order", 212, "INVALID_ORDERID"),
    ("private/cancel-order", 40401, "NOT_FOUND"),
    ("private/create-order", 42901, "TOO_MANY_REQUESTS"),
    ("private/create-order", 40102, "INVALID_NONCE"),
)
BINANCE = ((-1021, "Timestamp for this request is outside of the recvWindow."), (-2010, "Account has insufficient balance for requested action."))


class Maker:
    """Writes log lines of a bot that trades."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.time = START
        self.number = 1_778_510_838_168

    def stamp(self) -> str:
        self.time += timedelta(milliseconds=self.random.randint(1, 40))
        self.number += 1
        return self.time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.time.microsecond // 1000:03d}Z"

    def request(self, method: str) -> dict[str, object]:
        draw = self.random
        price = round(draw.uniform(10, 70_000), 2)
        return {
            "id": self.number,
            "method": method,
            "api_key": "bench-key-" + hashlib.md5(b"key").hexdigest()[:12],
            "params": {
                "instrument_name": draw.choice(SYMBOLS),
                "side": draw.choice(("BUY", "SELL")),
                "type": "LIMIT",
                "price": str(price),
                "quantity": str(round(draw.uniform(0.001, 3), 4)),
                "client_oid": f"bot-{self.number}",
                "exec_inst": ["POST_ONLY"],
                "time_in_force": "IMMEDIATE_OR_CANCEL",
            },
            "sig": hashlib.sha256(str(self.number).encode()).hexdigest(),
            "nonce": self.number,
        }

    def error(self) -> str:
        method, code, message = self.random.choice(ERRORS)
        request = json.dumps(self.request(method), separators=(",", ":"))
        frame = {"id": self.number, "method": method, "code": code, "message": message, "original": request}
        return json.dumps(frame, separators=(",", ":"))

    def error_line(self) -> str:
        stamp = self.stamp()
        if self.random.random() < 0.3:
            code, message = self.random.choice(BINANCE)
            return f'{stamp} ERROR [orders] binance POST https://api.binance.com/api/v3/order 400 {{"code":{code},"msg":"{message}"}}'
        return f"{stamp} ERROR [ws-user] cryptocom <- {self.error()}"

    def quiet_line(self) -> str:
        draw = self.random
        stamp = self.stamp()
        symbol = draw.choice(SYMBOLS)
        price = round(draw.uniform(10, 70_000), 2)
        kind = draw.random()
        if kind < 0.55:
            data = {"i": symbol, "b": str(price), "k": str(price + 0.5), "v": str(draw.randint(1, 9000)), "t": self.number}
            frame = {"id": -1, "method": "subscribe", "code": 0, "result": {"channel": "ticker", "subscription": f"ticker.{symbol}", "data": [data]}}
            return f"{stamp} DEBUG [ws-market] <- {json.dumps(frame, separators=(',', ':'))}"
        if kind < 0.75:
            return f"{stamp} DEBUG [book] {symbol} best bid {price} ask {price + 0.5} spread 0.5 depth {draw.randint(5, 50)}"
        if kind < 0.9:
            frame = {"id": self.number, "method": "private/create-order", "code": 0, "result": {"order_id": str(6530219599901000701 + draw.randint(0, 10**9)), "client_oid": f"bot-{self.number}"}}
            return f"{stamp} INFO  [orders] accepted {json.dumps(frame, separators=(',', ':'))}"
        if kind < 0.97:
            return f"{stamp} INFO  [strategy] quote {symbol} side={draw.choice(('BUY', 'SELL'))} price={price} qty={draw.randint(1, 50)} latency={draw.randint(1, 90)}ms"
        return f"{stamp} INFO  [http] GET /v1/public/get-book status=200 took={draw.randint(5, 200)}ms bytes={draw.randint(300, 90000)}"


def mixed(size: int, write) -> None:
    """Write a log of a size in bytes in which one line of a thousand holds an error."""
    maker = Maker()
    # A block is repeated with other times: making every line anew takes minutes.
    written = 0
    while written < size:
        lines = [maker.error_line() if maker.random.random() < ERROR_SHARE else maker.quiet_line() for _ in range(20_000)]
        block = "\n".join(lines) + "\n"
        write(block.encode())
        written += len(block)


def errors(size: int, write) -> None:
    """Write NDJSON of a size in bytes in which every line is an error."""
    maker = Maker()
    written = 0
    while written < size:
        block = "".join(f"{maker.stamp() and maker.error()}\n" for _ in range(10_000))
        write(block.encode())
        written += len(block)


if __name__ == "__main__":
    {"mixed": mixed, "errors": errors}[sys.argv[1]](int(float(sys.argv[2]) * 1_000_000), sys.stdout.buffer.write)
