"""Name the code space of a table after the headings above it."""

from __future__ import annotations

from errdecode.documents.rules import holds, words_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errdecode.documents.rules import Rules, Space

DEFAULT = "api"
_MAX_WORDS = 4
"""Of a namespace's id."""


class Named(Record):
    """A code space that headings name."""

    id: str
    kind: str
    title: str


class Names:
    """Hands out one id a code space; the same headings name the same one."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._given: dict[tuple[str, ...], Named] = {}
        self._taken: dict[str, int] = {}
        """The ids, each with the last number that was put behind it."""

    def name(self, labels: Sequence[str], around: str) -> Named:
        """Return the code space of a table.

        Args:
            labels: what stands above it, nearest first.
            around: the sentence before it, which may name a transport.
        """
        path = tuple(labels)
        if path not in self._given:
            self._given[path] = self._new(labels, around)
            self._taken.setdefault(self._given[path].id, 1)
        return self._given[path]

    def transport(self, labels: Sequence[str]) -> Named:
        """Return the code space whose transport a heading names, the general one where none does."""
        space = next((space for label in labels if (space := self._space(label))), None)
        return (
            Named(space.id, space.kind, space.id)
            if space
            else Named(DEFAULT, DEFAULT, labels[-1] if labels else DEFAULT)
        )

    def _new(self, labels: Sequence[str], around: str) -> Named:
        title = labels[0] if labels else DEFAULT
        for candidate, kind in self._candidates(labels, around):
            if candidate not in self._taken:
                return Named(candidate, kind, title)
        candidate, kind = next(self._candidates(labels, around))
        self._taken[candidate] += 1
        while (numbered := f"{candidate}-{self._taken[candidate]}") in self._taken:
            self._taken[candidate] += 1
        return Named(numbered, kind, title)

    def _candidates(self, labels: Sequence[str], around: str) -> Iterator[tuple[str, str]]:
        """Yield ids and kinds, best first: the nearest heading that says anything, then longer ones."""
        inner: str | None = None
        kind = DEFAULT
        for label in labels:
            space = self._space(label)
            slug = self._slug(label)
            found = space.id if space else slug
            if found is None:
                continue
            if inner is None:
                inner, kind = found, space.kind if space else DEFAULT
                yield inner, kind
                if space and slug and slug != space.id:
                    inner = slug
                    yield inner, kind
            else:
                yield f"{found}-{inner}", kind
        if inner is None:
            space = self._space(around)
            yield (space.id, space.kind) if space else (DEFAULT, DEFAULT)

    def _space(self, text: str) -> Space | None:
        words = f" {' '.join(words_of(text))} "
        return next((space for space in self._rules.spaces if any(holds(words, each) for each in space.words)), None)

    def _slug(self, text: str) -> str | None:
        """Return the words of a heading that say something, as an id."""
        words = ["".join(char for char in word if char.isascii()) for word in words_of(text)]
        said = [word for word in words if word[:1].isalpha() and word not in self._rules.empty]
        return "-".join(said[:_MAX_WORDS]) or None
