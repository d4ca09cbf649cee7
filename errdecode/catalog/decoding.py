"""Decode with all catalogues in use, those of a project's folder that is not trusted among them.

Such a folder may fill gaps and nothing else. What the other catalogues read with
confidence stays as they read it; where they are not sure, what it adds is heard,
but the conclusion is no less careful than theirs.
"""

from __future__ import annotations

from errdecode.core.decoder import Decoder
from errdecode.core.verdict.safest import safest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from errdecode.catalog.layers import Layers
    from errdecode.core.decoder import Examined
    from errdecode.core.sightings.clues import Clue

_SURE = ("certain", "likely")


def decoder_for(layers: Layers, *, redactions: Iterable[str] = (), show_secrets: bool = False) -> Decoder:
    """Return what decodes texts; further arguments as for `Decoder`."""
    kind = Decoder if layers.stranger is None else _Guarded
    return kind(layers, redactions=tuple(redactions), show_secrets=show_secrets)


class _Guarded(Decoder):
    """Hears what is not trusted only where nothing else is sure."""

    def __init__(self, layers: Layers, *, redactions: Iterable[str] = (), show_secrets: bool = False) -> None:
        super().__init__(layers, redactions=redactions, show_secrets=show_secrets)
        trusted = layers.trusted()
        self._trusted = Decoder(trusted, redactions=redactions, show_secrets=show_secrets)
        self._known = frozenset(venue.id for venue in trusted.venues())

    def examine(
        self, text: str, *, clues: tuple[Clue, ...] = (), now: float | None = None, typed: bool = True
    ) -> Examined:
        """Return the errors in a text and what they rest on; arguments as for `decode`."""
        trusted = self._trusted.examine(text, clues=clues, now=now, typed=typed)
        if any(finding.entry and finding.confidence in _SURE for finding in trusted.findings):
            return trusted
        heard = super().examine(text, clues=clues, now=now, typed=typed)
        careful = [finding.safest for finding in trusted.findings if finding.entry]
        if any(clue.kind == "venue" and clue.venue not in self._known for clue in clues):
            # The person has named it: `--venue`.
            careful = []
        findings = [finding.replace(safest=safest([finding.safest, *careful])) for finding in heard.findings]
        return heard.replace(
            findings=findings,
            rests_on=heard.rests_on | trusted.rests_on,
            exhausted=heard.exhausted or trusted.exhausted,
        )
