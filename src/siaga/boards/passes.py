"""Who has which pass: for what, until when, opened by how many browsers, and when last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from siaga.language.entry import Entry, Fact
from siaga.language.passes import PassEnded, PassFact, PassIssued, PassKind, PassOpened
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    AgencyId,
    HospitalId,
    IncidentId,
    PassId,
    ReferralId,
    Role,
    Sealed,
    UnitId,
)

NAMES_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PassHolder:
    """What somebody who opened it calls himself."""

    name: Sealed
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassCard:
    """Key: pass id. Leaves with the pass."""

    pass_id: PassId
    kind: PassKind
    issued_at: datetime
    issued_by: str  # account id
    expires_at: datetime
    agency: AgencyId | None = None
    referral_id: ReferralId | None = None
    hospital: HospitalId | None = None
    incident_id: IncidentId | None = None
    unit_id: UnitId | None = None
    browsers: int = 0
    last_opened_at: datetime | None = None
    holders: tuple[PassHolder, ...] = ()  # the last ones


SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES

HEARS: tuple[type[Fact], ...] = get_args(PassFact)
ROLES: frozenset[Role] = SEES_ALL | {Role.AGENCY_DESK, Role.HOSPITAL_DESK, Role.DUTY_DOCTOR}
CARD = PassCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.pass_id,) if isinstance(fact, PassFact) else ()


def draw(key: str, card: PassCard | None, entry: Entry) -> PassCard | None:
    fact = entry.fact
    if not isinstance(fact, PassFact) or key != fact.pass_id:
        return card
    match fact:
        case PassIssued():
            return PassCard(
                pass_id=fact.pass_id,
                kind=fact.kind,
                issued_at=fact.when.at,
                issued_by=entry.actor,
                expires_at=fact.expires_at,
                agency=fact.agency,
                referral_id=fact.referral_id,
                hospital=fact.hospital,
                incident_id=fact.incident_id,
                unit_id=fact.unit_id,
            )
        case PassOpened():
            return card and _opened(card, fact)
        case PassEnded():
            return None


def view(card: PassCard, viewer: Actor) -> PassCard | None:
    """An agency and a hospital see those for their own, the doctor those of all hospitals; whoever
    holds a pass sees none."""
    if viewer.roles & SEES_ALL:
        return card
    if viewer.pass_id is not None:
        return None
    if Role.AGENCY_DESK in viewer.roles and card.referral_id is not None:
        return card if card.agency == viewer.agency else None
    if Role.DUTY_DOCTOR in viewer.roles:
        return card if card.hospital is not None else None
    is_own = card.hospital is not None and card.hospital == viewer.hospital
    return card if is_own and Role.HOSPITAL_DESK in viewer.roles else None


def _opened(card: PassCard, fact: PassOpened) -> PassCard:
    holders = card.holders
    if fact.name is not None:
        holders = (*holders, PassHolder(name=fact.name, at=fact.when.at))[-NAMES_MAX:]
    return replace(card, browsers=card.browsers + 1, last_opened_at=fact.when.at, holders=holders)
