"""What is no voice brings nobody forward; knocks and coughs made again do. Spoken words are heard
in tests/contract, where they can be made."""

from __future__ import annotations

import numpy as np
import pytest

from siaga.channels.phone.audio.voice_activity import Heard, VoiceEar
from tests.sounds import (
    Sound,
    click,
    cough,
    digits,
    knock,
    noise,
    over_the_line,
    silence,
    together,
    tone,
)

LEVELS_DB = (-10, -25, -40)
LINE_DB = (-70, -50)
"""The noise of the line itself."""


def heard(sound: Sound, *, chunk: int = 2880) -> Heard | None:
    ear, samples = VoiceEar(), over_the_line(sound)
    for begin in range(0, len(samples), chunk):
        if (found := ear.feed(samples[begin : begin + chunk])) is not None:
            return found
    return None


def again(sound: Sound, pause_s: float, times: int) -> Sound:
    return np.tile(np.concatenate((sound, silence(pause_s))), times)


def ringing(level_db: float) -> dict[str, Sound]:
    return {
        "silence": silence(12),
        "dial tone": tone(10, level_db, 425),
        "ringback": again(tone(1, level_db, 425), 4, 2),
        "foreign ringback": again(tone(2, level_db, 440, 480), 4, 2),
        "busy": again(tone(0.5, level_db, 425), 0.5, 10),
        "hum": tone(10, level_db, 50, 100, 150, 200, 250, 300, 350),
        "digits": digits(8, level_db, on_s=0.1, off_s=0.1),
        "fast digits": digits(8, level_db, on_s=0.05, off_s=0.05),
        "slow digits": digits(8, level_db, on_s=0.2, off_s=0.7),
        "clicks": again(click(min(-1, level_db + 20)), 0.4, 20),
        "one knock": np.concatenate((silence(2), knock(min(-3, level_db + 15)), silence(3))),
        "one cough": np.concatenate((silence(2), cough(level_db), silence(3))),
    }


@pytest.mark.parametrize("name", ringing(-20))
@pytest.mark.parametrize("line_db", LINE_DB)
def test_what_is_no_voice_is_not_heard(name: str, line_db: int) -> None:
    for level_db in LEVELS_DB:
        assert heard(together(noise(12, line_db), ringing(level_db)[name])) is None, level_db


@pytest.mark.parametrize("slope", [0, 0.5])
def test_steady_noise_is_not_heard_even_when_it_begins(slope: float) -> None:
    for level_db in LEVELS_DB:
        roar = noise(8, level_db, slope=slope)
        assert heard(roar) is None
        assert heard(np.concatenate((silence(3), roar))) is None
        assert heard(together(noise(11, -60), np.concatenate((silence(3), roar)))) is None


@pytest.mark.parametrize("pitch_hz", [600, 900, 1400, 2200])
@pytest.mark.parametrize("pause_s", [0.15, 0.4, 1.2])
def test_knocks_made_again_are_heard(pitch_hz: float, pause_s: float) -> None:
    for level_db in (-5, -25):
        for fades_s in (0.006, 0.03):
            one = knock(level_db, pitch_hz=pitch_hz, fades_s=fades_s)
            knocks = np.concatenate((silence(1.5), again(one, pause_s, 3), silence(1)))
            assert heard(together(noise(8, -60), knocks)) is Heard.SOUNDS


@pytest.mark.parametrize("pause_s", [0.3, 0.8, 1.5])
def test_coughs_made_again_are_heard(pause_s: float) -> None:
    for level_db in (-10, -25, -35):
        coughs = np.concatenate((silence(1.5), again(cough(level_db), pause_s, 2), silence(1)))
        assert heard(together(noise(8, -60), coughs)) is not None


def test_any_size_of_pieces_gives_the_same() -> None:
    sound = np.concatenate((silence(1.5), again(knock(-10), 0.3, 3), silence(1)))
    assert {heard(sound, chunk=chunk) for chunk in (1, 37, 160, 8000, 100_000)} == {Heard.SOUNDS}
