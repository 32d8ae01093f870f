"""The vault: everything personal, each item under a key of its own (logbook.md 15-17).

An item's key is wrapped by the place key, which lies in a file outside the database. Erasing an
item destroys its wrapped key and its data, and names it in a list outside the database that is
applied again after every restore.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from siaga.language.values import Sealed
from siaga.platform.ids import new_id

SALT_BYTES = 16
NONCE_BYTES = 12
CACHE_ITEMS_MAX = 10_000
ERASED = re.compile(r"^\[(\d+), \"([0-9a-f]{32})\"\]$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultItem:
    """A sealed value on its way into the append's transaction."""

    ref: str
    wrapped_key: bytes
    data: bytes
    subject: str = ""
    case_id: str = ""
    kind: str = "text"  # retention class: text, identity, point, media, raw


class Held(Exception):
    """A hold (police, claim) stops the erasure; the message names who ordered it."""


def load_place_key(folder: Path) -> bytes:
    """The place's own 32-byte secret; made on the first start, readable by its owner only."""
    path = folder / "place.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
    key = path.read_bytes()
    if len(key) != 32:
        raise ValueError(f"{path} is not a place key")
    return key


class Sealer:
    """Encryption alone: knows the place key, no database."""

    def __init__(self, place_key: bytes) -> None:
        self._wrap = AESGCM(hashlib.sha256(b"wrap" + place_key).digest())
        self._secret = hashlib.sha256(b"blind" + place_key).digest()

    def encrypt(self, plain: bytes) -> tuple[bytes, bytes]:
        """→ (wrapped key, data)."""
        key = os.urandom(32)
        nonce, wrap_nonce = os.urandom(NONCE_BYTES), os.urandom(NONCE_BYTES)
        data = nonce + AESGCM(key).encrypt(nonce, plain, None)
        return wrap_nonce + self._wrap.encrypt(wrap_nonce, key, None), data

    def decrypt(self, wrapped_key: bytes, data: bytes) -> bytes:
        key = self._wrap.decrypt(wrapped_key[:NONCE_BYTES], wrapped_key[NONCE_BYTES:], None)
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)

    def blind(self, text: str) -> bytes:
        """A keyed hash: finds a number without storing it."""
        return hmac.digest(self._secret, text.encode(), "sha256")

    def seal(
        self, value: str, kind: type[Sealed] = Sealed, *, label: str = "text"
    ) -> tuple[Sealed, VaultItem]:
        salt = os.urandom(SALT_BYTES)
        plain = value.encode()
        wrapped, data = self.encrypt(salt + plain)
        ref = new_id().hex
        digest = hashlib.sha256(salt + plain).hexdigest()[:32]
        return kind(ref, digest), VaultItem(ref=ref, wrapped_key=wrapped, data=data, kind=label)

    def open(self, wrapped_key: bytes, data: bytes) -> str:
        return self.decrypt(wrapped_key, data)[SALT_BYTES:].decode()


class Vault:
    """Reveals items after a board's `view()`; keeps what was lately used in memory."""

    def __init__(self, pool: asyncpg.Pool, place: int, *, sealer: Sealer, erased: Path) -> None:
        self.pool, self.place, self.sealer = pool, place, sealer
        self._erased_list = erased
        self.erasures = 0  # what was drawn before one of these may not be shown again
        self._known: OrderedDict[str, str | None] = OrderedDict()

    def remember(self, ref: str, plain: str | None) -> None:
        self._known[ref] = plain
        self._known.move_to_end(ref)
        if len(self._known) > CACHE_ITEMS_MAX:
            self._known.popitem(last=False)

    def at_hand(self, ref: str) -> tuple[bool, str | None]:
        """→ (known here, plaintext or None when erased); never touches the database."""
        if ref in self._known:
            return True, self._known[ref]
        return False, None

    async def reveal(self, refs: Iterable[str]) -> Mapping[str, str | None]:
        """Plaintext by ref; None for an erased or unknown item."""
        wanted = set(refs)
        missing = [ref for ref in wanted if ref not in self._known]
        if missing:
            rows = await self.pool.fetch(
                "select ref, wrapped_key, data from vault_item"
                " where place = $1 and ref = any($2::uuid[])",
                self.place,
                [UUID(ref) for ref in missing],
            )
            found = {row["ref"].hex: row for row in rows}
            for ref in missing:
                row = found.get(ref)
                plain = None
                if row is not None and row["wrapped_key"] is not None:
                    plain = self.sealer.open(row["wrapped_key"], row["data"])
                self.remember(ref, plain)
        return {ref: self._known.get(ref) for ref in wanted}

    async def hold(self, case_id: str, ordered_by: str | None) -> int:
        """Stop (or with None allow again) the erasure of a case's items; → how many."""
        done = await self.pool.execute(
            "update vault_item set held_by = $3 where place = $1 and case_id = $2",
            self.place,
            case_id,
            ordered_by,
        )
        return int(done.split()[-1])

    async def erase(self, refs: Iterable[str]) -> None:
        """Destroy items for good. Raises Held and erases nothing when one of them is held."""
        ids = [UUID(ref) for ref in refs]
        async with self.pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(
                "select held_by from vault_item where place = $1 and ref = any($2::uuid[])"
                " order by ref for update",
                self.place,
                ids,
            )
            if held := next((row["held_by"] for row in rows if row["held_by"]), None):
                raise Held(held)
            self._list_erased(ids)
            await connection.execute(
                "update vault_item set wrapped_key = null, data = null, subject = ''"
                " where place = $1 and ref = any($2::uuid[])",
                self.place,
                ids,
            )
        for ref in ids:
            self.remember(ref.hex, None)
        self.erasures += 1

    def _list_erased(self, ids: list[UUID]) -> None:
        self._erased_list.parent.mkdir(parents=True, exist_ok=True)
        torn = self._erased_list.exists() and not self._erased_list.read_bytes().endswith(b"\n")
        with self._erased_list.open("a") as file:
            file.write("\n" if torn else "")
            file.writelines(json.dumps([self.place, ref.hex]) + "\n" for ref in ids)
            file.flush()
            os.fsync(file.fileno())

    async def erase_again(self) -> int:
        """After a restore: apply the list kept outside the database; → items found alive."""
        if not self._erased_list.exists():
            return 0
        lines = ERASED.findall(self._erased_list.read_text())  # a torn last line is none
        ids = [UUID(ref) for place, ref in lines if int(place) == self.place]
        done = await self.pool.execute(
            "update vault_item set wrapped_key = null, data = null, subject = ''"
            " where place = $1 and ref = any($2::uuid[]) and wrapped_key is not null",
            self.place,
            ids,
        )
        return int(done.split()[-1])
