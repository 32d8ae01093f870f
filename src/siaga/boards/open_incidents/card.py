"""The card of an open incident, with a line for each of its dispatches, referrals and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from siaga.language.agencies import ReferralState
from siaga.language.base_asks import BaseAnswer
from siaga.language.dispatch import NeedReason, Stage
from siaga.language.machine_rules import LeaveBy
from siaga.language.partners import PartnerAnswer
from siaga.language.values import (
    AccountId,
    AgencyId,
    CapabilityId,
    ContactId,
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    PartnerId,
    Priority,
    ReferralId,
    Sealed,
    UnitId,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Another time was said of a stage that was reached; a person decides."""

    at: datetime
    by: str
    via: Via
    doubt_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReport:
    """Of a dispatch that was over when it came."""

    stage: Stage
    at: datetime
    by: str


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
    by: str = ""  # who sent it
    eta_at: datetime | None = None  # an estimate, made when it was sent
    partner: bool = False  # its status is told by telephone
    moved_from: IncidentId | None = None
    moved_to: IncidentId | None = None
    replaced_by: UnitId | None = None
    reason: Sealed | None = None  # why it was called off or declined
    unread: bool = False  # its crew has not confirmed that it is called off
    unread_rings: bool = False  # and should have by now: somebody calls it
    doubt_s: int = 0  # by how much its device's clock may be off
    doubtful: tuple[Stage, ...] = ()  # that cannot be as they were said
    disputes: dict[Stage, Dispute] = field(default_factory=dict)
    late: tuple[LateReport, ...] = ()


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
    capability: CapabilityId | None = None  # with `others`: what is waited for; None: any unit
    others: tuple[CapabilityId, ...] = ()
    promised: bool = True  # by a person; else nobody has seen it yet and it rings
    due: bool = False  # the re-check rang


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseLine:
    """A base was asked for a unit: silent, agreed without having named one, or refused."""

    unit_id: UnitId  # wished for
    since_at: datetime
    at: datetime  # of what was asked or said last
    answer_by_at: datetime
    by: str
    via: Via
    asked_of: Sealed | None = None
    times: int = 1  # asked
    answer: BaseAnswer | None = None
    silent: bool = False  # it should have answered by now and rings
    reason: Sealed | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """What a partner ambulance said last."""

    answer: PartnerAnswer
    at: datetime
    by: str
    eta_at: datetime | None = None
    told_by: Sealed | None = None
    times: int = 1  # asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Titik temu and penunjuk jalan; apart from the incident's own place."""

    at: datetime
    by: str
    location: LocationClaim | None = None
    guide_name: Sealed | None = None
    guide_number: Sealed | None = None
    car_fits: bool | None = None
    on_foot_m: int | None = None
    lane_by: UnitId | None = None  # the crew that saw it


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedLine:
    """One that was merged into this incident."""

    number: str
    reporters: int
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    due_at: datetime
    step: int = 0  # it has rung so many times


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
    leaves: tuple[LeaveBy, ...] = ()  # who let our units go outside the city
    asked: dict[AgencyId, BaseLine] = field(default_factory=dict)  # bases, for a unit
    partners: dict[PartnerId, PartnerLine] = field(default_factory=dict)
    next_of: dict[UnitId, datetime] = field(default_factory=dict)  # busy units that come next
    pre_alerted: dict[UnitId, datetime] = field(default_factory=dict)  # told to stand ready
    meeting: Meeting | None = None
    last_known_well_at: datetime | None = None  # stroke
    reported_by: AgencyId | None = None  # it opened it; nobody of the room has taken it over
    found_by: UnitId | None = None  # its crew came upon it; nobody of the room has taken it over
    first_assigned_at: datetime | None = None
    alarm: int = 1  # level
    major: bool = False  # declared a large incident
    check: CheckLine | None = None  # the room's first, until somebody has looked
    reopened: int = 0  # 1 once it was closed and opened again
