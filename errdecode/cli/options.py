"""Every option, once: the router, Typer, help, completion and man page are made from this."""

from __future__ import annotations

from errdecode.cli.requests import Output, ParseRequest
from errdecode.core.verdict.safest import CAREFUL, DANGER
from errdecode.formats import DECODE, LISTING, LOOKUP, PARSE, SHORTHANDS, listed, names, taking
from errdecode.record import Record
from errdecode.settings import COLORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Given = Mapping[str, Sequence[str]]
    """What was given, by the field of the request: the values in their order."""


DOCUMENT_TYPES = ("markdown", "html", "csv")
USUAL_LIMIT = 20
"""Entries that a search shows where nobody says how many."""


class Option(Record):
    """One option."""

    names: tuple[str, ...]
    field: str
    """Under which name its values are given to the command."""
    help: str
    metavar: str | None = None
    """What it takes; None: nothing, it is a flag."""
    choices: tuple[str, ...] = ()
    many: bool = False
    """Whether it may be repeated."""
    sets: str = "yes"
    """What a flag stands for."""
    least: int | None = None
    """Where it takes a number: the smallest one."""


_VENUE = "Id or alias of the venue; see `errdecode venues`."
_FORMAT = "How the answer looks. Without it: a table on a terminal, plain lines in a pipe."
_ROWS = "Without it: rows."
_CATEGORIES = "Only these, as `errdecode catalog schema -f rows` lists them; may be repeated."


def _only(closed: tuple[str, ...]) -> str:
    return f"Only these: {listed(closed, 'or')}; may be repeated."


_CATALOG = Option(("--catalog",), "catalogs", "A further catalogue, file or folder.", "PATH", many=True)
_TYPE = Option(
    ("--type",), "type", "What the document is written in. Without it: told from its content.",
    "|".join(DOCUMENT_TYPES), DOCUMENT_TYPES,
)  # fmt: skip
_NAMESPACE = Option(("--namespace",), "namespace", "Put every code into one namespace instead of one a heading.", "ID")
_OUTPUT = Option(("-o", "--output"), "output", "Write to a file that does not exist yet.", "FILE")


def _format(formats: tuple[str, ...], text: str) -> tuple[Option, ...]:
    return (
        Option(("-f", "--format"), "format", text, "|".join(formats), formats),
        *(Option((f"--{name}",), "format", about, sets=name) for name, about in SHORTHANDS.items() if name in formats),
    )


def _venue(text: str) -> Option:
    return Option(("-V", "--venue"), "venue", text, "VENUE")


def _shared(formats: tuple[str, ...], about_format: str, about_venue: str) -> tuple[Option, ...]:
    return (
        *_format(formats, about_format),
        _venue(about_venue),
        _CATALOG,
        Option(("--color",), "color", "NO_COLOR and FORCE_COLOR are obeyed too.", "|".join(COLORS), COLORS),
        Option(("--redact",), "redact", "A further field that is never shown.", "FIELD", many=True),
        Option(
            ("--fields",), "fields", f"The columns of {listed(taking('fields'), 'and')}, separated by commas.",
            "NAME,...",
        ),
        Option(("--header",), "header", "Begin rows with the names of their columns."),
        Option(("--no-pager",), "no_pager", "Show what is longer than the screen all at once."),
    )  # fmt: skip


