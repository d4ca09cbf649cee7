"""What a scan looks for in every input, and what it makes of it."""

from __future__ import annotations

from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from errdecode.model import Finding
    from errdecode.parse.blocks import Block
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner


class Filter(Record):
    """Which findings are wanted; an empty set wants all."""

    venues: frozenset[str | None] = frozenset()
    categories: frozenset[str] = frozenset()
    codes: frozenset[tuple[str | None, str]] = frozenset()
    """Venue and code or name, in lower case; any venue where that is None."""
    outcomes: frozenset[str] = frozenset()
    retries: frozenset[str] = frozenset()
    since: float | None = None
    until: float | None = None

    def takes(self, finding: Finding) -> bool:
        """Tell whether a finding is wanted, whenever it was."""
        for wanted, value in (
            (self.venues, finding.venue),
            (self.categories, finding.category),
            (self.outcomes, finding.outcome),
            (self.retries, finding.retry),
        ):
            if wanted and value not in wanted:
                return False
        return not self.codes or any(
            (venue, word.casefold()) in self.codes
            for venue in (None, finding.venue)
            for word in (finding.code, finding.name)
            if word
        )

    @property
    def has_span(self) -> bool:
        """Tell whether only a time is wanted."""
        return self.since is not None or self.until is not None

    def spans(self, moment: float | None) -> bool:
        """Tell whether a moment is wanted."""
        return moment is not None and (self.since or 0) <= moment <= (self.until or float("inf"))


class Job(Record):
    """What is looked for in every input, and what is made of it."""

    make_scanner: Callable[[], Scanner]
    wanted: Filter
    render: Callable[[Block, Iterable[Hit], Scanner], bytes] | None
    """Makes the output of a block; None where only a summary is wanted."""
    separator: bytes = b""
    """Between the outputs of two blocks."""
    in_order: bool = False
    """Whether the output of a block depends on the one before."""
    tells_times: bool = False
    """Whether the summary's times are shown: an error that has none is then of the time above it."""
    meanwhile: Callable[[], object] | None = None
    """What the parent may do while its workers scan: load what the report needs."""
