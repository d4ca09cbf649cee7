"""TAB in real shells on a pseudo-terminal."""

from __future__ import annotations

import os
import re

import pytest
from harness import CATALOG_HEAD
from shell_driver import SCRIPTS, Shell

from errdecode.catalog.load import load
from errdecode.catalog.locate import Root
from errdecode.catalog.words import completion_words

HEAD = CATALOG_HEAD.format(id="hostile", name="Hostile $(touch pwned)")
ENTRY = """[[entries]]
namespace = "api"
code = "{code}"
name = "{name}"
category = "bad_request"
meaning = "{meaning}"
samples = ["x"]
"""

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ("errdecode 4300\t", ("43003", "43004", "43005")),
        ("errdecode parse --format \t", ("rows", "annotate", "table", "ndjson", "json", "csv", "markdown")),
        ("errdecode lookup --format \t", ("table", "rows", "json", "ndjson")),
        ("errdecode -V \t", ("binance", "crypto-com", "ethgas", "okcoin", "oxfun", "tickdb", "websocket")),
        ("errdecode parse --retry \t", ("never", "after_fix", "reconcile_first")),
        ("errdecode parse --fail-on \t", ("invalid_order", "unknown-outcome", "any")),
        ("errdecode --color \t", ("auto", "always", "never")),
        ("errdecode \t", ("lookup", "decode", "parse", "search", "venues", "codes", "crypto-com:")),
        ("errdecode completion \t", ("install", "uninstall", "show")),
        ("errdecode completion show \t", ("bash", "zsh", "fish", "powershell")),
        ("errdecode -112\t", ("-1120", "-1121", "-1122")),
    ],
)
def test_tab_lists_what_fits(shipped, keys, wanted):
    """TAB shows commands, option values, venues and codes where each belongs."""
    shown = shipped.after(keys, wanted[-1])
    assert not [word for word in wanted if word not in shown], shown


def test_tab_after_a_venue_lists_its_codes(shipped):
    """`crypto-com:43` is one word although bash splits it at the colon."""
    shown = shipped.after("errdecode crypto-com:43\t\t", "43012")
    assert not [code for code in ("43003", "43004", "43005", "43012") if code not in shown], shown


def test_meaning_stands_beside_a_code(shipped):
    """Zsh and fish show what a code means beside it."""
    if shipped.name == "bash":
        pytest.skip("bash shows words only")
    line = next(line for line in shipped.after("errdecode 4300\t", "POST_ONLY_REJ").splitlines() if "43005" in line)
    assert re.search(r"43005.*crypto-com POST_ONLY_REJ", line), line


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("errdecode crypto-com:43005\t", "<crypto-com:43005>"),
        ("errdecode crypto\t4300\t5", "<crypto-com:43005>"),
        ("errdecode far_away_l\t", "<FAR_AWAY_LIMIT_PRICE>"),
        ("errdecode Request\\ Timed\t", "<Request Timed Out>"),
        ("errdecode 'Request Timed\t", "<Request Timed Out>"),
        ('errdecode "Request Timed\t', "<Request Timed Out>"),
        ("errdecode -V okc\t", "<-V><okcoin>"),
        ("errdecode --venue=okc\t", "<--venue=okcoin>"),
        ("errdecode -V okcoin --form\tjs\t 10009", "<-V><okcoin><--format><json><10009>"),
        ("errdecode parse --format=ann\t", "<parse><--format=annotate>"),
        ("errdecode sea\tfoo", "<search><foo>"),
        ("errdecode -- sea\tfoo", "<--><seafoo>"),
        ("errdecode codes tick\t", "<codes><tickdb>"),
    ],
)
def test_tab_inserts_one_word(shipped, line, words):
    """What TAB inserts reaches the program as the words that are meant."""
    assert words == shipped.run(line)


@pytest.mark.parametrize("command", ["parse", "lookup --catalog", "catalog lint", "catalog import", "catalog diff"])
def test_files_where_files_belong(shipped, command):
    """A file's name completes where a file is asked for."""
    assert shipped.run(f"errdecode {command} progr\terrdecode").endswith("<programs/errdecode>")


@pytest.mark.parametrize("command", ["lookup", "search", "venues", "-V", "decode"])
def test_no_files_elsewhere(shipped, command):
    """A file's name does not complete where none is asked for."""
    assert shipped.run(f"errdecode {command} progr\tx").endswith("<progrx>")


def test_regular_expressions_are_only_text(shipped):
    """What is typed is compared as it stands, not as a pattern."""
    for typed in ("4.00", "4[3]00", "^43", "43$"):
        quoted = f"'{typed}"
        assert "43005" not in shipped.after(f"errdecode {quoted}\t"), typed
    shipped.clear()


