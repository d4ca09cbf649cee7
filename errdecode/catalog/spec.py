"""The catalogue format as data: one table of fields per TOML table.

The loader validates by it, the linter orders keys by it and
`catalogs/catalog.schema.json` is generated from it, so the three agree.
"""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Field(Record):
    """One key of a TOML table."""

    kind: str
    """str | int | bool | date | list (of str) | one_or_list | scalars | table | tables | named (tables)"""
    about: str
    required: bool = False
    choices: str | None = None
    """Name of a closed list (see `taxonomy.Taxonomy.closed`)."""
    pattern: str | None = None
    """What a whole string must match."""
    table: str | None = None
    """Name of the nested table's spec, for table and tables."""
    low: int | None = None
    high: int | None = None


_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_PATH = r"(\[\d*\]|[^.\[\]]+)((\.[^.\[\]]+)|(\[\d*\]))*"


def _only(fields: Mapping[str, Field], *required: str) -> Mapping[str, Field]:
    """Return fields of which only some are required."""
    return {name: field.replace(required=name in required) for name, field in fields.items()}


_RUN = r"[A-Za-z0-9]*((\*+|#+)[A-Za-z0-9]*)?"
_INSTRUMENT = rf"{_RUN}([_./:-]{_RUN})*"
"""With two free parts side by side a value could be cut in as many ways as it is long, and more with each."""

RECOGNISE: Mapping[str, Field] = {
    "names": Field("list", "Words that logs and client libraries print."),
    "hosts": Field("list", "Host names."),
    "paths": Field("list", "Parts of an address that are this venue's alone."),
    "marks": Field("list", "What its client libraries alone print, letter by letter."),
    "methods": Field("list", "Values of a shape's method; a final * is a prefix."),
    "channels": Field("list", "Values of a shape's channel; a final * is a prefix."),
    "fields": Field("list", "Field names that few others use."),
    "instruments": Field(
        "list",
        "Patterns of whole values: * any letters and digits, # any digits, one of them between two of _ . / : -",
        pattern=_INSTRUMENT,
    ),
    "undescribed": Field("list", "Hosts and paths that are this venue's and belong to none of its namespaces."),
}

ASKS: Mapping[str, Field] = {
    "changes": Field("list", "Methods and paths that place, amend, cancel, move: METHOD, /path or VERB /path."),
    "reads": Field("list", "Methods and paths that only read. The longest that fits counts; a final * is a prefix."),
    "when": Field("tables", "What a refusal of some requests says of the outcome.", table="asked"),
}

ASKED: Mapping[str, Field] = {
    "asked": Field("list", "Methods and paths, as in [asks].", required=True),
    "unless_outcome": Field("list", "Entries of these outcomes stay as they are.", choices="outcomes"),
    "outcome": Field("str", "The outcome then, where it differs.", choices="outcomes"),
    "retry": Field("str", "The next step then, where it differs.", choices="retries"),
    "reason": Field("str", "Why, in one sentence.", required=True),
}

WAIT: Mapping[str, Field] = {
    "path": Field("str", "Where the wait stands.", required=True, pattern=_PATH),
    "unit": Field("str", "What it counts.", required=True, choices="wait units"),
}

WHEN: Mapping[str, Field] = {
    "present": Field("str", "A path that is there.", required=True, pattern=_PATH),
    "unless_outcome": Field("list", "Entries of these outcomes stay as they are.", choices="outcomes"),
    "outcome": Field("str", "The outcome then.", required=True, choices="outcomes"),
    "retry": Field("str", "The next step then.", required=True, choices="retries"),
    "reason": Field("str", "Why, in one sentence.", required=True),
}

