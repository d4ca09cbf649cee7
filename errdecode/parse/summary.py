"""Count findings by what they are, for the report at the end."""

from __future__ import annotations

from collections import Counter

from errdecode.core.verdict.safest import DANGER
from errdecode.model import RISKY
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.model import Finding

MAX_GROUPS = 5_000
"""Codes that are counted by themselves; of more, those of one outcome and category are counted together."""
_MAX_SLOTS = 2_000
"""Time slots of one group before they are made coarser."""

_MAX_KNOWN = 1_000
_OTHERS = "others"
"""What codes are called that are not counted by themselves."""

MAX_CONCERNS = 200
"""Cases that are listed one by one."""

Key = tuple[str | None, ...]


class Concern(Record):
    """One case in which an order may have been executed: what a person has to look at."""

    finding: Finding
    moment: float | None
    """When it was, or the time above it, in seconds since 1970."""


class Group:
    """All findings of one code."""

    def __init__(self, example: Finding) -> None:
        self.example = example
        self.number = 0
        self.place: tuple[str, int] | None = None
        """Source and line of the first one."""
        self.first: float | None = None
        self.last: float | None = None
        self.slot_s = 60
        self.slots: dict[int, int] = {}

    @property
    def is_risky(self) -> bool:
        """Tell whether an order may have been executed."""
        return self.example.entry is not None and self.example.safest[0] in RISKY

    def add(self, moment: float | None, place: tuple[str, int]) -> None:
        """Count one more."""
        self.number += 1
        if self.place is None or place < self.place:
            self.place = place
        if moment is None:
            return
        if self.first is None or moment < self.first:
            self.first = moment
        if self.last is None or moment > self.last:
            self.last = moment
        slot = int(moment) // self.slot_s
        self.slots[slot] = self.slots.get(slot, 0) + 1
        if len(self.slots) > _MAX_SLOTS:
            self._coarsen(self.slot_s * 10)

    def _coarsen(self, slot_s: int) -> None:
        slots: dict[int, int] = {}
        for slot, number in self.slots.items():
            coarse = slot * self.slot_s // slot_s
            slots[coarse] = slots.get(coarse, 0) + number
        self.slot_s, self.slots = slot_s, slots

    def merge(self, other: Group) -> None:
        """Add the findings of another part of the input."""
        self.number += other.number
        self.place = min(place for place in (self.place, other.place) if place) if self.place else other.place
        moments = [moment for moment in (self.first, other.first) if moment is not None]
        self.first = min(moments, default=None)
        moments = [moment for moment in (self.last, other.last) if moment is not None]
        self.last = max(moments, default=None)
        width = max(self.slot_s, other.slot_s)
        for group in (self, other):
            if group.slot_s < width:
                group._coarsen(width)  # noqa: SLF001  # one of its own kind
        for slot, number in other.slots.items():
            self.slots[slot] = self.slots.get(slot, 0) + number


