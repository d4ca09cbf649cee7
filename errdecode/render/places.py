"""What the inputs of a scan are called where there is little room: by as much of their paths as tells them apart."""

from __future__ import annotations

import os
from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Places:
    """Short names of inputs."""

    def __init__(self, sources: Sequence[str]) -> None:
        """Find them.

        Args:
            sources: the paths that are known from the beginning; more may come.
        """
        self._labels = dict(_labels(sources))
        self.width = max(map(len, self._labels.values()), default=0)
        """Columns of the longest one."""

    @property
    def are_several(self) -> bool:
        """Tell whether there is more than one input."""
        return len(self._labels) > 1

    def label(self, source: str) -> str:
        """Return what an input is called."""
        label = self._labels.get(source)
        if label is None:
            label = os.path.basename(source)
            label = self._labels[source] = source if label in self._labels.values() else label
        return label


def _labels(sources: Sequence[str]) -> list[tuple[str, str]]:
    """Return paths with the last parts of each, as few as tell it from the others."""
    found: list[tuple[str, str]] = []
    left, depth = list(dict.fromkeys(sources)), 1
    while left:
        ends = [os.sep.join(source.split(os.sep)[-depth:]) for source in left]
        number = Counter(ends)
        rest = []
        for source, end in zip(left, ends, strict=True):
            if number[end] == 1 or end == source:
                found.append((source, end))
            else:
                rest.append(source)
        left, depth = rest, depth + 1
    return found
