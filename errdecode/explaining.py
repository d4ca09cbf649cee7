"""Answer the question before a retry: may the request that raised this have been executed?"""

from __future__ import annotations

import json

from errdecode.core.verdict.safest import CAREFUL, DANGER
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
    findings = [finding for text in texts_of(error) for finding in decode(text) if finding.outcome]
    # A client's word for any failure says less than what another one says of this failure.
    told = [finding for finding in findings if not (finding.entry and finding.entry.rare)] or findings
    answers = [finding for finding in told if finding.venue != "transport"] or told
    if not answers:
        sentence = "Nothing is known of this error: look whether the request was executed before you send it again."
        return Advice(DANGER[0], CAREFUL[0], None, (DANGER[0], CAREFUL[0]), sentence, None)
    finding = min(answers, key=lambda each: (DANGER.index(each.safest[0]), CAREFUL.index(each.safest[1])))
    outcome, retry = finding.outcome or DANGER[0], finding.retry or CAREFUL[0]
    name = " ".join(part for part in (finding.venue, finding.code, finding.name) if part)
    parts = (f"{name}:", titles(finding.safest[0]), finding.note, finding.entry.meaning if finding.entry else None)
    sentence = " ".join(part for part in parts if part)
    return Advice(outcome, retry, finding.wait_s, finding.safest, sentence, finding)


def texts_of(error: object) -> Iterator[str]:
    """Yield what an error says, each exception of its chain by itself."""
    if isinstance(error, BaseException):
        chain = list({id(each): each for each in _chain(error)}.values())[:_MAX_CHAIN]
        # What was asked is known to one of them, and holds for those behind it.
        asked = next((request for each in chain if (request := _asked(each))), "")
        for each in chain:
            yield _exception(each, asked)[:_MAX_TEXT]
    elif isinstance(error, str):
        yield error
    elif isinstance(error, bytes | bytearray | memoryview):
        yield bytes(error).decode("utf-8", "replace")
    elif isinstance(error, dict | list):
        yield json.dumps(error, default=str)
    else:
        yield _response(error) or str(error)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those behind it."""
    pending = [error]
    for _ in range(_MAX_CHAIN):
        if not pending:
            return
        each = pending.pop(0)
        yield each
        if isinstance(each, BaseExceptionGroup):
            pending += each.exceptions
        if each.__cause__ is not None:
            pending.append(each.__cause__)
        elif each.__context__ is not None and not each.__suppress_context__:
            pending.append(each.__context__)
        # `ConnectionError(MaxRetryError(…))`
        pending += [argument for argument in each.args if isinstance(argument, BaseException)]


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
