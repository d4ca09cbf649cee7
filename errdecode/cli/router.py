"""Understand what is typed every day without loading Typer.

`errdecode CODE...`, `errdecode '{…}'` and `errdecode parse` take this way;
whatever it does not understand goes to Typer, which also writes every help and
every complaint. Typer would take ten times as long as a lookup itself, and
would refuse `-1121` as an option. A test holds that both understand the same.
"""

from __future__ import annotations

from errdecode.cli.requests import COLORS, FORMATS, PARSE_FORMATS, DecodeRequest, LookupRequest, Output, ParseRequest

COMMANDS = ("lookup", "decode", "parse", "search", "venues", "codes", "catalog", "config", "completion")

_GROUPS = ("catalog", "config", "completion")
"""Commands that have commands of their own."""

_TAKING = {
    "-f": "format",
    "--format": "format",
    "-V": "venue",
    "--venue": "venue",
    "--catalog": "catalogs",
    "--color": "color",
    "--redact": "redact",
}
_FLAGS = {"--json": ("format", "json")}
_PARSE_TAKING = {
    "--since": "since",
    "--until": "until",
    "--category": "categories",
    "--code": "codes",
    "--outcome": "outcomes",
    "--retry": "retries",
    "-C": "context",
    "--context": "context",
    "--top": "top",
    "--fail-on": "fail_on",
}
_PARSE_FLAGS = {
    "-F": ("follow", ""),
    "--follow": ("follow", ""),
    "--show-secrets": ("show_secrets", ""),
    "--raw": ("raw", ""),
}
_MAX_DIGITS = 9
_CHOICES = {"format": FORMATS, "color": COLORS}


def is_code(argument: str) -> bool:
    """Tell whether an argument that begins with a dash is a negative number, not an option."""
    return argument[:1] == "-" and argument[1:2].isdigit()


def route(arguments: list[str]) -> LookupRequest | DecodeRequest | ParseRequest | None:
    """Return the request if Typer is not needed to understand it, None otherwise."""
    if arguments[:1] == ["parse"]:
        return _route_parse(arguments[1:])
    read = _read(arguments, _TAKING, _FLAGS)
    if read is None or not _are_choices(read[1], _CHOICES):
        return None
    words, options = read
    command, words = _command(words, arguments)
    if command == "lookup":
        return LookupRequest(tuple(words), _output(options))
    if command == "decode":
        return DecodeRequest(words[0] if words else "-", _output(options))
    return None


def _route_parse(arguments: list[str]) -> ParseRequest | None:
    read = _read(arguments, {**_TAKING, **_PARSE_TAKING}, {**_FLAGS, **_PARSE_FLAGS})
    if read is None or not _are_choices(read[1], {**_CHOICES, "format": PARSE_FORMATS}):
        return None
    files, options = read
    numbers = [options[key][-1] for key in ("context", "top") if key in options]
    if not all(number.isdecimal() and len(number) <= _MAX_DIGITS for number in numbers) or options.get("top") == ["0"]:
        return None
    return ParseRequest(
        tuple(files),
        _output(options).replace(show_secrets="show_secrets" in options),
        follow="follow" in options,
        since=options.get("since", [None])[-1],
        until=options.get("until", [None])[-1],
        context=int(options["context"][-1]) if "context" in options else None,
        top=int(options["top"][-1]) if "top" in options else None,
        categories=tuple(options.get("categories", ())),
        codes=tuple(options.get("codes", ())),
        outcomes=tuple(options.get("outcomes", ())),
        retries=tuple(options.get("retries", ())),
        fail_on=tuple(options.get("fail_on", ())),
        raw="raw" in options,
    )


def _read(
    arguments: list[str], taking: dict[str, str], flags: dict[str, tuple[str, str]]
) -> tuple[list[str], dict[str, list[str]]] | None:
    """Return words and options, None where an argument is neither."""
    words: list[str] = []
    options: dict[str, list[str]] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            words += rest
        elif argument in flags:
            key, value = flags[argument]
            options.setdefault(key, []).append(value)
        elif argument.startswith("-") and argument != "-" and not is_code(argument):
            name, equals, value = argument.partition("=")
            taken = value if equals else next(rest, None)
            if name not in taking or taken is None:
                return None
            options.setdefault(taking[name], []).append(taken)
        else:
            words.append(argument)
    return words, options


def _are_choices(options: dict[str, list[str]], choices: dict[str, tuple[str, ...]]) -> bool:
    return all(values[-1] in choices[key] for key, values in options.items() if key in choices)


def _output(options: dict[str, list[str]]) -> Output:
    return Output(
        format=options.get("format", [None])[-1],
        venue=options.get("venue", [None])[-1],
        catalogs=tuple(options.get("catalogs", ())),
        color=options.get("color", [None])[-1],
        redact=tuple(options.get("redact", ())),
    )


def _command(words: list[str], arguments: list[str]) -> tuple[str | None, list[str]]:
    """Return the command of the words, and its own words."""
    if not words:
        return None, words
    first = words[0]
    if first in COMMANDS:
        # `errdecode -- lookup` asks for a code of that name; Typer explains commands without words.
        if first == "lookup" and words[1:] and arguments[0] == first:
            return "lookup", words[1:]
        if first == "decode" and len(words) <= 2 and arguments[0] == first:  # noqa: PLR2004  # the command and its payload
            return "decode", words[1:]
        return None, words
    if first.lstrip()[:1] in ("{", "["):
        return ("decode", words) if len(words) == 1 else (None, words)
    return "lookup", words


def typed_in_full(arguments: list[str]) -> list[str]:
    """Return the arguments with the command first, as Typer wants them.

    Shared options may stand before the command, the command may be left out,
    and a negative code is no option.
    """
    ahead: list[str] = []
    rest = list(arguments)
    while rest and rest[0].partition("=")[0] in (*_TAKING, *_FLAGS):
        name, equals, _ = rest[0].partition("=")
        size = 1 if equals or name in _FLAGS else 2
        ahead += rest[:size]
        del rest[:size]
    words = [word for word in rest if not word.startswith("-") or is_code(word)]
    if rest and rest[0] in COMMANDS:
        command = [rest.pop(0)]
        if command[0] in _GROUPS and rest and not rest[0].startswith("-"):
            command.append(rest.pop(0))
    elif not words and not ahead and "--" not in rest:
        # Help, the version, or a complaint about an unknown option of `lookup`.
        known = {"-h", "--help", "--version"}
        return rest if not rest or known & set(rest) else ["lookup", *rest]
    else:
        command = ["decode" if words and words[0].lstrip()[:1] in ("{", "[") else "lookup"]
    if command == ["lookup"] and "--" not in rest and any(map(is_code, rest)):
        options = [word for word in rest if not is_code(word)]
        return [*command, *ahead, *options, "--", *filter(is_code, rest)]
    return [*command, *ahead, *rest]
