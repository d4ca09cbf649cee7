"""The log as it is, with an indented note under each error."""

from __future__ import annotations

from errdecode.core.sanitise import SPACES, visible
from errdecode.render.formats.interface import Writer
from errdecode.render.line import CODE, DIM, conclusion, drawn, outcome_of
from errdecode.render.outcomes import mark_of
from errdecode.render.places import Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.parse.blocks import Block
    from errdecode.parse.hits import Hit
    from errdecode.parse.scanner import Scanner


_TITLE = 40
"""Columns that venue, code and name take at least, so that what follows stands in a column."""

_GAP = b"--\n"
"""Where lines were left out."""


class _Input:
    """How far one of the inputs was shown."""

    def __init__(self) -> None:
        self.ahead = 0
        """Bytes shown of what follows the last block; less than 0: bytes before its end that were not."""
        self.owed = 0
        """Lines below the last error that are still to be shown."""


class NoteWriter(Writer):
    """Passes logs through and puts notes into them; takes the blocks of each input in their order."""

    in_order = True

    def __init__(
        self,
        taxonomy: Taxonomy,
        redact: Callable[[bytes], bytes],
        *,
        context: int | None,
        safe: bool,
        color: bool = False,
        sources: Sequence[str] = (),
    ) -> None:
        """Prepare.

        Args:
            taxonomy: titles of outcomes and retries.
            redact: takes credentials out of a part of the log.
            context: lines around an error to show; None: the whole log.
            safe: whether what acts on a terminal is spelled out.
            color: whether notes are coloured.
            sources: the names of the inputs, where they have some.
        """
        self._taxonomy = taxonomy
        self._redact = redact
        self._context = context
        self._safe = safe
        self._color = color
        self._places = Places(sources)
        self._inputs: dict[str | None, _Input] = {}
        self._input = _Input()
        self._last: str | None = None
        """Of which input something was shown last."""
        self._begun = False
        self._is_open = False

    def block(self, block: Block, hits: Iterable[Hit], scanner: Scanner) -> bytes:
        """Return a block with its notes."""
        parts: list[bytes] = []
        if not block.start:
            # Another input begins, maybe of the same name.
            self._inputs[scanner.source] = _Input()
        self._input = self._inputs[scanner.source]
        place = max(0, block.start + self._input.ahead)
        for hit in hits:
            if self._context is not None:
                place = self._skip(parts, block, place, hit)
            end = max(place, _end(block, hit))
            text = self._text(block.data[place:end])
            # The last line of a file may lack its end.
            parts += [text, b"" if not text or text.endswith(b"\n") else b"\n", self._note(hit, scanner.source)]
            place, self._input.owed = end, self._context or 0
        if self._context is None:
            parts.append(self._text(block.data[place : block.end]))
            place = max(place, block.end)
        else:
            place = self._below(parts, block, place, block.end)
        self._input.ahead = place - block.end
        output = b"".join(parts)
        if not output:
            return b""
        ahead = self._ahead_of(scanner.source, begins=not block.start)
        self._last, self._is_open = scanner.source, not output.endswith(b"\n")
        return ahead + (output.removeprefix(_GAP) if ahead else output)

    def _ahead_of(self, source: str | None, *, begins: bool) -> bytes:
        """Return what stands before a part of an input, where another was shown before; as `tail` shows it."""
        is_other = source != self._last
        # The last line of the input before may lack its end.
        ended = b"\n" if self._is_open and (is_other or begins) else b""
        if not is_other or not self._places.are_several:
            return ended
        blank = "" if self._last is None else "\n"
        name = visible(self._places.label(source or "-"))
        return ended + f"{blank}==> {name} <==\n".encode("utf-8", "backslashreplace")

    def _skip(self, parts: list[bytes], block: Block, place: int, hit: Hit) -> int:
        """Show what is owed below the error before, leave out what is near neither, and return where to go on."""
        low = max(place, _lines_back(block.data, hit.start, self._context or 0))
        if self._below(parts, block, place, low) < low and self._begun:
            parts.append(_GAP)
        self._begun = True
        return low

    def _below(self, parts: list[bytes], block: Block, place: int, stop: int) -> int:
        """Show the lines still owed, up to a place, and return where the next one begins."""
        start = place
        shown = self._input
        while shown.owed and place < stop:
            end = block.data.find(b"\n", place, stop) + 1
            shown.owed -= bool(end)
            place = end or stop
        parts.append(self._text(block.data[start:place]))
        return place

    def _text(self, raw: bytes) -> bytes:
        raw = self._redact(raw)
        return _spelled(raw) if self._safe else raw

    def _note(self, hit: Hit, source: str | None) -> bytes:
        """Return the note: what it is, whether it executed and what to do in a column, what it means, where."""
        finding = hit.finding
        name = f" {finding.name}" if finding.name and finding.name != finding.code else ""
        sure = "" if finding.confidence == "certain" else f" ({finding.confidence})"
        venue = f"{finding.venue or '?'} "
        title = f"{finding.code}{name}"
        outcome, retry = conclusion(finding)
        step = f" · {self._taxonomy.retries[retry]}" if retry else ""
        verdict, style = outcome_of(outcome, self._taxonomy)
        said = f"  {finding.entry.meaning}" if finding.entry else ""
        room = " " * (_TITLE - len(venue) - len(title) - len(sure))
        # With lines around it only, a note says where it stands; the whole log shows it.
        place = f"  {source or 'line'}:{hit.line}" if self._context is not None else ""
        parts = (
            ("    ^ ", DIM), (venue, ""), (title, CODE), (sure, ""), (f"{room}  ", ""),
            (f"{mark_of(outcome)}{verdict}{step}", style), (said, ""), (place, DIM),
        )  # fmt: skip
        return f"{drawn(parts, None, color=self._color)}\n".encode("utf-8", "backslashreplace")


def _spelled(raw: bytes) -> bytes:
    r"""Return a part of a log in which whatever could act is spelled out: `\x1b`, `\u202e`, `\xff`.

    Everything else stays byte for byte, tabs and ends of lines among it: a pipe
    may lead to a terminal.
    """
    return "\n".join(map(_line, raw.decode("utf-8", "surrogateescape").split("\n"))).encode()


def _line(line: str) -> str:
    if line.isprintable() or line.replace("\t", "").isprintable():
        return line
    # An end as Windows writes it is the only place for a carriage return.
    end = "\r" if line.endswith("\r") else ""
    return "".join(map(_harmless, line.removesuffix(end))) + end


def _harmless(char: str) -> str:
    if char.isprintable() or char == "\t" or char in SPACES:
        return char
    if "\udc80" <= char <= "\udcff":
        # A byte that is no text: some terminals obey those as well.
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


def _end(block: Block, hit: Hit) -> int:
    """Return where the line that an error ends in does; of a huge one, where the block does."""
    end = block.data.find(b"\n", hit.end, max(hit.end + 1, block.end)) + 1
    return end or max(hit.end, block.end)


def _lines_back(data: bytes, place: int, number: int) -> int:
    for _ in range(number + 1):
        place = data.rfind(b"\n", 0, place)
        if place < 0:
            return 0
    return place + 1
