"""The command tree as plain records, read from the real commands.

What an option or argument takes is told by its metavar: `FILE`, `[VENUE]`,
`json|ndjson`, `CATEGORY|any`. Words in capitals name a source of words, words
in lower case stand for themselves.
"""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from errdecode.catalog.taxonomy import Taxonomy

    Titles = Mapping[str, Mapping[str, str]]

DEFAULT_COMMAND = "lookup"
"""What runs when no command is named."""

_SOURCES = {
    "CODE": ("codes",),
    "VENUE": ("venues",),
    **dict.fromkeys(("FILE", "PATH", "FOLDER", "DOCUMENT", "CATALOG"), ("files",)),
    # What `diff A B` compares.
    **dict.fromkeys(("A", "B"), ("venues", "files")),
}


class Value(Record):
    """What may stand in one place."""

    metavar: str
    sources: tuple[str, ...] = ()
    """codes | venues | files"""
    choices: tuple[tuple[str, str], ...] = ()
    """Fixed words, each with its description, which may be empty."""


class Option(Record):
    """One option of a command."""

    names: tuple[str, ...]
    help: str
    value: Value | None
    """None: a flag."""


class Argument(Record):
    """One positional argument of a command."""

    value: Value
    many: bool
    help: str
    required: bool


class Command(Record):
    """One command, or a group of them."""

    path: tuple[str, ...]
    """Without the program's own name."""
    help: str
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...]
    commands: tuple[Command, ...]

    @property
    def summary(self) -> str:
        """Return the first sentence of the help."""
        return first_sentence(self.help)

    def walk(self) -> Iterator[Command]:
        """Yield the command and everything below it."""
        yield self
        for command in self.commands:
            yield from command.walk()


def read_tree(group: Any, titles: Titles) -> Command:
    """Return the tree under Typer's group of commands.

    Args:
        group: what `typer.main.get_command` returns, or a context's root.
        titles: what `titles` returns.
    """
    return _command(group, (), titles)


def titles(taxonomy: Taxonomy) -> dict[str, dict[str, str]]:
    """Return the words that a metavar stands for, with their titles."""
    return {
        "CATEGORY": {category.id: category.title for category in taxonomy.categories.values()},
        "OUTCOME": {name: title for name, (title, _) in taxonomy.outcomes.items()},
        "RETRY": dict(taxonomy.retries),
        "FAULT": dict(taxonomy.faults),
    }


def first_sentence(text: str) -> str:
    """Return the first sentence of a help text on one line, without its full stop."""
    paragraph = " ".join(text.split("\n\n", 1)[0].split())
    return paragraph.split(". ", 1)[0].removesuffix(".")


def _command(command: Any, path: tuple[str, ...], titles: Titles) -> Command:
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    options = [_option(each, titles) for each in shown if each.param_type_name == "option"]
    names = command.context_settings.get("help_option_names", ("-h", "--help"))
    options.append(Option(tuple(names), "Show this message and exit.", None))
    return Command(
        path,
        command.help or "",
        tuple(options),
        tuple(_argument(each, titles) for each in shown if each.param_type_name == "argument"),
        tuple(
            _command(each, (*path, name), titles)
            for name, each in getattr(command, "commands", {}).items()
            if not each.hidden
        ),
    )


def _option(option: Any, titles: Titles) -> Option:
    flag = option.is_flag or getattr(option, "count", False)
    names = (*option.opts, *option.secondary_opts)
    return Option(names, option.help or "", None if flag else _value(option, titles))


def _argument(argument: Any, titles: Titles) -> Argument:
    return Argument(_value(argument, titles), argument.nargs == -1, argument.help or "", argument.required)


def _value(parameter: Any, titles: Titles) -> Value:
    metavar = parameter.metavar or "|".join(getattr(parameter.type, "choices", ())) or parameter.name.upper()
    sources: list[str] = []
    choices: dict[str, str] = {}
    for word in metavar.strip("[].").split("|"):
        if word in titles:
            choices.update(titles[word])
        elif word in _SOURCES:
            sources += _SOURCES[word]
        elif word.islower():
            choices.setdefault(word, "")
    return Value(metavar, tuple(dict.fromkeys(sources)), tuple(choices.items()))
