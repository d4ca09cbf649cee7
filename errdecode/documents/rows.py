"""Turn the rows of a table of codes into records."""

from __future__ import annotations

from errdecode.documents.columns import MAX_CODE_CHARS, MINUS
from errdecode.documents.model import Row
from errdecode.documents.rules import squash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.documents.blocks import Table
    from errdecode.documents.columns import Columns
    from errdecode.documents.rules import Rules

_QUOTES = "`'\"“”*"
_MISREAD = ("Â", "Ã", "â")
"""What the first byte of a UTF-8 character becomes when it is read as Western European text."""
_LOWEST_STATUS, _HIGHEST_STATUS = 100, 599


def read_rows(table: Table, columns: Columns, rules: Rules, *, is_http: bool, skipped: list[str]) -> Iterator[Row]:
    """Yield a table's rows: one a code.

    Args:
        table: of codes.
        columns: what its columns hold.
        rules: what an empty cell looks like.
        is_http: the codes are HTTP statuses themselves.
        skipped: receives the texts that stand where a code should.
    """
    for cells in table.rows[columns.first_row :]:
        texts = [_said(cell.text, rules) for cell in cells]
        place = columns.holding("code")[0]
        stated = texts[place] if place < len(texts) else ""
        if not stated:
            if any(texts):
                skipped.append(next(filter(None, texts)))
            continue
        codes = _codes(stated)
        if len(stated) > MAX_CODE_CHARS or not all(codes):
            skipped.append(stated)
            continue
        struck = cells[place].struck
        for code in codes:
            yield _row(code, texts, columns, table.line, is_http=is_http, retired=struck)


def _row(code: str, texts: list[str], columns: Columns, line: int | None, *, is_http: bool, retired: bool) -> Row:
    def of(role: str) -> list[str]:
        return [texts[index] for index in columns.holding(role) if index < len(texts) and texts[index]]

    status = _status(" ".join(of("http_status"))) or _status_in_code(code, is_http=is_http)
    return Row(
        code,
        next((name for text in of("name") if (name := " ".join(text.strip(_QUOTES).split()))), None),
        tuple(message for text in of("message") if (message := _unquoted(" ".join(text.split())))),
        tuple(" ".join(text.split()) for text in of("about")),
        status,
        tuple(line for text in of("causes") for line in text.splitlines()),
        tuple(line for text in of("actions") for line in text.splitlines()),
        retired,
        line,
    )


def mend(text: str) -> str:
    """Return a text whose UTF-8 had been read as Western European, read right."""
    if not any(mark in text for mark in _MISREAD):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode()
        except UnicodeError:
            continue
    return text


def _said(text: str, rules: Rules) -> str:
    """Return what a cell says: nothing where it holds a dash or the like."""
    mended = mend(text).strip()
    return "" if squash(mended) in rules.none and not mended.strip("-/.").isdecimal() else mended


def _codes(text: str) -> list[str]:
    """Return the codes of one cell: several where it lists numbers."""
    whole = " ".join(text.strip(_QUOTES).replace(MINUS, "-").split())
    parts = [part.strip(_QUOTES + " ") for part in whole.replace("/", ",").replace("\n", ",").split(",")]
    numbers = [part for part in parts if part.lstrip("+-").isdecimal()]
    return parts if len(numbers) == len(parts) > 1 else [whole]


def _status(text: str) -> int | None:
    digits = "".join(char if char.isdigit() and char.isascii() else " " for char in text).split()
    return next((int(each) for each in digits if len(each) == 3 and _is_status(int(each))), None)  # noqa: PLR2004  # a status has three


def _status_in_code(code: str, *, is_http: bool) -> int | None:
    """Return the status that a code is, or names in words."""
    return _status(code) if is_http or "http" in code.casefold().split() else None


def _is_status(number: int) -> bool:
    return _LOWEST_STATUS <= number <= _HIGHEST_STATUS


def _unquoted(text: str) -> str:
    """Return a text without the quotation marks that enclose it whole."""
    for mark in _QUOTES:
        if len(text) > 1 and text[0] == text[-1] == mark and mark not in text[1:-1]:
            return text[1:-1]
    return text
