"""Every input that ever failed at one of the doors, and that chance can be repeated."""

from __future__ import annotations

import json

import fuzz
import pytest
from targets import TARGETS

CORPUS = [json.loads(line) for line in fuzz.CORPUS.read_text().splitlines()]


@pytest.mark.parametrize("each", CORPUS, ids=lambda each: f"{each['target']}: {each['why']}")
@pytest.mark.slow
def test_what_failed_once_holds(home, each):  # noqa: ARG001  # the caches lie in the home
    """All laws of its door hold."""
    TARGETS[each["target"]][0](each["input"])


@pytest.mark.parametrize("target", TARGETS)
def test_the_same_seed_is_the_same_case(home, target):  # noqa: ARG001  # likewise
    """What a failure printed brings it back."""
    assert fuzz.case(target, "a-1") == fuzz.case(target, "a-1")
    assert len({fuzz.case(target, f"a-{number}") for number in range(20)}) > 5
