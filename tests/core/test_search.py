"""Full-text search, and the commands that browse."""

from __future__ import annotations

import pytest
from harness import run


def places(result):
    """Return venue, namespace and code of every line."""
    return [tuple(row[:3]) for row in result.rows]


@pytest.mark.slow
def test_words_find_the_entry_that_means_them():
    """`search post only` finds post-only refusals before everything else."""
    result = run("search", "post", "only")
    assert result.status == 0
    assert all("post" in row[3].lower() + row[7].lower() for row in result.rows[:5])
    assert ("crypto-com", "api", "43005") in places(run("search", "post", "only", "--limit", "0"))


@pytest.mark.slow
def test_order_and_case_of_the_words_do_not_matter():
    """Words in another order and case give the same entries."""
    one = places(run("search", "withdrawal", "limit", "--limit", "0"))
    other = places(run("search", "LIMIT", "Withdrawal", "--limit", "0"))
    assert one
    assert set(one) == set(other)


def test_words_of_the_meaning_and_the_advice_count():
    """Search looks beyond code and name."""
    assert ("crypto-com", "api", "43005") in places(run("search", "GOOD_TILL_CANCEL", "--limit", "0"))


def test_a_venue_narrows_the_search():
    """`-V` leaves only that venue's entries."""
    assert {row[0] for row in places(run("search", "-V", "okcoin", "signature"))} == {"okcoin"}


@pytest.mark.slow
def test_a_limit_is_said():
    """What was left out is said, and `--limit 0` shows it."""
    few = run("search", "--limit", "3", "order")
    assert len(few.rows) == 3
    assert "--limit 0" in few.err
    assert len(run("search", "--limit", "0", "order").rows) > 3


def test_nothing_found_is_exit_status_one():
    """A word that no entry holds is said so."""
    result = run("search", "xylophone")
    assert (result.status, result.out) == (1, "")
    assert "xylophone" in result.err


def test_venues_lists_every_namespace_with_its_size():
    """`errdecode venues` has a line for each code space; standards are venues too."""
    rows = run("venues").rows
    assert {row[0] for row in rows} >= {
        "ethgas", "crypto-com", "oxfun", "okcoin", "tickdb", "http", "websocket", "json-rpc",
    }  # fmt: skip
    assert all(int(row[5]) > 0 for row in rows)
    assert len({(row[0], row[3]) for row in rows}) == len(rows)


def test_venues_says_where_a_catalogue_comes_from():
    """Origin is part of the answer."""
    assert {venue["origin"] for venue in run("venues", "--json").json["venues"]} == {"shipped"}


def test_codes_lists_as_many_entries_as_venues_counts():
    """`codes` and `venues` agree."""
    counts = {}
    for row in run("venues").rows:
        counts[row[0], row[3]] = int(row[5])
    found = {}
    for row in run("codes").rows:
        found[row[0], row[1]] = found.get((row[0], row[1]), 0) + 1
    assert found == counts


def test_codes_of_one_venue():
    """A venue's name, as argument or as option, narrows the list."""
    assert {row[0] for row in run("codes", "tickdb").rows} == {"tickdb"}
    assert run("codes", "tickdb").out == run("codes", "-V", "TickDB").out


def test_codes_of_an_unknown_venue_is_a_usage_error():
    """A venue that no catalogue has ends with 2."""
    result = run("codes", "tikdb")
    assert (result.status, result.out) == (2, "")
    assert "tickdb" in result.err
