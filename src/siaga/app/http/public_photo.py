"""A photo for a report, in parts: begun, gone on with after every cut, finished by its digest."""

from __future__ import annotations

import re
from typing import Any

from litestar import Response, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, body_object, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, address_of
from siaga.app.http.pace import Pace
from siaga.app.room import Room
from siaga.language.values import FieldError
from siaga.platform.media_store import SIZE_BYTES_MAX
from siaga.platform.uploads import PART_BYTES_MAX, Upload

BEGUN = Pace(12, 600.0)
PARTS = Pace(600, 600.0)  # of one address: 300 MB in ten minutes
OFFSET_HEADER = "upload-offset"
SHA256 = re.compile(r"[0-9a-f]{64}")


def photo_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post("/lapor/foto", status_code=200, include_in_schema=False)
    async def begin(request: AnyRequest) -> Response[Any]:
        room = room_of()
        body = await body_object(request)
        media_type, size = body.get("media_type"), body.get("size")
        if not isinstance(media_type, str):
            raise FieldError("media_type", "wajib diisi")
        if not isinstance(size, int) or isinstance(size, bool):
            raise FieldError("size", "harus berupa jumlah byte")
        if not BEGUN.allows(address_of(room, request)):
            return told(request, "too_many", status=429, headers={"Retry-After": "60"})
        upload = await room.citizens.uploads.begin(media_type, size)
        return answer({"upload": upload, "offset": 0, "part_max": PART_BYTES_MAX})

    @get("/lapor/foto/{upload:str}", include_in_schema=False)
    async def offset(request: AnyRequest, upload: FromPath[str]) -> Response[Any]:
        return _answer(request, await room_of().citizens.uploads.find(upload))

    @put(
        "/lapor/foto/{upload:str}",
        status_code=200,
        request_max_body_size=PART_BYTES_MAX + 1,
        include_in_schema=False,
    )
    async def part(request: AnyRequest, upload: FromPath[str]) -> Response[Any]:
        room = room_of()
        begins = _offset(request)
        if not PARTS.allows(address_of(room, request)):
            return told(request, "too_many", status=429, headers={"Retry-After": "10"})
        data = await request.body()
        if not 0 < len(data) <= PART_BYTES_MAX:
            raise FieldError("body", f"1 sampai {PART_BYTES_MAX} byte")
        found = await room.citizens.uploads.append(upload, begins, part=data)
        moved = found is not None and found.offset_bytes == begins + len(data)
        return _answer(request, found, status=200 if moved else 409)

    @post("/lapor/foto/{upload:str}/selesai", status_code=200, include_in_schema=False)
    async def finish(request: AnyRequest, upload: FromPath[str]) -> Response[Any]:
        room = room_of()
        sha256 = (await body_object(request)).get("sha256")
        if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
            raise FieldError("sha256", "harus berupa 64 angka heksadesimal")
        found = await room.citizens.uploads.finish(upload, sha256)
        return _answer(request, found, status=200 if found and found.whole else 409)

    return [begin, offset, part, finish]


def _answer(request: AnyRequest, found: Upload | None, *, status: int = 200) -> Response[Any]:
    if found is None:
        return told(request, "not_found", status=404)
    content = {"offset": found.offset_bytes, "size": found.size_bytes, "whole": found.whole}
    return answer(content, status)


def _offset(request: AnyRequest) -> int:
    text = request.headers.get(OFFSET_HEADER, "")
    is_number = text.isascii() and text.isdigit() and len(text) < 12
    if not is_number or int(text) > SIZE_BYTES_MAX:
        raise FieldError(OFFSET_HEADER, "harus berupa jumlah byte yang sudah terkirim")
    return int(text)


async def taken_photo(room: Room, upload: str) -> tuple[str, str] | None:
    """(content address, MIME type) of a photo that came ahead of its report.

    Raises FieldError when it is not whole, or nobody's.
    """
    if not upload:
        return None
    photo = await room.citizens.uploads.take(upload)
    if photo is None:
        raise FieldError("photo", "foto belum lengkap; kirim ulang")
    return photo
