"""Find the credentials of a text that stand behind their names."""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.redaction.decoded import ENTITY_QUOTE, NEWLINE, PERCENT_QUOTE, Decoded
from errdecode.core.redaction.names import looks_like_one, takes_line, takes_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.core.redaction.names import Names

MASK = "[redacted]"
_QUOTE = rf"""\\*["'`{PERCENT_QUOTE}{ENTITY_QUOTE}]"""
_NAME = r"(?P<key>[\w-]++)(?:\[\d*\]|\.value|\?)*"
_OWNER = rf"(?:(?::{_QUOTE}?[\w\\]{{1,80}}{_QUOTE}?)?:(?:private|protected))?"
"""What PHP says of a field behind its name: `[secret:Exchange:private]`."""
_KEY = lazy(
    rf"(?<![\w-]){_NAME}(?P<close>{_QUOTE})?{_OWNER}\]?"
    rf"(?P<separator>\s{{0,3}}(?::=|=>|->|[:=\uff1a\uff1d])|(?<=[\"'])[\r\n{NEWLINE}]{{2,4}}(?=\S)|,\s*(?:{_QUOTE})?(?i:value|val)(?:{_QUOTE})?\s*[:=]"
    rf"|(?P<pair>\s*,)(?=\s*[bru]?{_QUOTE})| (?:is|was) |(?P<blank> (?=\S)))"
)
_GAP = lazy(
    rf"""[ \t]*(?:[|>][+-]?\d?[ \t]*[\n{NEWLINE}]\s{{1,80}}"""
    rf"""|[\n{NEWLINE}]\s{{0,80}}(?=["'`]|string\(|\\["']|[A-Z]\w{{0,20}}\())?"""
    rf"""(?:string\(\d+\)\s|[A-Za-z_]\w{{0,30}}\([\s{NEWLINE}]*(?={_QUOTE})|\[\]\w{{1,20}}(?=\{{)|[brufBRUF](?=["'])|<(?!\w{{1,9}}>))*"""
)
"""What languages print around a value: `[]string{"…"}`, `Some("…")`, `b'…'`, `string(24) "…"`, a block of YAML."""
_THRICE = lazy(r"""(?P<quote>\\*["'])(?P=quote){2}""")
_OPEN = lazy(_QUOTE)
_END = lazy(r"\s*(?:[,;:&)}\]]|$)|[ \t]*\n")
_NOTHING = lazy(rf"(?i:null|none|nil|undefined|true|false)(?![\w])|\[redacted\]|{_QUOTE}(?:\[redacted\])?{_QUOTE}")
_BARE = lazy(
    rf"""(?:(?i:bearer|basic|token|hmac|digest)[ ]+)?[^\s,;&"'<>{{}}\[\]()\\`{PERCENT_QUOTE}{ENTITY_QUOTE}{NEWLINE}]"""
    rf"""(?:[^\s,;&"'<>{{}}\[\]()\\`{PERCENT_QUOTE}{ENTITY_QUOTE}{NEWLINE}]|\\(?!["'])|\\{{1,8}}["'](?=\w)|[<{{\[(](?=\S)"""
    rf"""|["'`>}})\]](?=\w)|[,;&](?![\s"'\\]|$|[\w.-]{{1,60}}\s?[=:]))*"""
)
"""A value without quotes: it ends at a blank, and where another pair or a bracket's end follows."""
_LINE = lazy(rf"[^\r\n{{}}{NEWLINE}]*")
_WORDS = lazy(r"[a-z]+(?:[ ,]+[a-z]+)*(?![\w=:])")
_BRACKETS = {"[": "]", "{": "}", "(": ")"}
_WORD_BEFORE = lazy(r"(?<![\w-])([A-Za-z]+) $")
_MAX_WORD = 24
_MAX_BRACKETED = 4_000
_MAX_QUOTED_LINES = 100
_MAX_BARS = 64

Span = tuple[int, int]


