"""A number behind the label of an error, and nothing else: rare ones are told of a log, never as sure."""

from __future__ import annotations

import pytest
from harness import run
from scans import findings

RARE = ("ERROR Error code: -1021", "ERROR ret_code: 110007", "WARN rpc error code -32042")
ANYBODYS = (
    "ERROR Error code: 1021",
    "ERROR error code 43005",
    "ERROR worker ended, exit code 110007",
    "ERROR error code -99",
    "INFO balance -1021 units",
    "INFO 110007 rows read",
)


@pytest.mark.parametrize("line", RARE)
def test_a_number_that_hardly_anything_else_has_is_told(line):
    """It is ambiguous all the same: a number alone makes nothing sure."""
    (found,) = findings(run("parse", "-", "-f", "ndjson", stdin=f"{line}\n"))
    assert found["confidence"] == "ambiguous"


@pytest.mark.parametrize("line", ANYBODYS)
def test_a_number_that_many_things_have_is_not(line):
    """Short, of several venues, without a label of errors, or of another thing."""
    result = run("parse", "-", stdin=f"{line}\n")
    assert (result.status, result.out) == (1, "")
