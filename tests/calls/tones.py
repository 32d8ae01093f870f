"""Who hears whom, by tones: in RTP that a telephone received, and in a kept recording."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from siaga.channels.phone.audio.g711 import RATE_HZ, from_alaw
from tests.patience import PATIENCE_S, eventually
from tests.voice.sound import Sound

LOOK = RATE_HZ // 2
LOUD = 0.01
"""Of full scale: a tone weaker than this is an echo or a trace, not somebody speaking."""


def strength(sound: NDArray[np.int16], tone_hz: float) -> float:
    """How strong this tone is, 0 … 1 of full scale; of a mixture as of a single one."""
    if len(sound) < LOOK:
        return 0.0
    window = np.hanning(len(sound))
    wave = np.exp(-2j * np.pi * tone_hz * np.arange(len(sound)) / RATE_HZ)
    return float(abs((sound * window * wave).sum()) / window.sum() * 2 / 32768)


def loudness(sound: NDArray[np.int16]) -> float:
    return float(np.sqrt((sound.astype(float) ** 2).mean()) / 32768) if len(sound) else 0.0


class Hearing:
    """What came to one telephone."""

    def __init__(self, sound: Sound) -> None:
        self.sound = sound

    def since(self, since_s: float) -> NDArray[np.int16]:
        heard = [p for at, kind, p in list(self.sound.heard) if kind == 8 and at >= since_s]
        return from_alaw(b"".join(heard))

    def last_half(self) -> NDArray[np.int16]:
        return self.since(time.monotonic() - 0.7)[-LOOK:]

    def until(self, tone_hz: int, *, within_s: float = PATIENCE_S) -> None:
        """Half a second of it, all of it heard after now."""
        began_s = time.monotonic()

        def sound() -> NDArray[np.int16]:
            return self.since(max(began_s, time.monotonic() - 0.7))[-LOOK:]

        try:
            eventually(lambda: strength(sound(), tone_hz) > LOUD, within_s=within_s)
        except AssertionError:
            raise AssertionError(f"no {tone_hz} Hz, but {loudest(sound())}") from None

    def never(self, tone_hz: int, *, for_s: float) -> None:
        began_s = time.monotonic()
        time.sleep(for_s)
        sound = self.since(began_s)
        assert strength(sound, tone_hz) < LOUD, f"{tone_hz} Hz is heard"

    def something(self) -> None:
        """An announcement: not a tone of a test, but no silence."""
        began_s = time.monotonic()
        eventually(lambda: loudness(self.since(began_s)) >= LOUD, what="no silence")


def loudest(sound: NDArray[np.int16]) -> str:
    if len(sound) < LOOK or loudness(sound) < LOUD / 4:
        return f"silence ({len(sound)} samples)"
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return f"{np.argmax(power) * RATE_HZ / len(sound):.0f} Hz"
