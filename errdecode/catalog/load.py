"""Read catalogue files. The only module that parses TOML catalogues.

A faulty file costs that file: its faults are collected and everything else
goes on.
"""

from __future__ import annotations

import os

import tomli

from errdecode.catalog.build import Catalog, build_catalog, build_recognition
from errdecode.catalog.lines import find_line
from errdecode.catalog.locate import shipped
from errdecode.catalog.settings import FILE_NAME as SETTINGS_NAME
from errdecode.catalog.settings import check_settings
from errdecode.catalog.taxonomy import read_general, read_taxonomy
from errdecode.catalog.validate import cross_check, validate
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.catalog.locate import Root
    from errdecode.catalog.taxonomy import General, Taxonomy
    from errdecode.catalog.validate import Path
    from errdecode.core.recognition import Recognition

MAX_FILE_BYTES = 16 * 1024 * 1024
"""A catalogue larger than this is refused; the largest shipped one is far below a tenth."""

_NOT_CATALOGS = ("taxonomy.toml", SETTINGS_NAME)


class Located(Record):
    """A fault with its place."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        """Return `file:line: key: text`."""
        return f"{self.file}:{self.line}: {self.key + ': ' if self.key else ''}{self.text}"


class Loaded(Record):
    """The catalogues of some roots."""

    catalogs: tuple[Catalog, ...]
    taxonomy: Taxonomy
    general: General
    recognition: Recognition
    faults: tuple[Located, ...]
    looked_at: tuple[str, ...]
    """Every file and folder that the answer depends on."""
    settings: dict[str, Any]
    """Of the configuration files, later ones over earlier ones."""
    replaced: tuple[str, ...]
    """Venues that are shipped as well, and extended or overridden here."""


def load_taxonomy() -> tuple[Taxonomy, General]:
    """Return the taxonomy, and the words that hold for every venue."""
    with open(os.path.join(shipped(), "taxonomy.toml"), "rb") as file:
        document = tomli.load(file)
    return read_taxonomy(document), read_general(document)


def load(roots: tuple[Root, ...]) -> Loaded:
    """Read every catalogue under some roots, later ones over earlier ones and over the shipped ones."""
    taxonomy, general = load_taxonomy()
    looked_at = [os.path.join(shipped(), "taxonomy.toml")]
    faults: list[Located] = []
    documents: dict[str, tuple[dict[str, Any], str, str]] = {}
    settings: dict[str, Any] = {}
    replaced: list[str] = []
    for root in roots:
        if root.origin == "settings":
            looked_at.append(root.path)
            settings |= _read_settings(root.path, faults)
            continue
        for path in _catalog_paths(root, faults, looked_at):
            document = read_document(path, taxonomy, faults, looked_at)
            if document is None:
                continue
            name = document["venue"]["id"]
            older = documents.pop(name, (None,))[0]
            if older is None and root.origin != "shipped" and (older := _read_shipped(name, taxonomy, looked_at)):
                replaced.append(name)
            documents[name] = (_merge(older, document) if older else document, path, root.origin)
    catalogs = tuple(build_catalog(document, taxonomy, path, origin) for document, path, origin in documents.values())
    recognition = build_recognition((catalog.document for catalog in catalogs), general)
    return Loaded(catalogs, taxonomy, general, recognition, tuple(faults), tuple(looked_at), settings, tuple(replaced))


def _read_shipped(venue: str, taxonomy: Taxonomy, looked_at: list[str]) -> dict[str, Any] | None:
    """Return the shipped catalogue of a venue, None where there is none."""
    for path in (os.path.join(shipped(), f"{venue}.toml"), os.path.join(shipped(), venue)):
        if os.path.exists(path):
            return read_document(path, taxonomy, [], looked_at)
    return None


def _read_settings(path: str, faults: list[Located]) -> dict[str, Any]:
    """Return the settings of a configuration file, none where there is no such file."""
    parsed = _parse(path, faults, of="configuration file") if os.path.lexists(path) else None
    if parsed is None:
        return {}
    document, text = parsed
    return check_settings(document, lambda key, fault: faults.append(_locate(path, text, (key,), fault)))


def _catalog_paths(root: Root, faults: list[Located], looked_at: list[str]) -> list[str]:
    """Return the catalogues under a root: TOML files, and folders that hold a venue.toml."""
    looked_at.append(root.path)
    if os.path.isfile(root.path) or os.path.isfile(os.path.join(root.path, "venue.toml")):
        return [root.path]
    try:
        names = sorted(os.listdir(root.path))
    except OSError as error:
        remedy = "name a catalogue file or a folder of them"
        faults.append(Located(root.path, 1, "", f"cannot be read ({_reason(error)}): {remedy}"))
        return []
    paths = [os.path.join(root.path, name) for name in names if name not in _NOT_CATALOGS and not name.startswith(".")]
    return [path for path in paths if path.endswith(".toml") or os.path.isfile(os.path.join(path, "venue.toml"))]


def read_document(
    path: str, taxonomy: Taxonomy, faults: list[Located], looked_at: list[str] | None = None
) -> dict[str, Any] | None:
    """Read one catalogue: a file, or a folder with a venue.toml.

    Args:
        path: the file or folder.
        taxonomy: the closed lists.
        faults: receives what is wrong.
        looked_at: receives the files and folders that were read.

    Returns:
        The parsed catalogue, None when anything is wrong with it.
    """
    files = source_files(path)
    if looked_at is not None:
        looked_at += [path, *files] if files != [path] else files
    before = len(faults)
    texts: dict[str, str] = {}
    places: list[tuple[str, int]] = []
    whole: dict[str, Any] = {}
    for file in files:
        parsed = _parse(file, faults)
        if parsed is None:
            continue
        document, texts[file] = parsed
        found = validate(document, taxonomy.closed(), part=file != files[0])
        faults += [_locate(file, texts[file], fault.path, fault.text) for fault in found]
        entries = document.get("entries", [])
        places += [(file, index) for index in range(len(entries))] if isinstance(entries, list) else []
        whole = {**document, **whole, "entries": [*whole.get("entries", []), *entries]}
    if len(faults) == before:
        faults += [_locate_in_parts(fault.path, fault.text, files[0], places, texts) for fault in cross_check(whole)]
    if len(faults) > before:
        return None
    order = list(whole["namespaces"])
    whole["entries"].sort(key=lambda entry: order.index(entry["namespace"]))
    return whole


def source_files(path: str) -> list[str]:
    """Return the files of a catalogue, the one with the venue first."""
    head = os.path.join(path, "venue.toml")
    if not os.path.isfile(head):
        return [path]
    return [head, *(os.path.join(path, name) for name in sorted(os.listdir(path)) if _is_part(name))]


def _is_part(name: str) -> bool:
    return name.endswith(".toml") and name != "venue.toml" and not name.startswith(".")


def _parse(path: str, faults: list[Located], *, of: str = "catalogue") -> tuple[dict[str, Any], str] | None:
    """Read and parse one file; None, and a fault, when that fails."""
    line = 1
    try:
        unfit = _unfit(path)
        if unfit is None:
            with open(path, "rb") as file:
                text = file.read().decode()
            document = tomli.loads(text)
            if "schema" in document or of != "catalogue":
                return document, text
            unfit = "is TOML but no catalogue (it lacks `schema = 1`): catalogs/README.md describes the format"
    except OSError as error:
        unfit = f"cannot be read ({_reason(error)})"
    except UnicodeDecodeError as error:
        unfit = f"is not UTF-8 (byte {error.start}): save it as UTF-8"
    except tomli.TOMLDecodeError as error:
        unfit, line = f"is not TOML: {error}", getattr(error, "lineno", 1)
    except RecursionError:
        unfit = "is nested too deeply: a catalogue needs four levels"
    faults.append(Located(path, line, "", unfit))
    return None


def _unfit(path: str) -> str | None:
    """Return why a path cannot be a file that is read here, None if it can."""
    if os.path.isdir(path):
        return "is a folder without a venue.toml: name a catalogue file"
    if not os.path.isfile(path):
        return "is not a file: name a catalogue file" if os.path.lexists(path) else "does not exist"
    size = os.path.getsize(path)
    if size > MAX_FILE_BYTES:
        return f"is {size // 1_000_000} MB, which is no catalogue: the limit is {MAX_FILE_BYTES // 1_000_000} MB"
    return None


def _locate(file: str, text: str, path: Path, message: str) -> Located:
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    return Located(file, find_line(text, path), key, message)


def _locate_in_parts(
    path: Path, message: str, head: str, places: list[tuple[str, int]], texts: dict[str, str]
) -> Located:
    """Place a fault of a whole catalogue in the file that its entry came from."""
    file = head
    if len(path) > 1 and path[0] == "entries" and isinstance(path[1], int):
        file, index = places[path[1]]
        path = ("entries", index, *path[2:])
    return _locate(file, texts[file], path, message)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _merge(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Return a catalogue extended and overridden, entry by entry, by another of the same venue."""

    def key(entry: dict[str, Any]) -> tuple[object, ...]:
        return entry["namespace"], entry["code"], entry.get("name"), str(entry.get("match"))

    replaced = {key(entry) for entry in newer.get("entries", ())}
    merged = {**older, **newer}
    for table in ("venue", "sources", "namespaces"):
        merged[table] = {**older.get(table, {}), **newer.get(table, {})}
    for table in ("recognise", "secrets"):
        merged[table] = {
            name: [*older.get(table, {}).get(name, ()), *newer.get(table, {}).get(name, ())]
            for name in {**older.get(table, {}), **newer.get(table, {})}
        }
    merged["shapes"] = [*newer.get("shapes", ()), *older.get("shapes", ())]
    kept = [entry for entry in older.get("entries", ()) if key(entry) not in replaced]
    merged["entries"] = [*newer.get("entries", ()), *kept]
    return merged
