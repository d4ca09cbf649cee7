"""What the house rules say of the source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest
import tomli
from harness import CATALOGS, ROOT

SOURCES = sorted((ROOT / "errdecode").rglob("*.py"))


def recognised(table):
    """Yield the words of a table [recognise] that can only be a venue's.

    Field names such as `code` or `symbol` are English; what holds an
    underscore, slash, dot or capital letter is somebody's own. Names that
    loggers print are looked for whole whatever they look like.
    """
    yield from (*table.get("names", ()), *table.get("hosts", ()))
    for key in ("paths", "methods", "channels", "fields"):
        yield from (word.rstrip("*") for word in table.get(key, ()) if re.search(r"[_/.A-Z]", word.rstrip("*")))


def venue_words():
    """Return what belongs to venues: ids, aliases, hosts, paths, methods, channels and field names."""
    words, everybody = set(), set()
    for path in (*CATALOGS.glob("*.toml"), *CATALOGS.glob("*/venue.toml")):
        document = tomli.loads(path.read_text())
        if "venue" not in document:
            continue
        if document["venue"]["status"] == "standard":
            for shape in document.get("shapes", ()):
                everybody |= {value.lower() for value in shape.values() if isinstance(value, str)}
            continue  # a standard is everybody's
        words |= {document["venue"]["id"], *document["venue"].get("aliases", ())}
        words |= set(recognised(document.get("recognise", {})))
        for namespace in document["namespaces"].values():
            words |= set(recognised(namespace.get("recognise", {})))
    return {word for word in words if len(word) >= 3 and word.lower() not in everybody}


def without_examples(text):
    """Return source without the examples of a command's help, which are what a user would type."""
    return re.sub(r"( +)Examples:\n(?:\1 +\S.*\n)+", "", text)


WORDS = venue_words()


def words_in(text):
    """Return the words of venues that stand in a text, each by itself."""
    low = text.lower()
    # Nearly all are in no source, which is seen a hundred times as soon without a pattern.
    near = [word for word in map(str.lower, WORDS) if word in low]
    return {word for word in near if re.search(rf"(?<![\w./-]){re.escape(word)}(?![\w-])", low)}


def test_the_words_are_there():
    """The list that the next test looks for is no empty one."""
    assert {"crypto-com", "cryptocom", "okcoin", "api.crypto.com", "private/create-order", "client_oid"} <= WORDS
    assert words_in('if venue == "OKCoin":') == {"okcoin"}
    assert words_in('frame["client_oid"]') == {"client_oid"}
    assert words_in('frame["xclient_oid"]') == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_venue_stands_in_python(path):
    """Everything about a venue is data: no id, host, method or field name of one is in the source."""
    assert words_in(without_examples(path.read_text())) == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path):
    """A module begins with its purpose and takes annotations as text."""
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    if len(tree.body) > 1:
        assert "from __future__ import annotations" in path.read_text()


def test_floors_know_nothing_of_higher_ones():
    """The contracts of .importlinter hold."""
    pytest.importorskip("importlinter")
    script = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--config", str(ROOT / ".importlinter"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tree_of_exceptions_is_the_one_in_the_docstring():
    """Everything raised on purpose is an ErrdecodeError and is drawn."""
    from errdecode import errors  # noqa: PLC0415  # read as a module here

    raised = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    drawn = set(re.findall(r"\w+Error", errors.__doc__))
    assert raised == drawn
    assert all(issubclass(getattr(errors, name), errors.ErrdecodeError) for name in raised)
