"""What evidence counts, in bits: one bit doubles the odds of a reading against the others.

The stranger, a service that no catalogue knows, is a candidate wherever any
service may have spoken; a reading has to be that much likelier than the
stranger's. `tests/recognition/test_calibration.py` holds how often each
confidence is wrong; the constants here come from it.
"""

from __future__ import annotations

from errdecode.core.patterns import lazy

STRANGER = 8.0
"""How much likelier an error is of a service that no catalogue knows than of one given entry, all else unknown."""
LOG_RECORD = 6.0
"""How much a frame that a logger made speaks for a code of the program's own."""
WORDS_ALONE = 3.0
"""How much likelier words without a code are a program's own where nothing names a venue."""
CERTAIN = 0.995
LIKELY = 0.9
"""Shares of the odds that the words promise."""
TOLD = 0.5
"""The share that what running text tells needs to be told at all."""
SHAPE_UNITS = 5.0
"""Units of a shape's weight in a bit."""
NAMESPACE_STEP = 8.0
"""What a shape says less for each further namespace that it names."""
TYPE = 0.6
STATUS = 1.0
"""Agreement of the code's JSON type, and of the HTTP status beside it."""
RARE = -5.0
"""An entry that its venue hardly ever sends."""
RETIRED = -2.0
"""An entry or venue that is not in use any more."""
OTHER_CODE = -7.0
"""Words of an entry beside a code that is not its own."""
RARE_WORDS = 14.0
"""From here on words tell an error by themselves."""
CODE_AS_WORDS = -2.0
"""A code that is a text, for an entry whose message says the same."""
KNOWN_OTHER_CODE = -20.0
"""The same where the entry's venue has that code as well."""
NEAR_CODE = -3.0
"""A code typed without its sign or leading zeros."""
UNLABELLED = -2.0
"""A status or close code under a label that says no more than `code`."""
OWN_STATUS = -6.0
"""A venue's own reading of a status or close code where nothing names the venue."""
ELSEWHERE = -8.0
"""A part of the venue that its catalogue does not describe."""
MATCHED = 1.0
"""An entry whose condition on the message holds, beside one without a condition."""
UNSAID = -1.0
"""An entry that is told from others by its message, where there is no message."""
BEGUN = -8.0
"""An entry that is told from others by its message, where the text has its beginning only."""
SHARED = -0.5
"""Another service that sends the same, beside a venue that nothing names."""
UNKNOWN_CODE = -2.0
"""A code that its venue's catalogue lacks."""
EXACT = 2.0
"""A message that is an entry's word for word, more than its words alone."""
CONTRADICTION = -8.0
"""A message none of whose words are the entry's."""
ASIDE = -4.0
"""The same where the words stand beside the code only in running text."""
BESIDE_TEXT = -2.0
"""The most that a message counts against a code that is a text itself."""
SILENT = -0.5
"""Words beside an entry that has none of its own."""
CONTRADICTS = -3.0
"""From here on words count as another error's."""
_PARTIAL = 0.6
"""What shared words count in a message that is put differently."""
_MAX_PARTIAL = 8.0
_FULL_MESSAGE = 8.0
"""Bits of a message from which its contradiction counts in full."""

_FREQUENT = {
    "0": 0.0,
    "400": 5.0, "401": 5.0, "403": 5.0, "404": 5.0, "429": 5.0, "500": 5.0, "502": 6.0, "503": 5.5, "504": 6.0,
    "-1": 3.5, "1": 3.5, "-2": 5.0, "2": 4.5, "-32600": 6.0, "-32601": 6.0, "-32602": 5.0, "-32603": 5.0, "-32000": 4.0,
}  # fmt: skip
_FIRST_DIGIT, _ZERO, _DIGIT, _LENGTH, _SIGN = 2.5, 1.0, 3.0, 1.5, 2.0
_LIKE_STATUS = lazy(r"(?:40[01345]|422|429|50[0234])\d{2,3}")
_LIKE_STATUS_BITS = 8.0
"""Codes that begin with a status of HTTP are many a service's."""
_LETTER = 1.2
"""Of a code with digits; any other text is as rare as its words."""
_MAX_CODE = 16.0


def code_bits(code: str) -> float:
    """Return how rare a code is among the codes of all services: round and short numbers are everybody's."""
    if code in _FREQUENT:
        return _FREQUENT[code]
    digits = code.lstrip("+-")
    if _LIKE_STATUS.fullmatch(digits):
        return _LIKE_STATUS_BITS
    if digits.replace("_", "").isdecimal():
        zeros = digits[1:].count("0")
        bits = _LENGTH + _FIRST_DIGIT + zeros * _ZERO + (len(digits) - 1 - zeros) * _DIGIT
        return min(bits + (_SIGN if code.startswith("-") else 0), _MAX_CODE)
    return min(2 + _LETTER * len(code), _MAX_CODE)


def contradiction(shared: float, said: float, *, aside: bool) -> float:
    """Return what a message counts that is not word for word an entry's.

    Args:
        shared: bits of its words that the entry has as well.
        said: bits of all its words.
        aside: it only stands beside the code in running text.
    """
    if said <= 0:
        return 0.0
    against = (ASIDE if aside else CONTRADICTION) * min(1.0, said / _FULL_MESSAGE)
    return min(_PARTIAL * shared, _MAX_PARTIAL) + against * (1 - shared / said)
