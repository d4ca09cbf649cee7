"""Choose which of the errors that a text may tell of are told."""

from __future__ import annotations

from errdecode.core.sightings.codes import is_numeral
from errdecode.core.verdict.candidates import STANDARD_KINDS

_CONFIDENCE = ("certain", "likely", "ambiguous", "unknown")
_MIN_DIGITS = 6
_MIN_NEGATIVE = 4
"""Digits from which a number is rare; with a sign, which few numbers have, fewer are enough."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from errdecode.core.cases.gatherer import Found
    from errdecode.core.verdict.case import Verdict


def told(
    judged: list[tuple[Found, Verdict]], line_of: Callable[[int], int], *, typed: bool
) -> list[tuple[Found, Verdict]]:
    """Return the verdicts that are to be told, each error once, in the order in which they stand.

    Args:
        judged: the cases of a text and what each amounts to.
        line_of: returns the line of a place in the text.
        typed: the text may have been typed by hand, so that a number by itself is told.
    """
    judged = _without_echoes(_without_exceptions(judged))
    known = [verdict for _, verdict in judged if verdict.confidence != "unknown"]
    answers = {
        _same(found, verdict)
        for found, verdict in judged
        if verdict.confidence != "unknown" and verdict.case.role not in STANDARD_KINDS
    }
    lost = {line_of(verdict.case.start) for verdict in known if _is_lost(verdict)}
    answered = {line_of(verdict.case.start) for verdict in known if verdict.case.role not in ("transport", "http")}
    answered |= {line_of(verdict.case.start) for verdict in known if verdict.case.role == "http"} - lost
    objects = {_object(found, verdict) for found, verdict in judged if verdict.confidence != "unknown"}
    kept: dict[object, tuple[Found, Verdict]] = {}
    for found, verdict in judged:
        if known and verdict.confidence == "unknown" and not _is_lacking(found, verdict, objects):
            # What no venue is known to have sent, beside an error of one, is the logger's own code.
            continue
        line = line_of(verdict.case.start)
        if line in lost - answered and (verdict.confidence == "unknown" or verdict.case.role == "http"):
            # The number of a system error, or a status that the client made of it.
            continue
        if verdict.case.role == "http" and len(answers) > (_same(found, verdict) in answers):
            # The status belongs to the answer that was decoded.
            continue
        if verdict.case.role == "transport" and line in answered:
            # There was an answer, and the client's words are about it.
            continue
        if not typed and not _is_plain(verdict):
            continue
        key = _same(found, verdict)
        if key not in kept or _stands_better(verdict, kept[key][1]):
            kept[key] = (found, verdict)
    return sorted(kept.values(), key=lambda each: each[1].case.start)


def _without_exceptions(judged: list[tuple[Found, Verdict]]) -> list[tuple[Found, Verdict]]:
    """Return the verdicts without those of venues that use the name of a client's exception as well."""
    clients = {hit.phrase.words for _, verdict in judged if _is_unanswered(verdict) for hit in verdict.case.hits}
    return [
        (found, verdict)
        for found, verdict in judged
        if verdict.case.code is not None
        or _is_unanswered(verdict)
        or " " in (verdict.case.message or "")
        or any(hit.phrase.words not in clients for hit in verdict.case.hits)
    ]


def _is_unanswered(verdict: Verdict) -> bool:
    return verdict.case.role == "transport" and bool(verdict.readings)


def _is_lost(verdict: Verdict) -> bool:
    """Tell whether a client says how an answer was lost, and not only that it was."""
    return verdict.case.role == "transport" and not verdict.readings[0].entry.rare


def _without_echoes(judged: list[tuple[Found, Verdict]]) -> list[tuple[Found, Verdict]]:
    """Return the verdicts without those of words that belong to an error with a code."""
    coded = [
        (verdict.case, verdict.readings[0].entry)
        for _, verdict in judged
        if verdict.case.code is not None and verdict.readings and verdict.confidence != "unknown"
    ]
    venues = {entry.venue for _, entry in coded}
    by_venues = any(case.role not in STANDARD_KINDS for case, _ in coded)
    spoken = {hit.phrase.words for case, entry in coded for hit in case.hits if entry in hit.entries}
    return [
        (found, verdict)
        for found, verdict in judged
        if verdict.case.code is not None
        or (
            # Beside an error with a code, words that many venues use are that error's.
            not (by_venues and verdict.confidence == "ambiguous")
            and verdict.readings[0].entry.venue not in venues
            and any(hit.phrase.words not in spoken for hit in verdict.case.hits)
        )
    ]


def _is_plain(verdict: Verdict) -> bool:
    """Tell whether more than a number speaks for an error, as a log has to show it."""
    case = verdict.case
    if verdict.confidence in ("certain", "likely") or verdict.unknown_in is not None:
        return True
    if verdict.confidence == "unknown" and case.is_log_record:
        return False
    if case.frame is not None or case.hits:
        return True
    return bool(case.label) and (case.role in STANDARD_KINDS or _is_only(verdict))


def _is_only(verdict: Verdict) -> bool:
    """Tell whether a number is so rare that hardly anything else has it: long or negative, and one venue's."""
    code = verdict.case.code or ""
    is_long = len(code.lstrip("-")) >= (_MIN_NEGATIVE if code.startswith("-") else _MIN_DIGITS)
    return is_long and len({reading.entry.venue for reading in verdict.readings}) == 1


def _same(found: Found, verdict: Verdict) -> object:
    """Return what is equal for two sightings of one error."""
    case = verdict.case
    if case.frame is None:
        return _meant(verdict)
    *around, name = case.frame.location
    # An object says some errors twice: `errorCode`, and `error_code` for older clients.
    return found.payload and found.payload.start, tuple(around), _meant(verdict) if isinstance(name, str) else name


def _object(found: Found, verdict: Verdict) -> object:
    """Return which object an error is a field of, None where it is running text."""
    frame = verdict.case.frame
    return frame and (found.payload and found.payload.start, frame.location[:-1])


def _is_lacking(found: Found, verdict: Verdict, objects: set[object]) -> bool:
    """Tell whether a venue sent an unknown code of its own, and no mere class name beside an error that is known.

    A number is one in any company: what it says became of the order is open.
    """
    if verdict.unknown_in is None or verdict.case.frame is None:
        return False
    return is_numeral(verdict.case.code or "") or _object(found, verdict) not in objects


def _meant(verdict: Verdict) -> tuple[str | None, ...]:
    """Return which error a verdict means, first of all."""
    entry = verdict.readings[0].entry if verdict.readings else None
    return (entry.venue, entry.code, entry.name) if entry else (verdict.unknown_in, verdict.case.code)


def _stands_better(verdict: Verdict, other: Verdict) -> bool:
    return _CONFIDENCE.index(verdict.confidence) < _CONFIDENCE.index(other.confidence)
