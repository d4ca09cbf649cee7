"""Turn valid parsed catalogues into records. Pure: reads no file."""

from __future__ import annotations

from errdecode.core.keys import code_key, number_key
from errdecode.core.paths import compile_path
from errdecode.core.recognition import Recognition, Shape, TextForm
from errdecode.core.trigger import build_triggers
from errdecode.model import Entry, Namespace, Source, Venue
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.core.paths import Steps

_INHERITED = ("outcome", "retry", "fault", "actions", "ccxt")


class Catalog(Record):
    """One venue's catalogue, valid and complete."""

    venue: Venue
    entries: tuple[Entry, ...]
    samples: tuple[tuple[str, ...], ...]
    """Of each entry."""
    document: dict[str, Any]
    """As it was parsed: recognition is compiled from it."""


def build_catalog(document: dict[str, Any], taxonomy: Taxonomy, path: str, origin: str) -> Catalog:
    """Complete a valid catalogue: entries inherit from namespace and category."""
    head = document["venue"]
    namespaces = document["namespaces"]
    entries = tuple(_build_entry(entry, document, taxonomy) for entry in document.get("entries", ()))
    sizes: dict[str, int] = {}
    for entry in entries:
        sizes[entry.namespace] = sizes.get(entry.namespace, 0) + 1
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
        ),
        path,
        origin,
    )
    samples = tuple(tuple(entry["samples"]) for entry in document.get("entries", ()))
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
    )


def _iso(date: Any) -> str | None:
    return None if date is None else date.isoformat()


def build_recognition(
    documents: Iterable[Mapping[str, Any]], secrets: Iterable[str], success: Iterable[str], signs: Iterable[str]
) -> Recognition:
    """Compile how venues and frames are recognised.

    Args:
        documents: valid parsed catalogues.
        secrets: field names that are never printed, whatever the venue.
        success: codes and messages that mean success, whatever the venue.
        signs: words that mark a log line as telling of an error.
    """
    words: list[tuple[str, str, str, str | None]] = []
    places: dict[str, dict[str, list[tuple[str, str | None]]]] = {"methods": {}, "channels": {}, "fields": {}}
    instruments: list[tuple[str, str]] = []
    shapes: list[Shape] = []
    texts: list[TextForm] = []
    hidden = {code_key(name) for name in secrets}
    kinds: dict[str, list[tuple[str, str]]] = {}
    ok: dict[str, tuple[str, ...]] = {}
    textual: set[tuple[str, str]] = set()
    for document in documents:
        venue = document["venue"]["id"]
        tables: list[tuple[str | None, Mapping[str, Any]]] = [(None, document.get("recognise", {}))]
        for name, namespace in document["namespaces"].items():
            kinds.setdefault(namespace.get("kind", "api"), []).append((venue, name))
            ok[f"{venue}:{name}"] = tuple(namespace.get("ok", ()))
            tables.append((name, namespace.get("recognise", {})))
        for scope, table in tables:
            for key, kind in (("names", "name"), ("hosts", "host"), ("paths", "path")):
                words.extend((kind, word.lower(), venue, scope) for word in table.get(key, ()))
            for key, values in places.items():
                for value in table.get(key, ()):
                    values.setdefault(value, []).append((venue, scope))
            instruments.extend((pattern, venue) for pattern in table.get("instruments", ()))
        if document["venue"]["status"] != "standard":
            # A standard's name stands in every address and says nothing.
            words.extend(("name", name.lower(), venue, None) for name in (venue, *document["venue"].get("aliases", ())))
        hidden.update(code_key(name) for name in document.get("secrets", {}).get("fields", ()))
        textual.update(
            (venue, entry["namespace"]) for entry in document.get("entries", ()) if number_key(entry["code"]) is None
        )
        shapes.extend(_build_shape(venue, shape) for shape in document.get("shapes", ()))
        texts.extend(_build_text(venue, text) for text in document.get("texts", ()))
    trigger, text_trigger = build_triggers(shapes, texts, textual)
    return Recognition(
        tuple(dict.fromkeys(words)),
        **{key: {value: tuple(found) for value, found in values.items()} for key, values in places.items()},
        instruments=tuple(instruments),
        shapes=tuple(shapes),
        texts=tuple(texts),
        secrets=tuple(sorted(hidden)),
        kinds={kind: tuple(found) for kind, found in kinds.items()},
        ok=ok,
        success=tuple(sorted(map(code_key, success))),
        signs=tuple(signs),
        trigger=trigger,
        text_trigger=text_trigger,
        ids=tuple(
            sorted(
                {
                    steps[-1]
                    for shape in shapes
                    for steps in (shape.id, shape.order_id, shape.client_id)
                    if steps and isinstance(steps[-1], str)
                }
            )
        ),
    )


def _steps(table: Mapping[str, Any], key: str) -> Steps | None:
    return compile_path(table[key]) if key in table else None


def _targets(venue: str, table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((venue, namespace) for namespace in table.get("namespaces", ()))


def _build_shape(venue: str, table: Mapping[str, Any]) -> Shape:
    messages = table.get("message", ())
    wait = table.get("wait")
    return Shape(
        venue=venue,
        name=table["name"],
        targets=_targets(venue, table),
        either=table.get("either", False),
        kind=table.get("kind"),
        requires=tuple(compile_path(path) for path in table.get("requires", ())),
        absent=tuple(compile_path(path) for path in table.get("absent", ())),
        only=tuple(table.get("only", ())),
        where=tuple((compile_path(path), tuple(values)) for path, values in table.get("where", {}).items()),
        code=compile_path(table["code"]),
        code_type=table.get("code_type"),
        message=tuple(compile_path(path) for path in ([messages] if isinstance(messages, str) else messages)),
        id=_steps(table, "id"),
        method=_steps(table, "method"),
        channel=_steps(table, "channel"),
        request=_steps(table, "request"),
        order_id=_steps(table, "order_id"),
        client_id=_steps(table, "client_id"),
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


def _build_text(venue: str, table: Mapping[str, Any]) -> TextForm:
    contains = table["contains"]
    return TextForm(
        venue=venue,
        name=table["name"],
        targets=_targets(venue, table),
        either=table.get("either", False),
        kind=table.get("kind"),
        contains=(contains,) if isinstance(contains, str) else tuple(contains),
        pattern=table["pattern"],
        weight=table.get("weight", 0),
    )
