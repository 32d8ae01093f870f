"""Forms being filled: kept on the server field by field, seen live at every desk."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import asyncpg

from siaga.language.values import Actor, FieldError
from siaga.platform.free_text import readable_text
from siaga.platform.signals import Signals
from siaga.platform.vault import Sealer

NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
FIELDS_MAX = 40


class Drafts:
    def __init__(self, pool: asyncpg.Pool, site: int, *, sealer: Sealer, signals: Signals) -> None:
        self.pool, self.site, self.sealer, self.signals = pool, site, sealer, signals
        self._open: dict[str, dict[str, Any]] = {}

    async def load(self) -> None:
        """After a start: what was being typed is there again."""
        rows = await self.pool.fetch(
            "select * from draft where place = $1 order by saved_at", self.site
        )
        for row in rows:
            value = self.sealer.decrypt(row["wrapped_key"], row["value"]).decode()
            fields = self._open.setdefault(row["draft_id"], {})
            fields[row["field"]] = _field(value, row["account_id"], row["saved_at"])
        for draft_id, fields in self._open.items():
            self.signals.put("draft", draft_id, value=fields, at=rows[-1]["saved_at"])

    async def save(self, draft_id: str, field: str, *, value: Any, by: Actor, at: datetime) -> None:
        """One field, last writer wins. Raises FieldError."""
        for name, text in (("draft_id", draft_id), ("field", field)):
            if not isinstance(text, str) or not NAME.fullmatch(text):
                raise FieldError(name, "bukan nama yang sah")
        if not isinstance(value, str):
            raise FieldError("value", "harus berupa teks")
        text = readable_text("value", value)
        fields = self._open.setdefault(draft_id, {})
        if field not in fields and len(fields) >= FIELDS_MAX:
            raise FieldError("field", f"paling banyak {FIELDS_MAX} kolom")
        fields[field] = _field(text, by.id, at)
        self.signals.put("draft", draft_id, value=dict(fields), at=at)
        wrapped, data = self.sealer.encrypt(text.encode())
        await self.pool.execute(
            "insert into draft (place, draft_id, field, value, wrapped_key, account_id, saved_at)"
            " values ($1, $2, $3, $4, $5, $6, $7) on conflict (place, draft_id, field) do update"
            " set value = excluded.value, wrapped_key = excluded.wrapped_key,"
            " account_id = excluded.account_id, saved_at = excluded.saved_at",
            self.site,
            draft_id,
            field,
            data,
            wrapped,
            by.id,
            at,
        )

    async def end(self, draft_id: str, at: datetime) -> None:
        self._open.pop(draft_id, None)
        self.signals.put("draft", draft_id, value=None, at=at)
        await self.pool.execute(
            "delete from draft where place = $1 and draft_id = $2", self.site, draft_id
        )


def _field(value: str, by: str, at: datetime) -> dict[str, Any]:
    return {"value": value, "by": by, "at": at}
