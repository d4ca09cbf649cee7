"""The records everything else speaks in. Words are those of catalogs/README.md."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Outcome = Literal["rejected", "unknown", "accepted", "partial", "ended", "done", "none"]
    Retry = Literal["never", "after_fix", "after_wait", "reconcile_first", "reconnect", "not_needed"]
    Fault = Literal["you", "venue", "market", "none"]
    Confidence = Literal["certain", "likely", "ambiguous", "unknown"]
    FoundBy = Literal["code", "text", "search"]
    Status = Literal["documented", "observed", "retired"]

RISKY = ("unknown", "partial")
"""Outcomes under which an order may have been executed."""


SCHEMA = 1
"""Of the JSON records."""
_INTERNAL = ("match", "templates", "rare")
"""Fields of an entry that serve matching only."""


class Source(Record):
    """Where a fact was read."""

    title: str
    url: str | None = None
    read: str | None = None
    """Date, `YYYY-MM-DD`."""
    note: str | None = None


class Entry(Record):
    """One code of one namespace of one venue."""

    venue: str
    venue_name: str
    namespace: str
    code: str
    name: str | None
    """The venue's symbol."""
    message: str | None
    """The venue's own words, typing errors included."""
    http_status: int | None
    category: str
    outcome: Outcome
    retry: Retry
    wait_s: int | None
    """Seconds."""
    fault: Fault
    meaning: str
    causes: tuple[str, ...]
    actions: tuple[str, ...]
    fields: tuple[str, ...]
    """Paths in the request that are likely at fault."""
    ccxt: str | None
    status: Status
    source: Source
    inherited: tuple[str, ...]
    """Fields that come from the category."""
    messages: tuple[str, ...] = ()
    """Every wording of the message that the sources give."""
    templates: tuple[str, ...] = ()
    """Wordings with parameters: `{name}` stands for anything."""
    match: tuple[str, ...] = ()
    """Where not empty, the entry applies only to these messages."""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    rare: str | None = None
    """Set where the venue hardly ever sends it."""

    @property
    def id(self) -> str:
        """Return `venue:namespace:code`."""
        return f"{self.venue}:{self.namespace}:{self.code}"

    def __repr__(self) -> str:
        return f"<Entry {' '.join(filter(None, (self.id, self.name)))}: {self.outcome}, {self.retry}>"

    def to_dict(self) -> dict[str, Any]:
        """Return it as the JSON records have it."""
        values = {name: value for name, value in self.as_dict().items() if name not in _INTERNAL}
        record: dict[str, Any] = plain({**values, "source": self.source.as_dict()})
        return record


class Namespace(Record):
    """One code space of a venue."""

    id: str
    title: str
    kind: str
    size: int
    """Number of entries."""


class Venue(Record):
    """A venue, and what is known of it as a whole."""

    id: str
    name: str
    aliases: tuple[str, ...]
    status: str
    docs: str | None
    note: str | None
    resend: str | None
    """What a second request under the same client order id does; a key of the taxonomy's resends."""
    resend_note: str | None
    namespaces: tuple[Namespace, ...]
    path: str
    """The file or folder it was read from; of several, the last."""
    origin: str
    """shipped | user | project | environment | option."""
    own: int | None = None
    """Entries that catalogues over the one of that origin add or change; None where there are none over it."""
    fork_of: str | None = None
    """Id of the venue whose codes it answers with."""

    @property
    def comes_from(self) -> str:
        """Return the origin, and what was added to it, as a person reads them."""
        return self.origin if self.own is None else f"{self.origin} + {self.own} of yours"


class Near(Record):
    """What may have been meant."""

    venue: str
    namespace: str
    code: str
    name: str | None
    why: str


class Lookup(Record):
    """The answer to one code asked for."""

    query: str
    entries: tuple[Entry, ...]
    near: tuple[Near, ...]
    safest: tuple[Outcome, Retry]
    """The most careful outcome and next step of all readings."""
    meant: tuple[Entry, ...] = ()
    """Where there is no reading: those of the same digits with another sign or other zeros."""
    taken: tuple[str, ...] = ()
    """What was taken from a text that is more than a code."""
    found_by: FoundBy = "code"


class Alternative(Record):
    """Another reading of a finding."""

    venue: str
    namespace: str
    code: str
    name: str | None
    evidence: tuple[str, ...]
    entry: Entry

    def to_dict(self) -> dict[str, Any]:
        """Return it as the JSON records have it, which name the entry only."""
        return {name: plain(value) for name, value in self.as_dict().items() if name != "entry"}


class Finding(Record):
    """One error found in an input."""

    source: str | None
    """The file it came from; None for an argument."""
    line: int | None
    """Counts from 1."""
    time: str | None
    """The log line's own time, RFC 3339."""
    code: str
    venue: str | None
    namespace: str | None
    name: str | None
    confidence: Confidence
    evidence: tuple[str, ...]
    category: str | None
    outcome: Outcome | None
    retry: Retry | None
    wait_s: int | None
    """Seconds: the payload's own wait where it states one, else the entry's."""
    message: str | None
    """As it stood in the input, credentials replaced."""
    parameters: dict[str, str]
    request: Any
    """The request that the venue echoed, credentials replaced."""
    entry: Entry | None
    alternatives: tuple[Alternative, ...]
    near: tuple[Near, ...] = ()
    """Neighbours of a code that no catalogue holds."""
    fields: tuple[tuple[str, Any], ...] = ()
    """The fields of the request that the entry names, with their values."""
    note: str | None = None
    """Why outcome or retry differ from the entry's."""
    id: str | None = None
    """The number of the request, where the payload repeats it."""
    safest: tuple[Outcome, Retry] = ("unknown", "reconcile_first")
    """The most careful outcome and next step of all readings that remain."""
    asked: str | None = None
    """change | read: what kind of request got this answer, where the text shows it."""
    order_id: str | None = None
    client_id: str | None = None
    symbol: str | None = None
    side: str | None = None

    def __repr__(self) -> str:
        where = ":".join(filter(None, (self.venue, self.namespace)))
        said = f": {self.outcome}, {self.retry}" if self.entry else ""
        return f"<Finding {' '.join(filter(None, (self.confidence, where, self.code, self.name)))}{said}>"

    def to_dict(self) -> dict[str, Any]:
        """Return it as the JSON records have it."""
        values = self.as_dict() | {
            "entry": self.entry and self.entry.to_dict(),
            "alternatives": [other.to_dict() for other in self.alternatives],
            "near": [near.as_dict() for near in self.near],
            "safest": {"outcome": self.safest[0], "retry": self.safest[1]},
            "fields": [{"path": path, "value": value} for path, value in self.fields],
        }
        record: dict[str, Any] = plain({"schema": SCHEMA, **values})
        return record

    def _repr_html_(self) -> str:
        from errdecode.notebook import table  # noqa: PLC0415  # a lookup does not pay for it

        where = " ".join(filter(None, (self.venue, self.namespace)))
        rows = [
            ("Outcome", self.outcome or f"{self.safest[0]}, as long as nothing is known of it"),
            ("Next", self.retry or self.safest[1]),
            ("Meaning", self.entry.meaning if self.entry else None),
            ("Actions", "\n".join(self.entry.actions) if self.entry else None),
            ("Message", self.message),
            ("Order", " ".join(filter(None, (self.side, self.symbol, self.order_id, self.client_id)))),
            ("Note", self.note),
            ("How sure", "; ".join((self.confidence, *self.evidence))),
        ]
        return table(" ".join(filter(None, (where, self.code, self.name))), rows)


def plain(value: Any) -> Any:
    """Return a value with lists in place of tuples, as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value