_TABLES: Mapping[str, Mapping[str, Field]] = {
    "venue": {
        "id": Field("str", "Lower case, digits, hyphens; the file's name.", required=True, pattern=_ID),
        "name": Field("str", "The name people use.", required=True),
        "aliases": Field("list", "Other ids: ccxt's first, former names."),
        "status": Field("str", "Whether its API is in use.", required=True, choices="venue statuses"),
        "docs": Field("str", "Address of its API documents.", pattern=r"https?://\S+"),
        "note": Field("str", "One sentence that must be known before reading on."),
    },
    "resend": {
        "rule": Field(
            "str", "What a second request under the same client order id does.", required=True, choices="resends"
        ),
        "window_s": Field("int", "Seconds, with refused_for.", low=1),
        "note": Field("str", "The rule in one sentence."),
        "source": Field("str", "Key of [sources]."),
    },
    "source": {
        "title": Field("str", "Title of the document.", required=True),
        "url": Field("str", "Its public address.", pattern=r"https?://\S+"),
        "read": Field("date", "When it was read."),
        "note": Field("str", "Which commit or page, where the address does not say."),
    },
    "recognise": RECOGNISE,
    "asks": ASKS,
    "asked": ASKED,
    "secrets": {"fields": Field("list", "Field names whose values are never printed.", required=True)},
    "namespace": {
        "title": Field("str", "What the code space covers.", required=True),
        "kind": Field("str", "What frames its codes come in; api if not given.", choices="kinds"),
        "source": Field("str", "Key of [sources]: of its entries, unless they say otherwise."),
        "status": Field("str", "Of its entries, unless they say otherwise.", choices="statuses"),
        "ok": Field("list", "Codes that are no error in a payload."),
        "shared": Field("bool", "Services that no catalogue describes send the same codes and words."),
        "recognise": Field("table", "As [recognise], for this namespace alone.", table="recognise"),
    },
    "shape": {
        "name": Field("str", "Named in the evidence.", required=True),
        "namespaces": Field("list", "Where its codes are looked up, best first."),
        "either": Field("bool", "No namespace is better than the other."),
        "kind": Field("str", "Look codes up in every namespace of this kind instead.", choices="kinds"),
        "requires": Field("list", "Paths that are there.", pattern=_PATH),
        "absent": Field("list", "Paths that are not there.", pattern=_PATH),
        "only": Field("list", "The fields of the frame: it has no others."),
        "where": Field("scalars", "Path = values, one of which it has."),
        "code": Field("str", "Path of the code.", required=True, pattern=_PATH),
        "code_type": Field("str", "JSON type of the code.", choices="code types"),
        "message": Field("one_or_list", "Paths of the message, the first that is there.", pattern=_PATH),
        "id": Field("str", "Path of the request's number.", pattern=_PATH),
        "method": Field("str", "Path of the method.", pattern=_PATH),
        "channel": Field("str", "Path of the channel.", pattern=_PATH),
        "request": Field("str", "Path of the echoed request.", pattern=_PATH),
        "order_id": Field("str", "Path of the order's id.", pattern=_PATH),
        "client_id": Field("str", "Path of the client order id.", pattern=_PATH),
        "wait": Field("table", "Where the frame states a wait.", table="wait"),
        "weight": Field("int", "How much the shape alone speaks for this venue.", low=0, high=40),
        "when": Field("tables", "What else the frame says about the outcome.", table="when"),
    },
    "entry": {
        "namespace": Field("str", "Key of [namespaces].", required=True),
        "code": Field(
            "str",
            "Always a string; A..B is any number from A to B without an entry of its own.",
            required=True,
            pattern=r"\S(.*\S)?",
        ),
        "name": Field("str", "The venue's symbol."),
        "message": Field("one_or_list", "The venue's own words."),
        "templates": Field("list", "Messages as the wire has them; {name} is a parameter."),
        "match": Field("list", "The messages under which this entry applies."),
        "http_status": Field("int", "HTTP status that comes with it.", low=100, high=599),
        "category": Field("str", "What it is about.", required=True, choices="categories"),
        "outcome": Field("str", "Where it differs from the category's.", choices="outcomes"),
        "retry": Field("str", "Where it differs from the category's.", choices="retries"),
        "wait_s": Field("int", "Seconds, where the source names them.", low=1),
        "fault": Field("str", "Where it differs from the category's.", choices="faults"),
        "meaning": Field("str", "One plain sentence of our own.", required=True),
        "causes": Field("list", "Sentences of our own."),
        "actions": Field("list", "Sentences of our own, in the imperative."),
        "fields": Field("list", "Paths in the request that are likely at fault.", pattern=_PATH),
        "rare": Field("bool", "The venue hardly ever sends it: other entries with these words are meant."),
        "aliases": Field("list", "Other spellings of the code."),
        "former": Field("list", "Former names."),
        "see_also": Field("list", "Codes of this namespace, namespace:code, or venue:namespace:code."),
        "ccxt": Field("str", "Exception class of ccxt, where the category's is not right."),
        "status": Field("str", "Where it differs from the namespace's.", choices="statuses"),
        "source": Field("str", "Key of [sources]."),
        "samples": Field("list", "Payloads that decode to this entry.", required=True),
    },
    "wait": WAIT,
    "when": WHEN,
    "fork": {
        "of": Field("str", "Id of the venue whose codes it answers with.", required=True, pattern=_ID),
        "namespaces": Field("list", "Those of that venue that it took over, under their names there.", required=True),
        "source": Field("str", "Key of [sources]: where that was read.", required=True),
        "samples": Field("list", "Payloads that are read as its own.", required=True),
    },
}

