"""Write records as HTML, for notebooks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def table(title: str, rows: Iterable[tuple[str, str | None]]) -> str:
    """Return a table of labels and texts; what a text says can neither run nor load anything.

    Args:
        title: what stands above the rows.
        rows: those without a text are left out.
    """
    # Only a notebook pays for it.
    from html import escape  # noqa: PLC0415

    lines = "".join(
        f'<tr><th style="text-align:left">{escape(label)}</th>'
        f'<td style="text-align:left;white-space:pre-wrap">{escape(text)}</td></tr>'
        for label, text in rows
        if text
    )
    return f'<table><caption style="text-align:left"><b>{escape(title)}</b></caption>{lines}</table>'
