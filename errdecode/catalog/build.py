"""Turn valid parsed catalogues into records. Pure: reads no file."""

from __future__ import annotations

from errdecode.catalog.merge import IS_TAKEN
from errdecode.core.clue_kinds import TABLES
from errdecode.core.keys import code_key, is_numbered
from errdecode.core.recognition import NOWHERE, Recognition
from errdecode.core.words import joined_words_with_digits
from errdecode.model import Entry, Namespace, Source, Venue
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from errdecode.catalog.taxonomy import General, Taxonomy

_INHERITED = ("outcome", "retry", "fault", "actions", "ccxt")


class Catalog(Record):
    """One venue's catalogue, valid and complete."""

    venue: Venue
    entries: tuple[Entry, ...]
    """Of a fork, those that are not its original's word for word."""
    samples: tuple[tuple[str, ...], ...]
    """Of each entry."""
    document: dict[str, Any]
    """As it was parsed: recognition is compiled from it."""


def build_catalog(
    document: dict[str, Any], taxonomy: Taxonomy, path: str, origin: str, own: int | None = None
) -> Catalog:
    """Complete a valid catalogue: entries inherit from namespace and category.

    Args:
        document: the parsed catalogue, whole.
        taxonomy: the closed lists.
        path: the file or folder that was read last.
        origin: where the lowest layer of it comes from.
        own: entries that the layers above that one add or change; None where there are none.
    """
    head = document["venue"]
    namespaces = document["namespaces"]
    own_tables = [entry for entry in document.get("entries", ()) if IS_TAKEN not in entry]
    entries = tuple(_build_entry(entry, document, taxonomy) for entry in own_tables)
    sizes: dict[str, int] = {}
    for table in document.get("entries", ()):
        sizes[table["namespace"]] = sizes.get(table["namespace"], 0) + 1
    resend = document.get("resend", {})
    venue = Venue(
        head["id"],
        head["name"],
        tuple(head.get("aliases", ())),
        head["status"],
        head.get("docs"),
        head.get("note"),
        resend.get("rule"),
        resend.get("note"),
        tuple(
            Namespace(key, table["title"], table.get("kind", "api"), sizes.get(key, 0))
            for key, table in namespaces.items()
            # One without entries says only what is no error.
            if sizes.get(key)
        ),
        path,
        origin,
        own,
        document.get("fork", {}).get("of"),
    )
    samples = tuple(tuple(entry["samples"]) for entry in own_tables)
    return Catalog(venue, entries, samples, document)


def _build_entry(table: Mapping[str, Any], document: Mapping[str, Any], taxonomy: Taxonomy) -> Entry:
    namespace = document["namespaces"][table["namespace"]]
    category = taxonomy.categories[table["category"]].as_dict()
    value = {key: table.get(key, category[key]) for key in _INHERITED}
    messages = table.get("message", ())
    messages = (messages,) if isinstance(messages, str) else tuple(messages)
    source = document.get("sources", {}).get(table.get("source", namespace.get("source")), {})
    return Entry(
        venue=document["venue"]["id"],
        venue_name=document["venue"]["name"],
        namespace=table["namespace"],
        code=table["code"],
        name=table.get("name"),
        message=messages[0] if messages else None,
        http_status=table.get("http_status"),
        category=table["category"],
        outcome=value["outcome"],
        retry=value["retry"],
        wait_s=table.get("wait_s"),
        fault=value["fault"],
        meaning=table["meaning"],
        causes=tuple(table.get("causes", ())),
        actions=tuple(value["actions"]),
        fields=tuple(table.get("fields", ())),
        ccxt=value["ccxt"],
        status=table.get("status", namespace.get("status", "documented")),
        source=Source(source["title"], source.get("url"), _iso(source.get("read")), source.get("note")),
        inherited=tuple(key for key in _INHERITED if key not in table and value[key] is not None),
        messages=messages,
        templates=tuple(table.get("templates", ())),
        match=tuple(table.get("match", ())),
        aliases=tuple(table.get("aliases", ())),
        former=tuple(table.get("former", ())),
        see_also=tuple(table.get("see_also", ())),
        rare="rare" if table.get("rare") else None,
    )


