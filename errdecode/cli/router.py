"""Understand the two forms that are typed by hand without loading Typer.

`errdecode CODE...` and `errdecode '{…}'`, with the options that every command
shares, take this way; whatever it does not understand goes to Typer, which
also writes every help and every complaint. Typer would take ten times as long
as the answer itself, and would refuse `-1121` as an option.
"""

from __future__ import annotations

from errdecode.cli.requests import COLORS, FORMATS, DecodeRequest, LookupRequest, Output

COMMANDS = ("lookup", "decode", "parse", "search", "venues", "codes", "catalog", "completion")

_GROUPS = ("catalog", "completion")
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
_CHOICES = {"format": FORMATS, "color": COLORS}


def is_code(argument: str) -> bool:
    """Tell whether an argument that begins with a dash is a negative number, not an option."""
    return argument[:1] == "-" and argument[1:2].isdigit()


def route(arguments: list[str]) -> LookupRequest | DecodeRequest | None:
    """Return the request if it is one of the two short forms, None otherwise."""
    words: list[str] = []
    options: dict[str, list[str]] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            words += rest
        elif argument.startswith("-") and argument != "-" and not is_code(argument):
            if argument in _FLAGS:
                key, value = _FLAGS[argument]
                options.setdefault(key, []).append(value)
                continue
            name, equals, value = argument.partition("=")
            if name not in _TAKING:
                return None
            taken = value if equals else next(rest, None)
            if taken is None:
                return None
            options.setdefault(_TAKING[name], []).append(taken)
        else:
            words.append(argument)
    command, words = _command(words, arguments)
    if command is None or any(values[-1] not in _CHOICES[key] for key, values in options.items() if key in _CHOICES):
        return None
    output = Output(
        format=options.get("format", [None])[-1],
        venue=options.get("venue", [None])[-1],
        catalogs=tuple(options.get("catalogs", ())),
        color=options.get("color", [None])[-1],
        redact=tuple(options.get("redact", ())),
    )
    if command == "lookup":
        return LookupRequest(tuple(words), output)
    return DecodeRequest(words[0] if words else "-", output)


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
