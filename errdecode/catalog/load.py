"""Read everything that catalogues and settings come from, layer by layer.

A faulty file costs that file: its faults are collected and everything else
goes on.
"""

from __future__ import annotations

import os

import tomli

from errdecode.catalog.build import Catalog, build_catalog, build_recognition
from errdecode.catalog.lines import Lines
from errdecode.catalog.locate import shipped
from errdecode.catalog.read import Located, locate, parse_file, read_catalog, reason
from errdecode.catalog.settings import FILE_NAME as SETTINGS_NAME
from errdecode.catalog.settings import check_settings
from errdecode.catalog.taxonomy import read_general, read_taxonomy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.catalog.locate import Root
    from errdecode.catalog.merge import Below, Whole
    from errdecode.catalog.taxonomy import General, Taxonomy
    from errdecode.core.recognition import Recognition

_NOT_CATALOGS = ("taxonomy.toml", SETTINGS_NAME)


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
    held: dict[str, _Held] = {}
    settings: dict[str, Any] = {}
    replaced: list[str] = []

    def below(venue: str) -> dict[str, Any] | None:
        """Return a venue's catalogue as the layers so far have it; the shipped one may be in none of them."""
        if venue not in held and (path := _shipped_path(venue)):
            shipped_one = read_catalog(path, taxonomy, [], looked_at)
            if shipped_one:
                held[venue] = _Held(shipped_one.document, path, "shipped")
                replaced.append(venue)
        return held[venue].document if venue in held else None

    for root in roots:
        if root.origin == "settings":
            looked_at.append(root.path)
            settings |= _read_settings(root.path, faults)
            continue
        for path in catalog_paths(root, faults, looked_at):
            whole = read_catalog(path, taxonomy, faults, looked_at, None if root.origin == "shipped" else below)
            if whole is not None:
                name = whole.document["venue"]["id"]
                held[name] = _over(held.pop(name, None), whole, path, root.origin)
    catalogs = tuple(build_catalog(each.document, taxonomy, each.path, each.origin, each.own) for each in held.values())
    recognition = build_recognition((catalog.document for catalog in catalogs), general)
    return Loaded(catalogs, taxonomy, general, recognition, tuple(faults), tuple(looked_at), settings, tuple(replaced))


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

    def below(venue: str) -> dict[str, Any] | None:
        held: dict[str, dict[str, Any]] = {}
        for root in roots:
            for each in catalog_paths(root, [], []) if root.origin != "settings" else ():
                if os.path.realpath(each) == os.path.realpath(path):
                    return held.get(venue)
                if root.origin != "shipped" or each == _shipped_path(venue):
                    whole = read_catalog(each, taxonomy, [], [], held.get)
                    if whole:
                        held[whole.document["venue"]["id"]] = whole.document
        return held.get(venue)

    return below


def _shipped_path(venue: str) -> str | None:
    """Return the path of a venue's shipped catalogue, None where there is none."""
    paths = (os.path.join(shipped(), f"{venue}.toml"), os.path.join(shipped(), venue))
    return next((path for path in paths if os.path.exists(path)), None)


def _read_settings(path: str, faults: list[Located]) -> dict[str, Any]:
    """Return the settings of a configuration file, none where there is no such file."""
    parsed = parse_file(path, faults, of="configuration file") if os.path.lexists(path) else None
    if parsed is None:
        return {}
    document, text = parsed
    places = Lines(text)
    return check_settings(document, lambda key, fault: faults.append(locate(path, places, (key,), fault)))


def catalog_paths(root: Root, faults: list[Located], looked_at: list[str]) -> list[str]:
    """Return the catalogues under a root: TOML files, and folders that hold a venue.toml."""
    looked_at.append(root.path)
    if os.path.isfile(root.path) or os.path.isfile(os.path.join(root.path, "venue.toml")):
        return [root.path]
    try:
        names = sorted(os.listdir(root.path))
    except OSError as error:
        remedy = "name a catalogue file or a folder of them"
        faults.append(Located(root.path, 1, "", f"cannot be read ({reason(error)}): {remedy}"))
        return []
    paths = [os.path.join(root.path, name) for name in names if name not in _NOT_CATALOGS and not name.startswith(".")]
    return [path for path in paths if path.endswith(".toml") or os.path.isfile(os.path.join(path, "venue.toml"))]
