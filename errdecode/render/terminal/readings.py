"""Several meanings: what may safely be assumed, then what tells them apart, venue by venue."""

from __future__ import annotations

from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from errdecode.core.sanitise import visible
from errdecode.render.outcomes import STYLES
from errdecode.render.terminal.base import shown, title_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.text import Text

    from errdecode.model import Entry, Outcome, Retry
    from errdecode.render.terminal.base import Canvas

    Reading = tuple[Entry, tuple[str, ...]]
    """A meaning and its namespaces."""

_READING_WIDTH = 30
_STEP_WIDTH = 18
"""Columns of a table of entries: what it is, and what to do."""
_MAX_WORDS = 2
"""Messages of one reading that are shown."""
_MAX_OF_VENUE = 8
_MAX_READINGS = 20
"""Readings that are shown of one venue, and after which no other venue begins."""
_MIN_DECIDED = 3
"""Conditional readings of one code from which its message decides."""


def draw_readings(canvas: Canvas, query: str, entries: Sequence[Entry], safest: tuple[Outcome, Retry]) -> None:
    """Draw the meanings that a code may have.

    Args:
        canvas: where to draw.
        query: what was asked.
        entries: its meanings, best first.
        safest: what may be assumed until one of them is told.
    """
    meanings = same_meanings(entries)
    is_of_one = len({entry.venue for entry in entries}) == 1
    is_decided = is_of_one and is_decided_by_message(entries)
    decides = ": the message decides" if is_decided else f": {len(meanings)} readings"
    canvas.draw(shown(f"{query}{decides}", "bold"))
    canvas.draw(shown("Until you know: ", "dim") + canvas.verdict(*safest))
    groups: dict[str, list[Reading]] = {}
    for entry, spaces in meanings:
        groups.setdefault(entry.venue, []).append((entry, spaces))
    left, shown_venues = _MAX_READINGS, 0
    for each in groups.values():
        if left <= 0:
            break
        rows, hidden = _telling(each)
        left, shown_venues = left - len(rows), shown_venues + 1
        common = tuple(space for space in rows[0][1] if all(space in spaces for _, spaces in rows))
        canvas.draw(shown(" · ".join((rows[0][0].venue_name, *filter(None, [", ".join(common)]))), "bold cyan"))
        placed = [(entry, "" if spaces == common else ", ".join(spaces)) for entry, spaces in rows]
        canvas.draw(_table(canvas, placed, query))
        if hidden:
            canvas.draw(
                shown(
                    f"{'' if canvas.is_narrow else '    '}… and {hidden} more; its message beside the code tells which",
                    "dim",
                )
            )
    if unshown := list(groups)[shown_venues:]:
        canvas.draw(shown(f"And of {', '.join(unshown)}; `-V VENUE` shows one alone", "dim"))
    if query_for := _query_for_first(entries):
        canvas.draw(shown(f"One in full: errdecode {query_for}", "dim"))


def _telling(rows: list[Reading]) -> tuple[list[Reading], int]:
    """Return the readings of a venue that are shown, in their order, and how many are not.

    Of each conclusion there is one, so that what is left out changes none.
    """
    first: dict[tuple[str, str], Reading] = {}
    for row in rows:
        first.setdefault((row[0].outcome, row[0].retry), row)
    kept = [*first.values(), *(row for row in rows if row not in first.values())][:_MAX_OF_VENUE]
    return [row for row in rows if row in kept], len(rows) - len(kept)


