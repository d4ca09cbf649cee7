"""Open the catalogues where a project's folder is among them: in full where it is trusted, else what it may add."""

from __future__ import annotations

from errdecode.catalog.cached import layered, opened, remade
from errdecode.catalog.layers import Layers, Stranger
from errdecode.catalog.trust import ChangedError, approved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from errdecode.catalog.index import Index
    from errdecode.catalog.locate import Root


def open_with_project(base: Index, own: tuple[Root, ...], environment: Mapping[str, str]) -> Layers:
    """Return the indexes of all catalogues in use.

    Args:
        base: of the shipped catalogues.
        own: what lies over them, a project's folder among it.
        environment: the process's variables.
    """
    project = next(root for root in own if root.origin == "project")
    digest = approved(project.path, environment)
    if digest:
        trusted = tuple(root.replace(digest=digest) if root is project else root for root in own)
        try:
            return _over(base, trusted, None, environment)
        except ChangedError:
            pass
    others = tuple(root for root in own if root is not project)
    return _over(base, others, Stranger(project.path, has_changed=bool(digest)), environment, project)


def _over(
    base: Index,
    own: tuple[Root, ...],
    stranger: Stranger | None,
    environment: Mapping[str, str],
    project: Root | None = None,
) -> Layers:
    def renew() -> list[Index]:
        from errdecode.catalog.making import make  # noqa: PLC0415  # only damage pays for it

        indexes = remade(own, environment)
        return indexes if project is None else [*indexes, make((project,), environment, _known(indexes))]

    indexes = layered(base, own, environment)
    if project is not None:
        indexes.append(opened((project,), environment, _known(indexes)))
    return Layers(indexes, renew, stranger)


def _known(indexes: list[Index]) -> Layers:
    return Layers(indexes, lambda: indexes)
