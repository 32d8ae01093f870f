"""Cues in a row of words: phrases with gaps, what lies inside what, what is denied."""

from __future__ import annotations

import pytest

from siaga.desks.triage.advise.cues import CueFinder
from siaga.language.triage_rules import Combination, Cue, CueKind


def cue(key: str, *phrases: str, kind: CueKind = CueKind.INCIDENT) -> Cue:
    return Cue(key=key, kind=kind, phrases=tuple(tuple(phrase.split()) for phrase in phrases))


FINDER = CueFinder(
    [
        cue("fire", "api", "kebakaran"),
        cue("steam", "kapal api"),
        cue("crash", "tabrakan"),
        cue("crash_hurt", "tabrakan * luka"),
        cue("unconscious", "tidak sadar"),
        cue("roof", "^ di atap"),
        cue("no", "tidak", "bukan", "belum", kind=CueKind.NEGATION),
        cue("over", "padam", kind=CueKind.OVER),
        cue("hurt", "luka", kind=CueKind.HURT),
        cue("both", "xxx"),
    ],
    [
        Combination(all=("fire", "crash"), gives="both"),
        Combination(all=("steam",), drops=("crash",)),
    ],
)


def found(words: str) -> dict[str, bool]:
    """Key → whether it is denied."""
    return {hit.cue.key: hit.is_denied for hit in FINDER.hits(words.split())}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("kapal api", {"steam": False}),
        ("api", {"fire": False}),
        ("di atap", {"roof": False}),
        ("seng di atap", {}),
        ("tabrakan dua motor ada luka", {"crash": False, "crash_hurt": False, "hurt": False}),
        ("tabrakan a b c d luka", {"crash": False, "hurt": False}),
        ("tabrakan lalu api", {"crash": False, "fire": False, "both": False}),
        ("tabrakan kapal api", {"steam": False}),
    ],
)
def test_cues_are_found(words: str, keys: dict[str, bool]) -> None:
    assert found(words) == keys


@pytest.mark.parametrize(
    ("words", "key", "is_denied"),
    [
        ("bukan kebakaran", "fire", True),
        ("tidak ada lagi api", "fire", True),
        ("tidak tahu kenapa di sana ada api", "fire", False),
        ("belum padam", "over", True),
        ("tidak sadar", "unconscious", False),
        ("tabrakan tapi tidak ada luka", "crash_hurt", True),
        ("bukan kebakaran tabrakan", "crash", False),
        ("kebakaran bukan prank", "fire", False),
    ],
)
def test_denials_reach_what_they_deny(words: str, key: str, is_denied: bool) -> None:
    assert found(words)[key] is is_denied
