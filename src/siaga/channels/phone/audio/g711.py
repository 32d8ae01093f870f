"""G.711, the sound of the telephone network (ITU-T G.711): a byte a sample, by table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Samples = NDArray[np.int16]

RATE_HZ = 8000
PAYLOAD_ULAW, PAYLOAD_ALAW = 0, 8  # RFC 3551
SILENCE_ALAW = 0xD5


def _alaw_table() -> Samples:
    code = np.arange(256) ^ 0x55
    exponent, mantissa = code >> 4 & 7, code & 15
    size = np.where(
        exponent == 0,
        (mantissa << 4) + 8,
        ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0),
    )
    return np.where(code & 0x80, size, -size).astype(np.int16)


def _ulaw_table() -> Samples:
    code = ~np.arange(256) & 0xFF
    size = ((((code & 15) << 3) + 0x84) << (code >> 4 & 7)) - 0x84
    return np.where(code & 0x80, -size, size).astype(np.int16)


ALAW = _alaw_table()
ULAW = _ulaw_table()


def _nearest_alaw(samples: Samples) -> Bytes:
    order = np.argsort(ALAW).astype(np.uint8)
    levels = ALAW[order].astype(np.int32)
    edges = (levels[:-1] + levels[1:]) // 2
    return order[np.searchsorted(edges, samples.astype(np.int32))]


ALAW_OF_ULAW = _nearest_alaw(ULAW)
"""µ-law bytes as A-law: recordings are kept in the one law of the country's network."""


def to_alaw(samples: Samples) -> Bytes:
    return _nearest_alaw(samples)


def from_alaw(sound: bytes | Bytes) -> Samples:
    return ALAW[np.frombuffer(sound, np.uint8)]


def alaw_payload(payload: bytes, payload_type: int) -> Bytes | None:
    """An RTP payload as A-law bytes; None for anything but G.711 (digits, comfort noise …)."""
    sound = np.frombuffer(payload, np.uint8)
    if payload_type == PAYLOAD_ALAW:
        return sound
    return ALAW_OF_ULAW[sound] if payload_type == PAYLOAD_ULAW else None
