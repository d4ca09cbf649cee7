"""JSON, one record a line."""

from __future__ import annotations

from errdecode.render import records
from errdecode.render.formats.interface import Presenter, RecordWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.model import Finding
    from errdecode.render.formats.interface import Answer, Look, Scan, Writer


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


class NdjsonWriter(RecordWriter):
    """Makes a JSON record of each finding."""

    def __init__(self, *, paint: bool = False) -> None:
        """Take whether to colour it."""
        self._paint = records.painted if paint else str

    def record(self, finding: Finding) -> bytes:
        """Return one record."""
        return self._paint(records.dumps(finding.to_dict())).encode()
