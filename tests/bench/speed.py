"""What things cost, each against a program known to everybody: `python tests/bench/speed.py [--quick] [--huge]`.

Both commands of a line run alternately, and the ratio is that of their medians,
so that a busy machine slows both. `--quick` takes small files, `--huge` adds a
log of 2 GB to the figures of memory. Nothing here is asserted: it is for eyes.
"""

from __future__ import annotations

import argparse
import logging
import os
import pty
import shlex
import shutil
import statistics
import string
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from logs import FORMS

from errdecode.hooks import LogFilter

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
ERRDECODE = [str(Path(PYTHON).with_name("errdecode"))]  # the installed command, as it is typed
SETTLE_S = 2.5
"""An index of files that changed a moment ago is not trusted."""
RICH = "import rich.console, rich.table, rich.panel"
ERROR = '{} ERROR cryptocom <- {{"id":{},"method":"private/create-order","code":43005,"message":"POST_ONLY_REJ"}}\n'


def environment(home):
    """Return the variables of the programs that are timed: an empty home, and compiled modules may be kept."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ERRDECODE_", "XDG_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {"HOME": home, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


class Bench:
    """Times commands, and prints a table."""

    def __init__(self, folder, rounds):
        """Take a folder for the logs, and how often quick commands run."""
        self.folder = folder
        self.rounds = rounds
        self.variables = environment(str(folder))

    def seconds(self, command, *, on_terminal=False):
        """Return how long a command takes."""
        start = time.perf_counter()
        if not on_terminal:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=self.variables, cwd=self.folder, check=False,
            )  # fmt: skip
            return time.perf_counter() - start
        controller, terminal = pty.openpty()
        process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, env=self.variables, cwd=self.folder
        )
        os.close(terminal)
        try:
            while os.read(controller, 65536):
                pass
        except OSError:
            pass  # Linux says so when the other end is closed
        process.wait()
        os.close(controller)
        return time.perf_counter() - start

    def compare(self, title, ours, theirs, *, rounds=None, on_terminal=False, limit=""):
        """Print the ratio of the medians of two commands that run alternately."""
        if not shutil.which(theirs[0]):
            say(title, f"{theirs[0]} is not installed: left out")
            return
        for command in (ours, theirs):
            self.seconds(command, on_terminal=on_terminal)  # compiles, makes the index, fills the disk's cache
        pairs = [
            (self.seconds(ours, on_terminal=on_terminal), self.seconds(theirs, on_terminal=on_terminal))
            for _ in range(rounds or self.rounds)
        ]
        mine, other = (statistics.median(times) for times in zip(*pairs, strict=True))
        say(title, f"{mine / other:6.2f} x", f"{mine * 1000:8.1f} ms", f"{other * 1000:8.1f} ms", limit)

    def memory(self, title, command):
        """Print the largest memory of all processes of a command together, pages they share counted once."""
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=self.variables, cwd=self.folder
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(proportional_kb, family(process.pid))))
            time.sleep(0.01)
        say(title, f"{peak / 1024:6.1f} MB", limit="< 80 MB")

    def latency(self, title, lines):
        """Print how long a line needs from the file to the reader."""
        path = self.folder / "followed.log"
        path.touch()
        process = subprocess.Popen(
            [*ERRDECODE, "parse", "-F", str(path), "-f", "rows"], stdout=subprocess.PIPE, env=self.variables
        )
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        times = []
        with path.open("a", buffering=1) as log:
            log.write(ERROR.format("2026-11-20T09:30:00.000Z", 0))
            process.stdout.readline()
            for number in range(lines):
                time.sleep(0.02 + number % 7 / 300)
                start = time.perf_counter()
                log.write(ERROR.format("2026-11-20T09:30:00.000Z", number))
                process.stdout.readline()
                times.append(time.perf_counter() - start)
        process.kill()
        process.wait()
        watchdog.cancel()
        say(title, f"{statistics.median(times) * 1000:6.1f} ms", limit="< 50 ms")

    def log(self, kind, megabytes):
        """Return the path of a generated log."""
        path = self.folder / f"{kind}-{megabytes}.log"
        if not path.exists():
            with path.open("wb") as file:
                subprocess.run([PYTHON, HERE / "logs.py", kind, str(megabytes)], stdout=file, check=True)
        return str(path)


def say(title, ratio, ours="", theirs="", limit=""):
    """Print a line of the table."""
    print(f"{title:<62} {ratio:>10} {ours:>12} {theirs:>12}  {limit}", flush=True)  # noqa: T201  # a program that prints


def shell(command, sink):
    """Return a command whose output goes somewhere."""
    return ["sh", "-c", f"{shlex.join(command)} {sink}"]


def family(pid):
    """Return a process and all below it."""
    try:
        tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return [pid]
    return [pid, *(each for child in tasks.split() for each in family(int(child)))]


def proportional_kb(pid):
    """Return the memory of a process in KB, pages shared with others in part."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def start_up(bench):
    """Time what a person waits for most often."""
    plain = [PYTHON, "-c"]
    bench.compare("errdecode 43005, in a pipe : python -c pass", [*ERRDECODE, "43005"], [*plain, "pass"], limit="≤ 2.0")
    bench.compare(
        "errdecode 43005, on a terminal : import of Rich",
        [*ERRDECODE, "43005"], [*plain, RICH], on_terminal=True, limit="≤ 1.25",
    )  # fmt: skip
    payload = '{"code":-1121,"msg":"Invalid symbol."}'
    bench.compare(
        "errdecode decode of a payload : errdecode 43005",
        [*ERRDECODE, "decode", payload], [*ERRDECODE, "43005"], limit="≤ 1.5",
    )  # fmt: skip
    bench.compare(
        "import errdecode : import json, re", [*plain, "import errdecode"], [*plain, "import json, re"], limit="≤ 1.5"
    )


