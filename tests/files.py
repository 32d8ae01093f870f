"""Small pictures, sounds and films for tests: real containers around next to nothing."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

JAMBI = (-1.6101, 103.6131)


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def film(*, seconds: float, scale: int = 1000, long: bool = False, hidden: bytes = b"") -> bytes:
    """An MP4 whose header says how long it lasts; `hidden` stands beside that header."""
    if long:
        header = b"\x01\0\0\0" + bytes(16) + struct.pack(">IQ", scale, int(seconds * scale))
    else:
        header = b"\0\0\0\0" + bytes(8) + struct.pack(">II", scale, int(seconds * scale))
    moov = box(b"moov", box(b"mvhd", header + bytes(80)) + hidden)
    return box(b"ftyp", b"mp42\0\0\0\0mp42") + moov + box(b"mdat", b"gambar bergerak")


def ogg_opus(seconds: float, *, skip: int = 312) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", skip, 48_000, 0, 0)
    granule = int(seconds * 48_000) + skip
    return _page(0, head, kind=2) + _page(granule, b"\xfc\xff\xfe", kind=4)


def _page(granule: int, body: bytes, *, kind: int) -> bytes:
    head = struct.pack("<4sBBqIII", b"OggS", 0, kind, granule, 7, 0, 0)
    return head + bytes([1, len(body)]) + body


def wav(seconds: float) -> bytes:
    sound = bytes(int(seconds * 16_000))
    form = struct.pack("<HHIIHH", 1, 1, 8_000, 16_000, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(sound))
    return b"RIFF" + struct.pack("<I", len(body) + len(sound)) + body + sound


def amr(seconds: float) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * int(seconds * 50)


def jpeg(width: int = 64, height: int = 48, *, place: tuple[float, float] | None = None) -> bytes:
    """With `place` a camera's note of where it was, and who made it."""
    image = Image.new("RGB", (width, height), (200, 40, 40))
    exif = Image.Exif()
    if place is not None:
        latitude, longitude = place
        exif[0x010F] = "Kamera Rahasia"
        exif[0x8825] = {
            1: "S" if latitude < 0 else "N",
            2: _parts(latitude),
            3: "W" if longitude < 0 else "E",
            4: _parts(longitude),
        }
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def _parts(degrees: float) -> tuple[float, float, float]:
    whole = abs(degrees)
    minutes = whole % 1 * 60
    return (float(int(whole)), float(int(minutes)), minutes % 1 * 60)


def png(width: int = 8, height: int = 8) -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 0, 255, 128)).save(made, "PNG")
    return made.getvalue()


def png_bomb(side: int = 60_000) -> bytes:
    """A few kilobytes that say they are a picture of 3.6 thousand million dots."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
