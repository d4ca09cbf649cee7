"""The rules of `import-rules.toml`, typed: what words in a document mean."""

from __future__ import annotations

import os

import tomli

from errdecode.catalog.locate import shipped
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Space(Record):
    """A code space that the words of a heading name."""

    id: str
    kind: str
    words: tuple[str, ...]


class Guess(Record):
    """What makes a text speak of a category."""

    category: str
    words: tuple[str, ...]
    whole: bool
    """The text is one of the words, not only holds one."""
    http_status: tuple[int, ...]


class Rules(Record):
    """All rules."""

    columns: dict[str, frozenset[str]]
    """Squashed headers by what the column holds."""
    of_errors: frozenset[str]
    empty: frozenset[str]
    spaces: tuple[Space, ...]
    labels: dict[str, str]
    """`causes` or `actions` by squashed label."""
    none: frozenset[str]
    payload_codes: frozenset[str]
    payload_messages: tuple[str, ...]
    guesses: tuple[Guess, ...]


def drafting_file(name: str) -> str:
    """Return the path of a file that drafts are made with."""
    return os.path.join(shipped(), "drafting", name)


def read_rules() -> Rules:
    """Return the rules that ship with the program; their faults are programming errors."""
    with open(drafting_file("import-rules.toml"), "rb") as file:
        document: dict[str, Any] = tomli.load(file)
    headings, values = document["headings"], document["values"]
    return Rules(
        {role: frozenset(map(squash, words)) for role, words in document["columns"].items()},
        frozenset(headings["of_errors"]),
        frozenset(headings["empty"]),
        tuple(Space(each["id"], each["kind"], tuple(each["words"])) for each in headings["spaces"]),
        {squash(label): role for role, labels in document["labels"].items() for label in labels},
        frozenset(values["none"]),
        frozenset(map(squash, values["payload_codes"])),
        tuple(values["payload_messages"]),
        tuple(
            Guess(
                each["category"],
                tuple(each.get("words", ())),
                each.get("whole", False),
                tuple(each.get("http_status", ())),
            )
            for each in document["guesses"]
        ),
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case; letters and digits make a word."""
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def squash(text: str) -> str:
    """Return the words of a text run together."""
    return "".join(words_of(text))


def holds(text: str, phrase: str) -> bool:
    """Tell whether a text of words, each between single spaces, holds a phrase; a final * stands for any ending.

    Scripts without spaces between words are searched as they are.
    """
    if not phrase.isascii():
        return phrase in text
    return f" {phrase[:-1]}" in text if phrase.endswith("*") else f" {phrase} " in text
