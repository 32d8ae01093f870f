"""What the shelters desk decides, apart for shelters, water, houses and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.shelters.commands import (
    AcknowledgeWater,
    ApproveSituation,
    AskHouse,
    BeginSituationReports,
    CloseShelter,
    Command,
    CountShelter,
    EndSituationReports,
    NoteHouse,
    OpenShelter,
    PlanSituationReports,
    ReportWaterLevel,
    RingHouse,
    RingShelter,
    RingSituation,
    RingWater,
)
from siaga.desks.shelters.decide.houses import house
from siaga.desks.shelters.decide.open_shelters import shelter, shelter_of
from siaga.desks.shelters.decide.reports import situation
from siaga.desks.shelters.decide.water import water
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.shelters import (
    SheltersFact,
    gauge_life,
    house_life,
    shelter_life,
    situation_of,
)
from siaga.language.values import Asked, Tag

__all__ = ["boundary", "decide"]


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case OpenShelter():
            return (incident_life(command.incident_id), shelter_life(shelter_of(command)))
        case CountShelter() | CloseShelter() | RingShelter():
            return (shelter_life(command.shelter_id),)
        case ReportWaterLevel() | AcknowledgeWater() | RingWater():
            return (gauge_life(command.gauge),)
        case NoteHouse():
            own = house_life(str(command.command_id))
            return (incident_life(command.incident_id), own)
        case AskHouse() | RingHouse():
            return (house_life(command.house_id),)
        case (
            BeginSituationReports()
            | ApproveSituation()
            | PlanSituationReports()
            | EndSituationReports()
            | RingSituation()
        ):
            return (incident_life(command.incident_id), situation_of(command.incident_id))
        case _ as never:
            assert_never(never)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[SheltersFact] | Refused:
    match command:
        case OpenShelter() | CountShelter() | CloseShelter() | RingShelter():
            return shelter(command, states, place=place, asked=asked)
        case ReportWaterLevel() | AcknowledgeWater() | RingWater():
            return water(command, states[gauge_life(command.gauge)], place=place, asked=asked)
        case NoteHouse() | AskHouse() | RingHouse():
            return house(command, states, place=place, asked=asked)
        case (
            BeginSituationReports()
            | ApproveSituation()
            | PlanSituationReports()
            | EndSituationReports()
            | RingSituation()
        ):
            return situation(command, states, place=place, asked=asked)
        case _ as never:
            assert_never(never)