def ten_times(bench):
    """Time a lookup among ten times as many entries as the shipped ones."""
    head = (
        'schema = 1\n[venue]\nid = "many"\nname = "Many"\nstatus = "live"\n'
        '[sources.docs]\ntitle = "Codes"\n[namespaces.api]\ntitle = "All"\nsource = "docs"\n'
    )
    entry = (
        '[[entries]]\nnamespace = "api"\ncode = "{0}"\nname = "MADE_{0}"\nmessage = "Made for measuring {0}"\n'
        'category = "invalid_order"\nmeaning = "One of many."\ncauses = ["The first cause.", "The second cause."]\n'
        'actions = ["Do this first.", "Then do that."]\nsamples = []\n'
    )
    path = bench.folder / "many.toml"
    path.write_text(head + "".join(entry.format(number) for number in range(700_000, 709_000)), encoding="utf-8")
    lookup = ["env", f"ERRDECODE_CATALOGS={path}", *ERRDECODE, "43005"]
    bench.seconds(lookup)
    time.sleep(SETTLE_S)
    bench.compare(
        "errdecode 43005, ten times the entries : the shipped", lookup, ["env", *ERRDECODE, "43005"], limit="≤ 1.1"
    )


def more_venues(bench):
    """Time decoding with 26 venues and 5,408 entries more, and write what they say to a folder."""
    head = (
        'schema = 1\n[venue]\nid = "made-{0}"\nname = "Made {0}"\nstatus = "live"\n'
        '[sources.docs]\ntitle = "Codes"\n[namespaces.api]\ntitle = "All"\nsource = "docs"\n'
        '[[shapes]]\nname = "frame"\nnamespaces = ["api"]\ncode = "made{0}_code"\nmessage = "made{0}_message"\n'
    )
    entry = (
        '[[entries]]\nnamespace = "api"\ncode = "{1}"\nname = "MADE_{0}_{1}"\nmessage = "Made {0} refuses rule {1}"\n'
        'category = "invalid_order"\nmeaning = "One of many."\nsamples = []\n'
    )
    folder = bench.folder / "made"
    folder.mkdir()
    for letter in string.ascii_lowercase:
        entries = (entry.format(letter, 20_000 + number) for number in range(208))
        (folder / f"made-{letter}.toml").write_text(head.format(letter) + "".join(entries), encoding="utf-8")
    more = ["env", f"ERRDECODE_CATALOGS={folder}", *ERRDECODE]
    plain = ["env", *ERRDECODE]
    bench.seconds([*more, "43005"])
    time.sleep(SETTLE_S)
    log = bench.log("mixed", 25)
    for title, words in (
        ("errdecode 43005", ["43005"]),
        ("decode of a payload", ["decode", '{"code":-1121,"msg":"Invalid symbol."}']),
        ("report of 25 MB", ["parse", log, "-f", "markdown"]),
    ):
        bench.compare(f"{title}, 26 venues more : the shipped", [*more, *words], [*plain, *words], limit="≤ 1.25")


def forms(bench):
    """Measure a line of a log in each of the ways in which errors are printed: start-up taken off, one core."""
    start = statistics.median(bench.seconds([*ERRDECODE, "parse", os.devnull]) for _ in range(5))
    alone = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    taken = {}
    for form in FORMS:
        path = bench.log(form, 10)
        lines = Path(path).read_bytes().count(b"\n")
        times = [bench.seconds([*alone, *ERRDECODE, "parse", path, "-f", "ndjson"]) for _ in range(3)]
        taken[form] = (statistics.median(times) - start) / lines * 1e6
    for form, each in taken.items():
        title = f"an error line, {form} : the quickest form"
        say(title, f"{each / min(taken.values()):6.2f} x", f"{each:8.1f} us", limit="≤ 30 us, ≤ 3 x")


