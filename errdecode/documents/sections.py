"""Read a code's own heading, and what stands below it."""

from __future__ import annotations

from errdecode.documents.rules import squash
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.documents.rules import Rules

_BETWEEN_CODES = ("/", ",", "&", "and")
_BEFORE_TITLE = ("-", "\N{EN DASH}", "\N{EM DASH}", ":", "|")
_MIN_DIGITS = 3
"""`2 Errors` is the second chapter, `404 Not Found` a code."""


class Title(Record):
    """A heading that begins with codes."""

    codes: tuple[str, ...]
    text: str


def read_title(heading: str) -> Title | None:
    """Return the codes that a heading begins with, and its words; None where it begins with none."""
    codes: list[str] = []
    words = heading.replace("`", " ").replace("/", " / ").split()
    if words and words[0].casefold().startswith("code"):
        words[0] = words[0][len("code") :].lstrip("=:")
    while words and (words[0] == "" or _is_code(words[0].rstrip(",:")) or (codes and words[0] in _BETWEEN_CODES)):
        word = words.pop(0)
        if word not in ("", *_BETWEEN_CODES):
            codes.append(word.rstrip(",:"))
            if word.endswith(":"):
                break
    while words and words[0] in _BEFORE_TITLE:
        words.pop(0)
    return Title(tuple(codes), " ".join(words)) if codes else None


def _is_code(word: str) -> bool:
    digits = word.lstrip("-")
    signed = word != digits and len(word) - len(digits) == 1
    return digits.isascii() and digits.isdecimal() and (signed or len(digits) >= _MIN_DIGITS)


def read_label(text: str, rules: Rules) -> tuple[str, str] | None:
    """Return which list a paragraph such as `Solution: …` belongs to, and its text; None for any other."""
    head, colon, rest = text.replace("：", ":", 1).partition(":")  # noqa: RUF001  # the colon of East Asian text
    role = rules.labels.get(squash(head)) if colon else None
    return (role, rest.strip()) if role else None


def is_symbol(text: str) -> bool:
    """Tell whether a heading's words are the venue's symbol for the code."""
    return bool(text) and " " not in text and ("_" in text or text.isupper())
