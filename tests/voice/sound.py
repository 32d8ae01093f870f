"""Tones sent and heard as RTP, G.711 A-law, and keys pressed."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress

import numpy as np

RATE = 8000
FRAME = 160


def _alaw_table() -> np.ndarray:
    out = np.zeros(256)
    for code in range(256):
        value = code ^ 0x55
        exponent, low = value >> 4 & 7, value & 15
        size = (low << 4) + 8 if exponent == 0 else ((low << 4) + 0x108) << (exponent - 1)
        out[code] = size if value & 0x80 else -size
    return out


_TABLE = _alaw_table()
_ORDER = np.argsort(_TABLE)


def alaw(samples: np.ndarray) -> bytes:
    places = np.searchsorted(_TABLE[_ORDER], samples).clip(0, 255)
    return bytes(_ORDER[places].astype(np.uint8))


class Sound:
    """One end of a call's sound: its own port, a tone going out, packets coming in."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self.heard: list[tuple[float, int, bytes]] = []  # seconds, payload type, payload
        self._to: tuple[str, int] | None = None
        # Never from 0: the relay takes a key at instant 0 for one it has seen.
        self._sequence, self._stamp, self._ssrc = 1, self.port, self.port
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, to_port: int, *, tone_hz: int = 0) -> None:
        """Speak to `to_port` (again: speak elsewhere); without tone only listen."""
        self._to = ("127.0.0.1", to_port)
        if not self._tasks:
            self._tasks.append(asyncio.create_task(self._listen()))
            if tone_hz:
                self._tasks.append(asyncio.create_task(self._speak(tone_hz)))

    def speak(self, tone_hz: int) -> None:
        """Begin with a tone where only listening was begun."""
        if len(self._tasks) == 1:
            self._tasks.append(asyncio.create_task(self._speak(tone_hz)))

    async def say(self, sound: bytes) -> None:
        """A-law bytes, in their own time."""
        loop = asyncio.get_running_loop()
        begin_s = loop.time()
        for sent in range(len(sound) // FRAME):
            self.packet(8, sound[sent * FRAME : (sent + 1) * FRAME], marker=not sent)
            self._stamp += FRAME
            await asyncio.sleep(max(0.0, begin_s + (sent + 1) * 0.02 - loop.time()))

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            data = await loop.sock_recv(self._socket, 2000)
            if len(data) > 12 and data[0] >> 6 == 2:
                self.heard.append((loop.time(), data[1] & 0x7F, data[12:]))

    async def _speak(self, tone_hz: int) -> None:
        loop = asyncio.get_running_loop()
        begin, sent = loop.time(), 0
        while True:
            wave = np.sin(2 * np.pi * tone_hz * (np.arange(FRAME) + sent * FRAME) / RATE) * 9000
            self.packet(8, alaw(wave))
            self._stamp += FRAME
            sent += 1
            await asyncio.sleep(max(0.0, begin + sent * 0.02 - loop.time()))

    def packet(self, kind: int, payload: bytes, *, marker: bool = False) -> None:
        mark = 0x80 if marker else 0
        head = struct.pack(
            ">BBHII", 0x80, kind | mark, self._sequence & 0xFFFF, self._stamp, self._ssrc
        )
        self._sequence += 1
        if self._to:
            with suppress(BlockingIOError):
                self._socket.sendto(head + payload, self._to)

    async def press(self, key: str, *, kind: int = 101) -> None:
        """RFC 4733, 160 ms long."""
        event = "0123456789*#ABCD".index(key)
        stamp = self._stamp
        for n in range(1, 9):
            self._stamp = stamp
            self.packet(kind, struct.pack(">BBH", event, 10, n * FRAME), marker=n == 1)
            await asyncio.sleep(0.02)
        for _ in range(3):
            self._stamp = stamp
            self.packet(kind, struct.pack(">BBH", event, 0x8A, 8 * FRAME))
        self._stamp = stamp + 9 * FRAME

    def tones(self, since_s: float = 0.0) -> list[int]:
        """The loudest frequency of each half second heard, 0 for silence."""
        out: list[int] = []
        data = b"".join(p for at, kind, p in self.heard if kind == 8 and at >= since_s)
        half = RATE // 2
        for start in range(0, len(data) - half + 1, half):
            wave = _TABLE[np.frombuffer(data[start : start + half], np.uint8)]
            if np.sqrt((wave**2).mean()) < 200:
                out.append(0)
                continue
            power = np.abs(np.fft.rfft(wave * np.hanning(half)))
            out.append(round(float(np.argmax(power)) * RATE / half))
        return out

    def hears(self, tone_hz: int, *, since_s: float = 0.0) -> int:
        """Half seconds of this tone."""
        return sum(abs(each - tone_hz) < 15 for each in self.tones(since_s))

    async def close(self) -> None:
        for each in self._tasks:
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._socket.close()
