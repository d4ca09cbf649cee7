"""A table: every form of a credential, in every format, through the front door. None is shown; what is none stays."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
from credentials import DECOYS, MANY, log_in_every_way, pieces
from harness import on_terminal, run
from scans import REFUSED, lines, running

from errdecode import hooks
from errdecode.formats import DECODE, PARSE, names

FRAMES = [
    {"id": 7, "method": "private/create-order", "code": 43005, "message": f"POST_ONLY_REJ {form}", "original": form}
    for form in MANY
]
"""As a venue quotes them: in words, and in the request that it echoes."""
LOG = lines(*(f"2026-11-20T09:30:00Z ERROR cryptocom <- {json.dumps(frame)}" for frame in FRAMES))
QUIET = lines(*(f"2026-11-20T09:30:00Z DEBUG {form}" for form in MANY))
FLAT = re.compile(r"[\s│]+")


def leaks(shown):
    """Return the forms of which something is shown, however it is broken into lines."""
    flat = FLAT.sub("", shown)
    return [form for form in MANY if any(FLAT.sub("", piece) in flat for piece in pieces(form))]


@pytest.mark.parametrize("name", names(DECODE))
@pytest.mark.slow
def test_no_format_of_a_payload_shows_one(name):
    """Each form in a payload of its own."""
    result = run("decode", "-", "-f", name, stdin="\n".join(map(json.dumps, FRAMES)))
    assert result.out.count("43005") >= len(FRAMES)
    assert leaks(result.out + result.err) == []


@pytest.mark.parametrize("name", names(PARSE))
def test_no_format_of_a_log_shows_one(name):
    """Each form in an error's line, and in a line that is none."""
    result = run("parse", "-", "-f", name, stdin=LOG + QUIET, COLUMNS="300")
    assert "43005" in result.out
    assert leaks(result.out + result.err) == []


@pytest.mark.slow
def test_neither_a_terminal_nor_a_followed_log_shows_one(tmp_path):
    """The report, and what comes line by line."""
    path = tmp_path / "bot.log"
    path.write_bytes(LOG)
    assert leaks(on_terminal("parse", str(path), columns=400).out) == []
    with running("-F", path) as scan:
        assert leaks("".join(scan.line() for _ in FRAMES)) == []


@pytest.mark.slow
def test_no_hook_passes_one():
    """`logging` writes it neither from a message nor from an argument or a traceback, structlog from no field."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(hooks.LogFilter())
    logger = logging.Logger("bot")  # noqa: LOG001  # of this test alone
    logger.addHandler(handler)
    for form in MANY:
        log_in_every_way(logger, form)
        print(hooks.structlog_processor(None, "error", {"event": form, "order": REFUSED}), file=stream)
    assert leaks(stream.getvalue()) == []


def test_what_is_none_stays_in_every_line():
    """Ids, hashes, addresses and sentences pass as they are, and stand in a finding's message."""
    out = run("parse", "-", "-f", "annotate", stdin=lines(*DECOYS)).out
    assert [line for line in out.splitlines() if not line.startswith("    ^")] == list(DECOYS)
    frames = [json.dumps({"id": 7, "code": 43005, "message": f"POST_ONLY_REJ {decoy}"}) for decoy in DECOYS]
    found = run("decode", "-", "-f", "json", "-V", "crypto-com", stdin="\n".join(frames)).json["findings"]
    assert [each["message"] for each in found] == [f"POST_ONLY_REJ {decoy}" for decoy in DECOYS]


def test_the_table_is_as_wide_as_it_says():
    """At least forty forms, and twenty that only look like one."""
    assert len(set(MANY)) >= 40
    assert len(set(DECOYS)) >= 20
