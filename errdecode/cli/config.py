"""The commands under `errdecode config`."""

from __future__ import annotations

from typing import Annotated

import typer

from errdecode.cli.options import BROWSING, output_of
from errdecode.cli.typed import with_options

config_app = typer.Typer(invoke_without_command=True)


Folder = Annotated[
    str | None,
    typer.Argument(metavar="[FOLDER]", help="A project or its .errdecode folder; without: the nearest one upwards."),
]


@config_app.callback()
@with_options(BROWSING)
def config(
    context: typer.Context,
    given: dict[str, list[str]],
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

    return answer_config(output_of(given), context.obj)


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
