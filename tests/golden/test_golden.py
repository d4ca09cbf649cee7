"""How answers look: each file holds what is typed and what is shown, at four widths and once in colour.

`pytest tests/golden --update-goldens` writes the outputs anew; the difference is then read and committed.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from harness import run

FILES = sorted(Path(__file__).parent.glob("*.txt"))
VIEWS = {
    "40 columns": ("40", "never"),
    "80 columns": ("80", "never"),
    "120 columns": ("120", "never"),
    "200 columns": ("200", "never"),
    "80 columns, coloured": ("80", "always"),
}


def typed_in(text):
    """Return the words after `---input---`."""
    return shlex.split(text.partition("---input---\n")[2].partition("---output")[0])


def written(arguments, text):
    """Return a golden's text with its outputs as they are now."""
    parts = [text.partition("---output")[0]]
    for title, (columns, color) in VIEWS.items():
        result = run(*arguments, "-f", "table", "--color", color, COLUMNS=columns)
        # The number of a link is drawn by lot.
        shown = re.sub(r"\x1b]8;id=\d+;", "\x1b]8;id=1;", result.out).replace("\x1b", "␛")
        parts.append(f"---output, {title}---\n{shown}{result.err}")
    return "".join(parts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_answer_looks_as_it_did(file, request):
    """What is shown at 40, 80, 120 and 200 columns, and in colour, is what the golden holds."""
    text = file.read_text(encoding="utf-8")
    now = written(typed_in(text), text)
    if request.config.getoption("--update-goldens"):
        file.write_text(now, encoding="utf-8")
        return
    explanation = f"{file.name} has changed: run `pytest tests/golden --update-goldens` and read the difference"
    assert now.splitlines() == text.splitlines(), explanation


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_line_is_too_wide(file):
    """Each view keeps to its width."""
    text = file.read_text(encoding="utf-8")
    for title, (columns, color) in VIEWS.items():
        if color == "never":
            view = text.partition(f"---output, {title}---\n")[2].partition("---output")[0]
            assert view
            # Addresses are left whole.
            lines = (line for line in view.splitlines() if not line.startswith(("errdecode: ", "https://")))
            assert max(map(len, lines)) <= int(columns)
