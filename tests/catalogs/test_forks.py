"""A venue that answers with another's codes: one file with hosts, names and what differs, and no second table."""

from __future__ import annotations

import json

import pytest
from harness import CATALOG_HEAD, run

PAYLOAD = '{"code":-2019,"msg":"Margin is insufficient."}'
GENERAL = '{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}'
OWN = """schema = 1
[venue]
id = "gulf"
name = "Gulf"
status = "live"
[fork]
of = "{of}"
namespaces = ["{space}"]
source = "docs"
samples = []
[sources.docs]
title = "Our notes"
[recognise]
hosts = ["api.gulf.example"]
"""


def first(text, *arguments, **more):
    """Return the first finding in a text."""
    return run("decode", text, *arguments, "--format", "json", **more).json["findings"][0]


def told(finding):
    """Return venue, namespace, code and confidence of a finding."""
    return finding["venue"], finding["namespace"], finding["code"], finding["confidence"]


def venues_of(finding):
    """Return the venue of each reading."""
    return {finding["venue"], *(other["venue"] for other in finding["alternatives"])}


@pytest.fixture
def gulf(tmp_path):
    """Return a function that runs the program with a fork of one's own."""

    def ask(*arguments, of="binance", space="spot", more=""):
        path = tmp_path / "gulf.toml"
        path.write_text(OWN.format(of=of, space=space) + more, "utf-8")
        return run(*arguments, "--catalog", str(path))

    return ask


@pytest.mark.parametrize(
    "line",
    [
        f"POST https://fapi.asterdex.com/fapi/v3/order {PAYLOAD}",
        f"https://sapi.asterdex.com/api/v3/order {PAYLOAD}",
        f"ccxt.base.errors.InsufficientFunds: aster {PAYLOAD}",
        "ERROR https://fapi.asterdex.com/fapi/v3/order failed: Margin is insufficient.",
        f"binance client at https://fapi.asterdex.com got {PAYLOAD}",
    ],
)
def test_what_names_the_fork_is_the_forks(line):
    """A host or a name tells who speaks; a host tells it before a name, which a client library may have printed."""
    found = first(line)
    assert told(found) == ("aster", "usdm", "-2019", "certain")
    assert (found["entry"]["venue"], found["entry"]["venue_name"]) == ("aster", "Aster")


@pytest.mark.parametrize(
    "line", [PAYLOAD, f"POST https://fapi.binance.com/fapi/v1/order {PAYLOAD}", f"binance {PAYLOAD}"]
)
def test_what_names_nobody_or_the_original_stays_the_originals(line):
    """A fork takes nothing from it, and adds no reading."""
    assert venues_of(first(line)) == {"binance"}


def test_both_named_alike_are_both_told():
    """Who of the two sent it is not said, so both readings stand there."""
    found = first(f"copy of binance orders to aster {PAYLOAD}")
    assert found["confidence"] == "ambiguous"
    assert venues_of(found) == {"aster", "binance"}


def test_a_bare_code_has_no_more_readings_than_without_forks():
    """Neither the readings nor what may have been meant name a fork."""
    document = run("--format", "json", "--", "-2010", "-1001", "2010").json
    for query in document["queries"]:
        assert not {"aster", "binance-us"} & {each["venue"] for each in (*query["entries"], *query["near"])}


@pytest.mark.parametrize("typed", [["aster:-2010"], ["aster", "-2010"], ["-V", "aster", "--", "-2010"]])
def test_a_code_is_looked_up_in_a_fork(typed):
    """The original's entry is told in the fork's name, of the namespaces that it took."""
    assert [row[:4] for row in run(*typed).rows] == [["aster", "usdm", "-2010", "NEW_ORDER_REJECTED"]]


def test_a_mistyped_code_is_looked_for_in_the_fork():
    """What may have been meant is the fork's as well."""
    near = run("aster:2010", "--format", "json").json["queries"][0]["near"]
    assert {(each["venue"], each["code"]) for each in near} == {("aster", "-2010")}


