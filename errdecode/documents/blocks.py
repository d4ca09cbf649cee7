"""What a document consists of, whatever it is written in."""

from __future__ import annotations

from errdecode.record import Record

SUMMARY_LEVEL = 7
"""Level of the title of a collapsed section: below every heading."""


MAX_COLUMNS = 50
"""Of a table; more of them mean nothing, and a page may claim that a cell spans millions."""


class Heading(Record):
    """A title of a part of the document."""

    level: int
    text: str


class Paragraph(Record):
    """Running text."""

    text: str


class Items(Record):
    """A list."""

    items: tuple[str, ...]


class Code(Record):
    """A code block."""

    text: str


class Cell(Record):
    """One cell of a table."""

    text: str
    """Lines are kept apart: a cell may hold a list."""
    struck: bool = False
    """The venue has struck it out."""


class Table(Record):
    """A table; whether its first row is a header is for the reader of its columns to say."""

    rows: tuple[tuple[Cell, ...], ...]
    line: int | None
    """Of the source, from 1."""


Block = Heading | Paragraph | Items | Code | Table


class Document(Record):
    """A whole document."""

    title: str
    blocks: tuple[Block, ...]
