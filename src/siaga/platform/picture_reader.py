"""Opens pictures of strangers, in a process of its own that may die of them.

Started by `pictures.py` as a plain file: it imports nothing of Siaga. Reads length and bytes of a
picture from its input, writes a JSON line's length, the line, then the bytes of a copy, again and
again, until its input ends. The copy is a JPEG without anything but the picture.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import warnings
from typing import IO, Any

from PIL import ExifTags, Image, ImageFile, ImageOps

MEMORY_BYTES_MAX = 1536 * 1024 * 1024
PIXELS_MAX = 64_000_000
JPEG_PIXELS_MAX = 256_000_000  # read at a fraction of their size
SIDE_MAX = 4096
QUALITY = 88
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def read(data: bytes) -> tuple[dict[str, Any], bytes]:
    """→ ({"width", "height", "place"}, JPEG), or ({"problem"}, b"")."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            limit = JPEG_PIXELS_MAX if image.format == "JPEG" else PIXELS_MAX
            if image.width * image.height > limit:
                return {"problem": "bomb"}, b""
            place = _place(image)
            image.draft("RGB", (SIDE_MAX, SIDE_MAX))
            copy = _bare(image)
            made = io.BytesIO()
            copy.save(made, "JPEG", quality=QUALITY)
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"problem": "bomb"}, b""
    except Exception as reason:  # whatever a decoder finds: the picture is broken, not we
        return {"problem": "broken", "reason": type(reason).__name__}, b""
    return {"width": copy.width, "height": copy.height, "place": place}, made.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """The first frame as people see it: upright, on white, no larger than a screen can use."""
    image.thumbnail((SIDE_MAX, SIDE_MAX))
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGB", "L"):
        bare = upright.convert("RGB")
    else:
        seen = upright.convert("RGBA")
        bare = Image.new("RGB", seen.size, "white")
        bare.paste(seen, mask=seen.getchannel("A"))
    bare.info.clear()
    return bare


def _place(image: Image.Image) -> tuple[float, float] | None:
    """Degrees, WGS 84, as the camera wrote them; None when it did not, or not readably."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude])
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude])
        south = str(gps[ExifTags.GPS.GPSLatitudeRef]).upper().startswith("S")
        west = str(gps[ExifTags.GPS.GPSLongitudeRef]).upper().startswith("W")
    except Exception:
        return None
    if not (0 <= latitude <= 90 and 0 <= longitude <= 180):
        return None
    return (-latitude if south else latitude, -longitude if west else longitude)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _limit_ourselves() -> None:
    """What a picture may cost; no file may be written, and a crash leaves no copy of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = JPEG_PIXELS_MAX
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # the half that arrived may show the fire
    warnings.simplefilter("ignore")


def main(source: IO[bytes], sink: IO[bytes]) -> None:
    _limit_ourselves()
    while len(head := source.read(4)) == 4:
        about, copy = read(source.read(struct.unpack(">I", head)[0]))
        line = json.dumps(about).encode()
        sink.write(struct.pack(">II", len(line), len(copy)) + line + copy)
        sink.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
