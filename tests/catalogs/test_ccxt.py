"""Categories against ccxt: what both know lies on the same branch of its tree of exceptions.

ccxt's first branches are what is refused for good (`ExchangeError`) and what may be tried again
(`OperationFailed`). Below the first, its tables use `BadRequest`, `InvalidOrder`, `OperationRejected` and the
classes beside them for one another, so those are one branch here; who one is, and funds, are branches of their
own. Below the second every kind of failure of the network is one. That an order is not found or doubly sent may
mean that an earlier attempt worked, so where ccxt says so an entry must say so as well.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from errdecode.catalog.store import open_index

ccxt = pytest.importorskip("ccxt")

REVIEWED = Path(__file__).with_name("ccxt_reviewed.toml")
"""Each disagreement that was looked at, with its reason."""

MARKETS = {
    ("binance", "spot"): "spot",
    ("binance", "sapi"): "spot",
    ("binance", "usdm"): "linear",
    ("binance", "coinm"): "inverse",
    ("binance", "options"): "option",
    ("binance", "pm"): "portfolioMargin",
}
"""Namespaces that ccxt has a table of their own for."""

REFUSALS = {"BadRequest", "InvalidOrder", "OperationRejected", "NotSupported", "ArgumentsRequired", "InvalidAddress"}
"""Children of `ExchangeError` that ccxt's tables use for one another."""

TELLING = {"OrderNotFound", "DuplicateOrderId"}
"""Classes that say that an earlier attempt may have worked."""

SHARE = 0.97


class Table:
    """What ccxt knows of one venue."""

    def __init__(self, name):
        exceptions = getattr(ccxt, name)().describe().get("exceptions") or {}
        groups = {key: value for key, value in exceptions.items() if isinstance(value, dict)}
        self.broad = groups.pop("broad", {})
        exact = groups.pop("exact", exceptions)
        # Of digifinex a class stands with its message.
        self.exact = {key: value[0] if isinstance(value, list) else value for key, value in exact.items()}
        self.markets = {key: group["exact"] for key, group in groups.items()}

    def find(self, entry):
        """Return ccxt's class for an entry, by its words, then its code, then a part of either, or None."""
        words = [*entry.messages, *entry.match, *entry.templates]
        codes = [entry.code, *entry.aliases, *filter(None, [entry.name])]
        market = self.markets.get(MARKETS.get((entry.venue, entry.namespace)), {})
        for key in (*words, *codes):
            if found := market.get(key) or self.exact.get(key):
                return found
        return next((value for key, value in self.broad.items() if any(key in text for text in codes + words)), None)


def branch(kind):
    """Return the name of the branch that a class of ccxt lies on."""
    line = [each.__name__ for each in kind.__mro__]
    for base in ("NetworkError", "OperationFailed", "ExchangeError"):
        if base in line[1:]:
            name = line[line.index(base) - 1]
            return {"DDoSProtection": "RateLimitExceeded"}.get(name, "refused" if name in REFUSALS else name)
    return line[0]


def agree(ours, theirs):
    """Say whether a class of ours and ccxt's lie on the same branch."""
    if issubclass(ours, theirs) or issubclass(theirs, ours):
        return True
    return theirs.__name__ not in TELLING and branch(ours) == branch(theirs)


def compare(entries, tables):
    """Return how many entries both know, and (id, our class, ccxt's) of each disagreement."""
    known, apart = 0, []
    for entry in entries:
        theirs = entry.ccxt and entry.venue in tables and tables[entry.venue].find(entry)
        if theirs:
            known += 1
            if not agree(getattr(ccxt, entry.ccxt), theirs):
                apart.append((entry.id, entry.ccxt, theirs.__name__))
    return known, apart


@pytest.fixture(scope="module")
def tables():
    """Return what ccxt knows of each venue with a catalogue; ids that it has join the venue's."""
    found = {}
    for venue in open_index().venues():
        names = (venue.id.replace("-", ""), *venue.aliases)
        if name := next((name for name in names if name in ccxt.exchanges), None):
            found[venue.id] = Table(name)
    return found


@pytest.fixture(scope="module")
def compared(tables):
    """Return what `compare` says of every shipped entry."""
    return compare(open_index().entries(), tables)


@pytest.fixture(scope="module")
def reviewed():
    """Return (id, our class, ccxt's) of every disagreement that has a reason."""
    groups = tomllib.loads(REVIEWED.read_text())["disagreements"]
    assert all(group["reason"].endswith(".") for group in groups)
    rows = [tuple(row) for group in groups for row in group["entries"]]
    assert [row for row, times in Counter(rows).items() if times > 1] == []
    return set(rows)


@pytest.mark.slow
def test_categories_lie_on_the_branches_of_ccxt(compared, reviewed):
    """Of the entries that both know and nobody has reviewed, at least 97 in 100 agree."""
    known, apart = compared
    assert known > 2000
    unseen = [row for row in apart if row not in reviewed]
    assert len(unseen) <= (1 - SHARE) * (known - len(apart) + len(unseen)), unseen


def test_what_was_reviewed_still_differs(compared, reviewed, tables):
    """A disagreement that is gone leaves the list."""
    there = {row for row in reviewed if row[0].partition(":")[0] in tables}
    assert sorted(there - set(compared[1])) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("BadSymbol", "BadRequest", True),
        ("ExchangeError", "InsufficientFunds", True),
        ("OperationRejected", "InvalidOrder", True),
        ("InsufficientFunds", "InvalidOrder", False),
        ("RateLimitExceeded", "DDoSProtection", True),
        ("RequestTimeout", "RateLimitExceeded", False),
        ("RequestTimeout", "InvalidOrder", False),
        ("BadRequest", "OrderNotFound", False),
        ("OrderNotFound", "BadRequest", True),
    ],
)
def test_the_check_tells_branches_apart(ours, theirs, same):
    """Classes of one line or branch agree; what must not be taken for the other does not."""
    assert agree(getattr(ccxt, ours), getattr(ccxt, theirs)) is same
