"""Laws of reading: whatever is written, it is read; help never lowers; danger is never a prank."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.language.triage import REASONS_MAX
from siaga.language.triage_rules import BEGIN, END, GAP, CueKind
from siaga.language.values import Priority
from tests.triage_house import FOLDER, place, read, rules

CUES = rules().cues
WORDS = sorted({word for cue in CUES for phrase in cue.phrases for word in phrase} - {GAP})
WRITTEN = [
    cue
    for file in sorted((FOLDER / "cues").glob("*.toml"))
    for cue in tomllib.loads(file.read_text())["cue"]
]
# Alone they must be read as danger: a phrase that two cues share is of the first of them.
GRAVE = sorted(
    phrase
    for cue in WRITTEN
    if cue.get("grave") and cue.get("kind", CueKind.INCIDENT) == CueKind.INCIDENT
    for phrase in cue["words"]
    if not {GAP, BEGIN, END} & set(phrase.split())
    and "rule.danger" in {reason.key for reason in read(f"pak {phrase}").reasons}
)
PLAY = sorted(
    " ".join(phrase)
    for cue in CUES
    if cue.kind in (CueKind.JOKE, CueKind.PLAY, CueKind.RUDE)
    for phrase in cue.phrases
    if GAP not in phrase and "harga" not in phrase  # prices explode in a manner of speaking
)
assert len(GRAVE) > 300
CRIES = ("tolong", "tlg", "TOLONG", "help", "tolooong")

lexical = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
anything = st.one_of(st.text(max_size=300), lexical)


@given(st.text(max_size=3000))
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    shares = [share for _, share in reading.categories]
    assert shares == sorted(shares, reverse=True)
    assert reading.category == reading.categories[0][0]
    assert all(0 <= share <= 1 for share in (*shares, reading.emergency, reading.prank))
    assert all(0 <= guess.share_pm <= 1000 for guess in reading.guesses)
    assert len(reading.reasons) <= REASONS_MAX


@given(lexical)
def test_words_of_the_lexicon_are_read_in_any_order(text: str) -> None:
    reading = read(text)
    known = place().incident_types
    assert reading.incident_type is None or reading.incident_type in known
    assert all(guess.incident_type in known for guess in reading.guesses)
    if reading.incident_type is not None:
        assert reading.incident_type.partition(".")[0] == reading.category
    assert reading.injured is None or 0 <= reading.injured <= 999


@given(anything, st.sampled_from(CRIES))
def test_a_cry_for_help_never_lowers_the_emergency(text: str, cry: str) -> None:
    alone = read(text).emergency
    assert read(f"{cry} {text}").emergency >= alone
    assert read(f"{text} {cry}").emergency >= alone


@settings(max_examples=300)
@given(st.sampled_from(GRAVE), st.lists(st.sampled_from(PLAY), max_size=6), st.booleans())
def test_danger_to_life_is_never_hinted_as_a_prank(
    danger: str, play: list[str], is_first: bool
) -> None:
    """Unless it is denied, or part of a manner of speaking, and neither stands here."""
    parts = [danger, "pak", *play] if is_first else [*play, "pak", danger]
    assert read(" ".join(parts)).prank < rules().judging.prank_at


@given(anything)
def test_what_tells_of_danger_is_at_least_watched(text: str) -> None:
    reading = read(f"{text} . . . bapak saya tidak bernapas")
    assert reading.prank <= rules().judging.prank_at
    if any(reason.key == "rule.danger" for reason in reading.reasons):
        assert reading.emergency >= rules().judging.grave_least
        assert reading.priority is Priority.P1


@given(lexical)
def test_reading_is_the_same_every_time(text: str) -> None:
    assert read(text) == read(text)


@given(st.text(max_size=200))
def test_reasons_never_repeat_what_a_citizen_wrote(text: str) -> None:
    """Their words go into facts; only words of the lexicon may (logbook 15)."""
    known = set(WORDS) | rules().weights.known | {"haha", "?", "^", "$"}
    known |= rules().spelling.known | {w for ws in rules().spelling.same.values() for w in ws}
    for reason in read(f"pak budiono xyzzyq {text}").reasons:
        assert set(reason.word.split()) <= known | set(rules().spelling.signs.values()), reason