def test_own_words_go_before_the_shipped(with_words):
    """The file in the user's cache is read in place of the shipped one."""
    shell = with_words("gateway:\tOur gateway\ngateway:G-77\tLimit reached\nG-77\tgateway: Limit reached\n")
    assert shell.run("errdecode G-\t") == "<G-77>"
    assert shell.run("errdecode gate\tG\t") == "<gateway:G-77>"
    assert shell.run("errdecode 4300\t") == "<4300>"


def test_a_hostile_word_is_inserted_as_text(with_words):
    """A word that a shell could execute is quoted, and nothing in it runs."""
    shell = with_words(
        "$HOME\tx\n77$(touch pwned)\tx\n78;touch pwned\tx\n79`touch pwned`\tx\n80&x|y>z\tx\n81~*?[a]{b,c}#\tx\n"
        "82'a\"b\\c\tx\n83 !! a\tx\n"
    )
    words = {
        "77": "77$(touch pwned)", "78": "78;touch pwned", "79": "79`touch pwned`", "80": "80&x|y>z",
        "81": "81~*?[a]{b,c}#", "82": "82'a\"b\\c", "83": "83 !! a", "\\$H": "$HOME",
    }  # fmt: skip
    for typed, word in words.items():
        assert shell.run(f"errdecode {typed}\t") == f"<{word}>"
    home = os.path.dirname(shell.cache)
    assert "pwned" not in os.listdir(home)


def test_a_hostile_catalogue_is_text_at_the_press_of_tab(with_words, tmp_path):
    """Names of a private catalogue are inserted and shown as text, and nothing else."""
    names = [r"77'a\"b", "78$(touch pwned)", "79`touch pwned`", r"80\nb;touch pwned", r"81\u009b31m", r"82\u202e a"]
    entries = "".join(ENTRY.format(code=f"C-{at}", name=name, meaning=name) for at, name in enumerate(names))
    (tmp_path / "hostile.toml").write_text(HEAD + entries, encoding="utf-8")
    loaded = load((Root(str(tmp_path / "hostile.toml"), "user"),))
    assert loaded.faults == ()
    (hostile,) = loaded.catalogs
    shell = with_words(completion_words([hostile.venue], hostile.entries))
    assert shell.run("errdecode 77\t") == "<77'a\"b>"
    assert shell.run("errdecode 78\t") == "<78$(touch pwned)>"
    assert shell.run("errdecode 79\t") == "<79`touch pwned`>"
    shell.after("errdecode hostile:C\t\t", "C-2")
    assert "\u009b".encode() not in shell.raw
    assert "\u202e".encode() not in shell.raw
    assert "pwned" not in os.listdir(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_place_of_the_words_is_not_waited_for(shell_name, tmp_path):
    """TAB goes on with the shipped words."""
    os.makedirs(tmp_path / "cache" / "errdecode")
    os.mkfifo(tmp_path / "cache" / "errdecode" / "completion.tsv")
    shell = Shell(shell_name, str(tmp_path))
    try:
        assert shell.run("errdecode crypto-com:4300\t5") == "<crypto-com:43005>"
    finally:
        shell.close()


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_hostile_word_never_leaves_its_quotes(with_words, quote):
    """Inside an open quote a word is inserted so that it stays one, or not at all."""
    shell = with_words("77$(touch pwned)\tx\n78'; touch pwned; '\tx\n79\"; touch pwned; \"\tx\n80`touch pwned`\tx\n")
    for typed in ("77", "78", "79", "80"):
        shell.after(f"errdecode {quote}{typed}\t")
        # Where the shell has closed the quote already, this opens another one.
        shell.type(f"{quote}\n")
        shell.wait_quiet()
    assert "pwned" not in os.listdir(os.path.dirname(shell.cache))


def test_a_hostile_description_is_shown_as_text(with_words):
    """Substitutions, prompt escapes and backslashes in a description are shown as they stand."""
    text = "$(touch pwned) `touch pwned` %F{red} %B a\\b \\:c [x]"
    shell = with_words(f"7701\t{text}\n7702\tplain\n")
    shown = shell.after("errdecode 770\t", "7702")
    assert "7701" in shown
    if shell.name != "bash":
        assert text in shown
    assert "pwned" not in os.listdir(os.path.dirname(shell.cache))


def test_without_any_words_the_rest_completes(shell_name, tmp_path, completions):
    """Commands and options complete where no file of words is."""
    script = tmp_path / "alone" / SCRIPTS[shell_name]
    script.parent.mkdir()
    with open(os.path.join(completions, SCRIPTS[shell_name]), encoding="utf-8") as file:
        script.write_text(file.read(), encoding="utf-8")
    shell = Shell(shell_name, str(tmp_path), str(script))
    try:
        assert shell.run("errdecode sea\tfoo") == "<search><foo>"
        assert shell.run("errdecode 4300\tx") == "<4300x>"
    finally:
        shell.close()
