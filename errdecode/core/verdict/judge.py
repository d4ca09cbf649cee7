"""Rank the possible meanings of a case, and say how sure the first one is.

Every reading, a service that no catalogue knows, and each venue that clearly
speaks with a code that its catalogue lacks are candidates. What stands in the
text counts for each by how much likelier it is there than elsewhere; the share
of the odds that the first one gets is how sure it is.
"""

from __future__ import annotations

from errdecode.core.clue_kinds import KINDS
from errdecode.core.keys import code_key
from errdecode.core.sightings.clues import STRANGER, is_neighbour, venues_named
from errdecode.core.sightings.codes import is_numeral
from errdecode.core.sightings.prose import tells_alone
from errdecode.core.verdict import weights
from errdecode.core.verdict.candidates import STANDARD_KINDS, Candidates
from errdecode.core.verdict.case import Verdict
from errdecode.core.verdict.confidence import confidence, share
from errdecode.core.verdict.reading import NAMES_VENUE, Weigher
from errdecode.core.verdict.safest import DANGER
from errdecode.core.words import spoken_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errdecode.core.knowledge import Knowledge
    from errdecode.core.recognition import Recognition
    from errdecode.core.sightings.clues import Clue
    from errdecode.core.sightings.view import Fit
    from errdecode.core.verdict.case import Case, Reading
    from errdecode.core.verdict.voices import Voice, Voices
    from errdecode.model import Entry

    Lacking = tuple[str, float, tuple[str, ...]]
    """A venue whose catalogue lacks the code, what speaks for it in bits and as evidence."""

_ANYBODYS = 8
"""Below this weight a shape is many a service's, and says less than a message that means success."""
_LEAD = 8.0
"""Bits by which a reading leads that is certain before one other."""


