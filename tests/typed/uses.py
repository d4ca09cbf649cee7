"""How programs use the library, as the README shows it: checked by mypy, never run.

A type that a caller sees and that changes fails here, where `assert_type` says
what it was.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any, Literal, assert_type

import errdecode
from errdecode import hooks

Outcome = Literal["rejected", "unknown", "accepted", "partial", "ended", "done", "none"]
Retry = Literal["never", "after_fix", "after_wait", "reconcile_first", "reconnect", "not_needed"]


def look_up() -> None:
    """Ask what codes mean."""
    answer = errdecode.lookup("43005", -1121, venue="any", catalogs=["my-gateway.toml"])[0]
    assert_type(answer, errdecode.Lookup)
    assert_type(answer.entries, tuple[errdecode.Entry, ...])
    assert_type(answer.near, tuple[errdecode.Near, ...])
    assert_type(answer.safest, tuple[Outcome, Retry])
    entry = answer.entries[0]
    assert_type(entry.outcome, Outcome)
    assert_type(entry.retry, Retry)
    assert_type(entry.wait_s, int | None)
    assert_type(entry.actions, tuple[str, ...])
    assert_type(entry.source, errdecode.Source)
    assert_type(entry.replace(code="1"), errdecode.Entry)
    assert_type(entry.to_dict(), dict[str, Any])
    entry.code = "1"  # type: ignore[misc]  # a record does not change


def decode() -> None:
    """Read a payload."""
    finding = errdecode.decode('{"code":-1021}', venue=None)[0]
    assert_type(finding, errdecode.Finding)
    assert_type(finding.venue, str | None)
    assert_type(finding.confidence, Literal["certain", "likely", "ambiguous", "unknown"])
    assert_type(finding.outcome, Outcome | None)
    assert_type(finding.alternatives, tuple[errdecode.Alternative, ...])
    assert_type(finding.entry, errdecode.Entry | None)
    if finding.entry:
        assert_type(finding.entry.actions[0], str)
    _ = finding.entry.actions  # type: ignore[union-attr]  # an unknown code has no entry
    if finding.outcome == "rejceted":  # type: ignore[comparison-overlap]  # no such outcome
        return


def scan() -> None:
    """Read logs, wherever they come from."""
    assert_type(errdecode.scan("bot.log"), Iterator[errdecode.Finding])
    assert_type(errdecode.scan(io.BytesIO(b"")), Iterator[errdecode.Finding])
    for finding in errdecode.scan(["one line", b"another"]):
        assert_type(finding.line, int | None)
        assert_type(finding.code, str)
        assert_type(finding.request, Any)


def before_the_retry(error: Exception) -> None:
    """Ask whether a request may have been executed."""
    advice = errdecode.explain(error)
    assert_type(advice, errdecode.Advice)
    assert_type(advice.may_have_executed, bool)
    assert_type(advice.retry, Retry)
    assert_type(advice.wait_s, int | None)
    assert_type(advice.sentence, str)
    assert_type(advice.safest, tuple[Outcome, Retry])
    assert_type(advice.finding, errdecode.Finding | None)


def keep_open(lines: list[str | None]) -> None:
    """Decode many texts with the catalogues opened once."""
    decoder = errdecode.Decoder(venue="any")
    assert_type(decoder.decode({"code": 1}), list[errdecode.Finding])
    assert_type(decoder.explain("timeout"), errdecode.Advice)
    assert_type(decoder.hide("token=…"), str)
    assert_type(decoder.may_hold_error(b"code"), bool)
    for number, finding in decoder.scan_rows(lines):
        assert_type(number, int)
        assert_type(finding, errdecode.Finding)


def hook_up() -> None:
    """Tell errors where they are logged."""
    handler = logging.StreamHandler()
    handler.addFilter(hooks.LogFilter())


def go_wrong() -> None:
    """Catch what can go wrong, by one base or each by itself."""
    try:
        errdecode.lookup("1", venue="nowhere")
    except errdecode.UnknownVenueError as error:
        assert_type(error, errdecode.UnknownVenueError)
    except (errdecode.InputError, errdecode.CatalogError, errdecode.ErrdecodeError):
        raise
