"""Find the codes in a document: its tables, its headings, its sample payloads. Pure."""

from __future__ import annotations

from itertools import islice

from errdecode.core.keys import number_order
from errdecode.documents.blocks import Code, Heading, Paragraph, Table
from errdecode.documents.columns import read_columns
from errdecode.documents.model import Draft, Group, Row
from errdecode.documents.rows import mend, read_rows
from errdecode.documents.rules import words_of
from errdecode.documents.samples import read_sample
from errdecode.documents.sections import Section, add_sections, read_title
from errdecode.documents.spaces import Named, Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errdecode.documents.blocks import Block, Document
    from errdecode.documents.columns import Columns
    from errdecode.documents.rules import Rules

_MAX_CAPTION_WORDS = 8
_MAX_SAMPLES = 5
_MAX_QUOTED = 40


def extract(document: Document, rules: Rules, namespace: str | None = None) -> Draft:
    """Return the codes of a document.

    Args:
        document: read by any of the readers.
        rules: what its words mean.
        namespace: the only code space; named after the headings if None.
    """
    reader = _Reader(rules, document.title, namespace)
    for block in document.blocks:
        reader.take(block)
    return reader.draft()


class _Reader:
    """Goes through the blocks of a document and remembers what stands above."""

    def __init__(self, rules: Rules, title: str, namespace: str | None) -> None:
        self._rules = rules
        self._title = title
        self._only = Named(namespace, "api", namespace) if namespace else None
        self._names = Names(rules)
        self._headings: list[Heading] = []
        self._before: Paragraph | None = None
        self._tables: dict[Named, list[Row]] = {}
        self._known: dict[Named, set[Row]] = {}
        self._sections: list[Section] = []
        self._section: Section | None = None
        self._samples: list[tuple[tuple[str, ...], str]] = []
        self._repeated = 0
        self._skipped: list[str] = []
        self._left_out: list[str] = []
        self._broken: list[str] = []

    def take(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._head(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Code):
            sample = read_sample(block.text, self._rules)
            if sample:
                self._samples.append(sample)
        elif self._section:
            self._section.take(block, self._rules)
        if isinstance(block, Paragraph) and block.text.startswith("|"):
            self._broken.append(block.text[:_MAX_QUOTED])
        self._before = block if isinstance(block, Paragraph) else None

    def _head(self, heading: Heading) -> None:
        self._headings = [each for each in self._headings if each.level < heading.level]
        if self._section and heading.level <= self._section.level:
            self._section = None
        title = read_title(heading.text)
        if title:
            space = self._only or self._names.transport(self._labels())
            self._section = Section(title, heading.level, space)
            self._sections.append(self._section)
        self._headings.append(heading)

    def _labels(self) -> list[str]:
        return [heading.text for heading in reversed(self._headings) if heading.text]

    def _space(self) -> Named:
        if self._only:
            return self._only
        before = self._before.text if self._before else ""
        labels = self._labels()
        if before and len(before.split()) <= _MAX_CAPTION_WORDS and not before.endswith((".", "。")):
            labels.insert(0, before.rstrip(":"))
        return self._names.name(labels, before)

    def _table(self, table: Table) -> None:
        columns = read_columns(table, self._rules)
        if columns is None or not self._is_of_errors(columns):
            header = ", ".join(cell.text for cell in table.rows[0]) if table.rows else "empty"
            where = f"line {table.line}: " if table.line else ""
            self._left_out.append(f"{where}{header[:_MAX_QUOTED]}")
            return
        space = self._space()
        rows = self._tables.setdefault(space, [])
        known = self._known.setdefault(space, set())
        for row in read_rows(table, columns, self._rules, is_http=space.kind == "http", skipped=self._skipped):
            same = row.replace(line=None)
            self._repeated += same in known
            if same not in known:
                rows.append(row)
            known.add(same)

    def _is_of_errors(self, columns: Columns) -> bool:
        labels = [*([self._before.text] if self._before else []), *self._labels()]
        if columns.named_errors or "http_status" in columns.roles:
            return True
        if not labels:
            # A table under no heading whose own headers say nothing may be of anything.
            return not columns.guessed
        labels.append(self._title)
        return any(set(words_of(label)) & self._rules.of_errors for label in labels)

    def draft(self) -> Draft:
        add_sections(self._sections, self._tables)
        samples: dict[str, dict[str, None]] = {}
        for codes, line in self._samples:
            for code in codes:
                samples.setdefault(code, {})[line] = None
        groups = tuple(
            Group(space.id, mend(space.title), space.kind, tuple(_with_samples(row, samples) for row in _merged(rows)))
            for space, rows in _joined(self._tables).items()
            if rows
        )
        return Draft(self._title, groups, tuple(self._notes()))

    def _notes(self) -> list[str]:
        notes = []
        if self._repeated:
            notes.append(f"left out {self._repeated} rows that repeat another word for word")
        if self._skipped:
            notes.append(f"left out {len(self._skipped)} rows without a code: {self._skipped[0][:_MAX_QUOTED]!r} …")
        if self._left_out:
            notes.append(
                f"left out {len(self._left_out)} tables that are not of codes: {'; '.join(self._left_out[:3])}"
            )
        if self._broken:
            notes.append(
                f"left out {len(self._broken)} tables without a rule below their header: {self._broken[0]!r} …"
            )
        return notes


def _with_samples(row: Row, samples: Mapping[str, Iterable[str]]) -> Row:
    return row.replace(samples=tuple(islice(samples.get(row.code, ()), _MAX_SAMPLES)))


def _joined(tables: dict[Named, list[Row]]) -> dict[Named, list[Row]]:
    """Return the rows by code space, one of a name: tables and headings may name the same."""
    spaces: dict[str, Named] = {}
    joined: dict[Named, list[Row]] = {}
    for space, rows in tables.items():
        joined.setdefault(spaces.setdefault(space.id, space), []).extend(rows)
    return joined


def _merged(rows: list[Row]) -> list[Row]:
    """Return rows in the order of a catalogue, those that say the same of a code made one."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        found.setdefault((row.code, row.name, row.messages), []).append(row)
    return sorted(map(_as_one, found.values()), key=lambda row: number_order(row.code))


def _as_one(rows: list[Row]) -> Row:
    """Return rows that say the same of a code as one."""
    status = next((row.http_status for row in rows if row.http_status), None)
    about: list[str] = []
    for row in rows:
        about += row.about
        if row.http_status not in (None, status):
            about.append(f"also with HTTP status {row.http_status}")
    return rows[0].replace(
        about=tuple(dict.fromkeys(about)),
        causes=tuple(dict.fromkeys(cause for row in rows for cause in row.causes)),
        actions=tuple(dict.fromkeys(action for row in rows for action in row.actions)),
        http_status=status,
    )
