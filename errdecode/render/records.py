"""The JSON records of the interface."""

from __future__ import annotations

import json

from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable
    from typing import Any

    from errdecode.model import Entry, Finding, Lookup, Near, Venue

SCHEMA = 1

_INTERNAL = ("match", "templates", "rare")
"""Fields of an entry that serve matching only."""
_TOKEN = lazy(r'"[^"\\]*(?:\\.[^"\\]*)*"(?P<key>:)?|-?\d[\d.eE+-]*|true|false|null')
_KEY, _STRING, _OTHER = "1;34", "32", "36"


def entry_record(entry: Entry) -> dict[str, Any]:
    """Return an entry as the interface has it."""
    values = entry.as_dict()
    for name in _INTERNAL:
        del values[name]
    source = entry.source
    values["source"] = {"title": source.title, "url": source.url, "read": source.read, "note": source.note}
    return values


def near_record(near: Near) -> dict[str, Any]:
    """Return a neighbour as the interface has it."""
    return near.as_dict()


def lookup_record(lookups: Iterable[Lookup]) -> dict[str, Any]:
    """Return answers as the document of `lookup --format json`."""
    return {
        "schema": SCHEMA,
        "queries": [
            {
                "query": answer.query,
                "entries": [entry_record(entry) for entry in answer.entries],
                "near": [near_record(near) for near in answer.near],
                "safest": {"outcome": answer.safest[0], "retry": answer.safest[1]},
                "found_by": answer.found_by,
                "taken": answer.taken,
            }
            for answer in lookups
        ],
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as the interface has it."""
    record = {"schema": SCHEMA, **finding.as_dict()}
    record["entry"] = entry_record(finding.entry) if finding.entry else None
    record["alternatives"] = [
        {
            "venue": other.venue,
            "namespace": other.namespace,
            "code": other.code,
            "name": other.name,
            "evidence": other.evidence,
        }
        for other in finding.alternatives
    ]
    record["near"] = [near_record(near) for near in finding.near]
    record["safest"] = {"outcome": finding.safest[0], "retry": finding.safest[1]}
    record["fields"] = [{"path": path, "value": value} for path, value in finding.fields]
    return record


def venue_record(venue: Venue) -> dict[str, Any]:
    """Return a venue with its namespaces."""
    return {**venue.as_dict(), "namespaces": [namespace.as_dict() for namespace in venue.namespaces]}


def dumps(record: Any) -> str:
    """Return JSON on one line, in ASCII: nothing in it can act on a terminal."""
    return json.dumps(_finite(record), ensure_ascii=True, allow_nan=False, default=str, separators=(",", ":"))


def pretty(record: Any) -> str:
    """Return JSON for reading, in ASCII."""
    return json.dumps(_finite(record), ensure_ascii=True, allow_nan=False, default=str, indent=2)


def painted(text: str) -> str:
    """Return JSON in colour: keys, strings, and everything else."""
    return _TOKEN.sub(_painted, text)


def _painted(match: re.Match[str]) -> str:
    token = match[0]
    if match["key"]:
        return f"\x1b[{_KEY}m{token[:-1]}\x1b[0m:"
    style = _STRING if token[0] == '"' else _OTHER
    return f"\x1b[{style}m{token}\x1b[0m"


def _finite(value: Any) -> Any:
    """Replace the numbers that JSON cannot hold."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124  # NaN
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
