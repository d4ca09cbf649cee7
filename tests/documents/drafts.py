"""Import a document and read the draft that comes out."""

from __future__ import annotations

import tomli
from harness import run_here


def imported(document, *options):
    """Return how an import of a document on standard input ended, and the draft as TOML reads it."""
    result = run_here("catalog", "import", "-", "--venue", "acme", *options, stdin=document)
    return result, tomli.loads(result.out)


def rows(draft, *keys):
    """Return the draft's entries: namespace, code, name, message, HTTP status, or the given keys."""
    keys = keys or ("namespace", "code", "name", "message", "http_status")
    return [tuple(entry.get(key) for key in keys) for entry in draft["entries"]]
