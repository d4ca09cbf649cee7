"""The formats of `errdecode parse`, and what each promises."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from harness import on_terminal, run
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from referencing import Registry, Resource
from scans import BROKE, LOGS, PRICE, QUIET, REFUSED, TIMEOUT, error, findings, lines

import errdecode
from errdecode.formats import PARSE, names
from errdecode.parse.summary import MAX_GROUPS, Summary

FORMATS = names(PARSE)
MIXED = str(LOGS / "mixed.log")
SCHEMAS = [json.loads(path.read_text()) for path in (Path(__file__).parent.parent / "schemas").glob("*.schema.json")]
FINDING = Draft202012Validator(
    next(schema for schema in SCHEMAS if schema["$id"] == "errdecode:finding"),
    registry=Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS),
)


@pytest.fixture
def log(tmp_path):
    """Write a small log: quiet, a refusal, prices, a timeout."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(QUIET, REFUSED, PRICE, PRICE, PRICE, PRICE, TIMEOUT, QUIET))
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_shows_what_was_found(form, log):
    """Code, venue and name of each error stand in each format."""
    result = run("parse", str(log), "-f", form, COLUMNS="200")
    assert result.status == 0
    assert result.err == ""
    for word in ("crypto-com", "43005", "POST_ONLY_REJ", "40801", "REQUEST_TIMEOUT"):
        assert word in result.out


def test_ndjson_is_one_finding_a_line():
    """Each record is the interface's."""
    records = findings(run("parse", MIXED, "-f", "ndjson"))
    assert records
    for record in records:
        FINDING.validate(record)
        assert record["source"] == MIXED


def test_json_is_one_document_with_the_same_findings(log):
    """`--format json` holds what ndjson holds, and is a document where nothing was found."""
    assert run("parse", MIXED, "-f", "json").json == {
        "schema": 1,
        "findings": findings(run("parse", MIXED, "-f", "ndjson")),
    }
    assert run("parse", str(log), "--json").out == run("parse", str(log), "-f", "json").out
    assert run("parse", "-", "-f", "json", stdin=lines(QUIET)).json == {"schema": 1, "findings": []}


def test_json_formats_are_plain_ascii():
    """Nothing in them can act on a terminal."""
    line = error(306, "\x1b[31mé\u202e\x9b").encode()
    for form in ("json", "ndjson"):
        out = run("parse", "-", "-f", form, stdin=line).out
        assert "306" in out
        assert out.isascii()
        assert "\x1b" not in out


@pytest.mark.parametrize("name", ["source", "line", "time", "request", "fields", "id"])
def test_no_message_takes_the_place_of_another_field(name):
    """Whatever a log says stands in the message and nowhere else."""
    hostile = f"\0{name}\0"
    (record,) = findings(run("parse", "-", "-f", "ndjson", stdin=lines(error(306, hostile))))
    assert record["message"] == hostile
    assert (record["source"], record["line"], record["time"], record["id"]) == (None, 1, "2026-11-20T09:30:00Z", "7")
    assert record["request"] is None


def test_rows_are_tab_separated_with_place_and_time_first(log):
    """Source, line, time, confidence, venue, namespace, code, name."""
    rows = run("parse", str(log)).rows
    assert [row[:8] for row in rows] == [
        [str(log), "2", "2026-11-20T09:30:00Z", "certain", "crypto-com", "api", "43005", "POST_ONLY_REJ"],
        [str(log), "7", "2026-11-20T12:30:00Z", "certain", "crypto-com", "api", "40801", "REQUEST_TIMEOUT"],
    ]
    assert len({len(row) for row in rows}) == 1


def test_csv_has_a_header_and_as_many_fields_in_each_record(log):
    """A spreadsheet reads it, and the log cannot make it run a formula."""
    head, *records = csv.reader(io.StringIO(run("parse", str(log), "-f", "csv").out))
    assert [dict(zip(head, record, strict=True))["code"] for record in records] == ["43005", "40801"]
    hostile = error(306, '=HYPERLINK("http://x","y"),\r\n@x')
    out = run("parse", "-", "-f", "csv", stdin=hostile).out
    head, record = csv.reader(io.StringIO(out))
    assert not dict(zip(head, record, strict=True))["message"].startswith("=")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r\n=", "\uff1d"])
