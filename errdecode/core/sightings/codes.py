"""What may be a code."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_CODE_CHARS = 120
_MAX_EXACT = 1e15
"""Below it a float holds every whole number."""
_STATUSES = range(400, 600)
_STATUS_DIGITS = 3
_CLOSE_DIGITS = 4
_LAST_CLOSE = "15"
"""The last code of those that begin with 10 and have a meaning."""


def code_text(value: Any) -> str | None:
    """Return a value as a code; None where it cannot be one."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MAX_EXACT else None
    if isinstance(value, int | str):
        text = str(value).strip()
        return text if text and len(text) <= MAX_CODE_CHARS and text.isprintable() else None
    return None


def is_numeral(code: str) -> bool:
    """Tell whether a code is a number, also one with a part behind `_`."""
    return code.lstrip("+-").replace("_", "").isdecimal()


def is_status(code: str) -> bool:
    """Tell whether a code is a status of HTTP that tells of an error."""
    return len(code) == _STATUS_DIGITS and code.isdecimal() and int(code) in _STATUSES


def is_close(code: str) -> bool:
    """Tell whether a code may be one with which a WebSocket was closed."""
    if len(code) != _CLOSE_DIGITS or not code.isdecimal():
        return False
    return code[0] in "34" or (code[:2] == "10" and code[2:] <= _LAST_CLOSE)


def code_type(value: Any) -> str:
    """Return the JSON type of a code: int or string."""
    return "string" if isinstance(value, str) else "int"
