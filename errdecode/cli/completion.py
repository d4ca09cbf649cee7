"""The commands under `errdecode completion`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from errdecode.cli import exits
from errdecode.cli.typed import one_of
from errdecode.completion.shells import SHELLS, script
from errdecode.completion.tree import read_tree, titles
from errdecode.core.sanitise import visible
from errdecode.errors import InputError

_CHOICES = "|".join(SHELLS)

completion_app = typer.Typer(
    no_args_is_help=True,
    help="""Complete commands, options, venues and codes at the press of TAB.

    \b
    Examples:
      errdecode completion install           for the shell in $SHELL
      errdecode completion install zsh
      errdecode completion uninstall zsh
    """,
)


Shell = Annotated[
    str | None,
    typer.Argument(
        metavar=f"[{_CHOICES}]", callback=one_of(*SHELLS), help="The shell; without it the one that $SHELL names."
    ),
]


@completion_app.command()
def install(context: typer.Context, shell: Shell = None) -> int:
    """Install the completion where the shell looks for it.

    \b
    Examples:
      errdecode completion install
      errdecode completion install fish

    A file of yours is at most extended by a marked block, which `uninstall` takes out again.
    """  # \b is Click\'s mark for text that keeps its lines
    from errdecode.catalog.store import save_words  # noqa: PLC0415  # other commands do not pay for it
    from errdecode.completion import install as installer  # noqa: PLC0415  # likewise

    environment = context.obj.environment
    where = installer.target(_wanted(shell, environment), environment)
    done = installer.install(where, _script(context, _wanted(shell, environment)))
    save_words(environment)
    _tell(context, done or [f"{where.script} is as it should be"])
    _tell(context, [where.start])
    return exits.DECODED


@completion_app.command()
def uninstall(context: typer.Context, shell: Shell = None) -> int:
    """Undo what `install` did.

    \b
    Examples:
      errdecode completion uninstall
      errdecode completion uninstall powershell
    """  # \b is Click\'s mark for text that keeps its lines
    from errdecode.completion import install as installer  # noqa: PLC0415  # other commands do not pay for it

    environment = context.obj.environment
    where = installer.target(_wanted(shell, environment), environment)
    _tell(context, installer.uninstall(where) or [f"nothing is installed at {where.script}"])
    return exits.DECODED


@completion_app.command()
def show(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(metavar=_CHOICES, callback=one_of(*SHELLS), help="The shell.")],
) -> int:
    """Print the completion script of a shell.

    \b
    Examples:
      errdecode completion show bash > ~/.local/share/bash-completion/completions/errdecode
    """  # \b is Click\'s mark for text that keeps its lines
    context.obj.out.write(_script(context, shell))
    return exits.DECODED


def _script(context: typer.Context, shell: str) -> str:
    from errdecode.catalog.load import load_taxonomy  # noqa: PLC0415  # the TOML reader; likewise

    return script(shell, read_tree(context.find_root().command, titles(load_taxonomy()[0])))


def _wanted(shell: str | None, environment: dict[str, str]) -> str:
    if shell:
        return shell
    name = os.path.basename(environment.get("SHELL", "")).removesuffix(".exe")
    name = {"pwsh": "powershell"}.get(name, name)
    if name not in SHELLS:
        raise InputError(f"$SHELL names no shell that is known: errdecode completion install {_CHOICES}")
    return name


def _tell(context: typer.Context, sentences: list[str]) -> None:
    context.obj.out.writelines(f"{visible(sentence)}\n" for sentence in sentences)
