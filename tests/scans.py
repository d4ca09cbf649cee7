"""Lines to scan, and what a scan says of them."""

from __future__ import annotations

import bz2
import fcntl
import gzip
import io
import json
import lzma
import os
import select
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from harness import command, environment

from errdecode.catalog.store import open_index
from errdecode.parse.blocks import blocks
from errdecode.parse.prepare import prepare_search, prepare_speaking
from errdecode.parse.scanner import Scanner

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LOGS = Path(__file__).parent / "parse" / "logs"
PATIENCE_S = 20
"""A shared machine may take long; nothing here takes longer."""

PACKERS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    # With a checksum, as the command of that name packs.
    "zstd": partial(zstd.compress, options={zstd.CompressionParameter.checksum_flag: 1}),
}

QUIET = '2026-11-20T09:29:59.000Z INFO  cryptocom <- {"id":7,"method":"private/create-order","code":0,"result":{}}'
PRICE = "2026-11-20T09:30:00.000Z DEBUG [book] BTC_USDT best bid 43005.5 ask 43006.0"
_CALM = 5
"""How often a process has to be seen waiting."""
SECRET = "kK7-planted-0123456789-secret"  # noqa: S105  # nobody's


def error(code=43005, name="POST_ONLY_REJ", at="2026-11-20T09:30:00.000Z", number=7):
    """Return a line of a bot's log that holds an error."""
    frame = {"id": number, "method": "private/create-order", "code": code, "message": name}
    return f"{at} ERROR [orders] cryptocom <- {json.dumps(frame, separators=(',', ':'))}"


REFUSED = error()
BROKE = error(306, "INSUFFICIENT_AVAILABLE_BALANCE", "2026-11-20T10:30:00.000Z")
TIMEOUT = error(40801, "REQUEST_TIMEOUT", "2026-11-20T12:30:00.000Z")
"""What became of this request is unknown."""


def scanner_of(decoder):
    """Return a scanner of a log that was written at a known time."""
    return Scanner(lambda: decoder, _speaking, _search(), now=1_795_167_000.0)


def _speaking(recognition):
    return prepare_speaking(recognition, os.environ)


@cache
def _search():
    """Return what looks for triggers, prepared once: it remembers nothing of a log."""
    return prepare_search(open_index(), os.environ)


def found_in(scanner, data):
    """Return what a scan of bytes finds."""
    return [hit.finding for block in blocks(io.BytesIO(data).read) for hit in scanner.scan(block)]


def lines(*each):
    """Return lines as a log."""
    return "".join(f"{line}\n" for line in each).encode()


def findings(result):
    """Return the records of a run with `-f ndjson`."""
    return [json.loads(line) for line in result.out.splitlines()]


def codes(result):
    """Return (line, code) of each finding of a run with `-f ndjson`."""
    return [(record["line"], record["code"]) for record in findings(result)]


def settle(process):
    """Wait until a process has read what it was sent, and it and those that it started wait; or until it ended."""
    deadline = time.monotonic() + PATIENCE_S
    calm = 0
    while calm < _CALM and process.poll() is None:
        assert time.monotonic() < deadline, "it did not come to rest"
        time.sleep(0.02)
        waiting = struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4)))[0] if process.stdin else 0
        is_calm = not waiting and all(map(_waits, _family(process.pid)))
        calm = calm + 1 if is_calm else 0


def _family(pid):
    """Return a process and those that it started."""
    return [pid, *(each for child in children_of(pid) for each in _family(child))]


def children_of(pid):
    """Return the processes that a process started."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _waits(pid):
    """Tell whether the first thread of a process waits for something; others may look around."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "SZ"
    except OSError:
        return True


class Running:
    """A scan that has not ended."""

    def __init__(self, process):
        """Take the process."""
        self.process = process
        self._waiting = b""

    def line(self):
        """Return the next line of standard output; fail when none comes."""
        deadline = time.monotonic() + PATIENCE_S
        while b"\n" not in self._waiting:
            left = deadline - time.monotonic()
            assert left > 0, f"nothing came but {self._waiting!r}"
            if select.select([self.process.stdout], [], [], left)[0]:
                data = os.read(self.process.stdout.fileno(), 65536)
                assert data, f"it ended with {self.process.wait()}: {self.process.stderr.read()!r}"
                self._waiting += data
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line.decode()

    def said(self):
        """Return the next line of standard error; fail when none comes."""
        assert select.select([self.process.stderr], [], [], PATIENCE_S)[0], "nothing was said"
        return self.process.stderr.readline().decode().removesuffix("\n")

    def stop(self, signal):
        """Send a signal; return status, the rest of standard output, and standard error."""
        self.process.send_signal(signal)
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, (self._waiting + out).decode(), err.decode()


@contextmanager
def running(*arguments, stdin=subprocess.DEVNULL, **variables):
    """Start `errdecode parse` and end it afterwards, whatever happens."""
    process = subprocess.Popen(
        [*command(), "parse", *map(str, arguments)],
        stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(**variables), bufsize=0,
    )  # fmt: skip
    try:
        yield Running(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                pipe.close()
