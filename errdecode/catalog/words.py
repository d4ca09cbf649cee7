"""The words that a shell completes: codes, names and venues, with their meaning.

Pure: records in, text out. The shells search the text with `grep`, so that no
Python starts at a key press.
"""

from __future__ import annotations

from errdecode.core.sanitise import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errdecode.catalog.build import Catalog
    from errdecode.model import Entry

FILE_NAME = "completion.tsv"

MAX_WORD = 80
"""Nobody completes a longer word: it is a message, not a code."""
MAX_DESCRIPTION = 80
"""Characters; what is longer does not fit beside a word on a terminal."""


def completion_words(catalogs: Iterable[Catalog]) -> str:
    """Return one `word<TAB>description` a line, sorted by code point.

    Words are every code and name, each also as `VENUE:CODE` and `VENUE:NAME`,
    and `VENUE:` for the venue itself. What could not be typed is left out and
    nothing in a description acts on a terminal: a user's catalogue may hold
    anything.

    Args:
        catalogs: whose entries and venues to complete.
    """
    known = {catalog.venue.id: catalog for catalog in catalogs}
    readings: dict[str, dict[str, str]] = {}
    for catalog in known.values():
        for entry in catalog.entries:
            name = entry.name or ""
            _add(readings, entry.code, f"{entry.venue} {name}", entry)
            if name:
                _add(readings, name, f"{entry.venue} {entry.code}", entry)
        for entry in (*catalog.entries, *_taken(catalog, known)):
            _add(readings, f"{catalog.venue.id}:{entry.code}", entry.name or "", entry)
            if entry.name:
                _add(readings, f"{catalog.venue.id}:{entry.name}", entry.code, entry)
    lines = {word: _describe(meanings) for word, meanings in readings.items()}
    lines.update({f"{catalog.venue.id}:": _cut(visible(catalog.venue.name)) for catalog in known.values()})
    return "".join(f"{word}\t{lines[word]}\n" for word in sorted(lines))


def _taken(catalog: Catalog, known: Mapping[str, Catalog]) -> Iterator[Entry]:
    """Yield the entries of its original that a fork has as they are: they are typed behind its name alone."""
    original = known.get(catalog.venue.fork_of or "")
    if original is not None:
        spaces = {space.id for space in catalog.venue.namespaces}
        own = {(entry.namespace, entry.code) for entry in catalog.entries}
        yield from (
            entry
            for entry in original.entries
            if entry.namespace in spaces and (entry.namespace, entry.code) not in own
        )


def _add(readings: dict[str, dict[str, str]], word: str, label: str, entry: Entry) -> None:
    if len(word) <= MAX_WORD and word.isprintable():
        readings.setdefault(word, {}).setdefault(label.strip(), entry.meaning)


def _describe(meanings: dict[str, str]) -> str:
    """Return the meaning of a word with one reading, else whose readings there are."""
    if len(meanings) > 1:
        return _cut(visible("; ".join(label or meaning for label, meaning in meanings.items())))
    [(label, meaning)] = meanings.items()
    return _cut(visible(f"{label}: {meaning}" if label else meaning))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_DESCRIPTION else f"{text[: MAX_DESCRIPTION - 3].rstrip()}..."
