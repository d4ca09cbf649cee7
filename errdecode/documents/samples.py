"""Find the payloads among a document's code blocks."""

from __future__ import annotations

import json

from errdecode.documents.rules import squash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.documents.rules import Rules

MAX_SAMPLE_CHARS = 4000
_MAX_DEPTH = 8


def read_sample(text: str, rules: Rules) -> tuple[tuple[str, ...], str] | None:
    """Return the codes of a payload, and the payload on one line; None for other code."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    codes = tuple(dict.fromkeys(_codes(value, rules, 0)))
    # ASCII: a payload may hold what no TOML string can.
    line = json.dumps(value, ensure_ascii=not text.isprintable(), separators=(",", ":"))
    return (codes, line) if codes and len(line) <= MAX_SAMPLE_CHARS else None


def _codes(value: Any, rules: Rules, depth: int) -> list[str]:
    if depth > _MAX_DEPTH:
        return []
    if isinstance(value, list):
        return [code for item in value for code in _codes(item, rules, depth + 1)]
    if not isinstance(value, dict):
        return []
    own = [str(item) for key, item in value.items() if squash(key) in rules.payload_codes and type(item) in (int, str)]
    return own + [code for item in value.values() for code in _codes(item, rules, depth + 1)]
