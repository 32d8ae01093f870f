"""Sound for tests of the telephone: tones, noise, knocks, and captures of calls that carry it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from siaga.channels.phone.audio.g711 import RATE_HZ, Bytes, from_alaw, to_alaw

Sound = NDArray[np.float64]
FULL = 32768.0
AT_S = 1_790_000_000.0
PACKET = 160

CALLER_PORT, TAKER_PORT = 31050, 31040
META = f"""/spool/pcaps/call.pcap


Timestamp started ms: 1790000000000.014
SDP mode: offer
SDP before RTP packet: 1

v=0\r
m=audio {TAKER_PORT} RTP/AVP 8\r
a=rtcp:31041\r

Timestamp started ms: 1790000000000.019
SDP mode: answer
SDP before RTP packet: 1

v=0\r
m=audio {CALLER_PORT} RTP/AVP 8 101\r

Timestamp terminated ms(first monologue): 1790000009000.550

call start time: 2026-11-26T01:02:05
call end time: 2026-11-26T01:02:07
"""


# ---- sounds


def silence(length_s: float) -> Sound:
    return np.zeros(int(length_s * RATE_HZ))


def at_level(sound: Sound, level_db: float) -> Sound:
    """Its loud part at `level_db` below full scale."""
    loud = sound[np.abs(sound) > np.abs(sound).max() * 0.02]
    return np.asarray(sound / np.sqrt((loud**2).mean()) * FULL * 10 ** (level_db / 20))


def tone(length_s: float, level_db: float, *pitches_hz: float) -> Sound:
    t = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    return at_level(sum((np.sin(2 * np.pi * f * t) for f in pitches_hz), 0 * t), level_db)


def noise(length_s: float, level_db: float, *, slope: float = 0.0, seed: int = 1) -> Sound:
    """`slope`: 0 white, 0.5 pink, 1 brown."""
    count = int(length_s * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** slope
    return at_level(np.fft.irfft(spectrum, count), level_db)


def knock(level_db: float, *, pitch_hz: float = 900, fades_s: float = 0.012) -> Sound:
    """A knuckle on the telephone: it rings for a moment."""
    t = np.arange(int(0.12 * RATE_HZ)) / RATE_HZ
    rough = np.random.default_rng(3).standard_normal(len(t))
    body = np.sin(2 * np.pi * pitch_hz * t) + 0.5 * np.sin(2 * np.pi * pitch_hz * 1.71 * t)
    return np.asarray(np.exp(-t / fades_s) * (body + 0.3 * rough) * FULL * 10 ** (level_db / 20))


def cough(level_db: float) -> Sound:
    t = np.arange(int(0.3 * RATE_HZ)) / RATE_HZ
    rough = np.random.default_rng(4).standard_normal(len(t))
    return at_level(np.exp(-(((t - 0.05) / 0.08) ** 2)) * rough, level_db)


def click(level_db: float) -> Sound:
    sound = np.zeros(40)
    sound[20:22] = FULL * 10 ** (level_db / 20) * np.array((1, -0.5))
    return sound


def digits(length_s: float, level_db: float, *, on_s: float, off_s: float) -> Sound:
    """Dialled by a machine, one after the other (ITU-T Q.23)."""
    pairs = [(low, high) for low in (697, 770, 852, 941) for high in (1209, 1336, 1477)]
    count = int(length_s / (on_s + off_s))
    one = [np.concatenate((tone(on_s, level_db, *pair), silence(off_s))) for pair in pairs]
    return np.concatenate([one[(number * 5) % 12] for number in range(count)])


def together(*sounds: Sound) -> Sound:
    whole = np.zeros(max(map(len, sounds)))
    for sound in sounds:
        whole[: len(sound)] += sound
    return whole


def alaw(sound: Sound) -> Bytes:
    return to_alaw(np.clip(sound, -32768, 32767).astype(np.int16))


def over_the_line(sound: Sound) -> NDArray[np.int16]:
    """As it arrives after G.711."""
    return from_alaw(alaw(sound))


# ---- captures


@dataclass(slots=True, kw_only=True)
class Party:
    """Sends packets to one of the proxy's ports."""

    port: int
    payload_type: int = 8
    stream: int = 0x5EED
    sequence: int = 0
    timestamp: int = 1000
    packets: list[tuple[float, int, bytes]] = field(default_factory=list)

    def say(self, sound: Bytes, at_s: float, *, size: int = PACKET) -> None:
        """Evenly, from `at_s` after the beginning."""
        for begin in range(0, len(sound), size):
            self.send(sound[begin : begin + size].tobytes(), at_s + begin / RATE_HZ)

    def send(self, payload: bytes, at_s: float) -> None:
        self.packets.append((AT_S + at_s, self.port, self.rtp(payload)))
        self.sequence = (self.sequence + 1) & 0xFFFF
        self.timestamp = (self.timestamp + len(payload)) & 0xFFFFFFFF

    def rtp(self, payload: bytes) -> bytes:
        head = (0x80, self.payload_type, self.sequence, self.timestamp, self.stream)
        return struct.pack(">BBHII", *head) + payload


def udp(port: int, payload: bytes, *, ipv6: bool = False) -> bytes:
    head = struct.pack(">HHHH", 17000, port, 8 + len(payload), 0)
    whole = head + payload
    if ipv6:
        start = struct.pack(">IHBB", 6 << 28, len(whole), 17, 64)
        return start + b"\xfe" * 16 + b"\xfd" * 16 + whole
    start = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(whole), 0, 0, 64, 17, 0)
    return start + b"\x7f\0\0\1" * 2 + whole


def capture(
    packets: Iterable[tuple[float, int, bytes]],
    *,
    order: str = "<",
    link: int = 1,
    ipv6: bool = False,
) -> bytes:
    """`packets`: (since 1970, the proxy's port, RTP), in any order of time."""
    data = struct.pack(f"{order}IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link)
    for at_s, port, payload in sorted(packets):
        frame = udp(port, payload, ipv6=ipv6)
        if link == 1:
            frame = b"\0" * 12 + (b"\x86\xdd" if ipv6 else b"\x08\0") + frame
        seconds = int(at_s)
        size = len(frame)
        micros = round((at_s - seconds) * 1e6)
        data += struct.pack(f"{order}IIII", seconds, micros, size, size) + frame
    return data
