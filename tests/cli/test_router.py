"""What is understood without Typer is what Typer understands."""

from __future__ import annotations

import pytest
from typer.main import get_command

from errdecode.cli.app import app
from errdecode.cli.requests import ParseRequest
from errdecode.cli.router import route

PARSE = get_command(app).commands["parse"]
NAMES = [(option, name) for option in PARSE.params if option.param_type_name == "option" for name in option.opts]
VALUES = {"format": "rows", "color": "never", "context": "2", "top": "3"}


@pytest.mark.parametrize(("option", "name"), [pair for pair in NAMES if pair[1] not in {"-h", "--help"}])
def test_every_option_of_parse_takes_the_short_way(option, name):
    """An option that is added to `parse` is known to the router too."""
    value = [] if option.is_flag else [VALUES.get(name.lstrip("-"), VALUES.get(option.metavar and "top", "2"))]
    if name in {"-f", "--format"}:
        value = ["rows"]
    elif name == "--color":
        value = ["never"]
    request = route(["parse", name, *value, "bot.log"])
    assert isinstance(request, ParseRequest)
    assert request.files == ("bot.log",)
    assert request != route(["parse", "bot.log"])


@pytest.mark.parametrize(
    "arguments",
    [["--jsno"], ["--top", "none"], ["--top", "0"], ["--format", "xml"], ["--since"], ["--help"], ["-C", "-1"]],
    ids=" ".join,
)
def test_what_makes_no_sense_is_left_to_typer(arguments):
    """Complaints and help come from one place."""
    assert route(["parse", *arguments]) is None
