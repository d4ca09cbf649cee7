"""Gather what stands together: the cases of a text."""

from __future__ import annotations

import re

from errdecode.core.cases.framed import FramedCases, names_of_fields
from errdecode.core.cases.setting import Setting
from errdecode.core.cases.spoken import SpokenCases
from errdecode.core.cases.unanswered import Unanswered
from errdecode.core.notation.document import read_flat, with_payloads
from errdecode.core.patterns import lazy
from errdecode.core.phrases import find_phrases
from errdecode.core.sightings.clues import Clues
from errdecode.core.sightings.frames import Frames
from errdecode.core.sightings.labels import Labels
from errdecode.core.sightings.numbers import find_numbers
from errdecode.core.sightings.view import View
from errdecode.core.words import words_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errdecode.core.knowledge import Knowledge
    from errdecode.core.notation.document import Document, Payload
    from errdecode.core.phrases import Hit
    from errdecode.core.recognition import Recognition
    from errdecode.core.sightings.clues import Clue
    from errdecode.core.sightings.frames import FrameCode, Text
    from errdecode.core.verdict.case import Case
    from errdecode.core.verdict.voices import Voices

MAX_TYPED_CHARS = 200
"""A longer text was not typed by hand."""
_MAX_STRANGE = 5
_MAX_AROUND = 25
_MAX_TYPED = 2
"""Words and numbers in what is typed, besides codes, names and venues."""
_MIN_TEXT = 8
"""Shorter strings of a payload tell nothing by themselves."""
_STATUS_DIGITS = 3
_SOCKET = lazy(r"[Ww]eb[ _]?[Ss]ocket|(?<![A-Za-z])(?:ws|wss|WS|WSS)(?![A-Za-z])|[Cc]los(?:e|ed|ing)(?![a-z])")
"""What speaks of connections that may be closed with a code."""
_CHOICE = lazy(r"(?:[A-Z][a-z]+){2,5}")
_SIGNED = lazy(r"-\d{4,}")
_NAME_AT = lazy(r"[A-Za-z]\w*")
_NAME_BEFORE = lazy(r"[A-Za-z]\w* ?$")
_MAX_NAME = 60


class Found(Record):
    """A case and where it was found."""

    case: Case
    payload: Payload | None
    """The object that holds it."""
    view: View | None
    before: int
    """Where what was written before it ends."""


class Gathered(Record):
    """The cases of a text, and what they rest on."""

    found: list[Found]
    rests_on: frozenset[str]
    """Every number and word with digits that was looked at: with others the text may mean something else."""


class _Looked(Record):
    """What one object of a text holds."""

    payload: Payload
    codes: list[FrameCode]
    texts: list[Text]
    """Its strings, those of echoed requests left out."""
    telling: set[str]


