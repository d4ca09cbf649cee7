"""Give Typer's commands the options of the table."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from errdecode.cli.options import Option


def with_options(options: Iterable[Option]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return what gives a command options, which it takes as `given`: values by the field of their option."""
    options = tuple(options)

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        def run_command(**typed: Any) -> int:
            given: dict[str, list[str]] = {}
            for number, option in enumerate(options):
                value = typed.pop(f"option_{number}")
                if value is not None and value is not False:
                    values = value if option.many else [option.sets if option.metavar is None else str(value)]
                    given.setdefault(option.field, []).extend(values)
            return command(**typed, given=given)

        signature = inspect.signature(command, eval_str=True)
        own = [parameter for name, parameter in signature.parameters.items() if name != "given"]
        added = [_parameter(f"option_{number}", option) for number, option in enumerate(options)]
        run_command.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]  # read by Typer
        run_command.__annotations__ = {each.name: each.annotation for each in (*own, *added)}
        run_command.__name__, run_command.__doc__ = command.__name__, command.__doc__
        return run_command

    return decorate


def one_of(*choices: str) -> Callable[[str | None], str | None]:
    """Return what Typer calls with a value: it refuses all but some words."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(choices)}")
        return value

    return check


def _parameter(name: str, option: Option) -> inspect.Parameter:
    """Return an option as Typer wants it."""
    kind: Any = bool if option.metavar is None else str if option.least is None else int
    if option.metavar is not None:
        kind = (list[str] if option.many else kind) | None
    details = typer.Option(
        *option.names, metavar=option.metavar, help=option.help, min=option.least,
        callback=one_of(*option.choices) if option.choices else None,
    )  # fmt: skip
    hint: Any = Annotated[kind, details]
    default = None if option.metavar else False
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
