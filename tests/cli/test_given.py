"""Input as people give it: pipes, files, several payloads, what a clipboard adds, words mistyped."""

from __future__ import annotations

import pytest
from harness import run

PAYLOAD = '{"id":1,"method":"private/create-order","code":306}'
OTHER = '{"id":2,"method":"private/create-order","code":43005,"message":"POST_ONLY_REJ"}'


def codes(result):
    """Return the codes of rows, one a finding."""
    return [row[3] for row in result.rows if row[0] != "also"]


@pytest.fixture
def folder(tmp_path):
    """A folder with a payload and a log."""
    (tmp_path / "x.json").write_text(f"\n{PAYLOAD}\n", encoding="utf-8")
    (tmp_path / "bot.log").write_text(f"2026-11-20T09:30:00Z ERROR cryptocom {PAYLOAD}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("typed", [[], ["-"], ["decode"], ["decode", "-"], ["-f", "rows"]], ids=str)
def test_a_payload_in_a_pipe_is_decoded(typed):
    """`cat x.json | errdecode`, with a dash or without, by its command or without."""
    assert codes(run(*typed, stdin=PAYLOAD)) == ["306"]


def test_nothing_typed_and_nothing_in_the_pipe_shows_help():
    """An empty pipe is nobody's payload."""
    assert "Examples:" in run(stdin=b"").err


@pytest.mark.parametrize(
    "typed", [["x.json"], ["@x.json"], ["./x.json"], ["decode", "@x.json"], ["decode", "x.json"]], ids=str
)
def test_a_file_that_holds_a_payload_is_decoded(folder, typed):
    """By its name, or behind an @."""
    assert codes(run(*typed, cwd=folder)) == ["306"]


@pytest.mark.parametrize("typed", ["@none.json", "@."], ids=str)
def test_a_file_that_cannot_be_read_is_named(folder, typed):
    """Exit status 2 and one sentence."""
    result = run(typed, cwd=folder)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"errdecode: {typed[1:]} cannot be read: ")


@pytest.mark.parametrize("name", ["bot.log", "./bot.log"])
def test_a_log_is_offered_to_parse(folder, name):
    """A log is no code: what reads it is named."""
    result = run(name, cwd=folder)
    assert (result.status, result.out) == (2, "")
    assert f"`errdecode parse {name}`" in result.err


@pytest.mark.parametrize(
    ("typed", "stdin"),
    [
        ([PAYLOAD, OTHER], ""),
        ([], f"{PAYLOAD}\n{OTHER}\n"),
        ([], f"{PAYLOAD}{OTHER}"),
        (["decode", PAYLOAD, OTHER], ""),
        ([*PAYLOAD.partition('"method"')[:2], PAYLOAD.partition('"method"')[2], OTHER], ""),
    ],
    ids=["words", "lines", "one behind the other", "command", "broken by the shell"],
)
def test_several_payloads_are_decoded_in_one_go(typed, stdin):
    """As words or on standard input, in their order."""
    assert codes(run(*typed, stdin=stdin)) == ["306", "43005"]


@pytest.mark.parametrize(
    "around",
    ["'{}'", '"{}"', "`{}`", "```json\n{}\n```", "```\n{}\n```", "\ufeff{}", "“{}”", "> {}", "payload: {};"],
    ids=repr,
)
@pytest.mark.parametrize("way", ["word", "pipe", "file"])
def test_what_a_clipboard_puts_around_a_payload_is_no_part_of_it(around, way, tmp_path):
    """Quotes, code fences and marks are passed over."""
    text = around.replace("{}", PAYLOAD)
    (tmp_path / "clip.txt").write_text(text, encoding="utf-8")
    typed, stdin = {"word": ([text], ""), "pipe": ([], text), "file": (["@clip.txt"], "")}[way]
    assert codes(run(*typed, stdin=stdin, cwd=tmp_path)) == ["306"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["pasre", "bot.log"], "parse"),
        (["serch", "post", "order"], "search"),
        (["venue"], "venues"),
        (["lookpu", "99999"], "lookup"),
        (["help", "pasre"], "parse"),
    ],
    ids=str,
)
def test_a_mistyped_command_gets_what_was_meant(typed, meant):
    """The sentence can be typed as it stands."""
    err = run(*typed).err
    assert f"did you mean {meant}? `errdecode {meant}" in err


def test_a_code_that_is_known_gets_no_command():
    """Nobody who asks for a code is told of commands."""
    assert "did you mean" not in run("POST_ONLY_REJ").err


@pytest.mark.parametrize("command", ["parse", "lookup", "catalog"])
def test_help_explains_a_command(command):
    """`errdecode help parse` is `errdecode parse --help`."""
    assert run("help", command).out == run(command, "--help").out != ""


def test_help_alone_is_help():
    """`errdecode help` is `errdecode --help`."""
    assert run("help").out == run("--help").out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("binance", "binance is a venue: `errdecode codes binance` lists its codes"),
        ("nosuch.log", "nosuch.log is neither a file that is there nor a code of any catalogue"),
        ("./logs/bot", "./logs/bot is neither a file that is there nor a code of any catalogue"),
        ("pasre", "no command is called 'pasre': did you mean parse? `errdecode parse`"),
    ],
)
@pytest.mark.parametrize("form", ["table", "rows"])
def test_what_is_no_code_gets_one_sentence(typed, said, form):
    """It says what to do, and not also that no catalogue has it."""
    result = run(typed, "-f", form)
    assert (result.status, result.out + result.err.removeprefix("errdecode: ")) == (1, f"{said}\n")


def test_a_venue_beside_a_code_is_not_said_again():
    """Of a longer text it is said what was taken from it, in plain words."""
    assert run("crypto-com", "43005", "-f", "table").out.startswith("╭─ 43005 POST_ONLY_REJ")
    out = run("error", "43005", "from", "crypto-com", "-f", "table").out
    assert out.startswith("error 43005 from crypto-com: read as code 43005 of crypto-com\n")
