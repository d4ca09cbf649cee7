"""The doors that a stranger's data comes through, each with seeds and with the laws that hold behind it.

What a target chooses besides the text it is given, it chooses by the text: the
same text is the same case.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random

import laws
from credentials import MANY, NAMED, UNNAMED, S, pieces
from harness import CATALOGS, ROOT, run, run_here
from mutator import TOKENS
from payloads import PAYLOADS
from scans import BROKE, LOGS, PRICE, REFUSED, scanner_of
from steps import steps

from errdecode.catalog.store import open_index
from errdecode.core.decoder import Decoder
from errdecode.formats import DECODE, LOOKUP, PARSE, names
from errdecode.parse.blocks import blocks
from errdecode.render.formats.ndjson import NdjsonWriter

SEEDS = Path(__file__).parent / "seeds"
PATIENCE_S = 60


@cache
def payloads():
    """Return payloads, and lines that hold credentials, none of which is one that is planted."""
    return [*(payload.text for payload in PAYLOADS), *(text.replace(S, "0tHeR-sEcReT-98765") for text in NAMED)]


@cache
def logs():
    """Return logs, each short enough to be read a thousand times."""
    texts = [path.read_text("utf-8", "surrogateescape")[:6_000] for path in sorted(LOGS.glob("*.log"))]
    made = [f"{PRICE}\n{payload.text}\n{REFUSED}\n{PRICE}\n" for payload in PAYLOADS]
    return [*texts, *made, (SEEDS / "bot.log").read_text()]


@cache
def catalogs():
    """Return small catalogues, sound ones and those of the tests of what is wrong with one."""
    paths = [*sorted((ROOT / "tests" / "invalid").glob("*.toml")), *sorted(CATALOGS.glob("*.toml"))]
    texts = [path.read_text("utf-8", "surrogateescape") for path in paths if path.name != "taxonomy.toml"]
    return [text for text in texts if len(text) < 12_000]


@cache
def documents():
    """Return documents of venues in the forms that can be imported."""
    return [path.read_text() for path in sorted(SEEDS.glob("errors.*"))]


@cache
def typed():
    """Return command lines, each as JSON."""
    return [json.dumps(line.split()) for line in (SEEDS / "typed.txt").read_text().splitlines()]


def _chance(text):
    return Random(text.encode("utf-8", "surrogatepass"))  # noqa: S311  # no secret


def _bytes(text):
    return text.encode("utf-8", "surrogateescape" if _is_bytes(text) else "surrogatepass")


def _is_bytes(text):
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def planted(text):
    """Return a text with a credential in it, on a line of its own or in a frame, and what is not to be shown of it."""
    chance = _chance(text)
    form = chance.choice(MANY)
    at = text.find("\n", chance.randint(0, len(text))) + 1 or len(text)
    frame = json.dumps({"code": -1021, "msg": form, "original": form})
    put = chance.choice((form, f"2026-11-20T09:30:00Z ERROR {form} code=-2015", frame))
    return f"{text[:at]}\n{put}\n{text[at:]}", pieces(form)


def payload(text):
    """Decode a payload: as it is, and with a credential in it."""
    chance = _chance(text)
    for (stdin, secrets), forms in (((text, []), 1), (planted(text), 2)):
        for form in chance.sample(names(DECODE), forms):
            result = run_here("decode", "-", "-f", form, "--color", "never", stdin=_bytes(stdin))
            laws.check_ended(result, (0, 1, 2))
            laws.check_inert(result, form)
            laws.check_hidden(result, secrets)
            if result.status == 0:
                laws.check_form(form, result.out)


def code(text):
    """Look up a code."""
    form = _chance(text).choice(names(LOOKUP))
    result = run_here("lookup", "-f", form, "--color", "never", "--", text)
    laws.check_ended(result, (0, 1, 2))
    laws.check_inert(result, form)


def log(text):
    """Read a log that holds a credential."""
    text, secrets = planted(text)
    for form in _chance(text).sample(names(PARSE), 3):
        result = run("parse", "-", "-f", form, "--color", "never", stdin=_bytes(text))
        laws.check_ended(result, (0, 1, 2))
        if result.status == 2 and "binary" in result.err:
            return
        laws.check_inert(result, form)
        laws.check_hidden(result, secrets)
        laws.check_form(form, result.out)


@cache
def _decoder():
    return Decoder(open_index())


def _as_it_comes(data, chance, size):
    """Return the output of a scan of a stream that comes in pieces, with a pause after each."""
    rest = []
    at = 0
    while at < len(data):
        step = 1 + chance.randrange(chance.choice((10, 300, 3_000)))
        rest += (data[at : at + step], None)
        at += step
    waiting = iter(rest)
    held = b""

    def read(most):
        nonlocal held
        held = held or next(waiting, b"")
        if held is None:
            held = b""
            return None
        part, held = held[:most], held[most:]
        return part

    scanner, form = scanner_of(_decoder()), NdjsonWriter().block
    return b"".join(form(block, scanner.scan(block), scanner) for block in blocks(read, size, hold_s=PATIENCE_S))


def cuts(text):
    """Read a log in blocks of any size, in pieces, from a file and from a pipe: it says the same."""
    chance, data = _chance(text), _bytes(text)
    scanner, form = scanner_of(_decoder()), NdjsonWriter().block
    whole = b"".join(form(block, scanner.scan(block), scanner) for block in blocks(io.BytesIO(data).read, 1 << 20))
    for size in (chance.randint(1, 300), chance.randint(300, 4_096)):
        assert _as_it_comes(data, chance, size) == whole, f"blocks of {size}"
    if chance.random() < _THROUGH_PROCESSES:
        with tempfile.NamedTemporaryFile(suffix=".log") as file:
            file.write(data)
            file.flush()
            first = run("parse", file.name, "-f", "ndjson")
            again = run("parse", "-", "-f", "ndjson", stdin=data)
        records = [[json.loads(line) | {"source": None} for line in each.out.splitlines()] for each in (first, again)]
        assert records[0] == records[1], "a file and a pipe differ"
        assert first.status == again.status


_THROUGH_PROCESSES = 0.2


def catalog(text):
    """Judge a catalogue, and look up what it says."""
    with tempfile.NamedTemporaryFile(suffix=".toml", dir=os.environ["HOME"]) as file:
        file.write(_bytes(text))
        file.flush()
        for words in (
            ("catalog", "lint", file.name),
            ("--catalog", file.name, "1001"),
            ("venues", "--catalog", file.name),
        ):
            result = run_here(*words)
            laws.check_ended(result, (0, 1, 2))
            laws.check_inert(result)


@cache
def _index_path():
    """Return where the index of a small catalogue is kept, the index, and what a question gives."""
    folder = Path(os.environ["XDG_CACHE_HOME"]) / "errdecode"
    run_here("43005")
    before = set(folder.glob("index-*"))
    good = run_here(*_INDEXED)
    (path,) = set(folder.glob("index-*")) - before
    return path, path.read_bytes(), good


_INDEXED = ("tickdb:4003", "--catalog", str(CATALOGS / "tickdb.toml"))


@cache
def indexes():
    """Return a whole index."""
    return [_index_path()[1].decode("utf-8", "surrogateescape")]


def index(text):
    """Put something in an index's place: nothing of it is believed that was not there."""
    path, whole, good = _index_path()
    path.write_bytes(_bytes(text))
    path.chmod(0o600)
    try:
        assert run_here(*_INDEXED) == good
    finally:
        path.write_bytes(whole)


