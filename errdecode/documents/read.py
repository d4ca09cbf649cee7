"""Read a document from a file or standard input, whatever it is written in."""

from __future__ import annotations

import os

from errdecode.documents.blocks import Document, Heading
from errdecode.documents.columns import read_columns
from errdecode.documents.spreadsheet import looks_like_csv, read_csv
from errdecode.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from errdecode.documents.blocks import Block
    from errdecode.documents.rules import Rules

MAX_BYTES = 16 * 1024 * 1024
"""A larger file is no error document; the longest known page of one is under half of this."""

STANDARD_INPUT = "-"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Spreadsheets save text so."""
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body", "<table", "<?xml")
_HTML_SIGNS = ("</table>", "</html>", "</body>")
_MARKDOWN_RULE = "---"


def read_file(path: str, stdin: BinaryIO) -> str:
    """Return the text of a document.

    Raises:
        InputError: it cannot be read, is too large, or is no text.
    """
    name = "standard input" if path == STANDARD_INPUT else path
    try:
        if path == STANDARD_INPUT:
            data = stdin.read(MAX_BYTES + 1)
        else:
            if os.path.isdir(path):
                raise InputError(f"{name} is a folder: name one document in it")
            with open(path, "rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:
        raise InputError(f"{name!r} is no name of a file") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{name} is larger than {MAX_BYTES // (1024 * 1024)} MB: cut out the part about errors")
    text = _decode(data, name)
    if not text.strip():
        raise InputError(f"{name} is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, name: str) -> str:
    if data.startswith(_UTF16_MARKS):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise InputError(f"{name} is UTF-16 cut off or damaged: save the document as UTF-8") from None
    if b"\0" in data:
        raise InputError(f"{name} is a binary file: save the document as Markdown, HTML or CSV")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 (byte {error.start}): save the document as UTF-8") from None


def parse(text: str, kind: str, fallback_title: str) -> Document:
    """Return a document's blocks.

    Args:
        text: the document.
        kind: `markdown`, `html` or `csv`.
        fallback_title: its title where it states none.

    Raises:
        InputError: it cannot be read, or what reads its kind is not installed.
    """
    title = None
    blocks: tuple[Block, ...]
    # Each reader loads its own parser; nobody pays for another's.
    try:
        if kind == "csv":
            blocks = read_csv(text, looks_like_csv(text))
        elif kind == "html":
            from errdecode.documents.html import read_html  # noqa: PLC0415  # see above

            blocks = read_html(text)
        else:
            from errdecode.documents.markdown import read_markdown  # noqa: PLC0415  # see above

            title, blocks = read_markdown(text)
    except ModuleNotFoundError as error:
        raise InputError(
            f"reading Markdown and HTML needs {error.name}, which is not installed: pip install 'errdecode[import]'"
        ) from None
    first = next((block.text for block in blocks if isinstance(block, Heading) and block.text), None)
    return Document(title or first or fallback_title, blocks)


def tell_type(text: str, rules: Rules) -> str:
    """Return whether a document is `markdown`, `html` or `csv`, by its content."""
    start = text.lstrip()[:200].casefold()
    if start.startswith(_HTML_STARTS):
        return "html"
    delimiter = looks_like_csv(text)
    if delimiter and any(read_columns(table, rules) for table in read_csv(text, delimiter)):
        return "csv"
    if start.startswith("<") and any(sign in text for sign in _HTML_SIGNS) and _MARKDOWN_RULE not in text:
        return "html"
    return "markdown"
