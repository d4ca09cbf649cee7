"""One line an answer."""

from __future__ import annotations

from harness import on_terminal, run


def test_several_codes_on_a_terminal_are_a_line_each():
    """Code, whether it executed and what to do, meaning, venues; the unknown one as well."""
    result = on_terminal("crypto-com:43005", "40801", "99999", NO_COLOR="1")
    lines = result.out.splitlines()
    assert [line.split()[0] for line in lines] == ["43005", "40801", "99999"]
    assert "Refused · Fix, then resend" in lines[0]
    assert "! May have executed · Look first" in lines[1]
    assert "in no catalogue" in lines[2]
    assert max(map(len, lines)) <= 80
    assert len({line.index("  ") for line in lines if line}) <= 2
    assert result.status == 1


def test_one_code_is_a_line_where_it_is_asked_for():
    """`--brief` is one line, whole in a pipe, and the same as `-f brief`."""
    out = run("crypto-com:43005", "--brief").out
    assert out == (
        "43005 POST_ONLY_REJ  Refused · Fix, then resend  The post-only order was refused, normally because its time "
        "in force is not GOOD_TILL_CANCEL.  (crypto-com)\n"
    )
    assert run("crypto-com:43005", "-f", "brief").out == out


def test_a_payload_is_a_line_where_it_is_asked_for():
    """With what the venue said and how sure the reading is."""
    out = run('{"id":1,"method":"private/create-order","code":40801,"message":"REQUEST_TIMEOUT"}', "--brief").out
    assert out == "40801 REQUEST_TIMEOUT  ! May have executed · Look first  REQUEST_TIMEOUT  (crypto-com, certain)\n"


def test_a_crowded_code_is_never_thirty_rows():
    """Readings of a venue beyond a few are counted; what is shown holds each conclusion."""
    out = run("binance:-2010", "-f", "table", COLUMNS="120").out
    assert "more; its message beside the code tells which" in out
    assert "Already done" in out
    assert out.count("Refused") + out.count("Already done") < 12


def test_a_card_of_several_namespaces_names_them_all():
    """Equal readings are one, under all their names."""
    assert "Binance · spot, usdm, coinm, options, pm, sapi" in run("binance:-1121", "-f", "table").out


def test_wide_characters_take_two_columns():
    """A message of them is cut where the screen ends, and not behind it."""
    line = 'binance {"code":-1121,"msg":"' + "無効なシンボルです。" * 9 + '"}'
    (shown,) = run("parse", "--brief", stdin=line, COLUMNS="140").out.splitlines()
    assert shown.endswith("…")
    assert sum(1 + (ord(char) > 0x2FFF) for char in shown) in {139, 140}


def test_names_of_readings_stay_whole_and_columns_stand_under_each_other():
    """Whatever the venue, its words, the meaning and the verdict begin where those above do."""
    out = run("1006", "-f", "table", COLUMNS="80").out
    assert "    ErrTotalFillAmountExceedsOrderSize  " in out
    verdicts = [line for line in out.splitlines() if line.startswith("    ") and ("Refused" in line or "May" in line)]
    assert len({line.rstrip().rindex("  ") for line in verdicts}) == 1
    assert len(verdicts) > 4
