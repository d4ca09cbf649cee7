"""Judge catalogues by the rules.

A finding names file, line and rule. Faults that keep a file from being read
come first, all at once; the other rules need a readable file.
"""

from __future__ import annotations

import os

from errdecode.catalog.build import build_catalog
from errdecode.catalog.lines import find_line
from errdecode.catalog.lint_rules import BROKEN, RULES, Subject
from errdecode.catalog.load import load_taxonomy, read_document, source_files
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from errdecode.catalog.lint_rules import Path
    from errdecode.core.decoder import Decoder

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


def lint(path: str, decoder: Decoder, known: frozenset[str]) -> list[Problem]:
    """Return everything that is wrong with one catalogue, in the order of the file.

    Args:
        path: a file, or a folder with a venue.toml.
        decoder: knows all catalogues in use, this one among them.
        known: `venue:namespace:code` of every entry in use.
    """
    taxonomy, _ = load_taxonomy()
    faults: list[Any] = []
    document = read_document(path, taxonomy, faults)
    if document is None:
        return [
            Problem(fault.file, fault.line, BROKEN, f"{fault.key}: {fault.text}".removeprefix(": ")) for fault in faults
        ]
    files = source_files(path)
    texts = {}
    for file in files:
        with open(file, encoding="utf-8") as stream:
            texts[file] = stream.read()
    name = os.path.basename(path).removesuffix(".toml")
    subject = Subject(build_catalog(document, taxonomy, path, "option"), name, texts[files[0]], decoder, known)
    problems = []
    for rule in RULES:
        for place, text in rule.check(subject) if rule.check else ():
            file, line = _place(place, subject, files, texts)
            problems.append(Problem(file, line, rule.code, text))
    return sorted(problems, key=lambda problem: (files.index(problem.file), problem.line, problem.rule))


def _place(path: Path, subject: Subject, files: list[str], texts: dict[str, str]) -> tuple[str, int]:
    """Return the file and line of a key path; entries of a folder lie in the file of their namespace."""
    file = files[0]
    if len(files) > 1 and len(path) > 1 and path[0] == "entries":
        entries = subject.catalog.entries
        namespace = entries[int(path[1])].namespace
        file = next((name for name in files if os.path.basename(name) == f"{namespace}.toml"), file)
        first = next(index for index, entry in enumerate(entries) if entry.namespace == namespace)
        path = ("entries", int(path[1]) - first, *path[2:])
    return file, find_line(texts[file], path)


def known_ids(entries: Iterator[Any]) -> frozenset[str]:
    """Return `venue:namespace:code` and `venue:namespace:name` of entries."""
    found = set()
    for entry in entries:
        found |= {
            entry.id,
            *(f"{entry.venue}:{entry.namespace}:{name}" for name in (entry.name, *entry.aliases) if name),
        }
    return frozenset(found)
