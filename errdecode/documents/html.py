"""Read HTML into blocks. The only module that imports Beautiful Soup."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from errdecode.documents.blocks import SUMMARY_LEVEL, Cell, Code, Heading, Items, Paragraph, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.documents.blocks import Block

LINE_ATTRIBUTE = "data-line"
"""Set by what makes HTML from another language: the line in its own source."""

_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": SUMMARY_LEVEL, "caption": SUMMARY_LEVEL}
_LISTS = ("ul", "ol")
_CODE = ("code", "kbd", "samp", "tt")
_STRUCK = ("s", "del", "strike")
_BREAKING = ("br", "p", "li", "div", "tr", "dt", "dd")
_ANCHOR_MARKS = "#¶🔗\u200b"
"""Stand after headings as links to themselves."""
_MAX_COLUMNS = 50
"""A page may claim that a cell spans millions."""


def read_html(text: str, *, made: bool = False) -> tuple[Block, ...]:
    """Return the blocks of a page in its order.

    Args:
        text: HTML, however broken.
        made: it was made from another language, so that its own line numbers say nothing.
    """
    with warnings.catch_warnings():
        # It suspects that XML, a file's name or an address was meant; a document may look like either.
        warnings.simplefilter("ignore")
        soup = BeautifulSoup(text, "html.parser")
    return tuple(_blocks(soup, made=made))


def _blocks(soup: Tag, *, made: bool) -> Iterator[Block]:
    node = next(iter(soup.contents), None)
    while node is not None:
        if isinstance(node, Tag) and (found := _block(node, made=made)) is not None:
            yield from found
            node = _after(node)
        else:
            node = node.next_element


def _after(tag: Tag) -> Tag | NavigableString | None:
    """Return what follows the end of a tag."""
    node: Tag | None = tag
    while node is not None and node.next_sibling is None:
        node = node.parent
    return node.next_sibling if node is not None else None  # type: ignore[return-value]  # the types of the library are wider


def _block(tag: Tag, *, made: bool) -> tuple[Block, ...] | None:
    """Return what a tag is as a whole; None to look inside."""
    name = tag.name
    if name in _LEVELS:
        return (Heading(_LEVELS[name], one_line(_text(tag)).rstrip(_ANCHOR_MARKS).strip()),)
    if name == "table":
        caption = tag.find("caption")
        title = (Heading(SUMMARY_LEVEL, one_line(_text(caption))),) if isinstance(caption, Tag) else ()
        return (*title, Table(tuple(_rows(tag)), _line(tag, made=made)))
    if name == "pre":
        return (Code(tag.get_text()),)
    if name in _LISTS and not tag.find(["table", "pre"]):
        items = (one_line(_text(item)) for item in tag.find_all("li", recursive=False))
        return (Items(tuple(item for item in items if item)),)
    if name == "p":
        text = one_line(_text(tag))
        return (Paragraph(text),) if text else ()
    return None


def _line(tag: Tag, *, made: bool) -> int | None:
    if not made:
        return tag.sourceline
    stated = str(tag.get(LINE_ATTRIBUTE, ""))
    return int(stated) if stated.isdecimal() and len(stated) < 10 else None  # noqa: PLR2004  # no document is longer


def _rows(table: Tag) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows; a cell that spans several stands in each of them."""
    spanning: dict[int, tuple[int, Cell]] = {}
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue
        cells: list[Cell] = []
        for tag in row.find_all(["td", "th"], recursive=False):
            _fill(cells, spanning)
            cell = _cell(tag)
            below = _span(tag, "rowspan") - 1
            for _ in range(min(_span(tag, "colspan"), _MAX_COLUMNS - len(cells))):
                if below > 0:
                    spanning[len(cells)] = (below, cell)
                cells.append(cell)
        _fill(cells, spanning)
        if cells:
            yield tuple(cells)


def _fill(cells: list[Cell], spanning: dict[int, tuple[int, Cell]]) -> None:
    while len(cells) in spanning and len(cells) < _MAX_COLUMNS:
        left, cell = spanning.pop(len(cells))
        if left > 1:
            spanning[len(cells)] = (left - 1, cell)
        cells.append(cell)


def _span(tag: Tag, attribute: str) -> int:
    stated = str(tag.get(attribute, ""))
    return max(1, int(stated)) if stated.isdecimal() and len(stated) < 10 else 1  # noqa: PLR2004  # as above


def _cell(tag: Tag) -> Cell:
    text = _text(tag)
    struck = bool(text) and any(one_line(_text(each)) == one_line(text) for each in tag.find_all(_STRUCK, limit=1))
    bare = text.strip("`")
    # A cell that is one piece of code is set in code for its looks.
    return Cell(bare if text.startswith("`") and text.endswith("`") and "`" not in bare else text, struck)


def _text(tag: Tag) -> str:
    """Return the text of a tag: code in backticks, lines where the page breaks them."""
    parts: list[str] = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            if node.name in _BREAKING:
                parts.append("\n")
        elif type(node) is NavigableString:
            # Not a comment, script or style, which are kinds of their own.
            text = " ".join(node.replace("\n", " ").split(" ")) if node.strip() else " "
            parent = node.parent
            parts.append(f"`{text}`" if parent is not None and parent.name in _CODE and text.strip() else text)
    return "\n".join(line for line in (" ".join(line.split()) for line in "".join(parts).split("\n")) if line)


def one_line(text: str) -> str:
    """Return a text with its lines joined."""
    return " ".join(text.split())
