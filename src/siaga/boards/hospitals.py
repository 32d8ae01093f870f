"""Emergency departments: free beds, services, load, diversion, each with its age; and whom they
took over lately."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.confinement import may_see
from siaga.language.entry import Entry, Fact
from siaga.language.hospitals import (
    BedClass,
    DiversionDeclared,
    DiversionEnded,
    HospitalReported,
    ReportSource,
    Traffic,
    TrafficReason,
)
from siaga.language.patients import (
    HospitalPreAlerted,
    PatientArrived,
    PatientHandedOver,
    PreAlertAnswered,
    PreAlertWithdrawn,
    Withdrawn,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    PatientId,
    Role,
    Sealed,
    ServiceId,
    UnitId,
)

RECENT_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalWord:
    """Who said a value, when, and until when it may be believed without asking again."""

    at: datetime
    expires_at: datetime
    source: ReportSource
    by: str  # account id, pass or feed


@dataclass(frozen=True, slots=True, kw_only=True)
class BedLine:
    available: int
    said: HospitalWord
    baseline: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    value: int
    said: HospitalWord


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    on: bool
    said: HospitalWord


@dataclass(frozen=True, slots=True, kw_only=True)
class DiversionLine:
    traffic: Traffic
    reason: TrafficReason
    said: HospitalWord  # it ends when this expires
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenLine:
    """A patient of lately: what became of the pre-alert, arrival and hand-over. No names."""

    patient_id: PatientId
    incident_id: IncidentId
    at: datetime  # the last of what follows
    told_at: datetime | None = None
    unit_id: UnitId | None = None
    incident_type: IncidentTypeId | None = None
    withdrawn_at: datetime | None = None  # need not be expected any more
    withdrawn: Withdrawn | None = None
    accepted: bool | None = None
    arrived_at: datetime | None = None
    handed_over_at: datetime | None = None
    offload_s: int | None = None

    @property
    def coming(self) -> bool:
        """On the way, or at the door."""
        return self.handed_over_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalCard:
    """Key: hospital id; there is none before its first word."""

    hospital: HospitalId
    beds: dict[BedClass, BedLine] = field(default_factory=dict)
    services: dict[ServiceId, ServiceLine] = field(default_factory=dict)
    waiting: FigureLine | None = None
    delay_min: FigureLine | None = None
    diversion: DiversionLine | None = None
    reported_at: datetime | None = None  # the newest word of any kind
    recent: tuple[TakenLine, ...] = ()  # newest first
    on_the_way: int = 0  # of ours, not at the door yet
    at_the_door: int = 0


Spoke = HospitalReported | DiversionDeclared | DiversionEnded
Took = (
    HospitalPreAlerted | PreAlertAnswered | PreAlertWithdrawn | PatientArrived | PatientHandedOver
)
Heard = Spoke | Took

SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES_ALL | {Role.FIELD_CREW, Role.HOSPITAL_DESK, Role.AGENCY_DESK}
CARD = HospitalCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.hospital,) if isinstance(fact, Heard) else ()


def draw(key: str, card: HospitalCard | None, entry: Entry) -> HospitalCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.hospital:
        return card
    card = card or HospitalCard(hospital=fact.hospital)
    match fact:
        case HospitalReported():
            return _reported(card, fact, entry)
        case DiversionDeclared():
            said = HospitalWord(
                at=fact.when.at, expires_at=fact.expires_at, source=fact.source, by=entry.actor
            )
            diversion = DiversionLine(
                traffic=fact.traffic, reason=fact.reason, said=said, note=fact.note
            )
            return replace(card, diversion=diversion, reported_at=_newest(card, fact.when.at))
        case DiversionEnded():
            newest = card.reported_at if fact.source is None else _newest(card, fact.when.at)
            return replace(card, diversion=None, reported_at=newest)
        case (
            HospitalPreAlerted()
            | PreAlertAnswered()
            | PreAlertWithdrawn()
            | PatientArrived()
            | PatientHandedOver()
        ):
            return _with_load(replace(card, recent=_taken(card.recent, fact)))
        case _ as never:
            assert_never(never)


def view(card: HospitalCard, viewer: Actor) -> HospitalCard | None:
    """A hospital sees its own; crews and agencies see what bears on where to drive."""
    if viewer.roles & SEES_ALL:
        return card
    if viewer.hospital is not None and Role.HOSPITAL_DESK in viewer.roles:
        own = viewer.hospital == card.hospital and may_see(card, viewer)
        if not own:
            return None
        return card if viewer.pass_id is None else replace(card, recent=())
    if viewer.roles & {Role.FIELD_CREW, Role.AGENCY_DESK}:
        diversion = card.diversion and replace(card.diversion, note=None)
        return replace(card, recent=(), diversion=diversion)
    return None


def _reported(card: HospitalCard, fact: HospitalReported, entry: Entry) -> HospitalCard:
    said = HospitalWord(
        at=fact.when.at, expires_at=fact.expires_at, source=fact.source, by=entry.actor
    )
    beds = {
        count.bed: BedLine(
            available=count.available,
            said=said,
            baseline=count.baseline
            if count.baseline is not None
            else _baseline(card.beds.get(count.bed), count.available),
        )
        for count in fact.beds
        if _is_news(card.beds.get(count.bed), said)
    }
    services = {
        one: ServiceLine(on=one in fact.services_on, said=said)
        for one in (*fact.services_on, *fact.services_off)
        if _is_news(card.services.get(one), said)
    }
    card = replace(
        card,
        beds={**card.beds, **beds},
        services={**card.services, **services},
        reported_at=_newest(card, fact.when.at),
    )
    if fact.waiting is not None and _is_news(card.waiting, said):
        card = replace(card, waiting=FigureLine(value=fact.waiting, said=said))
    if fact.delay_min is not None and _is_news(card.delay_min, said):
        card = replace(card, delay_min=FigureLine(value=fact.delay_min, said=said))
    return card


def _is_news(known: BedLine | ServiceLine | FigureLine | None, said: HospitalWord) -> bool:
    """A slow feed does not push aside what a nurse said since."""
    return known is None or known.said.at <= said.at


def _newest(card: HospitalCard, at: datetime) -> datetime:
    return max(card.reported_at or at, at)


def _baseline(known: BedLine | None, available: int) -> int | None:
    """How many there are at all is said rarely: the last word counts while it can be true."""
    if known is None or known.baseline is None or known.baseline < available:
        return None
    return known.baseline


def _taken(recent: tuple[TakenLine, ...], fact: Took) -> tuple[TakenLine, ...]:
    at = fact.when.at
    known = next((one for one in recent if one.patient_id == fact.patient_id), None)
    line = known or TakenLine(patient_id=fact.patient_id, incident_id=fact.incident_id, at=at)
    match fact:
        case HospitalPreAlerted():
            line = TakenLine(
                patient_id=fact.patient_id,
                incident_id=fact.incident_id,
                at=at,
                told_at=at,
                unit_id=fact.unit_id,
                incident_type=fact.incident_type,
            )
        case PreAlertAnswered():
            line = replace(line, at=at, accepted=fact.accepted)
        case PreAlertWithdrawn():
            line = replace(line, at=at, withdrawn_at=at, withdrawn=fact.why)
        case PatientArrived():
            line = replace(line, at=at, arrived_at=at)
        case PatientHandedOver():
            first = line.handed_over_at or at
            line = replace(line, at=at, handed_over_at=first, offload_s=fact.offload_s)
        case _ as never:
            assert_never(never)
    others = (one for one in recent if one.patient_id != fact.patient_id)
    return (line, *others)[:RECENT_MAX]


def _with_load(card: HospitalCard) -> HospitalCard:
    coming = [one for one in card.recent if one.coming]
    at_the_door = sum(one.arrived_at is not None for one in coming)
    return replace(card, on_the_way=len(coming) - at_the_door, at_the_door=at_the_door)
