"""Photos, voice notes, recordings: encrypted files named by content, limited in size and type."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from pathlib import Path

import asyncpg

from siaga.language.values import FieldError
from siaga.platform.vault import Sealer

SIZE_BYTES_MAX = 10 * 1024 * 1024
RECORDING = "audio/wav"
WAVE = re.compile(rb"RIFF.{4}WAVE", re.DOTALL)
RECORDING_BYTES_MAX = 64 * 1024 * 1024
"""An hour of stereo telephone sound is 57.6 MB."""

SIGNATURES = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "audio/ogg": re.compile(rb"OggS"),
    "audio/mpeg": re.compile(rb"ID3|\xff[\xe2-\xff]"),
    "video/mp4": re.compile(rb".{4}ftyp", re.DOTALL),
    "application/pdf": re.compile(rb"%PDF-"),
}
"""Types people may send and how their files begin: the sender's word alone is not enough."""


class MediaStore:
    def __init__(self, pool: asyncpg.Pool, site: int, *, sealer: Sealer, folder: Path) -> None:
        self.pool, self.site, self.sealer, self.folder = pool, site, sealer, folder

    async def keep(self, data: bytes, media_type: str) -> str:
        """→ content address; the same bytes are kept once. Raises FieldError."""
        media_type = media_type.partition(";")[0].strip().lower()
        if media_type not in SIGNATURES:
            raise FieldError("media_type", "jenis berkas tidak diterima; kirim foto JPEG atau PNG")
        if not data:
            raise FieldError("media", "berkas kosong")
        if len(data) > SIZE_BYTES_MAX:
            raise FieldError("media", "berkas lebih dari 10 MB; kirim yang lebih kecil")
        if not SIGNATURES[media_type].match(data):
            raise FieldError("media", f"isi berkas bukan {media_type}")
        return await self._keep(data, media_type)

    async def keep_recording(self, wav: bytes) -> str:
        """What the house itself recorded may be larger than what people send."""
        if len(wav) > RECORDING_BYTES_MAX:
            raise FieldError("media", f"rekaman lebih dari {RECORDING_BYTES_MAX} byte")
        if not WAVE.match(wav):
            raise FieldError("media", f"isi berkas bukan {RECORDING}")
        return await self._keep(wav, RECORDING)

    async def _keep(self, data: bytes, media_type: str) -> str:
        digest = await asyncio.to_thread(_digest, data)
        stored = hashlib.sha256(self.sealer.blind(digest)).hexdigest()
        if await self._key_of(stored) is None:
            wrapped, sealed = await asyncio.to_thread(self.sealer.encrypt, data)
            path = self._path(stored, wrapped)
            await asyncio.to_thread(_write, path, sealed)
            await self.pool.execute(
                "insert into media (place, stored, media_type, size_bytes, wrapped_key)"
                " values ($1, $2, $3, $4, $5) on conflict (place, stored) do update set"
                " wrapped_key = excluded.wrapped_key where media.wrapped_key is null",
                self.site,
                stored,
                media_type,
                len(data),
                wrapped,
            )
            if await self._key_of(stored) != wrapped:  # somebody kept the same bytes just now
                path.unlink()
        return stored

    async def _key_of(self, stored: str) -> bytes | None:
        wrapped: bytes | None = await self.pool.fetchval(
            "select wrapped_key from media where place = $1 and stored = $2", self.site, stored
        )
        return wrapped

    async def fetch(self, stored: str) -> tuple[bytes, str] | None:
        """→ (bytes, MIME type); None when unknown or erased."""
        row = await self.pool.fetchrow(
            "select media_type, wrapped_key from media where place = $1 and stored = $2",
            self.site,
            stored,
        )
        if row is None or row["wrapped_key"] is None:
            return None
        path = self._path(stored, row["wrapped_key"])
        sealed = await asyncio.to_thread(path.read_bytes)
        plain = await asyncio.to_thread(self.sealer.decrypt, row["wrapped_key"], sealed)
        return plain, row["media_type"]

    def _path(self, stored: str, wrapped_key: bytes) -> Path:
        """Named by its key too: two writers of the same bytes never overwrite each other."""
        return self.folder / stored[:2] / f"{stored}.{hashlib.sha256(wrapped_key).hexdigest()[:16]}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