def scans(bench, *, quick):
    """Time scans of large logs."""
    rounds = 3 if quick else 7
    quiet = bench.log("clean", 25)
    # Into a pipe: into /dev/null, GNU grep stops at its first hit.
    bench.compare(
        "25 MB without an error : grep -c error",
        [*ERRDECODE, "parse", quiet, "-f", "rows"], shell(["grep", "-ciaE", "error|reject", quiet], "| cat"),
        rounds=rounds, limit="≤ 1.5",
    )  # fmt: skip
    bots = bench.log("bots", 25)
    bench.compare(
        "ndjson of 25 MB of several bots, 5 % errors : grep -c",
        [*ERRDECODE, "parse", bots, "-f", "ndjson"], shell(["grep", "-ciaE", "error|reject", bots], "| cat"),
        rounds=rounds, limit="≤ 4",
    )  # fmt: skip
    size, dense = (25, 7) if quick else (250, 70)
    mixed, errors = bench.log("mixed", size), bench.log("errors", dense)
    parse = [*ERRDECODE, "parse"]
    grep = ["grep", "-cE", '"code": ?"?-?[1-9]', mixed]
    jq = ["jq", "-c", "select(.code>0)|.code", errors]
    bench.compare(
        f"report of {size} MB, 0.1 % errors : grep -cE",
        [*parse, mixed, "-f", "markdown"],
        grep,
        rounds=rounds,
        limit="≤ 2.5",
    )
    for title, sink in (
        (f"ndjson of {dense} MB of errors : jq -c", "> /dev/null"),
        ("       through a pipe", "| cat > /dev/null"),
    ):
        bench.compare(
            title, shell([*parse, errors, "-f", "ndjson"], sink), shell(jq, sink), rounds=rounds, limit="≤ 1.0"
        )
    bench.compare(
        f"report of {dense} MB of errors : jq -c", [*parse, errors, "-f", "table"], jq, rounds=rounds, limit="≤ 0.67"
    )
    if shutil.which("taskset"):
        copy = bench.folder / "copy.log"
        if not copy.exists():
            os.link(errors, copy)
        both = [*parse, errors, str(copy), "-f", "markdown"]
        bench.compare(
            "two files, both cores : one core", both, ["taskset", "-c", "0", *both], rounds=rounds, limit="< 1"
        )
    else:
        say("two files, both cores : one core", "taskset is not installed: left out")


def log_filter(rounds):
    """Time what the filter adds to a record without an error, against logging the record to a file."""
    loggers = []
    for filters in ([LogFilter()], []):
        handler = logging.FileHandler(os.devnull)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger = logging.Logger("bot")  # noqa: LOG001  # of this measure alone
        logger.addHandler(handler)
        for each in filters:
            handler.addFilter(each)
        loggers.append(logger)
    times = [[], []]
    for turn in range(2 * (rounds + 1)):
        start = time.perf_counter()
        for number in range(2_000):
            loggers[turn % 2].info("tick %s bid %.2f ask %.2f after %d ms", "BTCUSDT", 43005.5, 43006.0, number)
        times[turn % 2].append((time.perf_counter() - start) / 2_000)
    filtered, plain = (statistics.median(each[1:]) for each in times)
    title = "LogFilter on a record without an error : logging it to a file"
    added = filtered - plain
    say(title, f"{added / plain:6.2f} x", f"{added * 1e6:8.1f} us", f"{plain * 1e6:8.1f} us", "≤ 0.5")
    for logger in loggers:
        logger.handlers[0].close()


def sizes(bench, *, huge):
    """Measure memory."""
    for megabytes in (10, 250, 2000) if huge else (10, 100):
        command = [*ERRDECODE, "parse", bench.log("mixed", megabytes), "-f", "markdown"]
        bench.memory(f"memory, report of {megabytes} MB, all processes together", command)
        bench.memory("       on one core", ["taskset", "-c", "0", *command] if shutil.which("taskset") else command)


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small files and few rounds")
    parser.add_argument("--huge", action="store_true", help="also measure the memory of a log of 2 GB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), 11 if options.quick else 41)
        say("ours : theirs", "ratio", "ours", "theirs", "aim")
        start_up(bench)
        ten_times(bench)
        more_venues(bench)
        log_filter(bench.rounds)
        forms(bench)
        scans(bench, quick=options.quick)
        bench.latency("following: a line from the file to the reader, median", 30 if options.quick else 100)
        sizes(bench, huge=options.huge)


if __name__ == "__main__":
    main()
