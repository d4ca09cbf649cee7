"""Every way of writing an object: what it says is decoded, found by a scan, and masked."""

from __future__ import annotations

import json
from functools import cache
from itertools import cycle

import pytest
from harness import run, run_here
from scans import SECRET, found_in, scanner_of
from writers import WRITERS

from errdecode.catalog.load import load
from errdecode.catalog.locate import shipped_root
from errdecode.catalog.store import open_index
from errdecode.core.decoder import Decoder
from errdecode.core.notation.table import NOTATIONS

FLAT = ("Java record", "Kotlin data class", "logfmt")
"""Notations in which an object of one field is prose, and an object inside another is a text."""
BARE = ("Go %+v", "Go map", "Java record", "Kotlin data class", "C# record", "PHP print_r", "logfmt")
"""Notations without quotes: a comma, a colon or a bracket in a text may end it."""
LOST = ("PHP print_r",)
"""Notations that write nothing for false and null."""
WRAPPINGS = (
    "{}",
    "2026-11-20T09:30:00.123Z ERROR [orders] response: {}",
    'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nException: {}',
)


PER_VENUE = 5


@cache
def samples():
    """Return samples of all catalogues that are JSON objects, as many of each venue."""
    found = []
    for catalog in load((shipped_root(),)).catalogs:
        if catalog.venue.status == "standard":
            # Its samples are of other services.
            continue
        own = []
        for texts in catalog.samples:
            for text in texts:
                try:
                    value = json.loads(text)
                except ValueError:
                    continue
                if isinstance(value, dict):
                    own.append(value)
        found += own[:: max(1, len(own) // PER_VENUE)][:PER_VENUE]
    return found


@pytest.fixture(scope="module")
def decoder(home):  # noqa: ARG001  # the index lies in the home
    """Open the catalogues once."""
    return Decoder(open_index())


@pytest.fixture(scope="module")
def meant(decoder):
    """Return what tells what a payload means as the JSON that the venue sends."""
    said = cache(lambda text: first(decoder.decode(text)))
    return lambda value: said(json.dumps(value))


def first(findings):
    """Return what the first finding with an entry says."""
    known = next((finding for finding in findings if finding.entry), None)
    return known and (known.venue, known.namespace, known.code, known.outcome)


def means(findings, wanted, notation):
    """Tell whether findings say what was wanted: first, or, where types and quotes are lost, among the readings."""
    if first(findings) == wanted:
        return True
    read = [each.entry for finding in findings for each in (finding, *finding.alternatives) if each.entry]
    return notation in BARE and wanted in [(each.venue, each.namespace, each.code, each.outcome) for each in read]


def scanned(decoder, text):
    """Return what a scan of a text finds."""
    return found_in(scanner_of(decoder), text.encode("utf-8", "surrogateescape"))


def is_plain(value):
    """Tell whether a payload's texts hold nothing that ends a text without quotes."""
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    if isinstance(value, list):
        # Of lists in lists only brackets would be left.
        return all(is_plain(item) and not isinstance(item, list) for item in value)
    return not isinstance(value, str) or (bool(value) and not set(value) & set("{}[]()=:,;&'\""))


def holds(value, *kinds):
    """Tell whether a payload holds a value of some kinds anywhere."""
    if isinstance(value, dict):
        return any(holds(item, *kinds) for item in value.values())
    if isinstance(value, list):
        return any(holds(item, *kinds) for item in value)
    return value in kinds and not isinstance(value, int | float) if None in kinds else value in kinds


def can_say(notation, value):
    """Tell whether a notation can say everything that a payload says."""
    if notation in BARE and not is_plain(value):
        return False
    if notation in LOST and (holds(value, None) or "false" in json.dumps(value)):
        return False
    if notation == "JSON in a shell" and "'" in json.dumps(value):
        return False
    if notation in FLAT and len(value) == 1:
        return False
    if notation == "Go %+v" and len({key.lower() for key in value}) < len(value):
        # It writes `e` and `E` alike.
        return False
    return notation != "logfmt" or ("message" in value or "msg" in value)


@pytest.mark.parametrize("notation", WRITERS)
@pytest.mark.slow
def test_samples_of_the_catalogues_mean_the_same_in_every_notation(decoder, meant, notation):
    """Venue, namespace, code and outcome are those of the JSON that the venue sends."""
    wrong = []
    number = 0
    for value in samples():
        if can_say(notation, value):
            number += 1
            text = WRITERS[notation](value)
            wanted, found = meant(value), decoder.decode(text, typed=False)
            if not means(found, wanted, notation):
                wrong.append(f"{text}: {first(found)}, not {wanted}")
    assert number >= 40
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("notation", WRITERS)
def test_what_is_decoded_is_found_by_a_scan(decoder, meant, notation):
    """In a log a payload means what it means alone, in each of the wrappings in turn."""
    wrong = []
    for value, wrapping in zip(samples()[::5], cycle(WRAPPINGS), strict=False):
        if can_say(notation, value):
            text = wrapping.format("§").replace("§", WRITERS[notation](value))
            wanted, found = meant(value), scanned(decoder, text)
            if not means(found, wanted, notation):
                wrong.append(f"{text}: {first(found)}, not {wanted}")
    assert not wrong, "\n".join(wrong)


# What a string says in `key=value` is prose.
@pytest.mark.parametrize(
    "notation", [name for name in WRITERS if name != "logfmt" and "\n" not in WRITERS[name]({"a": {"b": 1}})]
)
def test_a_structured_log_holds_it_in_a_string(decoder, meant, notation):
    """A logger's JSON around a payload of any notation changes nothing."""
    wrong = []
    for value in samples()[::5]:
        if can_say(notation, value):
            message = f"request failed {WRITERS[notation](value)}"
            text = json.dumps({"ts": "2026-11-20T09:30:00Z", "level": "error", "message": message})
            wanted, found = meant(value), scanned(decoder, text)
            if not means(found, wanted, notation):
                wrong.append(f"{text}: {first(found)}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def keyed(notation):
    """Return a log of one payload that holds a key and a signature."""
    return f"2026-11-20T09:30:00Z ERROR cryptocom {WRITERS[notation](KEYED)}\n"


KEYED = {
    "id": 7, "method": "private/create-order", "code": 306, "message": "INSUFFICIENT_AVAILABLE_BALANCE",
    "api_key": SECRET, "original": {"sig": SECRET[::-1], "side": "BUY"},
}  # fmt: skip


@pytest.mark.parametrize("form", ["table", "rows", "json"])
@pytest.mark.parametrize("notation", WRITERS)
def test_credentials_are_masked_in_every_notation(notation, form):
    """A key and a signature inside a payload are never shown, however it is written."""
    result = run_here("decode", "-", "-f", form, stdin=keyed(notation))
    assert "306" in result.out
    assert SECRET not in result.out
    assert SECRET[::-1] not in result.out


def test_credentials_are_masked_in_a_log_of_every_notation():
    """Nor are they in a log that is passed through, however each of its lines is written."""
    result = run("parse", "-", "-f", "annotate", stdin="".join(map(keyed, WRITERS)))
    assert result.out.count("    ^ crypto-com 306") == len(WRITERS)
    assert SECRET not in result.out
    assert SECRET[::-1] not in result.out


@pytest.mark.parametrize("notation", NOTATIONS, ids=lambda notation: notation.name)
def test_the_sample_of_a_notation_is_read(decoder, notation):
    """The sample that stands in the table is the error that it says it is."""
    (finding,) = decoder.decode(notation.sample, clues=(decoder.venue_clue("binance"),), typed=False)
    assert (finding.venue, finding.code) == ("binance", "-1121")
