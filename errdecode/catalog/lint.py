"""Judge catalogues by the rules.

A finding names file, line and rule. Faults that keep a file from being read
come first, all at once; the other rules need a readable file.
"""

from __future__ import annotations

import os

from errdecode.catalog.build import build_catalog
from errdecode.catalog.lines import Lines
from errdecode.catalog.lint_checks import Subject
from errdecode.catalog.lint_rules import BROKEN, RULES
from errdecode.catalog.load import below_path, load_taxonomy
from errdecode.catalog.read import read_catalog, source_files
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.catalog.build import Catalog
    from errdecode.catalog.locate import Root
    from errdecode.catalog.merge import Whole
    from errdecode.catalog.read import Located
    from errdecode.catalog.validate import Path
    from errdecode.core.decoder import Decoder
    from errdecode.model import Entry

__all__ = ["BROKEN", "RULES", "Problem", "known_ids", "lint"]


class Problem(Record):
    """One thing that a rule finds."""

    file: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        """Return `file:line: RULE text`."""
        return f"{self.file}:{self.line}: {self.rule} {self.text}"


def lint(path: str, decoder: Decoder, known: frozenset[str], places: tuple[Root, ...]) -> list[Problem]:
    """Return everything that is wrong with one catalogue, in the order of the file.

    Args:
        path: a file, or a folder with a venue.toml.
        decoder: knows all catalogues in use, this one among them.
        known: `venue:namespace:code` of every entry in use.
        places: what catalogues in use come from; this one may extend one of them.
    """
    taxonomy, _ = load_taxonomy()
    faults: list[Located] = []
    others = below_path("", places, taxonomy)
    whole = read_catalog(path, taxonomy, faults, below_path(path, places, taxonomy), others)
    if whole is None:
        return [
            Problem(fault.file, fault.line, BROKEN, f"{fault.key}: {fault.text}".removeprefix(": ")) for fault in faults
        ]
    files = source_files(path)
    texts = {}
    for file in files:
        with open(file, encoding="utf-8") as stream:
            texts[file] = stream.read()
    catalog = _own(whole, build_catalog(whole.document, taxonomy, path, "option"))
    name = os.path.basename(os.path.abspath(path)).removesuffix(".toml")
    subject = Subject(catalog, tuple(place for place, _ in whole.own), name, texts[files[0]], decoder, known)
    where = _Where(files, texts, subject.catalog.entries)
    problems = []
    for rule in RULES:
        for place, text in rule.check(subject) if rule.check else ():
            file, line = where.find(place)
            problems.append(Problem(file, line, rule.code, text))
    return sorted(problems, key=lambda problem: (files.index(problem.file), problem.line, problem.rule))


def _own(whole: Whole, catalog: Catalog) -> Catalog:
    """Return a catalogue with the entries that its uppermost file adds or changes, not those below it."""
    own = [at for _, at in whole.own]
    return catalog.replace(
        entries=tuple(catalog.entries[at] for at in own),
        samples=tuple(catalog.samples[at] for at in own),
        document={**whole.document, "entries": [whole.document["entries"][at] for at in own]},
    )


class _Where:
    """Knows the file and line of a key path; entries of a folder lie in the file of their namespace."""

    def __init__(self, files: list[str], texts: dict[str, str], entries: tuple[Entry, ...]) -> None:
        self._head = files[0]
        self._lines = {file: Lines(text) for file, text in texts.items()}
        self._parts = {os.path.basename(file).removesuffix(".toml"): file for file in files[1:]}
        self._entries = entries
        self._first: dict[str, int] = {}
        for index, entry in enumerate(entries):
            self._first.setdefault(entry.namespace, index)

    def find(self, path: Path) -> tuple[str, int]:
        file = self._head
        if len(path) > 1 and path[0] == "entries":
            namespace = self._entries[int(path[1])].namespace
            if namespace in self._parts:
                file = self._parts[namespace]
                path = ("entries", int(path[1]) - self._first[namespace], *path[2:])
        return file, self._lines[file].find(path)


def known_ids(entries: Iterable[Entry]) -> frozenset[str]:
    """Return `venue:namespace:code` and `venue:namespace:name` of entries."""
    found = set()
    for entry in entries:
        found |= {
            entry.id,
            *(f"{entry.venue}:{entry.namespace}:{name}" for name in (entry.name, *entry.aliases) if name),
        }
    return frozenset(found)
