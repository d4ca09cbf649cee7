"""The rules by which catalogues are judged: each has a code and an explanation."""

from __future__ import annotations

from errdecode.catalog.lint_checks import (
    check_drafts,
    check_fork,
    check_keys,
    check_links,
    check_name,
    check_order,
    check_sampled,
    check_samples,
    check_schema_line,
    check_secrets,
    check_sentences,
)
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from errdecode.catalog.lint_checks import Subject
    from errdecode.catalog.validate import Path

BROKEN = "CAT001"
"""The rule of what keeps a catalogue from being used at all."""


class Rule(Record):
    """A rule of the linter."""

    code: str
    title: str
    why: str
    remedy: str
    check: Callable[[Subject], Iterator[tuple[Path, str]]] | None = None


RULES = (
    Rule(
        BROKEN,
        "Not a valid catalogue",
        "A file that breaks the format is left out whole; every fault is named at once.",
        "Mend each place as its text says; catalogs/README.md describes the format.",
    ),
    Rule(
        "CAT002",
        "No schema line",
        "Editors complete and check a file by the schema that its first line names.",
        "Begin the file with `#:schema ./catalog.schema.json`.",
        check_schema_line,
    ),
    Rule(
        "CAT003",
        "File and venue differ in name",
        "A venue's file is found by the venue's id.",
        "Rename the file, or correct `id` in [venue].",
        check_name,
    ),
    Rule(
        "CAT004",
        "Entries out of order",
        "Sorted entries keep differences small and make a missing code visible.",
        "Sort by namespace, then by code as a number reads, then by text.",
        check_order,
    ),
    Rule(
        "CAT005",
        "Keys out of order",
        "One order of keys lets the eye find the same thing in the same place.",
        "Put the keys in the order of catalogs/README.md.",
        check_keys,
    ),
    Rule(
        "CAT006",
        "Not a sentence",
        "Meaning, causes and actions are shown as they stand.",
        "Write a whole sentence and end it with a full stop.",
        check_sentences,
    ),
    Rule(
        "CAT007",
        "Link leads nowhere",
        "`see_also` is printed as something to look up.",
        "Name a code of this namespace, namespace:code, or venue:namespace:code.",
        check_links,
    ),
    Rule(
        "CAT008",
        "Sample does not decode to its entry",
        "A sample proves that shapes, evidence and entry work together on what the wire really carries.",
        "Correct the sample, or the shape, message or namespace that should have recognised it.",
        check_samples,
    ),
    Rule(
        "CAT009",
        "Draft",
        "Meaning, category and advice were copied or guessed by `errdecode catalog import` and read by nobody.",
        "Confirm the category, write meaning, causes and actions in words of your own, and take out TODO.",
        check_drafts,
    ),
    Rule(
        "CAT010",
        "No sample",
        "Without a sample nothing proves that a payload of the venue leads to the entry.",
        "Add what the venue really sends with this code; what its documents show will do.",
        check_sampled,
    ),
    Rule(
        "CAT011",
        "Sample of a fork is not read as the fork's",
        "A fork is heard only where something names it: its samples prove that its hosts and names do.",
        "Add the host or name that the sample holds to [recognise] or to its namespace, or correct the sample.",
        check_fork,
    ),
    Rule(
        "CAT012",
        "Credential hides codes",
        "A field in [secrets] is shown in no venue's frame: one that holds codes or messages would hide errors.",
        "Name the credential's own field, or leave it out: what looks like a known kind of key is hidden anyway.",
        check_secrets,
    ),
)
"""Every rule, by its code."""
