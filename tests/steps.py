"""Count the steps of some work: the calls that the interpreter makes, of Python functions and of built-in ones.

They are the same number on every machine, however busy it is.
"""

from __future__ import annotations

import cProfile

MOST = 3.0
"""How much more the second doubling of a text may add than the first: twice as much, where a square adds four times."""


def steps(work, *arguments):
    """Return how many calls some work makes."""
    profile = cProfile.Profile()
    with profile:
        work(*arguments)
    return sum(each.callcount for each in profile.getstats())
