"""What every test stands on: a home of its own, and goldens that can be written anew."""

from __future__ import annotations

import os

import hypothesis
import pytest

hypothesis.settings.register_profile(
    "suite",
    database=None,  # leaves no folder behind
    deadline=None,  # a shared machine pauses whom it likes
    max_examples=150,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")

FOREIGN = ("ERRDECODE_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "XDG_", "PAGER", "LESS", "BROWSER")
"""Variables of whoever runs the tests that would change an answer."""


def pytest_addoption(parser):
    """Add the option that writes goldens anew."""
    parser.addoption("--update-goldens", action="store_true", help="write tests/golden/*.txt anew; then read the diff")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """Give the whole run one empty home, so that it shares one index and sees no catalogue of the user's."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(FOREIGN):
                patch.delenv(name)
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("TZ", "UTC")
        # A program that is compiled again at every start makes slow tests.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield folder


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    """Give one test a home that it may spoil."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path
