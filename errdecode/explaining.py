"""Answer the question before a retry: may the request that raised this have been executed?"""

from __future__ import annotations

import json

from errdecode.core.causes import is_general
from errdecode.core.verdict.safest import CAREFUL, DANGER, caution
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from errdecode.model import Finding, Outcome, Retry

_MAX_CHAIN = 20
_MAX_BODY = 64 * 1024
_MAX_TEXT = 256 * 1024
_CODES = ("code", "error_code", "ret_code", "status_code")
_MESSAGES = ("message", "msg", "reason")


class Advice(Record):
    """What is known of a request that failed, and what may be done next."""

    outcome: Outcome
    """What became of the request, by the likeliest reading; `unknown` where nothing is known."""
    retry: Retry
    wait_s: int | None
    """Seconds to wait, where the venue or its catalogue states them."""
    safest: tuple[Outcome, Retry]
    """What holds whichever reading is true: what a program goes by."""
    sentence: str
    """For a person."""
    finding: Finding | None
    """Behind it; None where no catalogue knows the error."""

    @property
    def may_have_executed(self) -> bool:
        """Tell whether the request may have been executed, wholly or in part."""
        return self.safest[0] not in {"rejected", "none"}


def advise(error: object, decode: Callable[[str], list[Finding]], titles: Callable[[str], str]) -> Advice:
    """Return what an error says of the request behind it.

    Args:
        error: an exception, a response, a mapping or a text.
        decode: finds errors in a text.
        titles: returns the sentence for an outcome.
    """
    told = [finding for texts in failures_of(error) for finding in _told(decode(text) for text in texts)]
    answers = [finding for finding in told if finding.venue != "transport"] or told
    if not answers:
        sentence = "Nothing is known of this error: look whether the request was executed before you send it again."
        return Advice(DANGER[0], CAREFUL[0], None, (DANGER[0], CAREFUL[0]), sentence, None)
    finding = min(answers, key=lambda each: caution(each.safest))
    outcome, retry = finding.outcome or DANGER[0], finding.retry or CAREFUL[0]
    name = " ".join(part for part in (finding.venue, finding.code, finding.name) if part)
    parts = (f"{name}:", titles(finding.safest[0]), finding.note, finding.entry.meaning if finding.entry else None)
    sentence = " ".join(part for part in parts if part)
    return Advice(outcome, retry, finding.wait_s, finding.safest, sentence, finding)


def _told(found: Iterable[list[Finding]]) -> list[Finding]:
    """Return the errors of one failure that have an outcome, without those that others tell more of."""
    findings = [finding for each in found for finding in each if finding.outcome]
    return [finding for finding in findings if not is_general(finding)] or findings


def failures_of(error: object) -> list[list[str]]:
    """Return what an error says: the texts of each failure that it tells of, one for each exception."""
    if isinstance(error, BaseException):
        return [_said(each) for each in _failures(error)]
    if isinstance(error, str):
        return [[error]]
    if isinstance(error, bytes | bytearray | memoryview):
        return [[bytes(error).decode("utf-8", "replace")]]
    if isinstance(error, dict | list):
        return [[json.dumps(error, default=str)]]
    return [[_response(error) or str(error)]]


def _said(failure: list[BaseException]) -> list[str]:
    """Return what the exceptions of one failure say."""
    # What was asked is known to one of them, and holds for those behind it.
    asked = next((request for each in failure if (request := _asked(each))), "")
    return [_exception(each, asked)[:_MAX_TEXT] for each in failure]


def _failures(error: BaseException) -> list[list[BaseException]]:
    """Return an exception and those behind it, those together that caused each other.

    What was merely being handled, or happened beside it, is another failure:
    what that one tells of its request holds for no other.
    """
    failures: list[list[BaseException]] = [[]]
    pending, seen = [(error, failures[0])], set[int]()
    while pending and len(seen) < _MAX_CHAIN:
        each, failure = pending.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        failure.append(each)
        # `ConnectionError(MaxRetryError(…))`
        causes = [each.__cause__, *(argument for argument in each.args if isinstance(argument, BaseException))]
        pending += [(cause, failure) for cause in causes if cause is not None]
        beside = list(each.exceptions) if isinstance(each, BaseExceptionGroup) else []
        if each.__cause__ is None and each.__context__ is not None and not each.__suppress_context__:
            beside.append(each.__context__)
        for other in beside:
            failures.append([])
            pending.append((other, failures[-1]))
    return failures


def _asked(error: BaseException) -> str:
    """Return verb and address of the request that an exception carries."""
    return _request(_attribute(error, "request") or _attribute(error, "request_info"))


def _exception(error: BaseException, asked: str) -> str:
    """Return what an exception says, behind it what was asked."""
    kind = type(error)
    said = " ".join(_safely(lambda: str(error)).split())
    head = f"{kind.__module__}.{kind.__qualname__}: {said}"
    response = _attribute(error, "response")
    if response is not None and (told := _response(response)):
        return f"{head}\n{told}"
    # In front, as clients log it: behind the words it would be taken for some of them.
    head = f"{_asked(error) or asked} {head}".lstrip()
    fields = {name: value for name in (*_CODES, *_MESSAGES) if isinstance(value := _attribute(error, name), str | int)}
    status = _attribute(error, "status")
    if isinstance(status, int) and not isinstance(status, bool) and status:
        return f"{head} HTTP/1.1 {status} {fields.get('message', '')}".rstrip()
    has_code = any(name in fields for name in _CODES)
    return f"{head}\n{json.dumps(fields)}" if has_code and str(fields.get("code", "")) not in said else head


def _response(response: object) -> str:
    """Return a response as it would stand in a log: the request, the status, the body."""
    status = _attribute(response, "status_code") or _attribute(response, "status")
    if not isinstance(status, int):
        return ""
    reason = _attribute(response, "reason") or _attribute(response, "reason_phrase") or ""
    request = _attribute(response, "request") or _attribute(response, "request_info")
    asked = _request(request) or _request(response)
    wait = ""
    headers = _attribute(response, "headers")
    if headers is not None and (seconds := _safely(lambda: headers.get("Retry-After"))):
        wait = f"Retry-After: {seconds}\n"
    body = _attribute(response, "text")
    if callable(body) or body is None:
        content = _attribute(response, "content")
        body = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return f"{asked} HTTP/1.1 {status} {reason}\n{wait}\n{str(body)[:_MAX_BODY]}".strip()


def _request(request: object) -> str:
    """Return verb and address of a request."""
    method, url = _attribute(request, "method"), _attribute(request, "url")
    return f"{method} {url}" if isinstance(method, str) and url is not None else ""


def _attribute(value: object, name: str) -> Any:
    """Return an attribute, None where it is missing or refuses to be read."""
    try:
        return getattr(value, name, None)
    except Exception:  # noqa: BLE001  # httpx raises RuntimeError for a request that was not set; others may anything
        return None


def _safely(call: Callable[[], Any]) -> Any:
    try:
        return call() or ""
    except Exception:  # noqa: BLE001  # whatever a stranger's object raises, the question is answered
        return ""
