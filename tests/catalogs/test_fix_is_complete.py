"""Every reason of refusal that the dictionaries of FIX hold stands in the catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from errdecode.catalog.store import open_index
from errdecode.core.notation.tags import LISTED

REASONS = json.loads(Path(__file__).with_name("fix_reasons.json").read_text("utf-8"))
"""Fields whose names end in a reason or code of refusal, with their values and all names of each, in FIX 4.0 to
5.0 SP2 and FIXT 1.1, as quickfix/quickfix@50787185 spec/*.xml list them."""

SUCCESSES = {"SUCCESSFUL", "SUCCESS"}
"""Values of such fields that refuse nothing."""


@pytest.fixture(scope="module")
def known():
    """Return the name of each code of the catalogue."""
    return {entry.code: entry.name for entry in open_index().entries() if entry.venue == "fix"}


def test_every_value_is_there_under_its_name(known):
    """None of the versions knows one that is missing."""
    wanted = {
        f"{number}={value}": names
        for number, field in REASONS.items()
        for value, names in field["values"].items()
        if not SUCCESSES.intersection(names)
    }
    assert len(wanted) > 250
    assert {code: names for code, names in wanted.items() if known.get(code) not in names} == {}


def test_every_field_is_read_by_its_name():
    """The reader of messages knows each as one whose values are of a list."""
    assert {number: field["name"] for number, field in REASONS.items()}.items() <= LISTED.items()
