"""Messages of FIX: numbered fields, as engines log them."""

from __future__ import annotations

import json

import pytest
from harness import run, run_here
from scans import findings

SEPARATORS = ("\x01", "|", "^A", "\\u0001", "\\x01", "<SOH>", " | ", " ")
REFUSED = "8=FIX.4.4|9=1|35=8|11=ord-7|37=5531|39=8|54=1|55=BTC-USD|103=3|150=8|58=Insufficient funds|10=143|"
SECRETS = ("hunter2!Aa9;x", "n3w^Passw0rd", "c2lnbmF0dXJl+/8=")


def found_in(*lines):
    """Return what a scan of a log reports: line, code and outcome of each error."""
    result = run("parse", "-", "-f", "ndjson", stdin="".join(f"{line}\n" for line in lines))
    return [(each["line"], each["code"], each["outcome"]) for each in findings(result)]


def finding(text):
    """Return the only finding of a message."""
    (found,) = run_here("decode", "-", "-f", "json", stdin=text).json["findings"]
    return found


@pytest.mark.parametrize("separator", SEPARATORS, ids=repr)
def test_an_order_that_was_refused_is_read_with_every_separator(separator):
    """Code, the venue's words and the order are those of the message."""
    found = finding(REFUSED.replace("|", separator))
    assert (found["venue"], found["code"], found["name"], found["confidence"]) == (
        "fix", "103=3", "ORDER_EXCEEDS_LIMIT", "certain",
    )  # fmt: skip
    assert (found["message"], found["outcome"]) == ("Insufficient funds", "rejected")
    order = {part: found[part] for part in ("order_id", "client_id", "symbol", "side")}
    assert order == {"order_id": "5531", "client_id": "ord-7", "symbol": "BTC-USD", "side": "buy"}


def test_it_is_found_in_logs_whole_and_cut():
    """Behind a time, in the JSON of a logger, without its head, and broken off, with every separator."""
    lines = []
    for separator in SEPARATORS:
        message = REFUSED.replace("|", separator)
        fields = message.split(separator)
        lines += [
            f"20261121-10:00:00.123 FIX.4.4:ME->VENUE incoming {message}",
            json.dumps({"ts": "2026-11-21T09:30:00Z", "level": "info", "message": f"recv {message}"}),
            separator.join(fields[4:]),
            f"… {separator.join(fields[2:11])[:-6]}",
        ]
    found = found_in(*lines, "INFO order accepted")
    assert found == [(at + 1, "103=3", "rejected") for at in range(len(lines))]


def test_of_messages_on_one_line_each_is_read():
    """As a file of raw messages holds them, one right behind the other."""
    other = REFUSED.replace("103=3", "103=1")
    assert found_in(f"{REFUSED}{other}8=FIX.4.4|35=0|10=1|") == [(1, "103=3", "rejected"), (1, "103=1", "rejected")]


def test_lines_that_differ_in_a_number_alone_are_told_apart():
    """What a line means is not what the one before it meant."""
    lines = [REFUSED.replace("103=3", f"103={number}") for number in (1, 2, 6, 99)]
    assert [code for _, code, _ in found_in(*lines)] == ["103=1", "103=2", "103=6", "103=99"]


@pytest.mark.parametrize(
    ("message", "code", "outcome", "retry"),
    [
        ("35=8|39=8|150=8|58=No", "39=8", "rejected", "after_fix"),
        ("35=8|39=8|58=No", "39=8", "rejected", "after_fix"),
        ("35=8|39=4|150=4|14=0", "39=4", "ended", "not_needed"),
        ("35=8|39=C|14=2", "39=C", "ended", "not_needed"),
        ("35=8|39=8|103=6|150=8", "103=6", "done", "reconcile_first"),
        ("35=9|11=c|41=o|39=8|102=1|434=1", "102=1", "unknown", "reconcile_first"),
        ("35=9|11=c|41=o|39=2|102=0|434=1", "102=0", "unknown", "reconcile_first"),
        ("35=9|11=c|41=o|39=8|434=1", "35=9", "unknown", "reconcile_first"),
        ("35=3|45=11|371=38|372=D|373=5", "373=5", "rejected", "after_fix"),
        ("35=j|372=D|379=ord-7|380=4", "380=4", "unknown", "reconcile_first"),
        ("35=j|372=D|379=ord-7|380=8", "380=8", "rejected", "after_wait"),
        ("35=r|11=m|530=7|531=0|532=1", "532=1", "unknown", "reconcile_first"),
        ("35=Y|262=m|281=0", "281=0", "rejected", "after_fix"),
        ("35=5|1409=5", "1409=5", "rejected", "after_fix"),
    ],
)
def test_what_became_of_the_request(message, code, outcome, retry):
    """A refused cancel says nothing of its order, an end is no refusal."""
    found = finding(f"8=FIX.4.4|{message}|10=001|")
    assert (found["venue"], found["entry"]["code"], found["outcome"], found["retry"]) == ("fix", code, outcome, retry)


