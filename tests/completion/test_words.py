"""The words that a shell completes, as a user's catalogues make them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CATALOG = """schema = 1
[venue]
id = "gateway"
name = "Gate\\u009b31mway"
status = "live"
[sources.docs]
title = "Our own"
url = "https://gateway.example/errors"
read = 2026-11-20
[namespaces.api]
title = "API"
kind = "api"
source = "docs"
status = "documented"
[[entries]]
namespace = "api"
code = "G-77"
name = "LIMIT_REACHED"
category = "bad_request"
meaning = "A\\u009d0;b\\u009c \\u202e."
samples = ['{"code":"G-77"}']
[[entries]]
namespace = "api"
code = "G\\u009b2J"
name = "CLEARS\\u2028THE SCREEN"
category = "bad_request"
meaning = "It clears."
samples = ['{"code":"x"}']
"""


@pytest.fixture
def words(tmp_path, few):
    """Run a lookup with the catalogue at a place; return the words that are in the cache then."""

    def run(place, *arguments, **variables):
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(CATALOG, encoding="utf-8")
        environment = {
            "HOME": str(tmp_path),
            "PATH": os.environ["PATH"],
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            **few,
            **variables,
        }
        command = [sys.executable, "-m", "errdecode", "4003", *arguments]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "left out" not in done.stderr
        written = tmp_path / "cache" / "errdecode" / "completion.tsv"
        return written.read_text(encoding="utf-8").split("\n") if written.exists() else None

    return run


def test_a_user_s_own_codes_are_among_them(words):
    """A lookup that finds a new catalogue of the user's writes its words beside the shipped ones."""
    found = words("config/errdecode/catalogs/gateway.toml")
    assert [line.split("\t")[0] for line in found if "gateway" in line.lower()][:1]
    assert {"G-77", "LIMIT_REACHED", "gateway:G-77", "gateway:LIMIT_REACHED", "gateway:", "4003"} <= {
        line.split("\t")[0] for line in found
    }


def test_nothing_in_them_acts_on_a_terminal(words):
    """Escape sequences and direction marks of a catalogue are spelled out or left out."""
    found = words("config/errdecode/catalogs/gateway.toml")
    assert [line for line in found if not line.replace("\t", "").isprintable()] == []
    assert "gateway:G-77\tLIMIT_REACHED: A\\x9d0;b\\x9c \\u202e." in found
    assert not [line for line in found if "CLEARS" in line.split("\t")[0]]


def test_a_project_s_catalogue_stays_out(words):
    """What holds in one folder only is not completed everywhere."""
    assert "G-77" not in str(words(".errdecode/gateway.toml"))


def test_a_catalogue_of_one_call_stays_out(words):
    """What was named on the command line is not completed afterwards."""
    assert "G-77" not in str(words("other/gateway.toml", "--catalog", "other/gateway.toml"))
