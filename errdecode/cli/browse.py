"""Answer the commands that browse: search, codes, venues."""

from __future__ import annotations

from errdecode.cli import exits
from errdecode.cli.answer import open_catalogs
from errdecode.cli.emit import emit
from errdecode.cli.options import USUAL_LIMIT
from errdecode.core.forks import Forks
from errdecode.core.lookup import find_venue
from errdecode.core.sanitise import visible
from errdecode.core.search import search
from errdecode.formats import LISTING
from errdecode.model import Entry
from errdecode.render import plain
from errdecode.render.formats.interface import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import Output
    from errdecode.cli.terminal import Terminal


def answer_search(words: Sequence[str], limit: int | None, output: Output, terminal: Terminal) -> int:
    """Answer `errdecode search WORD...`."""
    index, output = open_catalogs(terminal, output, LISTING)
    venue = find_venue(output.venue, index.venues()).id if output.venue else None
    found = search(words, Forks(index).entries(venue))
    limit = USUAL_LIMIT if limit is None else limit
    shown = found[:limit] if limit else found
    wanted = " ".join(words)
    _emit_entries(shown, f"{wanted}: {len(found)} entries", output, index, terminal)
    if not found:
        terminal.say(f"errdecode: no entry holds {visible(wanted)!r}")
    elif len(shown) < len(found):
        terminal.say(f"errdecode: {len(shown)} of {len(found)} shown; --limit 0 shows all")
    return exits.answered(bool(found), broken=output.broken)


def answer_codes(venue: str | None, output: Output, terminal: Terminal) -> int:
    """Answer `errdecode codes [VENUE]`."""
    index, output = open_catalogs(terminal, output, LISTING)
    wanted = venue or output.venue
    scope = find_venue(wanted, index.venues()).id if wanted else None
    forks = Forks(index)
    found = list(forks.entries(scope) if scope else forks.every())
    _emit_entries(found, f"{scope or 'all venues'}: {len(found)} entries", output, index, terminal)
    return exits.answered(bool(found), broken=output.broken)


def answer_venues(output: Output, terminal: Terminal) -> int:
    """Answer `errdecode venues`."""
    index, output = open_catalogs(terminal, output, LISTING)
    venues = index.venues()
    if output.venue:
        venues = (find_venue(output.venue, venues),)
    emit(
        terminal,
        output,
        index,
        plain.VenueRow,
        Answer(
            columns=plain.VenueRow._fields,
            rows=lambda: plain.venue_rows(venues),
            document=lambda records: {"schema": records.SCHEMA, "venues": [records.venue_record(v) for v in venues]},
            lines=lambda records: [records.venue_record(venue) for venue in venues],
            draw=lambda renderer: renderer.venues_table(venues),
        ),
        is_listing=True,
    )
    return exits.answered(found=True, broken=output.broken)


def _emit_entries(entries: Sequence[Entry], title: str, output: Output, index: Layers, terminal: Terminal) -> None:
    emit(
        terminal,
        output,
        index,
        Entry,
        Answer(
            columns=plain.ENTRY_COLUMNS,
            rows=lambda: entries,
            document=lambda records: {"schema": records.SCHEMA, "entries": [entry.to_dict() for entry in entries]},
            lines=lambda _: [entry.to_dict() for entry in entries],
            draw=lambda renderer: renderer.entries(entries, title),
        ),
        is_listing=True,
    )
