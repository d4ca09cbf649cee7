"""The closed lists of `taxonomy.toml`, typed."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.model import Fault, Outcome, Retry


class Category(Record):
    """What an error is about, and what an entry inherits from it."""

    id: str
    title: str
    outcome: Outcome
    retry: Retry
    fault: Fault
    actions: tuple[str, ...]
    ccxt: str | None = None
    grpc: str | None = None
    fix: int | None = None
    """Value of tag 103 of FIX."""


class General(Record):
    """The words that hold for every venue."""

    secrets: tuple[str, ...]
    """Names of fields that are never printed."""
    weak_secrets: tuple[str, ...]
    """Names of fields that are not printed where their value looks like a credential."""
    detectors: tuple[dict[str, Any], ...]
    """What credentials that nothing names look like."""
    orders: dict[str, list[str]]
    """Names of the fields that say which order is meant, by what they hold."""
    success: tuple[str, ...]
    """Codes and messages that mean success."""
    signs: tuple[str, ...]
    """Words that mark a log line as telling of an error."""
    labels: dict[str, list[str]]
    """Words before a value, or the name of its field, by what they make of it."""
    common: tuple[str, ...]
    """Words that every service uses when it refuses."""
    strangers: tuple[str, ...]
    """Names of services that no catalogue describes."""


def read_general(document: dict[str, Any]) -> General:
    """Type what a parsed `taxonomy.toml` says of words."""
    return General(
        tuple(document["secrets"]["fields"]),
        tuple(document["secrets"]["weak"]),
        tuple(document["secrets"]["detectors"]),
        document["orders"],
        tuple(document["success"]["words"]),
        tuple(document["signs"]["words"]),
        document["labels"],
        tuple(document["common"]["words"]),
        tuple(document["strangers"]["names"]),
    )


class Taxonomy(Record):
    """Titles and defaults of everything that a catalogue may name."""

    categories: dict[str, Category]
    outcomes: dict[str, tuple[str, str]]
    """Title, and the answer to "did it execute?"."""
    retries: dict[str, str]
    faults: dict[str, str]
    resends: dict[str, str]

    def closed(self) -> dict[str, tuple[str, ...]]:
        """Return the allowed values by the name of their list."""
        return {name: tuple(values) for name, values in self.as_dict().items()}

    def as_plain(self) -> tuple[Any, ...]:
        """Return nothing but tuples, dictionaries and strings."""
        return ({key: tuple(value) for key, value in self.categories.items()}, *tuple(self)[1:])

    @classmethod
    def from_plain(cls, plain: tuple[Any, ...]) -> Taxonomy:
        """Undo `as_plain`."""
        categories, *rest = plain
        return cls({key: Category(*value) for key, value in categories.items()}, *rest)


def read_taxonomy(document: dict[str, Any]) -> Taxonomy:
    """Type a parsed `taxonomy.toml`.

    It ships with the program and is held by its tests, so its faults are
    programming errors and surface as KeyError.
    """
    categories = {
        key: Category(
            key,
            table["title"],
            table["outcome"],
            table["retry"],
            table["fault"],
            tuple(table["actions"]),
            table.get("ccxt"),
            table.get("grpc"),
            table.get("fix"),
        )
        for key, table in document["categories"].items()
    }
    return Taxonomy(
        categories,
        {key: (table["title"], table["answer"]) for key, table in document["outcomes"].items()},
        *({key: table["title"] for key, table in document[name].items()} for name in ("retries", "faults", "resends")),
    )
