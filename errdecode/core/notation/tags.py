r"""Read messages of FIX: numbered fields, a separator between each two.

`8=FIX.4.4|35=8|39=8|103=3|58=…|10=123|`, the separator being SOH or one of the
ways in which logs show it, the message perhaps cut off at either end. Fields
that errors are told by get the names that the standard gives them; a value of a
list is read with its number, `103=3`, for alone it says nothing.
"""

from __future__ import annotations

import re

from errdecode.core.patterns import lazy
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errdecode.core.notation.budget import Budget

LISTED = {
    "35": "MsgType", "39": "OrdStatus", "102": "CxlRejReason", "103": "OrdRejReason", "150": "ExecType",
    "281": "MDReqRejReason", "373": "SessionRejectReason", "380": "BusinessRejectReason",
    "532": "MassCancelRejectReason", "1376": "MassActionRejectReason", "1409": "SessionStatus",
}  # fmt: skip
"""Fields whose values are those of a list."""
NAMES = {
    **LISTED, "8": "BeginString", "11": "ClOrdID", "37": "OrderID", "41": "OrigClOrdID", "54": "Side", "55": "Symbol",
    "58": "Text", "371": "RefTagID", "372": "RefMsgType", "379": "BusinessRejectRefID", "434": "CxlRejResponseTo",
    "554": "Password", "925": "NewPassword", "1402": "EncryptedPassword", "1404": "EncryptedNewPassword",
}  # fmt: skip
"""All that have a name here; others keep their number."""
NUMBERS = {name: number for number, name in NAMES.items()}
_SAID = {"54": {"1": "buy", "2": "sell"}}
SEPARATOR = r"(?:\x01|[|]|\^A|\\u0001|\\x01|<SOH>)"
"""What stands between two fields."""
_FIELD = lazy(rf"{SEPARATOR}[ ]?(\d{{1,5}})=")
_END = lazy(rf"{SEPARATOR}|\n")
_FIRST = lazy(r"(?<![\w.=-])(\d{1,5})=([^=\n]{0,200})$")
"""The first field, before which no separator stands."""
_BEGIN = "8"
"""The number of the field with which every message begins."""
_MIN_FIELDS = 2
_STEPS_PER_FIELD = 8
_FEW = 4


class Message(Record):
    """One message found in a text."""

    fields: dict[str, str]
    start: int
    end: int


def read_messages(text: str, budget: Budget) -> Iterator[Message]:
    """Yield the messages of a text, in order.

    Args:
        text: anything.
        budget: pays for the work.
    """
    found: list[tuple[str, str]] = []
    start = end = 0
    for mark in _FIELD.finditer(text) if "=" in text else ():
        if not found or mark.start() > end or mark[1] == _BEGIN:
            yield from _message(found, start, end)
            first = _FIRST.search(text, end, mark.start())
            start, found = (first or mark).start(), [(first[1], first[2])] if first else []
        stop = _END.search(text, mark.end())
        end = stop.start() if stop else len(text)
        found.append((mark[1], text[mark.end() : end]))
        if not budget.spend(_STEPS_PER_FIELD + end - mark.start()):
            return
    yield from _message(found, start, end)


def _message(found: list[tuple[str, str]], start: int, end: int) -> Iterator[Message]:
    """Yield what was found, if it is a message; of a field that is repeated, the first."""
    if len(found) >= _MIN_FIELDS and any(number in NAMES for number, _ in found):
        fields: dict[str, str] = {}
        for number, value in found:
            fields.setdefault(NAMES.get(number, number), _value(number, value.strip(" \"'")))
        yield Message(fields, start, end)


def _value(number: str, value: str) -> str:
    return f"{number}={value}" if number in LISTED else _SAID.get(number, {}).get(value, value)


def spellings(name: str, values: Sequence[str]) -> Iterator[str]:
    """Yield patterns that find a field with some of its values in any log, in the words of RE2.

    Args:
        name: of the field, or its number.
        values: those that are meant, as they are read; none, or many, if any.
    """
    any_value = f"{NUMBERS.get(name, name)}=[0-9A-Za-z]"
    for field in map(re.escape, values) if 0 < len(values) <= _FEW else (any_value,):
        yield f"{SEPARATOR}[ ]?{field}"
        yield f"[^0-9]{field}[0-9]{{0,5}}[ ]?{SEPARATOR}"
