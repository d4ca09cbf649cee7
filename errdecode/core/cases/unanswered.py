"""Make a case of a request that got no answer: what the client that sent it prints instead."""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.sightings.clues import STRANGER
from errdecode.core.verdict.case import Case
from errdecode.core.verdict.safest import DANGER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.core.cases.setting import Setting
    from errdecode.core.phrases import Hit
    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry

ROLE = "transport"
_CLIENT = lazy(
    r"https?://|wss?://|\bhost=|Cannot connect to host|\[(?:Errno|WinError) \d|\bcurl: \(\d"
    r"|\b(?:GET|POST|PUT|PATCH|DELETE) /"
    r"|\b(?i:requests|urllib3|httpx|httpcore|aiohttp|websockets?|ccxt|axios|undici|reqwest|hyper|tungstenite|okhttp3?"
    r"|HttpClient|HttpRequest|fetch)\b|\bjava\.net\.|\bSystem\.Net\."
    r"|\b[Ee]rror: (?:[a-z]+ )?E[A-Z]{4,}\b(?![^\n]*(?:127\.0\.0\.1|localhost|::1))"
    r"|(?m:^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Timeout|Exception|Disconnected)\b)"
)
"""What shows that the words are of a client that asks for something over the network, and of none for a database."""


class Unanswered:
    """Makes cases of what clients print when no answer came."""

    def __init__(self, recognition: Recognition) -> None:
        """Take what the catalogues say about recognising venues."""
        self._places = recognition.places_of(ROLE)

    def cases(self, text: str, hits: Sequence[Hit], setting: Setting, *, typed: bool) -> list[Case]:
        """Return the cases of a text, one for each of its lines that tells of one.

        Of several errors on one line the most careful counts.

        Args:
            text: running text, or a string of an object.
            hits: the phrases in it.
            setting: what holds for the whole text.
            typed: it may have been typed by hand.
        """
        own = [hit for hit in hits if self._entries(hit)]
        if not own or not (typed or self._is_of_a_client(text, setting)):
            return []
        by_line: dict[int, list[Hit]] = {}
        for hit in own:
            by_line.setdefault(text.count("\n", 0, hit.start), []).append(hit)
        found = []
        for together in by_line.values():
            # A client's word for any failure says less than what another one says of this failure.
            each = [hit for hit in together if not all(entry.rare for entry in self._entries(hit))] or together
            danger = min(map(self._danger, each))
            first = max((hit for hit in each if self._danger(hit) == danger), key=lambda hit: len(hit.phrase.words))
            said = text[first.start : first.end]
            found.append(Case(first.start, None, "string", ROLE, said, (first,), setting.clues, label="no answer"))
        return found

    def _entries(self, hit: Hit) -> list[Entry]:
        return [entry for entry in hit.entries if (entry.venue, entry.namespace) in self._places]

    def _danger(self, hit: Hit) -> int:
        """Return how dangerous it is to be wrong about what a phrase tells: the less, the more."""
        return min(DANGER.index(entry.outcome) for entry in self._entries(hit))

    def _is_of_a_client(self, text: str, setting: Setting) -> bool:
        named = {clue.venue for clue in setting.clues if clue.venue != STRANGER or clue.kind == "name"}
        if named == {STRANGER}:
            return False
        return bool(named) or _CLIENT.search(text) is not None
