"""Sound packets of a call (RTP, RFC 3550): header, extension and padding taken off."""

from __future__ import annotations

import struct
from typing import NamedTuple

_HEADER = struct.Struct(">BBHII")
_RTCP = range(64, 96)
"""As payload types these are RTCP on the same port (RFC 5761)."""


class Rtp(NamedTuple):
    payload_type: int
    sequence: int
    timestamp: int
    stream: int  # SSRC
    payload: bytes


def read_rtp(datagram: bytes) -> Rtp | None:
    """None for what is no RTP: RTCP, STUN, DTLS, garbage."""
    size = len(datagram)
    if size < 12:
        return None
    first, second, sequence, timestamp, stream = _HEADER.unpack_from(datagram)
    payload_type = second & 0x7F
    if first >> 6 != 2 or payload_type in _RTCP:
        return None
    begin, end = 12 + 4 * (first & 15), size
    if first & 0x10:
        if begin + 4 > size:
            return None
        begin += 4 + 4 * (datagram[begin + 2] << 8 | datagram[begin + 3])
    if first & 0x20:
        end -= datagram[-1]
    if begin > end:
        return None
    return Rtp(payload_type, sequence, timestamp, stream, datagram[begin:end])
