"""A place with a river, a shelter and rules for what lasts; and the desks that keep it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from siaga.desks.incident.commands import OpenIncident
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.persons.doors import DESK as PERSONS
from siaga.desks.reviews.doors import DESK as REVIEWS
from siaga.desks.shelters.doors import DESK as SHELTERS
from siaga.language.place import CoordinateQuality, IncidentType, Position, Shelter
from siaga.language.slow_rules import Gauge, GaugeStage, ReviewRule, SlowRules
from siaga.language.values import (
    AgencyId,
    AreaCode,
    GaugeId,
    IncidentId,
    IncidentTypeId,
    Priority,
    ShelterId,
)
from tests.builders import PLACE, TAKER, text, uid
from tests.world import World

RIVER = GaugeId("sungai")
HALL = ShelterId("balai")
LOST, FOUND = IncidentTypeId("missing_person.vulnerable"), IncidentTypeId("found_person.confused")
FLOOD, STREET_LIGHT = IncidentTypeId("disaster.flood"), IncidentTypeId("fire")

RULES = SlowRules(
    review=(
        ReviewRule(types=(IncidentTypeId("missing_person"),), first_min=60, again_min=240),
        ReviewRule(types=(LOST,), first_min=30, again_min=180),
    ),
    report_types=(FLOOD,),
    poster_days_max=7,
)
GAUGE = Gauge(
    id=RIVER,
    name=text("Sungai"),
    agency=AgencyId("dinsos"),
    areas=(AreaCode("15.71.10.1003"),),
    stages=(
        GaugeStage(id="siaga-3", name=text("Siaga 3"), level_cm=1000),
        GaugeStage(id="siaga-2", name=text("Siaga 2"), level_cm=1200, incident_type=FLOOD),
        GaugeStage(id="siaga-1", name=text("Siaga 1")),
    ),
)


def _type(type_id: IncidentTypeId, *, area: bool = False) -> IncidentType:
    return IncidentType(id=type_id, name=text(type_id), priority=Priority.P2, area_incident=area)


SLOW = replace(
    PLACE,
    slow=RULES,
    gauges={RIVER: GAUGE},
    shelters={
        HALL: Shelter(
            id=HALL,
            name="Balai",
            area=AreaCode("15.71.10.1003"),
            position=Position(latitude=-1.6, longitude=103.6, quality=CoordinateQuality.KELURAHAN),
            capacity=50,
        )
    },
    incident_types=PLACE.incident_types
    | {LOST: _type(LOST), FOUND: _type(FOUND), FLOOD: _type(FLOOD, area=True)},
)


def world() -> World:
    return World(desks=(INCIDENT, PERSONS, SHELTERS, REVIEWS), place=SLOW)


def opened(house: World, number: int, incident_type: str = LOST, **said: Any) -> IncidentId:
    """An incident without a contact, by the taker."""
    command = OpenIncident(
        command_id=uid(number), incident_type=IncidentTypeId(incident_type), **said
    )
    house.submit("incident", command, TAKER)
    return IncidentId(str(uid(number)))
