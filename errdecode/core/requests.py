"""Find the request behind an error: logs print it before the answer, or in another line with the same number."""

from __future__ import annotations

from errdecode.core.notation.document import read_document
from errdecode.core.paths import compile_path, resolve
from errdecode.core.sightings.codes import code_text
from errdecode.core.sightings.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from errdecode.core.notation.document import Document
    from errdecode.core.paths import Steps
    from errdecode.core.redaction.redactor import Redactor
    from errdecode.model import Entry, Finding


class Requests:
    """Finds requests; what it returns holds no credentials."""

    def __init__(self, ids: frozenset[str], redactor: Redactor) -> None:
        """Prepare.

        Args:
            ids: names of the fields that hold numbers of requests and orders.
            redactor: takes credentials out.
        """
        self._ids = ids
        self._redactor = redactor
        self._fields: dict[tuple[str, ...], list[tuple[str, Steps]]] = {}

    def add(self, finding: Finding, request: Any) -> Finding:
        """Return a finding with the request behind it, and the fields of it that its entry names.

        Args:
            finding: what was found.
            request: the request, credentials replaced already; None if unknown.
        """
        return finding.replace(request=request, fields=self._fields_of(finding.entry, request))

    def add_earlier(self, finding: Finding, request: Any) -> Finding:
        """Return a finding with a request printed before it, unless that has another number."""
        numbers = self._numbers_of(request)
        is_other = finding.id is not None and bool(numbers) and finding.id not in numbers
        return finding if is_other or request is None else self.add(finding, request)

    def in_text(self, text: str, number: str) -> Any:
        """Return the request of a number that a text holds; None where it holds none."""
        for payload in read_document(text).payloads:
            value = payload.value
            if (
                isinstance(value, dict)
                and any(isinstance(item, dict) for item in value.values())
                and number in self._numbers_of(value)
            ):
                return self._redactor.structure(value)
        return None

    def is_one(self, value: Any) -> bool:
        """Tell whether an object may be a request: it has a number or holds an object; HTTP headers do neither."""
        return isinstance(value, dict) and (
            any(name in value for name in self._ids) or any(isinstance(item, dict) for item in value.values())
        )

    def _numbers_of(self, value: Any) -> set[str]:
        """Return the numbers that an object has as a request."""
        fields = value if isinstance(value, dict) else {}
        numbers = (code_text(fields.get(name)) for name in self._ids)
        return {number for number in numbers if number is not None}

    def _fields_of(self, entry: Entry | None, request: Any) -> tuple[tuple[str, Any], ...]:
        """Return the fields of a request that an entry names, with their values."""
        if entry is None or not entry.fields or not isinstance(request, dict | list):
            return ()
        paths = self._fields.get(entry.fields)
        if paths is None:
            paths = self._fields[entry.fields] = [(path, compile_path(path)) for path in entry.fields]
        view = View(read_document("").budget)
        values = [(path, resolve(request, steps, view.enter_loosely)) for path, steps in paths]
        return tuple((path, value) for path, value in values if value is not None)


class Earlier:
    """The requests that a document shows, each made ready once."""

    def __init__(self, document: Document, requests: Requests, redactor: Redactor, secrets: frozenset[str]) -> None:
        """Take a document and its credentials."""
        self._payloads = [payload for payload in document.payloads if requests.is_one(payload.value)]
        self._redactor = redactor
        self._secrets = secrets
        self._ready: dict[int, Any] = {}

    def before(self, place: int) -> Any:
        """Return the last object before a place that may be the request; None where there is none."""
        found = None
        for payload in self._payloads:
            if payload.start >= place:
                break
            found = payload
        if found is None:
            return None
        if found.start not in self._ready:
            self._ready[found.start] = self._redactor.value(found.value, self._secrets)
        return self._ready[found.start]
