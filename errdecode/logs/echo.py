"""Take the credentials out of requests that a log repeats thousands of times.

Two requests with the same fields hold their credentials in the same places.
Where that is so, and the text of a request is simple enough to be sure, its
text is cut instead of being read, walked and written anew.
"""

from __future__ import annotations

import orjson

from errdecode.core.paths import compile_path
from errdecode.core.payloads import unfold
from errdecode.core.redact import MASK
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    from errdecode.core.decoder import Decoder
    from errdecode.model import Entry

MAX_PLANS = 2_000

Place = tuple[str, str | None]
"""A field of a request, or of an object in it."""
Fields = tuple[tuple[str, "Any"], ...]


class _Plan(Record):
    """Where requests of one form hold what matters."""

    secrets: tuple[Place, ...]
    fields: tuple[tuple[str, Place], ...]
    inner: tuple[tuple[str, tuple[str, ...]], ...]
    """The objects in the request, and their fields."""
    lists: tuple[Place, ...]


class Request(Record):
    """A request without its credentials."""

    text: str | None
    """As JSON in ASCII on one line, where it stands so in the log."""
    value: Any
    """Otherwise as a value."""
    fields: Fields
    """The fields that the entry names, with their values."""


class Echoes:
    """Reads echoed requests."""

    def __init__(self, decoder: Decoder) -> None:
        """Take the decoder whose redaction holds."""
        self._decoder = decoder
        self._harmless: set[str] = set()
        self._plans: dict[Hashable, _Plan | None] = {}

    def read(self, text: str, entry: Entry | None) -> Request:
        """Return a request without its credentials.

        Args:
            text: the request as the venue echoed it, mostly JSON.
            entry: names the fields that are likely at fault.
        """
        try:
            request = orjson.loads(text)
        except orjson.JSONDecodeError:
            unfolded = unfold(text)
            request = text if unfolded is None else unfolded
        else:
            if type(request) is dict and _is_simple(text):
                simple = self._simple(request, text, entry)
                if simple is not None:
                    return simple
        redactor = self._decoder.redactor
        value = redactor.value(request, redactor.secrets_in(request))
        return Request(None, value, self._decoder.fields_of(entry, value))

    def _simple(self, request: dict[str, Any], text: str, entry: Entry | None) -> Request | None:
        key = (tuple(request), text.count("{"), text.count("["), entry.fields if entry else ())
        plan = self._plans[key] if key in self._plans else self._plan(key, request, entry)
        if plan is None:
            return None
        # With as many braces and brackets, and these objects and lists, there are no others.
        for name, names in plan.inner:
            value = request[name]
            if type(value) is not dict or tuple(value) != names:
                return None
        for name, part in plan.lists:
            value = request[name] if part is None else request[name].get(part)
            if type(value) is not list or not self._are_harmless(value):
                return None
        for name, part in plan.secrets:
            secret = request[name] if part is None else request[name].get(part)
            if type(secret) is not str or not secret or text.count(secret) != 1:
                return None
            text = text.replace(secret, MASK)
        fields = [
            (path, request[name] if part is None else request[name].get(part)) for path, (name, part) in plan.fields
        ]
        return Request.of((text, None, tuple(fields)))

    def _are_harmless(self, items: list[Any]) -> bool:
        """Tell whether no item of a list is more than a word, or names a credential."""
        for item in items:
            if type(item) is not str:
                return False
            if item not in self._harmless:
                if self._decoder.redactor.is_secret(item):
                    return False
                if len(self._harmless) < MAX_PLANS:
                    self._harmless.add(item)
        return True

    def _plan(self, key: tuple[Any, ...], request: dict[str, Any], entry: Entry | None) -> _Plan | None:
        """Find where requests of a form hold credentials and named fields; None where that is not simple."""
        values: dict[Place, Any] = {}
        inner: list[tuple[str, tuple[str, ...]]] = []
        for name, value in request.items():
            if type(value) is dict:
                inner.append((name, tuple(value)))
                values |= {(name, part): item for part, item in value.items()}
            else:
                values[name, None] = value
        is_secret = self._decoder.redactor.is_secret
        secrets = tuple(place for place in values if is_secret(place[1] or place[0]))
        lists = tuple(place for place, value in values.items() if type(value) is list)
        fields = []
        for path, _ in self._decoder.fields_of(entry, request):
            names = [step for step in compile_path(path) if isinstance(step, str)]
            fields.append((path, (names[0], names[1] if len(names) > 1 else None)))
        simple = (
            not any(type(value) is dict for value in values.values())
            and not any(is_secret(name) for name, _ in inner)
            and all(place in values and place not in secrets for _, place in fields)
            and key[1:3] == (1 + len(inner), len(lists))
        )
        plan = _Plan(secrets, tuple(fields), tuple(inner), lists) if simple else None
        if len(self._plans) < MAX_PLANS:
            self._plans[key] = plan
        return plan


def _is_simple(text: str) -> bool:
    """Tell whether nothing in a JSON text can be a credential but the value of a field."""
    return (
        "\\" not in text
        and "=" not in text
        and "%" not in text
        and "earer" not in text
        and text.isascii()
        and text.isprintable()
        and text.count(":") == text.count('":')
    )
