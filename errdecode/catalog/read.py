"""Read one catalogue. The only module that parses TOML catalogues."""

from __future__ import annotations

import os
import re

import tomli

from errdecode.catalog import spec
from errdecode.catalog.files import Disk, UnfitError, reason
from errdecode.catalog.lines import Lines
from errdecode.catalog.merge import alone, extended
from errdecode.catalog.validate import Fault, cross_check, validate
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.catalog.files import Files
    from errdecode.catalog.merge import Below, Whole
    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.catalog.validate import Path

_DISK = Disk()


class Located(Record):
    """A fault with its place."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        """Return `file:line: key: text`."""
        return f"{self.file}:{self.line}: {self.key + ': ' if self.key else ''}{self.text}"


def read_catalog(
    path: str,
    taxonomy: Taxonomy,
    faults: list[Located],
    looked_at: list[str],
    below: Below | None = None,
    *,
    files: Files = _DISK,
) -> Whole | None:
    """Read one catalogue, a file or a folder with a venue.toml, and lay it over what is below it.

    Args:
        path: the file or folder.
        taxonomy: the closed lists.
        faults: receives what is wrong.
        looked_at: receives the files and folders that were read.
        below: gives what is below it; None where nothing is.
        files: where files are read from.

    Returns:
        The catalogue, None when anything is wrong with it.
    """
    sources = source_files(path, files)
    looked_at += [path, *sources] if sources != [path] else sources
    before = len(faults)
    parsed: dict[str, dict[str, Any]] = {}
    places: dict[str, Lines] = {}
    for file in sources:
        if found := parse_file(file, faults, files=files):
            parsed[file], places[file] = found[0], Lines(found[1])
    head = parsed.get(sources[0], {})
    venue = _venue_of(head)
    older = below(venue) if below and venue else None
    if older is None and "overrides" in head:
        text = f"there is no catalogue of {venue!r} to change: overrides need one below this one"
        faults.append(locate(sources[0], places[sources[0]], ("overrides", 0), text))
        return None
    fields = spec.TOP if older is None else spec.EXTENSION
    for file, part in parsed.items():
        found_here = validate(part, taxonomy.closed(), fields if file == sources[0] else spec.PART)
        faults += [locate(file, places[file], fault.path, fault.text) for fault in found_here]
    if len(faults) > before:
        return None
    document = {**head, "entries": [entry for part in parsed.values() for entry in part.get("entries", ())]}
    whole, wrong = extended(older, document) if older is not None else (alone(document), [])
    wrong = wrong or list(cross_check(whole.document))
    if wrong:
        faults += _placed(wrong, whole, parsed, places)
        return None
    if older is None:
        order = {name: at for at, name in enumerate(document["namespaces"])}
        document["entries"].sort(key=lambda entry: order[entry["namespace"]])
    return whole


def _venue_of(document: dict[str, Any]) -> str:
    """Return the id of a catalogue that may be faulty, an empty text where it has none."""
    table = document.get("venue")
    name = str(table.get("id")) if isinstance(table, dict) else ""
    return name if re.fullmatch(spec.TABLES["venue"]["id"].pattern or "", name) else ""


def _placed(
    faults: list[Fault], whole: Whole, parsed: dict[str, dict[str, Any]], places: dict[str, Lines]
) -> list[Located]:
    """Return faults of a whole catalogue with the file and line that each comes from."""
    head = next(iter(parsed))
    entries = [(file, index) for file, part in parsed.items() for index in range(len(part.get("entries", ())))]
    own = {at: place for place, at in whole.own}
    found = []
    for fault in faults:
        file, path = head, fault.path
        if len(path) > 1 and path[0] == "entries":
            path = (*own.get(int(path[1]), ()), *path[2:])
        if len(path) > 1 and path[0] == "entries":
            file, index = entries[int(path[1])]
            path = ("entries", index, *path[2:])
        found.append(locate(file, places[file], path, fault.text))
    return found


def source_files(path: str, files: Files = _DISK) -> list[str]:
    """Return the files of a catalogue, the one with the venue first."""
    head = os.path.join(path, "venue.toml")
    if not files.is_file(head):
        return [path]
    return [head, *(os.path.join(path, name) for name in files.names(path) if _is_part(name))]


def _is_part(name: str) -> bool:
    return name.endswith(".toml") and name != "venue.toml" and not name.startswith(".")


def parse_file(
    path: str, faults: list[Located], *, of: str = "catalogue", files: Files = _DISK
) -> tuple[dict[str, Any], str] | None:
    """Read and parse one file; None, and a fault, when that fails."""
    line = 1
    try:
        text = files.read(path).decode()
        document = tomli.loads(text)
        if "schema" in document or of != "catalogue":
            return document, text
        unfit = "is TOML but no catalogue (it lacks `schema = 1`): catalogs/README.md describes the format"
    except UnfitError as error:
        unfit = str(error)
    except OSError as error:
        unfit = f"cannot be read ({reason(error)})"
    except UnicodeDecodeError as error:
        unfit = f"is not UTF-8 (byte {error.start}): save it as UTF-8"
    except tomli.TOMLDecodeError as error:
        unfit, line = f"is not TOML: {error}", getattr(error, "lineno", 1)
    except ValueError:
        unfit = "holds a number of more digits than can be read: write it in quotes"
    except RecursionError:
        unfit = "is nested too deeply: a catalogue needs four levels"
    faults.append(Located(path, line, "", unfit))
    return None


def locate(file: str, places: Lines, path: Path, message: str) -> Located:
    """Return a fault with the line of its key path."""
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    return Located(file, places.find(path), key, message)
