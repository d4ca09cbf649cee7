"""Read what may come slowly ahead of the scan, so that nothing that is there waits for what is not."""

from __future__ import annotations

from threading import Condition, Thread

from errdecode.parse.blocks import PATIENCE_S

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_BYTES = 4 << 20
"""Bytes that are read ahead."""


class Ahead:
    """Pieces of bytes that a thread of its own takes as they come."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Begin to take them."""
        self._parts: list[bytes] = []
        self._size = 0
        self._is_over = False
        self._failure: BaseException | None = None
        self._changed = Condition()
        Thread(target=self._take, args=(pieces,), daemon=True).start()

    def read(self, _size: int) -> bytes | None:
        """Return what came, None where nothing did for a moment, no bytes at the end.

        Raises:
            BaseException: what taking the next piece raised, once all before it was returned.
        """
        with self._changed:
            if not self._parts and not self._is_over:
                self._changed.wait(PATIENCE_S)
            if self._parts:
                data = b"".join(self._parts)
                self._parts.clear()
                self._size = 0
                self._changed.notify()
                return data
            if self._failure is not None:
                raise self._failure
            return b"" if self._is_over else None

    def close(self) -> None:
        """Take no more; a piece that is being waited for is still taken."""
        with self._changed:
            self._is_over = True
            self._changed.notify()

    def _take(self, pieces: Iterable[bytes]) -> None:
        try:
            for piece in pieces:
                with self._changed:
                    self._parts.append(piece)
                    self._size += len(piece)
                    self._changed.notify()
                    self._changed.wait_for(lambda: self._size < _MAX_BYTES or self._is_over)
                    if self._is_over:
                        return
        except BaseException as error:  # noqa: BLE001  # raised again by whoever reads
            self._failure = error
        self.close()