@pytest.mark.parametrize(
    ("message", "code", "outcome"),
    [
        ("35=Q|37=5531|17=ex-9|127=B", "127=B", "unknown"),
        ("35=AI|117=q-1|297=5|300=8", "300=8", "rejected"),
        ("35=AI|117=q-1|297=5|300=6", "300=6", "done"),
        ("35=AI|117=q-1|297=5|300=5", "300=5", "unknown"),
        ("35=AI|117=q-1|297=5", "297=5", "rejected"),
        ("35=b|117=q-1|299=e|368=7", "368=7", "rejected"),
        ("35=8|39=4|150=4|378=17|14=2", "378=17", "ended"),
        ("35=8|39=1|150=H|19=ex-9", "150=H", "unknown"),
        ("35=N|66=l-1|431=7|1386=6", "1386=6", "done"),
        ("35=y|320=s-1|560=3", "560=3", "rejected"),
        ("35=BF|923=u|926=4", "926=4", "rejected"),
        ("35=P|70=a|87=1|88=1", "88=1", "rejected"),
    ],
)
def test_other_reasons_are_told_as_well(message, code, outcome):
    """Of quotes, lists, trades and what comes after them; what may stand or be executed is open."""
    found = finding(f"8=FIX.4.4|{message}|10=001|")
    assert (found["venue"], found["entry"]["code"], found["outcome"]) == ("fix", code, outcome)


def test_messages_without_an_error_are_silent():
    """A heartbeat, a new order, a fill, an answer to a question after an order that was cancelled."""
    said = (
        "35=0|34=2", "35=D|11=a|54=1|55=X", "35=8|39=0|150=0|103=0", "35=8|39=2|150=F|103=0|58=Filled",
        "35=8|39=4|150=I", "35=8|39=8|150=I|103=0", "35=W|103=7|39=1", "35=5|1409=4", "35=AR|571=t|939=0|751=0",
        "35=y|320=s|560=0", "35=BF|923=u|926=1", "35=8|39=0|150=D|378=3", "35=AI|117=q|297=0", "35=DM|2442=3|2443=0",
    )  # fmt: skip
    lines = [f"8=FIX.4.4|{message}|10=001|" for message in said]
    assert found_in(*lines, *(line.replace("|", " ") for line in lines)) == []


def test_pairs_of_numbers_between_blanks_are_no_message():
    """A row needs four fields that the standard names."""
    assert found_in("sizes 39=8 103=3 7=2 9=1", "INFO 35=8 39=8 150=8", "ERROR grid 1=2 3=4 5=6 103=3 8=9") == []


def test_a_number_that_the_standard_lacks_is_unknown():
    """Nothing is made up for it."""
    found = finding("8=FIX.4.4|35=8|39=8|103=77|150=8|58=No|10=1|")
    assert (found["venue"], found["code"], found["confidence"], found["entry"]) == ("fix", "103=77", "unknown", None)


def test_a_venue_s_own_number_says_more_than_the_standard_s():
    """Where a catalogue knows a field of a venue's, the venue's code is the answer."""
    found = finding("8=FIX.4.4|35=8|39=8|103=99|150=8|25016=-2010|58=Account has insufficient balance|10=1|")
    assert (found["venue"], found["code"]) == ("binance", "-2010")


@pytest.mark.parametrize("query", ["3", "code=3", "UNKNOWN ORDER in the book", "error: order exceeds limit"])
def test_its_numbers_and_words_are_nobody_s_elsewhere(query):
    """Outside of such a message neither a bare number nor the words of a reason are the standard's."""
    assert "fix" not in {cell for row in run_here(query).rows for cell in row[:3]}


def test_a_reason_is_looked_up_with_its_field():
    """The number of the field belongs to the code."""
    assert run_here("103=3").rows[0][:4] == ["fix", "tags", "103=3", "ORDER_EXCEEDS_LIMIT"]


@pytest.mark.parametrize("separator", SEPARATORS, ids=repr)
def test_credentials_are_masked_with_every_separator(separator):
    """Passwords and signatures of a log-on are not shown, at the head of the line or without it; the user's name is."""
    fields = ["553=trader", *map("{}={}".format, ("554", "925", "96"), SECRETS), "103=3", "58=No", "10=1"]
    whole = separator.join(("8=FIX.4.4", "35=8", "39=8", *fields))
    out = run("parse", "-", "-f", "annotate", stdin=f"{whole}\nin: {separator.join(fields)}\n").out
    assert out.count("^ fix 103=3") == 2
    assert out.count("553=trader") == 2
    assert [secret for secret in SECRETS if secret[:8] in out or secret[-6:] in out] == []


def test_a_password_at_the_front_is_masked():
    """A message may be cut right before it."""
    assert "hunter2" not in run("parse", "-", "-f", "annotate", stdin="554=hunter2!Aa|39=8|103=3|58=No|\n").out
