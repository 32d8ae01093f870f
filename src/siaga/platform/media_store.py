"""Photos, voice notes, recordings: encrypted files named by content, limited in size and type.

What citizens send is *evidence*: kept as it came, whatever it is, and opened by no screen. A safe
copy made of it is *shown*. What people of the house or the house itself made is neither.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from enum import StrEnum
from pathlib import Path

import asyncpg

from siaga.language.values import FieldError
from siaga.platform.vault import Sealer

SIZE_BYTES_MAX = 10 * 1024 * 1024
RECORDING = "audio/wav"
WAVE = re.compile(rb"RIFF.{4}WAVE", re.DOTALL)
RECORDING_BYTES_MAX = 64 * 1024 * 1024
"""An hour of stereo telephone sound is 57.6 MB."""

RECEIVED_BYTES_MAX = 64 * 1024 * 1024
"""Sound and film by chat are at most 16 MB; only documents may be larger."""

SIGNATURES = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "audio/ogg": re.compile(rb"OggS"),
    "audio/mpeg": re.compile(rb"ID3|\xff[\xe2-\xff]"),
    "audio/mp4": re.compile(rb".{4}ftyp", re.DOTALL),
    "audio/webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    "video/mp4": re.compile(rb".{4}ftyp", re.DOTALL),
    "application/pdf": re.compile(rb"%PDF-"),
}
"""Types people may send and how their files begin: the sender's word alone is not enough."""


class Purpose(StrEnum):
    HOUSE = "house"
    EVIDENCE = "evidence"
    SHOWN = "shown"


OPEN = frozenset({Purpose.HOUSE, Purpose.SHOWN})
"""What screens may open."""


class MediaStore:
    def __init__(self, pool: asyncpg.Pool, site: int, *, sealer: Sealer, folder: Path) -> None:
        self.pool, self.site, self.sealer, self.folder = pool, site, sealer, folder

    async def keep(self, data: bytes, media_type: str, *, purpose: Purpose = Purpose.HOUSE) -> str:
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
        return await self._keep(data, media_type, purpose)

    async def keep_received(self, data: bytes, media_type: str) -> str:
        """Evidence of any kind, not to be opened as it is. Raises FieldError."""
        if len(data) > RECEIVED_BYTES_MAX:
            raise FieldError("media", f"berkas lebih dari {RECEIVED_BYTES_MAX} byte")
        return await self._keep(data, media_type, Purpose.EVIDENCE)

    async def keep_shown(self, data: bytes, media_type: str) -> str:
        """A safe copy that was made here of somebody's file."""
        return await self._keep(data, media_type, Purpose.SHOWN)

    async def keep_recording(self, wav: bytes) -> str:
        """What the house itself recorded may be larger than what people send."""
        if len(wav) > RECORDING_BYTES_MAX:
            raise FieldError("media", f"rekaman lebih dari {RECORDING_BYTES_MAX} byte")
        if not WAVE.match(wav):
            raise FieldError("media", f"isi berkas bukan {RECORDING}")
        return await self._keep(wav, RECORDING, Purpose.HOUSE)

    async def _keep(self, data: bytes, media_type: str, purpose: Purpose) -> str:
        digest = await asyncio.to_thread(_digest, data)
        if purpose is not Purpose.HOUSE:  # the same bytes may be evidence here and shown there
            digest = f"{purpose}:{digest}"
        stored = hashlib.sha256(self.sealer.blind(digest)).hexdigest()
        if await self._key_of(stored) is None:
            wrapped, sealed = await asyncio.to_thread(self.sealer.encrypt, data)
            path = self._path(stored, wrapped)
            await asyncio.to_thread(_write, path, sealed)
            await self.pool.execute(
                "insert into media (place, stored, media_type, size_bytes, wrapped_key, purpose)"
                " values ($1, $2, $3, $4, $5, $6) on conflict (place, stored) do update set"
                " wrapped_key = excluded.wrapped_key where media.wrapped_key is null",
                self.site,
                stored,
                media_type,
                len(data),
                wrapped,
                purpose.value,
            )
            if await self._key_of(stored) != wrapped:  # somebody kept the same bytes just now
                path.unlink()
        return stored

    async def _key_of(self, stored: str) -> bytes | None:
        wrapped: bytes | None = await self.pool.fetchval(
            "select wrapped_key from media where place = $1 and stored = $2", self.site, stored
        )
        return wrapped

    async def fetch(
        self, stored: str, *, purposes: frozenset[Purpose] = frozenset(Purpose)
    ) -> tuple[bytes, str] | None:
        """→ (bytes, MIME type); None when unknown, erased or kept for another purpose."""
        row = await self.pool.fetchrow(
            "select media_type, wrapped_key from media"
            " where place = $1 and stored = $2 and purpose = any($3)",
            self.site,
            stored,
            list(purposes),
        )
        if row is None or row["wrapped_key"] is None:
            return None
        path = self._path(stored, row["wrapped_key"])
        sealed = await asyncio.to_thread(path.read_bytes)
        plain = await asyncio.to_thread(self.sealer.decrypt, row["wrapped_key"], sealed)
        return plain, row["media_type"]

    async def hand_in(self, stored: str, by_id: str) -> None:
        """Who gave it, of people outside the room: a file is theirs before a board shows it."""
        await self.pool.execute(
            "insert into media_handed (place, stored, by_id) values ($1, $2, $3)"
            " on conflict do nothing",
            self.site,
            stored,
            by_id,
        )

    async def was_handed_in(self, stored: str, by_id: str) -> bool:
        found: bool = await self.pool.fetchval(
            "select exists (select from media_handed"
            " where place = $1 and stored = $2 and by_id = $3)",
            self.site,
            stored,
            by_id,
        )
        return found

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
