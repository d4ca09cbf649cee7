"""The ways in which programs print an object: each said once, with a sample.

What the rows say is compiled into the expressions by which keys, separators and
openings are known wherever they are read, found or masked, so that a new way of
writing is a new row. Every sample holds the code -1121 and the message `Invalid
symbol.`; a test crosses all rows with real payloads.
"""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Notation(Record):
    """One way of writing an object. Patterns are regular expressions without groups."""

    name: str
    sample: str
    key: str = "{}"
    """How a key is written, `{}` standing for its name; empty where values have none."""
    separator: str = ":"
    """What stands between key and value."""
    opening: str = ""
    """What opens an object, where that is not a bracket behind nothing or a name."""


NOTATIONS = (
    Notation("JSON", '{"code": -1121, "msg": "Invalid symbol."}', '"{}"'),
    Notation("Python", "{'code': -1121, 'msg': 'Invalid symbol.'}", "'{}'"),
    Notation("JavaScript", "{ code: -1121, msg: 'Invalid symbol.' }"),
    Notation("JavaScript, template quotes", "{ code: -1121, msg: `Invalid symbol.` }"),
    Notation("values below their keys", "{\n  code:\n    -1121,\n  msg:\n    'Invalid symbol.'\n}"),
    Notation("Ruby, symbols", '{:code=>-1121, :msg=>"Invalid symbol."}', ":{}", "=>"),
    Notation("Ruby, strings", '{"code"=>-1121, "msg"=>"Invalid symbol."}', '"{}"', "=>"),
    Notation("Ruby struct", '#<struct Reply code=-1121, msg="Invalid symbol.">', "{}", "=", r"#<struct [\w:]{0,80}"),
    Notation("Ruby object", '#<Reply:0x000 @code=-1121, @msg="Invalid symbol.">', "@{}", "=", r"#<[\w:]{1,80}"),
    Notation(
        "PHP print_r",
        "Array\n(\n    [code] => -1121\n    [msg] => Invalid symbol.\n)",
        r"\[{}(?::\w{1,20}){0,2}\]",
        "=>",
        r"(?:Array|[\w\\]{1,80} Object)\s{0,200}\(",
    ),
    Notation(
        "PHP var_dump",
        'array(2) {\n  ["code"]=>\n  int(-1121)\n  ["msg"]=>\n  string(15) "Invalid symbol."\n}',
        r"""\["{}"(?::"?[\w\\]{1,80}"?){0,2}\]""",
        "=>",
        r"(?:array|object)\([\w\\]{1,80}\)(?:#\d{1,9} \(\d{1,9}\))? ?\{",
    ),
    Notation(
        "PHP var_export",
        "array (\n  'code' => -1121,\n  'msg' => 'Invalid symbol.',\n)",
        "'{}'",
        "=>",
        r"array \(",
    ),
    Notation("Java", "Reply{code=-1121, msg='Invalid symbol.'}", separator="="),
    Notation("Java record", "Reply[code=-1121, msg=Invalid symbol.]", separator="="),
    Notation("Kotlin data class", "Reply(code=-1121, msg=Invalid symbol.)", separator="="),
    Notation("Rust", 'Reply { code: -1121, msg: "Invalid symbol." }'),
    Notation("Rust, wrapped values", 'Object {"code": Number(-1121), "msg": String("Invalid symbol.")}', '"{}"'),
    Notation("Go %+v", "{Code:-1121 Msg:Invalid symbol.}"),
    Notation("Go %v", "{-1121 Invalid symbol.}", ""),
    Notation("Go map", "map[code:-1121 msg:Invalid symbol.]", opening=r"map\["),
    Notation("Go %#v", '&main.Reply{Code:-1121, Msg:"Invalid symbol."}', opening=r"map\[\w{1,20}\][\w{}]{1,20}\{"),
    Notation("C# record", "Reply { Code = -1121, Msg = Invalid symbol. }", separator="="),
    Notation("Elixir", '%{code: -1121, msg: "Invalid symbol."}', opening=r"%[\w.]{0,80}\{"),
    Notation("Objective-C", '{\n    code = "-1121";\n    msg = "Invalid symbol.";\n}', separator="="),
    Notation("logfmt", 'code=-1121 msg="Invalid symbol."', separator="="),
    Notation("labels", "Code: -1121\nMessage: Invalid symbol."),
    Notation("query", "code=-1121&msg=Invalid symbol.", separator="="),
    Notation("FIX", "8=FIX.4.4|35=3|25016=-1121|58=Invalid symbol.", "", "="),
)

QUOTES = "\"'`"
NAME = r"[\w.$@-]{1,80}"
"""A field's name, where no quotes stand around it."""
_TRANSPARENT = (
    "Array", "Bool", "Borrowed", "Decimal", "Iana", "Int", "Int64", "Library", "Just", "Long", "Number", "NumberLong",
    "Object", "Ok", "Optional", "Owned", "Some", "String", "Utf8Bytes", "bool", "bytes", "decimal.Decimal", "double",
    "float", "int", "list", "str", "string", "tuple",
)  # fmt: skip
TRANSPARENT = frozenset(_TRANSPARENT)
"""Names that are printed around a value and say nothing but its type."""
CONSTANTS = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "None": None, "nil": None, "undefined": None, "NULL": None, "NaN": None, "<nil>": None,
}  # fmt: skip


def any_of(patterns: Iterable[str]) -> str:
    """Return one expression for what any of some expressions finds, the longest first."""
    return "|".join(sorted(dict.fromkeys(filter(None, patterns)), key=len, reverse=True))


SEPARATORS = any_of(row.separator for row in NOTATIONS)
SEPARATOR = lazy(rf"\s{{0,40}}(?P<mark>{SEPARATORS})")
KEY = lazy(
    rf"(?:{any_of(row.key.replace('{}', f'({NAME})') for row in NOTATIONS if row.key[:1] not in QUOTES)})"
    rf"(?=\s{{0,40}}(?:{SEPARATORS}))"
)
"""A key that is not wholly in quotes; its only group that matched is the name."""
QUOTED_KEY = lazy(rf"""(["'`])((?:(?!\1)[^\\\n]|\\.){{0,200}}?)\1(?=\s{{0,40}}(?:{SEPARATORS}))""")
OPENINGS = any_of(row.opening for row in NOTATIONS)
OPENING = lazy(OPENINGS)
