"""Find the payloads that were given: as words, in files, on standard input."""

from __future__ import annotations

import os

from errdecode.core.sanitise import visible
from errdecode.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.cli.terminal import Terminal

MAX_PAYLOAD_CHARS = 8 * 1024 * 1024
_WRAPPED = "`'\"\ufeff \t\r\n"
"""What may stand around a payload: quotes, a code fence, a mark of the encoding."""
_OPENERS = ("{", "[")


def read_payloads(words: Sequence[str], terminal: Terminal) -> list[str]:
    """Return the texts to decode.

    Args:
        words: texts, names of files and `@FILE` for what a file holds, `-` for standard input. What
            follows a payload and begins none is its next part, as a shell leaves
            it that was given no quotes.
        terminal: where standard input is.

    Raises:
        InputError: there is nothing to decode, or too much, or a file cannot be read.
    """
    texts: list[str] = []
    for word in words:
        if texts and not _begins(word):
            if not texts[-1].lstrip().startswith(_OPENERS):
                raise InputError(f"{visible(word)!r} begins no payload: write a payload of several words in quotes")
            texts[-1] += f" {word}"
        else:
            texts.append(_read(word, terminal))
    for text in texts:
        if len(text) > MAX_PAYLOAD_CHARS:
            limit = MAX_PAYLOAD_CHARS // (1024 * 1024)
            raise InputError(f"the payload is larger than {limit} MB: `errdecode parse` reads logs of any size")
    if not any(text.strip() for text in texts):
        raise InputError("there is nothing to decode: give a payload as an argument, as @FILE or on standard input")
    return texts


def is_file(word: str) -> bool:
    """Tell whether a word that may be a code is the name of a file that is there."""
    return ("." in word or "/" in word or os.sep in word) and os.path.isfile(word)


def payload_in(path: str) -> str:
    """Return the payload that a file holds.

    Raises:
        InputError: the file cannot be read, or is a log.
    """
    text = _text_of(path)
    name = os.path.basename(path).casefold()
    if ".log" in name or not text.lstrip(_WRAPPED).removeprefix("json").lstrip().startswith(_OPENERS):
        shown = visible(path)
        raise InputError(f"{shown} is a file, no code: `errdecode parse {_quoted(shown)}` finds the errors in it")
    return text


def _begins(word: str) -> bool:
    return word == "-" or word[:1] == "@" or word.lstrip().startswith(_OPENERS)


def _read(word: str, terminal: Terminal) -> str:
    if word[:1] == "@" and len(word) > 1:
        return _text_of(word[1:])
    if word != "-":
        # Nobody means a file's name by itself: that it holds no error would be said of the name.
        return payload_in(word) if is_file(word) else word
    if terminal.stdin.isatty():
        terminal.say("errdecode: reading standard input; end it with Ctrl-D")
    return terminal.stdin.buffer.read(MAX_PAYLOAD_CHARS + 1).decode("utf-8-sig", "surrogateescape")


def _text_of(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(MAX_PAYLOAD_CHARS + 1).decode("utf-8-sig", "surrogateescape")
    except OSError as error:
        raise InputError(f"{visible(path)} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _quoted(path: str) -> str:
    return f"'{path}'" if set(path) & set(" '\"$*?[](){}&;|<>`\\") else path
