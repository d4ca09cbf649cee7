"""The commands under `errdecode catalog`."""

from __future__ import annotations

from typing import Annotated

import typer

from errdecode.cli.options import (
    COMPARING,
    DESCRIBING,
    DRAFTING,
    IMPORTING,
    LINTING,
    LOCATING,
    last_of,
    output_of,
)
from errdecode.cli.typed import with_options

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


@catalog_app.command()
@with_options(LINTING)
def lint(
    context: typer.Context,
    given: dict[str, list[str]],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Catalogues, or folders of them; without: all in use."),
    ] = None,
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

    if (rule := last_of(given, "explain")) is not None:
        return answers.explain_rule(rule, context.obj)
    return answers.answer_lint(tuple(paths or ()), output_of(given), context.obj)


@catalog_app.command()
@with_options(DRAFTING)
def new(
    context: typer.Context,
    venue: Annotated[str, typer.Argument(metavar="VENUE", help="Id: lower case, digits, hyphens.")],
    given: dict[str, list[str]],
) -> int:
    """Print a skeleton of a catalogue in which every key is explained; of a venue in use, one that changes it.

    \b
    Examples:
      errdecode catalog new mygateway -o mygateway.toml
      errdecode catalog new crypto-com -o crypto-com.toml    to change entries of a venue that there is

    With -o, the JSON Schema that the first line names is put beside the file, if there is none.
    """
    from errdecode.cli import catalog_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    return answers.answer_new(venue, last_of(given, "output"), context.obj)


@catalog_app.command()
@with_options(LOCATING)
def path(
    context: typer.Context,
    given: dict[str, list[str]],
) -> int:
    """Show where catalogues are looked for: later ones extend and override earlier ones.

    \b
    Examples:
      errdecode catalog path

    Fields: origin, `found` or `none`, path.
    """
    from errdecode.cli import catalog_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    return answers.answer_path(output_of(given), context.obj)


@catalog_app.command()
@with_options(DESCRIBING)
def schema(
    context: typer.Context,
    given: dict[str, list[str]],
) -> int:
    """Print the JSON Schema of a catalogue, by which editors complete and check one, or the categories.

    \b
    Examples:
      errdecode catalog schema > catalog.schema.json
      errdecode catalog schema -f rows

    Fields of a category: id, outcome, retry, fault, title.
    """
    from errdecode.cli import catalog_answers as answers  # noqa: PLC0415  # other commands do not pay for it

    return answers.answer_schema(output_of(given), context.obj)


@catalog_app.command("import")
@with_options(IMPORTING)
def import_(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT|-", help="Markdown, MDX, HTML or CSV; -: standard input.")
    ],
    given: dict[str, list[str]],
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

    how = answers.Reading(last_of(given, "type"), last_of(given, "namespace"))
    return answers.answer_import(document, last_of(given, "venue"), last_of(given, "output"), how, context.obj)


@catalog_app.command()
@with_options(COMPARING)
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help="A catalogue, a venue's id, or a document.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Likewise: what is newer.")],
    given: dict[str, list[str]],
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

    how = answers.Reading(last_of(given, "type"), last_of(given, "namespace"))
    return answers.answer_diff((old, new), last_of(given, "source"), how, output_of(given), context.obj)
