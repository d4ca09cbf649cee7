"""Several meanings: what may safely be assumed, then what tells them apart, venue by venue."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from errdecode.core.sanitise import visible
from errdecode.record import Record
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
_GAPS = 8
"""Columns between the others."""
_LEAST_MEANING = 20
"""Columns that a meaning takes at least."""
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
    left = _MAX_READINGS
    tables: list[_Table] = []
    for each in groups.values():
        if left <= 0:
            break
        tables.append(_table_of(each, query))
        left -= len(tables[-1].rows)
    width = _words_width([line for table in tables for _, words in table.rows for line in words], canvas.width)
    for table in tables:
        canvas.draw(shown(table.title, "bold cyan"))
        canvas.draw(_items(canvas, table) if canvas.is_narrow else _grid(canvas, table, width))
        if hidden := table.hidden:
            canvas.draw(
                shown(
                    f"{'' if canvas.is_narrow else '    '}… and {hidden} more; its message beside the code tells which",
                    "dim",
                )
            )
    if unshown := list(groups)[len(tables) :]:
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


class _Table(Record):
    """The readings of one venue."""

    title: str
    rows: list[tuple[Entry, list[Text]]]
    """Each with the venue's words for it."""
    hidden: int
    """Readings that are left out."""


def _table_of(readings: list[Reading], query: str) -> _Table:
    """Return the readings of a venue as they are shown."""
    kept, hidden = _telling(readings)
    common = tuple(space for space in kept[0][1] if all(space in spaces for _, spaces in kept))
    title = " · ".join((kept[0][0].venue_name, *filter(None, [", ".join(common)])))
    placed = ((entry, "" if spaces == common else ", ".join(spaces)) for entry, spaces in kept)
    return _Table(title, [(entry, _words(entry, space, query)) for entry, space in placed], hidden)


def _grid(canvas: Canvas, readings: _Table, width: int) -> RenderableType:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=2)
    table.add_column(overflow="fold", width=width)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(overflow="fold", width=_STEP_WIDTH)
    for entry, words in readings.rows:
        table.add_row("", Group(*words), shown(entry.meaning, "dim"), _step(canvas, entry))
    return table


def _words_width(lines: Sequence[Text], width: int) -> int:
    """Return the columns of the venues' words: two fifths of what meanings leave, more where a name would break."""
    room = width - _STEP_WIDTH - _GAPS
    longest = max(cell_len(part) for line in lines for part in line.plain.split(" "))
    return min(max(line.cell_len for line in lines), max(room * 2 // 5, min(longest, room - _LEAST_MEANING)))


def _words(entry: Entry, space: str, query: str) -> list[Text]:
    """Return what the venue writes: the words that tell a reading from others, or its name."""
    said = list(entry.match[:_MAX_WORDS])
    if len(entry.match) > _MAX_WORDS:
        said.append(f"… and {len(entry.match) - _MAX_WORDS} more like it")
    said = said or [entry.name or entry.message or "(no words of its own)"]
    code = f"{entry.code} " if visible(entry.code) not in query else ""
    place = f" ({space})" if space else ""
    last = shown(f"{code if len(said) == 1 else ''}{said[-1]}")
    return [*map(shown, said[:-1]), last + shown(place, "dim")]


def _step(canvas: Canvas, entry: Entry) -> RenderableType:
    outcome = shown(canvas.taxonomy.outcomes[entry.outcome][0], STYLES[entry.outcome])
    return Group(outcome, shown(canvas.taxonomy.retries[entry.retry]))


def _short_step(canvas: Canvas, entry: Entry) -> Text:
    outcome = shown(canvas.taxonomy.outcomes[entry.outcome][0], STYLES[entry.outcome])
    return outcome + shown(f" · {canvas.taxonomy.retries[entry.retry]}")


def _items(canvas: Canvas, readings: _Table) -> RenderableType:
    """Return readings one below the other: where there is no room for columns."""
    lines: list[RenderableType] = []
    for entry, words in readings.rows:
        indented = (_short_step(canvas, entry), shown(entry.meaning, "dim"))
        lines += [*words, *(Padding(each, (0, 0, 0, 2)) for each in indented)]
    return Group(*lines)


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
    table.add_column(overflow="fold", max_width=max((_READING_WIDTH, *map(_title_width, entries))))
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
