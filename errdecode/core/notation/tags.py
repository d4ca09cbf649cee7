r"""Read messages of FIX: numbered fields, a separator between each two.

`8=FIX.4.4|35=8|39=8|103=3|58=…|10=123|`, the separator being SOH or one of the
ways in which logs show it, the message perhaps cut off at either end. Where a
program made blanks of them, a row of such fields is a message. Fields
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
    "35": "MsgType", "39": "OrdStatus", "88": "AllocRejCode", "102": "CxlRejReason", "103": "OrdRejReason",
    "127": "DKReason", "150": "ExecType", "281": "MDReqRejReason", "297": "QuoteStatus", "300": "QuoteRejectReason",
    "368": "QuoteEntryRejectReason", "373": "SessionRejectReason", "378": "ExecRestatementReason",
    "380": "BusinessRejectReason", "507": "RegistRejReasonCode", "532": "MassCancelRejectReason",
    "560": "SecurityRequestResult", "567": "TradSesStatusRejReason", "658": "QuoteRequestRejectReason",
    "751": "TradeReportRejectReason", "774": "ConfirmRejReason", "792": "SettlInstReqRejCode",
    "906": "CollAsgnRejectReason", "926": "UserStatus", "1376": "MassActionRejectReason", "1386": "ListRejectReason",
    "1409": "SessionStatus", "1502": "StreamAsgnRejReason", "1607": "SecurityRejectReason",
    "1897": "TradeMatchRejectReason", "2317": "RiskLimitReportRejectReason", "2333": "PartyActionRejectReason",
    "2443": "TransferRejectReason", "2487": "CollRptRejectReason", "2791": "TradeAggregationRejectReason",
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
_BLANK_FIELD = lazy(r"(?<![^ \t\"'\[(:>])(\d{1,5})=(?=[^\s=])")
"""A field between blanks, in a text or at its front."""
_MIN_BLANK = 4
"""Fields with a name that a row needs where only blanks stand between them, as in any list of pairs."""
_CHECKSUM = "10"
"""The number of the field with which every message ends, and the length of its value."""
_CHECKSUM_DIGITS = 3
_MAX_LAST = 300
"""Characters of the last value of a row, which nothing ends but its line."""
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
    if not _FIELD.search(text):
        yield from _between_blanks(text, budget)
        return
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


def _between_blanks(text: str, budget: Budget) -> Iterator[Message]:
    """Yield the messages whose fields stand between blanks, each on a line of its own."""
    found: list[tuple[str, str]] = []
    start = end = 0
    for mark in _BLANK_FIELD.finditer(text) if "=" in text else ():
        if not found or "\n" in text[end : mark.start()] or mark[1] == _BEGIN:
            yield from _row(found, start, end)
            start, found = mark.start(), []
        elif found:
            found[-1] = (found[-1][0], text[end : mark.start()])
        end = mark.end()
        rest = text[end : end + (_CHECKSUM_DIGITS if mark[1] == _CHECKSUM else _MAX_LAST)].partition("\n")[0]
        found.append((mark[1], rest))
        if not budget.spend(_STEPS_PER_FIELD + len(found[-1][1])):
            return
    yield from _row(found, start, end)


def _row(found: list[tuple[str, str]], start: int, end: int) -> Iterator[Message]:
    if sum(number in NAMES or number == _BEGIN for number, _ in found) >= _MIN_BLANK:
        yield from _message(found, start, end + len(found[-1][1]))


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
        yield f"(?:{SEPARATOR}|[ ])[ ]?{field}"
        yield f"[^0-9]{field}[0-9]{{0,5}}[ ]?{SEPARATOR}"
