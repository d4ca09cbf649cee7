"""The settings that there are, a row each: what a person always wants, so that it need not be typed.

Each is a key of the configuration file, a variable that goes before the file,
and an option that goes before both.
"""

from __future__ import annotations

from errdecode.formats import listed, names
from errdecode.record import Record

FILE_NAME = "config.toml"
COLORS = ("auto", "always", "never")
ANY_VENUE = "any"
"""`-V any` takes back the default venue."""


class Setting(Record):
    """One setting."""

    name: str
    option: str
    about: str
    example: str
    """A value as TOML has it."""
    default: str
    choices: tuple[str, ...] = ()
    many: bool = False
    """Whether it is a list, every value of which holds."""

    @property
    def variable(self) -> str:
        """Return the name of its variable."""
        return f"ERRDECODE_{self.name.upper()}"


SETTINGS = (
    Setting(
        "venue", "-V", "The venue that is meant where none is typed: an id of `errdecode venues`, or any.",
        f'"{ANY_VENUE}"', ANY_VENUE,
    ),
    Setting("format", "-f", f"How answers look: {listed(names(), 'or')}.", '"rows"', "auto", names()),
    Setting("color", "--color", f"Whether answers are coloured: {listed(COLORS, 'or')}.", '"never"', "auto", COLORS),
    Setting(
        "redact", "--redact", "Further names of fields that are never shown.", '["account", "desk"]', "", many=True
    ),
)  # fmt: skip
