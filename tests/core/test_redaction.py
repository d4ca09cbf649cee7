"""Credentials stay out of whatever is shown."""

from __future__ import annotations

import json

import pytest
from harness import run, run_here

import errdecode

SECRET = "pLaNtEd0123456789abcdefSECRET"  # noqa: S105  # nobody's
FORMS = ("rows", "json", "ndjson", "table")
FIELDS = (
    "api_key", "sig", "Signature", "sign", "secret_key", "Authorization", "X-API-Key", "apiKey", "api-key",
    "API_SECRET", "passphrase", "password", "OK-ACCESS-SIGN", "X-MBX-APIKEY", "listenKey", "cookie", "accessToken",
)  # fmt: skip


def request_of(field):
    """Return an error frame whose echoed request holds a credential."""
    original = json.dumps({"id": 7, "method": "private/create-order", field: SECRET, "params": {field: SECRET}})
    return json.dumps({"id": -1, "method": "ERROR", "code": 43005, "message": "POST_ONLY_REJ", "original": original})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("field", FIELDS)
def test_a_credential_of_the_request_is_in_no_format(field, form):
    """A field that holds a key, signature or password is masked at any depth, however it is spelled."""
    result = run_here("decode", request_of(field), "-f", form)
    assert result.status == 0
    assert SECRET not in result.out + result.err
    if form == "json":
        assert "[redacted]" in result.out


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "words",
    [
        f"GET https://api.crypto.com/exchange/v1/private/create-order?api_key={SECRET}&sig={SECRET}",
        f"Authorization: Bearer {SECRET}",
        f"X-API-Key: {SECRET}",
        f"{{'api_key': '{SECRET}'}}",
        f"api_key%3D{SECRET}",
        f'\\"sig\\": \\"{SECRET}\\"',
    ],
)
def test_a_credential_in_the_message_is_in_no_format(words, form):
    """A venue that quotes the request in its message does not make us quote the key."""
    text = json.dumps({"id": 1, "method": "private/create-order", "code": 40003, "message": f"bad request {words}"})
    result = run_here("decode", text, "-f", form)
    assert result.status == 0
    assert SECRET not in result.out + result.err


def test_a_credential_is_masked_wherever_else_it_stands():
    """What one field names as a key is masked in the message too."""
    original = json.dumps({"api_key": SECRET, "params": {"note": f"x {SECRET} y"}})
    text = json.dumps({
        "id": -1, "method": "ERROR", "code": 40003, "message": f"unknown key {SECRET}", "original": original,
    })  # fmt: skip
    for form in FORMS:
        assert SECRET not in run("decode", text, "-f", form).out


def test_what_is_no_credential_is_left_as_it_is():
    """Words that only look like `sig` or `key` keep their values."""
    original = json.dumps({"id": 7, "method": "private/create-order", "params": {"design": "flat", "monkey": "ape"}})
    text = json.dumps({"id": -1, "method": "ERROR", "code": 43005, "message": "POST_ONLY_REJ", "original": original})
    (finding,) = errdecode.decode(text)
    assert finding.request["params"] == {"design": "flat", "monkey": "ape"}


def test_a_catalogue_names_its_own_secrets(own_home):
    """A field that a venue's catalogue lists as secret is masked."""
    folder = own_home / "config" / "errdecode" / "catalogs"
    folder.mkdir(parents=True)
    (folder / "gateway.toml").write_text(
        'schema = 1\n[venue]\nid = "gateway"\nname = "Gateway"\nstatus = "live"\n[sources.docs]\ntitle = "Wiki"\n'
        '[secrets]\nfields = ["trader_badge"]\n[namespaces.api]\ntitle = "API"\nsource = "docs"\n[[entries]]\n'
        'namespace = "api"\ncode = "1"\ncategory = "internal"\nmeaning = "It broke."\nsamples = ["1"]\n'
    )
    text = request_of("trader_badge")
    assert SECRET not in run("decode", text, "--json").out
