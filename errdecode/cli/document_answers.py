"""Answer the commands under `errdecode catalog` that read documents."""

from __future__ import annotations

import os

from errdecode.catalog.build import build_catalog
from errdecode.catalog.load import below_path, load, load_taxonomy
from errdecode.catalog.locate import roots
from errdecode.catalog.read import read_catalog
from errdecode.cli import exits
from errdecode.cli.catalog_answers import FOUND_SOMETHING, check_id, today, write_catalog
from errdecode.core.lookup import find_venue
from errdecode.core.sanitise import visible
from errdecode.documents.blocks import Code, Heading, Items, Table
from errdecode.documents.compare import compare, side_of_catalog, side_of_draft
from errdecode.documents.draft import write_draft
from errdecode.documents.extract import extract
from errdecode.documents.model import Draft
from errdecode.documents.read import STANDARD_INPUT, parse, read_file, tell_type
from errdecode.documents.rules import read_rules, words_of
from errdecode.errors import CatalogError, InputError, UnknownVenueError
from errdecode.record import Record
from errdecode.render.plain import row
from errdecode.render.records import SCHEMA, pretty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.catalog.build import Catalog
    from errdecode.catalog.locate import Root
    from errdecode.cli.requests import Output
    from errdecode.cli.terminal import Terminal
    from errdecode.documents.blocks import Document
    from errdecode.documents.compare import Comparison, Side
    from errdecode.documents.rules import Rules


class Reading(Record):
    """How documents are to be read."""

    kind: str | None
    """What they are written in; None: told from their content."""
    namespace: str | None
    """The only namespace; None: named after the headings."""


_NO_NAME = "draft"
_MAX_TABLES_SHOWN = 3
_MAX_SHOWN = 200


def answer_import(path: str, venue: str | None, output: str | None, reading: Reading, terminal: Terminal) -> int:
    """Answer `errdecode catalog import DOCUMENT`.

    Raises:
        InputError: the document cannot be read, or what is to be an id is none.
    """
    if venue is not None:
        check_id(venue)
    rules = read_rules()
    document, draft = _read(path, reading, rules, terminal)
    if not draft.groups:
        terminal.say(f"errdecode: {visible(path)} holds no codes: {_looked_for(document)}")
        return exits.NOTHING
    write_catalog(write_draft(draft, rules, venue=venue or _id_of(path), read=today()), output, terminal)
    spaces = ", ".join(f"{group.id} {len(group.rows)}" for group in draft.groups)
    terminal.say(f"errdecode: {draft.size} entries drafted: {spaces}")
    for note in draft.notes:
        terminal.say(f"errdecode: {visible(note)}")
    return exits.DECODED


def _read(path: str, reading: Reading, rules: Rules, terminal: Terminal) -> tuple[Document, Draft]:
    if reading.namespace is not None:
        check_id(reading.namespace)
    text = read_file(path, terminal.stdin.buffer)
    title = "standard input" if path == STANDARD_INPUT else os.path.basename(path)
    document = parse(text, reading.kind or tell_type(text, rules), title)
    return document, extract(document, rules, reading.namespace)


def _id_of(path: str) -> str:
    """Return the id that a file's name suggests."""
    words = words_of(os.path.basename(path).partition(".")[0]) if path != STANDARD_INPUT else []
    return "-".join(word for word in words if word.isascii()) or _NO_NAME


def _looked_for(document: Document) -> str:
    """Return what was looked for and what there is instead."""
    counts = []
    for block, name in ((Heading, "heading"), (Items, "list"), (Code, "code block"), (Table, "table")):
        number = sum(isinstance(each, block) for each in document.blocks)
        counts.append(f"{number} {name}{'' if number == 1 else 's'}")
    tables = [block for block in document.blocks if isinstance(block, Table) and block.rows]
    headers = filter(None, (", ".join(filter(None, (cell.text for cell in each.rows[0]))) for each in tables))
    shown = "; ".join(list(headers)[:_MAX_TABLES_SHOWN])[:_MAX_SHOWN]
    return (
        "looked for tables with a column of codes and for headings that begin with a code; "
        f"found {', '.join(counts[:-1])} and {counts[-1]}{f' ({visible(shown)})' if shown else ''}"
    )


