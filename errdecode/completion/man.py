"""Write the man page from the command tree."""

from __future__ import annotations

import re

from errdecode.completion.shells import NOTICE
from errdecode.core.sanitise import visible
from errdecode.model import Entry, Finding
from errdecode.render.plain import ENTRY_COLUMNS, FINDING_COLUMNS, SCAN_COLUMNS, VenueRow, known_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.completion.tree import Argument, Command, Option

FILE_NAME = "errdecode.1"

_END = r"""
.SH COLUMNS OF ROWS
.B \-\-fields
takes any of these, separated by commas;
.B \-\-header
names them in a first line. The usual ones stand first.
"""
_AFTER = r"""
.SH TIMES
A time without a zone, in a log or typed, is local time (of
.BR TZ );
.B \-\-tz
names another. What people read shows times in that zone with its offset; what
programs read shows them in UTC unless
.B \-\-tz
is given. A line without a time is of the time of the nearest line above that
has one: in reports, in lines as they come, for
.B \-\-since
and
.BR \-\-until .
In rows, CSV and JSON
.I time
is the line's own.
.SH EXIT STATUS
.TP
.B 0
Something was decoded; of several codes, all.
.TP
.B 1
Nothing was: an unknown code, no error in the input.
.TP
.B 2
Bad usage, unreadable input or a broken catalogue.
.TP
.B 3
.B parse \-\-fail\-on
found what it looks for.
.TP
.B 130
Interrupted.
.PP
A closed pipe is no error.
.SH ENVIRONMENT
.TP
.B ERRDECODE_CATALOGS
Further catalogue files and folders, separated as in
.BR PATH .
.TP
.B ERRDECODE_VENUE
The default venue, as
.BR \-\-venue ;
a venue typed beside a code goes before it, and
.B \-V any
takes it back.
.TP
.B ERRDECODE_FORMAT
The format, as
.BR \-\-format .
.TP
.B ERRDECODE_COLOR
.IR auto ", " always " or " never .
.TP
.B ERRDECODE_REDACT
Further fields that are never shown, separated by commas.
.TP
.B ERRDECODE_DEBUG
Shows where an internal error happened.
.TP
.BR NO_COLOR ", " FORCE_COLOR
Never or always colour;
.B \-\-color
goes before them.
.TP
.BR COLUMNS ", " LINES
The size of the screen to write for.
.TP
.B PAGER
Shows reports and listings that are longer than the screen, on a terminal only;
.I less
without it,
.I cat
or nothing for none.
.B LESS
is
.I FRX
where it is not set.
.TP
.B BROWSER
What
.B \-\-open
starts.
.TP
.B TZ
The local zone.
.SH FILES
.TP
.I $XDG_CONFIG_HOME/errdecode/config.toml
Your settings, a line each:
.IR venue ", " format ", " color
(texts) and
.I redact
(a list of fields). Variables go before it, options before both.
.TP
.I .errdecode/config.toml
A project's settings, over yours.
.TP
.I $XDG_CONFIG_HOME/errdecode/catalogs/
Your own catalogues.
.TP
.I $XDG_CONFIG_HOME/errdecode/config.toml
Your own settings.
.TP
.I $XDG_CONFIG_HOME/errdecode/trusted/
The project folders that you trust.
.TP
.I .errdecode/
A project's catalogues and settings, in the nearest folder upwards; until it is trusted it only adds venues.
.TP
.I $XDG_CACHE_HOME/errdecode/
What was made of the catalogues; may be deleted.
"""
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
    return "\n".join(lines) + _END + "\n".join(_columns()) + _AFTER


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
