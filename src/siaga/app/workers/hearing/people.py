"""Who is known by which ids of a channel, and what happens when two of them turn out to be one.

A number is what the telephone knows too, so the person it leads to is kept. The logbook is told
before the ids are tied: after a crash in between the same is found and told again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from siaga.app.workers.hearing import Hearing
from siaga.desks.intake.commands import JoinIdentities
from siaga.desks.intake.state import ContactLife, Sender
from siaga.language.intake import contact_life, sender
from siaga.language.values import Channel, ContactId, SubjectId
from siaga.platform.ids import derived_id
from siaga.platform.subjects import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """Of one person: `number` as it is shown, `others` with their kind before them."""

    number: str | None = None
    others: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return ((canonical(self.number),) if self.number else ()) + self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a channel's item tells of a person's ids. `gone`: those that are nobody's now."""

    item: UUID
    channel: Channel
    at: datetime
    ids: Ids
    gone: Ids = field(default_factory=Ids)


async def person(hearing: Hearing, shown: Shown) -> SubjectId | None:
    """Whoever has these ids, made when nobody has; None without any."""
    ids = shown.ids.all
    if not ids:
        return None
    if len(ids) == 1 and not shown.gone.all:
        return await hearing.subject_of(ids[0])
    known = await hearing.subjects.known(ids)
    if len(known) == len(ids) and len(set(known.values())) == 1 and not shown.gone.all:
        return known[ids[0]]
    if not known and not shown.gone.all:
        subject = await hearing.subject_of(ids[0])
        await _tie(hearing, ids[1:], subject)
        return subject
    return await joined(hearing, shown)


async def joined(hearing: Hearing, shown: Shown) -> SubjectId | None:
    """Make one person of all that are shown; None when none of them ever wrote."""
    before = await hearing.subjects.known(shown.gone.all)
    known = await hearing.subjects.known(shown.ids.all) | before
    if not known:
        return None
    order = [known[one] for one in (*shown.ids.all, *shown.gone.all) if one in known]
    people = list(dict.fromkeys(order))
    kept = people[0]
    number = shown.ids.number
    is_new = number is not None and known.get(canonical(number)) != kept
    others: list[SubjectId | None] = list(people[1:])
    if not others and (is_new or shown.gone.number):
        others = [None]
    for other in others:
        await _tell(hearing, shown, kept, other=other)
    await _tie(hearing, shown.ids.all, kept)
    for one in set(shown.gone.all) - set(shown.ids.all):
        await hearing.subjects.untie(one)
    return kept


async def _tell(
    hearing: Hearing, shown: Shown, kept: SubjectId, *, other: SubjectId | None
) -> None:
    contact_id = await _going_on(hearing, [each for each in (kept, other) if each])
    seal = hearing.seal()
    number = shown.ids.number
    command = JoinIdentities(
        command_id=derived_id("joined", shown.item, kept, other or ""),
        subject=kept,
        channel=shown.channel,
        occurred_at=shown.at,
        joined=other,
        contact_id=contact_id,
        number=seal(number, label="identity") if number else None,
    )
    await hearing.submit(command, seal, subject=kept)


async def _going_on(hearing: Hearing, people: Sequence[SubjectId]) -> ContactId | None:
    """Of the latest contact of each the one that is open, else the one heard last."""
    desk, states = hearing.gateway.desks["intake"], hearing.gateway.states
    found: list[tuple[bool, int, ContactId]] = []
    for subject in people:
        latest: Sender = (await states.get(desk, sender(subject)))[0]
        if latest.contact_id:
            life: ContactLife = (await states.get(desk, contact_life(latest.contact_id)))[0]
            found.append((life.wrapped_at is None, life.newest, latest.contact_id))
    return max(found)[2] if found else None


async def _tie(hearing: Hearing, ids: Sequence[str], subject: SubjectId) -> None:
    for one in ids:
        await hearing.subjects.tie(one, subject)
