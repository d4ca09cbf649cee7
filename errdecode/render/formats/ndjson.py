"""JSON, one record a line."""

from __future__ import annotations

from errdecode.render import records
from errdecode.render.formats.interface import Presenter, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.model import Finding
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner
    from errdecode.render.formats.interface import Answer, Look, Scan


class Ndjson(Presenter):
    """One JSON record a line."""

    def answer(self, answer: Answer, look: Look) -> Iterator[str]:
        """Yield the records."""
        paint = records.painted if look.is_painted else str
        for record in answer.lines(records):
            yield f"{paint(records.dumps(record))}\n"

    def writer(self, scan: Scan, look: Look) -> Writer:  # noqa: ARG002  # the same for every scan
        """Return what makes a record of each finding."""
        return NdjsonWriter(paint=look.is_painted)


class NdjsonWriter(Writer):
    """Makes a record of each finding."""

    end = b"\n"

    def __init__(self, *, paint: bool = False) -> None:
        """Take whether to colour it."""
        self._made = _painted if paint else _json

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one record."""
        return scanner.rendered(hit, self._made) + self.end


def _json(finding: Finding) -> bytes:
    return records.dumps(finding.to_dict()).encode()


def _painted(finding: Finding) -> bytes:
    return records.painted(_json(finding).decode()).encode()
