"""Photos and voice notes: what they are is read from their bytes; same bytes are kept once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from siaga.language.values import FieldError
from siaga.platform.media_store import OPEN, RECEIVED_BYTES_MAX, SIZE_BYTES_MAX, MediaStore, Purpose
from siaga.platform.vault import Sealer
from tests.contract.servers import Opened, opened

JPEG = b"\xff\xd8\xff\xe0" + b"kebakaran" * 50
GOOD = {
    "image/jpeg": JPEG,
    "image/png": b"\x89PNG\r\n\x1a\n....",
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "audio/ogg; codecs=opus": b"OggS\x00\x02",
    "audio/mpeg": b"\xff\xf3\x44",
    "video/mp4": b"\x00\x00\x00\x18ftypmp42",
    "application/pdf": b"%PDF-1.7",
}
BAD = {
    "a script that says it is a photo": (b"<script>", "image/jpeg"),
    "a sound that says it is a picture": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "image/webp"),
    "zeros that say they are a film": (b"\x00" * 64, "video/mp4"),
    "nothing": (b"", "image/png"),
    "an executable": (b"\x7fELF", "application/octet-stream"),
    "a page": (b"<html>", "text/html"),
    "one byte too many": (JPEG + b"x" * SIZE_BYTES_MAX, "image/jpeg"),
}


def store_of(book: Opened, folder: Path) -> MediaStore:
    return MediaStore(book.pool, book.site, sealer=Sealer(b"k" * 32), folder=folder / "media")


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file()]


async def test_each_kind_comes_back_as_it_was_sent(
    postgres: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(postgres) as book:
        store = store_of(book, tmp_path)
        for media_type, data in GOOD.items():
            stored = await store.keep(data, media_type)
            assert await store.fetch(stored) == (data, media_type.partition(";")[0])
        assert await store.fetch("0" * 64) is None


async def test_evidence_is_opened_by_no_screen(database: dict[str, Any], tmp_path: Path) -> None:
    async with opened(database) as book:
        store = store_of(book, tmp_path)
        evidence = await store.keep_received(b"MZ a program", "application/octet-stream")
        shown = await store.keep_shown(JPEG, "image/jpeg")
        photo = await store.keep(JPEG, "image/jpeg", purpose=Purpose.EVIDENCE)
        ours = await store.keep(JPEG, "image/jpeg")
        assert len({evidence, shown, photo, ours}) == 4, "the same bytes may be both"
        assert await store.fetch(evidence) == (b"MZ a program", "application/octet-stream")
        assert await store.fetch(evidence, purposes=OPEN) is None
        assert await store.fetch(photo, purposes=OPEN) is None
        assert await store.fetch(shown, purposes=OPEN) == (JPEG, "image/jpeg")
        assert await store.fetch(ours, purposes=OPEN) == (JPEG, "image/jpeg")
        assert await store.keep_received(b"MZ a program", "x/y") == evidence, "kept once"
        with pytest.raises(FieldError):
            await store.keep_received(bytes(RECEIVED_BYTES_MAX + 1), "image/jpeg")


@pytest.mark.parametrize("name", BAD)
async def test_what_it_is_not_is_refused(
    database: dict[str, Any], tmp_path: Path, name: str
) -> None:
    data, media_type = BAD[name]
    async with opened(database) as book:
        with pytest.raises(FieldError) as refused:
            await store_of(book, tmp_path).keep(data, media_type)
        assert refused.value.field in ("media", "media_type")
        assert await book.value("select count(*) from media") == 0
    assert files(tmp_path) == []


async def test_the_same_bytes_are_kept_once_and_encrypted(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        store = store_of(book, tmp_path)
        first = await store.keep(JPEG, "image/jpeg")
        assert await store.keep(JPEG, "image/jpeg") == first
        assert await book.value("select count(*) from media") == 1
    (file,) = files(tmp_path)
    assert b"kebakaran" not in file.read_bytes()
    assert JPEG[:4] not in file.read_bytes()


async def test_two_who_send_the_same_photo_at_once_can_both_read_it(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        stores = [store_of(book, tmp_path) for _ in range(8)]
        kept = await asyncio.gather(*(store.keep(JPEG, "image/jpeg") for store in stores))
        assert len(set(kept)) == 1
        for store in stores:
            assert await store.fetch(kept[0]) == (JPEG, "image/jpeg")
    assert len(files(tmp_path)) == 1


async def test_an_erased_photo_is_gone_and_may_come_again(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        store = store_of(book, tmp_path)
        stored = await store.keep(JPEG, "image/jpeg")
        await book.pool.execute("update media set wrapped_key = null")
        assert await store.fetch(stored) is None
        assert await store.keep(JPEG, "image/jpeg") == stored
        assert await store.fetch(stored) == (JPEG, "image/jpeg")
