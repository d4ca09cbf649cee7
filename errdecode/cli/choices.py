"""Options that take one of some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable


def one_of(*choices: str) -> Callable[[str | None], str | None]:
    """Return what Typer calls with an option's value: it refuses all but some words."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(choices)}")
        return value

    return check
