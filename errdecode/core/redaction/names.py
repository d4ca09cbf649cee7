"""Know the names of fields that hold credentials."""

from __future__ import annotations

from errdecode.core.patterns import lazy
from errdecode.core.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MIN_SUFFIX = 5
"""Shorter names (`sig`, `otp`) count only as a whole: `design` is no credential."""
_MAX_KNOWN = 10_000
_MAX_CHARS = 100
_HINT = 3
"""Letters that begin the longest word of a name: what stands in every way to write it."""
_NUMBERED = lazy(r"(?<=[a-z])[_-]?v?\d{1,3}$|(?<=secret)s$|(?<=key)s$|(?<=password)s$|(?<=cookie)s$|(?<=key)[_-]?ids?$")
"""`MY_API_KEY_2`, `secret_v2`, `api_keys`, `access_key_id`."""
_LAST = lazy(r"[A-Z]?[a-z]+\d*$|[A-Z]+\d*$")
_LIKE = lazy(r"(?=[^\s]*[A-Za-z])(?=[^\s]*\d)[\w+/=.~-]{8,}$|[A-Za-z0-9+/=_-]{24,}$")
_WHOLE_LINE = ("cookie", "authorization")
_SENTENCE = ("mnemonic", "seedphrase", "recoveryphrase", "seedwords")


def plain(name: str) -> str:
    """Return a name as names are compared."""
    return name.lower().replace("_", "").replace("-", "").replace(" ", "").replace(".", "")


def looks_like_one(value: str) -> bool:
    """Tell whether a value may be a credential by itself: it is long and mixed."""
    return _LIKE.match(value) is not None


class Names:
    """Tells which fields hold credentials."""

    def __init__(self, names: Iterable[str], weak: Iterable[str] = ()) -> None:
        """Prepare.

        Args:
            names: of fields, in any case, with or without `-` and `_`.
            weak: names of fields that hold credentials only where the value looks like one.
        """
        self.names = tuple(names)
        self.weak = tuple(weak)
        self._names = frozenset(map(plain, self.names))
        self._weak = frozenset(map(plain, self.weak))
        self._suffixes = tuple(name for name in self._names if len(name) >= _MIN_SUFFIX)
        self._known: dict[str, tuple[bool, bool]] = {}
        words = (max(words_of(name), key=len, default="") for name in (*self.names, *self.weak))
        self._hints = frozenset(word[:_HINT] for word in words)

    def may_stand_in(self, lowered: str) -> bool:
        """Tell quickly whether a text in lower case may hold one of the names, however its words are joined."""
        for hint in self._hints:  # noqa: SIM110  # `any` and a generator take twice as long
            if hint in lowered:
                return True
        return False

    def holds(self, name: str, value: object = None) -> bool:
        """Tell whether a field of this name, or of a name that ends in it, holds a credential.

        Args:
            name: of the field.
            value: what stands in it, where that is known.
        """
        strong, weak = self._kind(name)
        return strong or (weak and isinstance(value, str) and looks_like_one(value))

    def may_hold(self, name: str) -> bool:
        """Tell whether a field of this name may hold a credential, whatever stands in it."""
        strong, weak = self._kind(name)
        return strong or weak

    def _kind(self, name: str) -> tuple[bool, bool]:
        # Its end decides; what begins a longer one is text.
        name = name[-_MAX_CHARS:]
        known = self._known.get(name)
        if known is None:
            bare = _NUMBERED.sub("", name.lower())
            whole = plain(bare)
            # `X-ACCESS-SIGN`, `apiSig`: a short name counts where it is the last word.
            words = {whole, bare.replace("_", "-").replace(" ", "-").replace(".", "-").rpartition("-")[2]}
            if match := _LAST.search(name):
                words.add(match[0].lower())
            strong = whole.endswith(self._suffixes) or not words.isdisjoint(self._names)
            known = strong, not words.isdisjoint(self._weak)
            if len(self._known) < _MAX_KNOWN:
                self._known[name] = known
        return known


def takes_line(name: str) -> bool:
    """Tell whether what stands behind a name, unquoted, reaches to the end of its line: the header of a request."""
    return plain(name).endswith(_WHOLE_LINE)


def takes_words(name: str) -> bool:
    """Tell whether what stands behind a name, unquoted, is several words."""
    return plain(name).endswith(_SENTENCE)
