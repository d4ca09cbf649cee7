"""Plain lines for pipes: one reading each, fields separated by tabs, no colour."""

from __future__ import annotations

from errdecode.core.sanitise import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errdecode.model import Entry, Finding, Lookup, Near, Venue


def row(*fields: object) -> str:
    """Return fields as one line: whatever would break it is spelled out, nothing is an empty field."""
    return "\t".join("" if field is None else visible(str(field)) for field in fields)


def entry_rows(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries: venue, namespace, code, name, category, outcome, retry, meaning, actions."""
    for entry in entries:
        yield row(
            entry.venue, entry.namespace, entry.code, entry.name, entry.category,
            entry.outcome, entry.retry, entry.meaning, " ".join(entry.actions),
        )  # fmt: skip


def json_text(value: object) -> str:
    """Return a value of a payload as JSON on one line."""
    # A lookup, which shows no payload, does not pay for this.
    import json  # noqa: PLC0415

    return json.dumps(value, ensure_ascii=False, default=str)


def lookup_rows(lookups: Iterable[Lookup]) -> Iterator[str]:
    """Yield the exact readings of every code."""
    for answer in lookups:
        yield from entry_rows(answer.entries)


def finding_rows(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield every reading, the first of a finding first.

    Fields: confidence, venue, namespace, code, name, category, outcome, retry,
    message, meaning, actions, evidence, request fields likely at fault. Further
    readings have the confidence `also`.
    """
    for finding in findings:
        entry = finding.entry
        yield row(
            finding.confidence, finding.venue, finding.namespace, finding.code, finding.name, finding.category,
            finding.outcome, finding.retry, finding.message, entry.meaning if entry else None,
            " ".join(entry.actions) if entry else None, "; ".join(finding.evidence),
            "; ".join(f"{path}={json_text(value)}" for path, value in finding.fields),
        )  # fmt: skip
        for other in finding.alternatives:
            found = other.entry
            yield row(
                "also", other.venue, other.namespace, other.code, other.name, found.category, found.outcome,
                found.retry, None, found.meaning, " ".join(found.actions), "; ".join(other.evidence), None,
            )  # fmt: skip


def near_text(near: Iterable[Near]) -> str:
    """Return what may have been meant as one sentence's list."""
    # Two namespaces of a venue may look alike.
    return ", ".join(
        dict.fromkeys(
            visible(f"{each.venue}:{each.code}{f' {each.name}' if each.name else ''} ({each.why})") for each in near
        )
    )


def taken_text(answer: Lookup) -> str:
    """Return what an answer to a text rests on."""
    if answer.found_by == "search":
        return visible(f"{answer.query}: no error's words; these entries hold them")
    return visible(f"read as {', '.join(answer.taken)}")


def venue_rows(venues: Iterable[Venue]) -> Iterator[str]:
    """Yield namespaces: venue, name, status, namespace, kind, number of entries, title, origin."""
    for venue in venues:
        for namespace in venue.namespaces:
            yield row(
                venue.id, venue.name, venue.status, namespace.id, namespace.kind,
                namespace.size, namespace.title, venue.comes_from,
            )  # fmt: skip
