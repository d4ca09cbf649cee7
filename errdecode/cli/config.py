"""The commands under `errdecode config`."""

from __future__ import annotations

from typing import Annotated

import typer

from errdecode.cli.choices import one_of
from errdecode.cli.requests import COLORS, Output
from errdecode.formats import LISTING, names

config_app = typer.Typer(invoke_without_command=True)


Folder = Annotated[
    str | None,
    typer.Argument(metavar="[FOLDER]", help="A project or its .errdecode folder; without: the nearest one upwards."),
]


@config_app.callback()
def config(
    context: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="|".join(names(LISTING)),
            callback=one_of(*names(LISTING)),
            help="How the answer looks. Without it: a table on a terminal, plain lines in a pipe.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    venue: Annotated[
        str | None, typer.Option("-V", "--venue", metavar="VENUE", help="As any command takes it.")
    ] = None,
    catalog: Annotated[
        list[str] | None, typer.Option("--catalog", metavar="PATH", help="A further catalogue, file or folder.")
    ] = None,
    color: Annotated[
        str | None,
        typer.Option("--color", metavar="|".join(COLORS), callback=one_of(*COLORS), help="As any command takes it."),
    ] = None,
    redact: Annotated[
        list[str] | None, typer.Option("--redact", metavar="FIELD", help="A further field that is never shown.")
    ] = None,
) -> int:
    """Show every setting and where it comes from, the folders of catalogues, the cache, and what is trusted.

    \b
    Examples:
      errdecode config
      errdecode config --format json
      errdecode config init           a commented config.toml of yours
      errdecode config trust          let the project's .errdecode folder do all that yours may

    Fields: name, value, origin (flag, environment, project file, user file, default), place.

    A project's .errdecode folder may have come with a repository. Until you trust it, it may add venues and fields to
    hide; it changes no venue that is known without it, and its other settings are left out.
    """
    if context.invoked_subcommand is not None:
        return 0
    from errdecode.cli.config_answers import answer_config  # noqa: PLC0415  # other commands do not pay for it

    output = Output("json" if json else form, venue, tuple(catalog or ()), color, tuple(redact or ()))
    return answer_config(output, context.obj)


@config_app.command()
def init(context: typer.Context) -> int:
    """Write a config.toml of yours in which every setting is explained and none is made.

    \b
    Examples:
      errdecode config init
    """
    from errdecode.cli.config_answers import answer_init  # noqa: PLC0415  # other commands do not pay for it

    return answer_init(context.obj)


@config_app.command()
def trust(context: typer.Context, folder: Folder = None) -> int:
    """Trust a project's .errdecode folder, as it is now; a change of a catalogue or setting in it ends the trust.

    \b
    Examples:
      errdecode config trust
      errdecode config trust ~/work/desk
    """
    from errdecode.cli.config_answers import answer_trust  # noqa: PLC0415  # other commands do not pay for it

    return answer_trust(folder, context.obj)


@config_app.command()
def untrust(context: typer.Context, folder: Folder = None) -> int:
    """Trust a project's .errdecode folder no more.

    \b
    Examples:
      errdecode config untrust
    """
    from errdecode.cli.config_answers import answer_untrust  # noqa: PLC0415  # other commands do not pay for it

    return answer_untrust(folder, context.obj)
