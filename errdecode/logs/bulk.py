"""Search blocks of bytes at the speed of a disk, where the platform has RE2."""

from __future__ import annotations

import re

try:
    import re2
except ImportError:  # no wheel for this platform: the same answers, more slowly
    re2 = None

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MAX_MEMORY = 64 * 1024 * 1024


def compile_bytes(pattern: str) -> Any:
    """Return a compiled pattern over bytes; it may use only what RE2 knows."""
    if re2 is None:
        return re.compile(pattern.encode())
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    return re2.compile(pattern.encode(), options)
