"""The documents of the first venues, read by the importer, say what the shipped catalogues say."""

from __future__ import annotations

import json

import pytest
import tomli
from harness import SEEDS, run_here

DOCUMENTS = {"000": "ethgas", "001": "crypto-com", "002": "oxfun", "003": "okcoin", "004": "tickdb"}

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the venues' documents are not part of the project")


@pytest.fixture(params=DOCUMENTS, ids=DOCUMENTS.values(), scope="module")
def document(request):
    """Give the path of one document and the id of its venue."""
    return next(SEEDS.glob(f"{request.param}_*.txt")), DOCUMENTS[request.param]


def entries_of(document):
    """Return the entries that the importer drafts."""
    path, venue = document
    result = run_here("catalog", "import", str(path), "--venue", venue)
    assert result.status == 0
    return tomli.loads(result.out)["entries"]


def table_lines(path):
    """Return the lines of all tables but headers and rules, each once in its table."""
    found, table = [], []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("|"):
            table.append(line)
        else:
            found += dict.fromkeys(table[2:])
            table = []
    return found


def test_every_row_of_the_tables_arrives_in_its_own_spelling(document):
    """As many entries as rows, with the codes as the rows have them."""
    stated = [line.strip("|").split("|")[0].strip() for line in table_lines(document[0])]
    assert sorted(stated) == sorted(entry["code"] for entry in entries_of(document))


def test_names_statuses_and_messages_equal_the_shipped_catalogue(document):
    """Whatever a drafted entry says, an entry of the shipped catalogue says of the same code of the same namespace."""
    shipped = [json.loads(line) for line in run_here("codes", document[1], "--format", "ndjson").out.splitlines()]
    for entry in entries_of(document):
        fitting = [
            each
            for each in shipped
            if (each["namespace"], each["code"]) == (entry["namespace"], entry["code"])
            and entry.get("name") in (each["name"], *each["former"])
            and entry.get("message", each["message"]) in (each["message"], *each["messages"])
            and entry.get("http_status") == each["http_status"]
        ]
        assert len(fitting) == 1, entry


def test_the_venues_advice_and_samples_arrive():
    """Causes, solutions and payloads of the one document that has them stand in the draft."""
    path = next(SEEDS.glob("004_*.txt"))
    entries = {entry["code"]: entry for entry in entries_of((path, "tickdb"))}
    assert entries["1001"]["causes"] == ["Incorrect API Key", "API Key disabled", "API Key expired"]
    assert entries["3003"]["actions"] == [
        "Close excess connections",
        "Call `GET /v1/connections` to view current connections",
        "Call `DELETE /v1/connections/:id` to close excess connections",
    ]
    assert json.loads(entries["4003"]["samples"][0])["data"]["channel"] == "depth"
    assert "Use HTTP API to fetch data." in entries["4004"]["actions"]


CHANGED_SINCE = {
    "crypto-com": [
        ["renamed", "api", "230", "INVALID_TRIGGER_TYPE", "INVALID_REF_PRICE_TYPE"],
        ["moved", "api", "50002", "50001", "50002"],
        [
            "reworded", "api", "50002", "If `create-withdrawal` call breaching credit line check",
            "If create-withdrawal call breaches credit line check",
        ],
    ],
}  # fmt: skip
"""What later documents of a venue say otherwise."""


@pytest.mark.slow
def test_a_document_and_its_catalogue_differ_only_in_what_the_venue_has_changed(document):
    """`catalog diff` loses no row of the document, and finds what was renamed, moved and reworded after it."""
    result = run_here("catalog", "diff", str(document[0]), document[1])
    assert [row for row in result.rows if row[0] != "added"] == CHANGED_SINCE.get(document[1], [])
