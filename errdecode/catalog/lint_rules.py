"""The rules by which catalogues are judged: each has a code and an explanation."""

from __future__ import annotations

import re

from errdecode.catalog import spec
from errdecode.core.keys import number_key, range_of, sort_key
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from errdecode.catalog.build import Catalog
    from errdecode.catalog.validate import Path
    from errdecode.core.decoder import Decoder

BROKEN = "CAT001"
"""The rule of what keeps a catalogue from being used at all."""

DRAFT = "TODO"
"""What the meaning of an entry begins with that nobody has written yet."""

_MAX_DIGITS = 400
"""More digits are no number, and Python would take long to read them."""


class Rule(Record):
    """A rule of the linter."""

    code: str
    title: str
    why: str
    remedy: str
    check: Callable[[Subject], Iterator[tuple[Path, str]]] | None = None


class Subject(Record):
    """What rules look at."""

    catalog: Catalog
    """Of a file that lies over another, only the entries that it adds or changes."""
    places: tuple[Path, ...]
    """Of each entry in the file."""
    name: str
    """Of the file or folder, without `.toml`."""
    text: str
    """The file's first line."""
    decoder: Decoder
    known: frozenset[str]
    """`venue:namespace:code` of every entry in use."""


def _check_schema_line(subject: Subject) -> Iterator[tuple[Path, str]]:
    if not subject.text.startswith("#:schema "):
        yield (), "the first line is not `#:schema ./catalog.schema.json`"


def _check_name(subject: Subject) -> Iterator[tuple[Path, str]]:
    if subject.name != subject.catalog.venue.id:
        yield ("venue", "id"), f"the file is called {subject.name}, the venue {subject.catalog.venue.id}"


def _check_order(subject: Subject) -> Iterator[tuple[Path, str]]:
    entries = subject.catalog.entries
    order = {name: at for at, name in enumerate(subject.catalog.document["namespaces"])}

    def place(index: int) -> tuple[object, ...]:
        table = subject.places[index][0]
        return table, order[entries[index].namespace], number_order(entries[index].code)

    for index in range(1, len(entries)):
        if place(index) < place(index - 1):
            yield subject.places[index], f"{entries[index].code} stands after {entries[index - 1].code}"


def number_order(code: str) -> tuple[int, int, int, str]:
    """Return what sorts codes as numbers read, negative ones first, text after numbers."""
    key = sort_key(code)
    try:
        return key if key[0] else (0, 0, int(code.strip()[:_MAX_DIGITS]), "")
    except ValueError:
        return (1, 0, 0, code)


def _check_keys(subject: Subject) -> Iterator[tuple[Path, str]]:
    order = list(spec.TABLES["entry"])
    for index, entry in enumerate(subject.catalog.document.get("entries", ())):
        keys = [order.index(key) for key in entry]
        if keys != sorted(keys):
            yield subject.places[index], f"keys are not in the order {', '.join(key for key in order if key in entry)}"


def _check_sentences(subject: Subject) -> Iterator[tuple[Path, str]]:
    for index, entry in enumerate(subject.catalog.document.get("entries", ())):
        if _is_draft(entry):
            continue
        texts = [("meaning", entry["meaning"])]
        texts += [(key, text) for key in ("causes", "actions") for text in entry.get(key, ())]
        for key, text in texts:
            if not re.fullmatch(r"[^\s].*[.?!)`]", text):
                yield (*subject.places[index], key), f"no sentence, or without its full stop: {text!r}"


def _check_links(subject: Subject) -> Iterator[tuple[Path, str]]:
    for index, entry in enumerate(subject.catalog.entries):
        for link in entry.see_also:
            options = (link, f"{entry.venue}:{link}", f"{entry.venue}:{entry.namespace}:{link}")
            if not any(option in subject.known for option in options):
                yield (*subject.places[index], "see_also"), f"{link} leads nowhere"


def _check_samples(subject: Subject) -> Iterator[tuple[Path, str]]:
    for index, (entry, samples) in enumerate(zip(subject.catalog.entries, subject.catalog.samples, strict=True)):
        success = entry.category == "success" or entry.code in _ok(subject, entry.namespace)
        for sample in samples:
            findings = subject.decoder.decode(sample)
            if success:
                if any(finding.venue == entry.venue for finding in findings):
                    yield (*subject.places[index], "samples"), f"a success is reported as an error: {sample}"
                continue
            if not any(_is(finding, entry) for finding in findings):
                got = ", ".join(f"{_named(finding)} ({finding.confidence})" for finding in findings) or "nothing"
                wanted = f"{entry.id} {entry.name or ''}".strip()
                yield (*subject.places[index], "samples"), f"{wanted} reads as {got}: {sample}"


