"""The harness: a run that shares its start is a run, and nothing that is wanted is skipped in silence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from harness import ROOT, run, run_cold

_SKIPS = """
import pytest

@pytest.fixture(scope="session", autouse=True)
def home():
    "Needs none."

def test_it():
    pytest.skip("nosuchtool is not installed")
"""
PAYLOAD = '{"id":1,"method":"private/create-order","code":306}'


@pytest.mark.parametrize(
    "typed",
    [
        ["43005"],
        ["43005", "-f", "table", "--color", "always"],
        ["lookup", "10001", "--json"],
        ["99999"],
        ["decode", PAYLOAD, "-f", "table"],
        ["decode", "-"],
        ["parse", "-", "-f", "table"],
        ["parse", "-", "-f", "annotate"],
        ["parse", "-", "-f", "csv"],
        ["search", "post", "only"],
        ["venues"],
        ["codes", "tickdb", "-f", "ndjson"],
        ["catalog", "path"],
        ["catalog", "new", "acme"],
        ["catalog", "import", "-"],
        ["catalog", "diff", "tickdb", "tickdb"],
        ["catalog", "lint", "--explain", "CAT008"],
        ["completion", "show", "bash"],
        ["--help"],
        ["parse", "--help"],
        ["--jsno"],
    ],
    ids=" ".join,
)
def test_a_run_that_shares_its_start_is_like_one_from_a_cold_start(typed):
    """Status and both streams are those of an interpreter that imports what it needs itself."""
    assert run(*typed, stdin=PAYLOAD, COLUMNS="80") == run_cold(*typed, stdin=PAYLOAD.encode(), COLUMNS="80")


def test_a_run_that_takes_too_long_is_ended(tmp_path):
    """It is killed, and the next one answers."""
    os.mkfifo(tmp_path / "never")
    with pytest.raises(subprocess.TimeoutExpired):
        run("parse", str(tmp_path / "never"), timeout=0.5)
    assert run("43005").status == 0


@pytest.mark.parametrize(("wanted", "status"), [(None, 0), ("1", 1)], ids=["skips", "fails"])
@pytest.mark.slow
def test_a_missing_tool_fails_where_tools_are_wanted(tmp_path, wanted, status):
    """ERRDECODE_REQUIRE_TOOLS=1 makes a failure of a test, and of a file, that would be skipped for want of one."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_tool.py").write_text(_SKIPS)
    (tmp_path / "test_package.py").write_text("import pytest\npytest.importorskip('no_such_package')\n")
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "ERRDECODE_REQUIRE_TOOLS": wanted or ""}
    for name in ("test_tool.py", "test_package.py"):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", name],
            cwd=tmp_path, env=variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        # A file without a test ends with 5, an error in one with 2.
        assert (done.returncode in (0, 5)) is (status == 0), done.stdout
