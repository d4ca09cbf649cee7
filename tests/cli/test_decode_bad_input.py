"""Whatever comes in: a finding or a sentence, never a traceback, never a hang, memory bounded."""

from __future__ import annotations

import json

import pytest
from harness import run

MB = 1024 * 1024
MEMORY_MB = 768
"""Address space for everything, the interpreter and the largest payload included."""

NO_ERROR = {
    "a lone brace": "{",
    "a lone bracket": "[",
    "a closing brace": "}",
    "null": "null",
    "true": "true",
    "an empty object": "{}",
    "an empty list": "[]",
    "an empty string": '""',
    "NaN": "NaN",
    "a NaN code": '{"id":1,"method":"private/create-order","code":NaN}',
    "an infinite code": '{"id":1,"method":"private/create-order","code":Infinity}',
    "a code of 400 digits": '{"id":1,"method":"private/create-order","code":' + "9" * 400 + "}",
    "a code of 5,000 digits": '{"id":1,"method":"private/create-order","code":' + "9" * 5000 + "}",
    "a number of 5,000 digits": "9" * 5000,
    "a float of 5,000 digits": '{"id":1,"method":"private/create-order","code":1e' + "9" * 5000 + "}",
    "a code that is a list": '{"id":1,"method":"private/create-order","code":[43005]}',
    "a code that is an object": '{"id":1,"method":"private/create-order","code":{"code":{}}}',
    "an empty code": '{"id":1,"method":"private/create-order","code":""}',
    "100,000 open brackets": "[" * 100_000,
    "100,000 open braces": "{" * 100_000,
    "30,000 open objects": '{"a":' * 30_000,
    "100,000 open brackets with spaces": "[ " * 100_000,
    "100,000 closed brackets": "[" * 100_000 + "]" * 100_000,
    "100,000 quotes": '{"code":"' + '"' * 100_000,
    "100,000 backslashes": '{"code":"' + "\\" * 100_000,
    "30,000 escaped objects": '{\\"a\\":' * 30_000,
    "30,000 keys": '{"k":' + '"v","k":' * 30_000,
    "half a million brackets": "[" * 500_000,
    "8,000 open arrays as PHP prints them": "Array ( [" * 8_000,
    "100,000 equals signs": "a=" * 100_000,
    "200,000 line breaks": "\n" * 200_000 + "x",
    "NUL bytes": "\0" * 1000,
    "lone surrogates in JSON": '{"a":"\\ud800"}',
}


@pytest.mark.parametrize("text", NO_ERROR.values(), ids=NO_ERROR)
def test_what_holds_no_error_is_said_so(text):
    """Broken, huge and deep inputs end with 1 and one sentence."""
    result = run("decode", "-", stdin=text, memory_mb=MEMORY_MB)
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("errdecode: no error in the input")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("piece", ['{"original":"', '{"a":{"b":"'])
@pytest.mark.slow
def test_what_is_too_entangled_to_be_read_whole_is_said(piece):
    """Reading stops where it would cost more than the text is worth; nobody takes that for an answer."""
    result = run("decode", "-", stdin=piece * 8_000, memory_mb=MEMORY_MB)
    assert result.status == 2
    assert result.err.splitlines()[-1] == (
        "errdecode: too entangled to be read whole: give the part that holds the error"
    )


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t \n", "\ufeff"], ids=["empty", "space", "white space", "byte-order mark"]
)
def test_nothing_is_bad_usage(text):
    """Without an input there is nothing to decode: exit status 2."""
    result = run("decode", "-", stdin=text)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("errdecode: there is nothing to decode")
    assert result.err.count("\n") == 1


def test_an_empty_argument_is_bad_usage():
    """An empty word where the payload belongs is no payload."""
    assert run("decode", "").status == 2
    assert run("decode", "  ").status == 2


def test_a_payload_of_50_mb_is_refused_with_the_way_out():
    """What is too large for one payload is said to belong to `errdecode parse`, and is not read whole."""
    text = b'{"id":1,"method":"private/create-order","code":306,"message":"' + b"x" * (50 * MB) + b'"}'
    result = run("decode", "-", stdin=text, memory_mb=256)
    assert (result.status, result.out) == (2, "")
    assert "errdecode parse" in result.err
    assert result.err.count("\n") == 1


def test_a_payload_of_a_megabyte_is_decoded():
    """A megabyte of message is one payload."""
    text = '{"id":1,"method":"private/create-order","code":306,"message":"' + "x" * MB + '"}'
    result = run("decode", "-", stdin=text, memory_mb=MEMORY_MB)
    assert result.status == 0
    assert result.rows[0][1:4] == ["crypto-com", "api", "306"]


@pytest.mark.parametrize(("more", "said"), [(0, "there is nothing to decode"), (1, "the payload is larger than 8 MB")])
def test_eight_megabytes_are_read_and_no_byte_more(more, said):
    """The limit, seen with white space, which is read and looked at no further."""
    result = run("decode", "-", stdin=b" " * (8 * MB + more))
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"errdecode: {said}")


REPLY = {"id": 1, "method": "private/create-order", "code": 306, "message": "INSUFFICIENT_AVAILABLE_BALANCE"}