def test_csv_begins_no_formula(start):
    """What a spreadsheet would run gets a quote before it, also behind blanks."""
    out = run("parse", "-", "-f", "csv", stdin=error(306, f"{start}cmd|'/c calc'!A1")).out
    head, record = csv.reader(io.StringIO(out))
    assert dict(zip(head, record, strict=True))["message"].startswith("'")


def test_csv_leaves_numbers_usable():
    """A negative code is a number, not a formula."""
    line = 'binance {"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}'
    head, record = csv.reader(io.StringIO(run("parse", "-", "-f", "csv", stdin=line).out))
    assert dict(zip(head, record, strict=True))["code"] == "-1021"


@pytest.mark.parametrize(
    "message",
    [
        "![x](http://evil.example/a.png)", "[a](javascript:alert(1))", "[a][b] [b]: http://evil.example",
        "<http://evil.example>", "https://evil.example/x www.evil.example me@evil.example",
        "@bob, |a@evil.example|`b@evil.example", "&lt;b&gt; **x** ~~y~~",
    ],
)  # fmt: skip
def test_markdown_shows_a_message_as_text(message):
    """No link, image, emphasis or entity of a message comes alive, and it reads as it was written."""
    out = run("parse", "-", "-f", "markdown", stdin=error(999123, message)).out
    tokens = MarkdownIt("commonmark").enable("table").parse(out)
    inside = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "softbreak", "code_inline"}
    # A renderer looks for addresses of people after it took escapes away, but not in code.
    assert not any("@" in child.content for child in inside if child.type == "text")
    assert message in {"".join(child.content for child in token.children or ()) for token in tokens}
    assert "http://" not in out
    assert "https://" not in out


def test_markdown_is_a_table_that_the_log_cannot_leave(log):
    """Each row has as many cells as the head, whatever a message holds."""
    hostile = error(999123, "a | b ` <img src=x> \n\n# c")
    for data in (log.read_bytes(), hostile.encode()):
        rows = [line for line in run("parse", "-", "-f", "markdown", stdin=data).out.splitlines() if line[:1] == "|"]
        assert len(rows) >= 3
        assert len({line.replace("\\|", "").count("|") for line in rows}) == 1
        assert "<img" not in "".join(rows)


def test_annotate_passes_every_line_through(log):
    """The log is there byte for byte; below each error stands an indented note."""
    result = run("parse", str(log), "-f", "annotate")
    shown = result.out.splitlines(keepends=True)
    assert "".join(line for line in shown if not line.startswith("    ^ ")).encode() == log.read_bytes()
    noted = [shown[at - 1] for at, line in enumerate(shown) if line.startswith("    ^ ")]
    assert noted == [f"{REFUSED}\n", f"{TIMEOUT}\n"]
    assert "May have executed" in next(line for line in shown if "40801 REQUEST_TIMEOUT" in line)


