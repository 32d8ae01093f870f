"""Where to drive: hospitals in order, each with what speaks for it and against it.

Order is by the minutes until somebody can help: the drive, the wait at the door, and an allowance
for what is missing. Insurance is no part of it. A person chooses, also one that stands last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from siaga.geo.distance import Coordinate
from siaga.geo.travel import Travel, travel
from siaga.language.hospitals import Traffic
from siaga.language.place import Hospital
from siaga.language.values import HospitalId, ServiceId

LACKS_MIN, UNKNOWN_MIN = 30, 12  # each needed service
NO_FIGURE_MIN = 10
"""Free beds, or the wait, of which nothing is said: who keeps silent gains nothing by it."""
CLOSED_MIN, DIVERTS_MIN, FULL_MIN, DECLINED_MIN = 600, 20, 10, 40
BOUND_MIN, QUEUE_MIN = 4, 0.5  # each patient of ours on the way there, each who waits there
"""What each is worth in minutes of driving: ours, for the duty doctor to correct."""

LONG_WAIT_MIN = 15
QUEUE_MOST = 40  # a longer queue says no more about one ambulance


class Why(StrEnum):
    NEAREST = "nearest"
    HAS = "has"
    LACKS = "lacks"
    NOT_KNOWN = "not_known"  # whether it has the service
    CLOSED = "closed"
    DIVERTS = "diverts"
    DECLINED = "declined"  # for this patient
    BEDS_FREE = "beds_free"
    FULL = "full"
    BEDS_NOT_KNOWN = "beds_not_known"
    WAITS = "waits"  # ambulances wait there
    BOUND = "bound"  # patients of ours are on the way there
    TAKEN = "taken"  # as many as it has free beds
    SPECIAL = "special"  # a house for other illnesses alone
    QUEUE = "queue"  # patients wait in the department


AGAINST = frozenset(
    {
        Why.LACKS,
        Why.CLOSED,
        Why.DIVERTS,
        Why.DECLINED,
        Why.FULL,
        Why.WAITS,
        Why.TAKEN,
        Why.SPECIAL,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A hospital as it is now; what is stale counts as unknown."""

    hospital: Hospital
    services: Mapping[ServiceId, bool] = field(default_factory=dict)
    traffic: Traffic | None = None
    free: int | None = None  # beds of the emergency department
    delay_min: int | None = None
    waiting: int | None = None
    bound: int = 0  # patients of ours on the way there, this one not counted
    declined: bool = False
    said_at: Mapping[str, datetime] = field(default_factory=dict)  # of a service, or a field here

    @property
    def is_taken(self) -> bool:
        """Each free bed has somebody of ours on the way to it."""
        return self.free is not None and 0 < self.free <= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    why: Why
    value: str = ""  # service, count or minutes
    said_at: datetime | None = None  # how old this knowledge is; None: of now, or of the place

    @property
    def good(self) -> bool:
        return self.why in (Why.NEAREST, Why.HAS, Why.BEDS_FREE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """`fits`: nothing speaks against it that anybody knows of."""

    hospital: HospitalId
    travel: Travel | None  # None: nobody knows from where
    reasons: tuple[Reason, ...]
    fits: bool
    bpjs: bool | None  # information for people, no part of the order


def propose(
    needed: Sequence[ServiceId], standings: Sequence[Standing], *, start: Coordinate | None
) -> tuple[Ranked, ...]:
    """All of them, the most fitting first."""
    drives = {one.hospital.id: _drive(one.hospital, start) for one in standings}
    times = [drive.travel_s for drive in drives.values() if drive is not None]
    nearest_s = min(times, default=None)
    ordered = sorted(
        standings, key=lambda one: (_cost_s(one, needed, drives[one.hospital.id]), one.hospital.id)
    )
    return tuple(_ranked(one, needed, drives[one.hospital.id], nearest_s) for one in ordered)


def _drive(hospital: Hospital, start: Coordinate | None) -> Travel | None:
    if start is None:
        return None
    return travel(start, (hospital.position.latitude, hospital.position.longitude))


def _cost_s(one: Standing, needed: Sequence[ServiceId], drive: Travel | None) -> int:
    has = [_has(one, service) for service in needed]
    minutes = (
        LACKS_MIN * has.count(False)
        + UNKNOWN_MIN * has.count(None)
        + CLOSED_MIN * (one.traffic is Traffic.CLOSED)
        + DIVERTS_MIN * (one.traffic is Traffic.ADVISORY)
        + DECLINED_MIN * one.declined
        + LACKS_MIN * _is_for_others(one, needed)
        + NO_FIGURE_MIN * (one.free is None)
        + FULL_MIN * (one.free == 0 or one.is_taken)
        + BOUND_MIN * one.bound
        + _wait_min(one)
    )
    return int(minutes * 60) + (drive.travel_s if drive else 0)


def _has(one: Standing, service: ServiceId) -> bool | None:
    """What was reported counts before what is known of the place."""
    if service in one.services:
        return one.services[service]
    if service in one.hospital.services:
        return True
    return False if one.hospital.services_only else None


def _is_for_others(one: Standing, needed: Sequence[ServiceId]) -> bool:
    """A house for one kind of illness, and this is none of it."""
    return one.hospital.services_only and not set(needed) & set(one.hospital.services)


def _wait_min(one: Standing) -> float:
    if one.delay_min is None and one.waiting is None:
        return NO_FIGURE_MIN
    return (one.delay_min or 0) + QUEUE_MIN * min(one.waiting or 0, QUEUE_MOST)


def _ranked(
    one: Standing, needed: Sequence[ServiceId], drive: Travel | None, nearest_s: int | None
) -> Ranked:
    reasons = list(_reasons(one, needed))
    if drive is not None and drive.travel_s == nearest_s:
        reasons.append(Reason(why=Why.NEAREST))
    return Ranked(
        hospital=one.hospital.id,
        travel=drive,
        reasons=tuple(reasons),
        fits=not any(reason.why in AGAINST for reason in reasons),
        bpjs=one.hospital.bpjs,
    )


def _reasons(one: Standing, needed: Sequence[ServiceId]) -> Iterator[Reason]:
    def said(why: Why, of: str, *, value: object = "") -> Reason:
        return Reason(why=why, value=str(value), said_at=one.said_at.get(of))

    if one.traffic is not None:
        closed = one.traffic is Traffic.CLOSED
        yield said(Why.CLOSED if closed else Why.DIVERTS, "traffic")
    if one.declined:
        yield Reason(why=Why.DECLINED)
    if _is_for_others(one, needed):
        yield Reason(why=Why.SPECIAL)
    for service in needed:
        why = {True: Why.HAS, False: Why.LACKS, None: Why.NOT_KNOWN}[_has(one, service)]
        yield said(why, service, value=service)
    if one.free is None:
        yield Reason(why=Why.BEDS_NOT_KNOWN)
    else:
        yield said(Why.FULL if one.free == 0 else Why.BEDS_FREE, "free", value=one.free)
    if one.bound:
        yield Reason(why=Why.TAKEN if one.is_taken else Why.BOUND, value=str(one.bound))
    if one.waiting:
        yield said(Why.QUEUE, "waiting", value=one.waiting)
    if one.delay_min is not None and one.delay_min >= LONG_WAIT_MIN:
        yield said(Why.WAITS, "delay_min", value=one.delay_min)
