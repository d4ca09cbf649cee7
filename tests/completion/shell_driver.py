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
WIDTH = 160
PROMPT = "ready> "
RAN = "arguments((?:<[^\n]*>)?)\n"

# A stand-in for the program, so that a line can be run and its words be seen.
_STUB = '#!/bin/sh\nprintf "arguments"\nfor each; do printf "<%s>" "$each"; done\nprintf "\\n"\n'

_COMMANDS = {
    "bash": ["bash", "--noprofile", "--norc", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--private", "--no-config", "-i"],
}
_STARTS = {
    "bash": """PS1='ready> '
bind 'set show-all-if-ambiguous on'; bind 'set completion-query-items 0'; bind 'set page-completions off'
bind 'set enable-bracketed-paste off'; source {script}
""",
    "zsh": """PS1='ready> '; unsetopt zle_bracketed_paste prompt_sp; LISTMAX=9999
fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D
""",
    "fish": """function fish_prompt; echo -n 'ready> '; end; function fish_right_prompt; end
set -g fish_greeting; set -g fish_autosuggestion_enabled 0; source {script}
""",
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
        start = _STARTS[name]
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            _become(_COMMANDS[name], folder, self.cache)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 500, WIDTH, 0, 0))
        self.wait_quiet(0.3)
        self.type(start.format(script=script, folder=os.path.dirname(script)))
        self.type("printf 'up%s\\n' '-and-ready'\n")
        self.wait("up-and-ready", 30)
        self.wait_quiet()

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

    def wait_quiet(self, pause: float = 0.25, *, forget: bool = True) -> None:
        """Read until the shell has been silent for a while.

        Args:
            pause: for so many seconds.
            forget: what it has written so far.
        """
        while self.read(pause):
            pass
        if forget:
            self.raw = b""

    def wait(self, wanted: str, limit: float = 10) -> str:
        """Read until a regular expression is on the screen, or time is up; return what is there."""
        end = time.monotonic() + limit
        while not re.search(wanted, plain(self.raw)) and time.monotonic() < end:
            self.read(0.1)
        return plain(self.raw)

    def after(self, keys: str, wanted: str = "") -> str:
        """Press keys on an empty line and return what is on the screen after them, without the shell's own escapes.

        Args:
            keys: what to press.
            wanted: a word to wait for; without it, for silence.
        """
        self.clear()
        self.type(keys)
        if wanted:
            self.wait(re.escape(wanted))
            self.wait_quiet(0.05, forget=False)
        else:
            self.wait_quiet(0.3, forget=False)
        return plain(self.raw)

    def clear(self) -> None:
        """Give up the line that is being typed, whatever is open in it."""
        # The prompt of an earlier line must not pass for the new one.
        self.wait_quiet(0.1)
        self.type("\x03")
        # fish empties the line where it stands and writes no new prompt.
        if self.name != "fish":
            self.wait(PROMPT, 3)
        self.wait_quiet(0.1)

    def run(self, line: str) -> str:
        """Type a line, with TABs in it and Enter after it, and return the words that the program got."""
        self.clear()
        *completed, rest = line.split("\t")
        for part in completed:
            self.type(f"{part}\t")
            # A shell may drop what is typed while it completes.
            self.wait_quiet(0.15)
        self.type(f"{rest}\n")
        return "".join(re.findall(RAN, self.wait(RAN, 5))[-1:])

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
        os.chmod(stub, 0o700)
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
