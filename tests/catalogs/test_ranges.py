"""An entry of a range of codes holds for each number in it that has no entry of its own."""

from __future__ import annotations

import pytest
from harness import CATALOG_HEAD, run

RANGE = """[[entries]]
namespace = "api"
code = "{limits}"
category = "unspecified"
meaning = "One of those."
samples = []
"""


def frame(code, message="upstream is busy"):
    """Return an answer of JSON-RPC."""
    return f'{{"jsonrpc":"2.0","id":7,"error":{{"code":{code},"message":"{message}"}}}}'


@pytest.mark.parametrize("code", ["-32099", "-32042", "-32020"])
def test_a_number_in_the_range_is_answered_under_itself(code):
    """What is left to each server may have changed something, and the answer says that it is the range's."""
    (entry,) = run("--format", "json", "--", code).json["queries"][0]["entries"]
    assert (entry["code"], entry["name"]) == (code, "Server error (implementation-defined)")
    assert (entry["outcome"], entry["retry"]) == ("unknown", "reconcile_first")
    assert "json-rpc" not in run("--", code).err


@pytest.mark.parametrize("code", ["-32100", "-31999", "-32768"])
def test_a_number_outside_of_it_is_not(code):
    """The range ends where it says."""
    assert run("--", code).status == 1


def test_a_number_with_an_entry_of_its_own_is_not_the_ranges():
    """Neither looked up nor decoded."""
    names = {row[3] for row in run("--", "json-rpc:-32005").rows}
    assert names == {"Limit exceeded", "NodeUnhealthy"}
    found = run("decode", frame(-32005, "limit exceeded"), "--format", "json").json["findings"][0]
    assert "implementation-defined" not in {found["name"], *(other["name"] for other in found["alternatives"])}


def test_a_number_typed_without_its_sign_is_near():
    """The one that may have been meant is named."""
    assert "near 32042: json-rpc:-32042 Server error (implementation-defined) (sign)" in run("32042").err


def test_a_frame_with_such_a_number_is_decoded():
    """The finding carries the number, and is careful."""
    found = run("decode", frame(-32042), "--format", "json").json["findings"][0]
    assert (found["venue"], found["code"], found["outcome"]) == ("json-rpc", "-32042", "unknown")
    assert found["entry"]["code"] == "-32042"


def test_in_a_log_such_a_number_is_an_error_where_others_are():
    """In a frame or behind a label of an error it is told, by itself it is a number."""
    lines = [
        f"2026-11-20 10:00:00 INFO got {frame(-32042)}",
        "2026-11-20 10:00:01 ERROR rpc error code -32042",
        "2026-11-20 10:00:02 INFO balance -32042 units",
        "2026-11-20 10:00:03 INFO moved to x=-32042 y=-32050",
    ]
    rows = run("parse", "-", "-f", "rows", stdin="\n".join(lines) + "\n").rows
    assert [(row[1], row[6]) for row in rows] == [("1", "-32042"), ("2", "-32042")]


def test_the_range_is_browsed_as_one():
    """It is one entry among the codes, behind the numbers."""
    assert run("codes", "json-rpc").rows[-1][2] == "-32099..-32000"


@pytest.mark.parametrize(
    ("limits", "status", "typed"), [("10..20", 0, "gateway:15"), ("20..10", 2, "43005"), ("-5..5", 0, "gateway:-3")]
)
def test_a_range_of_ones_own(tmp_path, limits, status, typed):
    """It counts upwards, or is a fault."""
    path = tmp_path / "gateway.toml"
    path.write_text(CATALOG_HEAD.format(id="gateway", name="Gateway") + RANGE.format(limits=limits), "utf-8")
    result = run(typed, "--catalog", str(path))
    assert result.status == status
    assert result.rows
    assert ("entries[0].code: is a range that holds nothing" in result.err) is (status != 0)
