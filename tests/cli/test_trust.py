"""A project's folder is a stranger's until the person has trusted it."""

from __future__ import annotations

import os

import pytest
from harness import CATALOG_HEAD, CATALOGS, run

ENTRY = """[[entries]]
namespace = "api"
code = "{code}"
name = "{name}"
category = "bad_request"
meaning = "It was refused."
outcome = "rejected"
samples = ['x']
"""
TIMED_OUT = '{"id":1,"method":"private/create-order","code":40801,"message":"REQUEST_TIMEOUT"}'
SHAPE = """[[shapes]]
name = "theirs"
namespaces = ["api"]
requires = ["id", "method"]
code = "code"
message = "message"
method = "method"
weight = 40
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Return a cloned repository with a `.errdecode` folder; the person trusts nothing yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "clone"
    (folder / ".errdecode").mkdir(parents=True)
    return folder


def write(repository, name, text):
    """Write a file of the project's folder."""
    (repository / ".errdecode" / name).write_text(text, encoding="utf-8")


def catalog(venue, *entries, more=""):
    """Return a catalogue."""
    return (
        CATALOG_HEAD.format(id=venue, name=venue)
        + more
        + "".join(ENTRY.format(code=code, name=name) for code, name in entries)
    )


def outcomes(repository, *arguments):
    """Return venue and outcome of each reading of a code."""
    return {(row[0], row[5]) for row in run(*arguments, cwd=repository).rows}


def safest(repository, text=TIMED_OUT):
    """Return the careful outcome and the venue of the first finding in a text."""
    finding = run("decode", text, "--json", cwd=repository).json["findings"][0]
    return finding["safest"]["outcome"], finding["venue"]


def test_a_shipped_entry_is_not_changed(repository):
    """A repository that calls a timeout refused is not believed, and what was left out is one sentence."""
    text = (CATALOGS / "crypto-com.toml").read_text(encoding="utf-8")
    write(repository, "crypto-com.toml", text.replace('category = "timeout"', 'category = "bad_request"'))
    assert ("crypto-com", "unknown") in outcomes(repository, "40801")
    result = run("40801", cwd=repository)
    assert ("crypto-com", "rejected") not in outcomes(repository, "40801")
    folder = repository / ".errdecode"
    assert result.err == (
        f"errdecode: {folder} is not trusted; left out: catalogue crypto-com; "
        "read it, then `errdecode config trust` allows all of it\n"
    )


def test_another_venue_of_theirs_does_not_outweigh_a_shipped_one(repository):
    """A venue of the same code, words, host and shape changes neither the reading nor the careful conclusion."""
    more = '[recognise]\nhosts = ["api.crypto.com"]\nmethods = ["private/*"]\n' + SHAPE
    write(repository, "evil.toml", catalog("evil", ("40801", "REQUEST_TIMEOUT"), more=more))
    assert safest(repository) == ("unknown", "crypto-com")
    assert safest(repository, '{"code":40801,"message":"REQUEST_TIMEOUT"}')[0] == "unknown"
    log = f"2026-11-20 09:30:00 ERROR api.crypto.com {TIMED_OUT}\n"
    assert run("parse", "--fail-on", "unknown-outcome", stdin=log, cwd=repository).status == 3


def test_a_venue_is_added(repository):
    """What nobody else knows is looked up, decoded and listed, without a word."""
    write(repository, "gateway.toml", catalog("gateway", ("G-77", "LIMIT_REACHED")))
    result = run("G-77", cwd=repository)
    assert (result.rows[0][0], result.err) == ("gateway", "")
    assert run("decode", '{"code":"G-77","message":"LIMIT_REACHED"}', cwd=repository).rows[0][1] == "gateway"
    assert "gateway" in {row[0] for row in run("venues", cwd=repository).rows}


def test_it_sets_no_default_and_shows_no_secret(repository):
    """Its venue, format and colours are left out; a field that it hides is hidden."""
    write(repository, "config.toml", 'venue = "okx"\nformat = "json"\nredact = ["desk"]\n')
    result = run("crypto-com:43005", cwd=repository)
    assert result.rows[0][0] == "crypto-com"
    assert "left out: settings venue, format;" in result.err
    text = TIMED_OUT.replace('"id":1', '"id":1,"original":"{\\"api_key\\":\\"k3y\\",\\"desk\\":\\"north\\"}"')
    out = run("decode", text, "--json", cwd=repository).out
    assert "k3y" not in out
    assert "north" not in out


@pytest.mark.parametrize("form", ["*a*a*a*a*a*a*a*a*a*a*-X", "************************-X", "(a+)+$"])
def test_an_endless_pattern_ends(repository, form):
    """A form that fits in very many ways is refused or read as one that fits in one; a run takes as long as ever."""
    write(repository, "slow.toml", catalog("slow", ("S-1", "SLOW"), more=f'[recognise]\ninstruments = ["{form}"]\n'))
    line = f"ERROR {'a' * 400} {'1' * 400} {TIMED_OUT}\n"
    result = run("parse", stdin=line * 20, cwd=repository)
    assert {row[6] for row in result.rows} == {"40801"}
    assert ("slow.toml:12: recognise.instruments[0]: " in result.err) is ("a" in form)


