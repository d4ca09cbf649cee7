r"""Tab-separated values with a header, in which every value can be read back: `\t`, `\n`, `\r` and `\\` are spelled."""

from __future__ import annotations

from errdecode.core.sanitise import visible
from errdecode.render import plain
from errdecode.render.formats.interface import Presenter, RecordWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.model import Finding
    from errdecode.render.formats.interface import Answer, Look, Scan, Writer

_SPELLED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Tsv(Presenter):
    """Tab-separated values."""

    is_bare = True

    def answer(self, answer: Answer, look: Look) -> Iterator[str]:  # noqa: ARG002  # the same wherever it is looked at
        """Yield the header, and a line for each record."""
        yield f"{_line(answer.columns)}\n"
        for record in answer.rows():
            values = (plain.value_of(record, name) for name in answer.columns)
            yield f"{_line('' if value is None else str(value) for value in values)}\n"

    def writer(self, scan: Scan, look: Look) -> Writer:  # noqa: ARG002  # likewise
        """Return what makes a line of each finding."""
        return TsvWriter(scan)


class TsvWriter(RecordWriter):
    """Makes a line of each finding."""

    def __init__(self, scan: Scan) -> None:
        """Take the columns."""
        self._columns = plain.FindingColumns(scan.columns)
        self.head = f"{_line(scan.columns)}\n".encode()

    def record(self, finding: Finding) -> bytes:
        """Return one line."""
        return _line(self._columns.values(finding)).encode("utf-8", "backslashreplace")


def _line(values: Iterable[str]) -> str:
    return "\t".join(visible(value.translate(_SPELLED)) for value in values)