class Judge:
    """Judges cases by the catalogues."""

    def __init__(self, knowledge: Knowledge, recognition: Recognition, voices: Voices) -> None:
        """Take the catalogues, and who speaks for whom."""
        self._knowledge = knowledge
        self._success = frozenset(recognition.success)
        self._recognition = recognition
        self._standards = frozenset(recognition.standards)
        self._candidates = Candidates(knowledge, recognition)
        self._weigher = Weigher(knowledge, recognition, self._candidates)
        self._voices = voices

    def judge(self, case: Case) -> Verdict | None:
        """Return what a case amounts to, None where it is no error: a success, or nothing that is known."""
        case = case.replace(clues=tuple(_heard(case.clues)))
        if self._is_success(case):
            return None
        voice = self._voices.heard(case.clues)
        candidates = {entry: near for entry, near in self._candidates.of(case).items() if voice.hears(entry)}
        if candidates and case.code is not None:
            case = case.replace(clues=tuple(_besides(case.clues, case.code)))
        if case.code is not None and case.role == "code" and not is_numeral(case.code):
            # `ECONNRESET` is the client's code, and no venue's.
            own = {entry: near for entry, near in candidates.items() if self._candidates.kind(entry) == "transport"}
            if own:
                candidates, case = own, case.replace(role="transport", label="code")
        places = {(entry.venue, entry.namespace) for entry in candidates}
        weighed = (self._weigher.reading(case, entry, near, places) for entry, near in candidates.items())
        readings = sorted((reading for reading in weighed if reading), key=_rank)
        return self._conclude(case, self._own_first(case, readings), voice)

    def _is_success(self, case: Case) -> bool:
        """Tell whether a code is plainly no error: by the shapes that know its frame, or for everybody."""
        if case.code is None or case.frame is None:
            return False
        if self._is_fine_for_sender(case):
            return True
        against = max((fit.weight for fit in case.frame.fits if self._knows(fit, case.code)), default=-1)
        fine = max((fit.weight for fit in case.frame.fits if self._is_fine(fit, case.code)), default=-1)
        is_said = code_key(case.message or "") in self._success
        if code_key(case.code) in self._success or (is_said and fine <= against):
            own = [hit for hit in case.hits if any(entry.code == case.code for entry in hit.entries)]
            return against < (_ANYBODYS if is_said else 0) and not tells_alone(own)
        return fine > against

    def _is_fine_for_sender(self, case: Case) -> bool:
        """Tell whether the only venue that a line names has a code as a success, and as nothing else."""
        named = venues_named(case.clues)
        if len(named) != 1 or case.role != "code":
            return False
        known = (place for place, codes in self._recognition.ok.items() if case.code in codes)
        if all(place.partition(":")[0] not in named for place in known):
            return False
        own = (entry for _, entry in self._knowledge.find(code_key(case.code or "")) if entry.venue in named)
        return all(self._candidates.is_ok(entry, case.code) for entry in own)

    def _is_fine(self, fit: Fit, code: str) -> bool:
        return any(self._recognition.is_success(venue, name, code) for venue, name in fit.shape.targets[:1])

    def _knows(self, fit: Fit, code: str) -> bool:
        """Tell whether a code that mostly means success is an error where a frame fits."""
        return any(
            (entry.venue, entry.namespace) in fit.shape.targets and not self._candidates.is_ok(entry, code)
            for _, entry in self._knowledge.find(code_key(code))
        )

    def _own_first(self, case: Case, readings: list[Reading]) -> list[Reading]:
        """Put what a venue that is named says of a status or close code before what the standard says."""
        own = [
            each
            for each in readings
            if each.entry.venue not in self._standards
            and self._candidates.kind(each.entry) in STANDARD_KINDS
            and _venue_bits(case.clues, each.entry.venue) >= NAMES_VENUE
        ]
        if not own:
            return readings
        standard = max((each.bits for each in readings if each.entry.venue in self._standards), default=0.0)
        lift = max(standard - max(each.bits for each in own) + _LEAD, 0.0)
        raised = [each.replace(bits=each.bits + lift) if each in own else each for each in readings]
        return sorted(raised, key=_rank)

    def _conclude(self, case: Case, readings: list[Reading], voice: Voice) -> Verdict | None:
        stranger = self._stranger(case, readings)
        lacking = self._lacking(case, readings, voice)
        best = readings[0] if readings else None
        others = [stranger, *(bits for _, bits, _ in lacking), *self._sharing(case, best)]
        if best is None and (case.code is None or code_key(case.code) in self._success or _is_letter(case.code)):
            return None
        if best is not None and case.code is None and case.role != "transport" and self._is_no_error(case, best.entry):
            return None
        is_faint = best is not None and case.frame is None and share(readings, others) < weights.TOLD
        is_named = any(bits > stranger for _, bits, _ in lacking)
        if is_faint and not is_named and case.role != "typed":
            # Words that every service uses, and numbers that anything may be.
            return None
        if best is None or (case.code is not None and (is_faint or self._is_unknown(case, best, others))):
            venue, bits, evidence = max(lacking, key=lambda each: each[1], default=(None, 0.0, ()))
            if bits <= stranger - weights.STRANGER:
                # Another service is named as well.
                venue, evidence = None, ()
            return Verdict(case, tuple(readings), "unknown", venue, evidence or _said(case))
        if case.role == "code" and not best.evidence:
            # Nothing but a number, however rare it is.
            return Verdict(case, tuple(readings), "ambiguous")
        return Verdict(case, tuple(readings), confidence(readings, others))

    def _is_unknown(self, case: Case, best: Reading, others: Sequence[float]) -> bool:
        """Tell whether something speaks against even the best reading, and enough for somebody else."""
        named = venues_named(case.clues)
        is_another_s = bool(named) and best.entry.venue not in (*named, *self._standards)
        is_against = (
            best.agreement < weights.CONTRADICTS
            or best.is_elsewhere
            or best.is_other_code
            or any(clue.venue == STRANGER for clue in case.clues)
            or is_another_s
            or case.is_log_record
        )
        # A code by itself is nobody's against a sender that the line names.
        return is_against and (max(others) > best.bits - 1 or (is_another_s and not best.evidence))

    def _is_no_error(self, case: Case, entry: Entry) -> bool:
        """Tell whether words are a success, or another venue's where the line says who sent it."""
        if self._candidates.is_ok(entry, entry.code) and not case.is_typed:
            return True
        named = venues_named(case.clues) - {STRANGER}
        return bool(named) and entry.venue not in named and entry.venue not in self._standards

    def _stranger(self, case: Case, readings: Sequence[Reading]) -> float:
        """Return what speaks for a service that no catalogue knows."""
        if case.role in STANDARD_KINDS and any(each.entry.venue in self._standards for each in readings):
            # The standard holds for every service.
            return -weights.STRANGER
        kinds = {clue.kind: clue.bits for clue in case.clues if clue.venue == STRANGER}
        is_prose = case.code is None and not case.is_field and " " in (case.message or "")
        is_anybodys = is_prose and not venues_named(case.clues)
        return (
            weights.STRANGER
            + sum(kinds.values())
            + weights.LOG_RECORD * case.is_log_record
            + weights.WORDS_ALONE * is_anybodys
        )

    def _sharing(self, case: Case, best: Reading | None) -> list[float]:
        """Return what speaks for services that send the same as the best reading, where nothing names its venue."""
        if best is None or f"{best.entry.venue}:{best.entry.namespace}" not in self._recognition.shared:
            return []
        return [] if any(clue.venue == best.entry.venue for clue in case.clues) else [best.bits + weights.SHARED]

    def _lacking(self, case: Case, readings: Sequence[Reading], voice: Voice) -> list[Lacking]:
        """Return the venues that may have sent a code that their catalogues lack, the likeliest first."""
        if case.role in (*STANDARD_KINDS, "typed") or case.code is None:
            return []
        fits = case.frame.fits if case.frame else ()
        venues = {clue.venue for clue in case.clues if clue.venue != STRANGER and not is_neighbour(clue)}
        venues -= self._standards
        venues |= {fit.shape.venue for fit in fits if fit.weight >= weights.STRANGER * weights.SHAPE_UNITS / 2}
        agreeing = [each for each in readings if not each.is_elsewhere and each.agreement > weights.CONTRADICTS]
        venues = {voice.name_of(venue) for venue in venues} - {voice.name_of(each.entry.venue) for each in agreeing}
        weighed = ((venue, *_venue_evidence(case, venue)) for venue in venues)
        found = [
            (venue, bits + weights.UNKNOWN_CODE, evidence) for venue, bits, evidence in weighed if bits >= NAMES_VENUE
        ]
        return sorted(found, key=lambda each: (-each[1], each[0]))


