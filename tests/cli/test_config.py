"""`errdecode config`: what holds, and where it comes from."""

from __future__ import annotations

import pytest
from harness import on_terminal, run


@pytest.fixture
def own_config(tmp_path, monkeypatch):
    """Give one test a configuration of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def project(own_config):
    """Return a project whose folder sets a venue, for a person whose file sets all."""
    folder = own_config / "config" / "errdecode"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('venue = "okx"\nformat = "rows"\ncolor = "never"\nredact = ["account"]\n')
    project = own_config / "project"
    (project / ".errdecode").mkdir(parents=True)
    (project / ".errdecode" / "config.toml").write_text('venue = "bybit"\nredact = ["desk"]\n')
    return project


def origins(result):
    """Return each setting's values with their origins."""
    found = {}
    for name, value, origin, _ in result.rows:
        found.setdefault(name, []).append((value, origin))
    return found


def test_each_value_has_its_origin(project):
    """Flag before environment before project's file before user's file before default."""
    assert run("config", "trust", cwd=project).status == 0
    result = run("config", "--redact", "a", cwd=project, ERRDECODE_COLOR="auto", ERRDECODE_REDACT="b")
    found = origins(result)
    assert found["venue"] == [("bybit", "project file")]
    assert found["format"] == [("rows", "user file")]
    assert found["color"] == [("auto", "environment")]
    assert found["redact"] == [
        ("a", "flag"), ("b", "environment"), ("desk", "project file"), ("account", "user file"),
    ]  # fmt: skip
    assert origins(run("config", "-V", "any", cwd=project))["venue"] == [("any", "flag")]


def test_without_files_everything_is_a_default(own_config):
    """Nothing is set, and the places are named that would be looked at."""
    found = origins(run("config", cwd=own_config))
    assert [found[name] for name in ("venue", "color", "redact")] == [
        [("any", "default")], [("auto", "default")], [("", "default")],
    ]  # fmt: skip
    assert ("found", "shipped") in found["catalogues"]
    assert found["trust"][0][0] == "none"


def test_json_holds_the_same(project):
    """One document: settings, catalogues, cache and trust."""
    record = run("config", "--format", "json", cwd=project).json
    assert {"name": "venue", "value": "okx", "origin": "user file"}.items() <= record["settings"][0].items()
    assert record["trust"] == {"path": str(project / ".errdecode"), "state": "not trusted"}
    assert set(record) == {"schema", "settings", "catalogs", "cache", "trust"}


@pytest.mark.usefixtures("project")
def test_a_table_on_a_terminal():
    """The columns stand below each other."""
    out = on_terminal("config", "-f", "table").out
    assert "okx" in out
    assert "\t" not in out


def test_init_writes_a_file_that_changes_nothing(own_config):
    """Every setting is explained; a second time the file is left alone."""
    before, said = run("config", cwd=own_config).rows[:4], run("-1021").err
    assert run("config", "init").status == 0
    path = own_config / "config" / "errdecode" / "config.toml"
    text = path.read_text()
    assert run("config", cwd=own_config).rows[:4] == before
    path.write_text(
        "\n".join(line.removeprefix("#") if line[:1] == "#" and " = " in line else line for line in text.split("\n"))
    )
    assert run("-1021").err == said
    assert [origin for _, _, origin, _ in run("config", cwd=own_config).rows[:5]] == ["user file"] * 5
    again = run("config", "init")
    assert (again.status, again.err) == (2, f"errdecode: {path} exists already: edit it, or take it away first\n")


@pytest.mark.parametrize("command", ["trust", "untrust"])
def test_without_a_folder_there_is_nothing_to_trust(own_config, command):
    """One sentence and bad usage."""
    result = run("config", command, cwd=own_config)
    assert (result.status, result.err) == (2, "errdecode: no .errdecode folder is here or above: name a project\n")


def test_options_mean_what_they_mean_elsewhere(own_config):
    """Columns are chosen and named as of any list, and another format has none."""
    first, *rows = run("config", "--fields", "name,origin", "--header", cwd=own_config).rows
    assert first == ["name", "origin"]
    assert ["venue", "default"] in rows
    refused = run("config", "--fields", "name", "--json", cwd=own_config)
    assert (refused.status, "--fields goes with" in refused.err) == (2, True)
