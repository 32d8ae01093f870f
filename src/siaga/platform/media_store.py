"""Photos and voice notes: encrypted files named by their content, with limits on size and type."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

import asyncpg

from siaga.language.values import FieldError
from siaga.platform.vault import Sealer

SIZE_BYTES_MAX = 10 * 1024 * 1024
SIGNATURES = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/webp": (b"RIFF",),
    "audio/ogg": (b"OggS",),
    "audio/mpeg": (b"ID3", b"\xff\xfb", b"\xff\xf3"),
    "video/mp4": (b"\x00\x00\x00",),
    "application/pdf": (b"%PDF-",),
}
"""Accepted types and how their files begin: the sender's word alone is not enough."""


class MediaStore:
    def __init__(self, pool: asyncpg.Pool, site: int, sealer: Sealer, folder: Path) -> None:
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
        if not data.startswith(SIGNATURES[media_type]):
            raise FieldError("media", f"isi berkas bukan {media_type}")
        stored = hashlib.sha256(self.sealer.blind(hashlib.sha256(data).hexdigest())).hexdigest()
        known = await self.pool.fetchval(
            "select true from media where place = $1 and stored = $2", self.site, stored
        )
        if not known:
            wrapped, sealed = await asyncio.to_thread(self.sealer.encrypt, data)
            await asyncio.to_thread(self._write, stored, sealed)
            await self.pool.execute(
                "insert into media (place, stored, media_type, size_bytes, wrapped_key)"
                " values ($1, $2, $3, $4, $5) on conflict do nothing",
                self.site,
                stored,
                media_type,
                len(data),
                wrapped,
            )
        return stored

    async def fetch(self, stored: str) -> tuple[bytes, str] | None:
        """→ (bytes, MIME type); None when unknown or erased."""
        row = await self.pool.fetchrow(
            "select media_type, wrapped_key from media where place = $1 and stored = $2",
            self.site,
            stored,
        )
        if row is None or row["wrapped_key"] is None:
            return None
        sealed = await asyncio.to_thread(self._path(stored).read_bytes)
        return self.sealer.decrypt(row["wrapped_key"], sealed), row["media_type"]

    def _path(self, stored: str) -> Path:
        return self.folder / stored[:2] / stored

    def _write(self, stored: str, sealed: bytes) -> None:
        path = self._path(stored)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_suffix(f".{os.getpid()}")
        with half.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