def _rank(reading: Reading) -> tuple[float, int]:
    """Sort the likeliest first, and of equals the one that is the more careful."""
    return -round(reading.bits, 3), DANGER.index(reading.entry.outcome)


def _is_letter(code: str) -> bool:
    """Tell whether a code is a variable of a program: `str(e)`."""
    return len(code) == 1 and code.islower()


def _said(case: Case) -> tuple[str, ...]:
    """Return as evidence the words that tell of an error, whoever says them."""
    hit = next((hit for hit in case.hits if tells_alone((hit,))), None)
    return (f"message {' '.join(hit.phrase.words)}",) if hit else ()


def _heard(clues: Iterable[Clue]) -> list[Clue]:
    """Return the clues that count: a sender that the line names outweighs paths and other lines."""
    clues = list(dict.fromkeys(clues))
    named = venues_named(clues)
    if not named:
        return clues
    return [
        clue
        for clue in clues
        if not is_neighbour(clue) and (not KINDS[clue.kind].yields or clue.venue in named or STRANGER not in named)
    ]


def _besides(clues: Iterable[Clue], code: str) -> list[Clue]:
    """Return the clues without another service's name that is only a word of a known code: `oracleRejected`."""
    words = spoken_words(code)
    return [clue for clue in clues if clue.venue != STRANGER or clue.kind != "name" or clue.text not in words]


def _venue_bits(clues: Iterable[Clue], venue: str) -> float:
    return sum({clue.kind: clue.bits for clue in clues if clue.venue == venue}.values())


def _venue_evidence(case: Case, venue: str) -> tuple[float, tuple[str, ...]]:
    """Return what speaks for a venue, whichever part of it."""
    kinds = {clue.kind: clue for clue in case.clues if clue.venue == venue and not is_neighbour(clue)}
    fits = [fit for fit in (case.frame.fits if case.frame else ()) if fit.shape.venue == venue]
    weight, name = max(((fit.weight, fit.shape.name) for fit in fits), default=(0, ""))
    bits = sum(clue.bits for clue in kinds.values()) + weight / weights.SHAPE_UNITS
    return bits, (*map(str, kinds.values()), *((f"shape {name}",) if weight else ()))
