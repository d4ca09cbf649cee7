"""Compare the words of a text with those of an entry."""

from __future__ import annotations

from errdecode.core.keys import code_key, message_key
from errdecode.core.phrases import PARAMETER, UNHEARD_BITS
from errdecode.core.verdict import weights
from errdecode.core.words import spoken_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.core.verdict.case import Case
    from errdecode.model import Entry

_MIN_PART = 8
"""A shorter text inside another says nothing."""
MAX_PARAMETER = 300
"""Characters that one parameter of a message may have."""
_MAX_WORDS = 60
_MIN_START = 3
"""Letters by which the beginning of a word is known."""


def fit_template(template: str, message: str, *, inside: bool = False) -> dict[str, str] | None:
    """Return the parameters of a message that fits a template, None if it does not fit.

    The fixed parts are looked for one after the other, each at its first place,
    so that the work is linear.

    Args:
        template: a message in which `{name}` stands for anything.
        message: what was written.
        inside: the message may stand anywhere in the text.
    """
    text, lowered = _plain(message), _plain(message).lower()
    fixed = [part.lower() for part in PARAMETER.split(_plain(template))]
    names = [match[0][1:-1] for match in PARAMETER.finditer(_plain(template))]
    at = lowered.find(fixed[0]) if inside else 0
    if at < 0 or not lowered.startswith(fixed[0], at):
        return None
    at += len(fixed[0])
    found: dict[str, str] = {}
    for position, (name, part) in enumerate(zip(names, fixed[1:], strict=True)):
        is_last = position == len(names) - 1
        if is_last and not inside:
            end = len(text) - len(part) if lowered.endswith(part) else -1
        elif part:
            end = lowered.find(part, at + 1)
        else:
            end = len(text) if is_last else -1
        if not at < end or (inside and end - at > MAX_PARAMETER):
            return None
        found.setdefault(name, text[at:end])
        at = end + len(part)
    return found if inside or at == len(text) else None


def _plain(text: str) -> str:
    """Return a text with single spaces and without its final punctuation."""
    return " ".join(text.split()).rstrip(" .!,:;")


def said_by_venue(case: Case) -> str | None:
    """Return the words that an entry's condition is about, None where there are none."""
    # The words of a status line are the protocol's; the venue speaks in the body.
    return case.body if case.role == "http" else case.message


def applies(entry: Entry, case: Case) -> bool | None:
    """Tell whether an entry's condition on the message holds; None where there is no whole message to tell by."""
    if not entry.match:
        return True
    said = said_by_venue(case)
    if case.role != "http" and any(entry in hit.entries and not hit.phrase.is_name for hit in case.hits):
        return True
    if not said:
        return None
    key = message_key(said)
    if any(message_key(text) in key or fit_template(text, said) is not None for text in entry.match):
        return True
    # What was cut off does not tell, where it is the beginning of what is asked for.
    is_begun = len(key) >= _MIN_PART and any(message_key(text).startswith(key) for text in entry.match)
    return None if is_begun else False


def agreement(entry: Entry, case: Case, bits: Mapping[str, float]) -> tuple[float, str | None, dict[str, str]]:
    """Return what the words of a case count for an entry, as evidence, and the parameters of its message.

    Args:
        entry: the entry.
        case: the case.
        bits: what each word counts.
    """
    hits = [hit for hit in case.hits if entry in hit.entries]
    best = max(hits, key=lambda hit: hit.phrase.bits, default=None)
    said = case.message or ""
    parameters = _parameters(entry, said)
    if best is not None:
        whole = parameters is not None or _is_whole(entry, said)
        shown = said if whole else _shown(best)
        return best.phrase.bits + weights.EXACT * whole, f"message {shown}", parameters or {}
    if parameters is not None:
        fixed = spoken_words(" ".join(PARAMETER.split(_fitting(entry, said) or "")))
        return sum(bits.get(word, UNHEARD_BITS) for word in fixed), f"message {said}", parameters
    return _shared(entry, case, bits), None, {}


def _shown(hit: object) -> str:
    return " ".join(hit.phrase.words)  # type: ignore[attr-defined]  # a Hit


def _is_whole(entry: Entry, said: str) -> bool:
    key = message_key(said)
    if not key:
        return False
    return key in {message_key(text) for text in (*entry.messages, *entry.match)} or code_key(said) in {
        code_key(name) for name in (entry.name, *entry.former) if name
    }


def _templates(entry: Entry) -> list[str]:
    return [*entry.templates, *(text for text in (*entry.messages, *entry.match) if "{" in text)]


def _fitting(entry: Entry, said: str) -> str | None:
    return next((template for template in _templates(entry) if fit_template(template, said) is not None), None)


def _parameters(entry: Entry, said: str) -> dict[str, str] | None:
    """Return the parameters of a message that an entry has as a template; None where it has none such."""
    if not said:
        return None
    for template in _templates(entry):
        parameters = fit_template(template, said)
        if parameters is None:
            parameters = fit_template(template, said, inside=True)
        if parameters is not None:
            return parameters
    return None


def _shared(entry: Entry, case: Case, bits: Mapping[str, float]) -> float:
    """Return what words count that are not an entry's word for word."""
    said = set(spoken_words(case.message or "")[:_MAX_WORDS])
    if not said:
        return 0.0
    own = [
        set(spoken_words(text))
        for text in (*entry.messages, *entry.templates, *entry.match, *entry.former, entry.name or "")
    ]
    if not any(own):
        return weights.SILENT
    last = spoken_words(case.message or "")[-1]
    if len(last) >= _MIN_START and not (case.message or "").endswith("."):
        # The end of a message may have been cut off.
        whole = next((word for words in own for word in words if word.startswith(last)), last)
        said = said - {last} | {whole}
    total = sum(bits.get(word, UNHEARD_BITS) for word in said)
    shared = max(sum(bits.get(word, UNHEARD_BITS) for word in said & words) for words in own)
    return weights.contradiction(shared, total, aside=case.frame is None)
