"""Tell errors of trading APIs where they are logged: for logging, structlog, Sentry and OpenTelemetry.

None of these imports its library, or raises: what cannot be decoded passes as
it is, and a record that holds no error is given nothing. Credentials are masked
in every record, tracebacks and further fields included; what an object that is
no text, mapping, list or tuple prints of itself is its own affair.
"""

from __future__ import annotations

import functools
import logging

from errdecode.api import Decoder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from typing import Any

    from errdecode.model import Finding

_FIELDS = ("venue", "code", "name", "outcome", "retry", "wait_s", "confidence", "order_id", "client_id")
_PREFIX = "errdecode_"
_READ = (str, bytes, int, dict, list, tuple)
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__)
_BARE = _PLAIN | {"message", "asctime", "errdecode_read"}
"""What a record has before a program adds fields of its own."""


def _worst(findings: list[Finding]) -> Finding | None:
    """Return the finding to be most careful about."""
    from errdecode.core.verdict.safest import DANGER  # noqa: PLC0415  # only a record with an error pays for it

    known = [finding for finding in findings if finding.entry is not None]
    return min(known, key=lambda each: DANGER.index(each.safest[0]), default=None)


def _told(finding: Finding) -> dict[str, Any]:
    """Return what a record is given of a finding."""
    values = {name: getattr(finding, name) for name in _FIELDS}
    return {**values, "safest_outcome": finding.safest[0], "safest_retry": finding.safest[1]}


def _text_of(fields: Mapping[str, Any]) -> str:
    """Return fields as a structured log would print them."""
    return " ".join(f"{key}={value!s}" for key, value in fields.items() if isinstance(value, _READ))


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
        message = self._message(record, self._decoder)
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        values = record.__dict__
        fields = {name: values[name] for name in values.keys() - _BARE} if len(values) > len(_PLAIN) else {}
        text = message
        if fields or record.exc_text or record.stack_info:
            parts = (message, record.exc_text, record.stack_info, _text_of(fields))
            text = "\n".join(part for part in parts if part)
        if not self._decoder.may_hold_error(text) and not self._decoder.may_hold_credential(text):
            return
        record.errdecode_read = True
        hidden = self._decoder.hide(message)
        if hidden != message:
            record.msg, record.args = hidden, None
        if record.exc_text and (hidden := self._decoder.hide(record.exc_text)) != record.exc_text:
            # A formatter that prints the exception anew would print what was masked.
            record.exc_text, record.exc_info = hidden, None
        record.stack_info = record.stack_info and self._decoder.hide(record.stack_info)
        record.__dict__.update(self._decoder.hide(fields))
        finding = _worst(self._decoder.decode_line(text))
        if finding is not None:
            record.__dict__.update((f"{_PREFIX}{name}", value) for name, value in _told(finding).items())

    @staticmethod
    def _message(record: logging.LogRecord, decoder: Decoder) -> str:
        try:
            return record.getMessage()
        except Exception:
            # `logging` prints both to standard error when arguments do not fit their message.
            record.msg, record.args = decoder.hide(str(record.msg)), decoder.hide(record.args)
            raise


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
            event.update(self._decoder.hide(dict(event)))
            text = _text_of(event)
            finding = _worst(self._decoder.decode_line(text)) if self._decoder.may_hold_error(text) else None
            if finding is not None:
                event["errdecode"] = _told(finding)
        except Exception:  # noqa: BLE001  # a log is never lost because of what reads it
            return event
        return event


structlog_processor = StructlogProcessor()
"""For `structlog.configure(processors=[…, structlog_processor, …])`."""


@functools.cache
def _decoder() -> Decoder:
    return Decoder()


def sentry_before_send(event: dict[str, Any], hint: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a Sentry event with tags and a fingerprint of its error, for `sentry_sdk.init(before_send=…)`.

    Credentials are masked wherever they stand in it: texts, breadcrumbs, a frame's variables.
    """
    try:
        entry = event.get("logentry") or {}
        raised = (hint or {}).get("exc_info")
        error = raised[1] if raised else event.get("message") or entry.get("formatted") or entry.get("message")
        event.update(_decoder().hide(event))
        finding = _decoder().explain(error).finding if error else None
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
        finding = _decoder().explain(error).finding
    except Exception:  # noqa: BLE001  # a span is never lost because of what reads its error
        return {}
    if finding is None:
        return {}
    return {f"errdecode.{name}": value for name, value in _told(finding).items() if value is not None}
