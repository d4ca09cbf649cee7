"""Importing and judging take time in proportion to the input's length, whatever stands in it.

Eight times the input takes eight times the time where it grows with the length,
and sixty-four times where it grows with the square.
"""

from __future__ import annotations

import time

import pytest
from harness import run_here

TIMES = 8
BOUND = 24


@pytest.fixture(scope="module", autouse=True)
def loaded():
    """Import what is imported once, before anything is measured."""
    run_here("catalog", "import", "-", stdin=ERRORS)
    run_here("catalog", "lint", "nowhere.toml")


ERRORS = "# Errors\n| Error code | Message |\n|---|---|\n"
DOCUMENTS = {
    "comments that do not end": (6000, lambda n: "<!--" * n),
    "comments in a sentence": (500, lambda n: "x " + "<!--" * n),
    "comments in a page": (3000, lambda n: "<html>" + "<!--" * n),
    "instructions in a sentence": (1000, lambda n: "x " + "<?" * n),
    "sections in a sentence": (300, lambda n: "x " + "<![CDATA[" * n),
    "tags that do not end": (500, lambda n: "<html>" + "<a b='" * n),
    "wide lines": (6000, lambda n: "code," + "a," * n + "\n1," + "b," * n),
    "wide lines with headers": (2000, lambda n: "code," + "".join(f"text {i}," for i in range(n)) + "\n1," + "b," * n),
    "rows between headings": (60, lambda n: "".join(f"## E{i}\n\n{ERRORS[9:]}| {i} | m |\n\n" for i in range(n))),
    "rows above headings": (
        60,
        lambda n: "".join(
            (ERRORS, *(f"| {i + 1000} | m |\n" for i in range(n)), *(f"\n## {i + 1000}\n\nWhy: x\n" for i in range(n)))
        ),
    ),
    "a heading of many codes": (
        50,
        lambda n: f"# Errors\n\n## {'/'.join(str(i + 1000) for i in range(n))} T\n\n" + "Why so.\n\n" * n,
    ),
    "code blocks": (
        60,
        lambda n: "".join(
            (ERRORS, *(f"| {i} | m |\n" for i in range(n)), *(f'\n```\n{{"code":{i}}}\n```\n' for i in range(n)))
        ),
    ),
    "one code in many words": (300, lambda n: "error code,message,detail\n" + "".join(f"1,m,d{i}\n" for i in range(n))),
    "tables in tables": (150, lambda n: "<html>" + "<table><tr><td>a</td><td>" * n),
    "tables in lists": (150, lambda n: "<html>" + "<ul><li>" * n + "<table><tr><td>1</td></tr></table>"),
}

HEAD = (
    'schema = 1\n[venue]\nid = "acme"\nname = "Acme"\nstatus = "live"\n'
    '[sources.docs]\ntitle = "T"\n[namespaces.api]\ntitle = "T"\nsource = "docs"\n'
)
ENTRY = '[[entries]]\nnamespace = "{}"\ncode = "{}"\ncategory = "{}"\nmeaning = "{}"\nsamples = []\n'
CATALOGS = {
    "empty tables": (150, lambda n: HEAD + "[[entries]]\n" * n),
    "unknown keys": (50, lambda n: HEAD + "".join(ENTRY.format("api", i, "busy", "M.") + "x = 1\n" for i in range(n))),
    "unknown namespaces": (
        50,
        lambda n: (
            HEAD
            + "".join(f'[namespaces.a{i}]\ntitle = "T"\nsource = "docs"\n' for i in range(n))
            + "".join(ENTRY.format(f"b{i}", i, "busy", "M.") for i in range(n))
        ),
    ),
    "no sentences": (50, lambda n: HEAD + "".join(ENTRY.format("api", n - i, "busy", "m") for i in range(n))),
    "changes of nothing": (
        150,
        lambda n: 'schema = 1\nvenue.id = "crypto-com"\n' + '[[overrides]]\ncode = "none"\n' * n,
    ),
}


def seconds(*arguments, stdin=""):
    """Return the processor time of a run, and how it ended."""
    start = time.process_time()
    result = run_here(*arguments, stdin=stdin)
    return time.process_time() - start, result


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.slow
def test_an_import_grows_with_the_length(document):
    """Neither unended marks, width, depth nor repetition makes a reader go over the same text again and again."""
    size, make = DOCUMENTS[document]
    (few_s, _), (many_s, result) = (
        seconds("catalog", "import", "-", stdin=make(length)) for length in (size, size * TIMES)
    )
    assert result.status in (0, 1)
    assert many_s < few_s * BOUND


@pytest.mark.parametrize("catalog", CATALOGS)
@pytest.mark.slow
def test_judging_grows_with_the_number_of_faults(catalog, tmp_path):
    """Each fault is placed without reading the file again."""
    size, make = CATALOGS[catalog]
    few, many = tmp_path / "few.toml", tmp_path / "many.toml"
    few.write_text(make(size))
    many.write_text(make(size * TIMES))
    (few_s, some), (many_s, result) = (seconds("catalog", "lint", str(path)) for path in (few, many))
    assert result.out.count("\n") > some.out.count("\n") * (TIMES - 1)
    assert many_s < few_s * BOUND
