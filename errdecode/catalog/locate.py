"""Where catalogues and the index of them lie."""

from __future__ import annotations

import os
import sys

from errdecode.record import Record
from errdecode.settings import FILE_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Root(Record):
    """A folder of catalogues or a single one, and how it came to be used."""

    path: str
    origin: str
    """shipped | user | project | environment | option; settings for the user's configuration file"""
    digest: str = ""
    """Of a project's folder: of its content when it was trusted; empty where it is not."""


def shipped() -> str:
    """Return the folder of the catalogues that come with the program.

    A wheel carries them inside the package; a checkout and an editable install
    have them beside it.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "_catalogs")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "catalogs")


def user_folder(purpose: str, environment: Mapping[str, str]) -> str:
    """Return the platform's folder for a purpose.

    Written out for Unix, where a bare lookup passes through it: importing
    `platformdirs` costs a third of the whole answer. Other platforms ask it.

    Args:
        purpose: `config` or `cache`.
        environment: the process's variables.
    """
    if sys.platform in ("darwin", "win32"):
        import platformdirs  # noqa: PLC0415  # see the docstring

        folder = {"config": platformdirs.user_config_dir, "cache": platformdirs.user_cache_dir}[purpose]
        return folder("errdecode", appauthor=False)
    base = environment.get(f"XDG_{purpose.upper()}_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(environment.get("HOME") or os.path.expanduser("~"), f".{purpose}")
    return os.path.join(base, "errdecode")


def cache_path(places: tuple[Root, ...], environment: Mapping[str, str]) -> str:
    """Return where the index of some roots is kept."""
    # Only a name: the header holds the whole identity and is compared.
    number = number_of("\0".join(root.path for root in places))
    # Of a kind of its own, so that no catalogue of a moment's pushes out the one that every question needs.
    kind = "shipped" if places == (shipped_root(),) else "index"
    return os.path.join(user_folder("cache", environment), f"{kind}-{number:016x}")


def number_of(text: str) -> int:
    """Return a number by which a file is named after a text, the same in every process."""
    return int.from_bytes(text.encode("utf-8", "surrogateescape"), "little") % (2**61 - 1)


def project_folder(start: str) -> str | None:
    """Return the nearest `.errdecode` folder from a folder upwards."""
    folder = start
    while True:
        candidate = os.path.join(folder, ".errdecode")
        if os.path.isdir(candidate):
            return candidate
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def shipped_root() -> Root:
    """Return the folder of the catalogues that come with the program."""
    return Root(shipped(), "shipped")


def overlaid(environment: Mapping[str, str], options: tuple[str, ...] = ()) -> tuple[Root, ...]:
    """Return what lies over the shipped catalogues, later ones over earlier ones."""
    folder = user_folder("config", environment)
    found = [*_settings(folder), *_existing(os.path.join(folder, "catalogs"), "user")]
    try:
        project = project_folder(os.getcwd())
    except OSError:
        project = None
    if project:
        found.append(Root(project, "project"))
    found += [Root(path, "environment") for path in environment.get("ERRDECODE_CATALOGS", "").split(os.pathsep) if path]
    found += [Root(path, "option") for path in options]
    return tuple(Root(os.path.abspath(root.path), root.origin) for root in found)


def roots(environment: Mapping[str, str], options: tuple[str, ...] = ()) -> tuple[Root, ...]:
    """Return everything that catalogues and settings come from."""
    return (shipped_root(), *overlaid(environment, options))


def _settings(folder: str) -> list[Root]:
    return _existing(os.path.join(folder, FILE_NAME), "settings")


def _existing(path: str, origin: str) -> list[Root]:
    return [Root(path, origin)] if os.path.lexists(path) else []
