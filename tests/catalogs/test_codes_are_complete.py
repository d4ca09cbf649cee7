"""Every code of the tables read from the venues' documents stands in its catalogue and namespace."""

from __future__ import annotations

import json

import pytest
from harness import SEEDS

from errdecode.catalog.store import open_index

TABLES = SEEDS.parent / "sources" / "codes"
"""Codes as documents list them, one file a table; not part of the project."""

SPOT_MESSAGES = "its rows are messages: they tell the meanings of -1010, -1013, -2010, -2011 and -2038 apart"
PLACES = {
    "binance-coinm": ("binance", {"": "coinm"}),
    "binance-margin-sapi": ("binance", {"": "sapi"}),
    "binance-options": ("binance", {"": "options"}),
    "binance-portfolio-margin": ("binance", {"": "pm"}),
    "binance-spot": ("binance", {"": "spot"}),
    "binance-usdm": ("binance", {"": "usdm"}),
    "binance-wallet-sapi": ("binance", {"": "sapi"}),
    "bitfinex": ("bitfinex", {"": "api"}),
    "bitget-rest": ("bitget", {"": "rest"}),
    "bitmart": ("bitmart", {"List of global HTTP return codes": "http", "": "rest"}),
    "bybit-v5": (
        "bybit",
        {
            "HTTP Code": "http",
            "WS OE General code": "ws-trade",
            "Asset": "asset",
            "Crypto Loan (New)": "asset",
            "Crypto Loan (legacy)": "asset",
            "Institutional Loan": "asset",
            "Exchange Broker": "asset",
            "Earn": "asset",
            "Fiat Convert": "fiat",
            "Convert Small Balances": "convert",
            "Reward": "reward",
            "Prediction": "prediction",
            "": "trade",
        },
    ),
    "coinflex-ws-2022-07": ("oxfun", {"": "ws"}),
    "deribit": ("deribit", {"": "rpc"}),
    "digifinex": ("digifinex", {"": "spot"}),
    "gate-v4": ("gate", {"": "api futures loan earn"}),
    "htx-coin-swap": ("htx", {"": "coin-swap"}),
    "htx-spot": ("htx", {"": "spot"}),
    "htx-spot-public": ("htx", {"": "spot"}),
    "htx-usdt-swap": ("htx", {"": "usdt-swap"}),
    "hyperliquid": ("hyperliquid", {"": "action"}),
    "kraken-spot": ("kraken", {"": "api"}),
    "krakenfutures-error": ("kraken-futures", {"": "error"}),
    "krakenfutures-sendstatus": ("kraken-futures", {"": "send"}),
    "kucoin-spot": ("kucoin", {"": "spot"}),
    "mexc-contract": ("mexc", {"": "contract"}),
    "mexc-spot": ("mexc", {"": "spot"}),
    "oanda-v20-rejectreason": ("oanda", {"": "reject"}),
    "okx-v5": (
        "okx",
        {
            "code/General Class": "general ws cancel",
            "code/API Class": "general",
            "code/Trade Class": "trade finance account",
            "code/Data class": "trade",
            "code/Trading bot": "trade",
            "code/Finance": "finance",
            "code/Convert": "finance",
            "code/Futures": "funding",
            "code/Funding": "funding",
            "code/Account": "account",
            "code/Copy trading": "account",
            "code/Block Trading and Spread Orderbook": "block",
            "code/Close Frame": "close",
        },
    ),
    "oxfun-rest-v3": ("oxfun", {"": "rest"}),
    "oxfun-ws": ("oxfun", {"": "ws"}),
    "xt": ("xt", {"HTTP Status Codes": "http", "": "spot"}),
}
"""By table: the venue, and by the beginning of a section's title the namespaces one of which holds its codes."""

LEFT_OUT = {
    "binance-spot-messages": SPOT_MESSAGES,
    **dict.fromkeys(
        ("fix-fix42", "fix-fix44", "fix-fix50", "fix-fix50sp2", "fix-fixt11"),
        "a standard, tag by tag: its catalogue has tests of its own",
    ),
}
"""Tables that are held to nothing here, and why."""

EXCEPTIONS = {
    **{
        ("krakenfutures-sendstatus", code): "a status of success: `ok` of its namespace"
        for code in ("placed", "partiallyFilled", "filled", "cancelled", "edited")
    },
    ("digifinex", "0"): "a status of success",
    **{("xt", code): "a status of success" for code in ("200", "0")},
    ("xt", "1"): "says only that `mc` or `error.code` holds the code",
}
"""Codes without an entry in their namespace, and why."""

MADE = {
    "rows": [
        {"code": "0", "section": "code/General Class"},
        {"code": "60012", "section": "code/General Class"},
        {"code": "51008", "section": "code/Trade Class"},
        {"code": "51008", "section": "code/Account"},
        {"code": "4001", "section": "code/Close Frame"},
        {"code": "59999999", "section": "code/Trade Class"},
        {"code": "50000", "section": "code/Of a new kind"},
    ]
}
"""A table of the same layout: a code in another's section, one that nobody has and an unknown section are wrong."""


@pytest.fixture(scope="module")
def held():
    """Return (venue, namespace, code) of every entry, other spellings of its code included."""
    return {
        (entry.venue, entry.namespace, code)
        for entry in open_index().entries()
        for code in (entry.code, *entry.aliases)
    }


def missing(table, place, held):
    """Return (section, code) of the rows that no namespace of their section holds."""
    venue, sections = place
    found = []
    for row in table["rows"]:
        section = row.get("section", "")
        namespaces = next((names for title, names in sections.items() if section.startswith(title)), "").split()
        if not any((venue, namespace, row["code"]) in held for namespace in namespaces):
            found.append((section, row["code"]))
    return found


@pytest.mark.parametrize("name", PLACES)
def test_every_code_of_a_table_is_an_entry(name, held):
    """No code is missing, and none is excepted that is there after all."""
    path = TABLES / f"{name}.json"
    if not path.is_file():
        pytest.skip("the tables of the venues' documents are not part of the project")
    if PLACES[name][0] not in {venue for venue, *_ in held}:
        pytest.skip("no catalogue speaks of this venue")
    codes = {code for _, code in missing(json.loads(path.read_text()), PLACES[name], held)}
    assert codes == {code for table, code in EXCEPTIONS if table == name}


def test_no_table_is_passed_over():
    """Every table has its place or the reason why it has none."""
    if not TABLES.is_dir():
        pytest.skip("the tables of the venues' documents are not part of the project")
    assert {path.stem for path in TABLES.glob("*.json")} == {*PLACES, *LEFT_OUT}


def test_the_check_sees_what_is_missing(held):
    """Right rows pass; a strange code, a code in another's section and an unknown section are named."""
    assert missing(MADE, PLACES["okx-v5"], held) == [
        ("code/Account", "51008"),
        ("code/Trade Class", "59999999"),
        ("code/Of a new kind", "50000"),
    ]
