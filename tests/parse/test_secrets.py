"""No credential of a log reaches any output, unless it is asked for."""

from __future__ import annotations

import json

import pytest
from harness import on_terminal, run
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scans import PRICE, SECRET, lines
from strategies import SECRET as PLANTED
from strategies import with_secrets

FORMATS = ("rows", "annotate", "table", "ndjson", "json", "csv", "markdown")
REQUEST = {
    "id": 7,
    "method": "private/create-order",
    "api_key": SECRET,
    "sig": SECRET,
    "params": {"exec_inst": ["POST_ONLY"]},
}
FRAME = {"id": 7, "method": "private/create-order", "code": 43005, "message": "POST_ONLY_REJ"}
LEAKS = {
    "echoed as a string": FRAME | {"original": json.dumps(REQUEST)},
    "echoed as an object": FRAME | {"original": REQUEST},
    "in the message": FRAME | {"message": f"wrong api_key={SECRET}"},
    "named elsewhere": FRAME | {"message": f"no such key: {SECRET}", "original": json.dumps(REQUEST)},
    "as a number": FRAME | {"original": {"api_key": 90210443355, "x": 1}},
    "in an address": FRAME | {"message": f"GET https://api.crypto.com/v1?api_key={SECRET}&x=1"},
    "in a header": FRAME | {"headers": {"Authorization": f"Bearer {SECRET}", "X-API-Key": SECRET}},
}
QUIET_LEAKS = (
    f"2026-11-20T09:30:00Z DEBUG -> {json.dumps(REQUEST)}",
    f"2026-11-20T09:30:00Z DEBUG GET /fapi/v1/order?timestamp=1&signature={SECRET} X-MBX-APIKEY: {SECRET}",
    f"2026-11-20T09:30:00Z DEBUG headers={{'OK-ACCESS-SIGN': '{SECRET}', 'OK-ACCESS-PASSPHRASE': '{SECRET}'}}",
    json.dumps({"log": f"-> {json.dumps(REQUEST)}\n", "stream": "stdout"}),
)


def log(leak):
    """Return a log with one leak in an error line."""
    return lines(PRICE, f"2026-11-20T09:30:00Z ERROR cryptocom <- {json.dumps(leak)}", PRICE)


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_a_credential(form):
    """Wherever an error line holds it: each leak in one log."""
    data = b"".join(map(log, LEAKS.values()))
    result = run("parse", "-", "-f", form, stdin=data, COLUMNS="300")
    assert "43005" in result.out
    for secret in (SECRET, "90210443355"):
        assert secret not in result.out + result.err


def test_annotate_hides_what_stands_in_quiet_lines():
    """A request at debug level is no finding; its key and signature are masked, the rest is there."""
    out = run("parse", "-", "-f", "annotate", stdin=lines(*QUIET_LEAKS, PRICE)).out
    assert SECRET not in out
    assert out.count("[redacted]") >= 2 * 4 - 1
    shown = out.splitlines()
    assert shown[-1] == PRICE
    assert len(shown) == len(QUIET_LEAKS) + 1
    assert '"exec_inst": ["POST_ONLY"]' in shown[0]


def test_a_terminal_shows_no_credential(tmp_path):
    """Neither the report nor the annotated log."""
    path = tmp_path / "bot.log"
    path.write_bytes(b"".join(map(log, LEAKS.values())) + lines(*QUIET_LEAKS))
    for form in ("table", "annotate"):
        assert SECRET not in on_terminal("parse", str(path), "-f", form, columns=400).out


@pytest.mark.parametrize("form", ["annotate", "ndjson"])
def test_credentials_are_shown_where_that_is_asked_for(form):
    """`--show-secrets` leaves them in."""
    data = log(LEAKS["echoed as a string"])
    out = run("parse", "-", "-f", form, "--show-secrets", stdin=data).out
    assert SECRET in out
    assert "[redacted]" not in out
    if form == "annotate":
        assert "".join(line for line in out.splitlines(keepends=True) if line[:4] != "    ").encode() == data


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=2, phases=[Phase.generate])  # each example is a process; a smaller one would take minutes
@given(frames=st.lists(with_secrets(), min_size=40, max_size=60))
@pytest.mark.slow
def test_no_generated_credential_is_shown(form, frames):
    """However the frames are printed, cut or nested."""
    data = "".join(f"2026-11-20T09:30:00Z ERROR cryptocom <- {frame}\n" for frame in frames)
    result = run("parse", "-", "-f", form, stdin=data, COLUMNS="300")
    shown = "".join((result.out + result.err).split())
    assert PLANTED not in shown


@pytest.mark.parametrize(
    "said",
    [
        "okx api_key={}", "0x api-key={}", "API secret: {}", '{{"X-MBX-APIKEY":["{}"]}}', "X-Mbx-Apikey:[{}]", "pwd={}",
        'api_key=[]string{{"{}"}}', "api_key=b'{}'", 'api_key=Some("{}")', "SecretKey: SecretStr({})", "token={}",
        "Cookie: a=1; session={}", "api_key=\x1b[33m{}\x1b[0m", "\x1b[32mapi_key\x1b[0m: {}", "wss://me:{}@host/x",
    ],
)  # fmt: skip
def test_a_credential_is_hidden_however_it_is_printed(said):
    """Behind any word, in wrappers of Go, Rust and Python, in colours, in headers, in an address."""
    line = f"2026-11-20T09:30:00Z DEBUG {said.format(SECRET)}"
    out = run("parse", "-", "-f", "annotate", stdin=lines(line, f"{line} naïve", line.replace('"', '\\"'))).out
    assert SECRET not in out
    assert all("[redacted]" in shown for shown in out.splitlines())
