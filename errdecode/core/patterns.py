"""Regular expressions that are compiled when they are first asked.

Compiling takes longer than most answers: a payload that is plain JSON never
needs the expressions for the others.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr

    def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        """Return what behaves like a compiled expression.

        Args:
            pattern: the expression.
            flags: as `re.compile` takes them.
        """

else:

    class lazy:  # noqa: N801  # is called like a function
        """Stands for an expression, and becomes it at the first question."""

        def __init__(self, pattern: AnyStr, flags: int = 0) -> None:
            self.pattern, self._flags = pattern, flags

        def __getattr__(self, name: str) -> Any:
            import re  # noqa: PLC0415  # see above

            compiled = re.compile(self.pattern, self._flags)
            for method in ("match", "search", "fullmatch", "finditer", "findall", "split", "sub", "groups"):
                # From now on asking costs nothing.
                setattr(self, method, getattr(compiled, method))
            return getattr(compiled, name)
