"""Compare the message of a payload with what the catalogues say."""

from __future__ import annotations

import re

from errdecode.core.keys import code_key, message_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.model import Entry

EXACT = 40
PART = 25
_MIN_PART = 8
"""A shorter text inside another says nothing."""
_PARAMETER = re.compile(r"\{(\w+)\}")
_compiled: dict[str, re.Pattern[str]] = {}


def fit_template(template: str, message: str) -> dict[str, str] | None:
    """Return the parameters of a message that fits a template, None if it does not fit."""
    pattern = _compiled.get(template)
    if pattern is None:
        pattern = _compiled[template] = _compile(template)
    match = pattern.fullmatch(message_key_keeping_case(message))
    return match.groupdict() if match else None


def message_key_keeping_case(message: str) -> str:
    """Return a message with single spaces and without its final punctuation."""
    return " ".join(message.split()).rstrip(" .!,:;")


def _compile(template: str) -> re.Pattern[str]:
    parts = _PARAMETER.split(message_key_keeping_case(template))
    seen: set[str] = set()
    pattern = []
    for index, part in enumerate(parts):
        if index % 2 == 0:
            pattern.append(re.escape(part))
        else:
            pattern.append("(?:.+?)" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(pattern), re.IGNORECASE | re.DOTALL)


def fit(entry: Entry, message: str) -> tuple[int, dict[str, str]]:
    """Return how much a message speaks for an entry, and its parameters."""
    texts = (*entry.messages, *entry.match)
    key = message_key(message)
    if key in {message_key(text) for text in texts} or key in {code_key(name) for name in _names(entry)}:
        return EXACT, {}
    for template in (*entry.templates, *(text for text in texts if "{" in text)):
        parameters = fit_template(template, message)
        if parameters is not None:
            return EXACT, parameters
    for text in (*texts, *_names(entry)):
        part = message_key(text)
        if len(part) >= _MIN_PART and (part in key or (len(key) >= _MIN_PART and key in part)):
            return PART, {}
    return 0, {}


def applies(entry: Entry, message: str | None) -> bool:
    """Tell whether an entry's condition on the message, if it has one, holds."""
    if not entry.match:
        return True
    key = message_key(message or "")
    return any(message_key(text) in key or fit_template(text, message or "") is not None for text in entry.match)


def _names(entry: Entry) -> tuple[str, ...]:
    return (*((entry.name,) if entry.name else ()), *entry.former)
