"""Law: a credential of the input is in no output."""

from __future__ import annotations

import pytest
from harness import run_here
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import SECRET, anything, with_secrets

import errdecode
from errdecode.catalog.store import open_index
from errdecode.core.redaction.redactor import Redactor
from errdecode.parse.masking import Masker


@pytest.mark.parametrize("form", ["rows", "json", "ndjson", "table"])
@settings(max_examples=30)
@given(text=with_secrets())
def test_a_planted_credential_is_in_no_format(form, text):
    """However the frame is printed, cut or nested, its key does not come out."""
    result = run_here("decode", "-", "-f", form, stdin=text)
    shown = "".join((result.out + result.err).split()).replace("│", "")
    assert SECRET not in shown


@given(with_secrets())
@pytest.mark.slow
def test_the_api_returns_no_credential(text):
    """The records hold it no more than the output does."""
    assert SECRET not in repr(errdecode.decode(text))


@given(anything)
@example('api_key=abcdefgh&sig="x y" Authorization: Bearer abcdefghijkl')
@example("sig=[redacted] sig='[redacted]'")
@example('sig="a\\"b" rest')
@pytest.mark.slow
def test_redaction_is_idempotent(text):
    """Taking credentials out of a text twice is taking them out once."""
    redactor = Redactor(open_index().recognition().secrets)
    once = redactor.text(text)
    assert redactor.text(once) == once


@given(st.one_of(anything, with_secrets(), st.lists(with_secrets(), max_size=3).map(" ".join)))
@example("okx api_key=abcdefgh api secret: abcdefgh x=1:secretsecret=a secret:secret=abcdefgh")
@example('pass_phrase: abcdefgh x-api-key: bearer abcdefgh "a-sig"="x" design: sign=abc abcdefgh')
@pytest.mark.slow
def test_a_log_passed_through_is_masked_as_each_of_its_texts_is(text):
    """Looking only where the name of a credential may stand leaves out nothing."""
    redactor = Redactor(open_index().recognition().secrets)
    masked = Masker(redactor).mask(text.encode("utf-8", "surrogatepass"))
    raw = text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
    whole = [redactor.text(line, redactor.secrets_in(line)) for line in raw.split("\n")]
    assert masked.decode("utf-8", "surrogateescape").split("\n") == whole