@pytest.mark.slow
def test_a_fork_is_browsed_like_any_venue():
    """Its codes are those that it took, and its own, and stand among all codes; a search finds each once."""
    codes = [row[:3] for row in run("codes", "aster").rows]
    sizes = {row[3]: int(row[5]) for row in run("venues", "-V", "aster").rows}
    assert ["aster", "usdm", "-2010"] in codes
    assert len(codes) == sum(sizes.values())
    assert ["aster", "usdm", "-2010"] in [row[:3] for row in run("codes").rows]
    assert "aster" not in {row[0] for row in run("search", "--limit", "0", "margin", "insufficient").rows}
    found = run("search", "-V", "aster", "margin insufficient").rows
    assert {row[0] for row in found} == {"aster"}


def test_what_differs_is_said_by_the_fork():
    """Where the original promises that a request failed, and the fork does not, the fork's outcome is open."""
    found = first(f"POST https://fapi.asterdex.com/fapi/v3/order {GENERAL}")
    assert (found["outcome"], found["retry"]) == ("unknown", "reconcile_first")
    assert first(f"POST https://fapi.binance.com/fapi/v1/order {GENERAL}")["outcome"] == "rejected"
    names = {row[3] for row in run("aster:-4183").rows}
    assert names == {"PRICE_HIGHTER_THAN_STOP_MULTIPLIER_UP"}
    assert {row[2] for row in run("aster:ISOLATED_REJECT_WITH_JOINT_MARGIN").rows} == {"-4167"}


def test_a_code_that_only_the_fork_has_is_found_by_itself():
    """What the original lacks is the fork's, named or not."""
    assert run("--", "-5076").rows[0][0] == "aster"


def test_a_code_that_neither_has_is_the_forks_unknown():
    """The venue that is named is told, and no other."""
    found = first('https://fapi.asterdex.com/fapi/v3/order {"code":-77777,"msg":"never seen"}')
    assert (found["venue"], found["confidence"], found["entry"]) == ("aster", "unknown", None)


def test_a_code_of_what_was_not_taken_is_not_the_forks():
    """A code of the original's futures says nothing of a fork of its spot interface."""
    found = first('https://api.binance.us/api/v3/order {"code":-4046,"msg":"No need to change margin type."}')
    assert (found["venue"], found["entry"]) == ("binance-us", None)
    assert run("binance-us:-4046").status == 1


def test_what_a_request_does_is_the_originals():
    """A timeout of a query is none, one of an order is open."""
    timeout = '{"code":-1007,"msg":"Timeout waiting for response from backend server."}'
    outcomes = [
        first(f"{verb} https://api.binance.us/api/v3/{path} {timeout}")["outcome"]
        for verb, path in (("GET", "account"), ("POST", "order"), ("POST", "order/test"))
    ]
    assert outcomes == ["none", "unknown", "none"]


def test_a_log_tells_each_line_by_what_it_names():
    """The fork and its original in one log are not mixed up."""
    lines = [
        f"2026-11-20 10:00:0{at} ERROR {host} {PAYLOAD}\n"
        for at, host in enumerate(("fapi.asterdex.com", "fapi.binance.com"))
    ]
    out = run("parse", "-", "-f", "ndjson", stdin="".join(lines)).out
    assert [json.loads(line)["venue"] for line in out.splitlines()] == ["aster", "binance"]


def test_a_fork_of_ones_own_has_what_the_original_has(gulf, tmp_path):
    """A dozen lines are enough, and a change of the original is the fork's as well."""
    assert gulf("gulf:-1121").rows[0][:4] == ["gulf", "spot", "-1121", "BAD_SYMBOL"]
    line = 'POST https://api.gulf.example/api/v3/order {"code":-1121,"msg":"Invalid symbol."}'
    assert [row[1] for row in gulf("decode", line).rows] == ["gulf"]
    changed = tmp_path / "binance.toml"
    changed.write_text(
        'schema = 1\nvenue.id = "binance"\n[[overrides]]\nnamespace = "spot"\ncode = "-1121"\nretry = "never"\n'
    )
    assert gulf("gulf:-1121", "--catalog", str(changed)).rows[0][6] == "never"


