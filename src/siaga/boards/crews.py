"""Who is on which unit, and which of them calls for help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.crews import (
    CrewSignedOff,
    CrewSignedOn,
    PanicAnswered,
    PanicDue,
    PanicFact,
    PanicRaised,
    PanicWithdrawn,
)
from siaga.language.entry import Entry, Fact
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    IncidentId,
    LocationClaim,
    Role,
    UnitId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewMember:
    account_id: AccountId
    since_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPanic:
    """Sounds at every desk while `rings`; gone once somebody has said how it ended."""

    raised_at: datetime
    recorded_at: datetime
    by: str
    rings: bool = True
    location: LocationClaim | None = None
    incident_id: IncidentId | None = None
    withdrawn_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    times_due: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewCard:
    """Key: unit id. There while somebody is on it, or calls for help."""

    unit_id: UnitId
    members: tuple[CrewMember, ...] = ()
    panic: UnitPanic | None = None


Heard = CrewSignedOn | CrewSignedOff | PanicRaised | PanicWithdrawn | PanicAnswered | PanicDue

SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES_ALL | {Role.FIELD_CREW}
CARD = CrewCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.unit_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: CrewCard | None, entry: Entry) -> CrewCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.unit_id:
        return card
    card = card or CrewCard(unit_id=fact.unit_id)
    match fact:
        case CrewSignedOn():
            others = tuple(one for one in card.members if one.account_id != fact.account_id)
            member = CrewMember(account_id=fact.account_id, since_at=fact.when.at)
            return replace(card, members=(*others, member))
        case CrewSignedOff():
            left = tuple(one for one in card.members if one.account_id != fact.account_id)
            return _or_none(replace(card, members=left))
        case PanicRaised() | PanicWithdrawn() | PanicAnswered() | PanicDue():
            return _or_none(replace(card, panic=_panic(card.panic, fact, entry)))
        case _ as never:
            assert_never(never)


def view(card: CrewCard, viewer: Actor) -> CrewCard | None:
    if viewer.roles & SEES_ALL:
        return card
    return card if viewer.roles & ROLES and card.unit_id in viewer.units else None


def _or_none(card: CrewCard) -> CrewCard | None:
    return card if card.members or card.panic else None


def _panic(panic: UnitPanic | None, fact: PanicFact, entry: Entry) -> UnitPanic | None:
    match fact:
        case PanicRaised():
            return UnitPanic(
                raised_at=fact.when.at,
                recorded_at=entry.recorded_at,
                by=fact.account_id,
                location=fact.location,
                incident_id=fact.incident_id,
            )
        case PanicWithdrawn():
            return panic and replace(panic, withdrawn_at=fact.when.at)
        case PanicAnswered() if fact.outcome is not None:
            return None
        case PanicAnswered():
            return panic and replace(
                panic, rings=False, answered_at=fact.when.at, answered_by=entry.actor
            )
        case PanicDue():
            return panic and replace(panic, rings=True, times_due=panic.times_due + 1)
        case _ as never:
            assert_never(never)
