"""Read everything that catalogues and settings come from, layer by layer.

A faulty file costs that file: its faults are collected and everything else
goes on.
"""

from __future__ import annotations

import os

import tomli

from errdecode.catalog.build import Catalog, build_catalog, build_recognition
from errdecode.catalog.configuration import check_settings
from errdecode.catalog.files import Disk, Snapshot, reason
from errdecode.catalog.lines import Lines
from errdecode.catalog.locate import shipped
from errdecode.catalog.read import Located, Parsed, locate, parse_catalog, parse_file, read_catalog, settled
from errdecode.catalog.stranger import Bounds, WithheldError
from errdecode.catalog.taxonomy import read_general, read_taxonomy
from errdecode.catalog.trust import ChangedError
from errdecode.record import Record
from errdecode.settings import FILE_NAME as SETTINGS_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from errdecode.catalog.files import Files
    from errdecode.catalog.locate import Root
    from errdecode.catalog.merge import Below, Whole
    from errdecode.catalog.taxonomy import General, Taxonomy
    from errdecode.core.recognition import Recognition
    from errdecode.model import Venue

_NOT_CATALOGS = ("taxonomy.toml", SETTINGS_NAME)
_DISK = Disk()


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
    withheld: tuple[str, ...]
    """What a folder that is not trusted was not allowed, as parts of a sentence."""


def load_taxonomy() -> tuple[Taxonomy, General]:
    """Return the taxonomy, and the words that hold for every venue."""
    with open(os.path.join(shipped(), "taxonomy.toml"), "rb") as file:
        document = tomli.load(file)
    return read_taxonomy(document), read_general(document)


def load(roots: tuple[Root, ...], known: Iterable[Venue] = ()) -> Loaded:
    """Read every catalogue under some roots, later ones over earlier ones and over the shipped ones.

    Args:
        roots: where they lie.
        known: the venues that a project's folder which is not trusted may not touch.

    Raises:
        ChangedError: a project's folder is not what was trusted.
    """
    loader = _Loader(Bounds(known))
    for root in roots:
        loader.add(root)
    return loader.loaded()


class _Loader:
    """Takes one root after the other."""

    def __init__(self, bounds: Bounds) -> None:
        self._taxonomy, self._general = load_taxonomy()
        self._bounds = bounds
        self._looked_at = [os.path.join(shipped(), "taxonomy.toml")]
        self._faults: list[Located] = []
        self._held: dict[str, _Held] = {}
        self._settings: dict[str, Any] = {}
        self._replaced: list[str] = []

    def add(self, root: Root) -> None:
        """Read a root."""
        if root.origin == "settings":
            self._looked_at.append(root.path)
            self._settings |= _read_settings(root.path, self._faults) if os.path.lexists(root.path) else {}
        elif root.origin == "project":
            self._add_project(root)
        else:
            self._add_catalogs(root, None if root.origin == "shipped" else self._below, self._other)

    def _add_project(self, root: Root) -> None:
        """Read a project's folder: as it is where it is trusted, else what it may add."""
        snapshot = Snapshot.taken(root.path, is_trusted=bool(root.digest))
        if root.digest and snapshot.digest() != root.digest:
            raise ChangedError
        self._looked_at += snapshot.looked_at
        # A file tells of itself when it is read.
        self._faults += [Located(path, 1, "", snapshot.unfit[path]) for path in snapshot.folders()]
        path = os.path.join(root.path, SETTINGS_NAME)
        settings = _read_settings(path, self._faults, snapshot) if snapshot.is_there(path) else {}
        self._settings |= settings if root.digest else self._bounds.settings(settings)
        if root.digest:
            self._add_catalogs(root, self._below, self._other, snapshot)
        else:
            self._add_catalogs(root, self._bounds.below, self._bounds.other, snapshot)

    def _add_catalogs(self, root: Root, below: Below | None, others: Below, files: Files = _DISK) -> None:
        paths = catalog_paths(root, self._faults, self._looked_at, files)
        parsed = [(path, parse_catalog(path, self._faults, self._looked_at, files)) for path in paths]
        # A fork needs the catalogue whose codes it took.
        for path, each in sorted(parsed, key=lambda pair: bool(pair[1].original)):
            try:
                whole = settled(each, self._taxonomy, self._faults, below, others)
            except WithheldError:
                continue
            if whole is not None:
                name = whole.document["venue"]["id"]
                self._held[name] = _over(self._held.pop(name, None), whole, path, root.origin)

    def _below(self, venue: str) -> dict[str, Any] | None:
        """Return a venue's catalogue as the layers so far have it; the shipped one may be in none of them."""
        if venue not in self._held and (shipped_one := _shipped_document(venue, self._taxonomy, self._looked_at)):
            self._held[venue] = _Held(shipped_one, _shipped_path(venue) or "", "shipped")
            self._replaced.append(venue)
        return self._held[venue].document if venue in self._held else None

    def _other(self, venue: str) -> dict[str, Any] | None:
        """Return another venue's catalogue as the layers so far have it, to be read and not to be changed."""
        if venue in self._held:
            return self._held[venue].document
        return _shipped_document(venue, self._taxonomy, self._looked_at)

    def loaded(self) -> Loaded:
        """Return what all roots hold together."""
        catalogs = tuple(
            build_catalog(each.document, self._taxonomy, each.path, each.origin, each.own)
            for each in self._held.values()
        )
        return Loaded(
            catalogs,
            self._taxonomy,
            self._general,
            build_recognition((catalog.document for catalog in catalogs), self._general),
            tuple(self._faults),
            tuple(self._looked_at),
            self._settings,
            tuple(self._replaced),
            self._bounds.withheld(),
        )


