"""What codes mean, asked at the command line."""

from __future__ import annotations

import pytest
from harness import run


def readings(result):
    """Return (venue, namespace, code, name) of every line."""
    return [tuple(row[:4]) for row in result.rows]


def test_one_code_is_one_line_with_venue_name_and_what_became_of_the_request():
    """`errdecode 43005` says venue, name, category, outcome and next step."""
    result = run("43005")
    assert result.status == 0
    assert result.rows[0][:7] == [
        "crypto-com", "api", "43005", "POST_ONLY_REJ", "invalid_order", "rejected", "after_fix",
    ]  # fmt: skip
    assert result.err == ""


def test_a_code_of_several_venues_shows_every_reading():
    """`errdecode 1000` gives ETHGas, Crypto.com's close code and the WebSocket standard."""
    assert {row[:3] for row in readings(run("1000"))} >= {
        ("ethgas", "general", "1000"),
        ("crypto-com", "close", "1000"),
        ("websocket", "close", "1000"),
    }


def test_a_crowded_code_has_five_readings_or_more():
    """`errdecode 10001` means something else in at least five places, and nothing twice."""
    rows = run("10001").rows
    assert len({row[0] for row in rows}) >= 5
    assert len(set(map(tuple, rows))) == len(rows)


def test_a_code_twice_in_one_table_keeps_both_names():
    """`errdecode 50001` shows both rows of Crypto.com's table."""
    found = readings(run("50001"))
    assert {name for venue, _, _, name in found if venue == "crypto-com"} == {
        "ERR_INTERNAL",
        "DW_CREDIT_LINE_NOT_MAINTAINED",
    }


def test_a_missing_zero_is_a_near_reading():
    """`errdecode 5001` is TickDB's code, and OX.FUN's 05001 may have been meant."""
    result = run("5001", "--json")
    query = result.json["queries"][0]
    assert ("tickdb", "5001") in [(entry["venue"], entry["code"]) for entry in query["entries"]]
    assert {"venue": "oxfun", "namespace": "ws", "code": "05001", "why": "leading zero"}.items() <= next(
        near.items() for near in query["near"] if near["venue"] == "oxfun"
    )


def test_near_readings_go_to_standard_error_in_a_pipe():
    """Data and remarks do not mix: the near reading of 5001 is no row."""
    result = run("5001")
    assert "oxfun:05001 (leading zero)" in result.err
    assert "oxfun" not in result.out


@pytest.mark.parametrize("typed", ["05001", "oxfun:05001", "OXFUN:05001", "oxfun:ws:05001", " 05001 "])
def test_leading_zeros_are_part_of_a_code(typed):
    """A code with its zeros is exact, however its venue is named."""
    assert readings(run(typed))[0][:3] == ("oxfun", "ws", "05001")


@pytest.mark.parametrize("typed", ["Request Timed Out", "request timed out", "REQUEST  TIMED OUT"])
def test_words_are_codes_in_any_case(typed):
    """A code that is a sentence is found, whatever its case and spaces."""
    assert ("okcoin", "rest", "Request Timed Out") in [row[:3] for row in readings(run(typed))]


@pytest.mark.parametrize("typed", ["post_only_rej", "POST_ONLY_REJ", "Post_Only_Rej", "crypto-com:post_only_rej"])
def test_a_name_is_found_in_any_case(typed):
    """A venue's symbol leads to its code."""
    assert readings(run(typed)) == [("crypto-com", "api", "43005", "POST_ONLY_REJ")]


def test_a_message_word_for_word_is_found():
    """What the venue wrote leads to its code."""
    assert ("oxfun", "ws", "20025") in [row[:3] for row in readings(run("API key is invalid"))]


@pytest.mark.parametrize("typed", [["-32601"], ["--", "-32601"], ["lookup", "-32601"], ["lookup", "--", "-32601"]])
def test_a_negative_code_is_no_option(typed):
    """A code with a minus is understood with and without `--`."""
    result = run(*typed)
    assert result.status == 0
    assert ("json-rpc", "error", "-32601", "Method not found") in readings(result)


