"""What is a credential, named or not, and what only looks like one."""

from __future__ import annotations

import itertools
import json

import pytest
from credentials import DECOYS, NAMED, STRANGERS, UNNAMED, pieces

from errdecode.catalog.store import open_index
from errdecode.core.redaction.redactor import Redactor
from errdecode.parse.masking import Masker


@pytest.fixture(scope="module")
def redactor(home):  # noqa: ARG001  # the index lies in the home
    """Know what the shipped catalogues name."""
    return Redactor.of(open_index().recognition())


AROUND = {
    "alone": lambda text: text,
    "in a line": lambda text: f"2026-11-20 ERROR bot: {text} code=-2015",
    "above another line": lambda text: f"{text}\n",
    "in JSON": lambda text: json.dumps({"code": -1021, "msg": text}),
    "in JSON in JSON": lambda text: json.dumps({"log": json.dumps({"msg": text})}),
    "in a print of Python": lambda text: repr({"msg": text, "code": -1021}),
}


@pytest.mark.parametrize("text", [*NAMED, *UNNAMED], ids=itertools.count())
def test_a_credential_is_hidden(redactor, text):
    """Whole, and nothing but it: the words around it stay; however often it was quoted, and where a log passes."""
    masker = Masker(redactor)
    for around in AROUND.values():
        shown = redactor.hide(around(text))
        passed = masker.mask(around(text).encode()).decode()
        assert not [piece for piece in pieces(text) if piece in shown or piece in passed]
        assert "[redacted]" in shown
        assert redactor.hide(shown) == shown


@pytest.mark.parametrize("text", STRANGERS.values(), ids=STRANGERS)
def test_a_credential_is_hidden_as_strangers_write_it(redactor, text):
    """In files, commands, prints of languages, headers and addresses: by itself and in the midst of a log."""
    line = f"2026-11-20 ERROR x {text} code=1\n"
    shown = (redactor.hide(text), redactor.hide(line), Masker(redactor).mask(line.encode()).decode())
    assert not [piece for piece in pieces(text) if any(piece in each for each in shown)]
    assert redactor.hide(shown[0]) == shown[0]


@pytest.mark.parametrize("text", DECOYS, ids=itertools.count())
def test_what_only_looks_like_one_stays(redactor, text):
    """Ids, hashes, sentences about keys."""
    assert redactor.hide(text) == text
    assert redactor.hide(f"2026-11-20 ERROR {text} code=-2015").endswith(f"ERROR {text} code=-2015")
