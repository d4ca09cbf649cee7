"""Fill in what was not typed: environment variables, then the configuration file."""

from __future__ import annotations

from errdecode.errors import InputError
from errdecode.settings import ANY_VENUE, COLORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from errdecode.cli.requests import Output


def settle(
    output: Output, settings: Mapping[str, Any], environment: Mapping[str, str], formats: tuple[str, ...]
) -> Output:
    """Return the output with what was not typed filled in.

    Args:
        output: what was typed.
        settings: of the configuration file.
        environment: the process's variables, which go before the file.
        formats: what the command can write; another command's format is no fault.

    Raises:
        InputError: a variable makes no sense.
    """
    color = environment.get("ERRDECODE_COLOR")
    if color and color not in COLORS:
        raise InputError(f"ERRDECODE_COLOR is {color!r}: it takes {', '.join(COLORS)}")
    wanted = environment.get("ERRDECODE_FORMAT") or settings.get("format")
    venue = output.venue or environment.get("ERRDECODE_VENUE") or settings.get("venue")
    return output.replace(
        format=output.format or (wanted if wanted in formats else None),
        venue=None if venue == ANY_VENUE else venue,
        color=output.color or color or settings.get("color"),
        redact=(*output.redact, *redacted(environment), *settings.get("redact", ())),
    )


def redacted(environment: Mapping[str, str]) -> list[str]:
    """Return the fields that a variable hides."""
    return [name.strip() for name in environment.get("ERRDECODE_REDACT", "").split(",") if name.strip()]
