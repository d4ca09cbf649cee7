"""What every output format is asked for, and what it is told."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Sequence
    from datetime import tzinfo
    from typing import Any, Protocol

    from errdecode.catalog.layers import Layers
    from errdecode.core.redaction.redactor import Redactor
    from errdecode.model import Finding
    from errdecode.parse.blocks import Block
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner
    from errdecode.parse.summary import Summary
    from errdecode.render.brief import BriefRenderer
    from errdecode.render.terminal.renderer import TerminalRenderer

    class Screen(Protocol):
        """Where output is looked at."""

        @property
        def columns(self) -> int:
            """Return how many columns there are."""

        @property
        def width(self) -> int:
            """Return the columns to use for text."""

        @property
        def line_width(self) -> int | None:
            """Return the columns that a line may take; None: any."""

        def color(self, wanted: str | None) -> bool:
            """Tell whether to colour what people read."""

        def paints_data(self, wanted: str | None) -> bool:
            """Tell whether to colour what programs read."""

        def buffer(self) -> io.StringIO:
            """Return where to draw what is shown as a whole."""


class Look(Record):
    """How output is to look."""

    screen: Screen
    catalogs: Layers
    """For titles and what is known of venues."""
    color: str | None = None
    """`always`, `never`, `auto` or None."""
    header: bool = False
    """Whether rows begin with the names of their columns."""

    @property
    def is_colored(self) -> bool:
        """Tell whether to colour what people read."""
        return self.screen.color(self.color)

    @property
    def is_painted(self) -> bool:
        """Tell whether to colour what programs read."""
        return self.screen.paints_data(self.color)


class Answer(Record):
    """An answer in all the ways in which a format may want it; a format calls only what it needs."""

    columns: Sequence[str]
    """Of rows."""
    rows: Callable[[], Iterable[Record]]
    """Makes the records of the rows."""
    document: Callable[[Any], Any]
    """Makes the one JSON document; is given `render.records`."""
    lines: Callable[[Any], Iterable[Any]]
    """Makes the JSON records, one a line; likewise."""
    draw: Callable[[TerminalRenderer], None]
    """Draws on a terminal."""
    brief: Callable[[BriefRenderer], Iterable[str]] | None = None
    """Makes a line an answer; None: there is no shorter way than rows."""
    is_several: bool = False
    """Whether it is several answers, of which people see a line each."""


class Scan(Record):
    """What is known of a scan before it begins."""

    columns: Sequence[str]
    """Of rows."""
    zone: tzinfo | None
    """Of the times that people read; None: local time."""
    shown_zone: tzinfo | None
    """Of the times that programs read."""
    redactor: Callable[[], Redactor] | None
    """Makes what takes credentials out of the log; None: they are shown."""
    is_followed: bool = False
    """Whether somebody watches a file grow."""
    is_fed: bool = False
    """Whether standard input is all that is read."""
    sources: Sequence[str] = ()
    """The names of the inputs, where they have some; more may come while files are followed."""
    context: int | None = None
    """Lines around an error to show; None: the whole log."""
    top: int | None = None
    """How many codes a report shows; None: all."""
    raw: bool = False
    """Whether to leave in the log what acts on a terminal."""


class Writer:
    """Makes the output of a scan: of each finding as it comes, or a report at the end, or both."""

    head = b""
    """Before the first finding."""
    tail = b""
    """After the last one."""
    separator = b""
    """Between two findings."""
    in_order = False
    """Whether what it makes of a block depends on the one before."""
    is_streaming = True
    """Whether it makes anything of findings as they come."""
    tells_times = False
    """Whether the report tells times: an error that has none is then of the time above it."""

    def block(self, block: Block, hits: Iterable[Hit], scanner: Scanner) -> bytes:  # noqa: ARG002  # the interface of writers
        """Return the output of a block."""
        return self.separator.join([self.hit(hit, scanner) for hit in hits])

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return the output of one finding."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Load what the report needs, while others scan."""

    def report(self, summary: Summary) -> str:  # noqa: ARG002  # the interface of writers
        """Return what is said at the end."""
        return ""


class RecordWriter(Writer):
    """Makes a record of each finding, the same wherever its text stands: of what is remembered, without a finding."""

    end = b"\n"
    """After a record."""

    def hit(self, hit: Hit, scanner: Scanner) -> bytes:
        """Return the record of one finding."""
        return scanner.rendered(hit, self.record) + self.end

    def record(self, finding: Finding) -> bytes:
        """Return a finding as a record."""
        raise NotImplementedError


class Presenter:
    """An output format; it can do what its line in `errdecode.formats` says that it shows."""

    is_bare = False
    """Whether it shows readings only: that there is none, or what may have been meant, is said elsewhere."""
    is_paged = False
    """Whether a list that is longer than the screen is shown a page at a time."""

    def answer(self, answer: Answer, look: Look) -> Iterable[str]:
        """Return the output of an answer, in pieces."""
        raise NotImplementedError

    def writer(self, scan: Scan, look: Look) -> Writer:
        """Return what makes the output of a scan."""
        raise NotImplementedError
