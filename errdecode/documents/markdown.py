"""Read Markdown and MDX into blocks. The only module that imports markdown-it.

Markdown may hold HTML, and HTML around Markdown, in any mixture: it is made
into HTML as a whole and read as such, so that a collapsed section or a table
written in tags comes out like any other.
"""

from __future__ import annotations

from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import html_inline

from errdecode.documents.html import LINE_ATTRIBUTE, read_html

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from errdecode.documents.blocks import Block

_TAGS = frozenset((
    "a", "abbr", "b", "br", "code", "del", "details", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "samp", "small", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul",
))  # fmt: skip
"""What a page may mean by `<word>`; any other word in lower case is a placeholder of the venue's own text."""

_FENCE = "---"
_ENDINGS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", "?>"))
"""What opens, and what ends it."""


def read_markdown(text: str) -> tuple[str | None, tuple[Block, ...]]:
    """Return the title that the front matter states, and the blocks in their order."""
    title, body, skipped = _front_matter(text)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.inline.ruler.at("html_inline", _find_inline_html)
    parser.add_render_rule("html_inline", _inline_html)
    tokens = parser.parse(_even_rules(body))
    for token in tokens:
        if token.type == "table_open" and token.map:
            token.attrSet(LINE_ATTRIBUTE, str(token.map[0] + skipped + 1))
    return title, read_html(parser.renderer.render(tokens, parser.options, {}), made=True)


def _find_inline_html(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the parser calls it so
    """Find a tag, a comment or the like; that one never ends is found out once and not at every place."""
    ending = next((ending for start, ending in _ENDINGS if state.src.startswith(start, state.pos)), None)
    if ending:
        text, endless_from = state.env.get(ending, ("", 0))
        if text is state.src and state.pos >= endless_from:
            return False
        if state.src.find(ending, state.pos) < 0:
            state.env[ending] = (state.src, state.pos)
            return False
    return html_inline(state, silent)


def _inline_html(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _environment: Any) -> str:
    content = tokens[index].content
    word = content.strip("</> \n").split(" ")[0].split("\n")[0].rstrip("/")
    known = word.lower() in _TAGS or word[:1].isupper() or content.startswith("<!")
    return content if known else escape(content)


def _front_matter(text: str) -> tuple[str | None, str, int]:
    """Return the title that the lines at the top state, the text below them, and their number."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        return None, text, 0
    closing = next((index for index, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE), None)
    if closing is None:
        return None, text, 0
    stated = dict(line.partition(":")[::2] for line in lines[1:closing])
    title = stated.get("title", "").strip().strip("\"'")
    return title or None, "\n".join(lines[closing + 1 :]), closing + 1


def _even_rules(text: str) -> str:
    """Return the text with as many cells in the rule of each table as in its header, without which it is no table."""
    lines = text.split("\n")
    for index in range(1, len(lines)):
        rule, header = lines[index].strip(), lines[index - 1].strip()
        if "|" in rule and "-" in rule and not rule.strip("|:- \t") and _cells(header) not in (1, _cells(rule)):
            lines[index] = "|---" * _cells(header) + "|"
    return "\n".join(lines)


def _cells(line: str) -> int:
    return line.replace("\\|", "").removeprefix("|").removesuffix("|").count("|") + 1
