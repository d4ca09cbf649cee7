"""Runs of the program that share one start.

A server has the program imported and forks for each run. A run is a process
like any other, with streams, folder and variables of its own; what it does not
pay for again is the interpreter and the imports, which are most of a short run.
Run as a script, this file is the server.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from itertools import starmap

import errdecode
from errdecode.core.patterns import lazy

_LENGTH = 8
"""Bytes of a message's length."""
_CHUNK = 1 << 16


class Server:
    """The client's side: starts the server and asks it for runs."""

    def __init__(self, environment):
        """Start it, with warnings as errors.

        Args:
            environment: of which it takes what holds from an interpreter's start on, such as the locale.
        """
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "error", "-P", __file__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment,
                pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip

    def run(self, arguments, *, stdin, environment, cwd, timeout):
        """Run the program in a pipe; return exit status, standard output and standard error.

        Args:
            arguments: what is typed, str or bytes.
            stdin: what standard input holds.
            environment: all variables.
            cwd: working folder.
            timeout: seconds.

        Raises:
            TimeoutExpired: it took longer and was ended.
        """
        (their_in, our_in), (our_out, their_out), (our_err, their_err) = starmap(os.pipe, [()] * 3)
        theirs = [their_in, their_out, their_err]
        request = json.dumps([list(map(os.fsdecode, arguments)), dict(environment), os.fspath(cwd)]).encode()
        try:
            socket.send_fds(self._channel, [len(request).to_bytes(_LENGTH, "little")], theirs)
        finally:
            for each in theirs:
                os.close(each)
        self._channel.sendall(request)
        pid = self._number()
        try:
            out, err = _talked(our_in, our_out, our_err, memoryview(stdin), time.monotonic() + timeout)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(arguments, timeout) from None
        finally:
            status = self._number()
        return os.waitstatus_to_exitcode(status), out, err

    def close(self):
        """End it."""
        self._channel.close()
        self._process.wait()

    def _number(self):
        data = _received(self._channel, _LENGTH)
        if not data:
            raise ChildProcessError("the server of runs has ended")
        return int.from_bytes(data, "little")


def _talked(stdin, stdout, stderr, data, deadline):
    """Write to one pipe while reading two; return what they said."""
    said = {stdout: b"", stderr: b""}
    os.set_blocking(stdin, False)
    with selectors.DefaultSelector() as selector:
        selector.register(stdin, selectors.EVENT_WRITE)
        for each in said:
            selector.register(each, selectors.EVENT_READ)
        while waiting := selector.get_map():
            ready = selector.select(max(0, deadline - time.monotonic()))
            for key, _ in ready:
                if key.fd == stdin:
                    data = data[_written(stdin, data[:_CHUNK]) :]
                    ended = not data
                else:
                    chunk = os.read(key.fd, _CHUNK)
                    said[key.fd] += chunk
                    ended = not chunk
                if ended:
                    selector.unregister(key.fd)
                    os.close(key.fd)
            if not ready:
                for each in list(waiting):
                    os.close(each)
                raise TimeoutError
    return said[stdout], said[stderr]


def _written(pipe, data):
    """Return how many bytes went into a pipe; all, where nobody reads it any more."""
    try:
        return os.write(pipe, data) if data else 0
    except BrokenPipeError:
        return sys.maxsize


def _received(channel, size):
    """Return so many bytes, or none where the other side has gone."""
    data = b""
    while len(data) < size:
        chunk = channel.recv(size - len(data))
        if not chunk:
            return b""
        data += chunk
    return data


def _serve(channel):
    """Fork for each request, one after the other, until the client goes."""
    while True:
        length, streams, _, _ = socket.recv_fds(channel, _LENGTH, 3)
        if not length:
            return
        request = json.loads(_received(channel, int.from_bytes(length, "little")))
        pid = os.fork()
        if not pid:
            channel.close()
            _become(streams, *request)
        for each in streams:
            os.close(each)
        channel.sendall(pid.to_bytes(_LENGTH, "little"))
        channel.sendall(os.waitpid(pid, 0)[1].to_bytes(_LENGTH, "little"))


def _become(streams, arguments, environment, cwd):
    """Be a run of the program."""
    try:
        for number, (name, stream) in enumerate(zip(("stdin", "stdout", "stderr"), streams, strict=True)):
            os.dup2(stream, number)
            os.close(stream)
            _open_anew(name, number)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        os.chdir(cwd)
        program = importlib.import_module("errdecode.__main__")
        sys.argv = [program.__file__, *arguments]
        program.run()
    except BaseException:  # noqa: BLE001  # as the interpreter does
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(1)


def _open_anew(name, number):
    """Make a standard stream for what its number stands for now, as the interpreter makes it."""
    old = getattr(sys, name)
    new = open(  # noqa: SIM115  # as long as the process lives
        number, old.mode, 1 if name == "stderr" else -1, old.encoding, old.errors, closefd=False
    )
    setattr(sys, name, new)


def _import_all():
    """Import what any run could need, and compile the patterns that its modules hold."""
    for module in pkgutil.walk_packages(errdecode.__path__, "errdecode."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, lazy):
                    value.match  # noqa: B018  # asked for anything, it is compiled
    measuring = "coverage" in sys.modules and sys.modules["coverage"].Coverage.current()
    if measuring:
        # What was seen until now is not written again by every fork.
        measuring.save()
    # Shared with every fork, and not to be copied for being counted.
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _import_all()
    with socket.socket(fileno=int(sys.argv[1])) as given:
        _serve(given)
