"""Take credentials out of whatever is going to be shown."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

MASK = "[redacted]"
MAX_DEPTH = 60
"""Deeper values are cut: nobody reads them, and a hostile text may nest without end."""

_MIN_SUFFIX = 5
"""Shorter names (`sig`, `otp`) count only as a whole: `design` is no credential."""
_MIN_SECRET = 6
"""A shorter secret is not looked for elsewhere: blanking every `1` would destroy the text."""

_PAIR = re.compile(
    r"""(?<![\w-])(?P<key>[\w-]+)(?P<separator>\\*["']?\]?\s*(?:=>|[:=]|%3[dD])\s*)"""
    r"""(?P<value>\\*"(?:[^"\\]|\\+[^"\\])*\\*"|'[^']*'|(?:(?i:bearer|basic|token|hmac)\s+)?[^\s,;&"'<>{}\[\]()\\]+)"""
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=-]{6,}")


class Redactor:
    """Knows the names of fields whose values are never shown."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take field names in any case, with or without `-` and `_`."""
        self._names = frozenset(_plain(name) for name in names)
        self._suffixes = tuple(name for name in self._names if len(name) >= _MIN_SUFFIX)

    def is_secret(self, name: str) -> bool:
        """Tell whether a field of this name holds a credential."""
        plain = _plain(name)
        return plain in self._names or plain.endswith(self._suffixes)

    def secrets_in(self, value: Any) -> set[str]:
        """Return the credentials in a payload that are long enough to look for elsewhere."""
        return {secret for secret in self._secrets(value, 0) if len(secret) >= _MIN_SECRET}

    def _secrets(self, value: Any, depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH:
            return
        if isinstance(value, dict):
            for key, item in value.items():
                if self.is_secret(str(key)):
                    if isinstance(item, str | int) and not isinstance(item, bool):
                        yield str(item)
                else:
                    yield from self._secrets(item, depth + 1)
        elif isinstance(value, list):
            for item in value:
                yield from self._secrets(item, depth + 1)

    def value(self, value: Any, secrets: Iterable[str] = (), depth: int = 0) -> Any:
        """Return a copy of a payload without credentials.

        Args:
            value: what a JSON reader returns.
            secrets: credentials found elsewhere, to be masked wherever they stand.
            depth: how deep the value already lies.
        """
        if depth > MAX_DEPTH:
            return "…"
        if isinstance(value, str):
            return self.text(value, secrets)
        if isinstance(value, dict):
            return {
                self.text(str(key), secrets): MASK
                if self.is_secret(str(key)) and item is not None
                else self.value(item, secrets, depth + 1)
                for key, item in value.items()
            }
        if isinstance(value, list):
            if len(value) == 2 and isinstance(value[0], str) and self.is_secret(value[0]):  # noqa: PLR2004  # a pair
                return [value[0], MASK]
            return [self.value(item, secrets, depth + 1) for item in value]
        if isinstance(value, int) and not isinstance(value, bool) and str(value) in secrets:
            return MASK
        return value

    def text(self, text: str, secrets: Iterable[str] = ()) -> str:
        """Return a text without credentials: `api_key=…`, `"sig": "…"`, `Authorization: Bearer …`."""
        for secret in secrets:
            text = text.replace(secret, MASK)
        if "=" in text or ":" in text or "%3" in text:
            text = _PAIR.sub(self._mask, text)
        return _BEARER.sub(rf"\1\2{MASK}", text)

    def _mask(self, match: re.Match[str]) -> str:
        if not self.is_secret(match["key"]) or MASK in match["value"]:
            return match[0]
        value = match["value"]
        quote = value[: len(value) - len(value.lstrip("\\\"'"))]
        return f"{match['key']}{match['separator']}{quote}{MASK}{quote}"


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")
