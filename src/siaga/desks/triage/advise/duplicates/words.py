"""What somebody's words come down to, so that two people's spelling does not part them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from siaga.desks.triage.advise.duplicates.lexicon import (
    BESIDE,
    EVERYDAY,
    LANDMARKS,
    NUMBERED,
    OF_INCIDENTS,
    STREETS,
)
from siaga.desks.triage.advise.duplicates.seen import Told
from siaga.language.place import IncidentType

CHARACTERS_MAX = 4_000
WORD_MAX = 24
SHORT = 3
"""A word up to this length is compared as it is: without its vowels nothing would be left."""

NAME_WORDS = 2
"""Words after a street or a landmark that belong to its name."""

_NAMED = STREETS | LANDMARKS
_EMPTY = OF_INCIDENTS | EVERYDAY | _NAMED | BESIDE | NUMBERED.keys()

_TOKEN = re.compile(r"[a-z]+|\d+")
_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLED = re.compile(r"(.)\1+")
_ENDINGS = ("nya", "nyo", "ny", "lah", "kah")
_STEM_MIN = 3


def told(text: str) -> Told:
    """Any text; of a very long one its beginning."""
    return Listener().told(text)


class Listener:
    """Knows the names of kelurahan, which are compared by their circles and so left out, and the
    words of the place's incident types."""

    def __init__(self, areas: Iterable[str] = (), types: Iterable[IncidentType] = ()) -> None:
        self._areas = frozenset(skeleton(token) for name in areas for token in _tokens(name))
        self._kinds: dict[str, set[str]] = {}
        for kind in types:
            for word in kind.words:
                if " " not in word:
                    root = kind.id.partition(".")[0]
                    self._kinds.setdefault(skeleton(word.lower()), set()).add(root)

    def told(self, text: str) -> Told:
        tokens = _tokens(text[:CHARACTERS_MAX])
        bare = {token: skeleton(token) for token in set(tokens)}
        names = frozenset(_names(tokens)) - self._areas
        words = {bare[token] for token in bare if _says_something(token)} - _TALK - self._areas
        kinds = {root for word in bare.values() for root in self._kinds.get(word, ())}
        return Told(
            words=frozenset(words) | names,
            names=names,
            numbers=frozenset(_numbers(tokens)),
            kinds=frozenset(kinds),
        )


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return _TOKEN.findall(plain.encode("ascii", "ignore").decode())


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """kebakaran, kbakaran, kebakaron → kbkrn: the consonants, which every spelling keeps."""
    word = word[:WORD_MAX]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_MIN:
            word = word[: -len(ending)]
            break
    if len(word) <= SHORT:
        return word
    bare = _DOUBLED.sub(r"\1", word[0] + word[1:].translate(_VOWELS))
    return bare if len(bare) > 1 else word


def _says_something(token: str) -> bool:
    return len(token) > 1 and token not in _EMPTY and not token.isdigit()


def _names(tokens: Sequence[str]) -> Iterator[str]:
    """The words after a street or a landmark, or after a word that stands beside one.

    A landmark without a name is one itself: "dekat spbu".
    """
    left, nameless = 0, ""
    for token in (*tokens, ""):
        if left and _says_something(token):
            left, nameless = left - 1, ""
            yield skeleton(token)
            continue
        if nameless:
            yield skeleton(nameless)
        nameless = token if token in LANDMARKS else ""
        left = NAME_WORDS if token in _NAMED else int(token in BESIDE)


def _numbers(tokens: Sequence[str]) -> Iterator[str]:
    for before, token in pairwise(tokens):
        if before in NUMBERED and token.isdigit():
            yield f"{NUMBERED[before]}:{token.lstrip('0') or '0'}"


_TALK = frozenset(skeleton(word) for word in _EMPTY)
"""However they are spelt."""
