"""Where to drive: hospitals in order, each with what speaks for it and against it.

Order is by the minutes until somebody can help: the drive, the wait at the door, and an allowance
for what is missing. Insurance is no part of it. A person chooses, also one that stands last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from siaga.geo.distance import Coordinate
from siaga.geo.travel import Travel, travel
from siaga.language.hospitals import Traffic
from siaga.language.place import Hospital
from siaga.language.values import HospitalId, ServiceId

LACKS_MIN, UNKNOWN_MIN = 30, 5  # each needed service
CLOSED_MIN, DIVERTS_MIN, FULL_MIN, DECLINED_MIN = 600, 20, 10, 40
"""What each is worth in minutes of driving: ours, for the duty doctor to correct."""

LONG_WAIT_MIN = 15


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


AGAINST = frozenset({Why.LACKS, Why.CLOSED, Why.DIVERTS, Why.DECLINED, Why.FULL, Why.WAITS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A hospital as it is now; what is stale counts as unknown."""

    hospital: Hospital
    services: Mapping[ServiceId, bool] = field(default_factory=dict)
    traffic: Traffic | None = None
    free: int | None = None  # beds of the emergency department
    delay_min: int | None = None
    declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    why: Why
    value: str = ""  # service, count or minutes

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
        + FULL_MIN * (one.free == 0)
        + (one.delay_min or 0)
    )
    return minutes * 60 + (drive.travel_s if drive else 0)


def _has(one: Standing, service: ServiceId) -> bool | None:
    """What was reported counts before what is known of the place."""
    if service in one.services:
        return one.services[service]
    return True if service in one.hospital.services else None


def _ranked(
    one: Standing, needed: Sequence[ServiceId], drive: Travel | None, nearest_s: int | None
) -> Ranked:
    reasons: list[Reason] = []
    if one.traffic is not None:
        closed = one.traffic is Traffic.CLOSED
        reasons.append(Reason(why=Why.CLOSED if closed else Why.DIVERTS))
    if one.declined:
        reasons.append(Reason(why=Why.DECLINED))
    for service in needed:
        why = {True: Why.HAS, False: Why.LACKS, None: Why.NOT_KNOWN}[_has(one, service)]
        reasons.append(Reason(why=why, value=service))
    if one.free is None:
        reasons.append(Reason(why=Why.BEDS_NOT_KNOWN))
    else:
        full = one.free == 0
        reasons.append(Reason(why=Why.FULL if full else Why.BEDS_FREE, value=str(one.free)))
    if one.delay_min is not None and one.delay_min >= LONG_WAIT_MIN:
        reasons.append(Reason(why=Why.WAITS, value=str(one.delay_min)))
    if drive is not None and drive.travel_s == nearest_s:
        reasons.append(Reason(why=Why.NEAREST))
    return Ranked(
        hospital=one.hospital.id,
        travel=drive,
        reasons=tuple(reasons),
        fits=not any(reason.why in AGAINST for reason in reasons),
        bpjs=one.hospital.bpjs,
    )