class _Held(Record):
    """The newest state of a venue's catalogue."""

    document: dict[str, Any]
    path: str
    """Of the uppermost file."""
    origin: str
    """Of the lowest one."""
    own: int | None = None
    """Entries that those above the lowest one add or change; None where there are none above it."""


def _over(older: _Held | None, whole: Whole, path: str, origin: str) -> _Held:
    """Return the state of a venue's catalogue after another file of it."""
    if older is None:
        return _Held(whole.document, path, origin)
    return _Held(whole.document, path, older.origin, (older.own or 0) + len(whole.own))


def below_path(path: str, roots: tuple[Root, ...], taxonomy: Taxonomy) -> Below:
    """Return what gives a venue's catalogue in the layers below a file, or in all of them for a file of no layer."""

    def other(venue: str) -> dict[str, Any] | None:
        return _shipped_document(venue, taxonomy, [])

    def below(venue: str) -> dict[str, Any] | None:
        held: dict[str, dict[str, Any]] = {}
        for root in roots:
            for each in catalog_paths(root, [], []) if root.origin != "settings" else ():
                if os.path.realpath(each) == os.path.realpath(path):
                    return held.get(venue)
                if root.origin != "shipped" or each == _shipped_path(venue):
                    whole = read_catalog(each, taxonomy, [], held.get, other)
                    if whole:
                        held[whole.document["venue"]["id"]] = whole.document
        return held.get(venue)

    return below


def _shipped_document(venue: str, taxonomy: Taxonomy, looked_at: list[str]) -> dict[str, Any] | None:
    """Return a venue's shipped catalogue, None where there is none."""

    def original(name: str) -> dict[str, Any] | None:
        parsed = _parsed_shipped(name, looked_at)
        if parsed is None or parsed.original:
            # One fork of another has no codes to take: what it is called is all that there is to say.
            return parsed.head if parsed else None
        whole = settled(parsed, taxonomy, [])
        return whole.document if whole else None

    parsed = _parsed_shipped(venue, looked_at)
    whole = settled(parsed, taxonomy, [], None, original) if parsed else None
    return whole.document if whole else None


def _parsed_shipped(venue: str, looked_at: list[str]) -> Parsed | None:
    path = _shipped_path(venue)
    return parse_catalog(path, [], looked_at) if path else None


def _shipped_path(venue: str) -> str | None:
    """Return the path of a venue's shipped catalogue, None where there is none."""
    paths = (os.path.join(shipped(), f"{venue}.toml"), os.path.join(shipped(), venue))
    return next((path for path in paths if os.path.exists(path)), None)


def _read_settings(path: str, faults: list[Located], files: Files = _DISK) -> dict[str, Any]:
    """Return the settings of a configuration file."""
    parsed = parse_file(path, faults, of="configuration file", files=files)
    if parsed is None:
        return {}
    document, text = parsed
    places = Lines(text)
    return check_settings(document, lambda key, fault: faults.append(locate(path, places, (key,), fault)))


def catalog_paths(root: Root, faults: list[Located], looked_at: list[str], files: Files = _DISK) -> list[str]:
    """Return the catalogues under a root: TOML files, and folders that hold a venue.toml."""
    looked_at.append(root.path)
    if files.is_file(root.path) or files.is_file(os.path.join(root.path, "venue.toml")):
        return [root.path]
    try:
        names = files.names(root.path)
    except OSError as error:
        remedy = "name a catalogue file or a folder of them"
        faults.append(Located(root.path, 1, "", f"cannot be read ({reason(error)}): {remedy}"))
        return []
    paths = [os.path.join(root.path, name) for name in names if name not in _NOT_CATALOGS and not name.startswith(".")]
    return [path for path in paths if path.endswith(".toml") or files.is_file(os.path.join(path, "venue.toml"))]
