"""Take credentials out of a log that is passed through."""

from __future__ import annotations

import re

from errdecode.logs.search import compile_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.core.redact import Redactor


class Masker:
    """Masks credentials line by line, and looks only where the name of one may stand."""

    def __init__(self, redactor: Redactor) -> None:
        """Take what knows the names of credentials."""
        self._redactor = redactor
        # A name is one word: joined over blanks it would begin in the word before.
        names = {"[_-]*".join(map(re.escape, re.sub("[_ -]", "", name.lower()))) for name in redactor.names}
        self._may_hold = compile_bytes(rf"(?i)(?:{'|'.join(sorted(names))}|bearer|basic|://[^\s/:@]*:[^\s/@]+@)")

    def mask(self, raw: bytes) -> bytes:
        """Return whole lines without credentials."""
        parts = []
        place = 0
        for low, high, places in self._lines(raw):
            line = raw[low:high].decode("utf-8", "surrogateescape")
            # Places in bytes are places in text only where each byte is a character.
            masked = self._redactor.line(line, places) if line.isascii() else self._whole(line)
            parts += [raw[place:low], masked.encode("utf-8", "surrogateescape")]
            place = high
        return b"".join((*parts, raw[place:]))

    def _lines(self, raw: bytes) -> Iterator[tuple[int, int, list[int]]]:
        """Yield the lines that may hold a credential, and the places in them where its name may stand."""
        low, high, places = 0, -1, list[int]()
        for match in self._may_hold.finditer(raw):
            start = match.start()
            if start > high:
                if places:
                    yield low, high, places
                low, end, places = raw.rfind(b"\n", 0, start) + 1, raw.find(b"\n", start), []
                high = end if end >= 0 else len(raw)
            places.append(start - low)
        if places:
            yield low, high, places

    def _whole(self, line: str) -> str:
        return self._redactor.text(line, self._redactor.secrets_in(line))
