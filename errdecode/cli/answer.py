"""Answer a request: open the catalogues, ask the core, choose a renderer."""

from __future__ import annotations

import os
import time

from errdecode.catalog.store import open_index
from errdecode.cli import exits
from errdecode.cli.emit import emit
from errdecode.cli.requests import DecodeRequest
from errdecode.cli.settle import settle
from errdecode.core.ask import ask
from errdecode.core.lookup import lookup
from errdecode.core.sanitise import visible
from errdecode.formats import DECODE, LOOKUP, names
from errdecode.model import Entry, Finding
from errdecode.render import plain
from errdecode.render.formats.interface import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errdecode.catalog.layers import Layers
    from errdecode.cli.requests import LookupRequest, Output
    from errdecode.cli.terminal import Terminal
    from errdecode.core.decoder import Decoder
    from errdecode.model import Lookup

_PRINT = "(={<"
"""In an error as a program prints it, never in a code or name."""
_MAX_FAULTS = 5
"""Faults of one file that are shown; more are counted."""


def open_catalogs(terminal: Terminal, output: Output, *kinds: str) -> tuple[Layers, Output]:
    """Return the index of the catalogues in use, and the output with what was not typed filled in.

    What is wrong with a catalogue goes to standard error.

    Args:
        terminal: where the program stands.
        output: what was typed.
        kinds: what the command shows: a format that is set and shows something else is passed over.

    Raises:
        InputError: an environment variable makes no sense.
    """
    index = open_index(terminal.environment, output.catalogs)
    if index.faults:
        output = output.replace(broken=_tell(index.faults, output.catalogs, terminal))
    if index.withheld:
        terminal.say(f"errdecode: {visible(index.withheld)}")
    return index, settle(output, index.settings, terminal.environment, names(*kinds))


def _tell(faults: Sequence[str], typed: Sequence[str], terminal: Terminal) -> bool:
    """Say what is wrong with catalogues, and tell whether one of them was typed."""
    by_file: dict[str, list[str]] = {}
    for fault in faults:
        by_file.setdefault(fault.partition(":")[0], []).append(fault)
    for path, each in by_file.items():
        for fault in each[:_MAX_FAULTS]:
            terminal.say(f"errdecode: left out: {visible(fault)}")
        if len(each) > _MAX_FAULTS:
            more = f"{len(each) - _MAX_FAULTS:,} more faults of this file"
            terminal.say(f"errdecode: left out: {visible(path)}: {more}; `errdecode catalog lint` lists them")
    named = tuple(os.path.abspath(name) for name in typed)
    return any(path == name or path.startswith(os.path.join(name, "")) for path in by_file for name in named)


def answer_lookup(request: LookupRequest, terminal: Terminal) -> int:
    """Answer `errdecode CODE...`."""
    if len(request.codes) == 1 and ("." in request.codes[0] or "/" in request.codes[0]):
        from errdecode.cli.payloads import is_file, payload_in  # noqa: PLC0415  # a code alone does not pay for it

        if is_file(request.codes[0]):
            return answer_decode(DecodeRequest((payload_in(request.codes[0]),), request.output), terminal)
    index, output = open_catalogs(terminal, request.output, LOOKUP)
    text = " ".join(request.codes)
    if any(mark in text for mark in _PRINT) and not lookup(text, index, output.venue).entries:
        # What a client library prints, without the command for it.
        return answer_decode(DecodeRequest((text,), request.output), terminal)
    answers = _asked(request, output, index)
    instead = _remedies(request, answers, index)
    is_bare = emit(
        terminal,
        output,
        index,
        Entry,
        Answer(
            columns=plain.ENTRY_COLUMNS,
            rows=lambda: (entry for answer in answers for entry in answer.entries),
            document=lambda records: records.lookup_record(answers),
            lines=lambda records: records.lookup_record(answers)["queries"],
            draw=lambda renderer: renderer.lookups(answers, instead),
            brief=lambda renderer: renderer.lookups(answers),
            is_several=len(answers) > 1,
        ),
    )
    if is_bare:
        _tell_missing(answers, instead, terminal)
    _hint(request, answers, terminal, output, index)
    if request.output.open:
        from errdecode.cli.browser import open_source  # noqa: PLC0415  # only where it is asked for

        open_source([entry for answer in answers for entry in answer.entries], terminal)
    return exits.answered(all(answer.entries for answer in answers), broken=output.broken)


