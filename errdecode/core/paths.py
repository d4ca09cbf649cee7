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
    Unfold = Callable[[str], Any]

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


def _enter(node: Any, step: str | int, unfold: Unfold) -> Any:
    """Return what lies one step below a node; None where nothing does."""
    if isinstance(node, str):
        node = unfold(node)
    if isinstance(step, str):
        return node.get(step) if isinstance(node, dict) else None
    if isinstance(node, list) and 0 <= step < len(node):
        return node[step]
    return None


def resolve_each(node: Any, steps: Steps, unfold: Unfold) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """Yield every value at a path with the list positions that lead to it."""
    for position, step in enumerate(steps):
        if step == EACH:
            if isinstance(node, str):
                node = unfold(node)
            if isinstance(node, list):
                for index, item in enumerate(node):
                    for value, indices in resolve_each(item, steps[position + 1 :], unfold):
                        yield value, (index, *indices)
            return
        node = _enter(node, step, unfold)
        if node is None:
            return
    yield node, ()


def resolve(node: Any, steps: Steps, unfold: Unfold, along: Steps = (), indices: tuple[int, ...] = ()) -> Any:
    """Return the value at a path, None where there is none.

    Args:
        node: the frame.
        steps: the path.
        unfold: reads a string that may hold JSON.
        along: a path whose list positions are known; lists that both paths
            go through are entered at the same element, others at the first.
        indices: those positions.
    """
    used = 0
    shared = True
    for position, step in enumerate(steps):
        shared = shared and position < len(along) and along[position] == step
        entered = step
        if step == EACH:
            entered = indices[used] if shared and used < len(indices) else 0
            used += 1
        node = _enter(node, entered, unfold)
        if node is None:
            return None
    return node