BROWSING = _shared(names(LISTING), _FORMAT, _VENUE)
"""Of `codes`, `venues` and `config`."""
SEARCHING = (
    *BROWSING,
    Option(("--limit",), "limit", f"Show at most so many, {USUAL_LIMIT} without it; 0: all.", "N", least=0),
)
"""Of `search`."""
ANSWERING = (
    *_shared(names(LOOKUP, DECODE), _FORMAT, _VENUE),
    Option(("--open",), "open", "Open the source in a browser ($BROWSER)."),
)
"""Of `lookup` and `decode`."""
PARSING = (
    *_shared(
        names(PARSE), "Without it: a report on a terminal, rows in a pipe.",
        "Who sent this: evidence, and the only venue shown.",
    ),
    Option(("-F", "--follow"), "follow", "Go on as files grow, like tail -F; in folders with new ones too."),
    Option(("-n", "--lines"), "last", "With --follow, begin N lines before the end of each.", "N", least=0),
    Option(("--from-end",), "last", "The same as --lines 0: only what is written from now on.", sets="0"),
    Option(("--since",), "since", "2h, 14:00, yesterday 14:00, 2026-11-20T09:30:00Z.", "TIME"),
    Option(("--until",), "until", "Likewise.", "TIME"),
    Option(("--tz",), "zone", "The zone of times that name none, and of what is shown. Without it: local.", "ZONE"),
    Option(("--category",), "categories", _CATEGORIES, "CATEGORY", many=True),
    Option(("--code",), "codes", "Only these: codes, names, VENUE:CODE; may be repeated.", "CODE", many=True),
    Option(("--outcome",), "outcomes", _only(DANGER), "OUTCOME", many=True),
    Option(("--retry",), "retries", _only(CAREFUL), "RETRY", many=True),
    Option(("-C", "--context"), "context", "With notes, only N lines around each error.", "N", least=0),
    Option(("--top",), "top", "A report of only so many codes.", "N", least=1),
    Option(
        ("--fail-on",), "fail_on", "Exit with 3 if one was found; may be repeated.", "CATEGORY|unknown-outcome|any",
        many=True,
    ),
    Option(("--raw",), "raw", "With notes, pass on the log's own escape sequences instead of spelling them."),
    Option(("--show-secrets",), "show_secrets", "Leave credentials in the output."),
)  # fmt: skip
"""Of `parse`."""
LINTING = (
    Option(("--explain",), "explain", "Say what a rule is about, why, and the remedy.", "CODE"),
    *_format(("rows", "json", "github"), _ROWS),
    _CATALOG,
)
"""Of `catalog lint`."""
DRAFTING = (_OUTPUT,)
"""Of `catalog new`."""
LOCATING = (*_format(("rows", "json"), _ROWS), _CATALOG)
"""Of `catalog path`."""
DESCRIBING = _format(("json", "rows"), "json: the JSON Schema; rows: the categories. Without it: json.")
"""Of `catalog schema`."""
IMPORTING = (_venue("Id of the venue; without it: the file's name."), _OUTPUT, _TYPE, _NAMESPACE)
"""Of `catalog import`."""
COMPARING = (
    Option(("--source",), "source", "Only a catalogue's entries from this one of its sources.", "KEY"),
    _TYPE,
    _NAMESPACE,
    *_format(("rows", "json", "markdown"), _ROWS),
    _CATALOG,
)
"""Of `catalog diff`."""


def output_of(given: Given) -> Output:
    """Return how an answer is to look, by the options given."""
    fields = last_of(given, "fields")
    return Output(
        format=last_of(given, "format"),
        venue=last_of(given, "venue"),
        catalogs=tuple(given.get("catalogs", ())),
        color=last_of(given, "color"),
        redact=tuple(given.get("redact", ())),
        fields=None if fields is None else tuple(name.strip() for name in fields.split(",")),
        header="header" in given,
        pager="no_pager" not in given,
        open="open" in given,
        show_secrets="show_secrets" in given,
    )


def parse_request_of(files: Sequence[str], given: Given) -> ParseRequest:
    """Return what `errdecode parse` is asked for, by its words and the options given."""
    return ParseRequest(
        tuple(files),
        output_of(given),
        follow="follow" in given,
        last=number_of(given, "last"),
        since=last_of(given, "since"),
        until=last_of(given, "until"),
        zone=last_of(given, "zone"),
        context=number_of(given, "context"),
        top=number_of(given, "top"),
        categories=tuple(given.get("categories", ())),
        codes=tuple(given.get("codes", ())),
        outcomes=tuple(given.get("outcomes", ())),
        retries=tuple(given.get("retries", ())),
        fail_on=tuple(given.get("fail_on", ())),
        raw="raw" in given,
    )


def last_of(given: Given, field: str) -> str | None:
    """Return the value of an option that was given last, None where it was not."""
    return given[field][-1] if field in given else None


def number_of(given: Given, field: str) -> int | None:
    """Return the number that was given last, None where none was."""
    text = last_of(given, field)
    return None if text is None else int(text)
