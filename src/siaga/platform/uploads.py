"""Photos that arrive in parts, over a signal that comes and goes; each goes on where it stopped.

Whoever holds an upload's token may go on with it; only the token's hash is kept. What no report
has taken within a day is thrown away.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from siaga.language.values import FieldError
from siaga.platform.database import Pool
from siaga.platform.logbook import Unavailable
from siaga.platform.media_store import SIGNATURES, SIZE_BYTES_MAX, MediaStore, Purpose
from siaga.platform.vault import Sealer

PART_BYTES_MAX = 512 * 1024
UNFINISHED_MAX = 300  # 3 GB at the very most
KEPT = timedelta(hours=24)
PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})

APPEND = """
update upload set offset_bytes = offset_bytes + $4
where place = $1 and token_hash = $2 and offset_bytes = $3 and not whole
  and offset_bytes + $4 <= size_bytes
returning offset_bytes
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    media_type: str
    size_bytes: int
    offset_bytes: int  # the next byte that is wanted
    whole: bool = False
    stored: str | None = None  # content address, once a report has taken it


class Uploads:
    def __init__(self, pool: Pool, site: int, *, sealer: Sealer, media: MediaStore) -> None:
        self.pool, self.site, self.sealer, self.media = pool, site, sealer, media

    async def begin(self, media_type: str, size_bytes: int) -> str:
        """→ token. Raises FieldError, or Unavailable when too many are on their way."""
        if media_type not in PHOTOS:
            raise FieldError("media_type", "kirim foto JPEG, PNG, atau WebP")
        if not 0 < size_bytes <= SIZE_BYTES_MAX:
            raise FieldError("size", "foto kosong atau lebih dari 10 MB")
        unfinished = await self.pool.fetchval(
            "select count(*) from upload where place = $1 and stored is null", self.site
        )
        if unfinished >= UNFINISHED_MAX:
            raise Unavailable("too many uploads on their way")
        token = secrets.token_urlsafe(16)
        await self.pool.execute(
            "insert into upload (place, token_hash, media_type, size_bytes)"
            " values ($1, $2, $3, $4)",
            self.site,
            _hash(token),
            media_type,
            size_bytes,
        )
        return token

    async def find(self, token: str) -> Upload | None:
        row = await self.pool.fetchrow(
            "select media_type, size_bytes, offset_bytes, whole, stored from upload"
            " where place = $1 and token_hash = $2",
            self.site,
            _hash(token),
        )
        return Upload(**row) if row else None

    async def append(self, token: str, offset_bytes: int, *, part: bytes) -> Upload | None:
        """The upload as it is afterwards: a part that does not begin where the last one ended, or
        goes over the end, changes nothing. Raises FieldError for what is no photo."""
        known = await self.find(token)
        if known is None or not part or len(part) > PART_BYTES_MAX:
            return known
        if offset_bytes == 0 and not SIGNATURES[known.media_type].match(part):
            raise FieldError("media", f"isi berkas bukan {known.media_type}")
        wrapped, data = self.sealer.encrypt(part)
        async with self.pool.acquire() as connection, connection.transaction():
            moved = await connection.fetchval(
                APPEND, self.site, _hash(token), offset_bytes, len(part)
            )
            if moved is not None:
                await connection.execute(
                    "insert into upload_part (place, token_hash, offset_bytes, wrapped_key, data)"
                    " values ($1, $2, $3, $4, $5)",
                    self.site,
                    _hash(token),
                    offset_bytes,
                    wrapped,
                    data,
                )
        return await self.find(token)

    async def finish(self, token: str, sha256: str) -> Upload | None:
        """All of it is here, and it is what was meant. Raises FieldError when the bytes are not
        those the sender has: then it begins anew."""
        known = await self.find(token)
        if known is None or known.whole or known.offset_bytes < known.size_bytes:
            return known
        if hashlib.sha256(await self._joined(token)).hexdigest() != sha256:
            await self._begin_anew(token)
            raise FieldError("sha256", "foto berubah di jalan; dikirim ulang dari awal")
        await self.pool.execute(
            "update upload set whole = true where place = $1 and token_hash = $2",
            self.site,
            _hash(token),
        )
        return await self.find(token)

    async def take(self, token: str) -> tuple[str, str] | None:
        """→ (content address, MIME type) of a whole photo, kept from now on; the same each time."""
        known = await self.find(token)
        if known is None or not known.whole:
            return None
        if known.stored is not None:
            return known.stored, known.media_type
        data = await self._joined(token)
        if not data:  # another request took it just now
            return await self.take(token)
        stored = await self.media.keep(data, known.media_type, purpose=Purpose.EVIDENCE)
        async with self.pool.acquire() as connection, connection.transaction():
            await self._drop_parts(connection, token)
            await connection.execute(
                "update upload set stored = $3 where place = $1 and token_hash = $2",
                self.site,
                _hash(token),
                stored,
            )
        return stored, known.media_type

    async def _joined(self, token: str) -> bytes:
        rows = await self.pool.fetch(
            "select wrapped_key, data from upload_part where place = $1 and token_hash = $2"
            " order by offset_bytes",
            self.site,
            _hash(token),
        )
        return b"".join(self.sealer.decrypt(row["wrapped_key"], row["data"]) for row in rows)

    async def _begin_anew(self, token: str) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            await self._drop_parts(connection, token)
            await connection.execute(
                "update upload set offset_bytes = 0 where place = $1 and token_hash = $2",
                self.site,
                _hash(token),
            )

    async def _drop_parts(self, connection: Any, token: str) -> None:
        await connection.execute(
            "delete from upload_part where place = $1 and token_hash = $2",
            self.site,
            _hash(token),
        )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
