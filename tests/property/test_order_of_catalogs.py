"""Law: the order in which catalogue files are read does not change an answer."""

from __future__ import annotations

import pytest
from harness import CATALOGS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from payloads import PAYLOADS

import errdecode

PATHS = sorted(
    str(path)
    for path in CATALOGS.iterdir()
    if (path.suffix == ".toml" and path.name != "taxonomy.toml") or (path / "venue.toml").is_file()
)
TEXTS = [payload.text for payload in PAYLOADS if payload.is_error]
CODES = ("1000", "10001", "50001", "20001", "1", "43005", "post_only_rej")


@pytest.fixture(scope="module")
def straight():
    """Return the answers of the shipped order."""
    return answers(())


def answers(catalogs):
    """Return what every payload and code means, origins left aside."""
    decoded = [
        [
            (f.venue, f.namespace, f.code, f.name, f.confidence, f.outcome)
            for f in errdecode.decode(text, catalogs=catalogs)
        ]
        for text in TEXTS
    ]
    looked_up = [{entry.id for entry in answer.entries} for answer in errdecode.lookup(*CODES, catalogs=catalogs)]
    return decoded, looked_up


@settings(max_examples=1)
@example(paths=PATHS[::-1])
@given(paths=st.permutations(PATHS))
@pytest.mark.slow
def test_the_order_of_files_does_not_matter(straight, paths):
    """Naming the shipped catalogues again, in any order, gives the shipped answers."""
    assert answers(tuple(paths)) == straight