def answer_diff(
    sides: tuple[str, str], source: str | None, reading: Reading, output: Output, terminal: Terminal
) -> int:
    """Answer `errdecode catalog diff A B`.

    Raises:
        InputError: a side cannot be read.
        CatalogError: a side is a broken catalogue.
        UnknownVenueError: a side is neither a file nor a venue.
    """
    if sides == (STANDARD_INPUT, STANDARD_INPUT):
        raise InputError("standard input can be only one of the two sides")
    opened = [_open(each, reading, output, terminal) for each in sides]
    with_document = any(isinstance(each, Draft) for each in opened)
    old, new = (_side(each, source, documented=with_document) for each in opened)
    comparison = compare(old, new)
    _write(comparison, output.format, terminal)
    for space in comparison.left_out:
        terminal.say(f"errdecode: left out {visible(space)}: the document does not cover it")
    return FOUND_SOMETHING if comparison.changes else exits.DECODED


def _open(name: str, reading: Reading, output: Output, terminal: Terminal) -> Catalog | Draft:
    """Return what a side's name stands for: a catalogue's file or folder, a document, or a venue."""
    if os.path.isfile(os.path.join(name, "venue.toml")) or (name.endswith(".toml") and os.path.isfile(name)):
        return _read_catalog(name, roots(terminal.environment, output.catalogs))
    if name == STANDARD_INPUT or (os.path.lexists(name) and not os.path.isdir(name)):
        document, draft = _read(name, reading, read_rules(), terminal)
        if not draft.groups:
            raise InputError(f"{visible(name)} holds no codes: {_looked_for(document)}")
        return draft
    catalogs = load(roots(terminal.environment, output.catalogs)).catalogs
    try:
        venue = find_venue(name, (catalog.venue for catalog in catalogs))
    except UnknownVenueError as error:
        raise InputError(f"{visible(name)!r} is neither a file nor a venue: {visible(str(error))}") from None
    return next(catalog for catalog in catalogs if catalog.venue is venue)


def _read_catalog(path: str, places: tuple[Root, ...]) -> Catalog:
    faults: list[Any] = []
    taxonomy, _ = load_taxonomy()
    # A whole catalogue is compared as it is, one that says only what changes together with what it changes.
    whole = read_catalog(path, taxonomy, faults) or read_catalog(
        path, taxonomy, [], below_path(path, places, taxonomy), below_path("", places, taxonomy)
    )
    if whole is None:
        raise CatalogError(tuple(visible(str(fault)) for fault in faults))
    return build_catalog(whole.document, taxonomy, path, "option")


def _side(opened: Catalog | Draft, source: str | None, *, documented: bool) -> Side:
    if isinstance(opened, Draft):
        return side_of_draft(opened)
    known = opened.document.get("sources", {})
    if source is not None and source not in known:
        raise InputError(f"{opened.venue.id} has no source {visible(source)!r}; it has {', '.join(known)}")
    return side_of_catalog(opened, source, documented=documented)


def _write(comparison: Comparison, wanted: str | None, terminal: Terminal) -> None:
    changes = comparison.changes
    if wanted == "json":
        records = [change.as_dict() for change in changes]
        record = {"schema": SCHEMA, "changes": records, "left_out": comparison.left_out}
        terminal.out.write(f"{pretty(record)}\n")
        return
    if wanted == "markdown" and changes:
        terminal.out.write("| Change | Namespace | Code | Before | After |\n| --- | --- | --- | --- | --- |\n")
        terminal.out.writelines(f"| {' | '.join(_markdown(each) for each in change)} |\n" for change in changes)
        return
    terminal.out.writelines(f"{row(*change)}\n" for change in changes)


def _markdown(text: str | None) -> str:
    """Return a text in which nothing is markup."""
    shown = visible(text or "")
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>()#|!~&" else char for char in shown)
