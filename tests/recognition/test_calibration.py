"""How sure a reading is: what a service says that no catalogue knows is claimed for a venue hardly ever.

Every venue in turn is that service: the others read its samples, and each claim of theirs is wrong.
"""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
from harness import CATALOGS

from errdecode.catalog.store import open_index
from errdecode.core.decoder import Decoder

KIN = ({"okx", "okcoin"}, {"woo", "orderly"}, {"kraken", "kraken-futures"})
"""Venues of one house, with answers of one make."""
PER_VENUE = 8
CERTAIN_WRONG, LIKELY_WRONG = 1 / 200, 1 / 10
"""What the words promise at most."""


class Hiding:
    """Knowledge in which some venues are left out."""

    def __init__(self, knowledge, venues):
        """Take what is known, and the venues of which nothing is known."""
        self._knowledge = knowledge
        self._hidden = frozenset(venues)
        self._recognition = knowledge.recognition().without(self._hidden)
        self.starts, self.bits, self.words = knowledge.starts, knowledge.bits, knowledge.words

    def find(self, key):
        """Return the entries under a key."""
        return [(kind, entry) for kind, entry in self._knowledge.find(key) if entry.venue not in self._hidden]

    def phrases(self, key):
        """Return the phrases that begin with some words."""
        cut = [
            phrase.replace(entries=tuple(entry for entry in phrase.entries if entry.venue not in self._hidden))
            for phrase in self._knowledge.phrases(key)
        ]
        return [phrase for phrase in cut if phrase.entries]

    def entries(self):
        """Yield every entry."""
        return (entry for entry in self._knowledge.entries() if entry.venue not in self._hidden)

    def venues(self):
        """Return every venue."""
        return tuple(venue for venue in self._knowledge.venues() if venue.id not in self._hidden)

    def recognition(self):
        """Return how venues and frames are recognised."""
        return self._recognition


def samples_of(venue):
    """Return some samples that are answers and nothing else: no host or name beside them."""
    folder = CATALOGS / venue
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else [CATALOGS / f"{venue}.toml"]
    entries = [entry for path in paths for entry in tomllib.loads(path.read_text()).get("entries", ())]
    answers = [sample for entry in entries for sample in entry["samples"] if sample.startswith(("{", "["))]
    return answers[:: max(1, len(answers) // PER_VENUE)][:PER_VENUE]


@pytest.fixture(scope="module")
def claimed(home):  # noqa: ARG001  # the index lies in the home
    """Count how sure the others are of each sample, and keep what they are certain of."""
    index = open_index()
    standards = set(index.recognition().standards)
    counts, certain = Counter(), []
    for venue in sorted(venue.id for venue in index.venues() if venue.id not in standards):
        decoder = Decoder(Hiding(index, {venue}.union(*(kin for kin in KIN if venue in kin))))
        for sample in samples_of(venue):
            found = [finding for finding in decoder.decode(sample, typed=False) if finding.venue not in standards]
            words = {finding.confidence for finding in found if finding.venue}
            best = next((word for word in ("certain", "likely") if word in words), "less")
            counts[best] += 1
            certain += [f"{venue}: {sample}"] if best == "certain" else []
    return counts, certain


@pytest.mark.slow
def test_what_is_certain_is_hardly_ever_another_service_s(claimed):
    """One in two hundred at most."""
    counts, certain = claimed
    assert len(certain) <= CERTAIN_WRONG * counts.total(), certain


def test_what_is_likely_is_seldom_another_service_s(claimed):
    """One in ten at most, of all that another service may say."""
    counts, _ = claimed
    assert counts["likely"] <= LIKELY_WRONG * counts.total(), counts
