"""Find the credentials of a text that stand in XML and HTML: in elements, and in attributes beside their names."""

from __future__ import annotations

from errdecode.core.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errdecode.core.redaction.named import Span
    from errdecode.core.redaction.names import Names

_ELEMENT = lazy(r"<(?:[\w-]{1,40}:)?(?P<key>[\w.-]{1,100})(?:\s[^<>]{0,400})?>(?P<value>[^<>]+)(?=</|$)")
_TAG = lazy(r"<[A-Za-z][\w:-]{0,60}\s(?P<inside>[^<>]{1,1000})/?>")
_ATTRIBUTE = lazy(r"""(?P<name>[\w:-]{1,60})\s?=\s?\\*["'](?P<value>[^"'<>]*?)\\*["']""")
_NAMING = ("name", "key", "id")


def tagged_spans(text: str, names: Names) -> Iterator[Span]:
    """Yield where values stand that an element's name, or an attribute beside them, makes credentials."""
    if "<" not in text:
        return
    for match in _ELEMENT.finditer(text):
        if names.holds(match["key"], match["value"]):
            yield match.span("value")
    for tag in _TAG.finditer(text) if "value" in text else ():
        attributes = {each["name"].lower(): each for each in _ATTRIBUTE.finditer(tag["inside"])}
        value = attributes.get("value")
        named = [attributes[name]["value"] for name in _NAMING if name in attributes]
        if value and value["value"] and any(names.holds(name, value["value"]) for name in named):
            low, high = value.span("value")
            yield tag.start("inside") + low, tag.start("inside") + high
