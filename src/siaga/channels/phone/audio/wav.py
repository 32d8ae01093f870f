"""The WAV file a recording is kept as: A-law (format 6), two channels, 16 kB a second."""

from __future__ import annotations

import struct

import numpy as np

from siaga.channels.phone.audio.g711 import RATE_HZ, Bytes

CHANNELS = 2
ALAW_FORMAT = 6
_FORMAT = struct.pack(
    "<HHIIHHH", ALAW_FORMAT, CHANNELS, RATE_HZ, RATE_HZ * CHANNELS, CHANNELS, 8, 0
)


class NotARecording(Exception):
    """Not a WAV file as this module writes it."""


def write_wav(sound: Bytes) -> bytes:
    """`sound`: A-law bytes of shape (samples, 2)."""
    head = b"WAVEfmt " + struct.pack("<I", len(_FORMAT)) + _FORMAT
    head += b"fact" + struct.pack("<II", 4, len(sound))
    head += b"data" + struct.pack("<I", sound.size)
    whole = len(head) + sound.size
    return b"".join((b"RIFF", struct.pack("<I", whole), head, np.ascontiguousarray(sound).data))


def read_wav(wav: bytes) -> Bytes:
    """→ A-law bytes of shape (samples, 2). Raises NotARecording."""
    if wav[:4] != b"RIFF" or wav[8:12] != b"WAVE":
        raise NotARecording("no RIFF WAVE")
    at, known = 12, False
    while at + 8 <= len(wav):
        kind, size = wav[at : at + 4], int.from_bytes(wav[at + 4 : at + 8], "little")
        if kind == b"fmt ":
            known = wav[at + 8 : at + 8 + len(_FORMAT)] == _FORMAT
        elif kind == b"data" and known:
            sound = np.frombuffer(memoryview(wav)[at + 8 : at + 8 + size], np.uint8)
            return sound[: len(sound) // CHANNELS * CHANNELS].reshape(-1, CHANNELS)
        at += 8 + size + size % 2
    raise NotARecording("not A-law in two channels")
