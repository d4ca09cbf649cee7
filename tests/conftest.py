"""What every test stands on: a home of its own, and goldens that can be written anew."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import time

import hypothesis
import pytest
from harness import CATALOGS, ROOT, SERVERS, run

hypothesis.settings.register_profile(
    "suite",
    database=None,  # leaves no folder behind
    deadline=None,  # a shared machine pauses whom it likes
    max_examples=60,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A script's background leaves it ignored, and what the tests start and interrupt would ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

FOREIGN = ("ERRDECODE_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "XDG_", "PAGER", "LESS", "BROWSER")
"""Variables of whoever runs the tests that would change an answer."""


CPU_S = 460
"""What the whole suite takes of one processor, in seconds."""
WAITS_S = 90
"""What it waits besides, for shells and for clocks."""
NEEDS_TOOLS = os.environ.get("ERRDECODE_REQUIRE_TOOLS") == "1"
"""Whether every shell, tool and package that a test drives has to be there."""
MISSING = re.compile(r"is not installed|could not import")
"""What a test says that skips for want of one."""


def pytest_sessionstart(session):
    """Say what the whole suite will take, before it takes it; the usual header is not shown with -q."""
    config = session.config
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and config.args_source is pytest.Config.ArgsSource.TESTPATHS and not hasattr(config, "workerinput"):
        processes = config.getoption("numprocesses", None) or 1
        processors = min(processes, os.cpu_count() or 1)
        minutes = max(CPU_S / processors, (CPU_S + WAITS_S) / processes) / 60
        reporter.write_line(
            f"{processes} processes, about {minutes:.1f} minutes where nothing else runs ({CPU_S} s of one processor)"
        )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Return one more than there are processors: while one waits for a shell or a clock, the others work."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Fail what a missing tool would skip, where tools have to be there."""
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Do so for a whole file."""
    return _required((yield))


def _required(report):
    reason = str(report.longrepr[2]) if report.skipped and isinstance(report.longrepr, tuple) else ""
    if NEEDS_TOOLS and MISSING.search(reason):
        report.outcome = "failed"
        report.longrepr = f"{reason}, and ERRDECODE_REQUIRE_TOOLS=1 wants it"
    return report


def pytest_addoption(parser):
    """Add the options of this suite."""
    parser.addoption("--update-goldens", action="store_true", help="write tests/golden/*.txt anew; then read the diff")
    parser.addoption("--one-of-each", action="store_true", help="run each test with the first of its cases only")


def pytest_configure(config):
    """Let laws hold for few examples where one of each is asked for."""
    if config.getoption("--one-of-each"):
        hypothesis.settings.register_profile("one of each", hypothesis.settings.get_profile("suite"), max_examples=10)
        hypothesis.settings.load_profile("one of each")


def pytest_collection_modifyitems(config, items):
    """Keep the first case of each test where one of each is asked for."""
    if not config.getoption("--one-of-each"):
        return
    first = {}
    for item in items:
        first.setdefault(item.nodeid.partition("[")[0], item)
    kept = list(first.values())
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


_YEAR_S = 365 * 86_400


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
        shutil.copytree(_made_once(tmp_path_factory), folder / "cache")
        yield folder
        SERVERS.close()


def _made_once(tmp_path_factory):
    """Return the cache as a first scan leaves it, made by whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    made = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    with open(f"{made}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            line = '{"id":1,"method":"private/create-order","code":306}'
            assert run("parse", "-", stdin=line, XDG_CACHE_HOME=str(made)).status == 0
            # Those of tests with catalogues of their own push out the oldest.
            for path in (made / "errdecode").iterdir():
                os.utime(path, (time.time() + _YEAR_S,) * 2)
    return made


@pytest.fixture(scope="session")
def made_cache(tmp_path_factory, home):  # noqa: ARG001  # where it is made
    """Return a cache as the program's first scan left it, to be looked at only."""
    return _made_once(tmp_path_factory)


@pytest.fixture
def new_home(tmp_path, monkeypatch):
    """Give one test a home that it may spoil, as it is before the program ran."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def own_home(new_home, made_cache):
    """Give one test a home that it may spoil, in which the program ran before."""
    shutil.copytree(made_cache, new_home / "cache")
    return new_home


@pytest.fixture(scope="session")
def few(tmp_path_factory, home):  # noqa: ARG001  # where caches go
    """Return variables under which the program ships three catalogues: what goes through all takes a fraction."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "errdecode").symlink_to(ROOT / "errdecode")
    (folder / "catalogs").mkdir()
    for name in ("taxonomy.toml", "drafting", "catalog.schema.json", "json-rpc.toml", "tickdb.toml"):
        (folder / "catalogs" / name).symlink_to(CATALOGS / name)
    shutil.copytree(CATALOGS / "oanda", folder / "catalogs" / "oanda")
    return {"PYTHONPATH": str(folder)}