def named_spans(decoded: Decoded, names: Names) -> Iterator[Span]:
    """Yield where values stand in a decoded text that its names make credentials, without their quotes."""
    text = decoded.text
    position = 0
    while match := _KEY.search(text, position):
        position = match.end("key")
        key = match["key"]
        if not names.may_hold(key):
            key = _with_word_before(text, match.start("key"), key)
        if not names.may_hold(key) or (match["pair"] and not match["close"]):
            continue
        is_sure = not (match["blank"] or match["pair"] or match["separator"].strip().isalpha())
        span = _value(text, match.end(), key, is_quoted=bool(match["close"]))
        if span is None or span[0] == span[1]:
            continue
        value = text[span[0] : span[1]]
        if names.holds(key, value) and (is_sure or looks_like_one(value)):
            yield span
            position = span[1]


def _with_word_before(text: str, start: int, key: str) -> str:
    """Return a name of two words: the `key` of an `API key`."""
    if text[start - 1 : start] != " ":
        return key
    word = _WORD_BEFORE.search(text, max(0, start - _MAX_WORD), start)
    return f"{word[1]} {key}" if word else key


def _value(text: str, at: int, key: str, *, is_quoted: bool) -> Span | None:
    """Return where the value behind a name and its separator stands."""
    gap = _GAP.match(text, at)
    start = gap.end() if gap else at
    if thrice := _THRICE.match(text, start):
        end = text.find(thrice[0], thrice.end())
        return thrice.end(), end if end >= 0 else len(text)
    if start >= len(text) or _NOTHING.match(text, start):
        return None
    if opening := _OPEN.match(text, start):
        return _quoted(text, opening[0], opening.end())
    if text[start] in _BRACKETS:
        return _bracketed(text, start)
    if not is_quoted and takes_line(key) and (line := _LINE.match(text, start)):
        return start, _end_of_string(text, start, line.end())
    found = (_WORDS.match(text, start) if takes_words(key) else None) or _BARE.match(text, start)
    return found.span() if found else None


def _quoted(text: str, opening: str, start: int) -> Span:
    """Return a quoted value: it ends at a quote that stands behind no more backslashes than the one that opens it."""
    mark, level = opening[-1], len(opening) - 1
    at = start
    while (at := text.find(mark, at)) >= 0:
        bars = 0
        while at - bars > start and bars <= _MAX_BARS and text[at - bars - 1] == "\\":
            bars += 1
        # `"a\\"`: in JSON the end of a value; in a print of JSON not, and then more of it follows.
        if bars <= level or (level == 0 and bars % 2 == 0 and _END.match(text, at + 1)):
            inner = text[start : at - min(bars, level)]
            if inner.count("\n") > _MAX_QUOTED_LINES:
                break
            return start, at - min(bars, level)
        at += 1
    # It was cut off, or never closed.
    end = text.find("\n", start)
    return start, len(text) if end < 0 else end


def _bracketed(text: str, start: int) -> Span:
    """Return what stands in brackets, and the line where they do not close."""
    depth = 0
    mark = ""
    limit = min(len(text), start + _MAX_BRACKETED)
    for at in range(start, limit):
        char = text[at]
        if mark:
            if char == mark and text[at - 1] != "\\":
                mark = ""
        elif char in "\"'":
            mark = char
        elif char in "[{(":
            depth += 1
        elif char in ")}]":
            depth -= 1
            if depth == 0:
                return start, at + 1
    end = text.find("\n", start, limit)
    return start, limit if end < 0 else end


def _end_of_string(text: str, start: int, end: int) -> int:
    """Return where a header ends: with its line, or with the string in which it stands."""
    line = text.rfind("\n", 0, start) + 1
    for mark in "\"'":
        before = text[line:start].replace(f"\\{mark}", "")
        if before.count(mark) % 2:
            at = start
            while (at := text.find(mark, at, end)) >= 0:
                if text[at - 1] != "\\":
                    return at
                at += 1
    return end
