"""Answer the commands under `errdecode catalog` that make and check catalogues."""

from __future__ import annotations

import datetime as dt
import os
import re

from errdecode.catalog.jsonschema import FILE as SCHEMA_FILE
from errdecode.catalog.jsonschema import text as schema_text
from errdecode.catalog.lint import BROKEN, RULES, known_ids, lint
from errdecode.catalog.load import catalog_paths, load_taxonomy
from errdecode.catalog.locate import Root, project_folder, roots, shipped, user_folder
from errdecode.catalog.spec import TABLES
from errdecode.catalog.store import open_index
from errdecode.cli import exits
from errdecode.core.decoder import Decoder
from errdecode.core.forks import Forks
from errdecode.core.sanitise import visible
from errdecode.documents.rules import drafting_file
from errdecode.errors import InputError
from errdecode.render.plain import row
from errdecode.render.records import SCHEMA, pretty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.catalog.lint import Problem
    from errdecode.cli.requests import Output
    from errdecode.cli.terminal import Terminal

FOUND_SOMETHING = exits.NOTHING
"""A rule of the linter spoke, or two sides differ."""


def answer_lint(paths: tuple[str, ...], output: Output, terminal: Terminal) -> int:
    """Answer `errdecode catalog lint [PATH...]`."""
    used = [path for root in _roots(output, terminal) for path in catalog_paths(root, [], []) or _broken(root)]
    wanted = list(dict.fromkeys(path for each in paths for path in _under(each))) if paths else used
    known_places = set(map(os.path.realpath, used))
    # A catalogue must know itself when its samples are decoded, and only once.
    more = tuple(path for path in wanted if os.path.realpath(path) not in known_places)
    index = open_index(terminal.environment, (*output.catalogs, *more))
    decoder = Decoder(index)
    known = known_ids(Forks(index).every())
    places = tuple(_roots(output, terminal))
    problems = [problem for path in wanted for problem in lint(path, decoder, known, places)]
    if output.format == "json":
        records = [problem.as_dict() for problem in problems]
        terminal.out.write(f"{pretty({'schema': SCHEMA, 'problems': records})}\n")
    else:
        write = _annotation if output.format == "github" else str
        terminal.out.writelines(f"{visible(write(problem))}\n" for problem in problems)
    terminal.say(f"errdecode: {_count(len(problems), 'problem')} in {_count(len(wanted), 'catalogue')}")
    if any(problem.rule == BROKEN for problem in problems):
        return exits.USAGE
    return FOUND_SOMETHING if problems else exits.DECODED


def _under(path: str) -> list[str]:
    """Return the catalogues of a path; a path that is none is judged itself."""
    is_folder = os.path.isdir(path) and not os.path.isfile(os.path.join(path, "venue.toml"))
    return catalog_paths(Root(path, "option"), [], []) or [path] if is_folder else [path]


def _roots(output: Output, terminal: Terminal) -> list[Root]:
    """Return where catalogues in use come from, without the configuration files among them."""
    return [root for root in roots(terminal.environment, output.catalogs) if root.origin != "settings"]


def _broken(root: Root) -> list[str]:
    """Return a root that was asked for and is not there."""
    return [root.path] if root.origin in ("environment", "option") and not os.path.isdir(root.path) else []


def _annotation(problem: Problem) -> str:
    """Return a problem as a workflow command of GitHub Actions."""

    def value(text: str) -> str:
        return text.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")

    text = problem.text.replace("%", "%25")
    return f"::error file={value(problem.file)},line={problem.line},title={problem.rule}::{text}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def explain_rule(code: str, terminal: Terminal) -> int:
    """Answer `errdecode catalog lint --explain CODE`.

    Raises:
        InputError: there is no such rule.
    """
    rule = next((rule for rule in RULES if rule.code == code.strip().upper()), None)
    if rule is None:
        raise InputError(f"there is no rule {visible(code)!r}; known: {', '.join(rule.code for rule in RULES)}")
    terminal.out.write(f"{rule.code}: {rule.title}\n\nWhy: {rule.why}\nRemedy: {rule.remedy}\n")
    return exits.DECODED