TABLES: Mapping[str, Mapping[str, Field]] = {
    **_TABLES,
    # Over a catalogue of the same venue, only what differs is said.
    "known_venue": _only(_TABLES["venue"], "id"),
    "known_namespace": _only(_TABLES["namespace"]),
    "override": _only(_TABLES["entry"], "code"),
}

TOP: Mapping[str, Field] = {
    "schema": Field("int", "Version of the format.", required=True, low=1, high=1),
    "venue": Field("table", "The venue.", required=True, table="venue"),
    "resend": Field("table", "What a second request under one client order id does.", table="resend"),
    "sources": Field("named", "Where its facts were read.", table="source"),
    "recognise": Field("table", "How to know the venue.", table="recognise"),
    "asks": Field("table", "What its requests do.", table="asks"),
    "secrets": Field("table", "What must never be printed.", table="secrets"),
    "namespaces": Field("named", "Its code spaces.", required=True, table="namespace"),
    "shapes": Field("tables", "Where things stand in its frames.", table="shape"),
    "entries": Field("tables", "Its codes.", table="entry"),
}

EXTENSION: Mapping[str, Field] = {
    **TOP,
    "venue": Field("table", "The venue: its id, and what changes.", required=True, table="known_venue"),
    "namespaces": Field("named", "Its code spaces, where they are new or change.", table="known_namespace"),
    "overrides": Field("tables", "Entries of the catalogue below, with what changes.", table="override"),
}
"""What a catalogue may hold that lies over another of the same venue."""

FORK: Mapping[str, Field] = {
    **TOP,
    "fork": Field("table", "Whose codes the venue answers with.", required=True, table="fork"),
    "namespaces": Field(
        "named", "Its code spaces, where they are new or are called otherwise.", table="known_namespace"
    ),
    "overrides": Field("tables", "Entries of that venue, with what differs here.", table="override"),
}
"""What a catalogue may hold of a venue that answers with another's codes."""

PART: Mapping[str, Field] = {key: TOP[key] for key in ("schema", "entries")}
"""What a file beside `venue.toml` in a venue's folder may hold."""

CLOSED: Mapping[str, tuple[str, ...]] = {
    "wait units": ("s", "ms", "epoch_s", "epoch_ms"),
    "venue statuses": ("live", "retired", "standard"),
    "statuses": ("documented", "observed", "retired"),
    "kinds": ("api", "close", "fix", "http", "json-rpc", "transport"),
    "code types": ("int", "string"),
}
"""Closed lists of the format; those of the vocabulary stand in taxonomy.toml."""
