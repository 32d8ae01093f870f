"""Smaller copies of pictures that were made safe here before."""

from __future__ import annotations

import asyncio
import io

from PIL import Image

QUALITIES = (82, 70, 58, 45, 30)


async def shrunk(jpeg: bytes, *, side_max: int, bytes_max: int) -> bytes:
    """A JPEG of at most so many pixels a side; as small as it gets when bytes are short."""
    return await asyncio.to_thread(_shrunk, jpeg, side_max, bytes_max)


def _shrunk(jpeg: bytes, side_max: int, bytes_max: int) -> bytes:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.thumbnail((side_max, side_max))
        made = b""
        for quality in QUALITIES:
            out = io.BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
            made = out.getvalue()
            if len(made) <= bytes_max:
                break
    return made