def test_five_lines_change_an_entry_that_a_fork_took(tmp_path):
    """What is said over a shipped fork holds for it alone."""
    path = tmp_path / "aster.toml"
    path.write_text('schema = 1\nvenue.id = "aster"\n[[overrides]]\ncode = "-2019"\nretry = "never"\n')
    result = run("aster:-2019", "binance:usdm:-2019", "--catalog", str(path))
    assert result.err == ""
    assert [(row[0], row[6]) for row in result.rows] == [("aster", "never"), ("binance", "after_fix")]
    assert {row[0] for row in run("--catalog", str(path), "--", "-2019").rows} == {"binance"}


@pytest.mark.parametrize(
    ("of", "space", "more", "sentence"),
    [
        ("nobody", "spot", "", "7: fork.of: there is no catalogue of 'nobody'"),
        ("aster", "usdm", "", "7: fork.of: 'aster' is a fork itself: name the venue whose codes they are"),
        ("gulf", "spot", "", "7: fork.of: there is no catalogue of 'gulf'"),
        ("binance", "spott", "", "8: fork.namespaces[0]: binance has no [namespaces.spott]; it has spot, usdm"),
        ("binance", "spot", '[namespaces.usdm]\ntitle = "T"\n', "namespaces.usdm: binance has one of that name"),
        ("binance", "spot", '[[overrides]]\ncode = "-77"\n', "overrides[0].code: there is no entry -77 to change"),
    ],
)
def test_a_fork_of_nothing_is_a_fault(gulf, of, space, more, sentence):
    """Place and remedy are named, and the rest of the program goes on."""
    result = gulf("43005", of=of, space=space, more=more)
    assert result.status == 2
    assert result.err.count("\n") == 1
    assert sentence in result.err
    assert result.rows[0][0] == "crypto-com"


def test_forks_of_each_other_are_a_fault(tmp_path):
    """A circle is named and ends."""
    for name, of in (("gulf", "bay"), ("bay", "gulf")):
        (tmp_path / f"{name}.toml").write_text(OWN.format(of=of, space="spot").replace("gulf", name, 1), "utf-8")
    result = run("43005", "--catalog", str(tmp_path))
    assert result.err.count("fork.of: there is no catalogue of") == 2
    assert result.rows[0][0] == "crypto-com"


@pytest.mark.slow
def test_samples_of_a_fork_have_to_name_it(gulf, tmp_path):
    """The linter says so where one is read as another's."""
    gulf("venues")
    path = tmp_path / "gulf.toml"
    path.write_text(path.read_text().replace("samples = []", f"samples = ['{PAYLOAD}']"))
    assert ":10: CAT011 reads as binance:usdm:-2019 MARGIN_NOT_SUFFICIEN" in run("catalog", "lint", str(path)).out


def test_a_folder_that_is_not_trusted_speaks_for_no_known_venue(tmp_path):
    """A fork could change what a known venue's codes mean: it waits for trust."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".errdecode").mkdir()
    (tmp_path / ".errdecode" / "gulf.toml").write_text(OWN.format(of="binance", space="spot"), "utf-8")
    result = run("gulf:-1121", cwd=tmp_path)
    assert "left out: catalogue that takes binance's codes;" in result.err
    assert result.status == 1


def test_a_venue_of_ones_own_is_none_the_less_a_venue(tmp_path):
    """A catalogue that is no fork may not say what differs from nothing."""
    path = tmp_path / "gateway.toml"
    path.write_text(CATALOG_HEAD.format(id="gateway", name="Gateway") + '[[overrides]]\ncode = "1"\n', "utf-8")
    assert "there is no catalogue of 'gateway' to change" in run("43005", "--catalog", str(path)).err
