"""The JSON records of the interface."""

from __future__ import annotations

import json

from errdecode.core.patterns import lazy
from errdecode.model import SCHEMA

__all__ = ["SCHEMA", "dumps", "lookup_record", "painted", "pretty", "venue_record"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable
    from typing import Any

    from errdecode.model import Lookup, Venue

_TOKEN = lazy(r'"[^"\\]*(?:\\.[^"\\]*)*"(?P<key>:)?|-?\d[\d.eE+-]*|true|false|null')
_KEY, _STRING, _OTHER = "1;34", "32", "36"


def lookup_record(lookups: Iterable[Lookup]) -> dict[str, Any]:
    """Return answers as the document of `lookup --format json`."""
    return {
        "schema": SCHEMA,
        "queries": [
            {
                "query": answer.query,
                "entries": [entry.to_dict() for entry in answer.entries],
                "near": [near.as_dict() for near in answer.near],
                "safest": {"outcome": answer.safest[0], "retry": answer.safest[1]},
                "found_by": answer.found_by,
                "taken": answer.taken,
            }
            for answer in lookups
        ],
    }


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
