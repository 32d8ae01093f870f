"""How far help for an incident is, without who, where, or which unit: for reporters' pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralSent,
    ReferralStarted,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.dispatch import (
    DispatchAdvanced,
    DispatchCancelled,
    DispatchDeclined,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry, Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentUnmerged,
)
from siaga.language.values import (
    ROOM_ROLES,
    Actor,
    AgencyId,
    DispatchId,
    IncidentId,
    Priority,
    ReferralId,
    Role,
)

STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitProgress:
    assigned_at: datetime
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskProgress:
    """One agency's task. `agency` may be shown for public services only."""

    sent_at: datetime
    agency: AgencyId | None = None
    accepted_at: datetime | None = None
    started_at: datetime | None = None
    promised_at: datetime | None = None
    done_at: datetime | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressCard:
    """Key: incident id. Gone when it is closed and no agency works on it any more."""

    incident_id: IncidentId
    opened_at: datetime
    priority: Priority
    service: bool = False  # somebody asked for a public service
    hushed: bool = False  # its type forbids to write to its reporters
    waits_for_unit: bool = False
    units: Mapping[DispatchId, UnitProgress] = field(default_factory=dict)
    tasks: Mapping[ReferralId, TaskProgress] = field(default_factory=dict)
    closed_at: datetime | None = None
    merged_into: IncidentId | None = None  # whose units and tasks are its own too


OfUnit = UnitDispatched | DispatchAdvanced | UnitCleared | DispatchCancelled | DispatchDeclined
OfTask = (
    ReferralSent
    | ReferralAccepted
    | ReferralStarted
    | ReferralDeclined
    | ReferralHandedBack
    | ReferralFinished
    | ReferralVerified
    | ReferralTakenBack
    | ReferralReopened
)
OfIncident = (
    IncidentClassified
    | IncidentPrioritised
    | IncidentClosed
    | IncidentMerged
    | IncidentUnmerged
    | UnitNeedRecorded
    | UnitNeedDropped
)
Heard = IncidentOpened | IncidentReopened | OfIncident | OfUnit | OfTask

HEARS: tuple[type[Fact], ...] = (
    IncidentOpened,
    IncidentReopened,
    *get_args(OfIncident),
    *get_args(OfUnit),
    *get_args(OfTask),
)
ROLES: frozenset[Role] = ROOM_ROLES
CARD = ProgressCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: ProgressCard | None, entry: Entry) -> ProgressCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.incident_id:
        return card
    match fact:
        case IncidentOpened() | IncidentReopened():
            return ProgressCard(
                incident_id=fact.incident_id,
                opened_at=fact.when.at,
                priority=fact.priority,
                service=fact.service
                if isinstance(fact, IncidentOpened)
                else bool(card and card.service),
                hushed=fact.safety is not None
                if isinstance(fact, IncidentOpened)
                else bool(card and card.hushed),
                tasks=card.tasks if card else {},
            )
        case ReferralReopened() if card is None:
            card = ProgressCard(
                incident_id=fact.incident_id,
                opened_at=fact.when.at,
                priority=fact.priority or Priority.P3,
                closed_at=fact.when.at,
            )
    if card is None:
        return None
    if isinstance(fact, OfTask):
        return _kept(replace(card, tasks=_tasks(card.tasks, fact)))
    if isinstance(fact, OfUnit):
        return replace(card, waits_for_unit=False, units=_units(card.units, fact))
    return _kept(_of_incident(card, fact))


def view(card: ProgressCard, viewer: Actor) -> ProgressCard | None:
    return card if viewer.is_room else None


def _kept(card: ProgressCard) -> ProgressCard | None:
    works = any(not task.over for task in card.tasks.values())
    return card if works or card.closed_at is None else None


def _of_incident(card: ProgressCard, fact: Fact) -> ProgressCard:
    match fact:
        case IncidentClassified():
            return replace(card, hushed=fact.safety is not None)
        case IncidentPrioritised():
            return replace(card, priority=fact.priority)
        case UnitNeedRecorded():
            return replace(card, waits_for_unit=True)
        case UnitNeedDropped():
            return replace(card, waits_for_unit=False)
        case IncidentMerged():
            return replace(card, merged_into=fact.into)
        case IncidentUnmerged():
            return replace(card, merged_into=None)
        case IncidentClosed():
            return replace(card, closed_at=fact.when.at)
        case _:
            return card


def _units(
    units: Mapping[DispatchId, UnitProgress], fact: OfUnit
) -> Mapping[DispatchId, UnitProgress]:
    """A stage reached over earlier ones was on the way all the same."""
    at, known = fact.when.at, units.get(fact.dispatch_id)
    match fact:
        case UnitDispatched():
            return {**units, fact.dispatch_id: UnitProgress(assigned_at=at)}
        case DispatchCancelled() | DispatchDeclined():
            return {key: unit for key, unit in units.items() if key != fact.dispatch_id}
        case _ if known is None:
            return units
        case DispatchAdvanced():
            stage = STAGES.index(fact.stage)
            if stage >= STAGES.index(Stage.EN_ROUTE):
                known = replace(known, en_route_at=known.en_route_at or at)
            if stage >= STAGES.index(Stage.ON_SCENE):
                known = replace(known, on_scene_at=known.on_scene_at or at)
            return {**units, fact.dispatch_id: known}
        case UnitCleared():
            return {**units, fact.dispatch_id: replace(known, over=True)}
        case _:
            assert_never(fact)


def _tasks(
    tasks: Mapping[ReferralId, TaskProgress], fact: OfTask
) -> Mapping[ReferralId, TaskProgress]:
    at, known = fact.when.at, tasks.get(fact.referral_id)
    match fact:
        case ReferralSent():
            new = TaskProgress(sent_at=at, agency=fact.agency)
        case ReferralReopened():
            agency = fact.agency or (known.agency if known else None)
            new = TaskProgress(sent_at=at, agency=agency)
        case _ if known is None:
            return tasks
        case ReferralAccepted():
            promised_at = fact.promised_at or known.promised_at
            new = replace(known, accepted_at=known.accepted_at or at, promised_at=promised_at)
        case ReferralStarted():
            new = replace(known, accepted_at=known.accepted_at or at, started_at=at)
        case ReferralFinished() | ReferralVerified():
            new = replace(known, done_at=known.done_at or at, over=True)
        case ReferralTakenBack():
            new = replace(known, over=True)
        case ReferralDeclined() | ReferralHandedBack():
            # It stands on the centre's board again, and rings there until a person takes it.
            new = replace(known, accepted_at=None, started_at=None, promised_at=None)
        case _:
            assert_never(fact)
    return {**tasks, fact.referral_id: new}
