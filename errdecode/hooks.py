"""Tell errors of trading APIs where they are logged: for logging, structlog, Sentry and OpenTelemetry.

None of these imports its library, changes a record that holds no error, or
raises: what cannot be decoded passes as it is. Credentials are masked in every
record, tracebacks included.
"""

from __future__ import annotations

import logging

from errdecode.api import Decoder, explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from typing import Any

    from errdecode.model import Finding

_FIELDS = ("venue", "code", "name", "outcome", "retry", "wait_s", "confidence", "order_id", "client_id")
_PREFIX = "errdecode_"


def _worst(findings: list[Finding]) -> Finding | None:
    """Return the finding to be most careful about."""
    from errdecode.core.verdict.safest import DANGER  # noqa: PLC0415  # only a record with an error pays for it

    known = [finding for finding in findings if finding.entry is not None]
    return min(known, key=lambda each: DANGER.index(each.safest[0]), default=None)


def _told(finding: Finding) -> dict[str, Any]:
    """Return what a record is given of a finding."""
    values = {name: getattr(finding, name) for name in _FIELDS}
    return {**values, "safest_outcome": finding.safest[0], "safest_retry": finding.safest[1]}


class LogFilter(logging.Filter):
    """Add `errdecode_…` fields to records that hold an error, and mask credentials in all.

    Attach it to a handler: what is logged through that handler is read before
    it is written.
    """

    def __init__(self, decoder: Decoder | None = None) -> None:
        """Take what decodes; without it, the catalogues are opened at the first record."""
        super().__init__()
        self._decoder = decoder
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: every record passes."""
        try:
            self._read(record)
        except Exception:  # noqa: BLE001  # a log is never lost because of what reads it
            return True
        return True

    def _read(self, record: logging.LogRecord) -> None:
        if getattr(record, "errdecode_read", False):
            return
        if self._decoder is None:
            self._decoder = Decoder()
        message = record.getMessage()
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        text = f"{message}\n{record.exc_text}" if record.exc_text else message
        if not self._decoder.may_hold_error(text) and not self._decoder.may_hold_credential(text):
            return
        record.errdecode_read = True
        hidden = self._decoder.hide(message)
        if hidden != message:
            record.msg, record.args = hidden, None
        if record.exc_text:
            record.exc_text = self._decoder.hide(record.exc_text)
        finding = _worst(self._decoder.decode_line(text))
        if finding is not None:
            for name, value in _told(finding).items():
                setattr(record, f"{_PREFIX}{name}", value)


class StructlogProcessor:
    """Add an `errdecode` mapping to structlog's event where it holds an error, and mask credentials."""

    def __init__(self, decoder: Decoder | None = None) -> None:
        """Take what decodes; without it, the catalogues are opened at the first event."""
        self._decoder = decoder

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Return the event."""
        try:
            if self._decoder is None:
                self._decoder = Decoder()
            for key, value in list(event.items()):
                if isinstance(value, str):
                    event[key] = self._decoder.hide(value)
            text = " ".join(f"{key}={value}" for key, value in event.items() if isinstance(value, str | int))
            finding = _worst(self._decoder.decode_line(text)) if self._decoder.may_hold_error(text) else None
            if finding is not None:
                event["errdecode"] = _told(finding)
        except Exception:  # noqa: BLE001  # a log is never lost because of what reads it
            return event
        return event


structlog_processor = StructlogProcessor()
"""For `structlog.configure(processors=[…, structlog_processor, …])`."""


def sentry_before_send(event: dict[str, Any], hint: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a Sentry event with tags and a fingerprint of its error, for `sentry_sdk.init(before_send=…)`."""
    try:
        raised = (hint or {}).get("exc_info")
        error = raised[1] if raised else event.get("message") or ""
        finding = explain(error).finding if error else None
        if finding is not None:
            told = {f"errdecode.{name}": str(value) for name, value in _told(finding).items() if value is not None}
            tags = event.setdefault("tags", {})
            tags.update({name: value for name, value in told.items() if not name.endswith("_id")})
            event["fingerprint"] = ["errdecode", finding.venue, finding.namespace, finding.code]
    except Exception:  # noqa: BLE001  # an event is never lost because of what reads it
        return event
    return event


def otel_attributes(error: object) -> dict[str, str | int]:
    """Return attributes for an OpenTelemetry span: `span.set_attributes(otel_attributes(error))`."""
    try:
        finding = explain(error).finding
    except Exception:  # noqa: BLE001  # a span is never lost because of what reads its error
        return {}
    if finding is None:
        return {}
    return {f"errdecode.{name}": value for name, value in _told(finding).items() if value is not None}
