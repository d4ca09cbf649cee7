"""Answer the commands under `errdecode config`: what holds and why, and which project folders are trusted."""

from __future__ import annotations

import os

from errdecode.catalog.load import load
from errdecode.catalog.locate import overlaid, project_folder, user_folder
from errdecode.catalog.own_files import is_own
from errdecode.catalog.trust import ChangedError, approve, approved, revoke
from errdecode.cli import exits
from errdecode.cli.answer import open_catalogs
from errdecode.cli.catalog_answers import all_places
from errdecode.cli.emit import emit
from errdecode.cli.settle import redacted
from errdecode.core.sanitise import visible
from errdecode.errors import InputError
from errdecode.model import SCHEMA
from errdecode.record import Record
from errdecode.render.formats.interface import Answer
from errdecode.settings import FILE_NAME, SETTINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import Output
    from errdecode.cli.terminal import Terminal
    from errdecode.settings import Setting

FLAG, ENVIRONMENT, PROJECT, USER, DEFAULT = "flag", "environment", "project file", "user file", "default"
_HEAD = """\
# Settings of errdecode: what you always want, so that it need not be typed.
# Take the # away from a line to use it. A variable goes before this file, an option before both;
# `errdecode config` shows what holds, and where each value comes from.
"""


class Held(Record):
    """A value that holds, and where it comes from."""

    name: str
    value: str
    origin: str
    place: str
    """An option, a variable or a file; empty for a default."""


def answer_config(output: Output, terminal: Terminal) -> int:
    """Answer `errdecode config`."""
    index, _ = open_catalogs(terminal, output)
    settings = list(_held(output, terminal.environment))
    places = [(root.origin, root.path, os.path.exists(root.path)) for root in all_places(output, terminal)]
    cache = user_folder("cache", terminal.environment)
    folder, state = _trust(index)
    record = {
        "schema": SCHEMA,
        "settings": [setting.as_dict() for setting in settings],
        "catalogs": [{"origin": origin, "path": path, "exists": exists} for origin, path, exists in places],
        "cache": {"path": cache, "state": _cache_state(cache)},
        "trust": {"path": folder, "state": state},
    }
    lines = [
        *settings,
        *(Held("catalogues", "found" if exists else "none", origin, path) for origin, path, exists in places),
        Held("cache", _cache_state(cache), _origin_of_cache(terminal.environment), cache),
        Held("trust", state, PROJECT, folder or ""),
    ]
    answer = Answer(
        columns=Held._fields,
        rows=lambda: lines,
        document=lambda _: record,
        lines=lambda _: [record],
        draw=lambda renderer: renderer.lines(_aligned(lines)),
    )
    emit(terminal, output, index, Held, answer)
    return exits.DECODED


def _aligned(lines: list[Held]) -> Iterator[str]:
    """Yield lines whose columns stand below each other."""
    shown = [[visible(cell) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for line in shown:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _held(output: Output, environment: Mapping[str, str]) -> Iterator[Held]:
    """Yield what holds; of what is given several times, the first origin counts, and of fields to hide all."""
    files = list(_files(environment))
    for setting in SETTINGS:
        name = setting.name
        given = [*_flags(name, output), *_variables(setting, environment)]
        given += [(value, origin, path) for origin, path, settings in files for value in _values(settings.get(name))]
        for value, origin, place in (given if setting.many else given[:1]) or [(setting.default, DEFAULT, "")]:
            yield Held(name, value, origin, place)


def _flags(name: str, output: Output) -> Iterator[tuple[str, str, str]]:
    for value in _values(getattr(output, name, None)):
        yield value, FLAG, f"--{name}"


def _variables(setting: Setting, environment: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    values = redacted(environment) if setting.many else _values(environment.get(setting.variable))
    for value in values:
        yield value, ENVIRONMENT, setting.variable
    if setting.name == "color":
        # As `Terminal.color` reads them, where nothing else says it.
        if environment.get("NO_COLOR"):
            yield "never", ENVIRONMENT, "NO_COLOR"
        elif environment.get("FORCE_COLOR", "0") not in ("", "0"):
            yield "always", ENVIRONMENT, "FORCE_COLOR"


def _values(value: Any) -> tuple[str, ...]:
    return () if not value else (value,) if isinstance(value, str) else tuple(value)


def _files(environment: Mapping[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the configuration files, the one that goes before the other first, with the settings they may make."""
    roots = {root.origin: root for root in overlaid(environment)}
    if project := roots.get("project"):
        digest = approved(project.path, environment)
        try:
            settings = load((project.replace(digest=digest),)).settings
        except ChangedError:
            settings = load((project,)).settings
        yield PROJECT, os.path.join(project.path, FILE_NAME), settings
    if user := roots.get("settings"):
        yield USER, user.path, load((user,)).settings


def _cache_state(path: str) -> str:
    """Return whether a cache folder is used: `used`, `none` yet, or `not yours alone`."""
    try:
        return "used" if is_own(os.stat(path)) else "not yours alone"
    except OSError:
        return "none"


def _origin_of_cache(environment: Mapping[str, str]) -> str:
    return ENVIRONMENT if os.path.isabs(environment.get("XDG_CACHE_HOME", "")) else DEFAULT


def _trust(index: Layers) -> tuple[str | None, str]:
    """Return the project's folder and whether it is trusted."""
    if index.stranger is not None:
        return index.stranger.folder, "changed" if index.stranger.has_changed else "not trusted"
    folder = project_folder(os.getcwd())
    return folder, "trusted" if folder else "none"


def answer_init(terminal: Terminal) -> int:
    """Answer `errdecode config init`.

    Raises:
        InputError: there is such a file, or it cannot be written.
    """
    path = os.path.join(user_folder("config", terminal.environment), FILE_NAME)
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write("\n".join((_HEAD, *map(_commented, SETTINGS))))
    except FileExistsError:
        raise InputError(f"{visible(path)} exists already: edit it, or take it away first") from None
    except OSError as error:
        raise InputError(f"{visible(path)} cannot be written: {(error.strerror or str(error)).lower()}") from None
    terminal.out.write(f"wrote {visible(path)}\n")
    return exits.DECODED


def _commented(setting: Setting) -> str:
    """Return the lines of a configuration file that explain a setting and make none."""
    variable = f"{setting.variable}{', separated by commas,' if setting.many else ''}"
    return f"# {setting.about}\n# As {variable} and {setting.option}.\n#{setting.name} = {setting.example}\n"


def answer_trust(folder: str | None, terminal: Terminal) -> int:
    """Answer `errdecode config trust [FOLDER]`.

    Raises:
        InputError: there is no such folder, or it cannot be recorded.
    """
    path = _folder(folder)
    approve(path, terminal.environment)
    terminal.out.write(f"{visible(path)} is trusted until it changes\n")
    return exits.DECODED


def answer_untrust(folder: str | None, terminal: Terminal) -> int:
    """Answer `errdecode config untrust [FOLDER]`.

    Raises:
        InputError: there is no folder, or the record cannot be removed.
    """
    path = _folder(folder)
    was = revoke(path, terminal.environment)
    terminal.out.write(f"{visible(path)} {'is trusted no more' if was else 'was not trusted'}\n")
    return exits.DECODED


def _folder(name: str | None) -> str:
    """Return the `.errdecode` folder that is meant: one that is named, a project's, or the nearest upwards."""
    if name is None:
        nearest = project_folder(os.getcwd())
        if nearest is None:
            raise InputError("no .errdecode folder is here or above: name a project")
        return nearest
    path = os.path.abspath(name)
    inside = os.path.join(path, ".errdecode")
    return inside if os.path.isdir(inside) else path
