"""JSON, one document."""

from __future__ import annotations

from errdecode.render import records
from errdecode.render.formats.interface import Presenter
from errdecode.render.formats.ndjson import NdjsonWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.render.formats.interface import Answer, Look, Scan, Writer


class Json(Presenter):
    """One JSON document."""

    def answer(self, answer: Answer, look: Look) -> Iterator[str]:
        """Yield the document."""
        paint = records.painted if look.is_painted else str
        yield f"{paint(records.pretty(answer.document(records)))}\n"

    def writer(self, scan: Scan, look: Look) -> Writer:  # noqa: ARG002  # the same for every scan
        """Return what makes a document of the findings."""
        return JsonWriter(paint=look.is_painted)


class JsonWriter(NdjsonWriter):
    """Makes a document of the findings, as they come."""

    head = b'{"schema":1,"findings":[\n'
    tail = b"\n]}\n"
    separator = b",\n"
    end = b""
