"""Make a case of a request that got no answer: what the client that sent it prints instead."""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.sightings.clues import STRANGER
from errdecode.core.verdict.case import Case
from errdecode.core.verdict.safest import DANGER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from errdecode.core.cases.setting import Setting
    from errdecode.core.phrases import Hit
    from errdecode.core.recognition import Recognition
    from errdecode.core.sightings.frames import Text
    from errdecode.core.sightings.view import Location
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

    def cases(self, text: str, hits: Sequence[Hit], setting: Setting) -> list[Case]:
        """Return the cases of a text, one for each of its lines that tells of one.

        Of several errors on one line the most careful counts.

        Args:
            text: running text, or a string of an object.
            hits: the phrases in it.
            setting: what holds for the whole text.
        """
        by_line: dict[int, list[Case]] = {}
        for hit in hits:
            if self._entries(hit):
                said = text[hit.start : hit.end]
                case = Case(hit.start, None, "string", ROLE, said, (hit,), setting.clues, label="no answer")
                by_line.setdefault(text.count("\n", 0, hit.start), []).append(case)
        return [self._most_careful(together) for together in by_line.values()]

    def cases_in_object(
        self, texts: Sequence[Text], find_phrases: Callable[[str], list[Hit]], setting: Setting
    ) -> Iterator[Case]:
        """Yield the cases of an object, one for each failure that it lists, with its causes.

        Args:
            texts: the strings of the object.
            find_phrases: returns the phrases of entries in a text.
            setting: what holds for the whole text.
        """
        failures: dict[Location, list[Case]] = {}
        for text in texts:
            told = self.cases(text.text, find_phrases(text.text), setting)
            if len(told) > 1:
                yield from told
            elif told:
                failures.setdefault(_element_of(text.location), []).extend(told)
        yield from map(self._most_careful, failures.values())

    def _most_careful(self, together: Sequence[Case]) -> Case:
        """Return of the cases of one failure the one that it is the most dangerous to be wrong about."""
        # A client's word for any failure says less than what another one says of this failure.
        telling = [case for case in together if not all(entry.rare for entry in self._entries(case.hits[0]))]
        return min(telling or together, key=self._rank)

    def _rank(self, case: Case) -> tuple[int, int]:
        """Sort the most dangerous first, and of equals the one that says the most."""
        (hit,) = case.hits
        return self._danger(hit), -len(hit.phrase.words)

    def _entries(self, hit: Hit) -> list[Entry]:
        return [entry for entry in hit.entries if (entry.venue, entry.namespace) in self._places]

    def _danger(self, hit: Hit) -> int:
        """Return how dangerous it is to be wrong about what a phrase tells: the less, the more."""
        return min(DANGER.index(entry.outcome) for entry in self._entries(hit))

    def is_of_a_client(self, text: str, setting: Setting) -> bool:
        """Tell whether a text is of a client that asks for something over the network."""
        named = {clue.venue for clue in setting.clues if clue.venue != STRANGER or clue.kind == "name"}
        if named == {STRANGER}:
            return False
        return bool(named) or _CLIENT.search(text) is not None


def _element_of(location: Location) -> Location:
    """Return where the element of a list begins that a location lies in; a call with several values is no list."""
    places = enumerate(zip((None, *location), location, strict=False), start=1)
    ends = [end for end, (holder, step) in places if isinstance(step, int) and holder != ""]
    return location[: ends[-1]] if ends else ()