def _asked(request: LookupRequest, output: Output, index: Layers) -> list[Lookup]:
    """Return the answers; a venue that was typed beside a code goes before the one that is always meant."""
    if output.venue and not request.output.venue:
        from errdecode.cli.hints import venue_of  # noqa: PLC0415  # only a default venue pays for it

        venues = index.venues()
        if any(venue_of(code, venues) for code in request.codes if ":" not in code):
            output = output.replace(venue=None)
        elif any(venue_of(code, venues) for code in request.codes):
            scopes = ((code, None if venue_of(code, venues) else output.venue) for code in request.codes)
            return [
                answer
                for code, venue in scopes
                for answer in ask((code,), index, lambda: decoder_of(index, output), venue)
            ]
    return ask(request.codes, index, lambda: decoder_of(index, output), output.venue)


def _remedies(request: LookupRequest, answers: Sequence[Lookup], index: Layers) -> dict[str, str]:
    """Return what to say of each query that no catalogue has, where there is more to say than that."""
    if all(answer.entries for answer in answers):
        return {}
    from errdecode.cli.hints import remedies  # noqa: PLC0415  # a plain answer does not pay for it

    return remedies(request.codes, answers, index)


def _tell_missing(answers: Sequence[Lookup], instead: Mapping[str, str], terminal: Terminal) -> None:
    """Say on standard error what is no reading."""
    for sentence in dict.fromkeys(instead.values()):
        terminal.say(f"errdecode: {sentence}")
    for answer in answers:
        if not answer.entries and answer.query not in instead:
            terminal.say(f"errdecode: {visible(answer.query)}: in no catalogue")
        elif answer.entries and answer.found_by != "code" and not plain.is_echo(answer):
            terminal.say(f"errdecode: {plain.taken_text(answer)}")
        if answer.near:
            terminal.say(f"errdecode: near {visible(answer.query)}: {plain.near_text(answer.near)}")


def _hint(request: LookupRequest, answers: Sequence[Lookup], terminal: Terminal, output: Output, index: Layers) -> None:
    """Say on standard error what else could be typed."""
    if output.venue or not all(answer.entries and answer.found_by == "code" for answer in answers):
        from errdecode.cli.hints import hints  # noqa: PLC0415  # a plain answer does not pay for it

        for hint in hints(request.codes, answers, index, output.venue, is_typed=bool(request.output.venue)):
            terminal.say(f"errdecode: {hint}")


def answer_decode(request: DecodeRequest, terminal: Terminal) -> int:
    """Answer `errdecode '{…}'`.

    Raises:
        InputError: nothing to decode, or too much.
    """
    from errdecode.cli.payloads import read_payloads  # noqa: PLC0415  # a lookup does not pay for it

    texts = read_payloads(request.payloads, terminal)
    index, output = open_catalogs(terminal, request.output, DECODE)
    decoder = decoder_of(index, output)
    clues = (decoder.venue_clue(output.venue),) if output.venue else ()
    examined = [decoder.examine(text, clues=clues, now=time.time()) for text in texts]
    findings = [finding for each in examined for finding in each.findings]
    is_bare = emit(
        terminal,
        output,
        index,
        Finding,
        Answer(
            columns=plain.FINDING_COLUMNS,
            rows=lambda: plain.readings(findings),
            document=lambda records: {"schema": records.SCHEMA, "findings": [found.to_dict() for found in findings]},
            lines=lambda _: [finding.to_dict() for finding in findings],
            draw=lambda renderer: renderer.findings(findings),
            brief=lambda renderer: renderer.findings(findings),
        ),
    )
    if not findings:
        venues = [venue for text in texts for venue in decoder.recognise(text)]
        looks = f"; it looks like {' or '.join(dict.fromkeys(venues))}" if venues else ""
        terminal.say(f"errdecode: no error in the input{looks}")
    elif is_bare:
        for finding in findings:
            if finding.near:
                terminal.say(f"errdecode: near {visible(finding.code)}: {plain.near_text(finding.near)}")
    is_cut = any(each.exhausted for each in examined)
    if is_cut:
        terminal.say("errdecode: too entangled to be read whole: give the part that holds the error")
    if request.output.open:
        from errdecode.cli.browser import open_source  # noqa: PLC0415  # only where it is asked for

        open_source([finding.entry for finding in findings if finding.entry], terminal)
    return exits.answered(any(finding.entry for finding in findings), broken=output.broken or is_cut)


def decoder_of(index: Layers, output: Output) -> Decoder:
    """Return what decodes texts; neither a lookup nor a log without an error pays for loading it."""
    from errdecode.catalog.decoding import decoder_for  # noqa: PLC0415

    return decoder_for(index, redactions=output.redact, show_secrets=output.show_secrets)
