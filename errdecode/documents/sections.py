"""Read a code's own heading, and what stands below it."""

from __future__ import annotations

from errdecode.documents.blocks import Items, Paragraph
from errdecode.documents.model import Row
from errdecode.documents.rows import mend
from errdecode.documents.rules import squash
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.documents.blocks import Block
    from errdecode.documents.rules import Rules
    from errdecode.documents.spaces import Named

_BETWEEN_CODES = ("/", ",", "&", "and")
_BEFORE_TITLE = ("-", "\N{EN DASH}", "\N{EM DASH}", ":", "|")
_MIN_DIGITS = 3
"""`2 Errors` is the second chapter, `404 Not Found` a code."""
_MAX_TEXTS = 50
"""Of one code, from its headings: every row of the code, and every code of a heading, gets them all."""


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


class Section:
    """What stands below a heading that begins with codes."""

    def __init__(self, title: Title, level: int, space: Named) -> None:
        """Begin with the heading, its level and the code space that those above it name."""
        self.level = level
        self.codes = title.codes
        self.space = space
        self._title = title
        self._lists: dict[str, list[str]] = {"texts": [], "causes": [], "actions": []}
        self._label = "texts"

    def take(self, block: Block, rules: Rules) -> None:
        """Note a block that stands below the heading."""
        if isinstance(block, Paragraph):
            self._label, text = read_label(block.text, rules) or ("texts", block.text)
            if text:
                self._lists[self._label].append(mend(text))
        elif isinstance(block, Items):
            self._lists[self._label] += map(mend, block.items)

    @property
    def causes(self) -> list[str]:
        """Return what may have led to the code."""
        return self._lists["causes"]

    @property
    def actions(self) -> list[str]:
        """Return what the venue advises."""
        return self._lists["actions"]

    def row(self, code: str) -> Row:
        """Return what the section says of one of its codes."""
        texts, causes, actions = (tuple(texts[:_MAX_TEXTS]) for texts in self._lists.values())
        title = mend(self._title.text)
        name = title if is_symbol(title) else None
        messages = texts if name or not title else (title,)
        return Row(code, name, messages, () if name else texts, None, causes, actions)


def add_sections(sections: Iterable[Section], tables: dict[Named, list[Row]]) -> None:
    """Complete the rows of the sections' codes, or add them where no table has them."""
    places: dict[str, list[tuple[Named, int]]] = {}
    for space, rows in tables.items():
        for index, row in enumerate(rows):
            places.setdefault(row.code, []).append((space, index))
    told = [(code, section) for section in sections for code in section.codes]
    parts: dict[str, list[Section]] = {}
    for code, section in told:
        parts.setdefault(code, []).append(section)
    for code, about_it in parts.items():
        for space, index in places.get(code, ()):
            tables[space][index] = _completed(tables[space][index], about_it)
    for code, section in told:
        if code not in places:
            tables.setdefault(section.space, []).append(section.row(code))


def _completed(row: Row, sections: Iterable[Section]) -> Row:
    """Return a row with the causes and actions that sections give."""
    causes = [text for section in sections for text in section.causes][:_MAX_TEXTS]
    actions = [text for section in sections for text in section.actions][:_MAX_TEXTS]
    return row.replace(causes=(*row.causes, *causes), actions=(*row.actions, *actions))
