"""The words that a shell completes: codes, names and venues, with their meaning.

Pure: records in, text out. The shells search the text with `grep`, so that no
Python starts at a key press.
"""

from __future__ import annotations

from errdecode.core.sanitise import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.model import Entry, Venue

FILE_NAME = "completion.tsv"

MAX_WORD = 80
"""Nobody completes a longer word: it is a message, not a code."""
MAX_DESCRIPTION = 38
"""Characters: enough to tell words apart beside each other, and what the wheel has room for."""


def completion_words(venues: Iterable[Venue], entries: Iterable[Entry]) -> str:
    """Return one `word<TAB>description` a line, sorted by code point.

    Words are every code and name, each also as `VENUE:CODE` and `VENUE:NAME`,
    and `VENUE:` for the venue itself. What could not be typed is left out and
    nothing in a description acts on a terminal: a user's catalogue may hold
    anything.

    Args:
        venues: to complete.
        entries: theirs.
    """
    known: dict[str, list[Entry]] = {}
    for entry in entries:
        known.setdefault(entry.venue, []).append(entry)
    readings: dict[str, dict[str, str]] = {}
    venues = tuple(venues)
    for venue in venues:
        own = known.get(venue.id, [])
        for entry in own:
            name = entry.name or ""
            _add(readings, entry.code, f"{entry.venue} {name}", entry)
            if name:
                _add(readings, name, f"{entry.venue} {entry.code}", entry)
        for entry in (*own, *_taken(venue, own, known.get(venue.fork_of or "", ()))):
            _add(readings, f"{venue.id}:{entry.code}", entry.name or "", entry)
            if entry.name:
                _add(readings, f"{venue.id}:{entry.name}", entry.code, entry)
    lines = {word: _describe(meanings) for word, meanings in readings.items()}
    lines.update({f"{venue.id}:": _cut(visible(venue.name)) for venue in venues})
    return "".join(f"{word}\t{lines[word]}\n" for word in sorted(lines))


def _taken(venue: Venue, own: Iterable[Entry], originals: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries of its original that a fork has as they are: they are typed behind its name alone."""
    spaces = {space.id for space in venue.namespaces}
    changed = {(entry.namespace, entry.code) for entry in own}
    for entry in originals:
        if entry.namespace in spaces and (entry.namespace, entry.code) not in changed:
            yield entry


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
