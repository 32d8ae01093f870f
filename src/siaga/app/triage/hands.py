"""How hands on a telephone change what was meant: shortened words, capitals, slips, signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

SIGNS = (" 🙏", "!!!", " 😭😭", "..", " 🙏🙏", "!", " 😰", ",,", " 😢")
_VOWELS = "aeiou"
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r"\s+([,.!?])|^[\s,.]+")

_Item = TypeVar("_Item")


class Chance(Protocol):
    def below(self, end: int) -> int: ...
    def one(self, items: Sequence[_Item]) -> _Item: ...


def as_typed(text: str, habits: Mapping[str, Sequence[str]], *, draws: Chance) -> str:
    """Four of ten as written, the others as somebody in a hurry would have typed them."""
    text = _SPACES.sub(" ", _LOOSE.sub(r"\1", text)).strip(" ,")
    style = draws.below(100)
    if style < 40 or not text:
        return text
    if style < 60:
        return _shortened(text, habits, draws)
    if style < 68:
        return text.upper()
    if style < 72:
        return text[:1].upper() + text[1:]
    if style < 78:
        return _stretched(text, draws)
    if style < 84:
        return _slipped(text, draws)
    if style < 88:
        return _joined(text, draws)
    if style < 94:
        return text + draws.one(SIGNS)
    return _shortened(text, habits, draws) + draws.one(SIGNS)


def _shortened(text: str, habits: Mapping[str, Sequence[str]], draws: Chance) -> str:
    words = text.split(" ")
    return " ".join(
        draws.one(habits[word]) if word in habits and draws.below(10) < 7 else word
        for word in words
    )


def _stretched(text: str, draws: Chance) -> str:
    """A vowel at the end of a word held down."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 3 and word[-1] in _VOWELS]
    if long:
        at = draws.one(long)
        words[at] += words[at][-1] * (1 + draws.below(4))
    return " ".join(words)


def _slipped(text: str, draws: Chance) -> str:
    """One letter lost, or two changed places, inside a long word."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if long:
        at = draws.one(long)
        word, i = words[at], 1 + draws.below(len(words[at]) - 3)
        swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        words[at] = swapped if draws.below(2) else word[:i] + word[i + 1 :]
    return " ".join(words)


def _joined(text: str, draws: Chance) -> str:
    words = text.split(" ")
    if len(words) > 2:
        at = draws.below(len(words) - 1)
        words[at : at + 2] = [words[at] + words[at + 1]]
    return " ".join(words)
