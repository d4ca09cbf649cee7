"""Make the logs that the benchmarks read, the same bytes for the same arguments.

python tests/bench/logs.py mixed 250 > mixed.log      # MB; 0.1 % of the lines hold errors
python tests/bench/logs.py errors 70 > errors.ndjson  # every line an error with its request
python tests/bench/logs.py clean 25 > clean.log       # no line holds an error
python tests/bench/logs.py ccxt 25 > ccxt.log         # every line an error in one of the ways of FORMS
python tests/bench/logs.py bots 25 > bots.log         # what several programs print; 5 % errors
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from functools import partial

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ERROR_SHARE = 0.001
BOTS_SHARE = 0.05
LINES = 10_000
"""Lines of a block."""
SYMBOLS = ("BTCUSD-PERP", "ETHUSD-PERP", "BTC_USDT", "ETH_USDT", "SOL_USDT", "CRO_USD")
SIDES = ("BUY", "SELL")
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
BINANCE = (
    (-1021, "Timestamp for this request is outside of the recvWindow."),
    (-2010, "Account has insufficient balance for requested action."),
)
CALLS = (("submit", 88), ("sign", 41), ("fetch", 512))
"""Functions and lines of a traceback."""
TOO_LATE = '{{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}}'
FORMS = {
    "json-last": '{stamp} ERROR cryptocom <- {{"id":{n},"code":43005,"message":"POST_ONLY_REJ"}}',
    "json-first": '{stamp} ERROR cryptocom <- {{"id":{n},"code":43005,"message":"POST_ONLY_REJ"}} after {n} ms',
    "dict": "{stamp} ERROR cryptocom <- {{'id': {n}, 'code': 43005, 'message': 'POST_ONLY_REJ'}}",
    "client": "{stamp} ERROR binance APIError(code=-2010): Account has insufficient balance for requested action. #{n}",
    "likely": f"{{stamp}} ERROR order {{n}} failed: {TOO_LATE}",
    "ccxt": f"{{stamp}} ERROR ccxt.base.errors.InvalidNonce: binance {TOO_LATE} #{{n}}",
}
"""How programs print an error."""


def compact(value):
    """Return JSON as bots print it."""
    return json.dumps(value, separators=(",", ":"))


class Maker:
    """Writes log lines of a bot that trades."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311  # the same log each time is the purpose
        self.time = START
        self.number = 1_778_510_838_168

    def stamp(self) -> str:
        """Return the next line's time."""
        self.time += timedelta(milliseconds=self.random.randint(1, 40))
        self.number += 1
        return self.time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.time.microsecond // 1000:03d}Z"

    def request(self, method: str) -> dict[str, object]:
        """Return an order as a bot sends it."""
        draw = self.random
        price = round(draw.uniform(10, 70_000), 2)
        return {
            "id": self.number,
            "method": method,
            "api_key": "bench-key-3c6e0b8a9c15",
            "params": {
                "instrument_name": draw.choice(SYMBOLS),
                "side": draw.choice(SIDES),
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
        """Return a refusal with the request in it."""
        method, code, message = self.random.choice(ERRORS)
        request = compact(self.request(method))
        return compact({"id": self.number, "method": method, "code": code, "message": message, "original": request})

    def error_line(self) -> str:
        """Return a line with an error of one of two venues."""
        stamp = self.stamp()
        if self.random.random() < 0.3:
            code, message = self.random.choice(BINANCE)
            body = compact({"code": code, "msg": message})
            return f"{stamp} ERROR [orders] binance POST https://api.binance.com/api/v3/order 400 {body}"
        return f"{stamp} ERROR [ws-user] cryptocom <- {self.error()}"

    def quiet_line(self) -> str:
        """Return a line without an error: market data, orders, talk."""
        draw = self.random
        stamp = self.stamp()
        symbol = draw.choice(SYMBOLS)
        price = round(draw.uniform(10, 70_000), 2)
        kind = draw.random()
        if kind < 0.55:
            return f"{stamp} DEBUG [ws-market] <- {compact(self.ticker(symbol, price))}"
        if kind < 0.75:
            depth = draw.randint(5, 50)
            return f"{stamp} DEBUG [book] {symbol} best bid {price} ask {price + 0.5} spread 0.5 depth {depth}"
        if kind < 0.9:
            order = {
                "order_id": str(6530219599901000701 + draw.randint(0, 10**9)),
                "client_oid": f"bot-{self.number}",
            }
            frame = {"id": self.number, "method": "private/create-order", "code": 0, "result": order}
            return f"{stamp} INFO  [orders] accepted {compact(frame)}"
        if kind < 0.97:
            terms = f"side={draw.choice(SIDES)} price={price} qty={draw.randint(1, 50)}"
            return f"{stamp} INFO  [strategy] quote {symbol} {terms} latency={draw.randint(1, 90)}ms"
        figures = f"status=200 took={draw.randint(5, 200)}ms bytes={draw.randint(300, 90000)}"
        return f"{stamp} INFO  [http] GET /v1/public/get-book {figures}"

    def ticker(self, symbol: str, price: float) -> dict[str, object]:
        """Return a frame of market data."""
        volume = str(self.random.randint(1, 9000))
        data = [{"i": symbol, "b": str(price), "k": str(price + 0.5), "v": volume, "t": self.number}]
        result = {"channel": "ticker", "subscription": f"ticker.{symbol}", "data": data}
        return {"id": -1, "method": "subscribe", "code": 0, "result": result}


def mixed(maker: Maker) -> str:
    """Return a line of a log in which one line of a thousand holds an error."""
    return maker.error_line() if maker.random.random() < ERROR_SHARE else maker.quiet_line()


def clean(maker: Maker) -> str:
    """Return a line that holds no error."""
    return maker.quiet_line()


def printed(form: str, maker: Maker) -> str:
    """Return a line that holds an error, printed in one way."""
    return FORMS[form].format(stamp=maker.stamp(), n=maker.number)


def docker(maker: Maker, text: str) -> str:
    """Return a line as docker keeps it."""
    return compact({"log": f"{text}\n", "stream": "stderr", "time": maker.stamp()})


def bots(maker: Maker) -> str:
    """Return what one of several programs prints; one time of twenty an error."""
    draw = maker.random
    if draw.random() >= BOTS_SHARE:
        quiet = maker.quiet_line()
        return docker(maker, quiet) if draw.random() < 0.2 else quiet
    stamp, number = maker.stamp(), maker.number
    code, message = draw.choice(BINANCE)
    body = compact({"code": code, "msg": message})
    calls = "".join(
        f'  File "/app/bot/{name}.py", line {line}, in {name}\n    self._{name}(order)\n' for name, line in CALLS
    )
    traceback = f"{stamp} ERROR orders: could not place {number}\nTraceback (most recent call last):\n{calls}"
    refused = {"id": number, "code": 306, "message": "INSUFFICIENT_AVAILABLE_BALANCE"}
    return draw.choice(
        (
            f"{traceback}ccxt.base.errors.InvalidOrder: binance {body}",
            docker(maker, f"{stamp} ERROR binance POST https://api.binance.com/api/v3/order 400 {body}"),
            f'time={stamp} level=error venue=crypto-com code=40801 msg="Request has timed out" order={number}',
            f"{stamp} ERROR cryptocom answered {json.dumps(refused, indent=2)}",
            printed("client", maker),
            maker.error_line(),
        )
    )


def errors(maker: Maker) -> str:
    """Return an error as one line of NDJSON."""
    maker.stamp()
    return maker.error()


def write_log(line, size: int, write) -> None:
    """Write a log of a size in bytes, block by block."""
    maker = Maker()
    written = 0
    while written < size:
        block = "".join(f"{line(maker)}\n" for _ in range(LINES))
        write(block.encode())
        written += len(block)


if __name__ == "__main__":
    kinds = {"mixed": mixed, "errors": errors, "clean": clean, "bots": bots} | {
        form: partial(printed, form) for form in FORMS
    }
    write_log(kinds[sys.argv[1]], int(float(sys.argv[2]) * 1_000_000), sys.stdout.buffer.write)
