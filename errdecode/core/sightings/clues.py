"""What in a text speaks for a venue, for one of its namespaces, or for a service that no catalogue knows."""

from __future__ import annotations

import re

from errdecode.core.patterns import lazy
from errdecode.core.recognition import NOWHERE
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from errdecode.core.recognition import Recognition

BITS: Mapping[str, float] = {
    "venue": 24.0,
    "host": 10.0,
    "method": 8.0,
    "channel": 8.0,
    "name": 8.0,
    "mark": 7.0,
    "path": 6.0,
    "stream": 5.0,
    "stream host": 2.0,
    "field": 2.0,
    "instrument": 2.0,
}
"""What each kind of evidence counts: one bit doubles the odds."""
STRANGER = ""
"""The venue of a clue that speaks for a service that no catalogue knows."""
_STRANGER_NAME = 14.0
"""What the name of another service counts: of those there are many more."""
NEIGHBOURS = ("stream", "stream host")
"""Kinds of evidence that other lines give."""
LOUD = ("venue", "host", "name")
"""Kinds that name the sender: they outweigh what a path or another line says."""
MAX_TOKENS = 4_000
_MAX_KNOWN = 20_000
_MAX_TOKEN = 200

_TOKEN = lazy(r"/?[A-Za-z0-9@][\w@./:*-]*")
_HOST = lazy(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_PART = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
_LOCAL = ("localhost", "local", "internal", "lan", "svc", "example")


class Clue(Record):
    """One piece of evidence."""

    kind: str
    text: str
    venue: str
    namespace: str | None

    @property
    def bits(self) -> float:
        """Return how much it counts."""
        return _STRANGER_NAME if self.kind == "name" and self.venue == STRANGER else BITS[self.kind]

    def __str__(self) -> str:
        """Return it as the evidence lists show it."""
        return f"{self.kind} {self.text}"


class Clues:
    """Finds clues; what a token says is looked up once."""

    def __init__(self, recognition: Recognition) -> None:
        """Take what the catalogues say about recognising venues."""
        self._recognition = recognition
        self._strangers = frozenset(recognition.strangers)
        self._known: dict[str, tuple[Clue, ...]] = {}
        self._prefixes = {
            kind: [(value[:-1], places) for value, places in table.items() if value.endswith("*")]
            for kind, table in (("method", recognition.methods), ("channel", recognition.channels))
        }
        self._instruments = [(_fixed(form), lazy(_instrument(form)), form) for form in recognition.instruments]

    def in_text(self, text: str) -> list[Clue]:
        """Return the names, hosts, addresses and methods that stand in a text, each once."""
        found: dict[Clue, None] = {}
        for token in dict.fromkeys(_TOKEN.findall(text)[:MAX_TOKENS]):
            for clue in self._in_token(token):
                found[clue] = None
        if found or any(mark in text for mark in self._recognition.marks):
            for mark, places in self._recognition.marks.items():
                if mark in text:
                    found |= dict.fromkeys(_clues("mark", mark, places))
        return list(found)

    def _in_token(self, token: str) -> tuple[Clue, ...]:
        known = self._known.get(token)
        if known is None:
            known = tuple(self._read(token[:_MAX_TOKEN]))
            if len(self._known) < _MAX_KNOWN:
                self._known[token] = known
        return known

    def _read(self, token: str) -> list[Clue]:
        recognition = self._recognition
        lowered = token.lower().rstrip(".:-")
        found: list[Clue] = []
        hosts = list(_HOST.finditer(lowered))
        own = [
            clue for host in hosts for clue in self._host(host[0], is_address=lowered[: host.start()].endswith("://"))
        ]
        found += own
        if "/" in token:
            if not hosts or any(clue.venue != STRANGER for clue in own) or not own:
                for path, places in recognition.paths.items():
                    if path in lowered:
                        found += _clues("path", path, places)
            found += self.in_value("method", token.rstrip(".:"))
        if not own:
            found += self._name(token, lowered)
        for fixed, pattern, form in self._instruments:
            # Looking for a piece is quicker than making an expression that few texts need.
            if fixed in token and pattern.fullmatch(token):
                found += _clues("instrument", token, recognition.instruments[form])
        return found

    def _host(self, host: str, *, is_address: bool) -> list[Clue]:
        places = self._recognition.hosts.get(host)
        if places is None and host not in self._recognition.names:
            places = self._recognition.domains.get(".".join(host.split(".")[-2:]))
        if places is not None:
            return _clues("host", host, places)
        if is_address and host.rpartition(".")[2] not in _LOCAL:
            return [Clue("host", host, STRANGER, None)]
        return []

    def _name(self, token: str, lowered: str) -> list[Clue]:
        """Return what a word says, whole or by its parts: `ccxt.venue`, `VenueAPIException`, `venue_futures`."""
        parts = [part.lower() for part in _PART.findall(token)]
        pieces = re.split(r"[^\w.-]+|(?<=\w)[._-]+(?=\w)", lowered)
        for candidate in dict.fromkeys((lowered, *pieces, *parts)):
            if places := self._recognition.names.get(candidate):
                return _clues("name", candidate, places)
            if candidate in self._strangers:
                return [Clue("name", candidate, STRANGER, None)]
        return []

    def in_value(self, kind: str, value: Any) -> list[Clue]:
        """Return what a method or channel says; a final `*` of a catalogue is a prefix."""
        if not isinstance(value, str) or not value:
            return []
        table = self._recognition.methods if kind == "method" else self._recognition.channels
        found = _clues(kind, value, table.get(value, ()))
        for prefix, places in self._prefixes[kind]:
            if value.startswith(prefix):
                found += _clues(kind, value, places)
        return found

    def in_keys(self, keys: Iterable[str]) -> list[Clue]:
        """Return what names of fields say."""
        fields = self._recognition.fields
        return [clue for key in keys if key in fields for clue in _clues("field", key, fields[key])]


def _clues(kind: str, text: str, places: Iterable[Any]) -> list[Clue]:
    return [Clue(kind, text, venue, namespace) for venue, namespace in places]


def _fixed(form: str) -> str:
    """Return the longest piece that stands in every name of a form."""
    return max(re.split(r"[*#]+", form), key=len)


def _instrument(form: str) -> str:
    """Return the regular expression of a form: * is any letters and digits, # any digits."""

    def piece(part: str) -> str:
        # A row of one sign is one piece, so that a name can be cut into a row's parts in one way only.
        if part[:1] == "*":
            return f"[A-Za-z0-9]{{{len(part)},{len(part) * 24}}}"
        return f"\\d{{{len(part)},{len(part) * 12}}}" if part[:1] == "#" else re.escape(part)

    return "".join(map(piece, re.split(r"(\*+|#+)", form)))


def venues_named(clues: Iterable[Clue]) -> frozenset[str]:
    """Return the venues, STRANGER among them, that a line itself names as the sender."""
    return frozenset(clue.venue for clue in clues if clue.kind in LOUD)


def is_elsewhere(clue: Clue) -> bool:
    """Tell whether a clue is of a part of its venue that no catalogue describes."""
    return clue.namespace == NOWHERE
