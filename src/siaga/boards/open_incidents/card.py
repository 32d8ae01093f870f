"""The card of an open incident, with a line for each of its dispatches, referrals and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from siaga.language.agencies import ReferralState
from siaga.language.dispatch import NeedReason, Stage
from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactId,
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    ReferralId,
    Sealed,
    UnitId,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchLine:
    unit_id: UnitId
    stage: Stage
    stage_at: datetime
    assigned_at: datetime
    via: Via = Via.CONSOLE  # of the last status: anything else than console/device is on behalf
    hospital: HospitalId | None = None
    times: dict[Stage, datetime] = field(default_factory=dict)
    ended: str = ""  # cleared, cancelled or declined
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    number: str
    agency: AgencyId
    state: ReferralState
    state_at: datetime
    accept_by_at: datetime
    verify_by_at: datetime | None = None
    step: int = 0  # of the escalation
    rings: bool = False  # declined, handed back or out of steps: a person must take it
    via: Via = Via.CONSOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    at: datetime
    by: str  # account id
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`waiting_for_unit`."""

    reason: NeedReason
    since_at: datetime
    recheck_at: datetime
    next_free_at: datetime | None = None
    capability: str | None = None
    due: bool = False  # the re-check rang


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedLine:
    """One that was merged into this incident."""

    number: str
    reporters: int
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCard:
    """Key: incident id."""

    incident_id: IncidentId
    number: str
    incident_type: IncidentTypeId
    priority: Priority
    clock_start_at: datetime
    opened_at: datetime
    owner: AccountId
    location: LocationClaim | None = None
    contact_ids: tuple[ContactId, ...] = ()
    callers: int = 0  # attached contacts
    reporters: int = 0  # the same with those of what is merged into it: how sure it is
    parent_id: IncidentId | None = None
    children: tuple[IncidentId, ...] = ()  # open ones
    merged_into: IncidentId | None = None  # the work goes on there
    merged: dict[IncidentId, MergedLine] = field(default_factory=dict)
    linked: dict[IncidentId, str] = field(default_factory=dict)  # → its number
    dispatches: dict[DispatchId, DispatchLine] = field(default_factory=dict)  # active ones
    past_dispatches: dict[DispatchId, DispatchLine] = field(default_factory=dict)
    referrals: dict[ReferralId, ReferralLine] = field(default_factory=dict)
    notes: tuple[NoteLine, ...] = ()  # the last 20
    need: Need | None = None
    first_assigned_at: datetime | None = None
    reopened: int = 0  # 1 once it was closed and opened again
