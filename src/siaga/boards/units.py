"""What every unit is doing: its duty, and the stage of its job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry, Fact
from siaga.language.status_claims import StandDownRead, StandDownUnread
from siaga.language.unit_orders import (
    NextJobDropped,
    NextJobDue,
    NextJobSet,
    PreAlertEnded,
    PreAlertTaken,
    UnitPreAlerted,
)
from siaga.language.units import OffDutyReason, UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    DispatchId,
    HospitalId,
    IncidentId,
    Role,
    Sealed,
    UnitId,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandByLine:
    """The unit was told to stand ready; `ready` once its crew has answered."""

    pre_alert_id: str
    at: datetime
    ends_at: datetime
    by: str
    incident_id: IncidentId | None = None
    note: Sealed | None = None
    ready: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoodDown:
    """The unit was called off and its crew has not confirmed that it knows."""

    dispatch_id: DispatchId
    incident_id: IncidentId
    at: datetime
    by: str
    reason: Sealed | None = None
    moved_to: IncidentId | None = None
    rings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLine:
    incident_id: IncidentId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCard:
    """Key: unit id. `status` is derived: off_duty, available, or the stage of its dispatch."""

    unit_id: UnitId
    status: str
    since_at: datetime
    on_duty: bool
    crew_count: int | None = None
    off_reason: OffDutyReason | None = None
    back_at: datetime | None = None
    dispatch_id: DispatchId | None = None
    incident_id: IncidentId | None = None
    stage: Stage | None = None
    hospital: HospitalId | None = None
    via: Via = Via.CONSOLE
    by: str = ""  # who sent it to the job it has
    pre_alert: StandByLine | None = None
    stood_down: StoodDown | None = None
    next: NextLine | None = None  # taken when it is clear


Duty = UnitWentOnDuty | UnitWentOffDuty
Progress = DispatchNotified | DispatchAcknowledged | DispatchAdvanced | DispatchCorrected
Ending = UnitCleared | DispatchCancelled | DispatchDeclined
Order = (
    UnitPreAlerted
    | PreAlertTaken
    | PreAlertEnded
    | NextJobSet
    | NextJobDropped
    | NextJobDue
    | StandDownRead
    | StandDownUnread
)
Heard = Duty | UnitDispatched | Progress | Ending | Order

SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES_ALL | {Role.AGENCY_DESK, Role.FIELD_CREW}
CARD = UnitCard

OFF_DUTY = "off_duty"
AVAILABLE = "available"


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.unit_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: UnitCard | None, entry: Entry) -> UnitCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.unit_id:
        return card
    if isinstance(fact, UnitWentOnDuty | UnitWentOffDuty):
        return _duty(card, fact, entry)
    if isinstance(fact, UnitDispatched):
        return _dispatched(card, fact, entry)
    if isinstance(fact, Order):
        return card and _ordered(card, fact, entry)
    if card is None or card.dispatch_id != fact.dispatch_id:
        return card  # of a job the unit no longer has
    if isinstance(fact, UnitCleared | DispatchCancelled | DispatchDeclined):
        return _freed(card, fact, entry)
    return _progress(card, fact, entry)


def view(card: UnitCard, viewer: Actor) -> UnitCard | None:
    """Every unit's status is known to all who work with units, its job only to its own people."""
    if viewer.roles & SEES_ALL or (viewer.roles & ROLES and card.unit_id in viewer.units):
        return card
    if viewer.roles & ROLES:
        return replace(
            card,
            incident_id=None,
            dispatch_id=None,
            hospital=None,
            by="",
            pre_alert=None,
            stood_down=None,
            next=None,
        )
    return None


def _duty(card: UnitCard | None, fact: Duty, entry: Entry) -> UnitCard:
    card = card or UnitCard(
        unit_id=fact.unit_id, status=OFF_DUTY, since_at=fact.when.at, on_duty=False
    )
    match fact:
        case UnitWentOnDuty():
            card = replace(
                card, on_duty=True, crew_count=fact.crew_count, off_reason=None, back_at=None
            )
        case UnitWentOffDuty():
            card = replace(
                card, on_duty=False, crew_count=None, off_reason=fact.reason, back_at=fact.back_at
            )
        case _:
            assert_never(fact)
    if card.dispatch_id:
        return card
    status = AVAILABLE if card.on_duty else OFF_DUTY
    return replace(card, status=status, since_at=fact.when.at, via=entry.via)


