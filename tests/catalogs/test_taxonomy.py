"""The closed lists."""

from __future__ import annotations

import tomllib

import pytest
from harness import CATALOGS

from errdecode.catalog.store import open_index

TAXONOMY = tomllib.loads((CATALOGS / "taxonomy.toml").read_text())

CCXT = frozenset([
    "BaseError", "ExchangeError", "AuthenticationError", "PermissionDenied", "AccountNotEnabled", "AccountSuspended",
    "ArgumentsRequired", "BadRequest", "BadSymbol", "OperationRejected", "NoChange", "MarginModeAlreadySet",
    "MarketClosed", "ManualInteractionNeeded", "RestrictedLocation", "InsufficientFunds", "InvalidAddress",
    "AddressPending", "InvalidOrder", "OrderNotFound", "OrderNotCached", "OrderImmediatelyFillable",
    "OrderNotFillable", "DuplicateOrderId", "ContractUnavailable", "NotSupported", "InvalidProxySettings",
    "ExchangeClosedByUser", "OperationFailed", "NetworkError", "DDoSProtection", "RateLimitExceeded",
    "ExchangeNotAvailable", "OnMaintenance", "InvalidNonce", "ChecksumError", "RequestTimeout", "BadResponse",
    "NullResponse", "CancelPending", "UnsubscribeError",
])  # fmt: skip
"""Exception classes of ccxt 4.5.90."""

GRPC = frozenset([
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
])  # fmt: skip
"""Names of google.rpc.Code."""

ORD_REJ_REASONS = frozenset((*range(20), 99))
"""OrdRejReason (103) of FIX 5.0 SP2."""

OUTCOMES = {"rejected", "unknown", "accepted", "partial", "ended", "done", "none"}
RETRIES = {"never", "after_fix", "after_wait", "reconcile_first", "reconnect", "not_needed"}


def test_the_vocabulary_is_that_of_the_interface():
    """Outcomes, retries and faults are the words that scripts rely on."""
    assert set(TAXONOMY["outcomes"]) == OUTCOMES
    assert set(TAXONOMY["retries"]) == RETRIES
    assert set(TAXONOMY["faults"]) == {"you", "venue", "market", "none"}


@pytest.mark.parametrize("category", TAXONOMY["categories"].values(), ids=TAXONOMY["categories"])
def test_a_category_names_only_what_exists(category):
    """Defaults are of the lists; classes, statuses and reasons exist where they come from."""
    assert category["outcome"] in OUTCOMES
    assert category["retry"] in RETRIES
    assert category["fault"] in TAXONOMY["faults"]
    assert category["actions"]
    assert all(action.endswith(".") for action in category["actions"])
    assert category.get("ccxt") is None or category["ccxt"] in CCXT
    assert category.get("grpc") is None or category["grpc"] in GRPC
    assert category.get("fix") is None or category["fix"] in ORD_REJ_REASONS


@pytest.mark.parametrize("category", ["timeout", "internal", "unavailable", "unspecified"])
def test_without_evidence_the_default_is_the_careful_one(category):
    """What may have left an order behind is unknown until it was looked up."""
    table = TAXONOMY["categories"][category]
    assert (table["outcome"], table["retry"]) == ("unknown", "reconcile_first")


def test_entries_name_only_classes_that_exist():
    """A class of ccxt that an entry names is one that ccxt can raise."""
    assert {entry.ccxt for entry in open_index().entries() if entry.ccxt} <= CCXT


def test_every_category_is_in_use():
    """A category that nobody needs is not kept."""
    used = {entry.category for entry in open_index().entries()}
    assert set(TAXONOMY["categories"]) - used == set()


def test_inherited_says_what_comes_from_the_category():
    """A field is named as inherited exactly where it equals the category's and was not stated."""
    for entry in open_index().entries():
        category = TAXONOMY["categories"][entry.category]
        for field in entry.inherited:
            value = getattr(entry, field)
            assert (list(value) if isinstance(value, tuple) else value) == category[field], entry.id
