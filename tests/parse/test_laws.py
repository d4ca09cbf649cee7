"""Laws of scanning: nothing raises, logs add up, and where a stream is cut makes no difference."""

from __future__ import annotations

import gzip
import io
import re
import tempfile
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import PAYLOADS
from scans import LOGS, PRICE, lines, scanner_of
from strategies import anything, mutated

from errdecode.catalog.store import open_index
from errdecode.core.decoder import Decoder
from errdecode.parse.blocks import blocks, ranges, read_range
from errdecode.parse.job import Filter, Job
from errdecode.parse.parallel import scan_parts
from errdecode.parse.sources import open_any
from errdecode.parse.units import MARGIN
from errdecode.render.formats.ndjson import NdjsonWriter
from errdecode.render.notes import NoteWriter

CONTEXT_BYTES = 8 * 1024
"""Within so many bytes above an error, other lines may name its venue or hold its request."""
SILENCE = lines(*[PRICE] * (2 * CONTEXT_BYTES // len(PRICE)))
BEYOND = SILENCE * (MARGIN // len(SILENCE) + 1)
"""A stream is cut only where enough of what follows is known."""
PRETTY = '12:00:00 answer\n{\n  "id": 7,\n  "method": "private/create-order",\n  "code": 306\n}'
PHP = "okcoin Array\n(\n    [channel] => ok_spot_order\n    [success] => false\n    [errorcode] => 10010\n)"
HTTP = 'HTTP/1.1 429 Too Many Requests\nRetry-After: 7\n\n{"code":-1003,"msg":"Too many requests."}'
TEXTS = [payload.text for payload in PAYLOADS]


def lines_of(texts):
    """Return texts as a log, whatever they hold."""
    return "".join(f"{text}\n" for text in texts).encode("utf-8", "surrogatepass")


LINES = st.lists(
    st.one_of(
        st.sampled_from([*TEXTS, PRETTY, PHP, HTTP, PRICE, "", "{", "}", "x" * 3_000, "\r", "a\x00b"]),
        st.sampled_from(TEXTS).map("2026-11-20T09:30:00Z ERROR cryptocom ".__add__),
        mutated(),
    ),
    max_size=25,
).map(lines_of)


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return Decoder(open_index())


def facts(scanner, block):
    """Return what a block's findings say, without the neighbourhood's numbers."""
    for hit in scanner.scan(block):
        finding = scanner.complete(hit)
        yield (
            finding.line, finding.venue, finding.namespace, finding.code, finding.confidence, finding.outcome,
            finding.message, finding.time, repr(finding.request),
        )  # fmt: skip


def scanned(decoder, data, size=1 << 20):
    """Return what a scan of a stream finds, in blocks of a size."""
    scanner = scanner_of(decoder)
    return [fact for block in blocks(io.BytesIO(data).read, size) for fact in facts(scanner, block)]


def in_parts(decoder, path, step):
    """Return what a scan of a file finds in parts of a size, each by a scanner of its own."""
    found = []
    first = 1
    for part in ranges(str(path), path.stat().st_size, step=step):
        block = read_range(part).replace(first_line=first)
        first += block.lines
        found += facts(scanner_of(decoder), block)
    return found


@given(data=st.one_of(LINES, st.binary(max_size=2_000), st.lists(anything, max_size=8).map(lines_of)))
@pytest.mark.slow
def test_no_input_raises(decoder, data):
    """Any bytes give findings or none; lines count up."""
    found = [fact[0] for fact in scanned(decoder, data)]
    assert found == sorted(found)
    assert all(1 <= line <= data.count(b"\n") + 1 for line in found)


@settings(max_examples=25)
@given(one=LINES, other=LINES)
@pytest.mark.slow
def test_two_logs_give_the_findings_of_both(decoder, one, other):
    """A log behind another says what it says alone, but for the line numbers.

    Quiet lines lie between them: an error is also judged by what the lines
    shortly above it say, and that is no longer the other log.
    """
    before = one + SILENCE
    apart = [*scanned(decoder, one), *scanned(decoder, SILENCE + other)]
    together = scanned(decoder, before + other)
    assert [fact[1:] for fact in together] == [fact[1:] for fact in apart]


@settings(max_examples=25)
@given(data=LINES, size=st.sampled_from([200, 900, 4_096]))
@pytest.mark.slow
def test_blocks_of_any_size_give_the_same_findings(decoder, data, size):
    """Where a stream happens to be cut changes nothing."""
    data += BEYOND
    assert scanned(decoder, data, size) == scanned(decoder, data)


@settings(max_examples=25)
@given(data=LINES, step=st.integers(200, 9_000))
@pytest.mark.slow
def test_parts_of_any_size_give_the_same_findings(decoder, tmp_path_factory, data, step):
    """A file scanned by several processes says what it says to one."""
    path = tmp_path_factory.mktemp("parts") / "log"
    path.write_bytes(data)
    assert in_parts(decoder, path, step) == scanned(decoder, data)


@pytest.mark.parametrize("log", sorted(LOGS.glob("*.log")), ids=lambda log: log.stem)
def test_cuts_anywhere_change_nothing_in_real_layouts(decoder, log):
    """Every log of the other tests, in blocks and parts of many sizes."""
    data = log.read_bytes()
    whole = scanned(decoder, data)
    for size in (100, 333, 2_500):
        assert scanned(decoder, data + BEYOND, size) == whole
    for step in (211, 500, 1_777, 5_000):
        assert in_parts(decoder, log, step) == whole


def by_workers(decoder, data, step, workers):
    """Return the output of a scan of a file in parts, by so many processes."""
    written = []
    job = Job(lambda: scanner_of(decoder), Filter(), NdjsonWriter().block)
    with tempfile.NamedTemporaryFile() as log:
        log.write(data)
        log.flush()
        parts = ranges(log.name, len(data), step=step)
        scan_parts(job, parts, workers, written.append, lambda _size: None)
    return b"".join(written)


PATIENCE_S = 60
"""However busy the machine is, a pause is no end."""


def as_it_comes(decoder, data, cuts, size, pack=None):
    """Return the output of a scan of a stream that comes in pieces, with a pause after each; packed or not."""
    places = sorted({0, *(cut % (len(data) + 1) for cut in cuts), len(data)})
    pieces = [data[low:high] for low, high in pairwise(places)]
    waiting = iter([each for piece in pieces for each in (piece, None)])
    read = open_any(io.BytesIO(pack(data)))[0].read if pack else buffered(lambda: next(waiting, b""))
    scanner, form = scanner_of(decoder), NdjsonWriter().block
    return b"".join(form(block, scanner.scan(block), scanner) for block in blocks(read, size, hold_s=PATIENCE_S))


def buffered(more):
    """Return a reader that gives at most as many bytes as it is asked for."""
    rest = b""

    def read(size):
        nonlocal rest
        if not rest:
            rest = more()
            if not rest:
                return rest
        part, rest = rest[:size], rest[size:]
        return part

    return read


@settings(max_examples=8)
@given(
    data=LINES,
    step=st.integers(1, 4_096),
    workers=st.integers(1, 3),
    cuts=st.lists(st.integers(0, 100_000), max_size=8),
)
@pytest.mark.slow
def test_however_an_input_comes_its_findings_are_the_same(decoder, data, step, workers, cuts):
    """A file in parts for several processes, a stream written in pieces, an archive: byte for byte the same output."""
    # An archive of a few control characters would be taken for one of a binary file.
    data = re.sub(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]", b"\x1b", data[:20_000])
    whole = as_it_comes(decoder, data, (), 1 << 20)
    assert as_it_comes(decoder, data, cuts, step) == whole
    assert as_it_comes(decoder, data, (), step, gzip.compress) == whole
    assert by_workers(decoder, data, max(step, len(data) // 40), workers) == whole


def annotated(decoder, data, size, context):
    """Return a log with its notes, scanned in blocks of a size."""
    scanner = scanner_of(decoder)
    writer = NoteWriter(open_index().taxonomy(), lambda raw: raw, context=context, safe=False)
    parts = [writer.block(block, scanner.scan(block), scanner) for block in blocks(io.BytesIO(data).read, size)]
    return b"".join(parts)


@pytest.mark.parametrize("context", [None, 0, 1, 3])
@pytest.mark.parametrize("log", sorted(LOGS.glob("*.log")), ids=lambda log: log.stem)
def test_cuts_anywhere_change_nothing_of_a_log_with_notes(decoder, log, context):
    """Neither a line nor a note is lost or misplaced where a block ends, and context reaches over it."""
    data = log.read_bytes() + lines_of([PRETTY, "1", "2", PRETTY, "3", "4", "5", "6", "7", PHP, "8"]) + BEYOND
    whole = annotated(decoder, data, 1 << 20, context)
    for size in (100, 150, 333, 2_500):
        assert annotated(decoder, data, size, context) == whole
    if context is None:
        assert b"\n".join(line for line in whole.split(b"\n") if not line.startswith(b"    ^ ")) == data
