"""The front door: run `errdecode` as a process, in this process, or on a terminal."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
from pathlib import Path
from typing import NamedTuple

from warm import Server

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ROOT / "catalogs"
SEEDS = ROOT.parent / "shared" / "seeds"
"""The documents the first catalogues come from; not part of the project."""

TIMEOUT_S = 30
_AT_START = ("PYTHONIO", "PYTHONUTF8", "LC_", "LANG")
"""Variables that an interpreter reads when it starts."""

_LIMITED = """
import resource, sys
for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
    limit = int(sys.argv.pop(1))
    resource.setrlimit(kind, (limit, limit))
from errdecode.__main__ import run
run()
"""


CATALOG_HEAD = """schema = 1
[venue]
id = "{id}"
name = "{name}"
status = "live"
[sources.wiki]
title = "Error codes"
[namespaces.api]
title = "API"
source = "wiki"
"""
"""The least that a catalogue needs above its entries."""


class Result(NamedTuple):
    """How a run ended."""

    status: int
    out: str
    err: str

    @property
    def rows(self):
        """Return the lines of standard output, split at their tabs."""
        return [line.split("\t") for line in self.out.splitlines()]

    @property
    def json(self):
        """Return standard output as one JSON document."""
        return json.loads(self.out)


def command(memory_mb=None, cpu_s=TIMEOUT_S):
    """Return the words that start the program, its memory limited or not."""
    if memory_mb is None:
        return [sys.executable, "-W", "error", "-m", "errdecode"]
    return [sys.executable, "-c", _LIMITED, str(memory_mb * 1024 * 1024), str(cpu_s)]


def environment(**changes):
    """Return this process's variables with some changed; None takes one away."""
    merged = {**os.environ, **changes}
    return {name: value for name, value in merged.items() if value is not None}


class _Servers:
    """The servers of this process, each started by the first run that needs it."""

    def __init__(self):
        self._open = {}

    def get(self, path):
        """Return the one that imports from a PYTHONPATH."""
        if path not in self._open:
            self._open[path] = Server(environment(PYTHONPATH=path))
        return self._open[path]

    def close(self):
        """End all that were started."""
        while self._open:
            self._open.popitem()[1].close()


SERVERS = _Servers()


def run(*arguments, stdin=b"", memory_mb=None, cpu_s=TIMEOUT_S, cwd=None, timeout=TIMEOUT_S, **variables):
    """Run the program in a pipe.

    Args:
        arguments: what is typed.
        stdin: what standard input holds.
        memory_mb: address space the process may use.
        cpu_s: seconds of a processor that it may use then.
        cwd: working folder; an empty one if None.
        timeout: seconds.
        variables: of the environment.
    """
    data = stdin.encode("utf-8", "surrogateescape") if isinstance(stdin, str) else stdin
    cwd = cwd or os.environ["HOME"]
    if memory_mb is not None or any(name.startswith(_AT_START) for name in variables):
        words = command(memory_mb, cpu_s)
        return run_cold(*arguments, words=words, stdin=data, cwd=cwd, timeout=timeout, **variables)
    merged = environment(**variables)
    status, out, err = SERVERS.get(merged.get("PYTHONPATH")).run(
        arguments, stdin=data, environment=merged, cwd=cwd, timeout=timeout
    )
    return Result(status, out.decode(), err.decode("utf-8", "replace"))


def run_cold(*arguments, words=None, stdin=b"", cwd=None, timeout=TIMEOUT_S, **variables):
    """Do the same from the start of an interpreter on, which `words` start."""
    done = subprocess.run(
        [*(words or command()), *arguments],
        input=stdin,
        capture_output=True,
        env=environment(**variables),
        cwd=cwd or os.environ["HOME"],
        timeout=timeout,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace"))


def run_here(*arguments, stdin=""):
    """Run the program in this process, which is a hundred times as quick, for properties over many inputs."""
    from errdecode.__main__ import main  # noqa: PLC0415  # after the isolation of the home

    saved = sys.stdin, sys.stdout, sys.stderr
    data = stdin.encode("utf-8", "surrogatepass") if isinstance(stdin, str) else stdin
    sys.stdin, sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(each), "utf-8") for each in (data, b"", b""))
    try:
        status = main(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        texts = [stream.buffer.getvalue().decode() for stream in (sys.stdout, sys.stderr)]
    finally:
        sys.stdin, sys.stdout, sys.stderr = saved
    return Result(status, *texts)


def on_terminal(*arguments, columns=80, cwd=None, timeout=TIMEOUT_S, **variables):
    """Run the program on a pseudo-terminal and return its exit status and what reached the screen."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [*command(), *arguments],
        stdin=terminal, stdout=terminal, stderr=terminal,
        env=environment(**variables), cwd=cwd or os.environ["HOME"], start_new_session=True,
    )  # fmt: skip
    os.close(terminal)
    watchdog = threading.Timer(timeout, process.kill)
    watchdog.start()
    chunks = []
    try:
        while chunk := os.read(controller, 65536):
            chunks.append(chunk)
    except OSError:
        pass  # Linux says so when the other end is closed
    finally:
        status = process.wait()
        watchdog.cancel()
        os.close(controller)
    return Result(status, b"".join(chunks).decode().replace("\r\n", "\n"), "")
