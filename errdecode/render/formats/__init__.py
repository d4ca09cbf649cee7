"""What makes the output formats: one module each, which knows how to write and nothing of where it goes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.render.formats.interface import Presenter


def presenter_of(name: str) -> Presenter:
    """Return what makes a format: of the module of its name the class of its name."""
    module = __import__(f"{__name__}.{name}", fromlist=[name])
    made: Presenter = getattr(module, name.capitalize())()
    return made
