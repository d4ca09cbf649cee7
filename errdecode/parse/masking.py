"""Take credentials out of a log that is passed through."""

from __future__ import annotations

import re

from errdecode.core.redaction.names import plain
from errdecode.parse.search import compile_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.core.redaction.redactor import Redactor

_ALWAYS = (
    # Escapes in the middle of a name, and a wallet's words.
    r"\\(?:u00|x)[2-7]", "%25", "%5f", "%2d", "&#",
    r"""(?:[a-z]{3,8}(?:[\s,;"'`\\|_-]|\\n|\d{1,2}[.)]){1,6}){11}""",
    r"[a-z_-](?:\x1b|\\(?:u001b|x1b|033|e))\[[0-9;]*m[a-z_-]",
)  # fmt: skip
_OPEN = re.compile(rb"""(?:=>|[:=(\[{]|[:=]\s*(?:[|>][+-]?\d?|\"{3}|'{3}))\s*$""")
"""A line that ends so has its value on the next one."""
_KEYS = ((b"PRIVATE KEY", b"-----END"), (b"Private-Lines", b"Private-MAC"))
"""What stands on the first and the last line of a key of several lines."""
_MAX_JOINED = 3
_MAX_KEY_LINES = 100


class Masker:
    """Masks credentials line by line, and looks only where one may stand."""

    def __init__(self, redactor: Redactor) -> None:
        """Take what knows credentials."""
        self._redactor = redactor
        names = (*redactor.names.names, *redactor.names.weak)
        hints = [hint for name in names for hint in _hints(name)]
        hints += redactor.detectors.looks
        self._may_hold = compile_bytes(rf"(?i)(?:{'|'.join(sorted((*hints, *_ALWAYS)))})")

    def may_hold(self, raw: bytes) -> bool:
        """Tell whether bytes may hold a credential."""
        return self._may_hold.search(raw) is not None

    def mask(self, raw: bytes) -> bytes:
        """Return whole lines without credentials."""
        parts = []
        place = 0
        for low, high in self._lines(raw):
            line = raw[low:high].decode("utf-8", "surrogateescape")
            parts += [raw[place:low], self._redactor.hide(line).encode("utf-8", "surrogateescape")]
            place = high
        return b"".join((*parts, raw[place:]))

    def _lines(self, raw: bytes) -> Iterator[tuple[int, int]]:
        """Yield where the lines stand that may hold a credential, with those that belong to them."""
        place = 0
        while match := self._may_hold.search(raw, place):
            low = raw.rfind(b"\n", place, match.start()) + 1 or place
            place = _end(raw, low, match.end())
            yield low, place


def _end(raw: bytes, low: int, place: int) -> int:
    """Return where the line of a place ends, or the value that it opens."""
    end = _line_end(raw, place)
    for _ in range(_MAX_JOINED):
        if end >= len(raw) or not _OPEN.search(raw, low, end):
            break
        end = _line_end(raw, end + 1)
    for begins, ends in _KEYS:
        if begins in raw[low:end] and ends not in raw[low:end]:
            closing = raw.find(ends, end)
            if closing >= 0 and raw.count(b"\n", end, closing) <= _MAX_KEY_LINES:
                return _line_end(raw, closing)
    return end


def _hints(name: str) -> Iterator[str]:
    """Yield patterns that find a name: as it is written, and as JSON escapes what is not ASCII."""
    yield "[_ .-]?".join(map(re.escape, plain(name)))
    if not name.isascii():
        yield "".join(each if each.isascii() else rf"\\{{1,16}}u{ord(each):04x}" for each in plain(name))


def _line_end(raw: bytes, place: int) -> int:
    end = raw.find(b"\n", place)
    return end if end >= 0 else len(raw)
