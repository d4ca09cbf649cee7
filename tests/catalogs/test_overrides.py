"""A catalogue over a shipped one of the same venue: what it says changes, everything else stays."""

from __future__ import annotations

import json

import pytest
from harness import run

ONE = """schema = 1
venue.id = "crypto-com"
[[overrides]]
code = "43005"
retry = "never"
"""
PAYLOAD = '{"id":1,"method":"private/create-order","code":43005,"message":"POST_ONLY_REJ"}'


@pytest.fixture
def over(tmp_path):
    """Return a function that runs the program with a catalogue over the shipped ones, and returns the JSON answer."""

    def ask(text, *arguments, name="crypto-com.toml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        result = run(*arguments, "--catalog", str(path), "--format", "json")
        return result, json.loads(result.out) if result.out else None

    return ask


def entries(document, at=0):
    """Return the readings of one code that was looked up."""
    return document["queries"][at]["entries"]


def shipped(code):
    """Return the readings of a code without any other catalogue."""
    return entries(run(code, "--format", "json").json)


def test_five_lines_change_one_field_of_one_entry(over):
    """The entry differs in what was said, and in nothing else."""
    _, answer = over(ONE, "crypto-com:43005")
    assert entries(answer) == [{**shipped("crypto-com:43005")[0], "retry": "never"}]


def test_a_payload_and_a_code_get_the_same_answer(over):
    """What is decoded is the entry as it was changed."""
    _, answer = over(ONE, PAYLOAD)
    finding = answer["findings"][0]
    assert (finding["confidence"], finding["retry"], finding["entry"]["retry"]) == ("certain", "never", "never")


def test_the_venues_say_what_is_ones_own(over, tmp_path):
    """The list counts the entries that another catalogue adds or changes."""
    over(ONE, "venues")
    result = run("venues", "--catalog", str(tmp_path / "crypto-com.toml"))
    said = {row[0]: row[7] for row in result.rows}
    assert (said["crypto-com"], said["binance"]) == ("shipped + 1 of yours", "shipped")


def test_the_sources_of_everything_else_stay(over):
    """A source and a namespace that both catalogues have by one name stay what they were for what was there."""
    text = """schema = 1
venue.id = "crypto-com"
[sources.docs]
title = "Our notes"
[namespaces.api]
title = "Ours"
source = "docs"
status = "observed"
[[entries]]
namespace = "api"
code = "99001"
category = "busy"
meaning = "Ours."
samples = []
"""
    _, answer = over(text, "crypto-com:306", "crypto-com:99001")
    assert entries(answer) == shipped("crypto-com:306")
    ours = entries(answer, 1)[0]
    assert (ours["source"]["title"], ours["status"]) == ("Our notes", "observed")


def test_a_namespace_declared_again_without_a_source_or_a_title(over):
    """What it does not say it has from below."""
    again = ONE.replace("[[overrides]]", '[namespaces.api]\nok = ["777"]\n[[overrides]]')
    result, answer = over(again, "crypto-com:306")
    assert (result.err, entries(answer)) == ("", shipped("crypto-com:306"))
    assert over(again, PAYLOAD.replace("43005", "777"))[1]["findings"] == []


def test_what_requests_do_is_added_to_what_is_known(over):
    """A method of one's own leaves those of the venue."""
    ours = ONE + '[asks]\nreads = ["private/our-own-query"]\n'
    timeout = '{"id":1,"method":"%s","code":40801,"message":"REQUEST_TIMEOUT"}'
    asked = [over(ours, timeout % f"private/{name}")[1]["findings"][0] for name in ("create-order", "our-own-query")]
    assert [(each["asked"], each["outcome"]) for each in asked] == [("change", "unknown"), ("read", "none")]


@pytest.mark.parametrize(
    ("venue", "selector", "sentence"),
    [
        ("crypto-com", 'code = "99999"', "4: overrides[0].code: there is no entry 99999 to change: write a new one"),
        ("crypto-com", 'code = "43005"\nnamespace = "close"', "there is no entry 43005 in close to change"),
        ("crypto-com", 'code = "43005"\nmeening = "M."', "overrides[0].meening: unknown key; did you mean 'meaning'?"),
        ("crypto-com", "", "3: overrides[0]: lacks code: "),
        ("crypto-co", 'code = "43005"', "3: overrides[0]: there is no catalogue of 'crypto-co' to change"),
        ("binance", 'code = "-1021"', "4: overrides[0].code: -1021 is 6 entries (spot INVALID_TIMESTAMP; usdm "),
    ],
)
def test_a_change_of_nothing_or_of_several_is_a_fault(over, venue, selector, sentence):
    """The place is named, and what would do."""
    text = ONE.replace('"crypto-com"', f'"{venue}"').replace('code = "43005"', selector)
    result, answer = over(text, "crypto-com:43005", name=f"{venue}.toml")
    assert sentence in result.err
    assert result.err.count("\n") == 1
    assert entries(answer) == shipped("crypto-com:43005")


def test_namespace_and_name_tell_entries_of_one_code_apart(over):
    """Only the one that is meant changes."""
    text = ONE.replace("crypto-com", "binance").replace("43005", "-1021") + 'namespace = "usdm"\n'
    _, answer = over(text, "binance:-1021", name="binance.toml")
    assert {each["namespace"] for each in entries(answer) if each["retry"] == "never"} == {"usdm"}


def test_the_linter_judges_what_is_ones_own(over, tmp_path):
    """Of the whole venue only the changed entry is looked at, with the line of its change."""
    path = tmp_path / "crypto-com.toml"
    over("#:schema ./catalog.schema.json\n" + ONE + 'meaning = "no sentence"\n', "venues")
    assert run("catalog", "lint", str(path)).out == (
        f"{path}:7: CAT006 no sentence, or without its full stop: 'no sentence'\n"
    )
