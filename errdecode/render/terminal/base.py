"""What every drawing shares.

Every text goes through `shown`: made visible, and wrapped so that Rich takes
neither markup nor emoji names from it.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from errdecode.core.sanitise import visible
from errdecode.render.outcomes import STYLES, mark_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from rich.console import RenderableType

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.model import Entry, Venue

NARROW = 64
"""Below this width labels stand above their text, and tables become lists."""


def shown(value: object, style: str = "") -> Text:
    """Return a text that Rich and the terminal show as it is."""
    # As a part: a style of the whole would be that of what is added behind it.
    return Text(overflow="fold").append(visible(str(value)), style)


class Canvas:
    """A console and the titles of what is drawn on it."""

    def __init__(
        self, stream: TextIO, taxonomy: Taxonomy, *, width: int, color: bool, venues: Iterable[Venue] = ()
    ) -> None:
        """Take the terminal as it is.

        Args:
            stream: where to write.
            taxonomy: titles of outcomes, retries and faults.
            width: columns.
            color: whether escape sequences are wanted.
            venues: what is known of each venue as a whole.
        """
        self.taxonomy = taxonomy
        self.venues = {venue.id: venue for venue in venues}
        self.is_narrow = width < NARROW
        self.width = width
        self._color = color
        self._console = Console(
            file=stream, width=width, no_color=not color, force_terminal=color, color_system="256" if color else None,
            highlight=False, markup=False, emoji=False, legacy_windows=False,
        )  # fmt: skip

    def draw(self, renderable: RenderableType) -> None:
        """Draw something below what was drawn."""
        self._console.print(renderable)

    def draw_whole(self, line: str) -> None:
        """Draw a line that is never broken."""
        self._console.print(shown(line), soft_wrap=True)

    def draw_address(self, url: str) -> None:
        """Draw an address on a line of its own, never broken, as a link where the terminal knows links."""
        address = shown(url, "dim")
        if self._color and url.startswith("https://"):
            address.stylize(f"link {visible(url)}")
        self._console.print(address, soft_wrap=True)

    def verdict(self, outcome: str, retry: str, wait_s: int | None = None) -> Text:
        """Return whether the request was executed and what to do next, in two words."""
        wait = f" ({wait_s} s)" if wait_s else ""
        style = STYLES[outcome]
        return (
            shown(
                f"{mark_of(outcome)}{self.taxonomy.outcomes[outcome][0]}", style if "bold" in style else f"bold {style}"
            )
            + shown(" · ", "dim")
            + shown(f"{self.taxonomy.retries[retry]}{wait}", "bold")
        )


def title_of(entry: Entry) -> Text:
    """Return code and name of an entry."""
    name = entry.name if entry.name != entry.code else None
    return shown(entry.code, "bold cyan") + shown(f" {name}" if name else "", "bold")
