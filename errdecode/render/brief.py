"""One line an answer: the code, whether it executed and what to do, and what it means."""

from __future__ import annotations

from errdecode.render.line import BOLD, CODE, DIM, columns_of, conclusion, drawn, outcome_of, padded
from errdecode.render.outcomes import mark_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.model import Finding, Lookup
    from errdecode.render.line import Part

_MAX_HEAD = 40
_MAX_VENUES = 4
"""Venues that are named; more are counted."""


class BriefRenderer:
    """Makes a line of each answer."""

    def __init__(self, taxonomy: Taxonomy, width: int | None, *, color: bool) -> None:
        """Prepare.

        Args:
            taxonomy: titles of outcomes and retries.
            width: columns, beyond which a line is cut; None: as long as it is.
            color: whether escape sequences are wanted.
        """
        self._taxonomy = taxonomy
        self._width = width
        self._color = color

    def lookups(self, answers: Sequence[Lookup]) -> Iterator[str]:
        """Yield a line for each code that was asked for."""
        return self._aligned([(self._head(answer), self._said(answer)) for answer in answers])

    def findings(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Yield a line for each error of a payload."""
        lines = []
        for finding in findings:
            outcome, retry = conclusion(finding)
            said = finding.message or (finding.entry.meaning if finding.entry else "in no catalogue")
            venue = f"{finding.venue or '?'}, {finding.confidence}"
            lines.append((_titled(finding.code, finding.name), [*self._verdict(outcome, retry), *_told(said, venue)]))
        return self._aligned(lines)

    def _aligned(self, lines: Sequence[tuple[str, list[Part]]]) -> Iterator[str]:
        width = min(max((columns_of(head) for head, _ in lines), default=0), _MAX_HEAD)
        for head, said in lines:
            yield drawn([padded((head, CODE), width), *said], self._width, color=self._color)

    def _head(self, answer: Lookup) -> str:
        names = {(entry.code, entry.name) for entry in answer.entries}
        return _titled(*names.pop()) if len(names) == 1 else answer.query

    def _said(self, answer: Lookup) -> list[Part]:
        if not answer.entries:
            near = ", ".join(f"{each.venue}:{each.code} ({each.why})" for each in answer.near)
            return [("  in no catalogue", BOLD), (f"; near {near}" if near else "", DIM)]
        venues = list(dict.fromkeys(entry.venue for entry in answer.entries))
        more = f" and {len(venues) - _MAX_VENUES} more" if len(venues) > _MAX_VENUES else ""
        meanings = dict.fromkeys(entry.meaning for entry in answer.entries)
        said = next(iter(meanings)) if len(meanings) == 1 else f"{len(meanings)} meanings"
        return [*self._verdict(*answer.safest), *_told(said, f"{', '.join(venues[:_MAX_VENUES])}{more}")]

    def _verdict(self, outcome: str | None, retry: str | None) -> list[Part]:
        step = f" · {self._taxonomy.retries[retry]}" if retry else ""
        text, style = outcome_of(outcome, self._taxonomy)
        return [("  ", ""), (f"{mark_of(outcome)}{text}", style), (step, BOLD)]


def _titled(code: str, name: str | None) -> str:
    return f"{code} {name}" if name and name != code else code


def _told(said: str, where: str) -> Iterable[Part]:
    return (f"  {said}", ""), (f"  ({where})", DIM)