def is_decided_by_message(entries: Sequence[Entry]) -> bool:
    """Tell whether a code means one thing or another by the words beside it."""
    return sum(bool(entry.match) for entry in entries) >= max(_MIN_DECIDED, len(entries) // 2)


def same_meanings(entries: Iterable[Entry]) -> list[tuple[Entry, tuple[str, ...]]]:
    """Return the entries, those of a venue that say the same as one with all their namespaces."""
    found: dict[object, tuple[Entry, list[str]]] = {}
    for entry in entries:
        words = entry.match or entry.name
        key = (entry.venue, entry.code, words, entry.outcome, entry.retry)
        found.setdefault(key, (entry, []))[1].append(entry.namespace)
    return [(entry, tuple(dict.fromkeys(spaces))) for entry, spaces in found.values()]


def _table(canvas: Canvas, rows: Sequence[tuple[Entry, str]], query: str) -> RenderableType:
    if canvas.is_narrow:
        return Group(*(_item(canvas, entry, space, query) for entry, space in rows))
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(width=2)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(overflow="fold", min_width=_STEP_WIDTH, max_width=_STEP_WIDTH)
    for entry, space in rows:
        table.add_row("", _words(entry, space, query), shown(entry.meaning, "dim"), _step(canvas, entry))
    return table


def _words(entry: Entry, space: str, query: str) -> RenderableType:
    """Return what the venue writes: the words that tell a reading from others, or its name."""
    said = list(entry.match[:_MAX_WORDS])
    if len(entry.match) > _MAX_WORDS:
        said.append(f"… and {len(entry.match) - _MAX_WORDS} more like it")
    said = said or [entry.name or entry.message or "(no words of its own)"]
    code = f"{entry.code} " if visible(entry.code) not in query else ""
    place = f" ({space})" if space else ""
    last = shown(f"{code if len(said) == 1 else ''}{said[-1]}")
    return Group(*map(shown, said[:-1]), last + shown(place, "dim"))


def _step(canvas: Canvas, entry: Entry) -> RenderableType:
    outcome = shown(canvas.taxonomy.outcomes[entry.outcome][0], STYLES[entry.outcome])
    return Group(outcome, shown(canvas.taxonomy.retries[entry.retry]))


def _short_step(canvas: Canvas, entry: Entry) -> Text:
    outcome = shown(canvas.taxonomy.outcomes[entry.outcome][0], STYLES[entry.outcome])
    return outcome + shown(f" · {canvas.taxonomy.retries[entry.retry]}")


def _item(canvas: Canvas, entry: Entry, space: str, query: str) -> RenderableType:
    step = _short_step(canvas, entry)
    return Group(
        _words(entry, space, query),
        Padding(step, (0, 0, 0, 2)),
        Padding(shown(entry.meaning, "dim"), (0, 0, 0, 2)),
    )


def _query_for_first(entries: Sequence[Entry]) -> str | None:
    """Return the shortest query that leads to the first entry alone, None where there is none."""

    def queries(entry: Entry) -> tuple[str, ...]:
        named = (f"{entry.venue}:{entry.namespace}:{entry.name}",) if entry.name else ()
        return (f"{entry.venue}:{entry.code}", entry.id, *named)

    taken = {query for entry in entries[1:] for query in queries(entry)}
    query = next((query for query in queries(entries[0]) if query not in taken), None)
    return f"'{query}'" if query and " " in query else query


def entry_table(canvas: Canvas, title: str, entries: Sequence[Entry]) -> RenderableType:
    """Return entries of any codes as a table."""
    if canvas.is_narrow:
        return Group(shown(title, "bold"), *(_entry_item(canvas, entry) for entry in entries))
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 1, 0))
    table.add_column(overflow="fold", max_width=max(_READING_WIDTH, *(_title_width(each) for each in entries)))
    table.add_column(overflow="fold", ratio=1)
    table.add_column(overflow="fold", max_width=_STEP_WIDTH)
    for entry in entries:
        place = shown(f"{entry.venue} {entry.namespace}", "dim")
        table.add_row(Group(title_of(entry), place), shown(entry.meaning), _step(canvas, entry))
    return Group(shown(title, "bold"), table)


def _title_width(entry: Entry) -> int:
    """Return the columns of a name, which is not broken."""
    return max(map(len, title_of(entry).plain.split(" ")))


def _entry_item(canvas: Canvas, entry: Entry) -> RenderableType:
    step = _short_step(canvas, entry)
    head = title_of(entry) + shown(f" {entry.venue} {entry.namespace}", "dim")
    return Group(head, Padding(shown(entry.meaning), (0, 0, 0, 2)), Padding(step, (0, 0, 0, 2)))
