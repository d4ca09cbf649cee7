"""Settings: option before environment before project's file before user's file."""

from __future__ import annotations

import pytest
from harness import CATALOGS, on_terminal, run

REQUEST = (
    '{"id":1,"method":"private/create-order","code":306,"message":"INSUFFICIENT_AVAILABLE_BALANCE",'
    '"original":"{\\"id\\":1,\\"desk\\":\\"north\\",\\"params\\":{}}"}'
)


@pytest.fixture
def home(tmp_path):
    """A configuration folder of its own, and a project below it."""
    (tmp_path / "config" / "errdecode").mkdir(parents=True)
    (tmp_path / "project" / ".errdecode").mkdir(parents=True)
    return tmp_path


def configure(home, text, *, project=False):
    """Write a configuration file."""
    folder = home / "project" / ".errdecode" if project else home / "config" / "errdecode"
    (folder / "config.toml").write_text(text, encoding="utf-8")


def answer(home, *arguments, **variables):
    """Run the program in the project with the configuration."""
    return run(*arguments, cwd=home / "project", XDG_CONFIG_HOME=str(home / "config"), **variables)


def test_a_default_venue_is_the_only_one_shown(home):
    """`venue` in the file does what -V does."""
    configure(home, 'venue = "okcoin"\n')
    assert {row[0] for row in answer(home, "10001").rows} == {"okcoin"}


def test_any_takes_the_default_venue_back(home):
    """`-V any` asks all venues whatever the file says."""
    configure(home, 'venue = "okcoin"\n')
    assert len({row[0] for row in answer(home, "-V", "any", "10001").rows}) > 1


def test_the_environment_goes_before_the_file(home):
    """ERRDECODE_VENUE overrides the file."""
    configure(home, 'venue = "okcoin"\n')
    assert {row[0] for row in answer(home, "10001", ERRDECODE_VENUE="oxfun").rows} == {"oxfun"}


def test_an_option_goes_before_the_environment(home):
    """-V overrides ERRDECODE_VENUE."""
    rows = answer(home, "-V", "ethgas", "10001", ERRDECODE_VENUE="oxfun").rows
    assert {row[0] for row in rows} == {"ethgas"}


def test_the_projects_file_goes_before_the_users(home):
    """`.errdecode/config.toml` overrides the user's file."""
    configure(home, 'venue = "okcoin"\n')
    configure(home, 'venue = "oxfun"\n', project=True)
    assert answer(home, "config", "trust").status == 0
    assert {row[0] for row in answer(home, "10001").rows} == {"oxfun"}


def test_a_changed_file_is_seen_at_once(home):
    """No old setting is kept."""
    configure(home, 'venue = "okcoin"\n')
    assert {row[0] for row in answer(home, "10001").rows} == {"okcoin"}
    configure(home, 'venue = "oxfun"\n')
    assert {row[0] for row in answer(home, "10001").rows} == {"oxfun"}


def test_the_format_of_the_file_is_used(home):
    """`format` in the file decides where no option does."""
    configure(home, 'format = "json"\n')
    assert answer(home, "43005").json["queries"][0]["query"] == "43005"


def test_a_format_of_another_command_is_no_fault(home):
    """`annotate` is for parse; a lookup falls back to its own choice."""
    configure(home, 'format = "annotate"\n')
    assert answer(home, "43005").rows[0][:3] == ["crypto-com", "api", "43005"]


def test_the_colours_of_the_file_are_used(home):
    """`color = "never"` keeps a terminal plain."""
    configure(home, 'color = "never"\n')
    assert "\x1b[" not in on_terminal("43005", XDG_CONFIG_HOME=str(home / "config")).out


