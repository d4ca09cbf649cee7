# ruff: noqa: E501  # answers stand as their venues send them, on one line
"""Lines as the programs that most bots are made of write them: every venue that they speak to, and which part of it."""

from __future__ import annotations

import pytest
from harness import run
from scans import findings

REFUSALS = (
    (
        "binance", "spot", "-2010", "binance", "https://api.binance.com/api/v3/order", "binance.binance_exchange.BinanceExchange",
        '{"code":-2010,"msg":"Account has insufficient balance for requested action."}',
    ),
    (
        "binance", "usdm", "-2019", "binanceusdm", "https://fapi.binance.com/fapi/v1/order", "binance_perpetual.binance_perpetual_derivative.BinancePerpetualDerivative",
        '{"code":-2019,"msg":"Margin is insufficient."}',
    ),
    (
        "binance", "coinm", "-2019", "binancecoinm", "https://dapi.binance.com/dapi/v1/order", "",
        '{"code":-2019,"msg":"Margin is insufficient."}',
    ),
    (
        "bybit", "trade", "110007", "bybit", "https://api.bybit.com/v5/order/create", "bybit.bybit_exchange.BybitExchange",
        '{"retCode":110007,"retMsg":"ab not enough for new order","result":{},"retExtInfo":{},"time":1696581050747}',
    ),
    (
        "okx", "trade", "51008", "okx", "https://www.okx.com/api/v5/trade/order", "okx.okx_exchange.OkxExchange",
        '{"code":"1","data":[{"clOrdId":"e847386590ce4dBCf6e9","ordId":"","sCode":"51008","sMsg":"Order failed. Insufficient USDT balance in account.","tag":"","ts":"1795167002180"}],"inTime":"1795167002179834","msg":"All operations failed","outTime":"1795167002181101"}',
    ),
    (
        "kraken", "api", "EOrder:Insufficient funds", "kraken", "https://api.kraken.com/0/private/AddOrder", "kraken.kraken_exchange.KrakenExchange",
        '{"error":["EOrder:Insufficient funds"]}',
    ),
    (
        "kraken-futures", "send", "insufficientAvailableFunds", "krakenfutures", "https://futures.kraken.com/derivatives/api/v3/sendorder", "",
        '{"result":"success","sendStatus":{"status":"insufficientAvailableFunds","receivedTime":"2026-11-20T09:30:05.218Z"},"serverTime":"2026-11-20T09:30:05.218Z"}',
    ),
    (
        "coinbase", "preview", "PREVIEW_INSUFFICIENT_FUND", "coinbase", "https://api.coinbase.com/api/v3/brokerage/orders", "coinbase_advanced_trade.coinbase_advanced_trade_exchange.CoinbaseAdvancedTradeExchange",
        '{"success":false,"failure_reason":"UNKNOWN_FAILURE_REASON","order_id":"","error_response":{"error":"INSUFFICIENT_FUND","message":"Insufficient balance in source account","error_details":"","preview_failure_reason":"PREVIEW_INSUFFICIENT_FUND"},"order_configuration":{"market_market_ioc":{"quote_size":"10"}}}',
    ),
    (
        "coinbase", "exchange", "Insufficient funds", "coinbaseexchange", "https://api.exchange.coinbase.com/orders", "",
        '{"message":"Insufficient funds"}',
    ),
    (
        "deribit", "rpc", "10009", "deribit", "https://www.deribit.com/api/v2/private/buy", "",
        '{"jsonrpc":"2.0","error":{"message":"not_enough_funds","code":10009},"testnet":false,"usIn":1616444742558343,"usOut":1616444742558590,"usDiff":247}',
    ),
    (
        "bitget", "rest", "43012", "bitget", "https://api.bitget.com/api/v2/spot/trade/place-order", "bitget.bitget_exchange.BitgetExchange",
        '{"code":"43012","msg":"Insufficient balance","requestTime":1795167002180,"data":null}',
    ),
    (
        "kucoin", "spot", "200004", "kucoin", "https://api.kucoin.com/api/v1/orders", "kucoin.kucoin_exchange.KucoinExchange",
        '{"msg":"Balance insufficient!","code":"200004"}',
    ),
    (
        "kucoin", "futures", "300003", "kucoinfutures", "https://api-futures.kucoin.com/api/v1/orders", "kucoin_perpetual.kucoin_perpetual_derivative.KucoinPerpetualDerivative",
        '{"msg":"Balance insufficient. The order would cost 621.7596314550.","code":"300003"}',
    ),
    (
        "gate", "api", "BALANCE_NOT_ENOUGH", "gate", "https://api.gateio.ws/api/v4/spot/orders", "gate_io.gate_io_exchange.GateIoExchange",
        '{"message":"Not enough balance","label":"BALANCE_NOT_ENOUGH"}',
    ),
    (
        "gate", "futures", "INSUFFICIENT_AVAILABLE", "gate", "https://api.gateio.ws/api/v4/futures/usdt/orders", "gate_io_perpetual.gate_io_perpetual_derivative.GateIoPerpetualDerivative",
        '{"label":"INSUFFICIENT_AVAILABLE"}',
    ),
    (
        "htx", "spot", "account-frozen-balance-insufficient-error", "htx", "https://api.huobi.pro/v1/order/orders/place", "htx.htx_exchange.HtxExchange",
        '{"status":"error","err-code":"account-frozen-balance-insufficient-error","err-msg":"trade account balance is not enough, left: `0.08`","data":null}',
    ),
    (
        "htx", "usdt-swap", "1047", "htx", "https://api.hbdm.com/linear-swap-api/v1/swap_order", "",
        '{"status":"error","err_code":1047,"err_msg":"Insufficient margin available.","ts":1795167002180}',
    ),
    (
        "mexc", "spot", "30004", "mexc", "https://api.mexc.com/api/v3/order", "mexc.mexc_exchange.MexcExchange",
        '{"msg":"Insufficient position","code":30004}',
    ),
    (
        "mexc", "contract", "2005", "mexc", "https://contract.mexc.com/api/v1/private/order/submit", "",
        '{"success":false,"code":2005,"message":"Balance insufficient"}',
    ),
    (
        "bingx", "swap", "101204", "bingx", "https://open-api.bingx.com/openApi/swap/v2/trade/order", "bing_x.bing_x_exchange.BingXExchange",
        '{"code":101204,"msg":"Insufficient margin","data":{}}',
    ),
    (
        "bingx", "spot", "100202", "bingx", "https://open-api.bingx.com/openApi/spot/v1/trade/order", "",
        '{"code":100202,"msg":"Insufficient assets","debugMsg":""}',
    ),
    (
        "hyperliquid", "action", "Insufficient margin to place order.", "hyperliquid", "https://api.hyperliquid.xyz/exchange", "hyperliquid_perpetual.hyperliquid_perpetual_derivative.HyperliquidPerpetualDerivative",
        '{"status":"ok","response":{"type":"order","data":{"statuses":[{"error":"Insufficient margin to place order. asset=1"}]}}}',
    ),
    (
        "alpaca", "trading", "40310000", "alpaca", "https://api.alpaca.markets/v2/orders", "",
        '{"buying_power":"176531.28","code":40310000,"cost_basis":"48640000","message":"insufficient buying power"}',
    ),
)  # fmt: skip
"""Venue, namespace, code, the id in ccxt, the address, the class in hummingbot if there is one, the answer."""
OWN_CLIENTS = (
    ("ibkr", "tws", "201", "Error 201, reqId 7: Order rejected - reason:The exchange is closed., contract: Stock()"),
    ("ibkr", "tws", "10148", "2026-11-20 09:30:05,218 ib_insync.wrapper ERROR Error 10148, reqId 12: OrderId 12 that needs to be cancelled can not be cancelled, state: PendingCancel."),
    ("oanda", "reject", "PRICE_PRECISION_EXCEEDED", 'oandapyV20.exceptions.V20Error: {"errorMessage":"The Price specified has more precision than the Instrument allows","errorCode":"PRICE_PRECISION_EXCEEDED","relatedTransactionIDs":["6357"],"lastTransactionID":"6357"}'),
    ("oanda", "cancel", "INSUFFICIENT_LIQUIDITY", '{"orderCancelTransaction":{"type":"ORDER_CANCEL","orderID":"6356","reason":"INSUFFICIENT_LIQUIDITY","id":"6357"}}'),
    ("alpaca", "trading", "40310000", 'alpaca.common.exceptions.APIError: {"buying_power":"12.5","code":40310000,"cost_basis":"48.64","message":"insufficient buying power"}'),
)  # fmt: skip
FORMS = {
    "ccxt": lambda id_, _url, answer: f"ccxt.base.errors.ExchangeError: {id_} {answer}",
    "ccxt in JavaScript": lambda id_, _url, answer: (
        f"[ExchangeError] {id_} {answer}\n    at handleErrors (/srv/bot/node_modules/ccxt/js/src/{id_}.js:5742:23)"
    ),
    "ccxt, verbose": lambda id_, url, answer: (
        f"fetch Response: {id_} POST {url} 400 ResponseHeaders: {{'Content-Type': 'application/json'}} {answer}"
    ),
    "freqtrade": lambda id_, _url, answer: (
        "2026-11-20 09:30:11,442 - freqtrade.exchange.common - WARNING - create_order() returned exception: "
        f'"Could not place buy order due to ExchangeError. Message: {id_} {answer}". Retrying still for 3 times.'
    ),
}
QUIET = (
    "ccxt.base.errors.BadSymbol: {id} does not have market symbol XYZ/USDT",
    '2026-11-20 09:30:00,512 - freqtrade.exchange.exchange - INFO - Using Exchange "{id}"',
    "2026-11-20 09:30:09,000 - freqtrade.worker - INFO - Bot heartbeat on {id}. PID=51008, state='RUNNING'",
    "fetch Request: {id} GET {url} RequestHeaders: {{'User-Agent': 'python-requests/2.32.3'}} RequestBody: None",
    "2026-11-20 09:30:08,001 - 7124 - hummingbot.strategy.pure - INFO - {id}: Creating 1 bid orders at 110007 USDT",
)


