"""Whether a caller who waits is heard: a voice, or a cough or knock made again.

Energy in the telephone band above a floor that follows the line's own noise. Tones (ringback,
dialled digits, hum), steady noise and electric clicks are no voice; silence says nothing at all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from siaga.channels.phone.audio.g711 import RATE_HZ, Samples

FRAME = RATE_HZ // 50  # 20 ms
PARTS = 8  # of a frame, 2.5 ms each

FLOOR_FRAMES, FLOOR_PERCENT = 150, 20
SETTLING_FRAMES = 10
FLOOR_MIN_DB = -66.0  # A-law's own noise
QUIET_DB = -54.0  # below it nothing counts

VOICE_DB = 9.0
VOICE_FRAMES, VOICE_WITHIN = 20, 100  # 400 ms of 2 s
RUN_FRAMES = 3  # shorter than 60 ms is no syllable
LIVELY_DB = 8.0
"""From a voice's soft to its loud frames; noise that has just begun keeps its level."""

TONE_SHARE = 0.985
TONE_REACH = 3  # frames beside a tone splatter

SOUND_DB = 15.0
SOUND_FRAMES_MAX, SOUND_GAP = 75, 4
SOUND_PARTS_MIN, SOUND_PART_DB = 4, 15.0  # 10 ms: a click is over by then, a knuckle rings on
FADING_PART_DB, FADING_SHARE = 6.0, 0.6  # what rings like a tone must fade like a knock
SOUNDS, SOUNDS_WITHIN = 2, 150

_SPECTRUM = 256
_HANN = np.hanning(_SPECTRUM)
_BAND = slice(10, 110)  # 310 … 3400 Hz: hum and rumble lie below
_FULL_SCALE_DB = float(10 * np.log10((_HANN**2).sum() * _SPECTRUM / 2 * 32768.0**2))
_PEAK_BINS = 2  # on each side: the width of a tone under this window


class Heard(StrEnum):
    VOICE = "voice"
    SOUNDS = "sounds"  # coughs or knocks, made again


@dataclass(frozen=True, slots=True)
class _Frame:
    level_db: float  # dBFS in the telephone band
    tonal: float  # share of the energy that lies in the two strongest tones
    parts_db: NDArray[np.float64]


