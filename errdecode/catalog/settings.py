"""The configuration file: what a person always wants, so that it need not be typed.

`config.toml` in the user's configuration folder, and over it the one in the
project's `.errdecode` folder. Every setting is also an option and an
environment variable, which go before the file.
"""

from __future__ import annotations

import difflib

from errdecode.formats import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

FILE_NAME = "config.toml"

CHOICES: Mapping[str, tuple[str, ...]] = {
    "format": names(),
    "color": ("auto", "always", "never"),
}
KEYS = ("venue", "format", "color", "redact")


def check_settings(document: Mapping[str, Any], fault: Callable[[str, str], None]) -> dict[str, Any]:
    """Return the settings of a file that make sense.

    Args:
        document: the parsed file.
        fault: is told the key and the text of what is wrong; that key is left out.
    """
    settings: dict[str, Any] = {}
    for key, value in document.items():
        if key not in KEYS:
            close = difflib.get_close_matches(key, KEYS, n=1)
            remedy = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(KEYS)}"
            fault(key, f"unknown setting; {remedy}")
        elif key == "redact":
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                settings[key] = tuple(value)
            else:
                fault(key, 'must be a list of field names, such as ["account"]')
        elif not isinstance(value, str):
            fault(key, "must be a string: write it in quotes")
        elif value not in CHOICES.get(key, (value,)):
            fault(key, f"{value!r} is not one of {', '.join(CHOICES[key])}")
        else:
            settings[key] = value
    return settings