@pytest.mark.parametrize("way", ["file", "variable", "option"])
def test_further_fields_are_hidden(home, way):
    """`redact` adds to what is never shown, in the file, as a variable and as an option."""
    if way == "file":
        configure(home, 'redact = ["desk"]\n')
    options = ("--redact", "desk") if way == "option" else ()
    variables = {"ERRDECODE_REDACT": "account, desk"} if way == "variable" else {}
    result = answer(home, "--json", *options, REQUEST, **variables)
    assert result.json["findings"][0]["request"]["desk"] == "[redacted]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('venu = "okcoin"\n', "config.toml:1: venu: unknown setting; did you mean 'venue'?"),
        ('\nformat = "xml"\n', "config.toml:2: format: 'xml' is not one of table, brief, rows"),
        ("venue = 5\n", "config.toml:1: venue: must be a string"),
        ("venue = \n", "config.toml:1: is not TOML"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_and_the_answer_given(home, text, said):
    """The fault is named with file, line and remedy; the rest goes on."""
    configure(home, text)
    result = answer(home, "43005")
    assert said in result.err
    assert result.rows[0][:3] == ["crypto-com", "api", "43005"]


def test_a_variable_that_makes_no_sense_is_bad_usage(home):
    """ERRDECODE_COLOR takes three words."""
    result = answer(home, "43005", ERRDECODE_COLOR="mauve")
    assert (result.status, result.out) == (2, "")
    assert "ERRDECODE_COLOR" in result.err


@pytest.mark.parametrize("typed", [["crypto-com:43005"], ["crypto-com", "43005"], ["cryptocom:POST_ONLY_REJ"]], ids=str)
def test_a_venue_that_is_typed_goes_before_the_default_one(home, typed):
    """Beside the code or before its colon."""
    result = answer(home, *typed, ERRDECODE_VENUE="binance")
    assert result.status == 0
    assert [row[:3] for row in result.rows] == [["crypto-com", "api", "43005"]]
    assert "known for" not in result.err


def test_each_code_is_asked_of_its_own_venue(home):
    """The default one is asked for the codes that name none."""
    rows = answer(home, "crypto-com:43005", "-1121", ERRDECODE_VENUE="binance").rows
    assert {(row[0], row[2]) for row in rows} == {("crypto-com", "43005"), ("binance", "-1121")}


def test_other_venues_are_one_line_beside_the_default_one(home):
    """Who else knows the code is said, not shown."""
    missing = answer(home, "43005", ERRDECODE_VENUE="binance")
    assert missing.status == 1
    assert "43005: not of binance; known for crypto-com, bitget; `-V any` shows all\n" in missing.err
    also = answer(home, "10001", ERRDECODE_VENUE="okcoin")
    assert also.status == 0
    assert "10001: also known for bitfinex," in also.err
    assert {row[0] for row in also.rows} == {"okcoin"}


@pytest.mark.parametrize("text", ["broken =", None], ids=["broken", "missing"])
@pytest.mark.parametrize("typed", [["43005"], ["parse", "-"], ["codes"]], ids=lambda typed: typed[0])
def test_a_catalogue_that_was_typed_and_is_broken_ends_with_2(home, text, typed):
    """The answer is given without it; a broken one that was not typed costs a warning."""
    path = home / "own.toml"
    if text:
        path.write_text(text)
    result = answer(home, *typed, "--catalog", str(path))
    assert result.status == 2
    assert f"left out: {path}:1: " in result.err
    assert result.out == answer(home, *typed).out
    (home / "config" / "errdecode" / "catalogs").mkdir()
    (home / "config" / "errdecode" / "catalogs" / "own.toml").write_text("broken =")
    assert answer(home, "43005").status == 0


def test_repeated_faults_of_a_catalogue_are_counted(home):
    """A few are shown, the rest is a number."""
    good = (CATALOGS / "tickdb.toml").read_text(encoding="utf-8")
    (home / "own.toml").write_text(good.replace("\nmeaning = ", "\nmeanig = "), encoding="utf-8")
    err = answer(home, "43005", "--catalog", str(home / "own.toml")).err
    assert len(err.splitlines()) < 10
    assert "more faults of this file" in err
