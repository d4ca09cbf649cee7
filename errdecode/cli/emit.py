"""Write an answer in the format that is wanted; each loads only what it needs."""

from __future__ import annotations

from errdecode.errors import InputError
from errdecode.render import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import Output
    from errdecode.cli.terminal import Terminal
    from errdecode.record import Record
    from errdecode.render.terminal.renderer import TerminalRenderer


def form(terminal: Terminal, output: Output) -> str:
    """Return the format: what was asked for, else a table for people and rows in a pipe."""
    wants_rows = output.fields is not None or output.header
    return output.format or ("table" if terminal.is_tty and not wants_rows else "rows")


def emit(
    terminal: Terminal,
    output: Output,
    index: Layers,
    *,
    kind: type[Record],
    rows: Callable[[], Iterable[Record]],
    columns: Sequence[str],
    document: Callable[[Any], Any],
    lines: Callable[[Any], Iterable[Any]],
    draw: Callable[[TerminalRenderer], None],
    brief: Callable[[Any], Iterable[str]] | None = None,
    is_listing: bool = False,
) -> None:
    """Write an answer.

    Args:
        terminal: where to write.
        output: the format.
        index: for the titles of a table.
        kind: what rows are made of.
        rows: makes the records of the rows.
        columns: the usual columns of the rows.
        document: makes the one JSON document; is given `render.records`.
        lines: makes the JSON records, one a line; likewise.
        draw: draws on a terminal.
        brief: makes a line an answer; is given a `BriefRenderer`. None: rows.
        is_listing: whether to show it a page at a time where it is longer than the screen.

    Raises:
        InputError: a column is asked for that there is not, or of a format without columns.
    """
    wanted = form(terminal, output)
    chosen = chosen_columns(output, wanted, kind, columns)
    if wanted == "table":
        show(_draw(terminal, output, index, draw), terminal, pager=is_listing and output.pager)
    elif wanted == "brief" and brief is not None:
        from errdecode.render.brief import BriefRenderer  # noqa: PLC0415  # only where it is asked for

        color = terminal.color(output.color)
        terminal.out.writelines(
            f"{line}\n" for line in brief(BriefRenderer(index.taxonomy(), terminal.line_width, color=color))
        )
    elif wanted in {"rows", "brief"}:
        if output.header:
            terminal.out.write(f"{plain.row(*chosen)}\n")
        terminal.out.writelines(f"{line}\n" for line in plain.rows(rows(), chosen))
    else:
        from errdecode.render import records  # noqa: PLC0415  # json, likewise

        paint = records.painted if terminal.paints_data(output.color) else str
        if wanted == "json":
            terminal.out.write(f"{paint(records.pretty(document(records)))}\n")
        else:
            terminal.out.writelines(f"{paint(records.dumps(record))}\n" for record in lines(records))


def chosen_columns(output: Output, wanted: str, kind: type[Record], columns: Sequence[str]) -> Sequence[str]:
    """Return the columns of rows: those that were asked for, or the usual ones.

    Raises:
        InputError: there is no such column, or the format has none.
    """
    if (output.fields is not None or output.header) and wanted not in {"rows", "csv"}:
        raise InputError(f"--{'header' if output.fields is None else 'fields'} goes with rows and csv, not {wanted}")
    if output.fields is None:
        return columns
    known = plain.known_columns(kind)
    for name in output.fields:
        if name not in known:
            raise InputError(f"--fields does not know {name!r}: it takes {', '.join(known)}")
    return output.fields


def _draw(terminal: Terminal, output: Output, index: Layers, draw: Callable[[TerminalRenderer], None]) -> str:
    from errdecode.render.terminal.renderer import TerminalRenderer  # noqa: PLC0415  # Rich, only where it draws

    text = terminal.buffer()
    color = terminal.color(output.color)
    draw(TerminalRenderer(text, index.taxonomy(), width=terminal.width, color=color, venues=index.venues()))
    return text.getvalue()


def show(text: str, terminal: Terminal, *, pager: bool) -> None:
    """Write a text, a page at a time where it is longer than the screen."""
    if not (pager and terminal.is_tty) or text.count("\n") < terminal.height:
        terminal.out.write(text)
        return
    from errdecode.cli.pager import show_paged  # noqa: PLC0415  # only what is long pays for it

    show_paged(text, terminal)
