"""What the linter looks for in a catalogue, a function a rule."""

from __future__ import annotations

import re

from errdecode.catalog import spec
from errdecode.core.keys import number_key, number_order, range_of
from errdecode.core.sightings.labels import Labels
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from errdecode.catalog.build import Catalog
    from errdecode.catalog.validate import Path
    from errdecode.core.decoder import Decoder

DRAFT = "TODO"
"""What the meaning of an entry begins with that nobody has written yet."""


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


def check_schema_line(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield a first line that names no schema."""
    if not subject.text.startswith("#:schema "):
        yield (), "the first line is not `#:schema ./catalog.schema.json`"


def check_name(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield a name of the file that is not the venue's."""
    if subject.name != subject.catalog.venue.id:
        yield ("venue", "id"), f"the file is called {subject.name}, the venue {subject.catalog.venue.id}"


def check_order(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield entries that stand after one that they go before."""
    entries = subject.catalog.entries
    order = {name: at for at, name in enumerate(subject.catalog.document["namespaces"])}

    def place(index: int) -> tuple[object, ...]:
        table = subject.places[index][0]
        return table, order[entries[index].namespace], number_order(entries[index].code)

    for index in range(1, len(entries)):
        if place(index) < place(index - 1):
            yield subject.places[index], f"{entries[index].code} stands after {entries[index - 1].code}"


def check_keys(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield entries whose keys are not in the order of the format."""
    order = list(spec.TABLES["entry"])
    for index, entry in enumerate(subject.catalog.document.get("entries", ())):
        keys = [order.index(key) for key in entry]
        if keys != sorted(keys):
            yield subject.places[index], f"keys are not in the order {', '.join(key for key in order if key in entry)}"


def check_sentences(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield texts that are no sentences."""
    for index, entry in enumerate(subject.catalog.document.get("entries", ())):
        if _is_draft(entry):
            continue
        texts = [("meaning", entry["meaning"])]
        texts += [(key, text) for key in ("causes", "actions") for text in entry.get(key, ())]
        for key, text in texts:
            if not re.fullmatch(r"[^\s].*[.?!)`]", text):
                yield (*subject.places[index], key), f"no sentence, or without its full stop: {text!r}"


def check_links(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield links that lead nowhere."""
    for index, entry in enumerate(subject.catalog.entries):
        for link in entry.see_also:
            options = (link, f"{entry.venue}:{link}", f"{entry.venue}:{entry.namespace}:{link}")
            if not any(option in subject.known for option in options):
                yield (*subject.places[index], "see_also"), f"{link} leads nowhere"


def check_secrets(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield credentials whose name would hide codes and messages, in every venue's frames."""
    labels = Labels(subject.decoder.recognition)
    for at, name in enumerate(subject.catalog.document.get("secrets", {}).get("fields", ())):
        if labels.role(name) in ("code", "http", "close") or labels.is_message(name):
            yield ("secrets", "fields", at), f"{name} is where codes or messages stand: they would be hidden"


def check_samples(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield samples that are not read as their entry."""
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


def check_drafts(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield entries that nobody has written yet."""
    for index, entry in enumerate(subject.catalog.document.get("entries", ())):
        if _is_draft(entry):
            yield (*subject.places[index], "meaning"), f"{entry['code']} is a draft: {entry['meaning']}"


def check_sampled(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield entries without a sample."""
    for index, (entry, samples) in enumerate(zip(subject.catalog.entries, subject.catalog.samples, strict=True)):
        if not samples:
            yield (*subject.places[index], "samples"), f"{entry.code} has no sample"


def check_fork(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield samples of a fork that are not read as the fork's."""
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
