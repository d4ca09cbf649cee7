"""Find the credentials of a text that nothing names, by what they look like."""

from __future__ import annotations

import re

from errdecode.core.patterns import lazy
from errdecode.core.redaction.decoded import ENTITY_QUOTE, NEWLINE, PERCENT_QUOTE
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from errdecode.core.redaction.named import Span

_BEFORE = 48
_WORD_BEFORE = lazy(r"([A-Za-z]+)[^A-Za-z0-9]{0,8}$")
_BETWEEN = rf"""(?:[\s,;"'`\\|_{PERCENT_QUOTE}{ENTITY_QUOTE}{NEWLINE}-]|\\n|\d{{1,2}}[.)]){{1,6}}"""
_PHRASE = lazy(rf"(?<![A-Za-z])[A-Za-z]{{3,8}}(?:{_BETWEEN}[A-Za-z]{{3,8}}){{11,}}(?![A-Za-z])")
"""Words of a wallet however they are listed: in a row, in quotes, numbered."""
MIN_PHRASE = 12
"""Words of a wallet."""


class Detector(Record):
    """What one kind of credential looks like."""

    pattern: re.Pattern[str]
    """Its group `secret` is what is hidden, the whole match where it has none."""
    unless_named: frozenset[str]
    """Words before it that say it is none."""


class Detectors:
    """Knows what credentials look like."""

    def __init__(self, tables: Iterable[Mapping[str, Any]]) -> None:
        """Take `[[secrets.detectors]]`."""
        tables = tuple(tables)
        self._detectors = [
            Detector(lazy(table["pattern"]), frozenset(table.get("unless_named", ()))) for table in tables
        ]
        self._by_hint: dict[str, list[int]] = {}
        """By texts one of which stands, in lower case, in every credential of a kind."""
        for at, table in enumerate(tables):
            for hint in table["hints"]:
                self._by_hint.setdefault(hint, []).append(at)
        self.looks = tuple(
            look
            for table in tables
            for look in ([table["looks"]] if "looks" in table else map(re.escape, table["hints"]))
        )
        """Patterns without a look around, one of which stands wherever a credential does."""
        self._words: frozenset[str] | None = None

    def spans(self, text: str, lowered: str) -> Iterator[Span]:
        """Yield where credentials stand in a text, which is given in lower case as well."""
        for at in sorted({at for hint, numbers in self._by_hint.items() if hint in lowered for at in numbers}):
            yield from self._found(self._detectors[at], text)
        # Twelve words and more of a wallet.
        for match in _PHRASE.finditer(text) if self._detectors and len(text) >= MIN_PHRASE * 4 else ():
            yield from self._phrase(match)

    def _found(self, detector: Detector, text: str) -> Iterator[Span]:
        for match in detector.pattern.finditer(text):
            if not self._is_named(detector, text, match.start()):
                yield match.span("secret" if "secret" in match.re.groupindex else 0)

    def hold_phrase(self, values: Iterable[object]) -> bool:
        """Tell whether the texts of a list are a wallet's words, each by itself."""
        match = _PHRASE.search(" ".join(value for value in values if isinstance(value, str)))
        return match is not None and any(True for _ in self._phrase(match))

    def _is_named(self, detector: Detector, text: str, start: int) -> bool:
        word = _WORD_BEFORE.search(text, max(0, start - _BEFORE), start)
        return word is not None and word[1].lower().endswith(tuple(detector.unless_named))

    def _phrase(self, match: re.Match[str]) -> Iterator[Span]:
        """Yield the runs of a wallet's words: twelve and more of the list of BIP-39."""
        if self._words is None:
            from importlib.resources import files  # noqa: PLC0415  # hardly a text has twelve such words

            self._words = frozenset(files(__package__).joinpath("bip39.txt").read_text(encoding="ascii").split())
        run: list[Span] = []
        for word in lazy(r"[A-Za-z]+|$").finditer(match[0]):
            if word[0].lower() in self._words:
                run.append(word.span())
                continue
            if len(run) >= MIN_PHRASE:
                yield match.start() + run[0][0], match.start() + run[-1][1]
            run = []
