"""Which known words a written word stands for: short forms, dialect, endings, slips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from siaga.language.triage_rules import Spelling

SLIP_LETTERS_MIN = 5  # shorter words are too like each other to be corrected
WAY_LETTERS_MIN = 7  # for slips in what is itself another way of writing a word
EXCHANGE_LETTERS_MIN = 7  # where one letter may have been another
SPLIT_LETTERS_MIN = 6
WORD_LETTERS_MAX = 24  # longer ones are no words; nothing is tried on them
LAUGHTER = "haha"

_HELD = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.)\1")
_AGAIN = re.compile(r"([a-z]{3,})2")


class Certainty(Enum):
    KNOWN = "known"
    GUESSED = "guessed"
    UNKNOWN = "unknown"


class Speller:
    """Knows all words of the cues and of the weights; built once."""

    def __init__(self, spelling: Spelling, vocabulary: Iterable[str]) -> None:
        self.signs = spelling.signs
        self._same = spelling.same
        self._endings, self._beginnings = spelling.endings, spelling.beginnings
        self._final_o = spelling.final_o
        self._laughter = re.compile(spelling.laughter)
        targets = {word for words in spelling.same.values() for word in words}
        self.known = set(vocabulary) | spelling.known | targets
        ways = {way for way in spelling.same if len(way) >= WAY_LETTERS_MIN}
        self._slips = _slips(self.known | ways)

    def certain(self, raw: str) -> bool:
        """Whether no guess is needed to know what `raw` stands for."""
        return any(self.exactly(written) is not None for written in self._simpler(raw)) or bool(
            self._laughter.fullmatch(raw)
        )

    def learn(self, word: str) -> None:
        """While words are collected: no slips of it are looked for."""
        self.known.add(word)

    def words(self, raw: str) -> tuple[tuple[str, ...], Certainty]:
        """(what `raw`, in small letters, stands for; how sure that is)."""
        if (found := self._same.get(raw)) is not None:
            return found, Certainty.KNOWN
        if self._laughter.fullmatch(raw):
            return (LAUGHTER,), Certainty.KNOWN
        if raw in self.known or raw.isdecimal():
            return (raw,), Certainty.KNOWN
        if len(raw) > WORD_LETTERS_MAX:
            raw = _HELD.sub(r"\1", raw)
            if len(raw) > WORD_LETTERS_MAX:
                return (raw[:WORD_LETTERS_MAX],), Certainty.UNKNOWN
        for written in self._simpler(raw):
            if (found := self.exactly(written)) is not None:
                return found, Certainty.KNOWN
        held = _HELD.sub(r"\1", raw)
        found = self._split(held) or self._slip(held)
        return ((held,), Certainty.UNKNOWN) if found is None else (found, Certainty.GUESSED)

    def _simpler(self, raw: str) -> Iterator[str]:
        yield raw
        held = _HELD.sub(r"\1", raw)
        if held != raw:
            yield held
        single = _TWICE.sub(r"\1", held)
        if single != held:
            yield single

    def exactly(self, raw: str) -> tuple[str, ...] | None:
        """Without guessing: the word itself, its dialect form, its stem."""
        if (found := self._same.get(raw)) is not None:
            return found
        if raw in self.known:
            return (raw,)
        if (again := _AGAIN.fullmatch(raw)) and (found := self.exactly(again[1])) is not None:
            return found
        if self._final_o and raw.endswith("o") and (word := raw[:-1] + "a") in self.known:
            return (word,)
        for ending in self._endings:
            if len(raw) > len(ending) + 2 and raw.endswith(ending):
                stem = raw[: -len(ending)]
                if (found := self._same.get(stem)) is not None:
                    return found
                if stem in self.known:
                    return (stem,)
                if self._final_o and stem.endswith("o") and (word := stem[:-1] + "a") in self.known:
                    return (word,)
        for short, long in self._beginnings:
            if raw.startswith(short) and (word := long + raw[len(short) :]) in self.known:
                return (word,)
        return None

    def _split(self, raw: str) -> tuple[str, ...] | None:
        """Two known words with the space lost, the more even cut first."""
        if len(raw) < SPLIT_LETTERS_MIN:
            return None
        middle = len(raw) // 2
        for cut in sorted(range(2, len(raw) - 1), key=lambda cut: abs(cut - middle)):
            first, second = raw[:cut], raw[cut:]
            if max(cut, len(raw) - cut) < 4:
                continue
            left = self.exactly(first)
            right = None if left is None else self.exactly(second)
            if left is not None and right is not None:
                return left + right
        return None

    def _slip(self, raw: str) -> tuple[str, ...] | None:
        """A known word one slip away, that begins with the same letter."""
        if len(raw) < SLIP_LETTERS_MIN or not raw.isalpha():
            return None
        for word in self._slips.get(raw, ()):  # a letter was lost
            return self._same.get(word, (word,))
        for at in range(1, len(raw)):
            shorter = raw[:at] + raw[at + 1 :]
            if len(shorter) >= SLIP_LETTERS_MIN:  # one too many
                if (found := self._same.get(shorter)) is not None:
                    return found
                if shorter in self.known:
                    return (shorter,)
            for word in self._slips.get(shorter, ()):
                if len(word) == len(raw) and _is_one_slip(raw, word):
                    return self._same.get(word, (word,))
        return None


def _slips(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """A known word with one letter missing → all words it may have been."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(known):
        if len(word) > SLIP_LETTERS_MIN and word.isalpha():
            for shorter in sorted({word[:at] + word[at + 1 :] for at in range(1, len(word))}):
                found[shorter] = (*found.get(shorter, ()), word)
    return found


def _is_one_slip(raw: str, word: str) -> bool:
    """Of equal length: one other letter, or two neighbours that changed places."""
    other = [at for at in range(len(raw)) if raw[at] != word[at]]
    if len(other) == 1:
        return len(word) >= EXCHANGE_LETTERS_MIN
    if len(other) != 2 or other[1] != other[0] + 1:
        return False
    first, second = other
    return raw[first] == word[second] and raw[second] == word[first]
