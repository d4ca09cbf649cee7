"""Read HTML into blocks. The only module that imports Beautiful Soup."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup
from bs4.builder import ParserRejectedMarkup
from bs4.element import NavigableString, Tag

from errdecode.documents.blocks import MAX_COLUMNS, SUMMARY_LEVEL, Cell, Code, Heading, Items, Paragraph, Table
from errdecode.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

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


def read_html(text: str, *, made: bool = False) -> tuple[Block, ...]:
    """Return the blocks of a page in its order.

    Args:
        text: HTML, however broken.
        made: it was made from another language, so that its own line numbers say nothing.

    Raises:
        InputError: it is so broken that nothing can be read from it.
    """
    with warnings.catch_warnings():
        # It suspects that XML, a file's name or an address was meant; a document may look like either.
        warnings.simplefilter("ignore")
        try:
            soup = BeautifulSoup(_ended(text), "html.parser")
        except ParserRejectedMarkup:
            raise InputError("the document cannot be read as HTML: save it as Markdown or CSV") from None
    return tuple(_Page(soup, made=made).blocks())


def _ended(text: str) -> str:
    """Return the text with what opens and never ends as text: a parser looks for its end at every such place."""
    text = text.replace("<![", "&lt;![")
    before, end, after = text.rpartition("-->")
    text = before + end + after.replace("<!--", "&lt;!--")
    before, end, after = text.rpartition(">")
    return before + end + after.replace("<", "&lt;")


class _Page:
    """Goes through a page. Whatever is nested in whatever, each part is looked at once."""

    def __init__(self, soup: Tag, *, made: bool) -> None:
        self._soup = soup
        self._made = made
        self._next: dict[int, PageElement | None] = {}
        self._holders: set[int] = set()
        """Tags in which a table or code stands."""
        for tag in soup.find_all(["table", "pre"]):
            parent = tag.parent
            while parent is not None and id(parent) not in self._holders:
                self._holders.add(id(parent))
                parent = parent.parent

    def blocks(self) -> Iterator[Block]:
        node: PageElement | None = next(iter(self._soup.contents), None)
        while node is not None:
            found = self._block(node) if isinstance(node, Tag) else None
            yield from found or ()
            # In a table that holds another, which may have been made for its looks, headings and tables stand as well.
            is_entered = found is None or (isinstance(node, Tag) and node.name == "table" and id(node) in self._holders)
            node = node.next_element if is_entered else self._after(node)

    def _after(self, node: PageElement) -> PageElement | None:
        """Return what follows the end of a tag."""
        passed: list[PageElement] = []
        at: PageElement | None = node
        while at is not None and id(at) not in self._next and at.next_sibling is None:
            passed.append(at)
            at = at.parent
        following = None if at is None else self._next.get(id(at), at.next_sibling)
        self._next.update((id(each), following) for each in passed)
        return following

    def _inside(self, tag: Tag) -> Iterator[PageElement]:
        """Yield what stands in a tag, without what stands in tables in it."""
        end = self._after(tag)
        node: PageElement | None = tag.next_element if tag.contents else end
        while node is not end and node is not None:
            yield node
            node = self._after(node) if isinstance(node, Tag) and node.name == "table" else node.next_element

    def _block(self, tag: Tag) -> tuple[Block, ...] | None:
        """Return what a tag is as a whole; None to look inside."""
        name = tag.name
        if name in _LEVELS:
            return (Heading(_LEVELS[name], one_line(self._text(tag)).rstrip(_ANCHOR_MARKS).strip()),)
        if name == "table":
            return tuple(self._table(tag))
        if name == "pre":
            return (Code(tag.get_text()),)
        if name in _LISTS and id(tag) not in self._holders:
            items = (one_line(self._text(item)) for item in tag.find_all("li", recursive=False))
            return (Items(tuple(item for item in items if item)),)
        if name == "p":
            text = one_line(self._text(tag))
            return (Paragraph(text),) if text else ()
        return None

    def _table(self, tag: Tag) -> Iterator[Block]:
        rows = tuple(self._rows(tag))
        if id(tag) in self._holders:
            # One row or one column around others is a layout and no table.
            if len(rows) > 1 and min(map(len, rows)) > 1:
                yield Table(rows, _line(tag, made=self._made))
            return
        caption = tag.find("caption", recursive=False)
        if isinstance(caption, Tag):
            yield Heading(SUMMARY_LEVEL, one_line(self._text(caption)))
        yield Table(rows, _line(tag, made=self._made))

    def _rows(self, table: Tag) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows; a cell that spans several stands in each of them."""
        spanning: dict[int, tuple[int, Cell]] = {}
        for row in self._inside(table):
            if not isinstance(row, Tag) or row.name != "tr":
                continue
            cells: list[Cell] = []
            for tag in row.find_all(["td", "th"], recursive=False):
                _fill(cells, spanning)
                cell = self._cell(tag)
                below = _span(tag, "rowspan") - 1
                for _ in range(min(_span(tag, "colspan"), MAX_COLUMNS - len(cells))):
                    if below > 0:
                        spanning[len(cells)] = (below, cell)
                    cells.append(cell)
            _fill(cells, spanning)
            if cells:
                yield tuple(cells)

    def _cell(self, tag: Tag) -> Cell:
        text = self._text(tag)
        struck = next((each for each in self._inside(tag) if isinstance(each, Tag) and each.name in _STRUCK), None)
        is_struck = bool(text) and struck is not None and one_line(self._text(struck)) == one_line(text)
        bare = text.strip("`")
        # A cell that is one piece of code is set in code for its looks.
        return Cell(bare if text.startswith("`") and text.endswith("`") and "`" not in bare else text, is_struck)

    def _text(self, tag: Tag) -> str:
        """Return the text of a tag: code in backticks, lines where the page breaks them."""
        parts: list[str] = []
        for node in self._inside(tag):
            if isinstance(node, Tag):
                if node.name in _BREAKING:
                    parts.append("\n")
            elif type(node) is NavigableString:
                # Not a comment, script or style, which are kinds of their own.
                text = " ".join(node.replace("\n", " ").split(" ")) if node.strip() else " "
                parent = node.parent
                parts.append(f"`{text}`" if parent is not None and parent.name in _CODE and text.strip() else text)
        return "\n".join(line for line in (" ".join(line.split()) for line in "".join(parts).split("\n")) if line)


def _line(tag: Tag, *, made: bool) -> int | None:
    if not made:
        return tag.sourceline
    stated = str(tag.get(LINE_ATTRIBUTE, ""))
    return int(stated) if stated.isdecimal() and len(stated) < 10 else None  # noqa: PLR2004  # no document is longer


def _fill(cells: list[Cell], spanning: dict[int, tuple[int, Cell]]) -> None:
    while len(cells) in spanning and len(cells) < MAX_COLUMNS:
        left, cell = spanning.pop(len(cells))
        if left > 1:
            spanning[len(cells)] = (left - 1, cell)
        cells.append(cell)


def _span(tag: Tag, attribute: str) -> int:
    stated = str(tag.get(attribute, ""))
    return max(1, int(stated)) if stated.isdecimal() and len(stated) < 10 else 1  # noqa: PLR2004  # as above


def one_line(text: str) -> str:
    """Return a text with its lines joined."""
    return " ".join(text.split())
