"""Captures as the media proxy writes them: pcap files that may still grow, read piece by piece.

Source: the pcap file format (draft-ietf-opsawg-pcap). rtpengine writes link type 1 (Ethernet) for
`recording-format=eth` and 101 (bare IP) for `raw`.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

HEADER_BYTES = 24
RECORD_BYTES_MAX = 0x40000
"""No capture program writes longer packets: what says so is not a capture."""

_MAGICS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1e-6),
    b"\xa1\xb2\xc3\xd4": (">", 1e-6),
    b"\x4d\x3c\xb2\xa1": ("<", 1e-9),
    b"\xa1\xb2\x3c\x4d": (">", 1e-9),
}
_IP_BEGINS = {1: 14, 12: 0, 14: 0, 101: 0, 228: 0, 229: 0}
_UDP = 17
_UDP_HEADER = struct.Struct(">HHH")


class BrokenCapture(Exception):
    """These bytes are no capture, or no longer one; what was read before stays good."""


class Datagram(NamedTuple):
    """One UDP packet as it arrived at the media proxy."""

    at_s: float  # since 1970, the proxy's clock
    source: bytes
    source_port: int
    port: int
    payload: bytes


class CaptureReader:
    """Fed the file's bytes in any pieces; an unfinished last packet waits for its rest."""

    def __init__(self) -> None:
        self._rest = b""
        self._record: struct.Struct | None = None
        self._fraction_s, self._ip_begins = 0.0, 0
        self._broken = ""

    def feed(self, chunk: bytes) -> list[Datagram]:
        """Raises BrokenCapture, only after all that was good has been returned."""
        if self._broken:
            raise BrokenCapture(self._broken)
        data = self._rest + chunk
        at = 0
        if self._record is None:
            if len(data) < HEADER_BYTES:
                self._rest = data
                return []
            self._begin(data)
            at = HEADER_BYTES
        record = self._record
        assert record is not None
        found: list[Datagram] = []
        while at + 16 <= len(data):
            seconds, fraction, size, _ = record.unpack_from(data, at)
            if size > RECORD_BYTES_MAX:
                self._broken = f"a packet of {size} bytes"
                if found:
                    return found
                raise BrokenCapture(self._broken)
            end = at + 16 + size
            if end > len(data):
                break
            at_s = seconds + fraction * self._fraction_s
            datagram = _datagram(data, at_s, begin=at + 16 + self._ip_begins, end=end)
            if datagram is not None:
                found.append(datagram)
            at = end
        self._rest = data[at:]
        return found

    def _begin(self, data: bytes) -> None:
        order, self._fraction_s = _MAGICS.get(data[:4], ("", 0.0))
        if not order:
            raise BrokenCapture("does not begin like a capture")
        (link,) = struct.unpack_from(f"{order}I", data, 20)
        if link & 0xFFFF not in _IP_BEGINS:
            raise BrokenCapture(f"link type {link}")
        self._ip_begins = _IP_BEGINS[link & 0xFFFF]
        self._record = struct.Struct(f"{order}IIII")


def _datagram(data: bytes, at_s: float, *, begin: int, end: int) -> Datagram | None:
    """None for whatever is no whole UDP packet."""
    if end - begin < 28:
        return None
    first = data[begin]
    if first >> 4 == 4:
        udp = begin + (first & 15) * 4
        fragment = (data[begin + 6] << 8 | data[begin + 7]) & 0x1FFF
        if data[begin + 9] != _UDP or fragment or udp < begin + 20:
            return None
        source = data[begin + 12 : begin + 16]
    elif first >> 4 == 6:
        udp = begin + 40
        if data[begin + 6] != _UDP:
            return None
        source = data[begin + 8 : begin + 24]
    else:
        return None
    if udp + 8 > end:
        return None
    source_port, port, size = _UDP_HEADER.unpack_from(data, udp)
    stop = min(end, udp + size) if size >= 8 else end
    return Datagram(at_s, source, source_port, port, data[udp + 8 : stop])
