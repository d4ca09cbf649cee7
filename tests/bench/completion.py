"""Time from TAB to candidates in real shells: `python tests/bench/completion.py`.

Each shell runs on a pseudo-terminal with the shipped words, then with ten times
as many codes. The table gives medians in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "completion"))

from shell_driver import COMPLETIONS, Shell, plain  # noqa: E402  # after the path to it

ROUNDS = 25
TIMES = 10
KEYS = (
    ("errdecode 4300\t", "43005"),
    ("errdecode crypto-com:4300\t", "43005"),
    ("errdecode -V \t", "websocket"),
    ("errdecode codes --format \t", "ndjson"),
)


def grown(words: str, times: int) -> str:
    """Return words with `times` as many codes, each new one as long as a real one."""
    lines = words.splitlines()
    codes = [line for line in lines if not line.split("\t")[0].endswith(":")]
    for turn in range(1, times):
        for line in codes:
            word, text = line.split("\t", 1)
            venue, colon, code = word.rpartition(":")
            # Sets the new codes apart from those that are asked for.
            lines.append(f"{venue}{colon}{chr(103 + turn)}{code}\t{text}")
    return "".join(f"{line}\n" for line in sorted(lines))


def tab_times(name: str, words: tuple[str, str]) -> dict[str, list[float]]:
    """Return the median times of each of KEYS in a shell, in milliseconds, for each file of words.

    The files take turns, so that a busy machine slows both alike.
    """
    with tempfile.TemporaryDirectory() as folder:
        shells = [_start(name, os.path.join(folder, str(number)), text) for number, text in enumerate(words)]
        try:
            return {
                keys: [
                    statistics.median(times)
                    for times in zip(
                        *([_tab(shell, keys, wanted) for shell in shells] for _ in range(ROUNDS)), strict=True
                    )
                ]
                for keys, wanted in KEYS
            }
        finally:
            for shell in shells:
                shell.close()


def _start(name: str, folder: str, words: str) -> Shell:
    cache = os.path.join(folder, "cache", "errdecode")
    os.makedirs(cache)
    with open(os.path.join(cache, "completion.tsv"), "w", encoding="utf-8") as file:
        file.write(words)
    return Shell(name, folder)


def _tab(shell: Shell, keys: str, wanted: str) -> float:
    shell.clear()
    line, _, _ = keys.partition("\t")
    shell.type(line)
    shell.wait_quiet(0.1)
    start = time.perf_counter()
    shell.type("\t")
    presses = 1
    while wanted not in plain(shell.raw):
        # zsh and fish first insert what the candidates share; the list comes with the next TAB.
        if not shell.read(0.3) and presses < 2:
            shell.raw = b""
            presses += 1
            start = time.perf_counter()
            shell.type("\t")
        elif time.perf_counter() - start > 5:  # seconds
            raise SystemExit(f"{shell.name}: no {wanted} after {keys!r}: {plain(shell.raw)!r}")
    spent = (time.perf_counter() - start) * 1000
    shell.wait_quiet(0.05)
    return spent


def source_time() -> float:
    """Return the milliseconds that sourcing the bash script takes."""
    script = os.path.join(COMPLETIONS, "errdecode.bash")
    code = 'start=$EPOCHREALTIME; source "$1"; end=$EPOCHREALTIME; echo $((${end/./} - ${start/./}))'
    runs = [
        subprocess.run(["bash", "--norc", "-c", code, "bash", script], capture_output=True, text=True, check=True)  # noqa: S607  # whichever bash the user has
        for _ in range(ROUNDS)
    ]
    return statistics.median(int(run.stdout) for run in runs) / 1000


def main() -> None:
    """Print the table."""
    with open(os.path.join(COMPLETIONS, "completion.tsv"), encoding="utf-8") as file:
        words = file.read()
    many = grown(words, TIMES)
    report = sys.stdout.write
    report(f"{'shell':6} {'keys':34} {'shipped':>9} {f'{TIMES} times':>9} {'more':>7}   (ms)\n")
    for name in ("bash", "zsh", "fish"):
        for keys, (once, often) in tab_times(name, (words, many)).items():
            report(f"{name:6} {keys[:-1] + '<TAB>':34} {once:9.1f} {often:9.1f} {often - once:7.1f}\n")
    report(f"bash   {'sourcing the script':34} {source_time():9.2f}\n")


if __name__ == "__main__":
    main()
