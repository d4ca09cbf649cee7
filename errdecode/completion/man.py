"""Write the man page: from the command tree, the settings and the columns of rows, around `man.roff`."""

from __future__ import annotations

import os
import re

from errdecode.completion.shells import NOTICE
from errdecode.core.sanitise import visible
from errdecode.model import Entry, Finding
from errdecode.render.plain import ENTRY_COLUMNS, FINDING_COLUMNS, SCAN_COLUMNS, VenueRow, known_columns
from errdecode.settings import SETTINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.completion.tree import Argument, Command, Option

FILE_NAME = "errdecode.1"

TEMPLATE = "man.roff"
"""What the page says besides commands and options: in the folder of this module."""
_COLUMNS = (
    ("lookup, search, codes", ENTRY_COLUMNS, known_columns(Entry)),
    ("decode", FINDING_COLUMNS, known_columns(Finding)),
    ("parse", SCAN_COLUMNS, known_columns(Finding)),
    ("venues", VenueRow._fields, VenueRow._fields),
)
"""Commands, their usual columns, and all that they take."""


def man_page(tree: Command, version: str) -> str:
    """Return the man page in troff.

    Args:
        tree: the whole command tree.
        version: the program's.
    """
    first, *rest = _paragraphs(tree.help)
    lines = [
        f'.\\" {NOTICE}',
        f'.TH ERRDECODE 1 "" "errdecode {_text(version)}" "User Commands"',
        # Commands are not broken at a hyphen nor spread over the line.
        ".nh",
        ".ad l",
        ".SH NAME",
        f"errdecode \\- {_text(_lowered(first).removesuffix('.'))}",
        ".SH SYNOPSIS",
        *_synopsis(tree),
        ".SH DESCRIPTION",
        *_help([first, *rest]),
        *_options(tree.options),
        ".SH COMMANDS",
    ]
    for command in tree.walk():
        if command.path:
            lines += [f'.SS "errdecode {_text(" ".join(command.path))}"', *_synopsis(command)]
            lines += [".PP", *_help(_paragraphs(command.help)), *_arguments(command.arguments)]
            lines += _options(command.options)
    with open(os.path.join(os.path.dirname(__file__), TEMPLATE), encoding="ascii") as file:
        text = file.read()
    for place, part in (("@COLUMNS@", _columns()), ("@SETTINGS@", _settings())):
        text = text.replace(place, "\n".join(part))
    return "\n".join(lines) + "\n" + text


def _settings() -> Iterator[str]:
    """Yield the variables of the settings."""
    for setting in SETTINGS:
        several = " Separated by commas." if setting.many else ""
        yield from (".TP", f".B {setting.variable}", _text(f"{setting.about}{several} As {setting.option}."))


def _columns() -> Iterator[str]:
    """Yield the columns that rows may have, command by command."""
    for commands, usual, known in _COLUMNS:
        others = ", ".join(name for name in known if name not in usual)
        yield from (".TP", f"\\fB{_text(commands)}\\fR", _text(", ".join(usual)) + (";" if others else ""))
        yield from (_text(others),) if others else ()


def _text(text: str) -> str:
    """Return text as troff prints it word for word."""
    text = visible(text).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    text = text.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    text = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text)
    return f"\\&{text}" if text.startswith(".") else text


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]


def _help(paragraphs: list[str]) -> list[str]:
    """Return paragraphs; one that Click keeps as it stands keeps its lines here too."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if lines:
            lines.append(".PP")
        if paragraph.lstrip().startswith("\b"):
            title, *examples = [line for line in paragraph.splitlines() if line.strip(" \b")]
            lines += [_text(title.strip()), ".PP", ".nf", ".RS", *(_text(line.strip()) for line in examples)]
            lines += [".RE", ".fi"]
        else:
            lines.append(_text(" ".join(paragraph.split())))
    return lines


def _synopsis(command: Command) -> list[str]:
    words = [f"\\fB{_text(' '.join(('errdecode', *command.path)))}\\fR", "[\\fIOPTIONS\\fR]"]
    if command.commands:
        words.append("\\fICOMMAND\\fR ...")
    return [" ".join([*words, *(_text(argument.value.metavar) for argument in command.arguments)])]


def _arguments(arguments: Iterable[Argument]) -> list[str]:
    return [
        line
        for each in arguments
        if each.help
        for line in (".TP", f"\\fI{_text(each.value.metavar)}\\fR", _text(each.help))
    ]


def _options(options: Iterable[Option]) -> list[str]:
    lines: list[str] = []
    for option in options:
        names = ", ".join(f"\\fB{_text(name)}\\fR" for name in option.names)
        value = f" \\fI{_text(option.value.metavar)}\\fR" if option.value else ""
        lines += [".TP", f"{names}{value}", _text(option.help) or "\\&"]
    return lines
