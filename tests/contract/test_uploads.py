"""Photos in parts: they go on where they stopped, and only what is whole and meant is kept."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest

from siaga.language.values import FieldError
from siaga.platform import uploads as module
from siaga.platform.housekeeping import purge
from siaga.platform.logbook import Unavailable
from siaga.platform.media_store import SIZE_BYTES_MAX, MediaStore
from siaga.platform.uploads import PART_BYTES_MAX, Uploads
from siaga.platform.vault import Sealer
from tests.contract.servers import Opened, opened

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 600
PART = 50_000


def uploads_of(book: Opened, folder: Path) -> Uploads:
    sealer = Sealer(b"k" * 32)
    media = MediaStore(book.pool, book.site, sealer=sealer, folder=folder / "media")
    return Uploads(book.pool, book.site, sealer=sealer, media=media)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def all_of(uploads: Uploads, token: str, data: bytes, *, begin: int = 0) -> None:
    for offset in range(begin, len(data), PART):
        part = data[offset : offset + PART]
        found = await uploads.append(token, offset, part=part)
        assert found is not None
        assert found.offset_bytes == offset + len(part)


async def test_it_goes_on_where_it_stopped(postgres: dict[str, Any], tmp_path: Path) -> None:
    async with opened(postgres) as book:
        uploads = uploads_of(book, tmp_path)
        token = await uploads.begin("image/jpeg", len(JPEG))
        await uploads.append(token, 0, part=JPEG[:PART])
        again = uploads_of(book, tmp_path)  # the program was started anew meanwhile
        found = await again.find(token)
        assert found is not None
        assert (found.offset_bytes, found.size_bytes, found.whole) == (PART, len(JPEG), False)
        assert await again.finish(token, sha256(JPEG)) == found, "not all of it is here"
        assert await again.take(token) is None
        await all_of(again, token, JPEG, begin=PART)
        whole = await again.finish(token, sha256(JPEG))
        assert whole is not None
        assert whole.whole
        stored, media_type = await again.take(token) or ("", "")
        kept = await again.media.fetch(stored)
        assert kept is not None
        assert (bytes(kept[0]), media_type) == (JPEG, "image/jpeg")
        assert await again.take(token) == (stored, media_type), "the same each time"
        parts = await book.pool.fetchval("select count(*) from upload_part")
        assert parts == 0


async def test_a_part_twice_out_of_turn_or_too_long_changes_nothing(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        uploads = uploads_of(book, tmp_path)
        token = await uploads.begin("image/jpeg", len(JPEG))
        for offset, part in (
            (0, JPEG[:PART]),
            (0, JPEG[:PART]),
            (PART * 2, JPEG[PART * 2 : PART * 3]),
            (PART, JPEG[PART:] + b"x"),
            (PART, b""),
            (PART, b"x" * (PART_BYTES_MAX + 1)),
        ):
            found = await uploads.append(token, offset, part=part)
            assert found is not None
            assert found.offset_bytes == PART, offset
        both = await asyncio.gather(
            *(uploads.append(token, PART, part=JPEG[PART : 2 * PART]) for _ in range(4))
        )
        assert {found.offset_bytes for found in both if found} == {2 * PART}
        await all_of(uploads, token, JPEG, begin=2 * PART)
        whole = await uploads.finish(token, sha256(JPEG))
        assert whole is not None
        assert whole.whole


async def test_what_changed_on_the_way_begins_anew(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        uploads = uploads_of(book, tmp_path)
        token = await uploads.begin("image/jpeg", len(JPEG))
        await all_of(uploads, token, JPEG[:-1] + b"\x00")
        with pytest.raises(FieldError, match="berubah di jalan"):
            await uploads.finish(token, sha256(JPEG))
        found = await uploads.find(token)
        assert found is not None
        assert found.offset_bytes == 0
        await all_of(uploads, token, JPEG)
        whole = await uploads.finish(token, sha256(JPEG))
        assert whole is not None
        assert whole.whole


async def test_what_is_no_photo_is_refused_at_its_first_bytes(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        uploads = uploads_of(book, tmp_path)
        for media_type, size in (
            ("application/pdf", 10),
            ("image/svg+xml", 10),
            ("", 10),
            ("image/jpeg", 0),
            ("image/jpeg", SIZE_BYTES_MAX + 1),
        ):
            with pytest.raises(FieldError):
                await uploads.begin(media_type, size)
        token = await uploads.begin("image/png", 100)
        with pytest.raises(FieldError, match="bukan image/png"):
            await uploads.append(token, 0, part=b"MZ" + b"\0" * 98)
        assert await uploads.append("nobody", 0, part=JPEG[:9]) is None
        assert await uploads.finish("nobody", sha256(b"")) is None
        assert await uploads.take("nobody") is None


async def test_on_the_disk_it_is_not_to_be_read(database: dict[str, Any], tmp_path: Path) -> None:
    async with opened(database) as book:
        uploads = uploads_of(book, tmp_path)
        token = await uploads.begin("image/jpeg", len(JPEG))
        await uploads.append(token, 0, part=JPEG[:PART])
        row = await book.pool.fetchrow("select token_hash, data from upload_part")
        assert token.encode() not in row["token_hash"]
        assert JPEG[100:200] not in row["data"]


async def test_what_no_report_takes_is_thrown_away(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        uploads = uploads_of(book, tmp_path)
        old, young = await uploads.begin("image/jpeg", 9), await uploads.begin("image/jpeg", 9)
        await uploads.append(old, 0, part=JPEG[:4])
        await book.pool.execute(
            "update upload set began_at = began_at - interval '25 hours' where token_hash = $1",
            hashlib.sha256(old.encode()).digest(),
        )
        await purge(book.pool, book.site)
        assert await uploads.find(old) is None
        assert await uploads.find(young) is not None
        assert await book.pool.fetchval("select count(*) from upload_part") == 0


async def test_there_is_an_end_to_what_is_on_its_way(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "UNFINISHED_MAX", 2)
    async with opened(database) as book:
        uploads = uploads_of(book, tmp_path)
        for _ in range(2):
            await uploads.begin("image/jpeg", 9)
        with pytest.raises(Unavailable):
            await uploads.begin("image/jpeg", 9)
