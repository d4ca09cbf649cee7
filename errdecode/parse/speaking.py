"""Tell which lines may say something of a venue, before any of them is read.

A line that holds none of the words from which clues are drawn holds no clue. A
name may be written in parts (`my_venue`), so names are looked for where what
joins parts is left out.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from errdecode.parse.search import Search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from errdecode.core.recognition import Recognition

_JOINING = "@./:*_-"
"""What may stand between the parts of a word."""
_APART = str.maketrans("", "", _JOINING)


class Speaking:
    """Knows the words from which clues are drawn that lines below rest on."""

    def __init__(
        self, recognition: Recognition, load: Callable[[str], bytes | None], save: Callable[[str, bytes], object]
    ) -> None:
        """Prepare.

        Args:
            recognition: what the catalogues say about recognising venues.
            load: returns what was kept under a name, None where there is nothing.
            save: keeps it.
        """
        joined = {name.translate(_APART) for name in recognition.names}
        others = (*recognition.hosts, *recognition.domains, *recognition.paths, *recognition.marks)
        methods = (method.removesuffix("*") for method in recognition.methods)
        self._names = _search(joined, load, save)
        self._others = _search((*others, *methods), load, save)

    def lines(self, text: bytes) -> list[int]:
        """Return the lines of a text that may hold a clue, by their numbers from 0, rising."""
        found = {*_hits(self._others, text), *_hits(self._names, text.translate(None, _JOINING.encode()))}
        if not text.isascii():
            # Letters of other alphabets join parts of words too.
            found.update(number for number, line in enumerate(text.split(b"\n")) if not line.isascii())
        return sorted(found)


class _Walk:
    """How far the lines of a text were looked at."""

    done = 0


def _hits(search: Search, text: bytes) -> Iterator[int]:
    """Yield the number of each line in which something is found, once."""
    walk = _Walk()
    number = counted = 0
    for place in search.places(text, 0, len(text), walk):
        number += text.count(b"\n", counted, place)
        counted = place
        yield number
        walk.done = text.find(b"\n", place)
        if walk.done < 0:
            return


def _search(words: Iterable[str], load: Callable[[str], bytes | None], save: Callable[[str, bytes], object]) -> Search:
    """Return the search for words as they stand, in any case."""
    plain = sorted({word.lower() for word in words})
    name = blake2b("\n".join(plain).encode(), digest_size=12).hexdigest()
    return Search.of(lambda: list(map(re.escape, plain)), name, load, save)
