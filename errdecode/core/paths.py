"""Paths into a payload: `data[].code`, `error.code`, `a[0]`, `[].channel`.

A path is compiled to steps: a string enters a field, `EACH` every element of a
list, a number one element. A string that holds JSON is entered as if it were
the JSON.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Steps = tuple[str | int, ...]
    Enter = Callable[[Any, str | int], Any]

EACH = -1


def compile_path(path: str) -> Steps:
    """Return the steps of a path written as in a catalogue."""
    steps: list[str | int] = []
    for part in path.replace("[", ".[").split("."):
        if part.startswith("["):
            steps.append(int(part[1:-1]) if part != "[]" else EACH)
        elif part:
            steps.append(part)
    return tuple(steps)


def entered(node: Any, step: str | int) -> Any:
    """Return what lies one step below a node, every element for `EACH`; None where nothing does."""
    if isinstance(step, str):
        return node.get(step) if isinstance(node, dict) else None
    if isinstance(node, list):
        return node if step == EACH else node[step] if 0 <= step < len(node) else None
    return None


def resolve_each(node: Any, steps: Steps, enter: Enter) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """Yield every value at a path with the list positions that lead to it."""
    for position, step in enumerate(steps):
        node = enter(node, step)
        if node is None:
            return
        if step == EACH:
            for index, item in enumerate(node):
                for value, indices in resolve_each(item, steps[position + 1 :], enter):
                    yield value, (index, *indices)
            return
    yield node, ()


def resolve(node: Any, steps: Steps, enter: Enter, along: Steps = (), indices: tuple[int, ...] = ()) -> Any:
    """Return the value at a path, None where there is none.

    Args:
        node: the frame.
        steps: the path.
        enter: returns what lies one step below a node.
        along: a path whose list positions are known; lists that both paths
            go through are entered at the same element, others at the first.
        indices: those positions.
    """
    used = 0
    shared = True
    for position, step in enumerate(steps):
        shared = shared and position < len(along) and along[position] == step
        one = step
        if step == EACH:
            one = indices[used] if shared and used < len(indices) else 0
            used += 1
        node = enter(node, one)
        if node is None:
            return None
    return node
