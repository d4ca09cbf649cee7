"""Hold a parsed catalogue against the format; report every fault at once.

Pure: works on parsed TOML and knows no files. The place of a fault is its key
path; the loader adds file and line.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from itertools import islice

from errdecode.catalog import spec
from errdecode.core.keys import range_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from errdecode.catalog.spec import Field

Path = tuple[str | int, ...]
_MAX_COMPARED = 80
"""Words, and characters of a word, among which a mistyped one is looked for."""
_MAX_GUESSES = 50
"""Words of one file that are looked for: somebody who made more slips mends these first."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Fault(Record):
    """Something wrong at one place of a catalogue."""

    path: Path
    text: str
    """What is wrong and what to do."""


def validate(
    document: Mapping[str, Any], closed: Mapping[str, tuple[str, ...]], fields: Mapping[str, Field] = spec.TOP
) -> list[Fault]:
    """Return what is wrong with the tables of a parsed catalogue, each taken alone.

    Args:
        document: the file as TOML reads it.
        closed: allowed values by the name of their list.
        fields: what such a file may hold.
    """
    checker = _Checker({**spec.CLOSED, **closed})
    return list(checker.table(document, fields, ()))


def cross_check(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong between the tables of a catalogue: names that lead nowhere, codes without a source.

    Args:
        document: a whole catalogue whose tables are right, each taken alone.
    """
    namespaces = document["namespaces"]
    sources = document.get("sources", {})
    meant = _Guesses().meant
    for path, table in _referring(document):
        if (source := table.get("source")) is not None and source not in sources:
            yield Fault((*path, "source"), f"there is no [sources.{source}]{meant(source, sources)}")
        for name in table.get("namespaces", ()):
            if name not in namespaces:
                yield Fault((*path, "namespaces"), f"there is no [namespaces.{name}]{meant(name, namespaces)}")
    for name, table in namespaces.items():
        if "title" not in table:
            yield Fault(("namespaces", name), f"lacks title: {spec.TABLES['namespace']['title'].about}")
    yield from _check_shapes(document)
    yield from _check_entries(document, meant)


def _check_shapes(document: Mapping[str, Any]) -> Iterator[Fault]:
    for index, shape in enumerate(document.get("shapes", ())):
        if ("kind" in shape) == ("namespaces" in shape):
            yield Fault(("shapes", index), "give either namespaces or kind")


def _check_entries(document: Mapping[str, Any], meant: Callable[[str, Iterable[str]], str]) -> Iterator[Fault]:
    namespaces = document["namespaces"]
    seen: dict[tuple[object, ...], int] = {}
    for index, entry in enumerate(document.get("entries", ())):
        path = ("entries", index)
        namespace = entry["namespace"]
        if (limits := range_of(entry["code"])) and limits[0] >= limits[1]:
            yield Fault((*path, "code"), "is a range that holds nothing: write its smallest number first")
        if namespace not in namespaces:
            yield Fault((*path, "namespace"), f"there is no [namespaces.{namespace}]{meant(namespace, namespaces)}")
        elif "source" not in entry and "source" not in namespaces[namespace]:
            yield Fault(path, f"no source: add one here or to [namespaces.{namespace}]")
        key = (namespace, entry["code"], entry.get("name"), str(entry.get("message")), str(entry.get("match")))
        if key in seen:
            remedy = "keep one, or give each its own name, message or match"
            yield Fault(path, f"the same entry as entries[{seen[key]}]: {remedy}")
        seen.setdefault(key, index)


def _referring(document: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for name in ("shapes", "entries"):
        for index, table in enumerate(document.get(name, ())):
            yield (name, index), table
    for name, table in document["namespaces"].items():
        yield ("namespaces", name), table
    if "resend" in document:
        yield ("resend",), document["resend"]


class _Guesses:
    """Guesses at what words that lead nowhere were to be."""

    def __init__(self) -> None:
        self._left = _MAX_GUESSES

    def meant(self, word: str, known: Iterable[str]) -> str:
        """Return a guess as the end of a sentence; comparing much, or with much, is not worth its time."""
        self._left -= 1
        if self._left < 0:
            return ""
        close = difflib.get_close_matches(word[:_MAX_COMPARED], list(islice(known, _MAX_COMPARED)), n=1)
        return f"; did you mean {close[0]!r}?" if close else ""


class _Checker:
    def __init__(self, closed: Mapping[str, tuple[str, ...]]) -> None:
        self._closed = closed
        self._meant = _Guesses().meant

    def table(self, table: Any, fields: Mapping[str, Field], path: Path) -> Iterator[Fault]:
        if not isinstance(table, dict):
            yield Fault(path, f"must be a table, not {_kind(table)}")
            return
        for key, value in table.items():
            if key in fields:
                yield from self.value(value, fields[key], (*path, key))
            else:
                remedy = self._meant(key, fields) or f"; known here: {', '.join(fields)}"
                yield Fault((*path, key), f"unknown key{remedy}")
        for key, field in fields.items():
            if field.required and key not in table:
                yield Fault(path, f"lacks {key}: {field.about}")

    def value(self, value: Any, field: Field, path: Path) -> Iterator[Fault]:
        kind = field.kind
        if kind == "one_or_list":
            kind = "list" if isinstance(value, list) else "str"
        if kind in {"list", "tables", "named"}:
            yield from self._many(value, field, path, kind)
        elif kind == "table":
            yield from self.table(value, spec.TABLES[field.table or ""], path)
        else:
            checks = {"str": self._string, "int": self._integer, "bool": _check_bool, "date": _check_date}
            check = checks.get(kind, _check_scalars)
            yield from check(value, field, path)

    def _many(self, value: Any, field: Field, path: Path, kind: str) -> Iterator[Fault]:
        if not isinstance(value, dict if kind == "named" else list):
            expected = "a table of tables" if kind == "named" else "a list: put it in brackets"
            yield Fault(path, f"must be {expected}, not {_kind(value)}")
            return
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if kind == "list":
                yield from self._string(item, field, (*path, key))
            else:
                yield from self.table(item, spec.TABLES[field.table or ""], (*path, key))

    def _string(self, value: Any, field: Field, path: Path) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(path, f"must be a string, not {_kind(value)}: write it in quotes")
        elif not value.strip():
            yield Fault(path, "is empty: fill it or leave the key out")
        elif control := _CONTROL.search(value):
            yield Fault(path, f"holds the control character {control[0]!r}: leave it out")
        elif field.choices and value not in self._closed[field.choices]:
            allowed = self._closed[field.choices]
            remedy = self._meant(value, allowed) or f"; one of {', '.join(allowed)}"
            yield Fault(path, f"{value!r} is not among the {field.choices}{remedy}")
        elif field.pattern and not re.fullmatch(field.pattern, value):
            yield Fault(path, f"{value!r} is not what this key takes: {field.about}")

    def _integer(self, value: Any, field: Field, path: Path) -> Iterator[Fault]:
        if type(value) is not int:
            yield Fault(path, f"must be a whole number, not {_kind(value)}")
        elif (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
            yield Fault(path, f"{value} is outside {field.low}..{'' if field.high is None else field.high}")


def _check_bool(value: Any, _field: Field, path: Path) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault(path, f"must be true or false, not {_kind(value)}")


def _check_date(value: Any, _field: Field, path: Path) -> Iterator[Fault]:
    if type(value) is not dt.date:
        yield Fault(path, f"must be a date such as 2026-11-20, not {_kind(value)}")


def _check_scalars(value: Any, _field: Field, path: Path) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(path, f"must be a table, not {_kind(value)}")
        return
    for key, items in value.items():
        if isinstance(items, dict):
            yield Fault((*path, key), "put the dotted path in quotes")
        elif not isinstance(items, list) or not all(isinstance(item, str | int | bool | float) for item in items):
            yield Fault((*path, key), "must be a list of strings, numbers or booleans")


def _kind(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table"}
    return names.get(type(value), f"a {type(value).__name__}")
