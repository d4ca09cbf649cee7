"""Write an object as programs of many languages print it."""

from __future__ import annotations

import json
import pprint
import shlex


def dumped(value):
    """Return JSON."""
    return json.dumps(value, ensure_ascii=False)


def _scalar(value, *, true="true", false="false", null="null", quote='"'):
    if isinstance(value, bool):
        return true if value else false
    if value is None:
        return null
    if isinstance(value, str):
        return quote + value.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote
    return json.dumps(value)


def javascript(value):
    """Return what util.inspect prints on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key}: {javascript(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[ " + ", ".join(map(javascript, value)) + " ]"
    return _scalar(value, null="null", quote="'" if "'" not in str(value) else '"')


def ruby(value):
    """Return what inspect prints of a hash with symbols."""
    if isinstance(value, dict):
        return "{" + ", ".join(f":{key}=>{ruby(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(ruby, value)) + "]"
    return _scalar(value, null="nil")


def ruby_strings(value):
    """Return what inspect prints of a hash with strings."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}"=>{ruby_strings(item)}' for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(ruby_strings, value)) + "]"
    return _scalar(value, null="nil")


def print_r(value, indent=""):
    """Return what PHP's print_r prints."""
    if not isinstance(value, dict | list):
        return "1" if value is True else "" if value is False or value is None else str(value)
    items = value.items() if isinstance(value, dict) else enumerate(value)
    deeper = indent + "    "
    lines = [f"{deeper}[{key}] => {print_r(item, deeper + '    ')}" for key, item in items]
    return "\n".join(["Array", f"{indent}(", *lines, f"{indent})", ""])


def var_dump(value, indent=""):
    """Return what PHP's var_dump prints."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        lines = [f"array({len(value)}) {{"]
        for key, item in items:
            name = f'"{key}"' if isinstance(key, str) else str(key)
            lines += [f"{indent}  [{name}]=>", f"{indent}  {var_dump(item, indent + '  ')}"]
        return "\n".join([*lines, f"{indent}}}"])
    if isinstance(value, bool):
        return f"bool({'true' if value else 'false'})"
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return f'string({len(value.encode())}) "{value}"'
    return f"int({value})" if isinstance(value, int) else f"float({value})"


def var_export(value, indent=""):
    """Return what PHP's var_export prints."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        lines = []
        for key, item in items:
            name = f"'{key}'" if isinstance(key, str) else str(key)
            deeper = "\n" + indent + "  " if isinstance(item, dict | list) else ""
            lines.append(f"{indent}  {name} => {deeper}{var_export(item, indent + '  ')},")
        return "\n".join(["array (", *lines, f"{indent})"])
    return _scalar(value, null="NULL", quote="'")


def _record(value, opening, closing, separator, quote):
    if isinstance(value, dict):
        items = (f"{key}{separator}{_record(item, opening, closing, separator, quote)}" for key, item in value.items())
        return f"Reply{opening}{', '.join(items)}{closing}"
    if isinstance(value, list):
        return "[" + ", ".join(_record(item, opening, closing, separator, quote) for item in value) + "]"
    if isinstance(value, str):
        return f"{quote}{value}{quote}"
    return _scalar(value)


def java(value):
    """Return what toString of a class with quotes prints."""
    return _record(value, "{", "}", "=", "'")


def java_record(value):
    """Return what toString of a record prints."""
    return _record(value, "[", "]", "=", "")


def kotlin(value):
    """Return what toString of a data class prints."""
    return _record(value, "(", ")", "=", "")


def rust(value):
    """Return what Debug of a struct prints."""
    return _record(value, " { ", " }", ": ", '"')


def csharp(value):
    """Return what ToString of a record prints."""
    return _record(value, " { ", " }", " = ", "")


def rust_value(value):
    """Return what Debug of a serde_json value prints."""
    if isinstance(value, dict):
        return "Object {" + ", ".join(f'"{key}": {rust_value(item)}' for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "Array [" + ", ".join(map(rust_value, value)) + "]"
    if isinstance(value, bool):
        return f"Bool({'true' if value else 'false'})"
    if isinstance(value, str):
        return f"String({json.dumps(value, ensure_ascii=False)})"
    return "Null" if value is None else f"Number({json.dumps(value)})"


def go_struct(value):
    """Return what %+v of a struct prints: capital letters before every field."""
    if isinstance(value, dict):
        return "{" + " ".join(f"{key[:1].upper()}{key[1:]}:{go_struct(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + " ".join(map(go_struct, value)) + "]"
    return "<nil>" if value is None else _scalar(value)[1:-1] if isinstance(value, str) else _scalar(value)


def go_map(value):
    """Return what %v of a map prints."""
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{go_map(item)}" for key, item in value.items()) + "]"
    if isinstance(value, list):
        return "[" + " ".join(map(go_map, value)) + "]"
    return "<nil>" if value is None else _scalar(value)[1:-1] if isinstance(value, str) else _scalar(value)


def elixir(value):
    """Return what inspect of a map prints."""
    if isinstance(value, dict):
        return "%{" + ", ".join(f"{key}: {elixir(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(elixir, value)) + "]"
    return _scalar(value, null="nil")


def logfmt(value):
    """Return key=value pairs; an object inside is JSON in quotes."""
    parts = []
    for key, item in value.items():
        text = dumped(item) if isinstance(item, dict | list) else item if isinstance(item, str) else _scalar(item)
        is_bare = text and not set(text) & set(' "=\\')
        parts.append(f"{key}={text if is_bare else json.dumps(text, ensure_ascii=False)}")
    return " ".join(parts)


def escaped(value, times=1):
    """Return JSON in a string, as it stands in another."""
    text = dumped(value)
    for _ in range(times):
        text = json.dumps(text, ensure_ascii=False)[1:-1]
    return text


def html(value):
    """Return JSON as an HTML page holds it."""
    return dumped(value).replace("&", "&amp;").replace('"', "&quot;")


def shell(value):
    """Return JSON as a shell quotes it."""
    return shlex.quote(dumped(value))


WRITERS = {
    "JSON": dumped,
    "JSON, compact": lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False),
    "JSON over lines": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
    "JSON escaped once": escaped,
    "JSON escaped twice": lambda value: escaped(value, 2),
    "JSON in HTML": html,
    "JSON in a shell": shell,
    "Python": repr,
    "Python, pprint": lambda value: pprint.pformat(value, width=40, sort_dicts=False),
    "Python, bytes": lambda value: repr(dumped(value).encode()),
    "JavaScript": javascript,
    "Ruby, symbols": ruby,
    "Ruby, strings": ruby_strings,
    "PHP print_r": print_r,
    "PHP var_dump": var_dump,
    "PHP var_export": var_export,
    "Java": java,
    "Java record": java_record,
    "Kotlin data class": kotlin,
    "Rust": rust,
    "Rust, wrapped values": rust_value,
    "Go %+v": go_struct,
    "Go map": go_map,
    "C# record": csharp,
    "Elixir": elixir,
    "logfmt": logfmt,
}
