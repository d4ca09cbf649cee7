"""A real shell on a pseudo-terminal, typed into as a person would."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import termios
import time

COMPLETIONS = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "completions")
SCRIPTS = {"bash": "errdecode.bash", "zsh": "_errdecode", "fish": "errdecode.fish"}
PROMPT = "ready> "
WIDTH = 160

# A stand-in for the program, so that a line can be run and its words be seen.
_STUB = '#!/bin/sh\nprintf "arguments"\nfor each; do printf "<%s>" "$each"; done\nprintf "\\n"\n'

_STARTS = {
    "bash": (
        ["bash", "--noprofile", "--norc", "-i"],
        "PS1='ready> '; bind 'set show-all-if-ambiguous on'; bind 'set completion-query-items 0'; "
        "bind 'set page-completions off'; bind 'set enable-bracketed-paste off'; source {script}\n",
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        "PS1='ready> '; unsetopt zle_bracketed_paste prompt_sp; LISTMAX=9999; fpath=({folder} $fpath); "
        "autoload -Uz compinit; compinit -u -D\n",
    ),
    "fish": (
        ["fish", "--private", "--no-config", "-i"],
        "function fish_prompt; echo -n 'ready> '; end; function fish_right_prompt; end; "
        "set -g fish_greeting; set -g fish_autosuggestion_enabled 0; source {script}\n",
    ),
}

_CONTROL = re.compile(r"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B]|[=>78MDEHc])")


class Shell:
    """One interactive shell."""

    def __init__(self, name: str, folder: str, script: str | None = None) -> None:
        """Start it with an empty home.

        Args:
            name: bash, zsh or fish.
            folder: an empty folder for the home, the caches and the stand-in.
            script: the completion script; the one in `completions/` if None.
        """
        self.name = name
        self.cache = os.path.join(folder, "cache")
        self.raw = b""
        script = script or os.path.join(COMPLETIONS, SCRIPTS[name])
        command, start = _STARTS[name]
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            _become(command, folder, self.cache)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 500, WIDTH, 0, 0))
        self.wait_quiet(0.3)
        self.type(start.format(script=script, folder=os.path.dirname(script)))
        self.type("true the shell is up\n")
        self.wait_quiet(0.4)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._terminal, text.encode())

    def read(self, timeout: float) -> bytes:
        """Return what the shell writes next, nothing if it is silent for so long."""
        if not select.select([self._terminal], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self._terminal, 65536)
        except OSError:
            return b""
        self.raw += data
        return data

    def wait_quiet(self, pause: float = 0.25, limit: float = 10) -> str:
        """Return everything since the last call, once the shell has been silent for a while."""
        end = time.monotonic() + limit
        while time.monotonic() < end and self.read(pause):
            pass
        raw, self.raw = self.raw, b""
        return raw.decode("utf-8", "backslashreplace")

    def after(self, keys: str, wanted: str = "", limit: float = 10) -> str:
        """Press keys and return what is on the screen after them, without the shell's own escapes.

        Args:
            keys: what to press.
            wanted: what to wait for; without it, for silence.
            limit: seconds to wait at most.
        """
        self.raw = b""
        self.type(keys)
        end = time.monotonic() + limit
        while wanted and wanted not in plain(self.raw) and time.monotonic() < end:
            self.read(0.05)
        # The rest of what the key brings.
        self.read(0.3)
        return plain(self.wait_quiet().encode("utf-8", "surrogateescape"))

    def run(self, line: str) -> str:
        """Type a line, with TABs in it, let each do its work, press Enter and return the words the program got."""
        self.after("\x03")
        parts = line.split("\t")
        for part in parts[:-1]:
            self.after(f"{part}\t")
        shown = self.after(f"{parts[-1]}\n", "arguments<")
        found = re.findall(r"arguments(<.*>)", shown)
        return found[-1] if found else ""

    def close(self) -> None:
        """End the shell."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)


def plain(raw: bytes) -> str:
    """Return a terminal's text without escape sequences."""
    return _CONTROL.sub("", raw.decode("utf-8", "backslashreplace")).replace("\r", "")


def _become(command: list[str], folder: str, cache: str) -> None:
    """Replace this process by the shell."""
    try:
        programs = os.path.join(folder, "programs")
        os.makedirs(programs, exist_ok=True)
        stub = os.path.join(programs, "errdecode")
        with open(stub, "w", encoding="utf-8") as file:
            file.write(_STUB)
        os.chmod(stub, 0o755)
        os.chdir(folder)
        environment = {
            "HOME": folder,
            "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "XDG_CACHE_HOME": cache,
            "XDG_CONFIG_HOME": os.path.join(folder, "config"),
            "XDG_DATA_HOME": os.path.join(folder, "data"),
        }
        os.execve(shutil.which(command[0]) or command[0], command, environment)  # noqa: S606  # the shell under test
    finally:
        os._exit(127)
