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
    def __init__(self, pool: asyncpg.Pool, site: int, sealer: Sealer) -> None:
        self.pool, self.site, self.sealer = pool, site, sealer

    async def of(self, identity: str) -> SubjectId:
        """The subject of a number or another identity of a channel; made when it is new."""
        key = self.sealer.blind(identity)
        await self.pool.execute(
            "insert into subject (place, number_hash, subject) values ($1, $2, $3)"
            " on conflict do nothing",
            self.site,
            key,
            new_id().hex,
        )
        return SubjectId(
            await self.pool.fetchval(
                "select subject from subject where place = $1 and number_hash = $2",
                self.site,
                key,
            )
        )

    async def forget(self, subject: SubjectId) -> None:
        """Erasure: nothing leads from a number to this subject any more."""
        await self.pool.execute(
            "delete from subject where place = $1 and subject = $2", self.site, subject
        )