def document(text):
    """Import a document: a draft that can be read, or a sentence."""
    result = run_here("catalog", "import", "-", "--venue", "acme", stdin=_bytes(text))
    laws.check_ended(result, (0, 1, 2))
    laws.check_inert(result)
    laws.check_toml(result.out)


def words(text):
    """Type something: options with any value."""
    try:
        line = json.loads(text)
    except ValueError:
        line = text.split()
    line = [word for word in line if isinstance(word, str)] if isinstance(line, list) else [text]
    chance = _chance(text)
    for _ in range(chance.randrange(3)):
        line.insert(chance.randint(1, max(1, len(line))), chance.choice((*TOKENS, *_VALUES)))
    if any("\0" in word or word in _KEPT or not _is_bytes(word) for word in line) or not line:
        return
    if line[0] not in _COMMANDS:
        line.insert(0, chance.choice(_COMMANDS))
    if any(word.startswith(_KEPT) for word in line):
        return
    with suppress(OSError):  # more words than a process takes
        result = run(*line, stdin=f"{PRICE}\n{BROKE}\n")
        laws.check_ended(result)
        if "--raw" not in line and not any(word in {"always", "--color=always"} for word in line):
            laws.check_inert(result, "annotate")


_COMMANDS = ("lookup", "decode", "parse", "search", "venues", "codes")
_KEPT = ("-F", "--follow", "--open", "--fol", "--op")
"""What waits for ever, or opens a program."""
_VALUES = (
    "99999999999999999999", "-1", "1e9", "yesterday", "2026-13-45", "0000-00-00T00:00Z", "14:61", "9" * 400 + "h", "2h",
    "-5m", "Europe/Nowhere", "../../etc/passwd", "UTC+25", "Z", "+99:99", "code,,code", "code,nope", ",", "any", "",
    "always", "json", "-", "/dev/null", "/dev/zero/x", ".", "*", "[", "**", "\\", "~", "crypto-com:", ":43005", "::",
)  # fmt: skip


def growth(text):
    """Repeat a piece without end: four times the text takes four times the steps, not sixteen times."""
    piece = text[:_PIECE] or "a"
    for work in (_decode, _scan, _mask, _import):
        work(piece * 4)  # what is made once is made
        few, many = (steps(work, piece * (size // len(piece))) for size in (_FEW, 4 * _FEW))
        if many > _BOUND * few:
            raise AssertionError(f"{work.__name__}: {few:,} steps, four times the text {many:,}")


_FEW = 6_000
"""Characters of the shorter text."""
_BOUND = 8
_PIECE = 24
"""Characters that are repeated at most."""


def _decode(text):
    _decoder().decode(text)


def _scan(text):
    scanner = scanner_of(_decoder())
    for block in blocks(io.BytesIO(_bytes(text)).read):
        for hit in scanner.scan(block):
            scanner.complete(hit)


def _mask(text):
    _decoder().hide(text)


def _import(text):
    run_here("catalog", "import", "-", "--venue", "acme", stdin=_bytes(text))


@cache
def repeated():
    """Return what is worth repeating."""
    return [*TOKENS, *payloads(), *UNNAMED, *documents()]


TARGETS = {
    "payload": (payload, payloads),
    "code": (code, payloads),
    "log": (log, logs),
    "cuts": (cuts, logs),
    "catalog": (catalog, catalogs),
    "index": (index, indexes),
    "document": (document, documents),
    "words": (words, typed),
    "growth": (growth, repeated),
}
"""By name: what checks a text, and what returns the seeds."""