def _dispatched(card: UnitCard | None, fact: UnitDispatched, entry: Entry) -> UnitCard:
    """A unit commanded through its own base may be sent without ever having reported for duty."""
    card = card or UnitCard(
        unit_id=fact.unit_id, status=OFF_DUTY, since_at=fact.when.at, on_duty=False
    )
    return replace(
        card,
        status=Stage.ASSIGNED.value,
        stage=Stage.ASSIGNED,
        since_at=fact.when.at,
        dispatch_id=fact.dispatch_id,
        incident_id=fact.incident_id,
        hospital=None,
        via=entry.via,
        by=entry.actor,
        pre_alert=None,
        next=None if card.next and card.next.incident_id == fact.incident_id else card.next,
    )


def _freed(card: UnitCard, fact: Ending, entry: Entry) -> UnitCard:
    if isinstance(fact, DispatchCancelled) and fact.must_be_read:
        stood_down = StoodDown(
            dispatch_id=fact.dispatch_id,
            incident_id=fact.incident_id,
            at=fact.when.at,
            by=entry.actor,
            reason=fact.reason,
            moved_to=fact.moved_to,
        )
        card = replace(card, stood_down=stood_down)
    return replace(
        card,
        status=AVAILABLE if card.on_duty else OFF_DUTY,
        stage=None,
        since_at=fact.when.at,
        dispatch_id=None,
        incident_id=None,
        hospital=None,
        via=entry.via,
        by="",
    )


def _ordered(card: UnitCard, fact: Order, entry: Entry) -> UnitCard:
    at = fact.when.at
    match fact:
        case UnitPreAlerted():
            line = StandByLine(
                pre_alert_id=fact.pre_alert_id,
                at=at,
                ends_at=fact.ends_at,
                by=entry.actor,
                incident_id=fact.incident_id,
                note=fact.note,
            )
            return replace(card, pre_alert=line)
        case PreAlertTaken():
            line_now = card.pre_alert and replace(card.pre_alert, ready=fact.ready)
            return replace(card, pre_alert=line_now)
        case PreAlertEnded():
            return replace(card, pre_alert=None)
        case NextJobSet():
            return replace(card, next=NextLine(incident_id=fact.incident_id, at=at))
        case NextJobDropped() | NextJobDue():
            return replace(card, next=None)
        case StandDownRead() | StandDownUnread():
            return _stood_down(card, fact)
        case _:
            assert_never(fact)


def _stood_down(card: UnitCard, fact: StandDownRead | StandDownUnread) -> UnitCard:
    """Of an older stand-down nothing is shown any more."""
    known = card.stood_down
    if known is None or known.dispatch_id != fact.dispatch_id:
        return card
    if isinstance(fact, StandDownRead):
        return replace(card, stood_down=None)
    return replace(card, stood_down=replace(known, rings=True))


def _progress(card: UnitCard, fact: Progress, entry: Entry) -> UnitCard:
    at, via = fact.when.at, entry.via
    match fact:
        case DispatchNotified():
            # Delivery may be confirmed after the crew acknowledged over the radio.
            is_next = card.stage is Stage.ASSIGNED
            return _at_stage(card, Stage.NOTIFIED, since_at=at, via=via) if is_next else card
        case DispatchAcknowledged():
            return _at_stage(card, Stage.ACKNOWLEDGED, since_at=at, via=via)
        case DispatchAdvanced():
            card = replace(card, hospital=fact.hospital or card.hospital)
            return _at_stage(card, fact.stage, since_at=at, via=via)
        case DispatchCorrected():
            return replace(card, since_at=fact.when.at) if fact.stage is card.stage else card
        case _:
            assert_never(fact)


def _at_stage(card: UnitCard, stage: Stage, *, since_at: datetime, via: Via) -> UnitCard:
    return replace(card, status=stage.value, stage=stage, since_at=since_at, via=via)
