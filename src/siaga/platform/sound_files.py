"""How long sound and film last, and what is hidden in them. Pure; any bytes are understood."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

OPUS_PER_S = 48_000
AMR_FRAME_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6)
AMR_FRAMES_PER_S = 50
BOXES_MAX = 10_000
DEPTH_MAX = 8
DURATION_S_MAX = 24 * 3600

_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"edts"})
_HIDDEN = frozenset({b"udta", b"meta", b"uuid", b"XMP_", b"\xa9xyz", b"loci"})
_PLACE = re.compile(rb"([+-]\d{1,2}\.\d{2,})([+-]\d{1,3}\.\d{2,})")


class BrokenFile(Exception):
    """Its container cannot be read: no player would play it either."""


def duration_s(data: bytes, kind: str) -> int | None:
    """Rounded up; None where the container does not say. Raises BrokenFile."""
    match kind:
        case "audio/ogg":
            seconds = _ogg_s(data)
        case "audio/wav":
            seconds = _wav_s(data)
        case "audio/amr":
            seconds = _amr_s(data)
        case "audio/mp4" | "video/mp4" | "video/3gpp" | "video/quicktime":
            seconds = _mp4_s(data)
        case _:
            return None
    if seconds is None or not 0 <= seconds <= DURATION_S_MAX:
        return None
    return int(seconds) + (seconds % 1 > 0)


def _ogg_s(data: bytes) -> float | None:
    """The last page's granule tells it; an Opus stream's first samples are skipped."""
    if len(data) < 27 + 1 + 19:
        raise BrokenFile("too short for a page")
    body = data[27 + data[26] :]
    last = data.rfind(b"OggS")
    granule = struct.unpack_from("<q", data, last + 6)[0] if last + 14 <= len(data) else -1
    if body.startswith(b"OpusHead") and len(body) >= 12:
        skip = struct.unpack_from("<H", body, 10)[0]
        return (granule - skip) / OPUS_PER_S if granule >= skip else None
    if body.startswith(b"\x01vorbis") and len(body) >= 16:
        rate = struct.unpack_from("<I", body, 12)[0]
        return granule / rate if rate and granule >= 0 else None
    return None


def _wav_s(data: bytes) -> float | None:
    at = 12
    rate = 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"fmt " and at + 20 <= len(data):
            rate = struct.unpack_from("<I", data, at + 16)[0]
        elif name == b"data":
            return min(size, len(data) - at - 8) / rate if rate else None
        at += 8 + size + size % 2
    raise BrokenFile("no sound in it")


def _amr_s(data: bytes) -> float:
    at, frames = 6, 0
    while at < len(data):
        mode = data[at] >> 3 & 0x0F
        at += AMR_FRAME_BYTES[mode] if mode < len(AMR_FRAME_BYTES) else 1
        frames += 1
    return frames / AMR_FRAMES_PER_S


# ---- MP4: boxes in boxes, each with its size and name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    name: bytes
    begin: int  # of its header
    body: int
    end: int
    inside: list[_Box] = field(default_factory=list)


def _mp4_s(data: bytes) -> float | None:
    for box in _walk(_boxes(data, 0, end=len(data))):
        if box.name == b"mvhd" and box.end - box.body >= 20:
            long = data[box.body] == 1
            if long and box.end - box.body < 32:
                break
            scale, length = struct.unpack_from(
                ">IQ" if long else ">II", data, box.body + (20 if long else 12)
            )
            return length / scale if scale else None
    raise BrokenFile("no film in it")


def _boxes(data: bytes, begin: int, *, end: int, depth: int = 0) -> list[_Box]:
    """What lies side by side from `begin` to `end`. A box that goes beyond it ends there."""
    found: list[_Box] = []
    while begin + 8 <= end and len(found) < BOXES_MAX:
        size, name = struct.unpack_from(">I4s", data, begin)
        body = begin + 8
        if size == 1 and body + 8 <= end:
            size = struct.unpack_from(">Q", data, body)[0]
            body += 8
        until = end if size == 0 else min(begin + size, end)
        if until < body:
            break
        goes_on = name in _INSIDE and depth < DEPTH_MAX
        inside = _boxes(data, body, end=until, depth=depth + 1) if goes_on else []
        found.append(_Box(name=name, begin=begin, body=body, end=until, inside=inside))
        begin = until
    return found


def _walk(boxes: list[_Box]) -> Iterator[_Box]:
    for box in boxes:
        yield box
        yield from _walk(box.inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    data: bytes
    place: tuple[float, float] | None  # latitude, longitude that stood in what was hidden


def without_hidden(data: bytes, kind: str) -> Bare:
    """The same film with what describes it blanked: who made it, with what, where.

    Sizes stay, so that nothing that points into the file has to be moved. Sound in other
    containers is left as it is.
    """
    if not kind.endswith(("/mp4", "/3gpp", "/quicktime")):
        return Bare(data=data, place=None)
    blank = bytearray(data)
    place: tuple[float, float] | None = None
    for box in _walk(_boxes(data, 0, end=len(data))):
        is_track_of_notes = box.name == b"trak" and _handler(data, box) not in (b"vide", b"soun")
        if box.name in _HIDDEN or is_track_of_notes:
            place = place or _place(data[box.body : box.end])
            blank[box.begin + 4 : box.begin + 8] = b"free"
            blank[box.body : box.end] = bytes(box.end - box.body)
    return Bare(data=bytes(blank), place=place)


def _handler(data: bytes, track: _Box) -> bytes:
    for box in _walk(track.inside):
        if box.name == b"hdlr":
            return data[box.body + 8 : box.body + 12]
    return b""


def _place(hidden: bytes) -> tuple[float, float] | None:
    found = _PLACE.search(hidden)
    return (float(found[1]), float(found[2])) if found else None
