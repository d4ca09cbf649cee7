"""Read one catalogue. The only module that parses TOML catalogues."""

from __future__ import annotations

import os
import re

import tomli

from errdecode.catalog import spec
from errdecode.catalog.files import Disk, UnfitError, reason
from errdecode.catalog.lines import Lines
from errdecode.catalog.merge import alone, extended, forked
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


class Parsed(Record):
    """The files of one catalogue as TOML reads them."""

    parts: dict[str, dict[str, Any]]
    """By file, the one with the venue first; without those that cannot be read."""
    places: dict[str, Lines]
    head: dict[str, Any]
    """What the file with the venue holds; empty where it cannot be read."""
    is_whole: bool
    """Each file could be read."""

    @property
    def venue(self) -> str:
        """Return the venue's id, an empty text where it has none."""
        return _id_in(self.head, "venue", "id")

    @property
    def original(self) -> str:
        """Return the id of the venue whose codes it answers with, an empty text where it is no fork."""
        return _id_in(self.head, "fork", "of")


def read_catalog(
    path: str,
    taxonomy: Taxonomy,
    faults: list[Located],
    below: Below | None = None,
    others: Below | None = None,
) -> Whole | None:
    """Read one catalogue from the disk and judge it; arguments as for `parse_catalog` and `settled`."""
    return settled(parse_catalog(path, faults, []), taxonomy, faults, below, others)


def parse_catalog(path: str, faults: list[Located], looked_at: list[str], files: Files = _DISK) -> Parsed:
    """Parse one catalogue, a file or a folder with a venue.toml.

    Args:
        path: the file or folder.
        faults: receives what is wrong.
        looked_at: receives the files and folders that were read.
        files: where files are read from.
    """
    sources = source_files(path, files)
    looked_at += [path, *sources] if sources != [path] else sources
    found = {file: parsed for file in sources if (parsed := parse_file(file, faults, files=files))}
    parts = {file: document for file, (document, _) in found.items()}
    places = {file: Lines(text) for file, (_, text) in found.items()}
    return Parsed(parts, places, parts.get(sources[0], {}), len(parts) == len(sources))


def settled(
    parsed: Parsed,
    taxonomy: Taxonomy,
    faults: list[Located],
    below: Below | None = None,
    others: Below | None = None,
) -> Whole | None:
    """Judge a parsed catalogue and lay it over what is below it, or over the one whose codes it took.

    Args:
        parsed: the catalogue.
        taxonomy: the closed lists.
        faults: receives what is wrong.
        below: gives what is below it; None where nothing is.
        others: gives another venue's catalogue; None where there are no others.

    Returns:
        The catalogue, None when anything is wrong with it.
    """
    before, head, venue = len(faults), parsed.head, parsed.venue
    older = below(venue) if below and venue else None
    file = next(iter(parsed.parts), "")
    if older is None and "overrides" in head and "fork" not in head:
        text = f"there is no catalogue of {venue!r} to change: overrides need one below this one"
        faults.append(locate(file, parsed.places[file], ("overrides", 0), text))
        return None
    fields = spec.EXTENSION if older is not None else spec.FORK if "fork" in head else spec.TOP
    for name, part in parsed.parts.items():
        found_here = validate(part, taxonomy.closed(), fields if part is head else spec.PART)
        faults += [locate(name, parsed.places[name], fault.path, fault.text) for fault in found_here]
    if len(faults) > before or not parsed.is_whole:
        return None
    document = {**head, "entries": [entry for part in parsed.parts.values() for entry in part.get("entries", ())]}
    whole, wrong = _laid(document, older, others)
    wrong = wrong or list(cross_check(whole.document))
    if wrong:
        faults += _placed(wrong, whole, parsed.parts, parsed.places)
        return None
    if fields is spec.TOP:
        order = {name: at for at, name in enumerate(document["namespaces"])}
        document["entries"].sort(key=lambda entry: order[entry["namespace"]])
    return whole


def _laid(document: dict[str, Any], older: dict[str, Any] | None, others: Below | None) -> tuple[Whole, list[Fault]]:
    """Return a catalogue over what is below it, or over the one whose codes it took, and what is wrong between them."""
    if older is not None:
        return extended(older, document)
    if "fork" not in document:
        return alone(document), []
    name = document["fork"]["of"]
    original = others(name) if others else None
    if original is not None and "fork" not in original:
        return forked(original, document)
    text = (
        f"there is no catalogue of {name!r}"
        if original is None
        else f"{name!r} is a fork itself: name the venue whose codes they are"
    )
    return alone(document), [Fault(("fork", "of"), text)]


def _id_in(document: dict[str, Any], table: str, key: str) -> str:
    """Return an id from a table of a catalogue that may be faulty, an empty text where it has none."""
    found = document.get(table)
    name = str(found.get(key)) if isinstance(found, dict) else ""
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
