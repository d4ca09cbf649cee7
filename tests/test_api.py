"""The Python API."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from harness import run

import errdecode


def test_everything_promised_is_there():
    """Each name of `__all__` exists, and nothing else is public."""
    assert list(errdecode.__all__) == sorted(errdecode.__all__)
    for name in errdecode.__all__:
        assert getattr(errdecode, name) is not None
    assert dir(errdecode) == sorted(errdecode.__all__)


def test_what_is_not_promised_is_not_there():
    """A name that does not exist is an AttributeError, as everywhere."""
    with pytest.raises(AttributeError, match="no attribute 'explode'"):
        _ = errdecode.explode


def test_lookup_returns_typed_records():
    """`lookup` answers each code; a number is its digits."""
    one, other, none = errdecode.lookup("43005", 43005, "99999")
    assert isinstance(one, errdecode.Lookup)
    assert isinstance(one.entries[0], errdecode.Entry)
    assert isinstance(one.entries[0].source, errdecode.Source)
    assert one.entries == other.entries
    assert none.entries == ()
    assert isinstance(none.near[0], errdecode.Near)


def test_decode_returns_typed_records():
    """`decode` returns findings, their entries, and other readings."""
    (finding,) = errdecode.decode('{"error_code":1007}')
    assert isinstance(finding, errdecode.Finding)
    assert isinstance(finding.entry, errdecode.Entry)
    assert isinstance(finding.alternatives[0], errdecode.Alternative)


def test_records_do_not_change():
    """An answer cannot be altered by whoever got it first."""
    entry = errdecode.lookup("43005")[0].entries[0]
    with pytest.raises(AttributeError):
        entry.code = "1"


def test_a_record_is_copied_with_changes():
    """`replace` gives another record; equal ones are equal and hash alike."""
    entry = errdecode.lookup("43005")[0].entries[0]
    assert entry.replace(code="1").code == "1"
    assert entry.replace() == entry
    assert hash(entry.replace()) == hash(entry)
    assert entry.id == "crypto-com:api:43005"


def test_an_unknown_venue_raises_with_suggestions():
    """A mistyped venue is an error that carries what may have been meant."""
    for ask in (lambda: errdecode.lookup("1", venue="okcoim"), lambda: errdecode.decode("1", venue="okcoim")):
        with pytest.raises(errdecode.UnknownVenueError, match="okcoin") as caught:
            ask()
        assert "okcoin" in caught.value.suggestions
        assert isinstance(caught.value, errdecode.ErrdecodeError)


def test_the_api_says_what_the_command_line_says():
    """Both doors lead to the same answer."""
    entries = run("10001", "--json").json["queries"][0]["entries"]
    assert [(entry["venue"], entry["namespace"]) for entry in entries] == [
        (entry.venue, entry.namespace) for entry in errdecode.lookup("10001")[0].entries
    ]


def modules_after(statement):
    """Return the modules that a fresh interpreter has loaded by a statement."""
    script = f"import sys; before = set(sys.modules)\n{statement}\nprint(*set(sys.modules) - before, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("statement", ["import errdecode", "import errdecode; errdecode.lookup('43005')"])
def test_importing_loads_neither_typer_nor_rich(statement):
    """A program that uses the package does not pay for the command line."""
    loaded = modules_after(statement)
    assert "errdecode" in loaded
    assert not loaded & {"typer", "click", "rich", "tomli", "tomllib", "json", "pydantic"}


def test_a_bare_lookup_loads_only_what_it_needs(home):
    """`errdecode 43005` in a pipe passes by everything that takes long to import."""
    run("43005", cwd=home)  # the index is there
    loaded = modules_after("from errdecode.__main__ import main; main(['43005'])")
    heavy = {"typer", "click", "rich", "tomli", "json", "dataclasses", "typing", "re", "pathlib", "platformdirs"}
    assert "errdecode.core.lookup" in loaded
    assert not loaded & heavy


def test_a_finding_is_a_record_as_the_command_line_writes_it():
    """`to_dict` is what `--format ndjson` prints, key by key."""
    text = '{"id":7,"method":"private/create-order","code":43005,"message":"POST_ONLY_REJ","original":"{\\"id\\":7}"}'
    printed = json.loads(run(text, "--format", "ndjson").out)
    assert errdecode.decode(text)[0].to_dict() == printed
    assert errdecode.decode(text)[0].entry.to_dict() == printed["entry"]


def test_records_are_shown_in_a_line():
    """A session in a console shows what matters of them."""
    finding = errdecode.decode('binance {"code":-1121,"msg":"Invalid symbol."}')[0]
    assert repr(finding) == "<Finding likely binance:spot -1121 BAD_SYMBOL: rejected, after_fix>"
    assert repr(finding.entry) == "<Entry binance:spot:-1121 BAD_SYMBOL: rejected, after_fix>"
    assert repr(errdecode.decode('{"code":98765,"msg":"x"}')[0]) == "<Finding unknown 98765>"


def test_a_notebook_shows_a_finding_as_a_table():
    """What the venue or a log says is text in it, and never a tag."""
    finding = errdecode.decode('binance {"code":-1121,"msg":"<script>alert(1)</script>"}')[0]
    shown = finding._repr_html_()  # the name that notebooks ask for
    assert shown.startswith("<table>")
    assert "rejected" in shown
    assert "<script" not in shown
    assert "&lt;script" in shown
