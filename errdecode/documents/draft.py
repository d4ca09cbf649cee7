"""Write what was found in a document as a catalogue. Pure: returns text."""

from __future__ import annotations

import json

from errdecode.catalog.lint_checks import DRAFT
from errdecode.core.sanitise import visible
from errdecode.documents.guess import guess_category
from errdecode.documents.rules import squash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.documents.model import Draft, Group, Row
    from errdecode.documents.rules import Rules

_SUCCESS = "success"


def write_draft(draft: Draft, rules: Rules, *, venue: str, read: str) -> str:
    """Return a catalogue with everything that the document says, and marks where a person must look.

    Args:
        draft: what was found.
        rules: for the guesses.
        venue: id of the venue.
        read: today, `YYYY-MM-DD`.
    """
    namespaces, shapes, entries = [], [], []
    for group in draft.groups:
        categories = [_category(row, group, rules) for row in group.rows]
        successes = [row.code for row, category in zip(group.rows, categories, strict=True) if category == _SUCCESS]
        namespaces.append(_namespace(group, successes))
        shapes += _shape(group, rules)
        entries += ["\n".join(_entry(row, group.id, each)) for row, each in zip(group.rows, categories, strict=True)]
    parts = [_head(draft, venue, read), *namespaces, *shapes, *entries]
    return "\n\n".join(parts) + "\n"


def _head(draft: Draft, venue: str, read: str) -> str:
    return f"""\
#:schema ./catalog.schema.json
# A draft, made from {visible(draft.title)}.
# To do: [venue], how the venue is recognised, shapes; then confirm each category
# that is marked `guessed` and write each meaning. `errdecode catalog lint FILE`
# lists what is left.
schema = 1

[venue]
id = {toml_string(venue)}
name = {toml_string(venue.replace("-", " ").title())}
status = "live"

[sources.document]
title = {toml_string(draft.title)}
read = {read}"""


def _namespace(group: Group, successes: list[str]) -> str:
    lines = [f"[namespaces.{group.id}]", f"title = {toml_string(group.title)}", f"kind = {toml_string(group.kind)}"]
    lines += ['source = "document"', 'status = "documented"']
    if successes:
        lines.append(f"ok = {_list(successes)}  # guessed")
    return "\n".join(lines)


def _shape(group: Group, rules: Rules) -> list[str]:
    """Return the frame that the samples of a namespace show, none if they show none."""
    frames = [json.loads(sample) for row in group.rows for sample in row.samples]
    frame = next((each for each in frames if isinstance(each, dict)), {})
    code = next((key for key in frame if squash(key) in rules.payload_codes and key.isidentifier()), None)
    message = next((key for key in rules.payload_messages if isinstance(frame.get(key), str)), None)
    if code is None or message is None:
        return []
    return [
        f"""\
[[shapes]]  # guessed from the samples
name = "reply"
namespaces = [{toml_string(group.id)}]
requires = {_list([code, message])}
code = {toml_string(code)}
message = {toml_string(message)}
weight = 5"""
    ]


def _entry(row: Row, namespace: str, category: str) -> Iterator[str]:
    yield "[[entries]]"
    yield f"namespace = {toml_string(namespace)}"
    yield f"code = {toml_string(row.code)}"
    if row.name:
        yield f"name = {toml_string(row.name)}"
    if row.messages:
        yield f"message = {toml_string(row.messages[0]) if len(row.messages) == 1 else _list(row.messages)}"
    if row.http_status:
        yield f"http_status = {row.http_status}"
    yield f"category = {toml_string(category)}  # guessed"
    for text in row.about:
        yield f"# The venue's words: {visible(text)}"
    said = next(iter((*row.about, *row.messages)), row.name or row.code)
    yield f"meaning = {toml_string(f'{DRAFT}: {said}')}"
    for key, texts in (("causes", row.causes), ("actions", row.actions)):
        if texts:
            yield f"{key} = {_list(texts)}  # the venue's words"
    if row.retired:
        yield 'status = "retired"'
    yield f"samples = {_list(row.samples)}"


def _category(row: Row, group: Group, rules: Rules) -> str:
    return guess_category(rules, (row.name, row.code, *row.messages, *row.about), group.kind, row.http_status)


def _list(texts: Iterable[str]) -> str:
    items = [toml_string(text) for text in texts]
    line = f"[{', '.join(items)}]"
    if len(line) <= _MAX_LIST_CHARS:
        return line
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


_MAX_LIST_CHARS = 100


def toml_string(text: str) -> str:
    """Return a text as a TOML string in which nothing can act on a terminal."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else _escaped(char) for char in escaped) + '"'


def _escaped(char: str) -> str:
    number = ord(char)
    return f"\\U{number:08X}"
