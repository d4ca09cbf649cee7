"""Take credentials out of whatever is going to be shown."""

from __future__ import annotations

from functools import partial

from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator
    from typing import Any

MASK = "[redacted]"
MAX_DEPTH = 60
"""Deeper values are cut: nobody reads them, and a hostile text may nest without end."""

_MIN_SUFFIX = 5
"""Shorter names (`sig`, `otp`) count only as a whole: `design` is no credential."""
_MAX_KNOWN = 10_000
_MIN_SECRET = 6
"""A shorter secret is not looked for elsewhere: blanking every `1` would destroy the text."""

_COLOR = r"(?:\x1b\[[0-9;]*m)*"
_WRAPPER = r"""(?:\[\]string\{|[A-Za-z_]\w{0,30}\(|[\[(<](?!redacted)|[bru](?=["']))*"""
"""What languages print around a value: `[]string{"…"}`, `Some("…")`, `["…"]`, `b'…'`."""
_KEY = lazy(rf"""(?<![\w-])(?P<key>[\w-]+)\\*["']?\]?{_COLOR}\s*(?:=>|[:=]|%3[dD])\s*{_COLOR}{_WRAPPER}{_COLOR}""")
_WHOLE_LINE = ("cookie", "authorization")
"""Ends of the names of headers that hold several values."""
_HEADER = lazy(r"""[^\s"'{}\\\[\]][^\r\n"'{}\\]*""")
_REST_OF_WORD = lazy(r"[\w-]*")
_USER = lazy(r"(://[^\s/:@]*:)[^\s/@]+(?=@)")
_VALUE = lazy(r"""\\*"(?:[^"\\]|\\+[^"\\])*\\*"|'[^']*'|(?:(?i:bearer|basic|token|hmac)\s+)?[^\s,;&"'<>{}\[\]()\\]+""")
_BEARER = lazy(r"(?i)\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=-]{6,}")


class Redactor:
    """Knows the names of fields whose values are never shown."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take field names in any case, with or without `-` and `_`."""
        self.names = tuple(names)
        self._names = frozenset(map(_plain, self.names))
        self._known: dict[str, bool] = {}
        self._suffixes = tuple(name for name in self._names if len(name) >= _MIN_SUFFIX)

    def is_secret(self, name: str) -> bool:
        """Tell whether a field of this name, or of a name that ends in it, holds a credential."""
        known = self._known.get(name)
        if known is None:
            plain = _plain(name)
            # `OK-ACCESS-SIGN`: a short name counts where it is the last word.
            last = name.lower().replace("_", "-").rpartition("-")[2]
            known = plain in self._names or plain.endswith(self._suffixes) or last in self._names
            if len(self._known) < _MAX_KNOWN:
                self._known[name] = known
        return known

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
        elif isinstance(value, str):
            # A request echoed as a string holds credentials as well.
            yield from map(_bare, self._values(value))

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
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return MASK if is_number and str(value) in secrets else value

    def text(self, text: str, secrets: Iterable[str] = ()) -> str:
        """Return a text without credentials: `api_key=…`, `"sig": "…"`, `Authorization: Bearer …`."""
        for secret in secrets:
            text = text.replace(secret, MASK)
        return _masked(text, self._values(text))

    def line(self, line: str, places: Iterable[int]) -> str:
        """Return a log line without credentials, as `text` with its own secrets does, but quicker.

        Args:
            line: the line.
            places: where names of credentials may stand; nowhere else does one.
        """
        values = list(self._values(line, _starts_of_words(line, places)))
        secrets = {secret for secret in map(_bare, values) if len(secret) >= _MIN_SECRET}
        if any(line.count(secret) > 1 for secret in secrets):
            # A credential that its name gives away stands elsewhere in the line without it.
            return self.text(line, secrets)
        return _masked(line, values)

    def _values(self, text: str, places: Iterable[int] | None = None) -> Iterator[re.Match[str]]:
        """Yield the credentials that stand behind their names in a text."""
        if "=" not in text and ":" not in text and "%3" not in text:
            return
        end = 0
        for match in _KEY.finditer(text) if places is None else filter(None, map(partial(_KEY.match, text), places)):
            # Only a credential is taken as a whole: behind any other name, as
            # in an address, there may be one.
            if match.start() < end or not self.is_secret(match["key"]):
                continue
            is_header = match["key"].lower().endswith(_WHOLE_LINE)
            if value := (is_header and _HEADER.match(text, match.end())) or _VALUE.match(text, match.end()):
                end = value.end()
                yield value


def _masked(text: str, values: Iterable[re.Match[str]]) -> str:
    parts, position = [], 0
    for match in values:
        value = match[0]
        quote = value[: len(value) - len(value.lstrip("\\\"'"))]
        parts += [text[position : match.start()], value if MASK in value else f"{quote}{MASK}{quote}"]
        position = match.end()
    text = _BEARER.sub(rf"\1\2{MASK}", "".join((*parts, text[position:])))
    return _USER.sub(rf"\1{MASK}", text) if "://" in text else text


def _bare(value: re.Match[str]) -> str:
    return value[0].strip("\\\"'")


def _starts_of_words(text: str, places: Iterable[int]) -> Iterator[int]:
    """Yield where the words begin that rising places lie in, each once."""
    end = 0
    for place in places:
        if place >= end:
            start = place
            while start > end and (text[start - 1].isalnum() or text[start - 1] in "_-"):
                start -= 1
            yield start
            end = _REST_OF_WORD.match(text, place).end()  # type: ignore[union-attr]  # matches nothing as well


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")
