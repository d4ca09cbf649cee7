"""Make a case of a code that stands in an object: with the words, the clues and the shapes around it."""

from __future__ import annotations

from errdecode.core.sightings.codes import is_close
from errdecode.core.sightings.labels import tells_closing
from errdecode.core.sightings.numbers import REACH
from errdecode.core.verdict.case import Case

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from errdecode.core.cases.setting import Setting
    from errdecode.core.notation.document import Document, Payload
    from errdecode.core.phrases import Hit
    from errdecode.core.sightings.clues import Clue, Clues
    from errdecode.core.sightings.frames import FrameCode
    from errdecode.core.sightings.labels import Labels
    from errdecode.core.sightings.view import View

_LOGGERS = frozenset(("level", "severity", "lvl", "loglevel", "log_level", "levelname", "logger"))
"""Fields of the records that loggers make."""
_SAYING = ("msg", "message")
"""Ends of the names of fields whose words go before those of others."""
_LEVELS = 4
"""How deep the names of fields say something about a frame."""
_MAX_BRANCHES = 50


class FramedCases:
    """Makes cases of codes in objects."""

    def __init__(self, labels: Labels, clues: Clues, find_phrases: Callable[[str], list[Hit]]) -> None:
        """Take what finds the parts of a case."""
        self._labels = labels
        self._clues = clues
        self._find_phrases = find_phrases

    def case(self, code: FrameCode, payload: Payload, document: Document, view: View, setting: Setting) -> Case:
        """Return the case of a code in an object.

        Args:
            code: the code and where it stands.
            payload: the object.
            document: the text that holds it.
            view: the object as shapes see it.
            setting: what holds for the whole text.
        """
        messages = self.messages(code, view)
        # A code that is a whole message may hold parameters.
        texts = messages if code.code in messages or " " not in code.code else [*messages, code.code]
        holder = code.holder if isinstance(code.holder, dict) else {}
        role = code.role
        before = document.text[max(0, payload.start - REACH) : payload.start + 1]
        if role == "code" and is_close(code.code) and ("wasClean" in holder or tells_closing(before)):
            role = "close"
        return Case(
            payload.start,
            code.code,
            code.code_type,
            role,
            messages[0] if messages else None,
            tuple(hit for text in texts for hit in self._find_phrases(text)),
            (*setting.clues, *self._clues_of(code, view)),
            code,
            setting.status,
            is_log_record=not _LOGGERS.isdisjoint(key.lower() for key in holder),
            is_closing=setting.is_closing,
            label=str(code.location[-1]),
        )

    def messages(self, code: FrameCode, view: View) -> list[str]:
        """Return the words that stand with a code, those that a shape names first."""
        texts: list[Any] = []
        for fit in sorted(code.fits, key=lambda fit: -fit.weight):
            texts += [view.value(fit, steps) for steps in fit.shape.message]
        if isinstance(code.holder, dict):
            named = [key for key in code.holder if key != code.location[-1] and self._labels.is_message(key)]
            named.sort(key=lambda key: not key.lower().endswith(_SAYING))
            texts += [code.holder[key] for key in named]
        return list(dict.fromkeys(text for text in texts if isinstance(text, str) and text.strip()))

    def _clues_of(self, code: FrameCode, view: View) -> Iterable[Clue]:
        seen: set[int] = set()
        for fit in code.fits:
            method = self._clues.in_value("method", view.value(fit, fit.shape.method))
            if not method and fit.shape.method and fit.shape.request:
                # A frame that lost its method may echo the request that had one.
                method = self._clues.in_value("method", view.value(fit, (*fit.shape.request, *fit.shape.method)))
            yield from method
            yield from self._clues.in_value("channel", view.value(fit, fit.shape.channel))
            # Mostly all shapes lie on one frame.
            if isinstance(fit.frame, dict | list) and id(fit.frame) not in seen:
                seen.add(id(fit.frame))
                yield from self._clues.in_keys(names_of_fields([fit.frame]))
        if isinstance(code.holder, dict):
            yield from self._clues.in_keys(names_of_fields([code.holder]))


def names_of_fields(frames: Sequence[Any]) -> Iterable[str]:
    """Return the names of the fields of frames, a few levels deep."""
    found = dict[str, None]()
    level = list(frames)
    for _ in range(_LEVELS):
        below: list[Any] = []
        for node in level[:_MAX_BRANCHES]:
            items = list(node.values()) if isinstance(node, dict) else node[:_MAX_BRANCHES]
            found.update(dict.fromkeys(node) if isinstance(node, dict) else ())
            below += [item for item in items if isinstance(item, dict | list)]
        level = below
    return found
