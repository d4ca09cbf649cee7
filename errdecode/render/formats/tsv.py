r"""Tab-separated values with a header, in which every value can be read back: `\t`, `\n`, `\r` and `\\` are spelled."""

from __future__ import annotations

from errdecode.core.sanitise import visible
from errdecode.render import plain
from errdecode.render.formats.interface import Presenter, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.model import Finding
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner
    from errdecode.render.formats.interface import Answer, Look, Scan

_SPELLED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Tsv(Presenter):
    """Tab-separated values."""

    is_bare = True

    def answer(self, answer: Answer, look: Look) -> Iterator[str]:  # noqa: ARG002  # the same wherever it is looked at
        """Yield the header, and a line for each record."""
        yield _line(answer.columns)
        for record in answer.rows():
            values = (plain.value_of(record, name) for name in answer.columns)
            yield _line("" if value is None else str(value) for value in values)

    def writer(self, scan: Scan, look: Look) -> Writer:  # noqa: ARG002  # likewise
        """Return what makes a line of each finding."""
        return TsvWriter(scan)


class TsvWriter(Writer):
    """Makes a line of each finding."""

    def __init__(self, scan: Scan) -> None:
        """Take the columns."""
        self._columns = plain.FindingColumns(scan.columns)
        self.head = _line(scan.columns).encode()

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return one line."""
        return scanner.rendered(hit, self._tsv)

    def _tsv(self, finding: Finding) -> bytes:
        return _line(self._columns.values(finding)).encode("utf-8", "backslashreplace")


def _line(values: Iterable[str]) -> str:
    return "\t".join(visible(value.translate(_SPELLED)) for value in values) + "\n"
