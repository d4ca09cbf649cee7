"""Weigh the possible meanings of one code found in an input."""

from __future__ import annotations

from errdecode.core import messages
from errdecode.core.evidence import NEIGHBOURS
from errdecode.core.keys import code_key
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.core.evidence import Clue
    from errdecode.core.knowledge import Knowledge
    from errdecode.core.recognition import Recognition, Shape, TextForm
    from errdecode.model import Confidence, Entry

CERTAIN = 40
"""Evidence beyond the code itself that `certain` needs."""
CERTAIN_LEAD = 15
LIKELY = 10
LIKELY_LEAD = 5

_MAX_PER_KIND = 2
_NAMESPACE_STEP = 20
_TYPE = 3
_STATUS = 5


class Observed(Record):
    """What the input shows of one error."""

    code: str
    code_type: str
    message: str | None
    form: Shape | TextForm
    """The shape or text form that found it."""
    clues: tuple[Clue, ...]
    http_status: int | None = None


class Reading(Record):
    """One possible meaning, and what speaks for it."""

    entry: Entry
    observed: Observed
    weight: int
    """What the evidence beyond the code counts."""
    tie: int
    """What decides between equals."""
    evidence: tuple[str, ...]
    parameters: dict[str, str]


class Readings(Record):
    """All meanings of one place, best first."""

    ranked: tuple[Reading, ...]
    unknown_in: str | None
    """A venue that clearly sent this, and whose catalogue lacks the code."""
    evidence: tuple[str, ...] = ()
    """What speaks for that venue."""


def targets_of(form: Shape | TextForm, recognition: Recognition) -> tuple[tuple[str, str], ...]:
    """Return the namespaces in which a form's codes are looked up, best first."""
    if not form.kind:
        return form.targets
    places = recognition.kinds.get(form.kind, ())
    return tuple(sorted(places, key=lambda place: place[0] != form.venue))


def weigh(observations: Iterable[Observed], knowledge: Knowledge, recognition: Recognition) -> Readings | None:
    """Return the meanings of one place of an input.

    Args:
        observations: the place as each shape or text form sees it.
        knowledge: the catalogues.
        recognition: how venues are recognised.

    Returns:
        None when the place holds no error: a success code, or nothing known
        and no form that makes it an error.
    """
    best: dict[tuple[str, str, str, str | None, tuple[str, ...]], Reading] = {}
    success = False
    lacking: dict[str, tuple[int, tuple[str, ...]]] = {}
    for observed in observations:
        named = {clue.venue for clue in observed.clues if clue.kind == "venue"}
        targets = targets_of(observed.form, recognition)
        # A venue that was named may send a frame that its catalogue does not describe.
        others = recognition.kinds.get(observed.form.kind or "api", ())
        targets = (*targets, *(place for place in others if place[0] in named and place not in targets))
        if any(observed.code in recognition.ok.get(f"{venue}:{name}", ()) for venue, name in targets[:1]):
            success = True
            continue
        readings = _readings(observed, targets, knowledge, recognition)
        for reading in readings:
            entry = reading.entry
            key = (entry.venue, entry.namespace, entry.code, entry.name, entry.match)
            if key not in best or _rank(reading) > _rank(best[key]):
                best[key] = reading
        if readings or _means_success(observed, recognition):
            continue
        places = [name for venue, name in observed.form.targets if venue == observed.form.venue]
        found = max((_weigh_clues(observed.clues, observed.form.venue, name) for name in places), default=(0, ()))
        lacking[observed.form.venue] = max(found, lacking.get(observed.form.venue, (0, ())))
    ranked = sorted(_own_first(list(best.values())), key=_rank, reverse=True)
    if success:
        ranked = [reading for reading in ranked if reading.weight >= CERTAIN]
        lacking = {}
    lacking = {venue: found for venue, found in lacking.items() if venue not in {r.entry.venue for r in ranked}}
    if not ranked and not lacking:
        return None
    if ranked and ranked[0].observed.form.kind:
        # A standard's code needs no catalogue of the venue that sent it.
        return Readings(tuple(ranked), None)
    venue = max(lacking, key=lambda name: lacking[name][0], default=None)
    if venue is not None and lacking[venue][0] >= CERTAIN and (not ranked or ranked[0].weight < lacking[venue][0]):
        return Readings(tuple(ranked), venue, lacking[venue][1])
    return Readings(tuple(ranked), None)


