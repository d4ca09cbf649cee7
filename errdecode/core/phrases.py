"""Find in a text the names and messages of entries, wherever they stand.

A phrase is a row of words: a name (`POST_ONLY_REJ` is three), or of a message
the longest run between its parameters. It is looked up by its first words, and
counts in bits: how much rarer its words are in the venues' texts than one would
expect of words that every service uses when it refuses.
"""

from __future__ import annotations

from math import log2

from errdecode.core.patterns import lazy
from errdecode.core.words import places_of_words, spoken_words
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errdecode.core.knowledge import Knowledge, Phrase
    from errdecode.model import Entry

START = 3
"""Words by which a longer phrase is looked up."""
_LONG = 4
"""Words that a row of a template needs beside the longest one, and a name that may be spelled in any way."""
MAX_WORDS = 2_000
"""Words of a text that are looked at."""
COMMON_BITS = 2.0
RARE_BITS = 7.0
"""What a word counts at most: one that every service uses, and any other."""
UNHEARD_BITS = 5.0
"""What a word counts that is in no entry."""
MAX_BITS = 28.0
_SHARE = 0.8
"""Words of one sentence come together, so that each says less than it would alone."""
_STATUS = lazy(r"(?<= )[45]\d\d(?= )")
_COLUMN = lazy(r"\s[-|]\s")
"""What stands between the columns of a log."""
_GLUED = lazy(r"[A-Za-z_]")
_GLUED_BEFORE = lazy(r"(?<!\\)[A-Za-z_]$")
"""What makes words a part of a longer name; `\\n` that was written out is no part of one."""
_CAMEL = lazy(r"[A-Za-z][a-z]+(?:[A-Z][a-z]+)+")
PARAMETER = lazy(r"\{\w+\}")


class Hit(Record):
    """A phrase that stands in a text."""

    phrase: Phrase
    start: int
    end: int

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries whose phrase it is."""
        return self.phrase.entries


def phrase_rows(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of words by which a name or message is known: of a template the longest, and other long ones."""
    runs = [tuple(spoken_words(part)) for part in PARAMETER.split(text)]
    longest = max(runs, key=lambda run: sum(map(len, run)))
    return (longest, *(run for run in runs if len(run) >= _LONG and run != longest))


def is_common(words: Sequence[str], common: frozenset[str]) -> bool:
    """Tell whether a message's words are one that every service uses: `price` beside a number says nothing."""
    return len(words) == 1 and words[0] in common


def phrase_key(words: Iterable[str]) -> str:
    """Return what a phrase is looked up by."""
    return " ".join(list(words)[:START])


def count_bits(phrases: Iterable[tuple[str, ...]], common: Iterable[str]) -> dict[str, float]:
    """Return what each word counts, by its rarity among all phrases."""
    counts: dict[str, int] = {}
    number = 0
    for words in phrases:
        number += 1
        for word in set(words):
            counts[word] = counts.get(word, 0) + 1
    everywhere = frozenset(inflected for word in common for inflected in (word, f"{word}s"))
    bits = {word: min(log2((number + 1) / count), RARE_BITS) for word, count in counts.items()}
    for word in everywhere:
        bits[word] = min(bits.get(word, COMMON_BITS), COMMON_BITS)
    return bits


def bits_of(words: Iterable[str], bits: Mapping[str, float]) -> float:
    """Return what a row of words counts."""
    return min(_SHARE * sum(bits.get(word, UNHEARD_BITS) for word in words), MAX_BITS)


def find_phrases(text: str, knowledge: Knowledge) -> list[Hit]:
    """Return the phrases in a text in their order; of two that overlap, the longer one alone."""
    places = places_of_words(text)[:MAX_WORDS]
    words = [word for word, _, _ in places]
    starts = knowledge.starts()
    found: list[tuple[int, int, Phrase]] = []
    for at, word in enumerate(words):
        if word in starts:
            for size in range(1, START + 1):
                found += [
                    (at, at + len(phrase.words), phrase)
                    for phrase in knowledge.phrases(" ".join(words[at : at + size]))
                    if tuple(words[at : at + len(phrase.words)]) == phrase.words
                    and (len(phrase.words) == size or size == START)
                ]
    found.sort(key=lambda each: (each[0] - each[1], each[0]))
    taken: list[tuple[int, int, Phrase]] = []
    covered = [0] * len(words)
    for first, last, phrase in found:
        if not any(size > last - first for size in covered[first:last]):
            taken.append((first, last, phrase))
            covered[first:last] = [last - first] * (last - first)
    taken.sort(key=lambda each: each[:2])
    hits = [Hit(phrase, places[first][1], places[last - 1][2]) for first, last, phrase in taken]
    hits = [hit for hit in hits if _is_said(text, hit)]
    return [own for hit in hits if (own := _spelled(text, hit)).entries]


def _spelled(text: str, hit: Hit) -> Hit:
    """Return a hit with the entries that it may mean: `RequestTimeout` is a name, and no "request timeout".

    Clients make `UnderMinTotalBid` of a code: so many words are hardly anything else.
    """
    said = text[hit.start : hit.end]
    if not _CAMEL.fullmatch(said) or len(hit.phrase.words) >= _LONG:
        return hit
    own = [entry for entry in hit.entries if said in (entry.code, entry.name, *entry.messages, *entry.aliases)]
    return hit.replace(phrase=hit.phrase.replace(entries=tuple(own)))


def _is_said(text: str, hit: Hit) -> bool:
    """Tell whether a text says a phrase, and not only has its words in a row."""
    if _STATUS.search(text, hit.start, hit.end):
        # `/order 404 Not Found` does not say "order not found".
        return False
    if len(hit.phrase.words) < START and _COLUMN.search(text, hit.start, hit.end):
        # Nor does `NETWORK - Error` say "network error".
        return False
    # Nor does `InvalidRequestError` say "invalid request".
    return not (_GLUED.match(text, hit.end) or _GLUED_BEFORE.search(text, 0, hit.start))
