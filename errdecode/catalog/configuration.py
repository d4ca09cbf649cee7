"""Judge a configuration file: `config.toml` in the user's configuration folder, and over it a project's."""

from __future__ import annotations

import difflib

from errdecode.settings import SETTINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def check_settings(document: Mapping[str, Any], fault: Callable[[str, str], None]) -> dict[str, Any]:
    """Return the settings of a file that make sense.

    Args:
        document: the parsed file.
        fault: is told the key and the text of what is wrong; that key is left out.
    """
    known = {setting.name: setting for setting in SETTINGS}
    settings: dict[str, Any] = {}
    for key, value in document.items():
        setting = known.get(key)
        if setting is None:
            close = difflib.get_close_matches(key, known, n=1)
            remedy = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
            fault(key, f"unknown setting; {remedy}")
        elif setting.many:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                settings[key] = tuple(value)
            else:
                fault(key, 'must be a list of field names, such as ["account"]')
        elif not isinstance(value, str):
            fault(key, "must be a string: write it in quotes")
        elif setting.choices and value not in setting.choices:
            fault(key, f"{value!r} is not one of {', '.join(setting.choices)}")
        else:
            settings[key] = value
    return settings