class VoiceEar:
    """One caller's ear. Gaps in the stream are not fed: they are neither silence nor sound."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.int16)
        self._before = np.zeros(_SPECTRUM - FRAME, np.int16)
        self._coming: deque[_Frame] = deque()
        self._since_tone = TONE_REACH
        self._levels_db: deque[float] = deque(maxlen=FLOOR_FRAMES)
        self._floor_db = FLOOR_MIN_DB
        self._syllables, self._sounds = _Syllables(), _Sounds()
        self._frame_number = 0

    def feed(self, samples: Samples) -> Heard | None:
        """→ what was heard, 60 ms after it became certain; None: nothing yet."""
        heard: Heard | None = None
        data = np.concatenate((self._rest, samples))
        whole = len(data) // FRAME * FRAME
        self._rest = data[whole:]
        for frame in self._frames(data[:whole]):
            self._coming.append(frame)
            if len(self._coming) > TONE_REACH:
                found = self._judge(self._coming.popleft())
                heard = heard or found
        return heard

    def _frames(self, data: Samples) -> Iterator[_Frame]:
        count = len(data) // FRAME
        if not count:
            return
        line = np.concatenate((self._before, data)).astype(np.float64)
        self._before = np.concatenate((self._before, data))[-len(self._before) :]
        starts = np.arange(count) * FRAME
        windows = line[starts[:, None] + np.arange(_SPECTRUM)] * _HANN
        power = np.abs(np.fft.rfft(windows, axis=1))[:, _BAND] ** 2
        total = power.sum(axis=1) + 1e-9
        levels_db = 10 * np.log10(total) - _FULL_SCALE_DB
        tonal = _in_two_peaks(power) / total
        steps = np.diff(line[len(self._before) - 1 :])  # without hum
        parts = (steps[: count * FRAME].reshape(count, PARTS, -1) ** 2).mean(axis=2)
        parts_db = 10 * np.log10(parts + 1e-9)
        for number in range(count):
            yield _Frame(float(levels_db[number]), float(tonal[number]), parts_db[number])

    def _judge(self, frame: _Frame) -> Heard | None:
        self._frame_number += 1
        above_db = frame.level_db - self._floor_db
        loud = self._is_loud(frame)
        tone = self._is_tone(frame)
        self._since_tone = 0 if tone else self._since_tone + 1
        near_tone = self._since_tone < TONE_REACH or any(map(self._is_tone, self._coming))
        if not near_tone:
            self._follow_floor(frame.level_db)
        if self._frame_number <= SETTLING_FRAMES:
            return None
        spoken_db = frame.level_db if loud and not near_tone else None
        if self._syllables.hear(spoken_db, self._frame_number):
            return Heard.VOICE
        if loud:
            self._sounds.go_on(frame, above_db, tone=tone)
        elif self._sounds.hear_pause(frame, self._frame_number):
            return Heard.SOUNDS
        return None

    def _is_loud(self, frame: _Frame) -> bool:
        return frame.level_db > max(QUIET_DB, self._floor_db + VOICE_DB)

    def _is_tone(self, frame: _Frame) -> bool:
        """Nothing but tones, and the noise that was there before."""
        noise = 10 ** ((self._floor_db - frame.level_db) / 10)
        return self._is_loud(frame) and frame.tonal > min(TONE_SHARE, 1 - 2 * noise)

    def _follow_floor(self, level_db: float) -> None:
        self._levels_db.append(level_db)
        if self._frame_number % 5 == 0 or self._frame_number <= SETTLING_FRAMES:
            share = float(np.percentile(self._levels_db, FLOOR_PERCENT))
            self._floor_db = max(FLOOR_MIN_DB, share)


class _Syllables:
    """Loud stretches, long enough to be spoken and lively as only a voice is."""

    def __init__(self) -> None:
        self._run: list[float] = []
        self._spoken: deque[tuple[int, float]] = deque()

    def hear(self, level_db: float | None, number: int) -> bool:
        if level_db is None:
            self._run.clear()
            return False
        self._run.append(level_db)
        if len(self._run) < RUN_FRAMES:
            return False
        mean_db = sum(self._run[-RUN_FRAMES:]) / RUN_FRAMES
        new = RUN_FRAMES if len(self._run) == RUN_FRAMES else 1
        self._spoken.extend([(number, mean_db)] * new)
        while self._spoken[0][0] <= number - VOICE_WITHIN:
            self._spoken.popleft()
        if len(self._spoken) < VOICE_FRAMES:
            return False
        low, high = np.percentile([level for _, level in self._spoken], (10, 90))
        return bool(high - low >= LIVELY_DB)


class _Sounds:
    """Short events with silence around them."""

    def __init__(self) -> None:
        self._before: list[_Frame] = []
        self._frames: list[_Frame] = []
        self._above_db, self._tone, self._gap = 0.0, False, 0
        self._heard: deque[int] = deque(maxlen=SOUNDS)

    def go_on(self, frame: _Frame, above_db: float, *, tone: bool) -> None:
        if not self._frames:
            self._frames = self._before  # a window reaches back: it may have begun there
            self._above_db, self._tone = 0.0, False
        self._above_db = max(self._above_db, above_db)
        self._tone |= tone
        self._gap = 0
        if len(self._frames) <= SOUND_FRAMES_MAX:
            self._frames.append(frame)

    def hear_pause(self, frame: _Frame, number: int) -> bool:
        self._before = [frame]
        self._gap += 1
        if not self._frames or self._gap < SOUND_GAP:
            return False
        if self._is_sound():
            self._heard.append(number)
        self._frames = []
        return len(self._heard) == SOUNDS and number - self._heard[0] <= SOUNDS_WITHIN

    def _is_sound(self) -> bool:
        if len(self._frames) > SOUND_FRAMES_MAX or self._above_db < SOUND_DB:
            return False
        parts_db = np.concatenate([frame.parts_db for frame in self._frames])
        lasting = parts_db > parts_db.max() - SOUND_PART_DB
        at_its_height = parts_db > parts_db.max() - FADING_PART_DB
        fades = at_its_height.sum() <= FADING_SHARE * lasting.sum()
        return _longest_run(lasting) >= SOUND_PARTS_MIN and bool(fades or not self._tone)


def _longest_run(flags: NDArray[np.bool_]) -> int:
    edges = np.diff(np.concatenate(([0], flags.astype(np.int8), [0])))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return int((ends - begins).max(initial=0))


def _in_two_peaks(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Energy of each frame's two strongest tones."""
    left, found = power.copy(), np.zeros(len(power))
    bins = np.arange(power.shape[1])
    for _ in range(2):
        peak = left.argmax(axis=1)[:, None]
        around = np.abs(bins - peak) <= _PEAK_BINS
        found += np.where(around, left, 0).sum(axis=1)
        left = np.where(around, 0, left)
    return found
