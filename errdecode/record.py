"""Immutable typed records that cost nothing to import.

`dataclasses` takes as long to import as the interpreter takes to start, and a
bare lookup must not pay for it; a record here is a tuple whose fields have
names, types and defaults. The lowest floor: knows nothing of the package.
"""

from __future__ import annotations

from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Self, dataclass_transform
else:

    def dataclass_transform(**_options: object) -> object:
        """Stand in for `typing.dataclass_transform`, which only type checkers read."""
        return lambda cls: cls


_MISSING = object()


@dataclass_transform(frozen_default=True)
class Record(tuple):  # type: ignore[type-arg]  # the fields' types are those of the annotations
    """Give each annotated attribute of a subclass a place in a tuple.

    A record is made by position or by keyword, compares and hashes as a tuple
    of its class, and never changes.
    """

    __slots__ = ()
    _fields: tuple[str, ...] = ()
    _defaults: tuple[object, ...] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._fields = tuple(cls.__annotations__)
        cls._defaults = tuple(cls.__dict__.get(name, _MISSING) for name in cls._fields)
        for index, name in enumerate(cls._fields):
            setattr(cls, name, property(itemgetter(index)))

    def __new__(cls, *values: Any, **named: Any) -> Self:
        """Make a record.

        Raises:
            TypeError: a field is missing, unknown or given twice.
        """
        if named or len(values) != len(cls._fields):
            values = cls._complete(values, named)
        return tuple.__new__(cls, values)

    if TYPE_CHECKING:

        @classmethod
        def of(cls, values: Iterable[Any]) -> Self:
            """Make a record of all its fields' values, in their order: quicker, and unchecked."""
    else:
        of = classmethod(tuple.__new__)

    @classmethod
    def _complete(cls, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        names = cls._fields
        filled = (*values, *map(named.pop, names[len(values) :], cls._defaults[len(values) :]))
        if _MISSING in filled:
            raise TypeError(f"{cls.__name__} lacks {names[filled.index(_MISSING)]}")
        if named or len(values) > len(names):
            surplus = ", ".join(named) or f"{len(values)} values for {len(names)} fields"
            raise TypeError(f"{cls.__name__} does not take {surplus}")
        return filled

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed.

        Raises:
            TypeError: there is no such field.
        """
        values = map(changes.pop, self._fields, self)
        changed = tuple.__new__(type(self), values)
        if changes:
            raise TypeError(f"{type(self).__name__} does not take {', '.join(changes)}")
        return changed

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as a dictionary, in their order."""
        return dict(zip(self._fields, self, strict=True))

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return tuple.__hash__(self)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({fields})"