def _iso(date: Any) -> str | None:
    return None if date is None else date.isoformat()


def build_recognition(documents: Iterable[Mapping[str, Any]], general: General) -> Recognition:
    """Compile how venues and frames are recognised.

    Args:
        documents: valid parsed catalogues.
        general: the words that hold for every venue.
    """
    places: dict[str, dict[str, list[list[str | None]]]] = {key: {} for key in (*TABLES, "domains")}
    shapes: list[dict[str, Any]] = []
    hidden = {code_key(name) for name in general.secrets}
    asks: list[dict[str, Any]] = []
    numbered: set[str] = set()
    kinds: dict[str, list[Any]] = {}
    ok: dict[str, list[str]] = {}
    statuses: dict[str, list[str]] = {"standard": [], "retired": [], "live": []}
    documents = list(documents)
    for document in documents:
        head = document["venue"]
        venue = head["id"]
        statuses[head["status"]].append(venue)
        for scope, table in _recognise_tables(document):
            for key, words in table.items():
                for word in words:
                    _add(places, key, word, venue, scope)
        for name, namespace in document["namespaces"].items():
            kinds.setdefault(namespace.get("kind", "api"), []).append([venue, name])
            ok[f"{venue}:{name}"] = list(namespace.get("ok", ()))
        if head["status"] != "standard":
            # A standard's name stands in every address and says nothing.
            for name in (venue, *head.get("aliases", ())):
                _add(places, "names", name, venue, None)
        hidden.update(code_key(name) for name in document.get("secrets", {}).get("fields", ()))
        numbered.update(word for text in _symbols(document) for word in joined_words_with_digits(text))
        if "asks" in document:
            asks.append({"venue": venue, **document["asks"]})
        shapes += [{"venue": venue, **shape} for shape in document.get("shapes", ())]
    return Recognition(
        **places,
        shapes=shapes,
        asks=asks,
        kinds=kinds,
        ok=ok,
        shared=list(_shared(documents)),
        standards=statuses["standard"],
        retired=statuses["retired"],
        secrets=sorted(hidden),
        weak_secrets=list(general.weak_secrets),
        detectors=list(general.detectors),
        orders=dict(general.orders),
        numbered=sorted(numbered),
        success=sorted(map(code_key, general.success)),
        signs=list(general.signs),
        labels=dict(general.labels),
        strangers=sorted(name.lower() for name in general.strangers if name.lower() not in places["names"]),
    )


def _shared(documents: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Return the namespaces whose codes and words others use as well."""
    for document in documents:
        for name, namespace in document["namespaces"].items():
            if namespace.get("shared"):
                yield f"{document['venue']['id']}:{name}"


def _symbols(document: Mapping[str, Any]) -> Iterable[str]:
    """Return the codes and names of a catalogue that are no numbers; those of FIX stand in its messages alone."""
    for entry in document.get("entries", ()):
        if IS_TAKEN in entry or document["namespaces"][entry["namespace"]].get("kind") == "fix":
            continue
        texts = (entry["code"], entry.get("name"), *entry.get("aliases", ()), *entry.get("former", ()))
        yield from (text for text in texts if text and not is_numbered(text))


def _recognise_tables(document: Mapping[str, Any]) -> Iterable[tuple[str | None, Mapping[str, Any]]]:
    """Return each table of [recognise] with the namespace it speaks for."""
    yield None, document.get("recognise", {})
    for name, namespace in document["namespaces"].items():
        yield name, namespace.get("recognise", {})


def _add(
    places: dict[str, dict[str, list[list[str | None]]]], key: str, word: str, venue: str, scope: str | None
) -> None:
    """Note that a word speaks for a place."""
    if key == "undescribed":
        key, scope = ("paths" if "/" in word else "hosts"), NOWHERE
    lowered = word.lower() if key in ("names", "hosts", "paths") else word
    known = places[key].setdefault(lowered, [])
    if [venue, scope] not in known:
        known.append([venue, scope])
    if key == "hosts":
        domain = ".".join(lowered.split(".")[-2:])
        if [venue, NOWHERE] not in places["domains"].setdefault(domain, []):
            places["domains"][domain].append([venue, NOWHERE])
