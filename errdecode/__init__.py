"""Decode errors of trading APIs: meaning, what became of the request, next step.

    import errdecode

    errdecode.lookup("43005")[0].entries[0].meaning
    errdecode.decode('{"code": -2010, "msg": "…"}')[0].outcome
    errdecode.explain(exception).safest

Importing this imports neither Typer nor Rich and reads no file; the catalogues
are opened by the first question.
"""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = [
    "Advice",
    "Alternative",
    "CatalogError",
    "Decoder",
    "Entry",
    "ErrdecodeError",
    "Finding",
    "InputError",
    "Lookup",
    "Near",
    "Source",
    "UnknownVenueError",
    "__version__",
    "decode",
    "explain",
    "lookup",
    "scan",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from errdecode.api import Decoder, decode, explain, lookup, scan
    from errdecode.errors import CatalogError, ErrdecodeError, InputError, UnknownVenueError
    from errdecode.explaining import Advice
    from errdecode.model import Alternative, Entry, Finding, Lookup, Near, Source

_HOMES = {
    "errdecode.api": ("Decoder", "decode", "explain", "lookup", "scan"),
    "errdecode.errors": ("CatalogError", "ErrdecodeError", "InputError", "UnknownVenueError"),
    "errdecode.explaining": ("Advice",),
    "errdecode.model": ("Alternative", "Entry", "Finding", "Lookup", "Near", "Source"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            import importlib  # noqa: PLC0415  # the door through which everything else is loaded

            value = getattr(importlib.import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
