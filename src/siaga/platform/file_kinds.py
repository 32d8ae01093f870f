"""What a file is, told from its bytes alone. Pure."""

from __future__ import annotations

import re

_STARTS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("audio/ogg", re.compile(rb"OggS\x00")),
    ("audio/wav", re.compile(rb"RIFF.{4}WAVE", re.DOTALL)),
    ("audio/amr", re.compile(rb"#!AMR\n")),
    ("audio/aac", re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")),
    ("audio/mpeg", re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")),
    ("video/webm", re.compile(rb"\x1aE\xdf\xa3")),
    ("application/pdf", re.compile(rb"%PDF-\d")),
)
_BRANDED = re.compile(rb".{4}ftyp(.{4})", re.DOTALL)
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"avif": "image/avif",
}

SOUND_AND_FILM = frozenset({"audio", "video"})
PLAYABLE = frozenset(
    {
        "audio/ogg",
        "audio/wav",
        "audio/amr",
        "audio/aac",
        "audio/mpeg",
        "audio/mp4",
        "video/mp4",
        "video/3gpp",
        "video/quicktime",
        "video/webm",
    }
)
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


def kind_of(data: bytes) -> str | None:
    """MIME type; None for everything that is neither picture, sound, film nor PDF."""
    head = data[:16]
    if branded := _BRANDED.match(head):
        brand = branded[1]
        return "video/3gpp" if brand.startswith(b"3g") else _BRANDS.get(brand, "video/mp4")
    return next((kind for kind, start in _STARTS if start.match(head)), None)


def is_what_it_says(said: str, kind: str) -> bool:
    """Whether the sender's word fits what it is: by family, sound and film being one.

    A file sent "as a document" says nothing about itself.
    """
    family = said.partition("/")[0].strip().lower()
    if family not in (*SOUND_AND_FILM, "image"):
        return True
    is_family = kind.partition("/")[0]
    return family == is_family or {family, is_family} == SOUND_AND_FILM
