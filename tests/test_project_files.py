"""What the forms, hooks and workflows of the project say agrees with the project."""

from __future__ import annotations

import re
import tomllib

import pytest
from harness import CATALOGS, ROOT

GITHUB = ROOT / ".github"


def listed(text, key):
    """Return the items of the first list of a key in YAML."""
    return [item.strip().strip('"') for item in re.search(rf"{key}: \[(.*?)\]", text)[1].split(",")]


def test_the_workflow_runs_every_python_from_the_oldest_supported():
    """A version that the package claims is one that the tests see."""
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert oldest == ">=3.11"
    assert listed((GITHUB / "workflows" / "check.yml").read_text(), "python") == ["3.11", "3.12", "3.13", "3.14"]


def test_every_hook_is_a_part_of_the_whole_check():
    """What is checked before a commit is checked again by `.ci/run`."""
    hooks = re.findall(r"entry: (.*?)(?: --force-exclude)?\n", (ROOT / ".pre-commit-config.yaml").read_text())
    whole = (ROOT / ".ci" / "run").read_text().replace('"$bin/', "").replace('"', "")
    assert len(hooks) == 7
    assert [hook for hook in hooks if hook not in whole] == []


def test_the_form_offers_the_outcomes_that_there_are():
    """Who reports a wrong outcome chooses from the closed list."""
    outcomes = list(tomllib.loads((CATALOGS / "taxonomy.toml").read_text())["outcomes"])
    assert listed((GITHUB / "ISSUE_TEMPLATE" / "a-wrong-outcome.yml").read_text(), "options") == outcomes


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md", "RELEASING.md"])
def test_links_and_paths_of_the_pages_lead_somewhere(page):
    """A page names no file that is not there."""
    text = (GITHUB / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    paths = re.findall(r"`((?:errdecode|catalogs|tests)/[\w/.-]+)`", text)
    assert [link for link in links if not (GITHUB / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists() and "VENUE" not in path] == []


def test_every_part_that_the_architecture_names_is_there():
    """Paths stand under the package, under the core, or in the folder that the sentence speaks of."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = {name for name in re.findall(r"`([\w/.-]+(?:/|\.py|\.toml))`", text) if name != ".importlinter"}
    there = {path.relative_to(ROOT).as_posix() + "/" * path.is_dir() for path in (ROOT / "errdecode").rglob("*")}
    there |= {"catalogs/", "catalogs/taxonomy.toml"}
    assert [
        name for name in sorted(named) if not any(path.endswith(f"/{name}") or path == name for path in there)
    ] == []


def test_the_lock_pins_all_that_the_package_and_its_tests_need():
    """A dependency that was added or exchanged is in the lock; a clean check would else end before it begins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = (
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    )
    names = {re.match(r"[\w.-]+", each)[0].lower().replace(".", "-") for each in needed} - {project["name"]}
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / ".ci" / "lock.txt").read_text(), re.MULTILINE))
    assert names - pinned == set()
