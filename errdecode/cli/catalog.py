"""The commands under `errdecode catalog`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from errdecode.cli.choices import one_of
from errdecode.cli.requests import Output

LINT_FORMATS = ("rows", "json", "github")
DIFF_FORMATS = ("rows", "json", "markdown")
PATH_FORMATS = ("rows", "json")
SCHEMA_FORMATS = ("json", "rows")
DOCUMENT_TYPES = ("markdown", "html", "csv")

catalog_app = typer.Typer(
    no_args_is_help=True,
    help="""Make, check and compare catalogues.

    \b
    Examples:
      errdecode catalog new mygateway -o mygateway.toml    a skeleton with every key explained
      errdecode catalog lint mygateway.toml                what is wrong with it, line by line
      errdecode catalog import errors.md --venue acme      a draft from the venue's own document
      errdecode catalog diff acme errors.md                what the venue has changed since
      errdecode catalog path                               where catalogues are looked for
      errdecode catalog schema -f rows                     the categories that an entry may have
    """,
)


def _format(*choices: str) -> Any:
    return typer.Option(
        "-f", "--format", metavar="|".join(choices), callback=one_of(*choices), help="Without it: rows."
    )


Catalogs = Annotated[
    list[str] | None, typer.Option("--catalog", metavar="PATH", help="A further catalogue, file or folder.")
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
OutputFile = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file that does not exist yet.")
]
DocumentType = Annotated[
    str | None,
    typer.Option(
        "--type", metavar="|".join(DOCUMENT_TYPES), callback=one_of(*DOCUMENT_TYPES),
        help="What the document is written in. Without it: told from its content.",
    ),
]  # fmt: skip
OnlyNamespace = Annotated[
    str | None,
    typer.Option("--namespace", metavar="ID", help="Put every code into one namespace instead of one a heading."),
]


@catalog_app.command()
def lint(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Catalogues, or folders of them; without: all in use."),
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Say what a rule is about, why, and the remedy.")
    ] = None,
    form: Annotated[str | None, _format(*LINT_FORMATS)] = None,
    json: Json = False,
    catalog: Catalogs = None,
) -> int:
    """Judge catalogues: everything that is wrong, as `file:line: CODE message`.

    \b
    Examples:
      errdecode catalog lint
      errdecode catalog lint mygateway.toml --format github
      errdecode catalog lint --explain CAT008

    Exit status 0 if nothing was found, 1 if a rule found something, 2 if a catalogue cannot be used at all (CAT001).
    """
    from errdecode.cli import catalog_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    if explain is not None:
        return answers.explain_rule(explain, context.obj)
    output = Output("json" if json else form, catalogs=tuple(catalog or ()))
    return answers.answer_lint(tuple(paths or ()), output, context.obj)


@catalog_app.command()
def new(
    context: typer.Context,
    venue: Annotated[str, typer.Argument(metavar="VENUE", help="Id: lower case, digits, hyphens.")],
    output: OutputFile = None,
) -> int:
    """Print a skeleton of a catalogue in which every key is explained; of a venue in use, one that changes it.

    \b
    Examples:
      errdecode catalog new mygateway -o mygateway.toml
      errdecode catalog new crypto-com -o crypto-com.toml    to change entries of a venue that there is

    With -o, the JSON Schema that the first line names is put beside the file, if there is none.
    """
    from errdecode.cli import catalog_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    return answers.answer_new(venue, output, context.obj)


@catalog_app.command()
def path(
    context: typer.Context,
    form: Annotated[str | None, _format(*PATH_FORMATS)] = None,
    json: Json = False,
    catalog: Catalogs = None,
) -> int:
    """Show where catalogues are looked for: later ones extend and override earlier ones.

    \b
    Examples:
      errdecode catalog path

    Fields: origin, `found` or `none`, path.
    """
    from errdecode.cli import catalog_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    return answers.answer_path(Output("json" if json else form, catalogs=tuple(catalog or ())), context.obj)


@catalog_app.command()
def schema(
    context: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="|".join(SCHEMA_FORMATS),
            callback=one_of(*SCHEMA_FORMATS),
            help="json: the JSON Schema; rows: the categories. Without it: json.",
        ),
    ] = None,
) -> int:
    """Print the JSON Schema of a catalogue, by which editors complete and check one, or the categories.

    \b
    Examples:
      errdecode catalog schema > catalog.schema.json
      errdecode catalog schema -f rows

    Fields of a category: id, outcome, retry, fault, title.
    """
    from errdecode.cli import catalog_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    return answers.answer_schema(Output(form), context.obj)


@catalog_app.command("import")
def import_(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT|-", help="Markdown, MDX, HTML or CSV; -: standard input.")
    ],
    venue: Annotated[
        str | None, typer.Option("-V", "--venue", metavar="VENUE", help="Id of the venue; without it: the file's name.")
    ] = None,
    output: OutputFile = None,
    kind: DocumentType = None,
    namespace: OnlyNamespace = None,
) -> int:
    """Draft a catalogue from a venue's own error document.

    \b
    Examples:
      errdecode catalog import errors.mdx --venue acme -o acme.toml
      curl -s https://docs.acme.example/errors | errdecode catalog import - --venue acme

    Reads every table of codes, headings that begin with a code, and sample payloads. Categories are guessed and marked
    so; `errdecode catalog lint` lists what is left to do. Exit status 1 if the document holds no codes.
    """
    from errdecode.cli import document_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    return answers.answer_import(document, venue, output, answers.Reading(kind, namespace), context.obj)


@catalog_app.command()
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help="A catalogue, a venue's id, or a document.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Likewise: what is newer.")],
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="KEY", help="Only a catalogue's entries from this one of its sources."),
    ] = None,
    kind: DocumentType = None,
    namespace: OnlyNamespace = None,
    form: Annotated[str | None, _format(*DIFF_FORMATS)] = None,
    json: Json = False,
    catalog: Catalogs = None,
) -> int:
    """Compare codes: added, removed, moved, renamed, reworded, and changes of HTTP status.

    \b
    Examples:
      errdecode catalog diff acme errors.md
      errdecode catalog diff old/acme.toml new/acme.toml --format markdown

    Fields: change, namespace, code, before, after. Against a document, code spaces that it does not cover and entries
    that are not documented are left out. Exit status 0 if both are equal, 1 if they differ.
    """
    from errdecode.cli import document_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    output = Output("json" if json else form, catalogs=tuple(catalog or ()))
    return answers.answer_diff((old, new), source, answers.Reading(kind, namespace), output, context.obj)
