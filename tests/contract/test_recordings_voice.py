"""Spoken Indonesian through the telephone's law: who waits and speaks is heard.

The words are made by espeak-ng and narrowed to the telephone band by sox.
"""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from siaga.channels.phone.audio.g711 import RATE_HZ
from siaga.channels.phone.audio.voice_activity import Heard, VoiceEar
from tests.contract.servers import NOT_RUN
from tests.sounds import Sound, at_level, noise, over_the_line, silence, together

MISSING = [name for name in ("espeak-ng", "sox") if shutil.which(name) is None]
if MISSING:
    NOT_RUN.append(f"spoken words of waiting callers: {', '.join(MISSING)} not installed")

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed")

WORDS = (
    "Tolong, ada kebakaran di rumah saya.",
    "Pak tolong cepat datang, suami saya pingsan.",
    "Ada orang jatuh, dia tidak bernapas.",
    "Saya takut, dia ada di luar.",
)
VOICES = ("id", "id+f2", "id+m3", "id+f5", "id+whisper")
LEVEL_AND_LINE_DB = ((-15, -70), (-15, -40), (-25, -50), (-35, -70), (-35, -50), (-42, -70))
BEGINS_S = 1.2
FLUSHED = 18 * 160
"""As the capture grows: the packets that fit into 4096 bytes."""


def spoken(words: str, voice: str) -> Sound:
    speak = ["espeak-ng", "-v", voice, "-s", "150", "--stdout", words]
    wav = subprocess.run(speak, check=True, capture_output=True).stdout
    narrow = ["sox", "-t", "wav", "-", "-r", str(RATE_HZ), "-c", "1", "-b", "16"]
    narrow += ["-e", "signed", "-t", "raw", "-", "sinc", "300-3400"]
    raw = subprocess.run(narrow, input=wav, check=True, capture_output=True).stdout
    return np.frombuffer(raw, "<i2").astype(np.float64)


def heard_s(sound: Sound) -> float | None:
    """→ when the ear was sure, from the beginning of speech."""
    ear, samples = VoiceEar(), over_the_line(sound)
    for begin in range(0, len(samples), FLUSHED):
        if ear.feed(samples[begin : begin + FLUSHED]) is not None:
            return (begin + FLUSHED) / RATE_HZ - BEGINS_S
    return None


@pytest.mark.parametrize("voice", VOICES)
def test_a_sentence_is_heard_at_every_level(voice: str) -> None:
    for words in WORDS:
        said = spoken(words, voice)
        for level_db, line_db in LEVEL_AND_LINE_DB:
            whole = np.concatenate((silence(BEGINS_S), at_level(said, level_db)))
            line = noise(len(whole) / RATE_HZ + 1, line_db, slope=0.5)
            after_s = heard_s(together(line, whole))
            assert after_s is not None, (words, level_db, line_db)
            assert after_s < 3


def test_a_single_word_said_again_is_heard() -> None:
    said = at_level(spoken("Tolong!", "id+f2"), -20)
    again = np.concatenate((silence(BEGINS_S), said, silence(0.8), said, silence(1)))
    assert heard_s(together(noise(len(again) / RATE_HZ, -60), again)) is not None


def test_a_voice_is_told_from_sounds() -> None:
    whole = np.concatenate((silence(BEGINS_S), at_level(spoken(WORDS[0], "id"), -20)))
    assert VoiceEar().feed(over_the_line(whole)) is Heard.VOICE