class Gatherer:
    """Finds the cases of texts."""

    def __init__(self, knowledge: Knowledge, recognition: Recognition, voices: Voices) -> None:
        """Take the catalogues, and who speaks for whom."""
        self._knowledge = knowledge
        self._recognition = recognition
        self._searched: dict[str, list[Hit]] = {}
        self.labels = Labels(recognition)
        self.clues = Clues(recognition)
        self._voices = voices
        self._frames = Frames(recognition, self.labels)
        signs = "|".join(map(re.escape, recognition.signs))
        # `NotFoundException` tells of an error as well.
        self.signs = re.compile(rf"(?<![A-Za-z])(?i:{signs})(?![A-Za-z])|[A-Za-z](?:Error|Exception|Failure)(?![a-z])")
        self._framed = FramedCases(self.labels, self.clues, self._phrases)
        self._unanswered = Unanswered(recognition)
        self._spoken = SpokenCases(recognition, self.labels, self.signs, self._phrases)

    def gather(self, document: Document, clues: Sequence[Clue], *, typed: bool) -> Gathered:
        """Return the cases of a text, those of its objects first.

        Args:
            document: the text.
            clues: what is known of the venue from elsewhere.
            typed: the text may have been typed by hand.
        """
        self._searched.clear()
        # What stands in flat pairs is an object where a catalogue knows its shape, and prose otherwise.
        flat = [self._look(payload, document) for payload in read_flat(document)]
        flat = [each for each in flat if any(code.fits for code in each.codes)]
        if flat:
            document = with_payloads(document, [each.payload for each in flat])
        looked = [self._look(payload, document) for payload in document.payloads]
        said = [text.text for each in looked for text in each.texts]
        setting = self._setting(document, looked, said, clues)
        found: list[Found] = []
        for each in looked:
            found += self._in_object(each, document, setting)
        typed = typed and not looked and self._looks_typed(document.text, setting.clues)
        told = [case.replace(is_typed=typed) for case in self._in_prose(document, looked, setting)]
        unanswered = list(self._without_answer(document, looked, setting, typed=typed))
        if typed and not told and not unanswered:
            told = self._spoken.cases(document.text, 0, setting, typed=True)
        found += [*(Found(case, None, None, len(document.text)) for case in told), *unanswered]
        return Gathered(found, frozenset(self._rests_on(document, looked, said, setting)))

    def _look(self, payload: Payload, document: Document) -> _Looked:
        codes, texts, telling = self._frames.look(
            payload.value, _name_before(document, payload), document.budget, is_strict=payload.is_strict
        )
        return _Looked(payload, codes, [text for text in texts if not text.is_aside], telling)

    def _setting(
        self, document: Document, looked: Sequence[_Looked], said: Sequence[str], clues: Sequence[Clue]
    ) -> Setting:
        told = (int(code.code) for each in looked for code in each.codes if code.role == "http")
        status = self._status(document.prose) or next(told, None)
        own = self.clues.in_text("\n".join((document.prose, *said)))
        return Setting(self._voices.shared((*clues, *own)), _SOCKET.search(document.text) is not None, status)

    def _in_object(self, looked: _Looked, document: Document, setting: Setting) -> Iterator[Found]:
        """Yield the cases of an object: of its codes, and of its strings where they say more."""
        payload, view = looked.payload, View(document.budget)
        spoken: set[str] = set()
        for code in looked.codes:
            spoken.update(self._framed.messages(code, view))
            if self._is_fine(code):
                # Its words are no error either.
                spoken.add(code.code)
            yield Found(self._framed.case(code, payload, document, view, setting), payload, view, payload.start)
        for text in looked.texts:
            if len(text.text) >= _MIN_TEXT and not self._is_setting(text):
                for case in self._spoken.cases(text.text, payload.start, setting, beside=document.prose):
                    if case.code is not None or text.text not in spoken:
                        yield Found(case.replace(is_field=True), payload, view, payload.start)

    def _is_setting(self, text: Text) -> bool:
        """Tell whether a string is a choice of the program's, as `"timeInForce": "ImmediateOrCancel"`."""
        is_labelled = self.labels.is_message(text.key) or self.labels.role(text.key) is not None
        return not is_labelled and _CHOICE.fullmatch(text.text) is not None

    def _is_fine(self, code: FrameCode) -> bool:
        """Tell whether a code means success where it stands."""
        places = (place for fit in code.fits for place in fit.shape.targets)
        return any(self._recognition.is_success(venue, name, code.code) for venue, name in places)

    def _in_prose(self, document: Document, looked: Sequence[_Looked], setting: Setting) -> Iterator[Case]:
        """Yield the cases of the text around the objects; a status line belongs to the body below it."""
        if not document.prose.strip():
            return
        texts = [text for each in looked for text in each.texts]
        body = next((text.text for text in texts if self.labels.is_message(text.key)), None)
        hits = tuple(hit for text in texts for hit in self._phrases(text.text))
        for case in self._spoken.cases(document.prose, 0, setting):
            is_answered = case.role == "http" and texts
            yield case.replace(hits=(*case.hits, *hits), body=body) if is_answered else case

    def _without_answer(
        self, document: Document, looked: Sequence[_Looked], setting: Setting, *, typed: bool
    ) -> Iterator[Found]:
        """Yield the cases of lines that tell of no answer."""
        told = self._unanswered.cases(document.prose, self._phrases(document.prose), setting)
        if told and (typed or self._unanswered.is_of_a_client(document.prose, setting)):
            for case in told:
                yield Found(case, None, None, len(document.text))
        inside = [
            (each.payload, case)
            for each in looked
            for case in self._unanswered.cases_in_object(each.texts, self._phrases, setting)
        ]
        if inside and (typed or self._unanswered.is_of_a_client(document.text, setting)):
            for payload, case in inside:
                yield Found(case.replace(start=payload.start), payload, None, payload.start)

    def _rests_on(
        self, document: Document, looked: Sequence[_Looked], said: Sequence[str], setting: Setting
    ) -> Iterator[str]:
        for each in looked:
            yield from each.telling
        for text in (document.prose, *said):
            yield from (number.text.lstrip("-") for number in find_numbers(text, self.labels) if number.role)
            yield from (entry.code.lstrip("-") for hit in self._phrases(text) for entry in hit.entries)
        yield from (clue.text for clue in setting.clues)

    def _looks_typed(self, text: str, clues: Sequence[Clue]) -> bool:
        """Tell whether somebody typed a question: few words and numbers that nothing is known of."""
        if len(text) > MAX_TYPED_CHARS:
            return False
        numbers = list(find_numbers(text, self.labels))
        known = {word for clue in clues for word in words_of(clue.text)}
        known |= {word for hit in self._phrases(text) for word in hit.phrase.words}
        words = [word for word in words_of(text) if not word.isdigit()]
        strange = [word for word in words if word not in known and not self.labels.role(word)]
        is_list = "/" in text or "," in text or len(text.split()) == len(numbers)
        # A number with a sign is hardly anything but a code.
        most = _MAX_AROUND if any(_SIGNED.fullmatch(number.text) for number in numbers) else _MAX_STRANGE
        return len(strange) <= most and (len(numbers) <= _MAX_TYPED or is_list)

    def _phrases(self, text: str) -> list[Hit]:
        """Return the phrases in a text; each text of a document is searched once."""
        known = self._searched.get(text)
        if known is None:
            known = self._searched[text] = find_phrases(text, self._knowledge)
        return known

    def is_request(self, name: str) -> bool:
        """Tell whether a field of a name holds an echoed request."""
        return self._frames.is_request(name)

    def all_clues(self, document: Document) -> Iterable[Clue]:
        """Yield everything in a text that speaks for a venue, its requests and fields included."""
        yield from self.clues.in_text(document.text)
        for payload in document.payloads:
            frames = payload.value if isinstance(payload.value, list) else [payload.value]
            frames = [frame for frame in frames if isinstance(frame, dict)]
            yield from self.clues.in_keys(names_of_fields(frames))
            for frame in frames:
                yield from self.clues.in_value("method", frame.get("method"))
                yield from self.clues.in_value("channel", frame.get("channel"))

    def _status(self, prose: str) -> int | None:
        """Return the HTTP status that running text tells, None where it tells none."""
        numbers = (number.text for number in find_numbers(prose, self.labels) if number.role == "http")
        return next((int(text) for text in numbers if text.isdecimal() and len(text) == _STATUS_DIGITS), None)


def _name_before(document: Document, payload: Payload) -> str:
    """Return the name that stands right before an object: `Response` of `Response{code=503}`."""
    start = payload.start
    if document.text[start : start + 1].isalpha():
        # A record: the name is a part of what was read.
        match = _NAME_AT.match(document.text, start)
    else:
        match = _NAME_BEFORE.search(document.text[max(0, start - _MAX_NAME) : start])
    return match[0].strip() if match else ""
