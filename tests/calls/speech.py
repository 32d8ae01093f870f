"""Somebody speaking, as a telephone sends it."""

from __future__ import annotations

import io
import subprocess
import wave
from functools import cache

import numpy as np

from siaga.channels.phone.audio.g711 import RATE_HZ, to_alaw

WORDS = "Tolong, tolong saya. Ada orang di rumah saya. Cepat, tolong."


@cache
def speech() -> bytes:
    """A-law, some seconds of it."""
    spoken = subprocess.run(
        ["espeak-ng", "-v", "id", "--stdout", WORDS], capture_output=True, check=True
    ).stdout
    with wave.open(io.BytesIO(spoken)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    at = np.arange(0, len(sound) - 1, rate / RATE_HZ)
    return to_alaw(np.interp(at, np.arange(len(sound)), sound).astype(np.int16)).tobytes()
