"""People outside the room: a telephone number's random subject (logbook.md 16)."""

from __future__ import annotations

import asyncpg
import phonenumbers

from siaga.language.values import SubjectId
from siaga.platform.ids import new_id
from siaga.platform.vault import Sealer

COUNTRY = "ID"

# Making one needs no commit to disk of its own: the facts that name the subject are committed after
# it, and that writes everything before them.
FIND_OR_MAKE = """
with found as (select subject from subject where place = $1 and number_hash = $2),
made as (
  insert into subject (place, number_hash, subject)
  select $1, $2, $3 from (select set_config('synchronous_commit', 'off', true)) c
  where not exists (select from found) on conflict do nothing returning subject)
select subject, false as new from found union all select subject, true from made
"""


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
        while True:  # a second time only when another process made it at the same moment
            row = await self.pool.fetchrow(FIND_OR_MAKE, self.site, key, new_id().hex)
            if row is not None:
                return SubjectId(row["subject"]), row["new"]

    async def forget(self, subject: SubjectId) -> None:
        """Erasure: nothing leads from a number to this subject any more."""
        await self.pool.execute(
            "delete from subject where place = $1 and subject = $2", self.site, subject
        )
