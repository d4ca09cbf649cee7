"""Keys under which codes, names and messages are compared."""

from __future__ import annotations


def code_key(text: str) -> str:
    """Return the key that all spellings of a code or name share."""
    return " ".join(text.split()).casefold()


def message_key(text: str) -> str:
    """Return the key that all spellings of a message share."""
    return code_key(text).rstrip(" .!,:;")


def number_key(text: str) -> str | None:
    """Return the digits of a number without sign and leading zeros, None for other codes."""
    digits = text.strip().lstrip("+-")
    if digits.isascii() and digits.isdecimal():
        return digits.lstrip("0") or "0"
    return None


def sort_key(code: str) -> tuple[int, int, int, str]:
    """Order codes as numbers read, negative ones by size, text after numbers."""
    digits = number_key(code)
    if digits is None:
        return (1, 0, 0, code)
    return (0, len(digits), int(digits[:400]), code)
