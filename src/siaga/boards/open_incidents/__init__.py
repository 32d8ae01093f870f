"""What is happening: every incident that is not closed, with its dispatches and referrals."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from siaga.boards.open_incidents.alarms import AlarmHeard, draw_alarm
from siaga.boards.open_incidents.arriving import ArrivingHeard, draw_arriving
from siaga.boards.open_incidents.bases import BaseHeard, draw_base
from siaga.boards.open_incidents.card import (
    DispatchLine,
    IncidentCard,
    Meeting,
    MergedLine,
    Need,
    NoteLine,
    ReferralLine,
)
from siaga.boards.open_incidents.checks import CheckHeard, draw_check
from siaga.boards.open_incidents.claims import ClaimHeard, draw_claim
from siaga.boards.open_incidents.dispatches import DispatchHeard, draw_dispatch
from siaga.boards.open_incidents.incidents import IncidentHeard, draw_incident, draw_other
from siaga.boards.open_incidents.orders import OrderHeard, draw_order
from siaga.boards.open_incidents.referrals import ReferralHeard, draw_referral
from siaga.language.agencies import ReferralState
from siaga.language.base_asks import BaseAsked
from siaga.language.dispatch import UnitNeedRecorded
from siaga.language.entry import Entry, Fact
from siaga.language.incident import (
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentsLinked,
    IncidentsUnlinked,
    IncidentUnmerged,
)
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, Role

__all__ = [
    "CARD",
    "HEARS",
    "ROLES",
    "DispatchLine",
    "IncidentCard",
    "Meeting",
    "MergedLine",
    "Need",
    "NoteLine",
    "ReferralLine",
    "draw",
    "keys",
    "view",
]

Heard = (
    IncidentHeard
    | AlarmHeard
    | ArrivingHeard
    | BaseHeard
    | CheckHeard
    | ClaimHeard
    | OrderHeard
    | DispatchHeard
    | ReferralHeard
)

SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES_ALL | {Role.AGENCY_DESK, Role.FIELD_CREW}
CARD = IncidentCard

_ENDED = frozenset({ReferralState.VERIFIED, ReferralState.TAKEN_BACK})


def keys(fact: Fact) -> tuple[str, ...]:
    """The incident, its parent, on whose card it is listed, and the one it is joined with."""
    if not isinstance(fact, Heard):
        return ()
    others: tuple[str | None, ...] = ()
    match fact:
        case IncidentOpened():
            others = (fact.parent_id,)
        case IncidentClosed() | IncidentReopened():
            others = (fact.parent_id, fact.merged_into)
        case IncidentsLinked() | IncidentsUnlinked():
            others = (fact.other_id,)
        case IncidentMerged() | IncidentUnmerged():
            others = (fact.into,)
        case UnitNeedRecorded() | BaseAsked():
            others = (fact.moved_from,)
        case _:
            pass
    return tuple(dict.fromkeys(one for one in (fact.incident_id, *others) if one))


def draw(key: str, card: IncidentCard | None, entry: Entry) -> IncidentCard | None:
    fact = entry.fact
    if key not in keys(fact) or not isinstance(fact, Heard):
        return card
    if isinstance(fact, IncidentHeard):
        if key != fact.incident_id:
            return card and draw_other(key, card, fact)
        return draw_incident(card, fact, entry)
    if card is None:
        return None  # closed: a task or a correction outlives the incident
    if isinstance(fact, AlarmHeard):
        return draw_alarm(card, fact)
    if isinstance(fact, ArrivingHeard):
        return draw_arriving(card, fact, entry)
    if isinstance(fact, CheckHeard):
        return draw_check(card, fact)
    if isinstance(fact, ClaimHeard):
        return draw_claim(card, fact, entry)
    if isinstance(fact, OrderHeard):
        return draw_order(card, fact, entry)
    if isinstance(fact, BaseHeard):
        return draw_base(key, card, fact, entry)
    if isinstance(fact, DispatchHeard):
        return draw_dispatch(key, card, fact, entry)
    return draw_referral(card, fact, entry)


def view(card: IncidentCard, viewer: Actor) -> IncidentCard | None:
    """The room sees all; a crew the incident it is sent to; an agency the one it has a task on.

    Outside the room nobody learns which contacts spoke of it, and an agency neither reads the
    room's notes nor sees the tasks of other agencies.
    """
    if viewer.roles & SEES_ALL:
        return card
    has_unit_here = any(line.unit_id in viewer.units for line in card.dispatches.values())
    if has_unit_here and Role.FIELD_CREW in viewer.roles:
        return replace(card, contact_ids=(), partners={}, asked={})
    if Role.AGENCY_DESK in viewer.roles:
        own = {id_: line for id_, line in card.referrals.items() if line.agency == viewer.agency}
        has_task_here = any(line.state not in _ENDED for line in own.values())
        if has_unit_here or has_task_here:
            meeting = card.meeting if has_unit_here else _without_guide(card.meeting)
            return replace(
                card,
                contact_ids=(),
                notes=(),
                referrals=own,
                partners={},
                asked={},
                meeting=meeting,
            )
    return None


def _without_guide(meeting: Meeting | None) -> Meeting | None:
    return meeting and replace(meeting, guide_name=None, guide_number=None)
