"""Write an answer in the format that is wanted; which formats there are, only `errdecode.formats` knows."""

from __future__ import annotations

from errdecode.errors import InputError
from errdecode.formats import FOR_PEOPLE, FOR_PIPES, listed, taking
from errdecode.render import plain
from errdecode.render.formats import presenter_of
from errdecode.render.formats.interface import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import Output
    from errdecode.cli.terminal import Terminal
    from errdecode.record import Record
    from errdecode.render.formats.interface import Answer


def format_of(terminal: Terminal, output: Output) -> str:
    """Return the format: what was asked for, else what has columns where those were, else what suits who reads."""
    wants_columns = output.fields is not None or output.header
    return output.format or (FOR_PEOPLE if terminal.is_tty and not wants_columns else FOR_PIPES)


def look_of(terminal: Terminal, output: Output, index: Layers) -> Look:
    """Return how output is to look."""
    return Look(terminal, index, output.color, output.header)


def emit(
    terminal: Terminal, output: Output, index: Layers, kind: type[Record], answer: Answer, *, is_listing: bool = False
) -> bool:
    """Write an answer, and tell whether it holds readings only: what there is to say beside them was not said.

    Args:
        terminal: where to write.
        output: the format.
        index: for titles.
        kind: what rows are made of.
        answer: the answer, with the usual columns.
        is_listing: whether it may be shown a page at a time where it is longer than the screen.

    Raises:
        InputError: a column is asked for that there is not, or of a format without columns.
    """
    name = format_of(terminal, output)
    answer = answer.replace(columns=chosen_columns(output, name, kind, answer.columns))
    presenter = presenter_of(name)
    pieces = presenter.answer(answer, look_of(terminal, output, index))
    if presenter.is_paged:
        show("".join(pieces), terminal, pager=is_listing and output.pager)
    else:
        terminal.out.writelines(pieces)
    return presenter.is_bare


def chosen_columns(output: Output, name: str, kind: type[Record], usual: Sequence[str]) -> Sequence[str]:
    """Return the columns of rows: those that were asked for, or the usual ones.

    Raises:
        InputError: there is no such column, or the format has none.
    """
    formats = taking("fields")
    if (output.fields is not None or output.header) and name not in formats:
        option = "--header" if output.fields is None else "--fields"
        raise InputError(f"{option} goes with {listed(formats, 'and')}, not {name}")
    if output.fields is None:
        return usual
    known = plain.known_columns(kind)
    for field in output.fields:
        if field not in known:
            raise InputError(f"--fields does not know {field!r}: it takes {', '.join(known)}")
    return output.fields


def show(text: str, terminal: Terminal, *, pager: bool) -> None:
    """Write a text, a page at a time where it is longer than the screen."""
    if not (pager and terminal.is_tty) or text.count("\n") < terminal.height:
        terminal.out.write(text)
        return
    from errdecode.cli.pager import show_paged  # noqa: PLC0415  # only what is long pays for it

    show_paged(text, terminal)
