"""Take credentials out of texts and payloads."""

from __future__ import annotations

from functools import lru_cache

from errdecode.core.redaction.decoded import Decoded
from errdecode.core.redaction.named import MASK, named_spans
from errdecode.core.redaction.names import Names, looks_like_one
from errdecode.core.redaction.tagged import tagged_spans
from errdecode.core.redaction.unnamed import MIN_PHRASE, Detectors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from errdecode.core.recognition import Recognition
    from errdecode.core.redaction.named import Span

MAX_DEPTH = 60
"""Deeper values are cut: nobody reads them, and a hostile text may nest without end."""
_MIN_SECRET = 6
"""A shorter secret is not looked for elsewhere: blanking every `1` would destroy the text."""
_MAX_KEPT = 2_000
_MAX_KEPT_CHARS = 400
_FEW = 8
_PAIR = 2
_VALUES = ("value", "val")


class Redactor:
    """Knows what is never shown."""

    def __init__(
        self, names: Iterable[str], weak: Iterable[str] = (), detectors: Iterable[Mapping[str, Any]] = ()
    ) -> None:
        """Prepare.

        Args:
            names: of fields that hold credentials, in any case, with or without `-` and `_`.
            weak: names of fields that hold them where the value looks like one.
            detectors: tables of what credentials that nothing names look like.
        """
        self.names = Names(names, weak)
        self.detectors = Detectors(detectors)
        self._kept: dict[str, list[Span]] = {}
        """Of short texts: the words of an error stand in its text, in its payload and in what is told of it."""

    @classmethod
    def of(cls, recognition: Recognition, further: Iterable[str] = ()) -> Redactor:
        """Return what hides all that the catalogues, and the user, say."""
        return cls((*recognition.secrets, *further), recognition.weak_secrets, recognition.detectors)

    def secrets_in(self, value: Any) -> frozenset[str]:
        """Return the credentials in a payload that are long enough to look for elsewhere."""
        return frozenset(secret for secret in self._secrets(value, 0) if len(secret) >= _MIN_SECRET)

    def _secrets(self, value: Any, depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH:
            return
        if isinstance(value, dict):
            for key, item in value.items():
                if self._hides(value, str(key), item):
                    yield from _texts(item, depth)
                else:
                    yield from self._secrets(item, depth + 1)
        elif isinstance(value, list | tuple):
            for hidden, item in self._marked(value):
                yield from _texts(item, depth) if hidden else self._secrets(item, depth + 1)
        elif isinstance(value, str):
            # A request echoed as a string holds credentials as well.
            yield from (value[start:end] for start, end in self._spans(value))

    def value(self, value: Any, secrets: frozenset[str] = frozenset(), depth: int = 0) -> Any:
        """Return a copy of a payload without credentials.

        Args:
            value: what a JSON reader returns, and the tuples, bytes and keys of any kind that a program logs beside it.
            secrets: credentials found elsewhere, to be masked wherever they stand.
            depth: how deep the value already lies.
        """
        if depth > MAX_DEPTH:
            return "…"
        if isinstance(value, str):
            return self.text(value, secrets)
        if isinstance(value, dict):
            return {
                self.text(key, secrets) if isinstance(key, str) else key: MASK
                if self._hides(value, str(key), item)
                else self._member(str(key), item, secrets, depth + 1)
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            shown = [MASK if hidden else self.value(item, secrets, depth + 1) for hidden, item in self._marked(value)]
            return tuple(shown) if isinstance(value, tuple) else shown
        if isinstance(value, bytes):
            return self.text(value.decode("utf-8", "surrogateescape"), secrets).encode("utf-8", "surrogateescape")
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return MASK if is_number and str(value) in secrets else value

    def _member(self, key: str, item: Any, secrets: frozenset[str], depth: int) -> Any:
        """Return a field's value without credentials; what its name says it is counts."""
        if isinstance(item, str) and item.startswith("0x"):
            shown = self.text(f"{key}: {item}", secrets)
            return shown[len(key) + 2 :] if shown.startswith(f"{key}: ") else self.text(item, secrets)
        return self.value(item, secrets, depth)

    def _hides(self, holder: Mapping[Any, Any], key: str, item: Any) -> bool:
        """Tell whether a field of an object holds a credential: by its name, or by the name beside it."""
        if item is None or isinstance(item, bool):
            return False
        if key.lower() in _VALUES:
            named = next((name for field, name in holder.items() if str(field).lower() in ("name", "key")), None)
            return isinstance(named, str) and self.names.holds(named, item)
        return self.names.holds(key, item)

    def _marked(self, values: Sequence[Any]) -> Iterator[tuple[bool, Any]]:
        """Yield the values of a list, and whether each is a credential: a wallet's, or behind a name."""
        before: Any = None
        is_pair = len(values) == _PAIR
        is_phrase = len(values) >= MIN_PHRASE and self.detectors.hold_phrase(values)
        for value in values:
            if is_phrase and isinstance(value, str):
                yield True, value
                continue
            hidden = isinstance(before, str) and isinstance(value, str) and self.names.holds(before, value)
            hidden = hidden and (is_pair or looks_like_one(value))
            yield hidden, value
            before = None if hidden else value

    def text(self, text: str, secrets: frozenset[str] = frozenset()) -> str:
        """Return a text without credentials: `api_key=…`, `"sig": "…"`, `Authorization: Bearer …`."""
        if secrets:
            text = _finder(secrets)(text)
        parts: list[str] = []
        position = 0
        for start, end in self._spans(text):
            parts += (text[position:start], MASK)
            position = end
        return "".join((*parts, text[position:]))

    def hide(self, text: str) -> str:
        """Return a text without credentials, those that its names give away masked wherever else they stand."""
        # The second look reads the masked text, so that hiding twice changes nothing.
        return self.text(text, self.secrets_in(text))

    def structure(self, value: Any) -> Any:
        """Return a copy of a payload without credentials, wherever else in it those stand that a name gives away."""
        return self.value(value, self.secrets_in(value))

    def _spans(self, text: str) -> list[Span]:
        """Return where credentials stand in a text, rising, none in another."""
        if len(text) < _MIN_SECRET:
            return []
        if len(text) > _MAX_KEPT_CHARS:
            return self._found(text)
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) >= _MAX_KEPT:
                self._kept.clear()
            found = self._kept[text] = self._found(text)
        return found

    def _found(self, text: str) -> list[Span]:
        decoded = Decoded(text)
        lowered = decoded.text.lower()
        found = list(self.detectors.spans(decoded.text, lowered))
        if self.names.may_stand_in(lowered):
            found += named_spans(decoded, self.names)
            found += tagged_spans(decoded.text, self.names)
        merged: list[Span] = []
        for start, end in sorted(found):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            elif MASK not in decoded.text[start:end] or len(decoded.text[start:end].strip()) > len(MASK):
                merged.append((start, end))
        return [(decoded.place(start), decoded.place(end)) for start, end in merged]


def _texts(value: Any, depth: int) -> Iterator[str]:
    """Yield the texts and numbers of a value that is a credential as a whole."""
    if isinstance(value, dict | list) and depth <= MAX_DEPTH:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item, depth + 1)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


@lru_cache(maxsize=4)
def _finder(secrets: frozenset[str]) -> Callable[[str], str]:
    """Return a function that masks credentials in one pass, however many they are."""
    if len(secrets) <= _FEW:
        ordered = sorted(secrets, key=len, reverse=True)

        def replace(text: str) -> str:
            for secret in ordered:
                if secret in text:
                    text = text.replace(secret, MASK)
            return text

        return replace
    by_start: dict[str, list[str]] = {}
    for secret in sorted(secrets, key=len, reverse=True):
        by_start.setdefault(secret[:_MIN_SECRET], []).append(secret)

    def walk(text: str) -> str:
        parts: list[str] = []
        position = at = 0
        while at < len(text):
            options = by_start.get(text[at : at + _MIN_SECRET], ())
            secret = next((option for option in options if text.startswith(option, at)), None)
            if secret is None:
                at += 1
                continue
            parts += (text[position:at], MASK)
            position = at = at + len(secret)
        return "".join((*parts, text[position:]))

    return walk