@pytest.mark.parametrize("ending", [b"", b"\r\n", b"\n\n"])
def test_annotate_keeps_bytes_that_are_no_text(ending):
    """With `--raw`, invalid UTF-8, carriage returns and a missing end are passed on as they are."""
    data = b"\xff\x00 caf\xe9\r\n" + lines(PRICE) + b"tail \xc3" + ending
    import subprocess  # noqa: PLC0415  # only here bytes are compared

    from harness import command, environment  # noqa: PLC0415  # likewise

    done = subprocess.run(
        [*command(), "parse", "-f", "annotate", "--raw"],
        input=data,
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert (done.stdout, done.returncode) == (data, 1)


def test_annotate_spells_out_what_acts_on_a_terminal():
    """In a pipe as well: colours, titles, direction marks, bytes of eight-bit terminals; text, tabs and ends stay."""
    acting = b"\x1b[31mred\x1b]0;title\x07 a\xe2\x80\xaeb \x9b2J back\rover\x08\n"
    harmless = "tab\there caf\u00e9 \u20ac\u00a0\u2026\r\n".encode()
    spelled = "\\x1b[31mred\\x1b]0;title\\x07 a\\u202eb \\x9b2J back\\rover\\x08\n"
    assert run("parse", "-f", "annotate", stdin=acting + harmless).out == spelled + harmless.decode()
    assert run("parse", "-f", "annotate", "--raw", stdin=b"\x1b[31mred\n").out == "\x1b[31mred\n"


def test_annotate_of_a_pretty_printed_payload_puts_the_note_below_it():
    """A note never stands in the middle of what it speaks of."""
    text = '12:00:00 cryptocom answered\n{\n  "id": 7,\n  "method": "private/create-order",\n  "code": 306\n}\nnext\n'
    shown = run("parse", "-", "-f", "annotate", stdin=text).out.splitlines()
    assert [line[:6] for line in shown[-3:]] == ["}", "    ^ ", "next"]


def test_a_note_has_a_line_of_its_own():
    """Also below a last line that lacks its end, and below a line that holds two errors."""
    shown = run("parse", "-", "-f", "annotate", stdin=REFUSED).out.splitlines()
    assert [line[:6] for line in shown] == [REFUSED[:6], "    ^ "]
    both = f"{REFUSED} {BROKE}"
    shown = run("parse", "-", "-f", "annotate", stdin=lines(both, PRICE)).out.splitlines()
    assert [line[:6] for line in shown] == [both[:6], "    ^ ", "    ^ ", PRICE[:6]]


def test_context_shows_lines_around_each_error(log):
    """`-C 1` shows one line before and after, and marks what was left out."""
    shown = run("parse", str(log), "-f", "annotate", "-C", "1").out.splitlines()
    assert [line for line in shown if not line.startswith("    ^ ")] == [
        QUIET, REFUSED, PRICE, "--", PRICE, TIMEOUT, QUIET,
    ]  # fmt: skip
    assert run("parse", str(log), "-f", "annotate", "-C", "0").out.splitlines()[0] == REFUSED


def test_a_terminal_gets_a_report_most_dangerous_first(log):
    """Without `--format`: totals, what may have executed before what was refused, and how much was read."""
    result = on_terminal("parse", str(log), columns=100, NO_COLOR="1")
    assert result.status == 0
    text = result.out
    assert "2 errors of 2 kinds" in text
    assert text.index("40801") < text.index("43005")
    assert "Read 8 lines" in text


def test_a_report_of_nothing_says_so(tmp_path):
    """No error, one sentence, exit status 1."""
    path = tmp_path / "quiet.log"
    path.write_bytes(lines(QUIET, PRICE))
    result = run("parse", str(path))
    assert (result.status, result.out, result.err) == (1, "", "errdecode: no error in the input\n")


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_top_limits_the_codes_of_a_report(form, tmp_path):
    """`--top 1` shows the first; the totals still count all."""
    path = tmp_path / "bot.log"
    path.write_bytes(lines(REFUSED, TIMEOUT, BROKE))
    out = run("parse", str(path), "-f", form, "--top", "1").out
    assert "40801" in out
    assert "43005" not in out
    assert "3 errors of 3 kinds" in out


def test_a_report_counts_and_spans():
    """Equal errors are one row with their number, the first and the last time."""
    out = run("parse", "-", "-f", "markdown", stdin=lines(REFUSED, error(at="2026-11-20T11:00:00.000Z"), REFUSED)).out
    (row,) = [line for line in out.splitlines() if "43005" in line]
    cells = [cell.strip() for cell in row.split("|")]
    assert cells[3] == "3"
    assert cells[6:8] == ["2026-11-20T09:30:00Z", "2026-11-20T11:00:00Z"]


def test_more_codes_than_are_counted_hide_none_that_may_have_executed():
    """Behind thousands of codes that nobody knows, a timeout is still counted as what it is."""
    (timeout,), (stranger,) = (
        errdecode.decode(TIMEOUT),
        errdecode.decode('{"code":700001,"message":"E_X","error":true}'),
    )
    summary = Summary()
    for number in range(MAX_GROUPS + 10):
        summary.add(stranger.replace(code=f"7{number:05}"), None)
    summary.add(timeout, None)
    assert (summary.number, summary.risky) == (MAX_GROUPS + 11, 1)
    assert [group.example.code for group in summary.ranked()] == ["others"]


@pytest.mark.parametrize("form", ["table", "markdown", "annotate", "brief"])
def test_a_reading_that_is_not_sure_is_shown_with_the_careful_conclusion(form):
    """The first reading was refused, another service may have sent it: whoever reads the line may rely on it."""
    log = "INFO binance connected\nERROR {'code': -1128, 'msg': 'Position not found'}\n"
    shown = run("parse", "-", "-f", form, stdin=log, COLUMNS="120").out
    assert "May have executed" in shown
    assert "Look first" in shown
    assert "Refused" not in shown
    assert "Send together" not in shown


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_log_reaches_a_terminal_as_control(form):
    """Escape sequences, bidi marks and markup in every field are shown, not obeyed."""
    hostile = error(306, "\x1b]0;title\x07[red]x[/red] :boom: \u202eabc", number=1).encode("utf-8", "surrogatepass")
    import tempfile  # noqa: PLC0415  # only here a terminal reads a file

    with tempfile.NamedTemporaryFile() as file:
        file.write(hostile.replace(b"\\u001b", b"\x1b").replace(b"\\u202e", "\u202e".encode()) + b"\n")
        file.flush()
        out = on_terminal("parse", file.name, "-f", form, "--color", "never", columns=200).out
    assert "306" in out
    for control in ("\x1b", "\x07", "\u202e"):
        assert control not in out


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_code_of_two_namespaces_is_told_apart(form):
    """Where the venue alone would make two rows look alike, its namespace stands beside it."""
    behind = '{{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}}'
    log = lines(*(f"GET https://{host}.binance.com/ 400 {behind}" for host in ("api", "fapi")), BROKE)
    out = run("parse", "-", "-f", form, stdin=log, COLUMNS="200").out
    for place in ("binance spot", "binance usdm"):
        assert place in out
    assert "crypto-com api" not in out


def test_a_log_without_an_error_gets_one_sentence():
    """The report says it; standard error does not repeat it."""
    result = run("parse", "-", "-f", "table", stdin=QUIET)
    assert (result.status, result.err) == (1, "")
    assert result.out.splitlines()[-1] == f"No error found. Read 0 lines, {len(QUIET)} bytes."


def test_a_case_to_look_at_comes_with_the_advice_of_its_own_namespace():
    """An order that is not found may be an algo order on futures, and not on spot."""
    refused = '{"code":-2013,"msg":"Order does not exist."}'
    log = lines(*(f"DELETE https://{host}.binance.com/ 400 {refused}" for host in ("api", "fapi")))
    out = run("parse", "-", "-f", "table", stdin=log, COLUMNS="200").out
    lines_of = out.splitlines()
    spot, usdm = (lines_of.index(f"binance {place} -2013 NO_SUCH_ORDER") for place in ("spot", "usdm"))
    advice = [lines_of[at + 1] for at in (spot, usdm)]
    assert ["algo orders" in each for each in advice] == [False, True]
    assert all(each.startswith("  Check symbol and id") for each in advice)


@pytest.mark.parametrize(("option", "kind"), [("-C", "annotate"), ("--top", "table")])
def test_an_option_of_one_format_asks_for_it(log, option, kind):
    """`-C 1` alone means annotate and `--top 1` a report; beside another format they are refused, not ignored."""
    assert run("parse", str(log), option, "1").out == run("parse", str(log), option, "1", "-f", kind).out
    refused = run("parse", str(log), option, "1", "-f", "csv")
    assert (refused.status, refused.out) == (2, "")
    assert kind in refused.err