def _own_first(readings: list[Reading]) -> list[Reading]:
    """Put what a venue that is plainly the sender says of a standard's code before what the standard says.

    A standard's words are what every client library prints: they do not speak
    against the venue's own meaning.
    """
    own = [each for each in readings if each.observed.form.kind and _is_sender(each)]
    standard = max((each.weight for each in readings if each not in own and _is_of_its_form(each)), default=0)
    return [each.replace(weight=each.weight + standard) if each in own else each for each in readings]


def _is_of_its_form(reading: Reading) -> bool:
    form = reading.observed.form
    return bool(form.kind) and form.venue == reading.entry.venue


def _is_sender(reading: Reading) -> bool:
    """Tell whether the venue of a reading is plainly named."""
    entry = reading.entry
    return _weigh_clues(reading.observed.clues, entry.venue, entry.namespace)[0] >= CERTAIN


def _means_success(observed: Observed, recognition: Recognition) -> bool:
    """Tell whether a code that no catalogue holds is plainly no error."""
    texts = (observed.code, observed.message or "")
    return any(code_key(text) in recognition.success for text in texts)


def _rank(reading: Reading) -> tuple[int, int]:
    return reading.weight, reading.tie


def _readings(
    observed: Observed, targets: tuple[tuple[str, str], ...], knowledge: Knowledge, recognition: Recognition
) -> list[Reading]:
    entries = [
        entry
        for kind, entry in knowledge.find(code_key(observed.code))
        if kind in ("code", "alias", "name", "former")
        and (entry.venue, entry.namespace) in targets
        and observed.code not in recognition.ok.get(f"{entry.venue}:{entry.namespace}", ())
    ]
    fitting = [entry for entry in entries if messages.applies(entry, observed.message)]
    return [_read(observed, entry, targets.index((entry.venue, entry.namespace))) for entry in fitting]


def _read(observed: Observed, entry: Entry, position: int) -> Reading:
    fit, parameters = messages.fit(entry, observed.message) if observed.message else (0, {})
    clues = observed.clues
    if observed.message and not fit:
        # Words that are not the entry's speak against it: what stood on other lines does not outweigh them.
        clues = tuple(clue for clue in clues if clue.kind not in NEIGHBOURS)
    weight, evidence = _weigh_clues(clues, entry.venue, entry.namespace)
    form = observed.form
    # A form that names several namespaces mostly speaks for the first.
    step = 0 if form.either else _NAMESPACE_STEP * position
    speaks = max(form.weight - step, 0) if form.venue == entry.venue else 0
    if speaks:
        weight += speaks
        evidence = (*evidence, f"shape {form.name}")
    if fit:
        weight += fit
        evidence = (*evidence, f"message {observed.message}")
    tie = -position + (_TYPE if getattr(form, "code_type", None) == observed.code_type else 0)
    if entry.match:
        tie += _TYPE
    if observed.http_status is not None and entry.http_status == observed.http_status:
        tie += _STATUS
    return Reading(entry, observed, weight, tie, evidence, parameters)


def _weigh_clues(clues: tuple[Clue, ...], venue: str, namespace: str) -> tuple[int, tuple[str, ...]]:
    weight = 0
    seen: dict[str, int] = {}
    evidence = []
    for clue in clues:
        if clue.venue != venue or clue.namespace not in (None, namespace):
            continue
        seen[clue.kind] = seen.get(clue.kind, 0) + 1
        limit = _MAX_PER_KIND if clue.kind == "field" else 1
        if seen[clue.kind] <= limit:
            weight += clue.weight
            evidence.append(str(clue))
    return weight, tuple(evidence)


def confidence(ranked: tuple[Reading, ...]) -> Confidence:
    """Return how sure the first reading is: evidence beyond the code, and its lead over the next.

    A reading of the same venue that says the same (one code in two of its
    namespaces) does not compete; but where nothing tells the two apart the
    namespace is a guess, and the finding no more than likely.
    """
    first = ranked[0]
    rivals = [reading.weight for reading in ranked[1:] if _substance(reading) != _substance(first)]
    twins = [reading.weight for reading in ranked[1:] if _substance(reading) == _substance(first)]
    lead = first.weight - max(rivals, default=-CERTAIN)
    if first.weight >= CERTAIN and lead >= CERTAIN_LEAD:
        return "certain" if first.weight - max(twins, default=-CERTAIN) >= CERTAIN_LEAD else "likely"
    if first.weight >= LIKELY and lead >= LIKELY_LEAD:
        return "likely"
    return "ambiguous"


def _substance(reading: Reading) -> tuple[object, ...]:
    entry = reading.entry
    return entry.venue, entry.code, entry.name, entry.category, entry.outcome, entry.retry