def test_a_negative_code_stands_beside_options():
    """Options may stand on either side of a negative code."""
    for typed in (["-V", "json-rpc", "-32601", "-f", "rows"], ["-32601", "-V", "json-rpc"]):
        assert [row[:3] for row in readings(run(*typed))] == [("json-rpc", "error", "-32601")]
    assert ("json-rpc", "error", "-32601") in [row[:3] for row in readings(run("-f", "rows", "-32601"))]


def test_a_lost_minus_is_a_near_reading():
    """`32601` is in no catalogue, but -32601 is."""
    result = run("32601", "--json")
    assert result.status == 1
    query = result.json["queries"][0]
    assert query["entries"] == []
    assert ("json-rpc", "-32601", "sign") in [(near["venue"], near["code"], near["why"]) for near in query["near"]]


def test_an_unknown_code_names_its_neighbours():
    """`errdecode 99999` ends with 1 and says what may have been meant."""
    result = run("99999")
    assert result.status == 1
    assert result.out == ""
    assert "99999: in no catalogue" in result.err
    assert "near 99999:" in result.err


def test_a_slip_of_one_letter_finds_the_name():
    """A mistyped name has its right spelling as a neighbour."""
    result = run("POST_ONLY_REG", "--json")
    assert result.status == 1
    assert ("POST_ONLY_REJ", "one letter off") in [
        (near["name"], near["why"]) for near in result.json["queries"][0]["near"]
    ]


@pytest.mark.parametrize("code", ["1", "1000", "5001", "99999", "1121"])
def test_near_readings_do_not_repeat_themselves(code):
    """What is printed as near is printed once, in a pipe and in a table."""
    (line,) = [line for line in run(code).err.splitlines() if line.startswith("errdecode: near")]
    shown = [each.rstrip(")") for each in line.partition(f"near {code}: ")[2].split("), ")]
    assert len(shown) == len(set(shown)) > 0
    lines = run(code, "-f", "table").out.partition("Near:")[2].splitlines()
    assert len(lines) == len(set(lines)) > 1


def test_several_codes_answer_in_their_order():
    """Each code has its own answer, the unknown one an empty one."""
    result = run("43005", "99999", "-1121", "--json")
    assert result.status == 1
    queries = result.json["queries"]
    assert [query["query"] for query in queries] == ["43005", "99999", "-1121"]
    assert [bool(query["entries"]) for query in queries] == [True, False, True]


def test_a_venue_narrows_a_lookup():
    """`-V` leaves only that venue's readings, by id or alias."""
    for name in ("okcoin", "OKCoin"):
        found = readings(run("-V", name, "10001"))
        assert {row[0] for row in found} == {"okcoin"}
        assert {row[1] for row in found} == {"rest", "ws"}


def test_an_alias_of_a_venue_stands_before_a_code():
    """`cryptocom:306` is `crypto-com:306`."""
    assert readings(run("cryptocom:306"))[0][:3] == ("crypto-com", "api", "306")


def test_an_unknown_venue_is_a_usage_error_with_a_suggestion():
    """A mistyped venue ends with 2 and names the one that was meant."""
    result = run("-V", "okcoim", "10001")
    assert result.status == 2
    assert result.out == ""
    assert result.err.count("\n") == 1
    assert "okcoin" in result.err


def test_a_live_venue_comes_before_a_retired_one():
    """Of equal readings the ones that still occur stand first."""
    retired = {"okcoin", "oxfun"}
    for code in ("1000", "10001", "50001", "20001"):
        found = [row[0] in retired for row in readings(run(code))]
        assert found == sorted(found), code


def test_names_of_many_venues_are_no_neighbours():
    """Of a code that many venues have, the same names elsewhere are noise."""
    shared, own = run("1", "--json").json["queries"][0], run("--json", "--", "-1013").json["queries"][0]
    assert {near["why"] for near in shared["near"]} == {"sign", "leading zero"}
    assert "same name" in {near["why"] for near in own["near"]}
