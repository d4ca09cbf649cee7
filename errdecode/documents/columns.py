"""Tell what each column of a table holds."""

from __future__ import annotations

from errdecode.documents.rules import squash, words_of
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from errdecode.documents.blocks import Cell, Table
    from errdecode.documents.rules import Rules

MINUS = "\N{MINUS SIGN}"
"""What typography makes of the sign of a negative code."""

LISTS = ("causes", "actions")
"""Several columns may hold these; of everything else there is one."""

MAX_CODE_CHARS = 60
"""Longer text is no code."""

_STATUSES = range(100, 600)
_SYMBOL_MARKS = "_-.:/"
_MOSTLY = 0.8
_SAMPLE = 200
"""Rows looked at to tell what a column holds."""


class Columns(Record):
    """Which column holds what, and where the rows begin."""

    roles: tuple[str | None, ...]
    first_row: int
    named_errors: bool
    """The header itself says that the table is one of errors."""
    guessed: bool = False
    """No header says which column holds the codes: it was told from what stands in it."""

    def holding(self, role: str) -> list[int]:
        """Return the columns that hold something."""
        return [index for index, each in enumerate(self.roles) if each == role]


def read_columns(table: Table, rules: Rules) -> Columns | None:
    """Return what the columns of a table of codes hold; None for a table of something else."""
    if not table.rows:
        return None
    headers = [cell.text for cell in table.rows[0]]
    if looks_like_code(headers[0]) and _share(looks_like_code, _values(table, 0, 0)) >= _MOSTLY:
        return Columns(_roles_by_content(table), 0, named_errors=False) if len(headers) > 1 else None
    roles = [_role(header, rules) for header in headers]
    named_errors = any({"error", "errors"} & set(words_of(header)) for header in headers)
    _choose_code(roles, headers, rules, table)
    guessed = "code" not in roles and _guess_code(roles, table)
    _fall_back_on_status(roles)
    if "code" not in roles:
        return None
    if guessed:
        _add_roles_by_content(roles, table, 1)
    _tell_name_from_message(roles, table)
    _keep_one(roles)
    return Columns(tuple(roles), 1, named_errors, guessed)


def _role(header: str, rules: Rules) -> str | None:
    """Return what a header says: its whole text first, then the longest run of its words."""
    words = words_of(header)[:12]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            run = "".join(words[start : start + length])
            for role, known in rules.columns.items():
                if run in known and role != "instead_of_code":
                    return role
    return None


def _choose_code(roles: list[str | None], headers: Sequence[str], rules: Rules, table: Table) -> None:
    """Settle which column holds the code."""
    codes = [index for index, role in enumerate(roles) if role == "code"]
    numbered = [index for index in codes if _share(_is_number, _values(table, index)) >= _MOSTLY]
    if len(codes) > 1:
        # A second column of codes is the symbol of the first.
        chosen = (numbered or codes)[0]
        for index in codes:
            roles[index] = "code" if index == chosen else "name"
    elif not codes:
        known = rules.columns["instead_of_code"]
        stand_in = next((index for index, header in enumerate(headers) if squash(header) in known), None)
        if stand_in is not None and len(headers) > 1:
            roles[stand_in] = "code"


def _guess_code(roles: list[str | None], table: Table) -> bool:
    """Find the column of codes by what stands in it, where no header that is known names one."""
    for index, role in enumerate(roles):
        values = _values(table, index)
        if role is None and _share(looks_like_code, values) >= _MOSTLY and len(set(values)) >= _MOSTLY * len(values):
            others = [_values(table, other) for other in range(len(roles)) if other != index]
            if any(_share(_is_said, each) >= _MOSTLY for each in others):
                roles[index] = "code"
                return True
    return False


def _fall_back_on_status(roles: list[str | None]) -> None:
    """Take HTTP statuses for the codes of a table that has no others."""
    if "code" not in roles and "http_status" in roles and len(roles) > 1:
        roles[roles.index("http_status")] = "code"


def _tell_name_from_message(roles: list[str | None], table: Table) -> None:
    """Correct roles by what stands in the columns: a symbol is a name, whatever its header says."""
    for index, role in enumerate(roles):
        if role in ("message", "about") and "name" not in roles and _holds_symbols(_values(table, index)):
            roles[index] = "name"
    if "message" not in roles and "about" in roles:
        roles[roles.index("about")] = "message"
    if "message" not in roles and "name" in roles and not _holds_symbols(_values(table, roles.index("name"))):
        roles[roles.index("name")] = "message"
    if not {"message", "name"} & set(roles):
        # A single other column tells what the code means, whatever it is called.
        others = [index for index, role in enumerate(roles) if role in (None, *LISTS)]
        if others:
            roles[others[0]] = "message"


def _keep_one(roles: list[str | None]) -> None:
    seen = set()
    for index, role in enumerate(roles):
        if role in seen and role not in LISTS:
            roles[index] = "about" if role == "message" else None
        seen.add(role)


def _roles_by_content(table: Table) -> tuple[str | None, ...]:
    """Return the roles of a table without a header: codes first, then what the cells look like."""
    roles: list[str | None] = ["code", *[None] * (len(table.rows[0]) - 1)]
    _add_roles_by_content(roles, table, 0)
    return tuple(roles)


def _add_roles_by_content(roles: list[str | None], table: Table, first_row: int) -> None:
    """Settle what the columns hold whose headers say nothing, by what the cells look like."""
    for index, role in enumerate(roles):
        if role is not None:
            continue
        values = _values(table, index, first_row)
        if "http_status" not in roles and _share(_is_status, values) >= _MOSTLY:
            roles[index] = "http_status"
        elif "name" not in roles and _holds_symbols(values):
            roles[index] = "name"
        else:
            roles[index] = "about" if "message" in roles else "message"


def _values(table: Table, index: int, first_row: int = 1) -> list[str]:
    rows: Sequence[Sequence[Cell]] = table.rows[first_row : first_row + _SAMPLE]
    return [row[index].text for row in rows if index < len(row) and row[index].text]


def _share(test: object, values: list[str]) -> float:
    return sum(map(test, values)) / len(values) if values else 0  # type: ignore[call-overload]  # predicates of this module


def _is_number(text: str) -> bool:
    digits = text.strip("`'\" ").replace(MINUS, "-").lstrip("+-")
    return digits.isascii() and digits.isdecimal()


def _is_status(text: str) -> bool:
    return _is_number(text) and len(text) < 4 and int(text) in _STATUSES  # noqa: PLR2004  # three digits


def looks_like_code(text: str) -> bool:
    """Tell whether a text by itself can only be a code: a number, or a word with digits."""
    return _is_number(text) or (0 < len(text) <= MAX_CODE_CHARS and " " not in text and any(map(str.isdigit, text)))


def _holds_symbols(values: list[str]) -> bool:
    """Tell whether the values are symbols, not sentences; one plain word may be either."""
    return _share(_is_symbol, values) >= _MOSTLY and any(any(mark in value for mark in "_-.:") for value in values)


def _is_said(text: str) -> bool:
    """Tell whether a text is words and no number."""
    return any(map(str.isalpha, text)) and not looks_like_code(text)


def _is_symbol(text: str) -> bool:
    bare = text.strip("`\"' ")
    word = "".join(char for char in bare if char not in _SYMBOL_MARKS)
    return word.isalnum() and any(map(str.isalpha, word)) and " " not in bare
