"""Count the steps of some work: the calls that the interpreter makes, of Python functions and of built-in ones.

They are the same number on every machine, however busy it is.
"""

from __future__ import annotations

import sys

MOST = 3.0
"""How much more the second doubling of a text may add than the first: twice as much, where a square adds four times."""


def steps(work, *arguments):
    """Return how many calls some work makes."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work(*arguments)
    finally:
        sys.setprofile(before)
    return calls
