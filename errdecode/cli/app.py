"""The commands. The only module that imports Typer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from errdecode import __version__
from errdecode.catalog.store import open_index
from errdecode.cli import browse, exits
from errdecode.cli.answer import answer_decode, answer_lookup
from errdecode.cli.catalog import catalog_app
from errdecode.cli.completion import completion_app
from errdecode.cli.config import config_app
from errdecode.cli.requests import COLORS, FORMATS, PARSE_FORMATS, DecodeRequest, LookupRequest, Output, ParseRequest
from errdecode.cli.router import typed_in_full
from errdecode.cli.terminal import Terminal  # noqa: TC001  # Typer reads the annotations at run time

if TYPE_CHECKING:
    from collections.abc import Callable

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
        fault.show(file=terminal.err)
        return exits.USAGE
    except typer.Abort:
        return exits.INTERRUPTED
    return status if isinstance(status, int) else exits.DECODED


def _one_of(*choices: str) -> Callable[[str | None], str | None]:
    def check(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(choices)}")
        return value

    return check


Format = Annotated[
    str | None,
    typer.Option(
        "-f", "--format", metavar="|".join(FORMATS), callback=_one_of(*FORMATS),
        help="How the answer looks. Without it: a table on a terminal, plain lines in a pipe.",
    ),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Venue = Annotated[
    str | None, typer.Option("-V", "--venue", metavar="VENUE", help="Id or alias of the venue; see `errdecode venues`.")
]
Catalogs = Annotated[
    list[str] | None, typer.Option("--catalog", metavar="PATH", help="A further catalogue, file or folder.")
]
Redact = Annotated[
    list[str] | None, typer.Option("--redact", metavar="FIELD", help="A further field that is never shown.")
]
Color = Annotated[
    str | None,
    typer.Option(
        "--color", metavar="|".join(COLORS), callback=_one_of(*COLORS), help="NO_COLOR and FORCE_COLOR are obeyed too."
    ),
]


def _output(
    form: str | None,
    json: bool,
    venue: str | None,
    catalogs: list[str] | None,
    color: str | None,
    redact: list[str] | None,
) -> Output:
    return Output("json" if json else form, venue, tuple(catalogs or ()), color, tuple(redact or ()))


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
def lookup(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="A number, a name, a message, or VENUE:CODE.")],
    form: Format = None,
    json: Json = False,
    venue: Venue = None,
    catalog: Catalogs = None,
    color: Color = None,
    redact: Redact = None,
) -> int:
    """Tell what codes mean.

    \b
    Examples:
      errdecode 43005
      errdecode lookup -1121 05001 "Request Timed Out"
      errdecode lookup -V okcoin 10001 --format json

    Every exact reading is shown, then what may have been meant. Exit status 1 if no code is known.
    """
    return answer_lookup(LookupRequest(tuple(codes), _output(form, json, venue, catalog, color, redact)), context.obj)


@app.command()
def decode(
    context: typer.Context,
    payload: Annotated[
        str, typer.Argument(metavar="[PAYLOAD|-]", help="The payload; - or nothing: standard input.")
    ] = "-",
    form: Format = None,
    json: Json = False,
    venue: Venue = None,
    catalog: Catalogs = None,
    color: Color = None,
    redact: Redact = None,
) -> int:
    """Decode one payload in full: what failed, what was asked, which field is at fault.

    \b
    Examples:
      errdecode '{"id":1,"method":"private/create-order","code":306}'
      pbpaste | errdecode decode
      errdecode decode -V tickdb '{"code":3001,"message":"Rate limit exceeded"}'

    Reads JSON, and what was meant to be JSON. Credentials are never shown. Exit status 1 if nothing was decoded.
    """
    return answer_decode(DecodeRequest(payload, _output(form, json, venue, catalog, color, redact)), context.obj)


@app.command()
def parse(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|-]...", help="Files, folders, globs; - or nothing: standard input."),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="|".join(PARSE_FORMATS),
            callback=_one_of(*PARSE_FORMATS),
            help="Without it: a report on a terminal, rows in a pipe.",
        ),
    ] = None,
    json: Json = False,
    venue: Annotated[
        str | None,
        typer.Option("-V", "--venue", metavar="VENUE", help="Who sent this: evidence, and the only venue shown."),
    ] = None,
    following: Annotated[bool, typer.Option("-F", "--follow", help="Go on as the file grows, like tail -F.")] = False,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="2h, 14:00, yesterday 14:00, 2026-11-20T09:30:00Z.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="Likewise.")] = None,
    category: Annotated[list[str] | None, typer.Option(metavar="CATEGORY", help="Only these; may be repeated.")] = None,
    code: Annotated[list[str] | None, typer.Option(metavar="CODE", help="Only these; may be repeated.")] = None,
    outcome: Annotated[list[str] | None, typer.Option(metavar="OUTCOME", help="Only these; may be repeated.")] = None,
    retry: Annotated[list[str] | None, typer.Option(metavar="RETRY", help="Only these; may be repeated.")] = None,
    around: Annotated[
        int | None,
        typer.Option("-C", "--context", min=0, metavar="N", help="With notes, only N lines around each error."),
    ] = None,
    top: Annotated[int | None, typer.Option(min=1, metavar="N", help="A report of only so many codes.")] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(metavar="CATEGORY|unknown-outcome|any", help="Exit with 3 if one was found; may be repeated."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="With notes, pass on the log's own escape sequences instead of spelling them.")
    ] = False,
    show_secrets: Annotated[bool, typer.Option("--show-secrets", help="Leave credentials in the output.")] = False,
    catalog: Catalogs = None,
    color: Color = None,
    redact: Redact = None,
) -> int:
    """Find errors in logs and streams.

    \b
    Examples:
      tail -f bot.log | errdecode parse
      errdecode parse -F bot.log
      errdecode parse logs/*.gz --since "yesterday 14:00"
      errdecode parse bot.log --format ndjson --outcome unknown
      errdecode parse bot.log --fail-on unknown-outcome

    Reads gzip, bzip2, xz and zstd. Exit status 1 if nothing was decoded, 2 if an input could not be read.
    """
    # A lookup's help does not pay for the scanner.
    from errdecode.cli.parse import answer_parse  # noqa: PLC0415

    output = _output("json" if json else form, False, venue, catalog, color, redact).replace(show_secrets=show_secrets)
    request = ParseRequest(
        tuple(files or ()), output, following, since, until, around, top, tuple(category or ()), tuple(code or ()),
        tuple(outcome or ()), tuple(retry or ()), tuple(fail_on or ()), raw,
    )  # fmt: skip
    return answer_parse(request, context.obj)


@app.command()
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD...")],
    limit: Annotated[int, typer.Option("--limit", min=0, help="Show at most so many; 0: all.")] = 20,
    form: Format = None,
    json: Json = False,
    venue: Venue = None,
    catalog: Catalogs = None,
    color: Color = None,
    redact: Redact = None,
) -> int:
    """Find entries by words in name, message, meaning and advice.

    \b
    Examples:
      errdecode search post only
      errdecode search -V okcoin withdrawal limit
    """
    return browse.answer_search(words, limit, _output(form, json, venue, catalog, color, redact), context.obj)


@app.command()
def venues(
    context: typer.Context,
    form: Format = None,
    json: Json = False,
    venue: Venue = None,
    catalog: Catalogs = None,
    color: Color = None,
    redact: Redact = None,
) -> int:
    """List the venues and their namespaces, and where each catalogue comes from.

    \b
    Examples:
      errdecode venues
      errdecode venues --format json
    """
    return browse.answer_venues(_output(form, json, venue, catalog, color, redact), context.obj)


@app.command()
def codes(
    context: typer.Context,
    only: Annotated[str | None, typer.Argument(metavar="[VENUE]", help="Id or alias of the venue.")] = None,
    form: Format = None,
    json: Json = False,
    venue: Venue = None,
    catalog: Catalogs = None,
    color: Color = None,
    redact: Redact = None,
) -> int:
    """List every entry, for browsing and for other programs.

    \b
    Examples:
      errdecode codes crypto-com
      errdecode codes --format ndjson
    """
    return browse.answer_codes(only, _output(form, json, venue, catalog, color, redact), context.obj)


app.add_typer(config_app, name="config")
app.add_typer(completion_app, name="completion")
app.add_typer(catalog_app, name="catalog")
