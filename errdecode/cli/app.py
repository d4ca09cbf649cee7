"""The commands."""

from __future__ import annotations

import io
from typing import Annotated, Any

import typer

from errdecode import __version__
from errdecode.catalog.store import open_index
from errdecode.cli import browse, exits
from errdecode.cli.answer import answer_decode, answer_lookup
from errdecode.cli.catalog import catalog_app
from errdecode.cli.completion import completion_app
from errdecode.cli.config import config_app
from errdecode.cli.hints import meant_command
from errdecode.cli.options import ANSWERING, BROWSING, PARSING, SEARCHING, number_of, output_of, parse_request_of
from errdecode.cli.requests import DecodeRequest, LookupRequest
from errdecode.cli.router import COMMANDS, typed_in_full
from errdecode.cli.terminal import Terminal  # noqa: TC001  # Typer reads the annotations at run time
from errdecode.cli.typed import with_options
from errdecode.core.sanitise import visible

# Typer carries a copy of Click since 0.26 and does not export this base of what it raises.
_UsageFault: Any = next(each for each in typer.BadParameter.__mro__ if each.__name__ == "ClickException")

app = typer.Typer(
    name="errdecode",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def run(arguments: list[str], terminal: Terminal) -> int:
    """Run one command and return its exit status."""
    try:
        status = app(typed_in_full(arguments), prog_name="errdecode", standalone_mode=False, obj=terminal)
    except _UsageFault as fault:
        said = io.StringIO()
        fault.show(file=said)
        # It quotes what was typed.
        terminal.say("\n".join(visible(line) for line in said.getvalue().rstrip("\n").split("\n")))
        return exits.USAGE
    except typer.Abort:
        return exits.INTERRUPTED
    return status if isinstance(status, int) else exits.DECODED


def _show_version(wanted: bool) -> None:
    if wanted:
        index = open_index()
        dates = [entry.source.read for entry in index.entries() if entry.source.read]
        venues = index.venues()
        number = sum(namespace.size for venue in venues for namespace in venue.namespaces)
        read = f", read {max(dates)}" if dates else ""
        typer.echo(f"errdecode {__version__}: {len(venues)} catalogues, {number} entries{read}")
        raise typer.Exit


@app.callback()
def _errdecode(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Tell what a trading API's error means, whether the request may have been executed, and what to do next.

    \b
    Examples:
      errdecode 43005                    what a code means
      errdecode -1121 POST_ONLY_REJ      several at once; names and negative codes too
      errdecode crypto-com:43005         of one venue
      errdecode '{"code":3001, ...}'     a whole payload
      errdecode search post only         by words

    A code may stand where a command stands: `errdecode 43005` is `errdecode lookup 43005`, and what begins with
    { or [ is decoded.
    """


@app.command()
@with_options(ANSWERING)
def lookup(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="A number, a name, a message, or VENUE:CODE.")],
    given: dict[str, list[str]],
) -> int:
    """Tell what codes mean.

    \b
    Examples:
      errdecode 43005
      errdecode lookup -1121 05001 "Request Timed Out"
      errdecode lookup -V okcoin 10001 --format json
      errdecode 43005 40801 --brief

    Every exact reading is shown, then what may have been meant; of several codes one line each. Exit status 1 if a
    code is not known.
    """
    return answer_lookup(LookupRequest(tuple(codes), output_of(given)), context.obj)


@app.command(short_help="Decode payloads: what failed, what was asked, what is at fault.")
@with_options(ANSWERING)
def decode(
    context: typer.Context,
    given: dict[str, list[str]],
    payloads: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PAYLOAD|@FILE|-]...", help="Payloads, or where one is; - or nothing: standard input."),
    ] = None,
) -> int:
    """Decode payloads in full: what failed, what was asked, which field is at fault.

    \b
    Examples:
      errdecode '{"id":1,"method":"private/create-order","code":306}'
      pbpaste | errdecode
      errdecode decode -V tickdb '{"code":3001,"message":"Rate limit exceeded"}'

    Reads JSON, and what was meant to be JSON, several payloads as well as one. Credentials are never shown. Exit
    status 1 if nothing was decoded.
    """
    return answer_decode(DecodeRequest(tuple(payloads or ("-",)), output_of(given)), context.obj)


@app.command()
@with_options(PARSING)
def parse(
    context: typer.Context,
    given: dict[str, list[str]],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|-]...", help="Files, folders, globs; - or nothing: standard input."),
    ] = None,
) -> int:
    """Find errors in logs and streams.

    \b
    Examples:
      tail -f bot.log | errdecode parse
      errdecode parse -F bot.log
      errdecode parse -F a.log logs/ --from-end
      errdecode parse logs/*.gz --since "yesterday 14:00"
      errdecode parse bot.log --format ndjson --outcome unknown
      errdecode parse bot.log --fail-on unknown-outcome

    Reads gzip, bzip2, xz and zstd. A time without a zone is local time. Exit status 1 if nothing was decoded, 2 if an
    input could not be read.
    """
    # A lookup's help does not pay for the scanner.
    from errdecode.cli.parse import answer_parse  # noqa: PLC0415

    return answer_parse(parse_request_of(tuple(files or ()), given), context.obj)


@app.command()
@with_options(SEARCHING)
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD...")],
    given: dict[str, list[str]],
) -> int:
    """Find entries by words in name, message, meaning and advice.

    \b
    Examples:
      errdecode search post only
      errdecode search -V okcoin withdrawal limit
    """
    return browse.answer_search(words, number_of(given, "limit"), output_of(given), context.obj)


@app.command(short_help="List the venues and their namespaces.")
@with_options(BROWSING)
def venues(context: typer.Context, given: dict[str, list[str]]) -> int:
    """List the venues and their namespaces, and where each catalogue comes from.

    \b
    Examples:
      errdecode venues
      errdecode venues --format json
    """
    return browse.answer_venues(output_of(given), context.obj)


@app.command()
@with_options(BROWSING)
def codes(
    context: typer.Context,
    given: dict[str, list[str]],
    only: Annotated[str | None, typer.Argument(metavar="[VENUE]", help="Id or alias of the venue.")] = None,
) -> int:
    """List every entry, for browsing and for other programs.

    \b
    Examples:
      errdecode codes crypto-com
      errdecode codes --format ndjson
    """
    return browse.answer_codes(only, output_of(given), context.obj)


@app.command("help")
def explain(
    context: typer.Context, command: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]...")] = None
) -> int:
    """Explain a command, or the program.

    \b
    Examples:
      errdecode help
      errdecode help parse
    """
    if command and command[0] not in COMMANDS:
        unknown = f"no command is called {visible(command[0])!r}; `errdecode help` lists them"
        context.obj.say(f"errdecode: {meant_command(command) or unknown}")
        return exits.USAGE
    return run([*(command or ()), "--help"], context.obj)


app.add_typer(config_app, name="config", short_help="Show every setting and where it comes from.")
app.add_typer(completion_app, name="completion", short_help="Complete words in bash, zsh, fish and PowerShell.")
app.add_typer(catalog_app, name="catalog")
