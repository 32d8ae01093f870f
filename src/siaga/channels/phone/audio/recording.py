"""From a call's capture to what is kept of it: stereo, the caller left, the taker right.

Samples lie where they belong by RTP time, so jitter and reordering leave no trace; silence fills
what was not sent or was lost. A conversation of more than an hour becomes several pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from siaga.channels.phone.audio.g711 import (
    ALAW,
    RATE_HZ,
    SILENCE_ALAW,
    Bytes,
    alaw_payload,
)
from siaga.channels.phone.audio.pcap import BrokenCapture, CaptureReader, Datagram
from siaga.channels.phone.audio.rtp import Rtp, read_rtp
from siaga.channels.phone.audio.spool import Side
from siaga.channels.phone.audio.wav import CHANNELS, read_wav, write_wav

PIECE_S = 3600
PEAKS_PER_S = 50
EARLY_S, LATE_S = 1.0, 10.0
"""A packet whose RTP time lies outside of this around its arrival begins a new time line."""

STREAMS_MAX = 16
PACKET_S, STEP_BACK_S, DAY_S = 0.02, 1.0, 86_400.0
_HALF = 1 << 31
_STEP = RATE_HZ // PEAKS_PER_S
_LOUD = np.minimum(np.abs(ALAW.astype(np.int32)) >> 7, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A finished WAV of at most PIECE_S."""

    wav: bytes
    began_at: datetime
    duration_s: float


def pieces(
    chunks: Iterable[bytes], sides: Mapping[int, Side], *, piece_s: int = PIECE_S
) -> Iterator[Piece]:
    """`chunks`: the capture's bytes; stretches where nobody sent anything make no piece.

    Raises BrokenCapture after the pieces that could still be read.
    """
    reader, tape = CaptureReader(), _Tape(sides, piece_s * RATE_HZ)
    broken: BrokenCapture | None = None
    try:
        for chunk in chunks:
            for datagram in reader.feed(chunk):
                if (full := tape.write(datagram)) is not None:
                    yield full
        reader.feed(b"")
    except BrokenCapture as error:
        broken = error
    if (last := tape.cut()) is not None:
        yield last
    if broken is not None:
        raise broken


def duration_s(wav: bytes) -> float:
    """Raises NotARecording."""
    return len(read_wav(wav)) / RATE_HZ


def peaks(wav: bytes) -> tuple[bytes, bytes]:
    """Loudness of caller and taker for drawing: 0 … 255, PEAKS_PER_S a second.

    Raises NotARecording.
    """
    sound = read_wav(wav)
    whole = len(sound) // _STEP * _STEP
    loud = _LOUD[sound]
    highest = loud[:whole].reshape(-1, _STEP, CHANNELS).max(axis=1)
    if whole < len(loud):
        highest = np.vstack((highest, loud[whole:].max(axis=0)))
    return highest[:, Side.CALLER].tobytes(), highest[:, Side.TAKER].tobytes()


class _Tape:
    """Two channels of A-law, from the first packet on; cut into pieces as it fills."""

    def __init__(self, sides: Mapping[int, Side], piece_samples: int) -> None:
        self._sides, self._piece_samples = dict(sides), piece_samples
        self._guessing = not sides
        self._lines = [_TimeLine(), _TimeLine()]
        self._zero_s: float | None = None
        self._last_s = self._shift_s = 0.0
        self._cut_at = 0  # sample where this piece begins, counted from the first packet
        self._begin()

    def _begin(self) -> None:
        self._used = 0
        self._sound = np.full((RATE_HZ * 8, CHANNELS), SILENCE_ALAW, np.uint8)

    def write(self, datagram: Datagram) -> Piece | None:
        """→ the piece that this packet, lying beyond it, has finished."""
        rtp = read_rtp(datagram.payload)
        sound = None if rtp is None else alaw_payload(rtp.payload, rtp.payload_type)
        if rtp is None or sound is None or not len(sound):
            return None
        side = self._side_of(datagram.port)
        at = self._lines[side].place(rtp, self._arrived(datagram.at_s))
        full = None
        if at >= self._cut_at + self._piece_samples:
            full = self.cut()
            self._cut_at = at // self._piece_samples * self._piece_samples
        self._put(sound, at - self._cut_at, side)
        return full

    def _arrived(self, at_s: float) -> int:
        """As a sample. A clock set back during the call must not write over what was said."""
        if self._zero_s is None:
            self._zero_s = self._last_s = at_s
        if at_s + self._shift_s < self._last_s - STEP_BACK_S:
            self._shift_s = self._last_s - at_s + PACKET_S
        shifted_s = at_s + self._shift_s
        if self._shift_s > DAY_S or shifted_s > self._last_s + DAY_S:
            raise BrokenCapture("a packet of another day")
        self._last_s = max(self._last_s, shifted_s)
        return round((shifted_s - self._zero_s) * RATE_HZ)

    def _put(self, sound: Bytes, at: int, side: Side) -> None:
        """What belongs before this piece's beginning or reaches over its end is left away."""
        sound, at = sound[max(0, -at) :], max(0, at)
        sound = sound[: self._piece_samples - at]
        end = at + len(sound)
        while end > len(self._sound):
            more = np.full_like(self._sound, SILENCE_ALAW)
            self._sound = np.concatenate((self._sound, more))
        self._sound[at:end, side] = sound
        if len(sound):
            self._used = max(self._used, end)

    def cut(self) -> Piece | None:
        if self._zero_s is None or not self._used:
            return None
        began_s = self._zero_s + self._cut_at / RATE_HZ
        piece = Piece(
            wav=write_wav(self._sound[: self._used]),
            began_at=datetime.fromtimestamp(began_s, UTC),
            duration_s=self._used / RATE_HZ,
        )
        self._begin()
        return piece

    def _side_of(self, port: int) -> Side:
        """Without metadata whoever is heard first counts as the caller: better than nothing."""
        side = self._sides.get(port)
        if side is None:
            seen = Side.CALLER in self._sides.values() if self._guessing else True
            side = self._sides[port] = Side.TAKER if seen else Side.CALLER
        return side


@dataclass(slots=True)
class _TimeLine:
    """Where the packets of one side belong: RTP time, held against the time of arrival."""

    _anchors: dict[int, tuple[int, int]] = field(default_factory=dict)  # SSRC → (RTP time, sample)

    def place(self, rtp: Rtp, arrived: int) -> int:
        anchor = self._anchors.get(rtp.stream)
        if anchor is not None:
            passed = (rtp.timestamp - anchor[0] + _HALF) % (2 * _HALF) - _HALF
            at = anchor[1] + passed
            if arrived - LATE_S * RATE_HZ <= at <= arrived + EARLY_S * RATE_HZ:
                if passed > _HALF // 2:
                    self._anchors[rtp.stream] = rtp.timestamp, at
                return at
        if len(self._anchors) >= STREAMS_MAX:
            del self._anchors[next(iter(self._anchors))]
        self._anchors.pop(rtp.stream, None)
        self._anchors[rtp.stream] = rtp.timestamp, arrived
        return arrived
