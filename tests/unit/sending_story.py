"""Facts and a place for stories about sending units: one fleet of ambulances, two partners."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from siaga.language.dispatch import DispatchAdvanced, DispatchNotified, Stage, UnitDispatched
from siaga.language.dispatch_rules import DispatchRules, Fleet
from siaga.language.incident import IncidentOpened
from siaga.language.liaisons import Post
from siaga.language.partners import Partner
from siaga.language.units import UnitWentOnDuty
from siaga.language.values import (
    AccountId,
    Actor,
    AreaCode,
    CapabilityId,
    DispatchId,
    FleetId,
    IncidentId,
    IncidentTypeId,
    PartnerId,
    PostId,
    Priority,
    UnitId,
)
from tests.builders import NOW, PLACE, TAKER, by_server, text

AMB, AMB_2, ENGINE, PATROL = (UnitId(each) for each in ("amb-1", "amb-2", "engine-1", "patrol-1"))
HERE, THERE = IncidentId("i-1"), IncidentId("i-2")
JOB = DispatchId("d-1")
FLEET = FleetId("ambulance")
AREA = AreaCode("15.71.10.1003")


def _partner(partner_id: str, order: int) -> Partner:
    return Partner(
        id=PartnerId(partner_id),
        name=partner_id.title(),
        call_sign=partner_id.upper(),
        order=order,
        area=AREA,
        capabilities=(CapabilityId("ambulance"),),
        phone="+627410000",
    )


CITY = replace(
    PLACE,
    dispatching=DispatchRules(
        fleet=(Fleet(id=FLEET, name=text("ambulans"), kinds=("ambulance",)),)
    ),
    partners={each.id: each for each in (_partner("pmi", 1), _partner("masjid", 2))},
    posts={
        PostId("lurah"): Post(id=PostId("lurah"), name=text("Lurah")),
        PostId("rt"): Post(id=PostId("rt"), name=text("Ketua RT"), per_rt=True),
    },
)


def opened(
    incident_id: IncidentId = HERE,
    *,
    priority: Priority = Priority.P2,
    owner: Actor = TAKER,
    found_by: UnitId | None = None,
) -> IncidentOpened:
    return IncidentOpened(
        incident_id=incident_id,
        incident_type=IncidentTypeId("medical"),
        priority=priority,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId(owner.id),
        found_by=found_by,
    )


def on(*units: UnitId) -> tuple[UnitWentOnDuty, ...]:
    return tuple(UnitWentOnDuty(unit_id=unit, when=by_server()) for unit in units)


def sent(
    unit_id: UnitId = AMB, dispatch_id: DispatchId = JOB, incident_id: IncidentId = HERE
) -> UnitDispatched:
    return UnitDispatched(
        dispatch_id=dispatch_id, unit_id=unit_id, incident_id=incident_id, when=by_server()
    )


def told(unit_id: UnitId = AMB, dispatch_id: DispatchId = JOB) -> DispatchNotified:
    return DispatchNotified(
        dispatch_id=dispatch_id, unit_id=unit_id, incident_id=HERE, when=by_server()
    )


def at(stage: Stage, moment: datetime = NOW) -> DispatchAdvanced:
    return DispatchAdvanced(
        dispatch_id=JOB, unit_id=AMB, incident_id=HERE, stage=stage, when=by_server(moment)
    )
