"""People outside the room: a telephone number's random subject (logbook.md 16)."""

from __future__ import annotations

import asyncpg
import phonenumbers

from siaga.language.values import SubjectId
from siaga.platform.ids import new_id
from siaga.platform.vault import Sealer

COUNTRY = "ID"


def canonical(number: str) -> str:
    """A number in any human spelling → E.164, or its digits when it is no valid number."""
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return "".join(character for character in number if character.isdigit())
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


class Subjects:
    def __init__(self, pool: asyncpg.Pool, site: int, *, sealer: Sealer) -> None:
        self.pool, self.site, self.sealer = pool, site, sealer

    async def of(self, identity: str) -> tuple[SubjectId, bool]:
        """The subject of a number or another identity of a channel, and whether it is new."""
        key = self.sealer.blind(identity)
        known = await self._find(key)
        if known is None:
            # Needs no commit to disk of its own: the facts that name the subject are committed
            # after it, and that writes everything before them.
            known = await self.pool.fetchval(
                "insert into subject (place, number_hash, subject) select $1, $2, $3"
                " from (select set_config('synchronous_commit', 'off', true)) c"
                " on conflict do nothing returning subject",
                self.site,
                key,
                new_id().hex,
            )
            if known is not None:
                return SubjectId(str(known)), True
        return SubjectId(str(known or await self._find(key))), False

    async def _find(self, key: bytes) -> str | None:
        found: str | None = await self.pool.fetchval(
            "select subject from subject where place = $1 and number_hash = $2", self.site, key
        )
        return found

    async def forget(self, subject: SubjectId) -> None:
        """Erasure: nothing leads from a number to this subject any more."""
        await self.pool.execute(
            "delete from subject where place = $1 and subject = $2", self.site, subject
        )
