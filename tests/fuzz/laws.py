"""What holds of every output, whatever was read."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import tomli
from markdown_it import MarkdownIt

_LAYOUT = re.compile(r"[\s│]+")
_PIECE = 12
"""Characters of a credential that are not to be shown in one piece."""
_ALIVE = ("link_open", "image", "html_inline", "html_block", "em_open", "strong_open", "code_inline", "fence")
_NUMBER = re.compile(r"[+-][\d.]*$")


def acts(text: str, passed: str = "\n\t") -> set[str]:
    """Return the characters of an output that a terminal would act on."""
    categories = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return {char for char in set(text) if unicodedata.category(char) in categories and char not in passed}


def parts_of(secret: str) -> list[str]:
    """Return pieces of a credential none of which is to be shown."""
    return [secret[low : low + _PIECE] for low in range(0, max(1, len(secret) - _PIECE + 1), 4)]


def check_ended(result, statuses=(0, 1, 2, 3)) -> None:
    """A run ends with a known status, and nothing that went wrong in the program."""
    assert result.status in statuses, f"status {result.status}: {result.err[-2000:]}"
    assert "Traceback (most recent call last)" not in result.err, result.err[-2000:]
    assert "internal error" not in result.err, result.err[-2000:]


def check_inert(result, form: str = "rows") -> None:
    """Nothing of the input acts where the output is shown."""
    # A log's own line ends pass.
    shown = result.out.replace("\r\n", "\n") if form in {"csv", "annotate"} else result.out
    assert not acts(shown), f"{form}: {acts(shown)}"
    assert not acts(result.err), f"standard error: {acts(result.err)}"


def check_hidden(result, secrets: list[str]) -> None:
    """No piece of a planted credential is shown."""
    for shown in (result.out, result.err):
        flat = _LAYOUT.sub("", shown)
        for secret in secrets:
            found = [part for part in parts_of(_LAYOUT.sub("", secret)) if part in flat]
            assert not found, f"shows {found[0]!r} of {secret!r}"


def check_form(form: str, out: str) -> None:
    """An output is what its format promises to who reads it."""
    if form in _READERS:
        _READERS[form](out)


def _json(out: str) -> None:
    json.loads(out)


def _ndjson(out: str) -> None:
    for line in out.split("\n")[:-1]:
        json.loads(line)


def _csv(out: str) -> None:
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert len({len(row) for row in rows}) == 1, "rows of different lengths"
    for row in rows:
        for cell in row:
            begin = cell.lstrip()[:1]
            assert not begin or begin not in "=+-@\uff1d\uff0b\uff0d\uff20" or _NUMBER.match(cell), f"formula {cell!r}"


def _tabs(out: str) -> None:
    counts = {line.count("\t") for line in out.split("\n")[:-1]}
    assert len(counts) <= 1, "lines of different lengths"


def _markdown(out: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(out)
    kinds = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert not kinds.intersection(_ALIVE), f"alive: {kinds.intersection(_ALIVE)}"


def check_toml(out: str) -> None:
    """A draft can be read."""
    tomli.loads(out)


_READERS = {"json": _json, "ndjson": _ndjson, "csv": _csv, "tsv": _tabs, "markdown": _markdown}
