"""Plain lines for pipes: one reading each, fields separated by tabs, no colour."""

from __future__ import annotations

from operator import itemgetter

from errdecode.core.sanitise import visible
from errdecode.model import Entry, Finding
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from errdecode.model import Lookup, Near, Venue

ENTRY_COLUMNS = ("venue", "namespace", "code", "name", "category", "outcome", "retry", "meaning", "actions")
FINDING_COLUMNS = (
    "confidence", "venue", "namespace", "code", "name", "category", "outcome", "retry", "message", "meaning",
    "actions", "evidence", "fields",
)  # fmt: skip
SCAN_COLUMNS = (
    "source", "line", "time", "confidence", "venue", "namespace", "code", "name", "category", "outcome",
    "retry", "wait_s", "message", "meaning", "actions", "evidence", "asked", "order_id", "client_id", "symbol", "side",
)  # fmt: skip
"""The columns of rows, unless others are asked for."""
_SENTENCES = ("actions", "causes")
_JSON = ("parameters", "request")
_LISTS = (
    *_SENTENCES,
    "evidence",
    "fields",
    "safest",
    "source",
    "aliases",
    "former",
    "messages",
    "see_also",
    "inherited",
)
_OF_SOURCE = ("url", "read")
_INTERNAL = ("match", "templates", "rare", "entry", "alternatives", "near")
"""Fields that are no column: they serve matching only, or hold records."""
_MAX_TAKEN = 3
"""Codes that are named of those that a text was read as."""


def row(*fields: object) -> str:
    """Return fields as one line: whatever would break it is spelled out, nothing is an empty field."""
    return "\t".join("" if field is None else visible(str(field)) for field in fields)


def rows(records: Iterable[Record], columns: Sequence[str]) -> Iterator[str]:
    """Yield records as plain lines.

    Args:
        records: entries, findings or venues.
        columns: names of their fields; of a finding, of its entry's as well.
    """
    for record in records:
        yield row(*(value_of(record, name) for name in columns))


def _getter(kind: type[Record], name: str) -> Callable[[Record], object]:
    """Return what takes a column's value from a record; where it is a plain field, without a question."""
    if name in kind._fields and name not in (*_JSON, *_LISTS):
        return itemgetter(kind._fields.index(name))
    return lambda record: value_of(record, name)


class FindingColumns:
    """Takes the same columns from one finding after the other."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of the columns."""
        self._getters = [_getter(Finding, name) for name in names]

    def values(self, finding: Finding) -> list[str]:
        """Return what stands in the columns, as it is; nothing is an empty text."""
        return ["" if (value := get(finding)) is None else str(value) for get in self._getters]

    def cells(self, finding: Finding) -> list[str]:
        """Return what stands in the columns, with what would break a line spelled out."""
        return [visible(value) for value in self.values(finding)]


def value_of(record: Record, name: str) -> object:
    """Return what stands in a column: lists are joined, what a payload held is JSON."""
    value = getattr(record.source if name in _OF_SOURCE and isinstance(record, Entry) else record, name, None)
    if value is None and (entry := getattr(record, "entry", None)) is not None and name not in record._fields:
        return value_of(entry, name)
    if isinstance(value, tuple):
        if name == "source":
            return value[0]
        if name == "safest":
            return " ".join(value)
        pairs = (item if isinstance(item, str) else f"{item[0]}={json_text(item[1])}" for item in value)
        return (" " if name in _SENTENCES else "; ").join(pairs)
    return json_text(value) if name in _JSON and value else value


def json_text(value: object) -> str:
    """Return a value of a payload as JSON on one line."""
    # A lookup, which shows no payload, does not pay for this.
    import json  # noqa: PLC0415

    return json.dumps(value, ensure_ascii=False, default=str)


def readings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield every reading as a finding of its own: the first of each, then the others with the confidence `also`."""
    for finding in findings:
        yield finding
        for other in finding.alternatives:
            entry = other.entry
            yield finding.replace(
                confidence="also", venue=other.venue, namespace=other.namespace, code=other.code, name=other.name,
                category=entry.category, outcome=entry.outcome, retry=entry.retry, message=None,
                evidence=other.evidence, fields=(), entry=entry,
            )  # fmt: skip


def near_text(near: Iterable[Near]) -> str:
    """Return what may have been meant as one sentence's list."""
    # Two namespaces of a venue may look alike.
    return ", ".join(
        dict.fromkeys(
            visible(f"{each.venue}:{each.code}{f' {each.name}' if each.name else ''} ({each.why})") for each in near
        )
    )


def taken_text(answer: Lookup) -> str:
    """Return what an answer to a text rests on."""
    if answer.found_by == "search":
        return visible(f"{answer.query}: no error's words; these entries hold them")
    venues = {entry.venue for entry in answer.entries}
    codes = list(dict.fromkeys(entry.code for entry in answer.entries))
    of = f" of {venues.pop()}" if len(venues) == 1 else ""
    return visible(f"read as code {' or '.join(codes[:_MAX_TAKEN])}{of}")


def is_echo(answer: Lookup) -> bool:
    """Tell whether a text says nothing but a code and its venue, so that how it was taken is plain."""
    known = {word.casefold() for entry in answer.entries for word in (entry.code, entry.venue)}
    return all(word.casefold() in known for word in answer.query.replace(":", " ").split())


class VenueRow(Record):
    """A namespace in the columns of venues."""

    venue: str
    name: str
    status: str
    namespace: str
    kind: str
    size: int
    title: str
    origin: str


def venue_rows(venues: Iterable[Venue]) -> Iterator[VenueRow]:
    """Yield namespaces in the columns of venues."""
    for venue in venues:
        for namespace in venue.namespaces:
            yield VenueRow(
                venue.id, venue.name, venue.status, namespace.id, namespace.kind,
                namespace.size, namespace.title, venue.comes_from,
            )  # fmt: skip


def known_columns(record: type[Record]) -> tuple[str, ...]:
    """Return the columns that may be asked for: the fields of a kind of record, and those of what it holds."""
    fields = tuple(name for name in record._fields if name not in _INTERNAL)
    if "entry" in record._fields:
        fields += known_columns(Entry)
    return tuple(dict.fromkeys((*fields, *_OF_SOURCE) if "source" in fields else fields))
