"""How written words become the words of the cues."""

from __future__ import annotations

import pytest

from siaga.desks.triage.advise.repair import Certainty, Speller
from siaga.desks.triage.advise.words import cleaned, tokens_of
from siaga.language.triage_rules import Spelling

SPELLING = Spelling(
    same={"tlg": ("tolong",), "dirmh": ("di", "rumah"), "tebako": ("terbakar",)},
    signs={"🔥": "api"},
    endings=("nya", "nyo"),
    beginnings=(("te", "ter"),),
    final_o=True,
    laughter="(?:wk)+|(?:ha){2,}",
    known=frozenset({"rumah", "saya", "di", "banyak"}),
)
SPELLER = Speller(SPELLING, ("kebakaran", "terbakar", "terjebak", "tolong", "api"))


@pytest.mark.parametrize(
    ("written", "meant", "certainty"),
    [
        ("tlg", ("tolong",), Certainty.KNOWN),
        ("dirmh", ("di", "rumah"), Certainty.KNOWN),
        ("rumahnyo", ("rumah",), Certainty.KNOWN),
        ("sayo", ("saya",), Certainty.KNOWN),
        ("tejebak", ("terjebak",), Certainty.KNOWN),
        ("tolooong", ("tolong",), Certainty.KNOWN),
        ("tolloong", ("tolong",), Certainty.KNOWN),
        ("wkwkwk", ("haha",), Certainty.KNOWN),
        ("rumah2", ("rumah",), Certainty.KNOWN),
        ("kebakran", ("kebakaran",), Certainty.GUESSED),
        ("kebkaaran", ("kebakaran",), Certainty.GUESSED),
        ("kebakaraan", ("kebakaran",), Certainty.KNOWN),
        ("rumahterbakar", ("rumah", "terbakar"), Certainty.GUESSED),
        ("tebakk", ("tebakk",), Certainty.UNKNOWN),
        ("banyak", ("banyak",), Certainty.KNOWN),
        ("sudirman", ("sudirman",), Certainty.UNKNOWN),
    ],
)
def test_words_are_mended(written: str, meant: tuple[str, ...], certainty: Certainty) -> None:
    assert SPELLER.words(written) == (meant, certainty)


def test_one_letter_for_another_is_mended_only_in_long_words() -> None:
    speller = Speller(SPELLING, ("kejang", "kebakaran"))
    assert speller.words("kemang") == (("kemang",), Certainty.UNKNOWN)
    assert speller.words("kebakalan") == (("kebakaran",), Certainty.GUESSED)


def test_tokens_know_where_they_stand() -> None:
    text = "Tlg!! api🔥 didepan https://x.example/a 0812-3456-789"
    tokens = tokens_of(text, SPELLER, glued=frozenset({"depan"}))
    shown = [(token.raw, text[token.start : token.end]) for token in tokens]
    assert shown == [
        ("tlg", "Tlg"),
        ("api", "api"),
        ("🔥", "🔥"),
        ("di", "di"),
        ("depan", "depan"),
        ("https://x.example/a", "https://x.example/a"),
        ("0812-3456-789", "0812-3456-789"),
    ]


def test_what_repeats_itself_is_heard_a_few_times() -> None:
    assert len(tokens_of("api " * 500, SPELLER, glued=frozenset())) == 3


def test_marks_that_only_steer_the_display_are_gone() -> None:
    assert cleaned("ke\u202ebakaran\u200f \ufeffa\u0301pi", characters_max=100) == "kebakaran ápi"
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "tolong")
    assert cleaned(wide, characters_max=100) == "tolong"


def test_of_a_long_text_both_ends_are_read() -> None:
    text = cleaned("awal " + "x" * 5000 + " akhir", characters_max=1200)
    assert text.startswith("awal")
    assert text.endswith("akhir")
    assert len(text) <= 1201