def _check_drafts(subject: Subject) -> Iterator[tuple[Path, str]]:
    for index, entry in enumerate(subject.catalog.document.get("entries", ())):
        if _is_draft(entry):
            yield (*subject.places[index], "meaning"), f"{entry['code']} is a draft: {entry['meaning']}"


def _check_sampled(subject: Subject) -> Iterator[tuple[Path, str]]:
    for index, (entry, samples) in enumerate(zip(subject.catalog.entries, subject.catalog.samples, strict=True)):
        if not samples:
            yield (*subject.places[index], "samples"), f"{entry.code} has no sample"


def _check_fork(subject: Subject) -> Iterator[tuple[Path, str]]:
    for at, sample in enumerate(subject.catalog.document.get("fork", {}).get("samples", ())):
        found = subject.decoder.decode(sample)
        if not any(finding.venue == subject.catalog.venue.id and finding.entry for finding in found):
            got = ", ".join(f"{_named(finding)} ({finding.confidence})" for finding in found) or "nothing"
            yield ("fork", "samples", at), f"reads as {got}: {sample}"


def _is_draft(entry: Any) -> bool:
    return bool(entry["meaning"].startswith(DRAFT))


def _is(finding: Any, entry: Any) -> bool:
    same = (finding.venue, finding.namespace) == (entry.venue, entry.namespace)
    if not same or finding.entry is None:
        return False
    limits = range_of(entry.code)
    if limits and number_key(finding.code) is not None and limits[0] <= int(finding.code) <= limits[1]:
        entry = entry.replace(code=finding.code)
    return bool(finding.entry[3:] == entry[3:])


def _named(finding: Any) -> str:
    return f"{finding.venue}:{finding.namespace}:{finding.code} {finding.name or ''}".strip()


def _ok(subject: Subject, namespace: str) -> tuple[str, ...]:
    return tuple(subject.catalog.document["namespaces"][namespace].get("ok", ()))


RULES = (
    Rule(
        BROKEN,
        "Not a valid catalogue",
        "A file that breaks the format is left out whole; every fault is named at once.",
        "Mend each place as its text says; catalogs/README.md describes the format.",
    ),
    Rule(
        "CAT002",
        "No schema line",
        "Editors complete and check a file by the schema that its first line names.",
        "Begin the file with `#:schema ./catalog.schema.json`.",
        _check_schema_line,
    ),
    Rule(
        "CAT003",
        "File and venue differ in name",
        "A venue's file is found by the venue's id.",
        "Rename the file, or correct `id` in [venue].",
        _check_name,
    ),
    Rule(
        "CAT004",
        "Entries out of order",
        "Sorted entries keep differences small and make a missing code visible.",
        "Sort by namespace, then by code as a number reads, then by text.",
        _check_order,
    ),
    Rule(
        "CAT005",
        "Keys out of order",
        "One order of keys lets the eye find the same thing in the same place.",
        "Put the keys in the order of catalogs/README.md.",
        _check_keys,
    ),
    Rule(
        "CAT006",
        "Not a sentence",
        "Meaning, causes and actions are shown as they stand.",
        "Write a whole sentence and end it with a full stop.",
        _check_sentences,
    ),
    Rule(
        "CAT007",
        "Link leads nowhere",
        "`see_also` is printed as something to look up.",
        "Name a code of this namespace, namespace:code, or venue:namespace:code.",
        _check_links,
    ),
    Rule(
        "CAT008",
        "Sample does not decode to its entry",
        "A sample proves that shapes, evidence and entry work together on what the wire really carries.",
        "Correct the sample, or the shape, message or namespace that should have recognised it.",
        _check_samples,
    ),
    Rule(
        "CAT009",
        "Draft",
        "Meaning, category and advice were copied or guessed by `errdecode catalog import` and read by nobody.",
        "Confirm the category, write meaning, causes and actions in words of your own, and take out TODO.",
        _check_drafts,
    ),
    Rule(
        "CAT010",
        "No sample",
        "Without a sample nothing proves that a payload of the venue leads to the entry.",
        "Add what the venue really sends with this code; what its documents show will do.",
        _check_sampled,
    ),
    Rule(
        "CAT011",
        "Sample of a fork is not read as the fork's",
        "A fork is heard only where something names it: its samples prove that its hosts and names do.",
        "Add the host or name that the sample holds to [recognise] or to its namespace, or correct the sample.",
        _check_fork,
    ),
)
"""Every rule, by its code."""