def seen(text):
    """Return venue, namespace and code of what a scan is sure of, and how many findings there are."""
    records = findings(run("parse", "-", "-f", "ndjson", stdin=f"{text}\n".encode()))
    return [(each["venue"], each["namespace"], each["code"]) for each in records if each["confidence"] in SURE], len(
        records
    )


SURE = ("certain", "likely")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: "-".join(refusal[:2]))
def test_ccxt_and_freqtrade_name_the_venue(refusal, form):
    """One finding, with the venue and the part of it that refused."""
    venue, namespace, code, id_, url, _, answer = refusal
    assert seen(FORMS[form](id_, url, answer)) == ([(venue, namespace, code)], 1)


@pytest.mark.parametrize(
    "refusal", [refusal for refusal in REFUSALS if refusal[5]], ids=lambda refusal: "-".join(refusal[:2])
)
def test_hummingbot_names_the_address(refusal):
    """Below the line of its connector stands what the venue answered."""
    venue, namespace, code, _, url, connector, answer = refusal
    text = (
        f"2026-11-20 09:30:07,551 - 7124 - hummingbot.connector.exchange.{connector} - NETWORK - Error submitting "
        "buy LIMIT order for 0.002 BTC-USDT 64000.\nTraceback (most recent call last):\n"
        '  File "hummingbot/connector/exchange_py_base.py", line 449, in _create_order\n'
        f"OSError: Error executing request POST {url}. HTTP status is 400. Error: {answer}"
    )
    assert seen(text) == ([(venue, namespace, code)], 1)


@pytest.mark.parametrize(("venue", "namespace", "code", "text"), OWN_CLIENTS, ids=lambda value: value[:12])
def test_the_clients_of_the_others_are_known(venue, namespace, code, text):
    """Venues that ccxt does not speak to, or that people reach by the venue's own client."""
    assert seen(text) == ([(venue, namespace, code)], 1)


def test_what_these_programs_say_besides_is_quiet():
    """Starts, requests and heartbeats that name every venue."""
    text = "\n".join(line.format(id=refusal[3], url=refusal[4]) for line in QUIET for refusal in REFUSALS)
    assert seen(text) == ([], 0)
