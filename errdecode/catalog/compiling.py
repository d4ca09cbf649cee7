"""Compile catalogues into an index, as `index` reads it. Pure: records in, bytes out."""

from __future__ import annotations

import json
from hashlib import blake2b
from itertools import accumulate

from errdecode.catalog.index import MAGIC, PHRASE, PLACE, bucket_of, stored
from errdecode.catalog.plain import END, FIELD, ITEM, LEVEL, sealed, write_entry, write_venues
from errdecode.core.keys import code_key, is_numbered, message_key, number_key, range_of, sort_key
from errdecode.core.phrases import START, bits_of, count_bits, is_common, phrase_key, phrase_rows
from errdecode.core.trigger import build_trigger
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from errdecode.catalog.build import Catalog
    from errdecode.catalog.index import Header
    from errdecode.catalog.taxonomy import Taxonomy
    from errdecode.core.recognition import Recognition
    from errdecode.model import Entry


_KEYS_A_BUCKET = 16
"""On the average: more would be read for nothing, fewer cost a checksum each."""


class Content(Record):
    """What goes into an index."""

    catalogs: tuple[Catalog, ...]
    recognition: Recognition
    taxonomy: Taxonomy
    common: Iterable[str]
    """Words that every service uses."""


def write_index(content: Content, header: Header) -> bytes:
    """Return the file that holds catalogues.

    Args:
        content: the catalogues and what was made of them.
        header: what the index says of itself, without sizes and places.
    """
    entries, extents, places = _entries(content.catalogs)
    common = frozenset(content.common)
    keys: dict[str, list[str]] = {}
    phrases: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for entry, place in places:
        for kind, key in _keys(entry):
            keys.setdefault(key, []).append(f"{kind},{place}")
        for words, is_name in _phrases(entry) if content.recognition.has_words(entry) else ():
            if is_name or not is_common(words, common):
                phrases.setdefault((words, is_name), []).append(place)
    bits = count_bits({words for words, _ in phrases}, content.common)
    for (words, is_name), found in phrases.items():
        text = f"{bits_of(words, bits):.1f},{int(is_name)},{' '.join(words[START:])},{LEVEL.join(dict.fromkeys(found))}"
        keys.setdefault(PHRASE + phrase_key(words), []).append(text)
    buckets, slots, size = _buckets(keys)
    recognition = content.recognition.as_dict()
    trigger = json.dumps(build_trigger(content.recognition, (entry for entry, _ in places), common))
    sections = {
        "entries": entries,
        "extents": extents,
        "venues": sealed(write_venues([catalog.venue for catalog in content.catalogs])),
        "taxonomy": sealed(json.dumps(content.taxonomy.as_plain(), ensure_ascii=False)),
        "recognition": sealed(json.dumps(list(recognition.values()), ensure_ascii=False)),
        "words": sealed(FIELD.join(_words(content.catalogs))),
        "trigger": sealed(trigger),
        "trigger name": sealed(blake2b(trigger.encode(), digest_size=12).hexdigest()),
        "starts": sealed(" ".join(sorted({words[0] for words, _ in phrases}))),
        "bits": sealed(FIELD.join(f"{word} {each:.2f}" for word, each in sorted(bits.items()))),
        "buckets": buckets,
        "slots": slots,
    }
    table: list[str] = []
    end = 0
    for name, blob in sections.items():
        table += [name, str(end), str(len(blob))]
        end += len(blob)
    ranges = ((*limits, place) for entry, place in places if (limits := range_of(entry.code)))
    header = header.replace(size=size, places=tuple(table), ranges=tuple(str(part) for each in ranges for part in each))
    head = sealed(FIELD.join(ITEM.join(each) if isinstance(each, tuple) else str(each) for each in header))
    return b"".join((MAGIC, len(head).to_bytes(8, "little"), head, *sections.values()))


def _entries(catalogs: Iterable[Catalog]) -> tuple[bytes, bytes, list[tuple[Entry, str]]]:
    """Return all entries as bytes, where each of them begins, and each with its number among them."""
    entries = [entry for catalog in catalogs for entry in catalog.entries]
    blobs = [sealed(write_entry(entry)) for entry in entries]
    return b"".join(blobs), _begins(blobs), [(entry, str(number)) for number, entry in enumerate(entries)]


def _begins(blobs: Iterable[bytes]) -> bytes:
    """Return where each of some blobs that stand one behind the other begins, and where the last one ends."""
    return b"".join(end.to_bytes(PLACE, "little") for end in accumulate(map(len, blobs), initial=0))


def _phrases(entry: Entry) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the rows of words by which an entry is known in a text, and whether each is a name."""
    symbols = [entry.name, *entry.former, *(code for code in (entry.code, *entry.aliases) if not is_numbered(code))]
    for is_name, texts in ((True, symbols), (False, (*entry.messages, *entry.templates, *entry.match))):
        for text in texts:
            for words in phrase_rows(text) if text else ():
                if words:
                    yield words, is_name


def _keys(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield everything under which an entry is looked up, with the kind of key."""
    found = {code_key(entry.code): "code"}
    for kind, texts in (("alias", entry.aliases), ("name", (entry.name,)), ("former", entry.former)):
        for text in texts:
            if text:
                found.setdefault(code_key(text), kind)
    for text in (*entry.messages, *entry.match):
        found.setdefault(message_key(text), "message")
    for key, kind in found.items():
        yield kind, key
    if (digits := number_key(entry.code)) is not None:
        yield "number", f"#{digits}"


def _words(catalogs: Iterable[Catalog]) -> list[str]:
    """Return every code and name, for finding what may have been meant."""
    entries = [entry for catalog in catalogs for entry in catalog.entries]
    words = {word for entry in entries for word in (entry.code, entry.name, *entry.aliases) if word}
    return sorted(words, key=sort_key)


def _buckets(keys: Mapping[str, Sequence[str]]) -> tuple[bytes, bytes, int]:
    size = max(len(keys) // _KEYS_A_BUCKET, 1)
    buckets: list[list[str]] = [[] for _ in range(size)]
    for key, places in keys.items():
        buckets[bucket_of(key, size)].append(FIELD.join((stored(key), *places)))
    blobs = [sealed(END.join(bucket)) if bucket else b"" for bucket in buckets]
    return b"".join(blobs), _begins(blobs), size