class Summary:
    """Everything that a report says."""

    def __init__(self) -> None:
        self.groups: dict[Key, Group] = {}
        self.lines = 0
        self.size = 0
        self.inputs = 0
        self.failed: list[str] = []
        self.concerns: list[Concern] = []
        self.dropped = 0
        """Findings that no filter let through."""
        self.undated = 0
        """Those of them that have no time, although one was asked for."""
        self.zoneless = 0
        """Those of them whose time names no zone, where time was what spoke against them."""
        self._by_finding: dict[int, tuple[Finding, Group]] = {}
        """The groups of the last findings; a remembered finding is the same object each time."""

    @property
    def number(self) -> int:
        """Return how many findings there are."""
        return sum(group.number for group in self.groups.values())

    def add(self, finding: Finding, moment: float | None, place: tuple[str, int] = ("", 0)) -> None:
        """Count a finding.

        Args:
            finding: what was found.
            moment: when, in seconds since 1970.
            place: source and line.
        """
        known = self._by_finding.get(id(finding))
        if known is None:
            if len(self._by_finding) >= _MAX_KNOWN:
                self._by_finding.clear()
            known = self._by_finding[id(finding)] = (finding, self._group_of(finding))
        known[1].add(moment, place)

    def _group_of(self, finding: Finding) -> Group:
        # What was asked may make one code's outcome another one.
        outcomes = (finding.outcome, finding.safest[0])
        key: Key = (finding.venue, finding.namespace, finding.code, finding.name, *outcomes)
        if key not in self.groups and len(self.groups) >= MAX_GROUPS:
            # However many there are, none of another outcome stands for what may have been executed.
            key = (None, None, _OTHERS, finding.category, finding.retry, *outcomes)
            finding = _without_code(finding)
        return self.groups.setdefault(key, Group(finding))

    def wants(self, finding: Finding) -> bool:
        """Tell whether a finding is to be listed by itself."""
        return finding.safest[0] in RISKY and finding.entry is not None and len(self.concerns) < MAX_CONCERNS

    def note(self, finding: Finding, moment: float | None) -> None:
        """Note a case in which an order may have been executed, with all that is known of it, and when it was."""
        self.concerns.append(Concern(finding, moment))

    def forget(self) -> None:
        """Forget what only this process can use."""
        self._by_finding.clear()

    def merge(self, other: Summary) -> None:
        """Add what was found in another part of the input."""
        for key, group in other.groups.items():
            if key in self.groups:
                self.groups[key].merge(group)
            else:
                self.groups[key] = group
        both = sorted((*self.concerns, *other.concerns), key=_place)
        self.concerns = both[:MAX_CONCERNS]
        self.dropped += other.dropped
        self.undated += other.undated
        self.zoneless += other.zoneless
        self.lines += other.lines
        self.inputs += other.inputs
        self.size += other.size
        self.failed += [failure for failure in other.failed if failure not in self.failed]

    @property
    def risky(self) -> int:
        """Return in how many cases an order may have been executed."""
        return sum(group.number for group in self.groups.values() if group.is_risky)

    def ranked(self) -> list[Group]:
        """Return the known groups, most dangerous first, then the most frequent."""
        known = [group for group in self.groups.values() if group.example.outcome is not None]
        return sorted(
            known,
            key=lambda group: (not group.is_risky, DANGER.index(group.example.outcome or "none"), -group.number),
        )

    def unknown(self) -> list[Group]:
        """Return the groups that no catalogue holds, most frequent first."""
        found = [group for group in self.groups.values() if group.example.outcome is None]
        return sorted(found, key=lambda group: -group.number)

    def span(self) -> tuple[float, float] | None:
        """Return the times of the first and the last finding."""
        firsts = [group.first for group in self.groups.values() if group.first is not None]
        lasts = [group.last for group in self.groups.values() if group.last is not None]
        return (min(firsts), max(lasts)) if firsts else None


def _without_code(finding: Finding) -> Finding:
    """Return a finding that stands for those of many codes."""
    entry = finding.entry and finding.entry.replace(meaning="Many codes, too many to be counted one by one.")
    return finding.replace(venue=None, namespace=None, code=_OTHERS, name="further codes", message=None, entry=entry)


def _place(concern: Concern) -> tuple[str, int]:
    """Return where a case stands, to sort by."""
    return concern.finding.source or "", concern.finding.line or 0


def places(examples: Iterable[Finding]) -> list[str]:
    """Return the venue of each finding, with the namespace where two would look alike."""
    examples = list(examples)
    alike = Counter((each.venue, each.code, each.name) for each in examples)
    return [
        f"{each.venue} {each.namespace}" if alike[each.venue, each.code, each.name] > 1 else each.venue or "?"
        for each in examples
    ]


def sparkline(groups: Iterable[Group], span: tuple[float, float] | None, width: int) -> str:
    """Return findings over time as bars, one character a part of the span."""
    bars = "▁▂▃▄▅▆▇█"
    counts = [0] * width
    if span is None:
        return ""
    low, high = span
    for group in groups:
        for slot, number in group.slots.items():
            moment = min(max(slot * group.slot_s, low), high)
            place = int((moment - low) / (high - low) * (width - 1)) if high > low else 0
            counts[place] += number
    most = max(counts, default=0)
    return "".join(" " if not number else bars[(number * (len(bars) - 1)) // most] for number in counts) if most else ""
