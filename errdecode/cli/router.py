"""Understand what is typed every day without loading Typer.

`errdecode CODE...`, `errdecode '{…}'` and `errdecode parse` take this way;
whatever it does not understand goes to Typer, which also writes every help and
every complaint. Typer would take ten times as long as a lookup itself, and
would refuse `-1121` as an option. A test holds that both understand the same.
"""

from __future__ import annotations

from errdecode.cli.options import ANSWERING, PARSING, output_of, parse_request_of
from errdecode.cli.requests import DecodeRequest, LookupRequest, ParseRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.cli.options import Option

COMMANDS = ("lookup", "decode", "parse", "search", "venues", "codes", "catalog", "config", "completion", "help")

_GROUPS = ("catalog", "config", "completion")
"""Commands that have commands of their own."""
_MAX_DIGITS = 9


def is_code(argument: str) -> bool:
    """Tell whether an argument that begins with a dash is a negative number, not an option."""
    return argument[:1] == "-" and argument[1:2].isdigit()


def is_payload(word: str) -> bool:
    """Tell whether a word is a payload, or says where one is: `@FILE`, `-` for standard input."""
    return word == "-" or (word[:1] == "@" and len(word) > 1) or word.lstrip()[:1] in ("{", "[")


def route(arguments: list[str]) -> LookupRequest | DecodeRequest | ParseRequest | None:
    """Return the request if Typer is not needed to understand it, None otherwise."""
    if arguments[:1] == ["parse"]:
        read = _read(arguments[1:], PARSING)
        return parse_request_of(*read) if read else None
    read = _read(arguments, ANSWERING)
    if read is None:
        return None
    words, given = read
    command, words = _command(words, arguments)
    if command == "lookup":
        return LookupRequest(tuple(words), output_of(given))
    if command == "decode":
        return DecodeRequest(tuple(words) or ("-",), output_of(given))
    return None


def _read(arguments: list[str], options: Iterable[Option]) -> tuple[list[str], dict[str, list[str]]] | None:
    """Return words and the values of options by their field, None where something makes no sense."""
    known = {name: option for option in options for name in option.names}
    words: list[str] = []
    given: dict[str, list[str]] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            words += rest
        elif argument.startswith("-") and argument != "-" and not is_code(argument):
            name, equals, value = argument.partition("=")
            option = known.get(name)
            if option is None or (option.metavar is None and equals):
                return None
            taken = option.sets if option.metavar is None else value if equals else next(rest, None)
            if taken is None or not _makes_sense(option, taken):
                return None
            given.setdefault(option.field, []).append(taken)
        else:
            words.append(argument)
    return words, given


def _makes_sense(option: Option, value: str) -> bool:
    if option.metavar is None:
        return True
    if option.least is not None:
        return value.isdecimal() and len(value) <= _MAX_DIGITS and int(value) >= option.least
    return not option.choices or value in option.choices


def _command(words: list[str], arguments: list[str]) -> tuple[str | None, list[str]]:
    """Return the command of the words, and its own words."""
    if not words:
        return None, words
    first = words[0]
    if first in COMMANDS:
        # `errdecode -- lookup` asks for a code of that name; Typer explains commands without words.
        if first == "lookup" and words[1:] and arguments[0] == first:
            return "lookup", words[1:]
        if first == "decode" and arguments[0] == first:
            return "decode", words[1:]
        return None, words
    return ("decode" if is_payload(first) else "lookup"), words


def typed_in_full(arguments: list[str]) -> list[str]:
    """Return the arguments with the command first, as Typer wants them.

    Shared options may stand before the command, the command may be left out,
    and a negative code is no option.
    """
    ahead: list[str] = []
    rest = list(arguments)
    known = {name: option for option in ANSWERING for name in option.names}
    while rest and rest[0].partition("=")[0] in known:
        name, equals, _ = rest[0].partition("=")
        size = 1 if equals or known[name].metavar is None else 2
        ahead += rest[:size]
        del rest[:size]
    words = [word for word in rest if not word.startswith("-") or is_code(word)]
    if rest and rest[0] in COMMANDS:
        command = [rest.pop(0)]
        if command[0] in _GROUPS and rest and not rest[0].startswith("-"):
            command.append(rest.pop(0))
    elif not words and not ahead and "--" not in rest:
        # Help, the version, or a complaint about an unknown option of `lookup`.
        plain = {"-h", "--help", "--version"}
        return rest if not rest or plain & set(rest) else ["lookup", *rest]
    else:
        command = ["decode" if words and is_payload(words[0]) else "lookup"]
    if command == ["lookup"] and "--" not in rest and any(map(is_code, rest)):
        options = [word for word in rest if not is_code(word)]
        return [*command, *ahead, *options, "--", *filter(is_code, rest)]
    return [*command, *ahead, *rest]
