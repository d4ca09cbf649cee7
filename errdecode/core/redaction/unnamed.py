"""Find the credentials of a text that nothing names, by what they look like."""

from __future__ import annotations

import re

from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from errdecode.core.redaction.named import Span

_BEFORE = 48
_WORD_BEFORE = lazy(r"([A-Za-z]+)[^A-Za-z0-9]{0,8}$")
_PHRASE = lazy(r"(?<![A-Za-z])[a-z]{3,8}(?:[ ,]{1,3}[a-z]{3,8}){11,}(?![A-Za-z])")
_MIN_PHRASE = 12


class Detector(Record):
    """What one kind of credential looks like."""

    hints: tuple[str, ...]
    """Texts one of which stands in every credential of this kind."""
    pattern: re.Pattern[str]
    """Its group `secret` is what is hidden, the whole match where it has none."""
    unless_named: frozenset[str]
    """Words before it that say it is none."""


class Detectors:
    """Knows what credentials look like."""

    def __init__(self, tables: Iterable[Mapping[str, Any]]) -> None:
        """Take `[[secrets.detectors]]`."""
        self._detectors = [
            Detector(tuple(table["hints"]), lazy(table["pattern"]), frozenset(table.get("unless_named", ())))
            for table in tables
        ]
        self.hints = tuple(hint for detector in self._detectors for hint in detector.hints)
        self._hints = lazy(rf"(?i){'|'.join(map(re.escape, self.hints)) or '(?!)'}")
        self._words: frozenset[str] | None = None

    def spans(self, text: str) -> Iterator[Span]:
        """Yield where credentials stand in a text."""
        for detector in self._detectors if self._hints.search(text) else ():
            if any(hint in text.lower() for hint in detector.hints):
                for match in detector.pattern.finditer(text):
                    if not self._is_named(detector, text, match.start()):
                        yield match.span("secret" if "secret" in match.re.groupindex else 0)
        # Twelve words and more of a wallet.
        for match in _PHRASE.finditer(text) if self._detectors and text.count(" ") >= _MIN_PHRASE - 1 else ():
            yield from self._phrase(match)

    def _is_named(self, detector: Detector, text: str, start: int) -> bool:
        word = _WORD_BEFORE.search(text, max(0, start - _BEFORE), start)
        return word is not None and word[1].lower().endswith(tuple(detector.unless_named))

    def _phrase(self, match: re.Match[str]) -> Iterator[Span]:
        """Yield the runs of a wallet's words: twelve and more of the list of BIP-39."""
        if self._words is None:
            from importlib.resources import files  # noqa: PLC0415  # hardly a text has twelve such words

            self._words = frozenset(files(__package__).joinpath("bip39.txt").read_text(encoding="ascii").split())
        run: list[Span] = []
        for word in lazy(r"[a-z]+|$").finditer(match[0]):
            if word[0] in self._words:
                run.append(word.span())
                continue
            if len(run) >= _MIN_PHRASE:
                yield match.start() + run[0][0], match.start() + run[-1][1]
            run = []
