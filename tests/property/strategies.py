"""Inputs for properties: any text, and real payloads with something done to them."""

from __future__ import annotations

import json

from hypothesis import strategies as st
from payloads import PAYLOADS

TEXTS = [payload.text for payload in PAYLOADS]

SECRET = "pLaNtEd-0123456789-sEcReT"  # noqa: S105  # nobody's
SECRET_FIELDS = (
    "api_key", "sig", "Signature", "sign", "secret_key", "Authorization", "X-API-Key", "passphrase", "apiKey",
)  # fmt: skip

PIECES = st.sampled_from([
    "\x1b[31m", "\x1b]0;t\x07", "\x9b", "\0", "\r", "\b", "\u202e", "\u200b", "\ud800", "[red]", "[/x]", ":boom:", '"',
    "'", "\\", "{", "}", "[", "]", "...", "\n", "\t", ",", ":", "=>", "=", '\\"', "NaN", "False", "None", "-", "0",
    "code=1006", "APIError(code=-1021): x", "HTTP/1.1 503 ", "binance", "api.crypto.com", "ok_spot_", "Array\n(\n [",
])  # fmt: skip


@st.composite
def mutated(draw):
    """Draw a real payload with pieces cut out, doubled and put in."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 12))
        piece = draw(st.one_of(PIECES, st.just(text[at : at + length] * 2), st.text(max_size=4), st.just("")))
        text = text[:at] + piece + text[at + length :]
    for _ in range(draw(st.integers(0, 2))):
        text = json.dumps({"log": text, "code": draw(st.integers(-5, 99999))})
    return draw(st.sampled_from(["", "2026-11-20 09:30:00 ERROR ", "x\x1b[2J"])) + text


anything = st.one_of(
    mutated(), st.text(st.characters(), max_size=200), st.lists(PIECES, max_size=40).map("".join)
)  # fmt: skip


@st.composite
def with_secrets(draw):
    """Draw an error frame, well formed or mildly hurt, that holds a credential in several places."""
    field = draw(st.sampled_from(SECRET_FIELDS))
    request = {"id": 7, "method": "private/create-order", field: SECRET, "params": {"deep": [{field: SECRET}]}}
    original = json.dumps(request)
    for _ in range(draw(st.integers(0, 2))):
        original = json.dumps(original)
    message = draw(
        st.sampled_from([
            "POST_ONLY_REJ", f"bad {field}={SECRET}", f"see https://api.crypto.com/v1?{field}={SECRET}&x=1",
            f'{{"{field}": "{SECRET}"}}', f"{field}: {SECRET}", f"wrong value {SECRET}", f"{field} => {SECRET}",
        ])
    )  # fmt: skip
    frame = {"id": -1, "method": "ERROR", "code": draw(st.sampled_from([43005, 40003, 99999])), "message": message}
    frame["original"] = draw(st.sampled_from([original, request]))
    if draw(st.booleans()):
        frame[field] = SECRET
    text = draw(st.sampled_from([json.dumps, repr]))(frame)
    cut = draw(st.integers(0, 8))
    return text[: len(text) - cut]
