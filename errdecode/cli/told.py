"""What `errdecode parse` says in the end: what was left out, what could not be read, and the exit status."""

from __future__ import annotations

import time

from errdecode.cli import exits
from errdecode.core.sanitise import visible
from errdecode.parse.shown_times import offset_at
from errdecode.parse.sources import BINARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo

    from errdecode.cli.requests import ParseRequest
    from errdecode.cli.terminal import Terminal
    from errdecode.parse.expand import Found
    from errdecode.parse.summary import Summary


def tell_dropped(request: ParseRequest, summary: Summary, terminal: Terminal, zone: tzinfo | None) -> None:
    """Say on standard error what the filters left out and nobody could have expected."""
    if summary.dropped and not summary.groups:
        number = "the only finding" if summary.dropped == 1 else f"all {_counted(summary.dropped)}"
        terminal.say(f"errdecode: the filters left out {number}")
    if summary.undated:
        terminal.say(f"errdecode: --since and --until left out {_counted(summary.undated)} without a time")
    if summary.zoneless and not request.zone:
        local = f"local time ({offset_at(time.time(), zone)})"
        terminal.say(
            f"errdecode: {_counted(summary.zoneless)} left out by time name no zone and were read as {local}; "
            "--tz names another"
        )


def tell(request: ParseRequest, found: Found, summary: Summary, terminal: Terminal, *, is_stopped: bool) -> None:
    """Say on standard error what was no file, and how far a scan came that was stopped."""
    if found.passed:
        kinds = ", ".join(f"{number} {kind}{'s' * (number > 1)}" for kind, number in sorted(found.passed.items()))
        terminal.say(f"errdecode: passed over what is no file: {kinds}")
    if is_stopped and not request.follow:
        terminal.say(f"errdecode: stopped after {summary.lines:,} lines: what was found until then is shown")


def _is_passed_over(failure: str, names: tuple[str, ...]) -> bool:
    """Tell whether what could not be read is a binary file that nobody named: one of a folder or pattern."""
    return failure.endswith(f" {BINARY}") and failure.removesuffix(f" {BINARY}") not in names


def _counted(number: int) -> str:
    return f"{number:,} finding{'s' * (number != 1)}"


def status_of(
    request: ParseRequest, summary: Summary, terminal: Terminal, *, is_stopped: bool, is_told: bool = False
) -> int:
    """Say what could not be read and that nothing was found, and return the exit status.

    Args:
        request: what was asked for.
        summary: what was found.
        terminal: where to say it.
        is_stopped: whether the scan came to no end.
        is_told: whether a report said already that nothing was found.
    """
    passed_over = [failure for failure in summary.failed if _is_passed_over(failure, request.files)]
    failed = [failure for failure in summary.failed if failure not in passed_over]
    for failure in failed:
        terminal.say(f"errdecode: {visible(failure)}")
    if passed_over:
        number = len(passed_over)
        binary = f"{number:,} binary file{'s' * (number != 1)}"
        has_log = summary.inputs > len(summary.failed)
        where = " or ".join(map(visible, request.files))
        terminal.say(f"errdecode: passed over {binary}" if has_log else f"errdecode: no log in {where}: {binary}")
        failed += [] if has_log else passed_over
    if is_stopped:
        return exits.INTERRUPTED
    if failed:
        return exits.USAGE
    groups = [group.example for group in summary.groups.values()]
    for word in request.fail_on:
        if any(
            word in {"any", finding.category} or (word == "unknown-outcome" and finding.safest[0] == "unknown")
            for finding in groups
        ):
            return exits.FAILED_ON
    found = any(finding.entry for finding in groups) or bool(request.fail_on)
    if not found and not groups and not summary.dropped and not is_told:
        empty = "" if summary.size else "; there is nothing in it"
        terminal.say(f"errdecode: no error in the input{empty}")
    return exits.answered(found, broken=request.output.broken)
