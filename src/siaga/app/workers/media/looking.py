"""What a stranger's file really is, and the copy of it that screens may open."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from siaga.language.conversation import MediaProblem
from siaga.platform.file_kinds import PICTURES, PLAYABLE, is_what_it_says, kind_of
from siaga.platform.pictures import NoPicture, Pictures
from siaga.platform.sound_files import Bare, BrokenFile, duration_s, without_hidden

SHOWN_PICTURE = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`shown`: bytes that are safe to open; None: nobody opens it on a screen."""

    media_type: str
    shown: bytes | None = None
    shown_type: str = ""
    problem: MediaProblem | None = None
    duration_s: int | None = None
    width: int | None = None
    height: int | None = None
    place: tuple[float, float] | None = None  # latitude, longitude written into it


async def look_at(data: bytes, said: str, *, pictures: Pictures) -> Seen:
    """`said`: the MIME type the sender or the provider claims."""
    kind = kind_of(data)
    if kind is None:
        return Seen(media_type="application/octet-stream", problem=MediaProblem.NOT_ALLOWED)
    if not is_what_it_says(said, kind):
        return Seen(media_type=kind, problem=MediaProblem.NOT_THAT_TYPE)
    if kind in PICTURES:
        return await _picture(data, kind, pictures)
    if kind in PLAYABLE:
        return await asyncio.to_thread(_sound_or_film, data, kind)
    return Seen(media_type=kind)  # a document, or a picture no browser here opens: by download


async def _picture(data: bytes, kind: str, pictures: Pictures) -> Seen:
    try:
        picture = await pictures.read(data)
    except NoPicture as reason:
        return Seen(media_type=kind, problem=MediaProblem(reason.problem))
    return Seen(
        media_type=kind,
        shown=picture.jpeg,
        shown_type=SHOWN_PICTURE,
        width=picture.width,
        height=picture.height,
        place=picture.place,
    )


def _sound_or_film(data: bytes, kind: str) -> Seen:
    try:
        length_s = duration_s(data, kind)
    except BrokenFile:
        return Seen(media_type=kind, problem=MediaProblem.BROKEN)
    bare: Bare = without_hidden(data, kind)
    return Seen(
        media_type=kind,
        shown=bare.data,
        shown_type=kind,
        duration_s=length_s,
        place=bare.place,
    )
