"""Read comma-, semicolon- or tab-separated text as one table."""

from __future__ import annotations

import csv
import io

from errdecode.documents.blocks import MAX_COLUMNS, Cell, Table
from errdecode.errors import InputError

DELIMITERS = (",", ";", "\t", "|")


def read_csv(text: str, delimiter: str | None = None) -> tuple[Table, ...]:
    """Return the only table of a document.

    Args:
        text: the document.
        delimiter: what stands between cells; what gives the first line most cells if None.

    Raises:
        InputError: it cannot be read as cells.
    """
    delimiter = delimiter or max(DELIMITERS, key=lambda each: len(_cells(text, each, 1)[0]))
    rows = tuple(tuple(Cell(cell.strip()) for cell in row[:MAX_COLUMNS]) for row in _cells(text, delimiter) if any(row))
    return (Table(rows, 1),) if rows else ()


def looks_like_csv(text: str) -> str | None:
    """Return the delimiter if the first lines fall into equally many cells, None otherwise."""
    for delimiter in DELIMITERS[:-1]:
        try:
            rows = [row for row in _cells(text, delimiter, _SAMPLE) if row]
        except InputError:
            continue
        if len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows):
            return delimiter
    return None


_SAMPLE = 20
"""Rows looked at to tell the kind."""


def _cells(text: str, delimiter: str, limit: int | None = None) -> list[list[str]]:
    found = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True):
            found.append(row)
            if len(found) == limit:
                break
    except csv.Error as error:
        raise InputError(f"cannot be read as separated cells: {error}") from None
    return found or [[]]