@pytest.mark.parametrize("form", ["rows", "json", "ndjson", "table"])
@pytest.mark.parametrize(
    "data",
    [
        b'{"id":1,"method":"private/create-order","code":306,"message":"\xff\xfe\x80"}',
        b'{"id":1,"method":"private/create-order","code":306,"message":"a\0b"}',
        b'\xff\xff{"id":1,"method":"private/create-order","code":306}\xff',
        b'{"id":1,"method":"private/create-order","code":306,"message":"\\ud800\\udc00\\udfff"}',
        b'{"id":1,"method":"private/create-order","code":306,"message":"\\u0000\\u001b[2J"}',
        b'{"id":1,"method":"private/create-order","code":306,"code":306}',
        b'{"id":1,"method":"private/create-order","code":306,"nan":NaN,"inf":-Infinity}',
        b'{"id":' + b"9" * 5000 + b',"method":"private/create-order","code":306}',
        b'{"id":1,"method":"private/create-order","code":306.0}',
        b'{"id":1,"method":"private/create-order","code":" 306 "}',
        b'{"id":1,"method":"private/create-order","code":306,"original":"' + b"{" * 1000 + b'"}',
        b'{"id":1,"method":"private/create-order","code":306,"original":' + b"[" * 90 + b"1" + b"]" * 90 + b"}",
        b'{"id":1,"method":"private/create-order","code":306,"original":{"nan":NaN,"big":1e999}}',
    ],
    ids=[
        "invalid UTF-8", "a NUL byte", "bytes around", "lone surrogates", "escaped controls", "a code twice", "NaN",
        "an id of 5,000 digits", "a code with a decimal point", "a code with spaces", "braces in the original",
        "a deep original", "an original with NaN",
    ],
)  # fmt: skip
def test_an_error_in_odd_company_is_found(data, form):
    """Broken bytes, odd numbers and deep requests around it do not hide the error."""
    result = run("decode", "-", "-f", form, stdin=data, memory_mb=MEMORY_MB)
    assert result.status == 0
    assert result.err == ""
    assert "306" in result.out
    assert "\x1b" not in result.out
    assert "\0" not in result.out
    if form == "json":
        assert [finding["code"] for finding in result.json["findings"]] == ["306"]


def test_a_code_twice_with_different_values_is_not_hidden():
    """Of duplicate keys the last one counts, as JSON readers have it."""
    result = run('{"id":1,"method":"private/create-order","code":0,"code":306}')
    assert result.rows[0][3] == "306"


HOSTILE = "\x1b[31m\x07\x9b[bold]x[/x]:warning:\u202e\u200b\x00\r\n\ttail"


@pytest.mark.parametrize("form", ["rows", "json", "ndjson", "table"])
@pytest.mark.parametrize("field", [*REPLY, "original", "details", HOSTILE])
def test_controls_and_markup_in_every_field(field, form):
    """No field can reach the terminal as control, whatever the format."""
    value = {**REPLY, field: HOSTILE} if field != "code" else {**REPLY, "code": f"306{HOSTILE}"}
    result = run("decode", "-", "-f", form, stdin=json.dumps(value))
    assert result.status in (0, 1)
    assert "Traceback" not in result.err
    for stream in (result.out, result.err):
        assert not set(stream) & set("\x1b\x07\x9b\u202e\u200b\x00\r")


@pytest.mark.parametrize(
    "typed",
    [
        "\x1b[31m", "[/red]", ":warning:", "9" * 5000, "a" * 100_000, "%s%n", "\u202e", "X:", ":", "crypto-com:", "'",
    ],
    ids=lambda typed: ascii(typed)[:20],
)  # fmt: skip
@pytest.mark.parametrize("form", ["rows", "json", "table"])
def test_a_hostile_code_is_an_unknown_code(typed, form):
    """What is typed as a code may be anything."""
    result = run("lookup", "--", typed, timeout=20) if form == "rows" else run("lookup", "-f", form, "--", typed)
    assert result.status == 1
    assert "Traceback" not in result.err
    assert not set(result.out + result.err) & set("\x1b\u202e")


def test_bytes_that_are_no_text_can_be_typed():
    """An argument that is not UTF-8 is searched for what it holds, and does no harm."""
    for form in ("rows", "json", "table"):
        result = run(b"-f", form, b"\xff\xfe43005")
        assert result.status == 0
        assert "Traceback" not in result.err


@pytest.mark.slow
def test_a_batch_of_2_500_errors_is_answered_whole():
    """Each of many errors is told: none is lost, and the memory that they take is bounded."""
    text = "[" + ",".join([json.dumps(REPLY)] * 2_500) + "]"
    result = run("decode", "-", stdin=text, memory_mb=MEMORY_MB)
    assert result.status == 0
    assert len(result.rows) == 2_500


def test_strings_in_strings_end_somewhere():
    """JSON in JSON, thirty deep, is answered; what lies too deep is left."""
    text = json.dumps(REPLY)
    for _ in range(12):
        text = json.dumps({"log": text})
    result = run("decode", "-", stdin=text, memory_mb=MEMORY_MB)
    assert result.status in (0, 1)
    assert "Traceback" not in result.err


def test_a_closed_standard_input_is_a_sentence():
    """`errdecode decode <&-` does not crash."""
    import subprocess  # noqa: PLC0415  # only here a shell closes a stream

    from harness import command, environment  # noqa: PLC0415  # likewise

    for closing in ("<&-", ">&-", "2>&-"):
        done = subprocess.run(
            ["/bin/sh", "-c", f'"$@" {closing}', "sh", *command(), "decode", "-"],
            input=json.dumps(REPLY).encode(), capture_output=True, env=environment(), check=False,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr, closing
        assert done.returncode in (0, 2), closing
