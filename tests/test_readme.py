"""Every example of the README runs, and its output is what the README shows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import NamedTuple

import pytest
from harness import ROOT, environment, on_terminal, run
from venue import Venue

README = ROOT / "README.md"
BLOCK = re.compile(r"(?P<mark><!-- (?:run|test) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL)
LOG = (
    '2026-11-20T09:30:00Z ERROR cryptocom <- {"id":7,"method":"private/create-order","code":40801,'
    '"message":"REQUEST_TIMEOUT","original":"{\\"id\\":7,\\"method\\":\\"private/create-order\\",\\"params\\":'
    '{\\"instrument_name\\":\\"BTC_USDT\\",\\"side\\":\\"BUY\\",\\"client_oid\\":\\"bot-7\\"}}"}\n'
    "2026-11-20T09:30:01Z INFO  BTC_USDT best bid 43005.5\n"
    '2026-11-20T09:31:10Z ERROR cryptocom <- {"id":8,"method":"private/create-order","code":43005,'
    '"message":"POST_ONLY_REJ"}\n'
    '2026-11-20T09:31:40Z ERROR POST https://api.binance.com/api/v3/order 400 {"code":-1021,'
    '"msg":"Timestamp for this request is outside of the recvWindow."}\n'
)


class Example(NamedTuple):
    """A command and what the README shows below it."""

    command: str
    output: str


def blocks(kind):
    """Return the fenced blocks of a kind."""
    return [match for match in BLOCK.finditer(README.read_text(encoding="utf-8")) if match["kind"] == kind]


def examples():
    """Return the commands whose output the README shows."""
    found = []
    for match in blocks("console"):
        if match["mark"]:
            command, _, output = match["body"].partition("\n")
            found.append(Example(command.removeprefix("$ "), output))
    return found


def shown(example, folder):
    """Return what a terminal of 80 columns shows in a folder."""
    arguments = shlex.split(example.command)[1:]
    out = on_terminal(*arguments, columns=80, cwd=folder, NO_COLOR="1").out
    return "\n".join(line.rstrip() for line in out.splitlines()) + "\n"


@pytest.fixture
def workplace(tmp_path):
    """A folder with the files that the examples name."""
    (tmp_path / "bot.log").write_text(LOG, encoding="utf-8")
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "old.log").write_text(LOG, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.command[:40])
def test_an_example_shows_what_the_program_prints(example, workplace, request):
    """What stands below a command is what a terminal of 80 columns shows."""
    out = shown(example, workplace)
    if request.config.getoption("--update-goldens"):
        text = README.read_text(encoding="utf-8")
        before = f"$ {example.command}\n{example.output}```"
        assert before in text
        README.write_text(text.replace(before, f"$ {example.command}\n{out}```"), encoding="utf-8")
        return
    assert out == example.output, "the README is not fresh: pytest tests/test_readme.py --update-goldens"


def shell_lines():
    """Return the lines of the README's shell blocks that run the program and come to an end."""
    lines = [line.partition("#")[0].strip() for match in blocks("sh") for line in match["body"].splitlines()]
    return [line for line in lines if "errdecode" in line and "venv" not in line and "parse -F" not in line]


@pytest.mark.parametrize("line", shell_lines())
def test_a_shell_line_runs(line, workplace):
    """Each line ends with a status that says that it was understood, and says nothing of a mistake."""
    for step in shell_lines()[: shell_lines().index(line)]:
        if "catalog new" in step:
            run(*shlex.split(step)[1:], cwd=workplace)
    arguments = shlex.split(line.rpartition("|")[2])[1:]
    stdin = (workplace / "bot.log").read_bytes() if "|" in line else b""
    result = run(*arguments, stdin=stdin, cwd=workplace)
    assert result.status in (0, 1, 3), result.err
    assert "Usage" not in result.err


def test_the_python_example_runs(workplace):
    """The values beside the lines are the values that they have."""
    body = blocks("python")[0]["body"]
    lines = []
    for line in body.splitlines():
        code, _, value = line.partition("#")
        if value.strip().startswith(("'", "(")):
            lines.append(f"assert ({code.strip()}) == {value.strip()}, ({code.strip()})")
        else:
            lines.append(code.rstrip())
    program = "\n".join(lines)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=workplace, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 40801")


def test_the_example_before_a_retry_looks_for_its_order():
    """An order whose answer is lost is not sent twice: the server sees it once, and then the question."""
    pytest.importorskip("ccxt")
    venue = Venue("lost")
    lines = blocks("python")[1]["body"].splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("exchange = "))
    lines.insert(at + 1, f"exchange.urls['api']['private'] = 'http://127.0.0.1:{venue.port}/api/v3'")
    program = "\n".join(("import time", "KEY = SECRET = 'k' * 20", *lines))
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "may have been executed" in done.stdout
    assert [verb for verb, _ in venue.executed] == [b"POST"]


def test_the_setting_up_is_one_line_each():
    """The two commands that set everything up are single lines."""
    commands = [line for match in blocks("sh") for line in match["body"].splitlines() if "venv .venv" in line]
    assert [("errdecode 43005" in line, "pytest" in line) for line in commands] == [(True, False), (False, True)]
