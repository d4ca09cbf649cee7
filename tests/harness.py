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

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ROOT / "catalogs"
SEEDS = ROOT.parent / "shared" / "seeds"
"""The documents the first catalogues come from; not part of the project."""

TIMEOUT_S = 30

_LIMITED = """
import resource, sys
limit = int(sys.argv.pop(1)) * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
from errdecode.__main__ import run
run()
"""


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


def command(memory_mb=None):
    """Return the words that start the program, its memory limited or not."""
    if memory_mb is None:
        return [sys.executable, "-W", "error", "-m", "errdecode"]
    return [sys.executable, "-c", _LIMITED, str(memory_mb)]


def environment(**changes):
    """Return this process's variables with some changed; None takes one away."""
    merged = {**os.environ, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def run(*arguments, stdin=b"", memory_mb=None, cwd=None, timeout=TIMEOUT_S, **variables):
    """Run the program in a pipe.

    Args:
        arguments: what is typed.
        stdin: what standard input holds.
        memory_mb: address space the process may use.
        cwd: working folder; an empty one if None.
        timeout: seconds.
        variables: of the environment.
    """
    done = subprocess.run(
        [*command(memory_mb), *arguments],
        input=stdin.encode("utf-8", "surrogateescape") if isinstance(stdin, str) else stdin,
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


def on_terminal(*arguments, columns=80, timeout=TIMEOUT_S, **variables):
    """Run the program on a pseudo-terminal and return its exit status and what reached the screen."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [*command(), *arguments],
        stdin=terminal, stdout=terminal, stderr=terminal,
        env=environment(**variables), cwd=os.environ["HOME"], start_new_session=True,
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
