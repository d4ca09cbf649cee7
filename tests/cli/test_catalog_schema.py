"""`catalogs/catalog.schema.json`, by which editors complete and check catalogues."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import jsonschema
import pytest
import tomli
from harness import CATALOGS, run, run_here

SCHEMA = json.loads((CATALOGS / "catalog.schema.json").read_text("utf-8"))
FILES = [
    path
    for path in [*CATALOGS.glob("*.toml"), *CATALOGS.glob("*/*.toml")]
    if path.name != "taxonomy.toml" and path.parent.name != "drafting"
]


def with_plain_dates(value):
    """Return parsed TOML with its dates as the text that JSON has for them."""
    if isinstance(value, dict):
        return {key: with_plain_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_plain_dates(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def read(text):
    """Return a catalogue's text as JSON would have it."""
    return with_plain_dates(tomli.loads(text))


def test_the_file_is_what_the_format_generates():
    """A change of the format or of the taxonomy is followed by the schema."""
    command = [sys.executable, "-m", "errdecode.catalog.jsonschema", "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_schema_is_one():
    """Editors read draft 7."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_the_program_prints_it():
    """Who installed a package has the schema that the project has, and the categories with what they supply."""
    assert run_here("catalog", "schema").out == (CATALOGS / "catalog.schema.json").read_text("utf-8")
    taxonomy = tomli.loads((CATALOGS / "taxonomy.toml").read_text("utf-8"))["categories"]
    rows = run_here("catalog", "schema", "--format", "rows").rows
    assert rows == [
        [name, *(table[key] for key in ("outcome", "retry", "fault", "title"))] for name, table in taxonomy.items()
    ]


def test_a_change_of_a_known_venue_is_valid():
    """A catalogue over another needs only the venue's id, and of an entry only its code."""
    changes = {"schema": 1, "venue": {"id": "crypto-com"}, "overrides": [{"code": "43005", "retry": "never"}]}
    jsonschema.Draft7Validator(SCHEMA).validate(changes)
    changes["overrides"][0].pop("code")
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(changes)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_is_valid(path):
    """Whole catalogues and the parts of a folder are."""
    jsonschema.Draft7Validator(SCHEMA).validate(read(path.read_text("utf-8")))


def test_every_shipped_file_names_the_schema():
    """The first line leads an editor to the schema, from a venue's folder too."""
    for path in FILES:
        depth = "./" if path.parent == CATALOGS else "../"
        assert path.read_text("utf-8").startswith(f"#:schema {depth}catalog.schema.json\n"), path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('category = "authentication"', 'category = "authentification"'),
        ("http_status = 401", 'http_status = "401"'),
        ("http_status = 401", "http_status = 99"),
        ('code = "1001"', "code = 1001"),
        ("meaning =", "mening ="),
        ('id = "acme"', 'id = "Acme"'),
        ('requires = ["code", "message"]', 'requires = "code"'),
        ("schema = 1\n", ""),
        ('status = "live"', 'status = "dead"'),
    ],
)
def test_what_the_linter_refuses_the_schema_refuses(tmp_path, few, old, new):
    """Both know the same format."""
    text = run_here("catalog", "new", "acme").out
    jsonschema.Draft7Validator(SCHEMA).validate(read(text))
    broken = text.replace(old, new, 1)
    assert broken != text
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(read(broken))
    path = tmp_path / "acme.toml"
    path.write_text(broken)
    assert run("catalog", "lint", str(path), **few).status == 2


def test_the_closed_lists_are_those_of_the_taxonomy():
    """An editor offers every category and no other."""
    taxonomy = tomli.loads((CATALOGS / "taxonomy.toml").read_text("utf-8"))
    offered = SCHEMA["definitions"]["entry"]["properties"]
    assert offered["category"]["enum"] == list(taxonomy["categories"])
    assert offered["outcome"]["enum"] == list(taxonomy["outcomes"])


def test_json_is_an_option_where_json_is_a_format():
    """`--json` stands for `--format json` here too, and no format is taken that the command cannot write."""
    assert run("catalog", "schema", "--json").out == run("catalog", "schema", "-f", "json").out
    refused = run("catalog", "schema", "-f", "csv")
    assert (refused.status, "'csv' is not one of json, rows" in refused.err) == (2, True)