def answer_new(venue: str, output: str | None, terminal: Terminal) -> int:
    """Answer `errdecode catalog new VENUE`.

    Raises:
        InputError: it is no id, or the file cannot be written.
    """
    check_id(venue)
    known = next((each for each in open_index(terminal.environment).venues() if each.id == venue), None)
    with open(drafting_file("extension.toml" if known else "skeleton.toml"), encoding="utf-8") as file:
        skeleton = file.read()
    values = {"VENUE": venue, "NAME": venue.replace("-", " ").title(), "TODAY": today()}
    text = re.sub("|".join(rf"\b{key}\b" for key in values), lambda match: values[match[0]], skeleton)
    write_catalog(text, output, terminal)
    if known:
        terminal.say(f"errdecode: {venue} is a venue already ({known.origin}): this file will extend it")
    return exits.DECODED


def check_id(venue: str) -> None:
    """Raise InputError unless a text can be a venue's id."""
    if not re.fullmatch(TABLES["venue"]["id"].pattern or "", venue):
        raise InputError(
            f"{visible(venue)!r} is no venue's id: use lower case, digits and single hyphens, as in my-venue"
        )


def today() -> str:
    """Return the date, `YYYY-MM-DD`."""
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


def write_out(text: str, path: str | None, terminal: Terminal) -> None:
    """Write to standard output, or to a file that does not exist yet.

    Raises:
        InputError: the file exists or cannot be written.
    """
    if path is None:
        terminal.out.write(text)
        return
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{visible(path)} exists already: name another file, or take it away first") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{visible(path)} cannot be written: {reason.lower()}") from None
    terminal.say(f"errdecode: wrote {visible(path)}")


def write_catalog(text: str, path: str | None, terminal: Terminal) -> None:
    """Write a catalogue, and beside it the schema that its first line names.

    Raises:
        InputError: the file exists or cannot be written.
    """
    write_out(text, path, terminal)
    beside = os.path.join(os.path.dirname(path or ""), SCHEMA_FILE)
    if path is not None and not os.path.lexists(beside):
        write_out(schema_text(), beside, terminal)


def answer_schema(output: Output, terminal: Terminal) -> int:
    """Answer `errdecode catalog schema`."""
    if output.format != "rows":
        terminal.out.write(schema_text())
        return exits.DECODED
    taxonomy, _ = load_taxonomy()
    terminal.out.writelines(
        f"{row(each.id, each.outcome, each.retry, each.fault, each.title)}\n" for each in taxonomy.categories.values()
    )
    return exits.DECODED


def answer_path(output: Output, terminal: Terminal) -> int:
    """Answer `errdecode catalog path`."""
    places = [(root.origin, root.path, os.path.exists(root.path)) for root in all_places(output, terminal)]
    if output.format == "json":
        records = [{"origin": origin, "path": path, "exists": exists} for origin, path, exists in places]
        terminal.out.write(f"{pretty({'schema': SCHEMA, 'places': records})}\n")
    else:
        terminal.out.writelines(
            f"{row(origin, 'found' if exists else 'none', path)}\n" for origin, path, exists in places
        )
    return exits.DECODED


def all_places(output: Output, terminal: Terminal) -> Iterator[Root]:
    """Yield where catalogues are or would be read from, in the order in which they count."""
    in_use = _roots(output, terminal)
    would_be = {
        "shipped": shipped(),
        "user": os.path.join(user_folder("config", terminal.environment), "catalogs"),
        "project": project_folder(os.getcwd()) or os.path.join(os.getcwd(), ".errdecode"),
    }
    for origin, path in would_be.items():
        found = [root for root in in_use if root.origin == origin]
        yield from found or [Root(path, origin)]
    yield from (root for root in in_use if root.origin not in would_be)
