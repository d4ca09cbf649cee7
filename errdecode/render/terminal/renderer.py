"""Draw answers on a terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from errdecode.core.verdict.safest import safest
from errdecode.render.plain import is_echo, taken_text
from errdecode.render.terminal.base import Canvas, shown
from errdecode.render.terminal.card import draw_entry, draw_finding, request_lines
from errdecode.render.terminal.readings import draw_readings, entry_table, same_meanings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from errdecode.model import Entry, Finding, Lookup, Near, Outcome, Retry, Venue


class TerminalRenderer(Canvas):
    """Draws answers."""

    def lookups(self, lookups: Iterable[Lookup], instead: Mapping[str, str]) -> None:
        """Draw answers to codes, each as a card or a table of its meanings.

        Args:
            lookups: the answers.
            instead: what to say of queries without an answer, where there is more to say than that.
        """
        for sentence in dict.fromkeys(instead.values()):
            self.draw(shown(sentence, "bold"))
        for answer in lookups:
            if answer.query in instead:
                continue
            if answer.taken and not is_echo(answer):
                self.draw(shown(f"{answer.query}: {taken_text(answer)}", "dim"))
            if answer.found_by == "search":
                self.draw(
                    entry_table(self, f"{answer.query}: no error's words; entries that hold them", answer.entries)
                )
            elif answer.entries:
                self._meanings(answer.query, answer.entries, answer.safest)
            else:
                self._missing(answer)
            self._near(answer.near)

    def _missing(self, answer: Lookup) -> None:
        """Say that no catalogue has a code, and draw what has its digits."""
        meant = "; meant may be:" if answer.meant else "."
        self.draw(shown(f"{answer.query}: in no catalogue{meant}", "bold"))
        if answer.meant:
            self._meanings(answer.meant[0].code, answer.meant)

    def _meanings(self, query: str, entries: Sequence[Entry], careful: tuple[Outcome, Retry] | None = None) -> None:
        """Draw one meaning as a card, several as a table."""
        meanings = same_meanings(entries)
        if len(meanings) == 1:
            draw_entry(self, *meanings[0])
        else:
            draw_readings(self, query, entries, careful or safest((each.outcome, each.retry) for each in entries))

    def findings(self, findings: Sequence[Finding]) -> None:
        """Draw what was found in a payload."""
        for finding in findings:
            if finding.entry is None:
                self._unknown(finding)
            elif finding.confidence == "ambiguous" and len(same_meanings(entries := _entries(finding))) > 1:
                draw_readings(self, finding.code, entries, finding.safest)
                remedy = "; name the venue with -V." if len({entry.venue for entry in entries}) > 1 else "."
                self.draw(shown(f"{_why_open(finding, entries)}{remedy}", "dim"))
                if finding.evidence:
                    self.draw(shown(f"For the first speaks: {'; '.join(finding.evidence)}", "dim"))
                self._input(finding)
            else:
                draw_finding(self, finding, finding.entry)
                self._also(finding)

    def entries(self, entries: Sequence[Entry], title: str) -> None:
        """Draw entries as a table."""
        self.draw(entry_table(self, title, entries))

    def lines(self, lines: Iterable[str]) -> None:
        """Draw lines as they are, never broken."""
        for line in lines:
            self.draw_whole(line)

    def venues_table(self, venues: Iterable[Venue]) -> None:
        """Draw venues with their namespaces."""
        table = Table(box=None, pad_edge=False, show_header=not self.is_narrow, header_style="bold")
        wide = () if self.is_narrow else ("Status", "From")
        for name in ("Venue", "Name", "Namespaces", *wide):
            table.add_column(name, overflow="fold")
        for venue in venues:
            spaces = Text(", ").join(
                shown(f"{space.id}") + Text(f" {space.size}", style="dim") for space in venue.namespaces
            )
            cells: list[RenderableType] = [shown(venue.id, "bold cyan"), shown(venue.name), spaces]
            if wide:
                is_shipped = venue.comes_from == "shipped"
                origin = venue.comes_from if is_shipped else f"{venue.comes_from}: {venue.path}"
                cells += [shown(venue.status, "dim" if venue.status != "live" else ""), shown(origin, "dim")]
            table.add_row(*cells)
        self.draw(table)

    def _unknown(self, finding: Finding) -> None:
        venue = f" of {finding.venue}" if finding.venue else ""
        self.draw(shown(f"{finding.code}: an error{venue} that no catalogue holds.", "bold red"))
        self.draw(shown("Until you know: ", "dim") + self.verdict(*finding.safest))
        if finding.alternatives:
            others = dict.fromkeys(f"{o.venue}:{o.code}{f' {o.name}' if o.name else ''}" for o in finding.alternatives)
            self.draw(shown(f"Elsewhere the code exists: {', '.join(others)}", "dim"))
        self._input(finding)
        self._near(finding.near)

    def _input(self, finding: Finding) -> None:
        if finding.message:
            self.draw(shown(f"It says: {finding.message}"))
        if finding.request is not None:
            for line in request_lines(finding.request):
                self.draw(shown(line, "dim"))

    def _also(self, finding: Finding) -> None:
        others = [entry for entry, _ in same_meanings(_entries(finding))[1:]]
        if others:
            names = ", ".join(f"{each.id}{f' {each.name}' if each.name else ''}" for each in others)
            self.draw(shown(f"Less likely: {names}", "dim"))

    def _near(self, near: Sequence[Near]) -> None:
        if near:
            self.draw(shown("Near:", "bold"))
            # Two namespaces of a venue may look alike.
            for venue, code, name, why in dict.fromkeys((each.venue, each.code, each.name, each.why) for each in near):
                what = f"{venue}:{code}{f' {name}' if name else ''}"
                self.draw(shown(f"  {what}", "cyan") + shown(f" ({why})", "dim"))


def _why_open(finding: Finding, entries: Sequence[Entry]) -> str:
    """Return why it is not known which of some readings a finding is."""
    is_said = any(each.startswith("message ") for each in finding.evidence)
    if finding.message and not is_said and finding.safest[0] not in {entry.outcome for entry in entries}:
        return "Its words are not those of the first: another service may have sent it"
    return "Nothing in the input tells them apart"


def _entries(finding: Finding) -> list[Entry]:
    """Return the meanings that a finding may have."""
    entries = (finding.entry, *(other.entry for other in finding.alternatives))
    return [entry for entry in entries if entry is not None]
