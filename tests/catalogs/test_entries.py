"""Every catalogue and every entry of it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest
import tomli
from harness import CATALOGS, run

import errdecode
from errdecode.catalog.lint import RULES, known_ids, lint
from errdecode.catalog.locate import shipped_root
from errdecode.catalog.store import open_index
from errdecode.core.decoder import Decoder
from errdecode.core.forks import Forks

PATHS = sorted(
    path
    for path in CATALOGS.iterdir()
    if (path.suffix == ".toml" and path.name != "taxonomy.toml") or (path / "venue.toml").is_file()
)


@cache
def tables_of(path):
    """Return the parsed tables of a catalogue, read without our own reader."""
    files = sorted(path.glob("*.toml"), key=lambda file: file.name != "venue.toml") if path.is_dir() else [path]
    documents = [tomli.loads(file.read_text()) for file in files]
    entries = [entry for document in documents for entry in document.get("entries", ())]
    return {**documents[0], "entries": entries}


def ids(path):
    """Name a catalogue in the list of tests."""
    return path.stem


DANGER = ("unknown", "partial", "accepted", "ended", "done", "rejected", "none")
"""Outcomes, the most dangerous to be wrong about first."""
CAREFUL = ("reconcile_first", "never", "after_fix", "after_wait", "reconnect", "not_needed")
"""Next steps, the most careful first."""


@cache
def entries():
    """Return every entry as it is written, with the catalogue that it stands in."""
    return [(document, entry) for document in map(tables_of, PATHS) for entry in document["entries"]]


@cache
def forks():
    """Return the venues whose files hold what differs; tests/catalogs/test_forks.py counts what they have."""
    return {document["venue"]["id"] for document in map(tables_of, PATHS) if "fork" in document}


@pytest.fixture(scope="module")
def index():
    """Return the shipped catalogues."""
    return open_index()


@pytest.fixture(scope="module")
def decoder(index):
    """Return what reads samples."""
    return Decoder(index)


@pytest.fixture(scope="module")
def known(index):
    """Return the ids that links may name."""
    return known_ids(Forks(index).every())


def test_the_venues_are_there():
    """The first five venues and the three standards have catalogues."""
    assert {"ethgas", "crypto-com", "oxfun", "okcoin", "tickdb", "http", "websocket", "json-rpc"} <= set(
        map(ids, PATHS)
    )


def test_all_load_without_a_fault(index):
    """No shipped catalogue is left out."""
    assert index.faults == ()
    assert {venue.id for venue in index.venues()} == set(map(ids, PATHS))


@pytest.mark.parametrize("path", PATHS, ids=ids)
def test_the_linter_finds_nothing(path, decoder, known):
    """Order, keys, sentences and links are as the rules want them, and every sample is read as its entry first."""
    assert [str(problem) for problem in lint(str(path), decoder, known, (shipped_root(),))] == []


def test_every_rule_has_a_code_and_an_explanation():
    """What the linter says can be looked up."""
    assert [rule.code for rule in RULES] == [f"CAT{number:03}" for number in range(1, len(RULES) + 1)]
    assert all(rule.title and rule.why and rule.remedy for rule in RULES)


@pytest.mark.parametrize("path", PATHS, ids=ids)
def test_every_entry_has_meaning_source_and_sample(path):
    """An entry says what it means in one sentence, where that was read, and shows a payload."""
    document = tables_of(path)
    for entry in document["entries"]:
        place = (entry["namespace"], entry["code"])
        assert entry["meaning"].endswith((".", "?", "!", ")", "`")), place
        assert "\n" not in entry["meaning"], place
        assert entry["samples"], place
        source = entry.get("source", document["namespaces"][entry["namespace"]].get("source"))
        assert document["sources"][source]["title"], place


@pytest.mark.parametrize("path", PATHS, ids=ids)
def test_every_entry_is_found_by_its_code_and_its_name(path):
    """Looking up VENUE:NAMESPACE:CODE, code and name leads to the entry."""
    document = tables_of(path)
    places = [
        (document["venue"]["id"], each["namespace"], each["code"], each.get("name")) for each in document["entries"]
    ]
    queries = {word for *place, name in places for word in (":".join(place), place[-1], name) if word}
    found = {answer.query: answer.entries for answer in errdecode.lookup(*queries)}
    for place in places:
        for query in (":".join(place[:3]), *filter(None, place[2:])):
            assert place in [(each.venue, each.namespace, each.code, each.name) for each in found[query]], query


def test_no_entry_is_lost(index):
    """Entries in the index are as many as the files hold."""
    held = [document for document, _ in entries() if document["venue"]["id"] not in forks()]
    assert len(list(index.entries([venue.id for venue in index.venues() if venue.id not in forks()]))) == len(held)


@pytest.mark.parametrize("path", PATHS, ids=ids)
def test_advice_of_its_own(path):
    """The first five venues have their own causes and actions for the codes that a trader meets."""
    wanted = {"tickdb": 20, "crypto-com": 20, "oxfun": 20, "okcoin": 20, "ethgas": 10, "binance": 40}
    own = [entry for entry in tables_of(path)["entries"] if entry.get("causes") and entry.get("actions")]
    assert len(own) >= wanted.get(path.stem, 0)


def test_every_tickdb_code_has_its_own_advice():
    """TickDB documents what to do about each code, so each has causes and actions of its own."""
    entries = tables_of(CATALOGS / "tickdb.toml")["entries"]
    assert [entry["code"] for entry in entries if not (entry.get("actions") and entry.get("causes"))] in ([], ["0"])


@pytest.mark.parametrize("path", PATHS, ids=ids)
def test_a_venue_states_what_a_second_request_does(path):
    """Resend safety is a fact of every venue that takes orders."""
    document = tables_of(path)
    if document["venue"]["status"] == "standard":
        assert "resend" not in document
    else:
        assert document["resend"]["rule"]


@pytest.mark.slow
def test_codes_shows_every_entry_once():
    """`errdecode codes` and the files agree."""
    shown = [tuple(row[:3]) for row in run("codes").rows if row[0] not in forks()]
    held = [(document["venue"]["id"], entry["namespace"], entry["code"]) for document, entry in entries()]
    assert sorted(shown) == sorted(each for each in held if each[0] not in forks())


@pytest.fixture(scope="module")
def shared():
    """Return the entries, by code and then by venue, of each code that several venues have."""
    found = defaultdict(lambda: defaultdict(list))
    for document, entry in entries():
        found[entry["code"]][document["venue"]["id"]].append((document, entry))
    return {code: venues for code, venues in found.items() if len(venues) > 1}


@pytest.mark.slow
def test_a_venues_own_payload_is_nobody_elses(shared, decoder):
    """A payload with a shared code, in its venue's shape, holds no error of another, and a success none at all."""
    wrong = []
    for venue, entries in ((venue, entries) for venues in shared.values() for venue, entries in venues.items()):
        document, entry = entries[0]
        if document["venue"]["status"] == "standard":
            continue  # one venue's frame holds the status of another's protocol
        found = {finding.venue for finding in decoder.decode(entry["samples"][0])}
        success = entry["category"] == "success" or entry["code"] in document["namespaces"][entry["namespace"]].get(
            "ok", ()
        )
        if found != (set() if success else {venue}):
            wrong.append((venue, entry["code"], found))
    assert len(shared) > 400
    assert wrong == []


def test_a_bare_code_that_several_venues_have_is_answered_with_care(shared):
    """Every venue's reading is shown, and the conclusion is no less careful than any of them."""
    careless = []
    for answer in errdecode.lookup(*shared):
        outcome, retry = answer.safest
        readings = {(entry.outcome, entry.retry) for entry in answer.entries}
        assert {entry.venue for entry in answer.entries} >= set(shared[answer.query])
        if (
            any(DANGER.index(outcome) > DANGER.index(other) for other, _ in readings)
            or any(CAREFUL.index(retry) > CAREFUL.index(other) for _, other in readings)
            or (outcome in ("unknown", "partial") and retry not in ("reconcile_first", "reconnect"))
        ):
            careless.append((answer.query, answer.safest))
    assert careless == []
