"""From a text as it was typed to tokens: cleaned, cut into words, each word as it is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from siaga.desks.triage.advise.repair import Certainty, Speller

LINK, PHONE, QUESTION_MARK = "<link>", "<phone>", "?"

AT = "di"
"""The preposition of places, often written together with what follows."""

_TOKEN = re.compile(
    r"(?P<link>https?://\S*|www\.\S+|[\w.-]{1,60}\.(?:com|id|net|org|example)\b\S*)"
    r"|(?P<phone>\+?\d[\dxy][\dxy\- ]{5,}[\dxy])"
    r"|(?P<word>[^\W_]+(?:['\u2019][^\W_]+)*)"
    r"|(?P<mark>\?)"
    r"|(?P<sign>[^\w\s])",
    re.IGNORECASE,
)
TOKENS_MAX = 200
REPEATS_MAX = 3
_TAIL = 500  # characters kept from the end of a text that is too long


@dataclass(frozen=True, slots=True)
class Token:
    """One written word. `words` are what it means; `start` and `end` lie in the cleaned text."""

    raw: str
    words: tuple[str, ...]
    is_known: bool
    is_guessed: bool  # known only after a slip or a lost space was mended
    start: int
    end: int


def cleaned(text: str, *, characters_max: int) -> str:
    """Without marks that only steer the display; both ends of a text that is too long."""
    if len(text) > characters_max:
        text = f"{text[: characters_max - _TAIL]} {text[-_TAIL:]}"
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        letter for letter in folded if unicodedata.category(letter) not in ("Cf", "Mn", "Cs")
    )


def tokens_of(text: str, speller: Speller, *, glued: frozenset[str]) -> list[Token]:
    """Tokens of a cleaned text, in order; of one that goes on repeating itself, the first few.

    `glued` are words often written in one with "di".
    """
    found: list[Token] = []
    same = 0
    for token in _tokens(text, speller, glued):
        same = same + 1 if found and found[-1].raw == token.raw else 0
        if same < REPEATS_MAX:
            found.append(token)
        if len(found) == TOKENS_MAX:
            break
    return found


def _tokens(text: str, speller: Speller, glued: frozenset[str]) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        raw = found[0].lower()
        match found.lastgroup:
            case "link":
                yield Token(raw, (LINK,), True, False, start, end)
            case "phone":
                yield Token(raw, (PHONE,), True, False, start, end)
            case "mark":
                yield Token(raw, (QUESTION_MARK,), True, False, start, end)
            case "sign":
                word = speller.signs.get(raw)
                if word is not None:
                    yield Token(raw, (word,), True, False, start, end)
            case _ if raw.startswith(AT) and raw[len(AT) :] in glued:
                cut = start + len(AT)
                yield Token(AT, (AT,), True, False, start, cut)
                rest = raw[len(AT) :]
                yield Token(rest, speller.words(rest)[0], True, False, cut, end)
            case _:
                words, certainty = speller.words(raw.replace("'", "").replace("\u2019", ""))
                is_known = certainty is not Certainty.UNKNOWN
                is_guessed = certainty is Certainty.GUESSED
                yield Token(raw, words, is_known, is_guessed, start, end)
