"""What scripts rely on: the JSON records, the streams, the exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from harness import run
from jsonschema import Draft202012Validator
from payloads import PAYLOADS
from referencing import Registry, Resource

_SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text())
    for path in (Path(__file__).parent.parent / "schemas").glob("*.schema.json")
}
_REGISTRY = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in _SCHEMAS.values())
CODES = (
    "43005",
    "1000",
    "10001",
    "50001",
    "5001",
    "Request Timed Out",
    "post_only_rej",
    "-32601",
    "99999",
    "05001",
    "",
)


def check(name, value):
    """Hold a value against a schema; the failure names the place."""
    _validator(name).validate(value)


@cache
def _validator(name):
    return Draft202012Validator(_SCHEMAS[name], registry=_REGISTRY)


@pytest.mark.parametrize("name", sorted(_SCHEMAS))
def test_the_schemas_are_schemas(name):
    """A schema that is wrong would let everything pass."""
    Draft202012Validator.check_schema(_SCHEMAS[name])


def test_the_schemas_refuse_what_is_wrong():
    """A record with an outcome that does not exist is refused."""
    record = run("43005", "--json").json
    check("lookup", record)
    record["queries"][0]["entries"][0]["outcome"] = "perhaps"
    assert not Draft202012Validator(_SCHEMAS["lookup"], registry=_REGISTRY).is_valid(record)


def test_lookup_has_its_record():
    """`lookup --format json` is one document with an answer to each code."""
    answer = run("lookup", *CODES[:-1], "--format", "json").json
    check("lookup", answer)
    assert len(answer["queries"]) == len(CODES) - 1


def test_lookup_ndjson_is_one_answer_a_line():
    """`--format ndjson` splits the same document."""
    lines = run("43005", "1000", "-f", "ndjson").out.splitlines()
    whole = run("43005", "1000", "-f", "json").json["queries"]
    assert [json.loads(line) for line in lines] == whole


@pytest.mark.slow
def test_codes_ndjson_is_one_entry_a_line():
    """`codes --format ndjson` prints every entry, each as the interface has it."""
    lines = run("codes", "--format", "ndjson").out.splitlines()
    for line in lines:
        check("entry", json.loads(line))
    assert len(lines) == sum(int(row[5]) for row in run("venues").rows)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.about)
def test_decode_has_its_record(payload):
    """`decode --format json` is one document, whatever was found."""
    answer = run("decode", payload.text, "--format", "json").json
    check("decode", answer)
    assert bool(answer["findings"]) is payload.is_error


@pytest.mark.parametrize(
    "text",
    ['{"error_code":1007}', '{"id":1,"method":"private/create-order","code":43006,"message":"NEW"}', "close 1006"],
)
def test_ambiguous_and_unknown_findings_have_the_same_record(text):
    """Readings that are not certain keep to the interface."""
    check("decode", run("decode", text, "--json").json)


def test_search_and_venues_have_documents():
    """The browsing commands give JSON of the same entries and of venues."""
    for entry in run("search", "post", "only", "--json").json["entries"]:
        check("entry", entry)
    for line in run("venues", "-f", "ndjson").out.splitlines():
        assert {"id", "name", "aliases", "namespaces", "origin"} <= json.loads(line).keys()


def test_json_is_plain_ascii():
    """Nothing in a JSON answer can act on a terminal."""
    text = json.dumps({"id": 1, "method": "private/create-order", "code": 306, "message": "\x1b[31mé\u202e\x9b"})
    for form in ("json", "ndjson"):
        out = run("decode", text, "-f", form).out
        assert out.isascii()
        assert "\x1b" not in out


def test_the_dash_json_is_format_json():
    """`--json` is short for `--format json`."""
    assert run("43005", "--json").out == run("43005", "--format=json").out


@pytest.mark.parametrize("form", ["rows", "json", "ndjson", "table"])
def test_shared_options_mean_the_same_wherever_they_stand(form):
    """`-f` and `-V` may stand before the command, after it, and after its words."""
    wanted = run("lookup", "10001", "-V", "okcoin", "-f", form).out
    assert wanted
    for typed in (
        ["-f", form, "-V", "okcoin", "10001"],
        ["10001", f"--format={form}", "--venue=okcoin"],
        ["-V", "okcoin", "lookup", "-f", form, "10001"],
        ["lookup", "-V", "okcoin", "10001", "-f", form],
    ):
        assert run(*typed).out == wanted, typed


def test_shared_options_of_other_commands_may_stand_first():
    """`errdecode -f ndjson codes tickdb` is `errdecode codes tickdb -f ndjson`."""
    assert run("-f", "ndjson", "codes", "tickdb").out == run("codes", "tickdb", "-f", "ndjson").out != ""


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (["43005"], 0),
        (["99999"], 1),
        (["43005", "99999"], 1),
        (['{"id":1,"method":"private/create-order","code":306}'], 0),
        (['{"id":1,"method":"private/create-order","code":0}'], 1),
        (["venues"], 0),
        (["search", "xylophone"], 1),
        (["--version"], 0),
        (["--help"], 0),
        (["--jsno"], 2),
        (["43005", "--jsno"], 2),
        (["lookup"], 2),
        (["-f", "yaml", "43005"], 2),
        (["43005", "-f", "yaml"], 2),
        (["--color", "blue", "43005"], 2),
        (["-V", "nowhere", "43005"], 2),
        (["43005", "-V"], 2),
        (["decode", "1", "2"], 2),
        (["search"], 2),
        (["search", "--limit", "-1", "x"], 2),
    ],
)
def test_exit_statuses(typed, status):
    """0 what was asked for was decoded, 1 it was not, 2 bad usage; and never a traceback."""
    result = run(*typed)
    assert result.status == status
    assert "Traceback" not in result.err
    if status == 2:
        assert result.out == ""
        assert result.err.strip()


def test_a_mistyped_option_is_named_with_what_was_meant():
    """`--jsno` is a usage error with a suggestion."""
    for typed in (["--jsno"], ["43005", "--jsno"], ["-1121", "--jsno"], ["venues", "--jsno"]):
        result = run(*typed)
        assert result.status == 2
        assert "--jsno" in result.err
        assert "--json" in result.err


@pytest.mark.slow
def test_a_closed_pipe_is_no_error():
    """`errdecode codes | head -1` ends quietly."""
    import subprocess  # noqa: PLC0415  # only here a pipe is closed early

    from harness import command, environment  # noqa: PLC0415  # likewise

    process = subprocess.Popen(
        [*command(), "codes", "-f", "ndjson"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), err) == (0, b"")


@pytest.mark.slow
def test_a_full_disk_is_said(tmp_path):
    """Output that cannot be written ends with 2 and one sentence."""
    import subprocess  # noqa: PLC0415  # only here output goes to a device

    from harness import command, environment  # noqa: PLC0415  # likewise

    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        for typed in (["43005"], ["codes"], ["43005", "--json"]):
            done = subprocess.run(
                [*command(), *typed], stdout=full, stderr=subprocess.PIPE, env=environment(), cwd=tmp_path, check=False
            )
            assert done.returncode == 2
            assert done.stderr.startswith(b"errdecode: cannot write")
            assert done.stderr.count(b"\n") == 1


def test_an_interrupt_while_it_is_being_loaded_ends_it_in_silence():
    """Whoever presses Ctrl-C at once sees no traceback."""
    early = (
        "import sys, errdecode.__main__ as program\n"
        "class Impatient:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'errdecode.cli.guard': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Impatient())\n"
        "program.run()"
    )
    ended = subprocess.run([sys.executable, "-c", early, "43005"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
