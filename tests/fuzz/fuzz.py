"""Throw mutated inputs at every door for a while: `python tests/fuzz/fuzz.py`, ten minutes.

A failure is made smaller, printed with the words that repeat it, and added to
`corpus.jsonl`, from which `test_corpus.py` holds it ever after.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

CORPUS = HERE / "corpus.jsonl"
HANG_S = 60
"""Seconds after which a case hangs; a busy machine is slow, and hardly so slow."""
_SHRINK_S = 20


class HangError(Exception):
    """A case did not end."""


def fails(target, text):
    """Return what a target says against a text, None where all its laws hold."""
    from targets import TARGETS  # noqa: PLC0415  # once the home is set up

    def hang(_number, _frame):
        raise HangError(f"did not end within {HANG_S} s")

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(HANG_S)
    try:
        TARGETS[target][0](text)
    except Exception:  # noqa: BLE001  # whatever it is, it is the finding
        return traceback.format_exc()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return None


def case(target, seed):
    """Return the text of a seed."""
    from mutator import mutated  # noqa: PLC0415  # once the home is set up
    from targets import TARGETS  # noqa: PLC0415  # likewise

    return mutated(Random(f"{target} {seed}"), TARGETS[target][1]())  # noqa: S311  # no secret


def smaller(target, text):
    """Return a text that fails as well, with as much left out as a few seconds allow."""
    end = time.monotonic() + _SHRINK_S
    step = len(text) // 2
    while step and time.monotonic() < end:
        at = 0
        while at < len(text) and time.monotonic() < end:
            shorter = text[:at] + text[at + step :]
            if fails(target, shorter):
                text = shorter
            else:
                at += step
        step //= 2
    return text


def campaign(targets, seed, seconds, most):
    """Run all targets in turn, each at most so often; return how many cases each had, and the failures."""
    counts = dict.fromkeys(targets, 0)
    spent = dict.fromkeys(targets, 0.0)
    failures = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and (left := [name for name in targets if counts[name] < most]):
        target = min(left, key=lambda name: spent[name])
        counts[target] += 1
        start = time.monotonic()
        text = case(target, f"{seed}-{counts[target]}")
        said = fails(target, text)
        spent[target] += time.monotonic() - start
        if said:
            say(f"\n{target}: {said}")
            say(f"again: python tests/fuzz/fuzz.py --target {target} --case {seed}-{counts[target]}")
            failures.append((target, smaller(target, text), said))
    return counts, failures


def keep(failures):
    """Add failures to the corpus."""
    with CORPUS.open("a", encoding="ascii") as file:
        for target, text, said in failures:
            why = said.strip().splitlines()[-1][:120]
            file.write(json.dumps({"target": target, "why": why, "input": text}) + "\n")


def say(*words):
    """Print a line at once."""
    print(*words, flush=True)  # noqa: T201  # a program that prints


def main():
    """Run what was asked for and return the exit status."""
    parser = argparse.ArgumentParser(description="Throw mutated inputs at every door.")
    parser.add_argument("--seconds", type=float, default=600, help="how long; 600 without it")
    parser.add_argument("--cases", type=int, default=sys.maxsize, help="at most so many of each door")
    parser.add_argument(
        "--seed", default=secrets.token_hex(4), help="of chance; printed, so that a run can be repeated"
    )
    parser.add_argument("--target", action="append", help="only this door; may be repeated")
    parser.add_argument("--case", help="one case again, as a failure printed it")
    parser.add_argument("--no-keep", action="store_true", help="do not add failures to the corpus")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        _move_to(home)
        from harness import SERVERS  # noqa: PLC0415  # once the home is set up
        from targets import TARGETS  # noqa: PLC0415  # likewise

        targets = asked.target or list(TARGETS)
        try:
            if asked.case:
                text = case(targets[0], asked.case)
                said = fails(targets[0], text)
                say(f"{text!r}\n{said or 'all laws hold'}")
                return int(said is not None)
            say(f"seed {asked.seed}, {asked.seconds:.0f} s")
            counts, failures = campaign(targets, asked.seed, asked.seconds, asked.cases)
        finally:
            SERVERS.close()
    say(", ".join(f"{name} {number}" for name, number in counts.items()), f"cases; {len(failures)} failures")
    if failures and not asked.no_keep:
        keep(failures)
    return int(bool(failures))


def _move_to(home):
    """Give this process a home of its own."""
    for name in list(os.environ):
        if name.startswith(("ERRDECODE_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "XDG_", "PAGER")):
            del os.environ[name]
    os.environ.update(
        HOME=home, XDG_CONFIG_HOME=f"{home}/config", XDG_CACHE_HOME=f"{home}/cache", TZ="UTC", LC_ALL="C.UTF-8",
        TERM="xterm-256color",
    )  # fmt: skip
    time.tzset()


if __name__ == "__main__":
    sys.exit(main())
