"""Keys under which codes, names and messages are compared."""

from __future__ import annotations

_MAX_DIGITS = 400
"""More digits are no number, and Python would take long to read them."""


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


def range_of(code: str) -> tuple[int, int] | None:
    """Return the first and last number of a range of codes, `-32099..-32000`; None for other codes."""
    first, dots, last = code.partition("..")
    if not dots or number_key(first) is None or number_key(last) is None:
        return None
    return int(first[:_MAX_DIGITS]), int(last[:_MAX_DIGITS])


def is_numbered(code: str) -> bool:
    """Tell whether a code is a number or a range of numbers, and so says nothing as a word."""
    return number_key(code) is not None or range_of(code) is not None


def sort_key(code: str) -> tuple[int, int, int, str]:
    """Order codes as numbers read, negative ones by size, text after numbers."""
    digits = number_key(code)
    if digits is None:
        return (1, 0, 0, code)
    return (0, len(digits), int(digits[:_MAX_DIGITS]), code)


def number_order(code: str) -> tuple[int, int, int, str]:
    """Return what sorts codes as numbers read, negative ones first, text after numbers."""
    key = sort_key(code)
    try:
        return key if key[0] else (0, 0, int(code.strip()[:_MAX_DIGITS]), "")
    except ValueError:
        return (1, 0, 0, code)
