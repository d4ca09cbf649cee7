"""What the catalogues say about recognising venues and frames, compiled.

A `Recognition` holds nothing but dictionaries, lists, strings and numbers, so
that an index can keep it as JSON; what is made of them is made when a text
needs it.
"""

from __future__ import annotations

from errdecode.core.clue_kinds import TABLES
from errdecode.core.paths import compile_path
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from errdecode.core.paths import Steps
    from errdecode.model import Entry

    Place = tuple[str, str | None]
    """A venue and, where only part of it is meant, a namespace; `""` is a part that no catalogue describes."""

NOWHERE = ""
"""The namespace of a place that is the venue's and that its catalogue does not describe."""


class Shape(Record):
    """Where things stand in one kind of frame."""

    venue: str
    name: str
    targets: tuple[tuple[str, str], ...]
    """(venue, namespace), best first; empty where `kind` says it."""
    either: bool
    """No target is better than the other."""
    kind: str | None
    only: tuple[str, ...]
    """Where not empty, the frame has no other fields."""
    where: tuple[tuple[Steps, tuple[Any, ...]], ...]
    code: Steps
    code_type: str | None
    message: tuple[Steps, ...]
    id: Steps | None
    method: Steps | None
    channel: Steps | None
    request: Steps | None
    order_id: Steps | None
    client_id: Steps | None
    wait: tuple[Steps, str] | None
    weight: int
    when: tuple[tuple[Steps, tuple[str, ...], str, str, str], ...]
    """(present, unless_outcome, outcome, retry, reason)"""


def paths_in(table: Mapping[str, Any], key: str) -> tuple[Steps, ...]:
    """Return the paths that a shape's table has under a key, one or several."""
    value = table.get(key, ())
    return tuple(map(compile_path, [value] if isinstance(value, str) else value))


def build_shape(table: Mapping[str, Any]) -> Shape:
    """Return a shape from its table in a catalogue, to which the venue was added."""

    def path(key: str) -> Steps | None:
        return compile_path(table[key]) if key in table else None

    venue, wait = table["venue"], table.get("wait")
    return Shape(
        venue=venue,
        name=table["name"],
        targets=tuple((venue, namespace) for namespace in table.get("namespaces", ())),
        either=table.get("either", False),
        kind=table.get("kind"),
        only=tuple(table.get("only", ())),
        where=tuple((compile_path(place), tuple(values)) for place, values in table.get("where", {}).items()),
        code=compile_path(table["code"]),
        code_type=table.get("code_type"),
        message=paths_in(table, "message"),
        id=path("id"),
        method=path("method"),
        channel=path("channel"),
        request=path("request"),
        order_id=path("order_id"),
        client_id=path("client_id"),
        wait=(compile_path(wait["path"]), wait["unit"]) if wait else None,
        weight=table.get("weight", 0),
        when=tuple(
            (
                compile_path(rule["present"]),
                tuple(rule.get("unless_outcome", ())),
                rule["outcome"],
                rule["retry"],
                rule["reason"],
            )
            for rule in table.get("when", ())
        ),
    )


class Recognition(Record):
    """Everything that evidence is drawn from. Places are lists of `[venue, namespace or null]`."""

    names: dict[str, list[Any]]
    """Places by what loggers print, in lower case."""
    hosts: dict[str, list[Any]]
    """Places by host name."""
    domains: dict[str, list[Any]]
    """Places by the part of a host name that was registered: other hosts under it are the venue's as well."""
    paths: dict[str, list[Any]]
    """Places by part of an address."""
    marks: dict[str, list[Any]]
    """Places by what the venue's client libraries alone print, letter by letter."""
    methods: dict[str, list[Any]]
    """Places by value; a final * is a prefix."""
    channels: dict[str, list[Any]]
    fields: dict[str, list[Any]]
    instruments: dict[str, list[Any]]
    """Places by pattern: * is any letters and digits, # any digits."""
    shapes: list[dict[str, Any]]
    """Tables of catalogues, the venue added."""
    asks: list[dict[str, Any]]
    """What catalogues say of requests, the venue added."""
    kinds: dict[str, list[Any]]
    """Places by the kind of their namespace."""
    ok: dict[str, list[str]]
    """Codes that are no error, by `venue:namespace`."""
    shared: list[str]
    """Namespaces, `venue:namespace`, whose codes and words others use as well."""
    standards: list[str]
    """Ids of the venues that are standards."""
    retired: list[str]
    """Ids of venues that are not in use any more."""
    secrets: list[str]
    """Field names in lower case."""
    weak_secrets: list[str]
    """Names of fields that hold credentials where the value looks like one."""
    detectors: list[dict[str, Any]]
    """What credentials that nothing names look like."""
    orders: dict[str, list[str]]
    """Names of the fields that say which order is meant, by what they hold."""
    success: list[str]
    """Codes and messages, in lower case, that mean success wherever no catalogue knows better."""
    signs: list[str]
    """Words that mark a log line as telling of an error."""
    numbered: list[str]
    """Words with digits in codes and names that are no numbers; a number with the character before it."""
    labels: dict[str, list[str]]
    """Words before a value, or the name of its field, by what they make of it."""
    strangers: list[str]
    """Names of services that no catalogue describes."""

    @property
    def ids(self) -> frozenset[str]:
        """Return the names of the fields that hold ids of requests and orders."""
        paths = (table[key] for table in self.shapes for key in ("id", "order_id", "client_id") if key in table)
        return frozenset(path.rpartition(".")[2].strip("[]") for path in paths)

    @property
    def kind_of(self) -> dict[tuple[str, str], str]:
        """Return the kind of each venue's namespaces."""
        return {(venue, name): kind for kind, places in self.kinds.items() for venue, name in places}

    def places_of(self, kind: str) -> frozenset[tuple[str, str]]:
        """Return the venues and namespaces of a kind."""
        return frozenset((venue, name) for venue, name in self.kinds.get(kind, ()))

    def is_success(self, venue: str, namespace: str | None, code: str | None) -> bool:
        """Tell whether a code means success in a part of a venue."""
        return code in self.ok.get(f"{venue}:{namespace}", ())

    def has_words(self, entry: Entry) -> bool:
        """Tell whether its words tell an entry: not where only fields of FIX do, whose words are everybody's."""
        return [entry.venue, entry.namespace] not in self.kinds.get("fix", ())

    def without(self, venues: frozenset[str]) -> Recognition:
        """Return what is left when nothing is known of some venues."""
        if not venues:
            return self
        values = self.as_dict()
        for key in _PLACES:
            table = {
                word: [place for place in places if place[0] not in venues] for word, places in values[key].items()
            }
            values[key] = {word: places for word, places in table.items() if places}
        values["shapes"] = [shape for shape in self.shapes if shape["venue"] not in venues]
        return Recognition(**values)

    @classmethod
    def merged(cls, parts: Iterable[Recognition]) -> Recognition:
        """Return what several say together."""
        first, *others = (part.as_dict() for part in parts)
        for other in others:
            for key in (*_PLACES, "ok"):
                first[key] = {
                    word: [*first[key].get(word, ()), *other[key].get(word, ())]
                    for word in {**first[key], **other[key]}
                }
            for key in ("shapes", "asks"):
                first[key] = [*first[key], *(table for table in other[key] if table not in first[key])]
            for key in ("numbered", "shared", "standards", "retired", "secrets"):
                first[key] = list(dict.fromkeys((*first[key], *other[key])))
            first["strangers"] = [name for name in first["strangers"] if name not in other["names"]]
        return cls(**first)


_PLACES = (*TABLES, "domains", "kinds")
"""The tables of a `Recognition` that hold places."""
