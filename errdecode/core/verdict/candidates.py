"""Which entries a case may be of: those that its code or its words lead to."""

from __future__ import annotations

from errdecode.core.keys import code_key, number_key
from errdecode.core.sightings.codes import is_close, is_numeral, is_status
from errdecode.core.sightings.prose import tells_alone
from errdecode.core.verdict import weights
from errdecode.core.verdict.messages import fit_template
from errdecode.core.words import spoken_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.core.knowledge import Knowledge
    from errdecode.core.phrases import Hit
    from errdecode.core.recognition import Recognition
    from errdecode.core.verdict.case import Case
    from errdecode.model import Entry

STANDARD_KINDS = ("http", "close", "transport")
"""Kinds of namespaces whose codes a protocol gives."""
_ANY_KIND = frozenset(("api", "json-rpc", "http", "close", "transport"))
_JSON_RPC = range(-32768, -31999)
_EXACT_KEYS = ("code", "alias", "name", "former")


class Candidates:
    """Looks up the entries that a case may be of."""

    def __init__(self, knowledge: Knowledge, recognition: Recognition) -> None:
        """Take the catalogues."""
        self._knowledge = knowledge
        self._recognition = recognition
        self._kinds = recognition.kind_of

    def kind(self, entry: Entry) -> str | None:
        """Return the kind of the namespace of an entry."""
        return self._kinds.get((entry.venue, entry.namespace))

    def of(self, case: Case) -> dict[Entry, float]:
        """Return the entries that a case may be of, with what their code counts against them in bits."""
        found: dict[Entry, float] = {}
        kinds = _kinds_of(case)
        if case.code is not None:
            for key, entry in self._knowledge.find(code_key(case.code)):
                if key in _EXACT_KEYS and self._is_allowed(entry, kinds, case):
                    found[entry] = 0.0
            if not found and case.is_typed and (digits := number_key(case.code)) is not None:
                near = [entry for _, entry in self._knowledge.find(f"#{digits}")]
                found.update((entry, weights.NEAR_CODE) for entry in near if not self.is_ok(entry, case.code))
            if not found and not is_numeral(case.code):
                found.update((entry, 0.0) for entry in self._by_template(case, kinds))
        venues = {entry.venue for entry in found}
        for hit in case.hits:
            for entry in hit.entries if case.code is None or _is_code(hit, case.code) or tells_alone((hit,)) else ():
                if entry not in found and self._is_allowed(entry, kinds, case):
                    found[entry] = _against(case.code, hit, known=entry.venue in venues) if case.code else 0.0
        return found

    def _by_template(self, case: Case, kinds: frozenset[str]) -> Iterator[Entry]:
        """Yield the entries one of whose templates fits a code that is a whole message."""
        for entry in {entry: None for hit in case.hits for entry in hit.entries}:
            templates = (*entry.templates, *(text for text in entry.messages if "{" in text))
            if self._is_allowed(entry, kinds, case) and any(
                fit_template(template, case.code or "") is not None for template in templates
            ):
                yield entry

    def _is_allowed(self, entry: Entry, kinds: frozenset[str], case: Case) -> bool:
        if self.is_ok(entry, case.code):
            return False
        if self.kind(entry) in kinds:
            return True
        # Unless a shape says so, or its code and its words stand together.
        place = (entry.venue, entry.namespace)
        return any(place in fit.shape.targets for fit in (case.frame.fits if case.frame else ())) or (
            case.code == entry.code and any(entry in hit.entries for hit in case.hits)
        )

    def is_ok(self, entry: Entry, code: str | None) -> bool:
        """Tell whether a code means success where an entry is of."""
        return self._recognition.is_success(entry.venue, entry.namespace, code)


def _is_code(hit: Hit, code: str) -> bool:
    """Tell whether a phrase is the code: a text that others have as a message."""
    return tuple(spoken_words(code)) == hit.phrase.words


def _against(code: str, hit: Hit, *, known: bool) -> float:
    """Return what a code counts against words that are another's: a rare one is hardly there by chance."""
    if known:
        return weights.KNOWN_OTHER_CODE
    return weights.CODE_AS_WORDS if _is_code(hit, code) else min(weights.OTHER_CODE, -weights.code_bits(code))


def _kinds_of(case: Case) -> frozenset[str]:
    """Return the kinds of namespaces in which a case's code may be."""
    if case.frame and case.frame.fits:
        stated = {fit.shape.kind for fit in case.frame.fits}
        if None not in stated:
            return frozenset(kind for kind in stated if kind)
    if case.role in STANDARD_KINDS:
        return frozenset((case.role,))
    if case.role == "typed":
        return _ANY_KIND
    if case.code is None:
        # Words of a standard are everybody's, but for the rare ones of nodes.
        is_rare = any(hit.phrase.bits >= weights.RARE_WORDS for hit in case.hits)
        return frozenset(("api", "json-rpc")) if is_rare else frozenset(("api",))
    if not is_numeral(case.code):
        return frozenset(("api", "transport"))
    return _kinds_of_number(case.code, is_closing=case.is_closing)


def _kinds_of_number(code: str, *, is_closing: bool) -> frozenset[str]:
    """Return the kinds of namespaces that may have a number without a label of its own."""
    kinds = {"api"}
    if int(code.partition("_")[0]) in _JSON_RPC:
        kinds.add("json-rpc")
    if is_status(code):
        kinds.add("http")
    if is_closing and is_close(code):
        kinds.add("close")
    return frozenset(kinds)
