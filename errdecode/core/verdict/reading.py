"""Weigh what stands in a text for one entry."""

from __future__ import annotations

from errdecode.core.clue_kinds import KINDS
from errdecode.core.phrases import bits_of
from errdecode.core.sightings.clues import is_elsewhere, is_neighbour
from errdecode.core.sightings.codes import is_numeral
from errdecode.core.verdict import weights
from errdecode.core.verdict.candidates import STANDARD_KINDS
from errdecode.core.verdict.case import Reading
from errdecode.core.verdict.messages import agreement, applies, said_by_venue
from errdecode.core.words import spoken_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errdecode.core.knowledge import Knowledge
    from errdecode.core.recognition import Recognition
    from errdecode.core.sightings.clues import Clue
    from errdecode.core.verdict.candidates import Candidates
    from errdecode.core.verdict.case import Case
    from errdecode.model import Entry

NAMES_VENUE = 7.0
"""Bits from which evidence names a venue."""

Place = tuple[str, str]


class Weigher:
    """Makes readings of entries."""

    def __init__(self, knowledge: Knowledge, recognition: Recognition, candidates: Candidates) -> None:
        """Take the catalogues."""
        self._knowledge = knowledge
        self._candidates = candidates
        self._standards = frozenset(recognition.standards)
        self._retired = frozenset(recognition.retired)
        self._bits: Mapping[str, float] | None = None

    def reading(self, case: Case, entry: Entry, near: float, places: set[Place]) -> Reading | None:
        """Return an entry as a reading of a case, None where the text rules it out.

        Args:
            case: the case.
            entry: a candidate.
            near: what its code counts against it, in bits.
            places: venue and namespace of all candidates.
        """
        holds = applies(entry, case)
        if holds is False:
            return None
        if self._bits is None:
            self._bits = self._knowledge.bits()
        words, said, parameters = agreement(entry, case, self._bits)
        kind = self._candidates.kind(entry)
        if kind == "fix" or (kind == "api" and entry.venue in self._standards):
            # The words beside a standard's code are each venue's own.
            words = max(words, 0.0)
        if near == 0 and case.code is not None and not is_numeral(case.code):
            # A code that is a text has said the same already.
            words = max(words, weights.BESIDE_TEXT)
        clues = case.clues
        if words < weights.CONTRADICTS:
            # What other lines say does not make another error's words this one's.
            clues = tuple(clue for clue in clues if not is_neighbour(clue))
        from_venue, evidence, elsewhere = self._weigh_clues(clues, entry)
        shape, named = _weigh_shapes(case, entry, places)
        own_status = self._own_status(case, entry, from_venue, is_named=bool(named))
        if own_status is None:
            return None
        support = from_venue + shape + words + own_status + _agreeing(case, entry, holds=holds) + self._standing(entry)
        is_other_code = near <= weights.OTHER_CODE
        code = 0.0 if is_other_code else _code_bits(case, entry, self._bits, is_said=words > 0)
        if case.label and case.role in STANDARD_KINDS:
            named = (*named, f"label {case.label}")
        evidence = (*evidence, *named, *((said,) if said else ()))
        return Reading(entry, support + near + code, evidence, parameters, words, elsewhere, is_other_code)

    def _own_status(self, case: Case, entry: Entry, from_venue: float, *, is_named: bool) -> float | None:
        """Return what counts against a status or close code, None where a venue's own meaning is not asked for."""
        if self._candidates.kind(entry) not in STANDARD_KINDS:
            is_standard = case.role in STANDARD_KINDS and from_venue < NAMES_VENUE and not is_named
            return weights.OWN_STATUS if is_standard else 0.0
        against = weights.UNLABELLED if case.role == "code" else 0.0
        if entry.venue not in self._standards:
            if from_venue <= 0 and not is_named and case.role != "typed":
                return None
            if from_venue < NAMES_VENUE:
                against += weights.OWN_STATUS
        return against

    def _standing(self, entry: Entry) -> float:
        """Return what counts for an entry before anything was read."""
        retired = entry.status == "retired" or entry.venue in self._retired
        return weights.RETIRED * retired + weights.RARE * bool(entry.rare)

    def _weigh_clues(self, clues: Iterable[Clue], entry: Entry) -> tuple[float, tuple[str, ...], bool]:
        """Return what clues count for an entry, as evidence, and whether they are of another part of its venue."""
        seen: dict[str, int] = {}
        evidence: list[str] = []
        bits = 0.0
        elsewhere = here = False
        is_api = self._candidates.kind(entry) == "api"
        for clue in clues:
            if clue.venue != entry.venue:
                continue
            if is_api and is_elsewhere(clue):
                elsewhere = True
                continue
            if is_api and clue.namespace not in (None, entry.namespace):
                continue
            here = here or clue.namespace == entry.namespace
            seen[clue.kind] = seen.get(clue.kind, 0) + 1
            if seen[clue.kind] <= KINDS[clue.kind].most:
                bits += clue.bits
                evidence.append(str(clue))
        if elsewhere and not here:
            return bits + weights.ELSEWHERE, tuple(evidence), True
        return bits, tuple(evidence), False


def _code_bits(case: Case, entry: Entry, bits: Mapping[str, float], *, is_said: bool) -> float:
    """Return how rare a case's code is: a text is as rare as its words, and those that the message says count there.

    Args:
        case: the case.
        entry: a candidate.
        bits: what each word counts.
        is_said: the words beside the code count for the entry.
    """
    if case.code is None:
        return 0.0
    if any(sign.isdigit() for sign in case.code):
        return weights.code_bits(case.code)
    hits = (hit for hit in case.hits if entry in hit.entries)
    counted = (
        {*spoken_words(case.message or ""), *(word for hit in hits for word in hit.phrase.words)} if is_said else ()
    )
    return bits_of((word for word in spoken_words(case.code) if word not in counted), bits)


def _agreeing(case: Case, entry: Entry, *, holds: bool | None) -> float:
    """Return what a condition on the message, the code's JSON type and the HTTP status beside it count."""
    bits = 0.0
    if entry.match and holds:
        bits += weights.MATCHED
    elif entry.match:
        bits += weights.BEGUN if said_by_venue(case) else weights.UNSAID
    if case.code is not None and case.code_type == _expected_type(case, entry):
        bits += weights.TYPE
    if case.status is not None and entry.http_status == case.status:
        bits += weights.STATUS
    return bits


def _weigh_shapes(case: Case, entry: Entry, places: set[Place]) -> tuple[float, tuple[str, ...]]:
    """Return what the shapes of a frame count for an entry, and the best one's name.

    Of the namespaces that a shape names, the first one that has a candidate is meant.
    """
    best: float | None = None
    name = ""
    place = (entry.venue, entry.namespace)
    for fit in case.frame.fits if case.frame else ():
        shape = fit.shape
        if shape.venue != entry.venue or (shape.targets and place not in shape.targets):
            continue
        known = [target for target in shape.targets if target in places]
        step = 0 if shape.either or not known else known.index(place)
        bits = fit.weight / weights.SHAPE_UNITS - weights.NAMESPACE_STEP * step
        if best is None or bits > best:
            best, name = bits, shape.name
    return best or 0.0, ((f"shape {name}",) if best and best > 0 else ())


def _expected_type(case: Case, entry: Entry) -> str | None:
    """Return the JSON type that an entry's shape expects of its code."""
    fits = case.frame.fits if case.frame else ()
    return next((fit.shape.code_type for fit in fits if fit.shape.venue == entry.venue), None)