def test_a_pattern_that_no_engine_takes_ends_no_run(repository):
    """A name of many kilobytes, and thousands of codes of one name, leave a scan as it was."""
    entries = [(str(100_000 + code), "SAME") for code in range(1_000)]
    write(repository, "long.toml", catalog("long", *entries, ("L-1", f"N_{'AB' * 20_000}")))
    result = run("parse", stdin=f"ERROR {TIMED_OUT}\n", cwd=repository, timeout=60)
    assert (result.status, result.rows[0][6]) == (0, "40801")


def test_an_escape_in_a_name_is_not_obeyed(repository):
    """Names, file names and faults of the folder reach the terminal as text."""
    write(repository, "gateway.toml", catalog("gateway", ("G-77", "LIMIT")).replace('"LIMIT"', '"A\\u009b31mB\\u202e"'))
    write(repository, "e\x1b[31mvil.toml", "x")
    result = run("G-77", cwd=repository)
    assert result.rows[0][3] == "A\\x9b31mB\\u202e"
    assert "\x1b" not in result.err
    assert "\\x1b[31mvil.toml" in result.err


def test_a_faulty_file_costs_that_folder_in_bounded_time(repository):
    """Thousands of faults are told in a time that the answer does not wait for."""
    write(
        repository,
        "faulty.toml",
        CATALOG_HEAD.format(id="faulty", name="faulty") + "".join(f"[[entries]]\nx{i} = 1\n" for i in range(2000)),
    )
    write(repository, "digits.toml", f"schema = {'9' * 5000}\n")
    result = run("43005", cwd=repository, timeout=20)
    assert result.rows[0][3] == "POST_ONLY_REJ"
    assert "digits.toml:1: holds a number of more digits than can be read" in result.err


@pytest.mark.parametrize("kind", ["file", "folder", "pipe", "itself"])
def test_links_and_pipes_are_not_followed(repository, kind):
    """A link out of the folder is no catalogue, a pipe is not waited for, a folder that is a link itself is left."""
    outside = repository.parent / "outside"
    outside.mkdir()
    (outside / "venue.toml").write_text(catalog("outside", ("OUT-1", "OUTSIDE")), encoding="utf-8")
    inside = repository / ".errdecode"
    if kind == "file":
        (inside / "outside.toml").symlink_to(outside / "venue.toml")
    elif kind == "folder":
        (inside / "outside").symlink_to(outside)
    elif kind == "pipe":
        os.mkfifo(inside / "outside.toml")
    else:
        inside.rmdir()
        inside.symlink_to(outside)
    result = run("OUT-1", "43005", cwd=repository)
    assert "outside" not in {row[0] for row in result.rows}
    assert ("is not a file" if kind == "pipe" else "is a link") in result.err


def test_what_is_trusted_may_do_all_until_it_changes(repository):
    """`config trust` lets it change an entry and set a venue; a change ends that, and `untrust` does."""
    write(repository, "crypto-com.toml", catalog("crypto-com", ("40801", "REQUEST_TIMEOUT")))
    write(repository, "config.toml", 'venue = "crypto-com"\n')
    assert run("config", "trust", cwd=repository).status == 0
    trusted = run("40801", cwd=repository)
    assert {(row[0], row[5]) for row in trusted.rows} == {("crypto-com", "rejected")}
    assert "not trusted" not in trusted.err
    write(repository, "config.toml", 'venue = "okx"\n')
    changed = run("40801", cwd=repository)
    assert ("crypto-com", "unknown") in {(row[0], row[5]) for row in changed.rows}
    assert "has changed since it was trusted" in changed.err
    assert run("config", "trust", str(repository)).status == 0
    assert run("-V", "any", "crypto-com:40801", cwd=repository).rows[0][5] == "rejected"
    assert run("config", "untrust", cwd=repository).status == 0
    assert "is not trusted" in run("40801", cwd=repository).err


def test_trust_is_of_the_real_path(repository):
    """The same content elsewhere is another folder; the same folder through a link is the same."""
    write(repository, "crypto-com.toml", catalog("crypto-com", ("40801", "REQUEST_TIMEOUT")))
    assert run("config", "trust", cwd=repository).status == 0
    copy, link = repository.parent / "copy", repository.parent / "link"
    (copy / ".errdecode").mkdir(parents=True)
    write(copy, "crypto-com.toml", catalog("crypto-com", ("40801", "REQUEST_TIMEOUT")))
    link.symlink_to(repository)
    assert ("crypto-com", "unknown") in outcomes(copy, "40801")
    assert ("crypto-com", "rejected") in outcomes(link, "40801")


def test_a_record_that_others_can_write_trusts_nothing(repository):
    """Whoever can write in the folder of the records could trust anything."""
    write(repository, "crypto-com.toml", catalog("crypto-com", ("40801", "REQUEST_TIMEOUT")))
    assert run("config", "trust", cwd=repository).status == 0
    (repository.parent / "config" / "errdecode" / "trusted").chmod(0o777)
    assert ("crypto-com", "unknown") in outcomes(repository, "40801")
    assert run("config", "trust", cwd=repository).status == 2
