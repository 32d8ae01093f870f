"""People outside the room: a telephone number's random subject (logbook.md 16).

A person may be known by several identities: a number, and a channel's own ids. An identity that
is no number carries its kind: "whatsapp-user:ID.1349…".
"""

from __future__ import annotations

from collections.abc import Sequence

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
KNOWN = "select number_hash, subject from subject where place = $1 and number_hash = any($2)"
TIE = """
insert into subject (place, number_hash, subject) values ($1, $2, $3)
on conflict (place, number_hash) do update set subject = excluded.subject
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

    async def known(self, identities: Sequence[str]) -> dict[str, SubjectId]:
        """Of these identities, those that lead to somebody."""
        keys = {self.sealer.blind(identity): identity for identity in identities}
        rows = await self.pool.fetch(KNOWN, self.site, list(keys))
        return {keys[row["number_hash"]]: SubjectId(row["subject"]) for row in rows}

    async def tie(self, identity: str, subject: SubjectId) -> None:
        """From now on this identity is that person, whoever it was before."""
        await self.pool.execute(TIE, self.site, self.sealer.blind(identity), subject)

    async def untie(self, identity: str) -> None:
        """Nobody has it any more: who comes by it next is somebody new."""
        await self.pool.execute(
            "delete from subject where place = $1 and number_hash = $2",
            self.site,
            self.sealer.blind(identity),
        )

    async def forget(self, subject: SubjectId) -> None:
        """Erasure: nothing leads from a number to this subject any more."""
        await self.pool.execute(
            "delete from subject where place = $1 and subject = $2", self.site, subject
        )
