"""Who is where at a large incident, who commands what, what was given to whom to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from siaga.desks.command.commands import (
    CloseSector,
    EndRole,
    FinishTask,
    GiveRole,
    NoteCommand,
    OfScene,
    PlaceUnit,
    SetCommandPlace,
    SetSector,
    SetTask,
)
from siaga.desks.command.state import CommandStand, IncidentStand
from siaga.language.major import (
    CommandNoted,
    CommandPlaceSet,
    CommandRoleEnded,
    CommandRoleGiven,
    CommandTaskDone,
    CommandTaskSet,
    MajorFact,
    SectorClosed,
    SectorSet,
    UnitPlaced,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, When

Outcome = Sequence[MajorFact] | Refused
OfSectors = SetSector | CloseSector


def decide_scene(
    command: OfScene, stand: CommandStand, *, incident: IncidentStand, asked: Asked
) -> Outcome:
    when = When(at=asked.received_at)
    if refused := _unknown(command, stand, incident):
        return refused
    match command:
        case SetSector() | CloseSector():
            return _sector(command, when)
        case GiveRole() | EndRole():
            return _role(command, when)
        case SetCommandPlace():
            return (
                CommandPlaceSet(
                    incident_id=command.incident_id,
                    place=command.place,
                    location=command.location,
                    when=when,
                ),
            )
        case PlaceUnit():
            return (
                UnitPlaced(
                    incident_id=command.incident_id,
                    unit_id=command.unit_id,
                    when=when,
                    sector_id=command.sector_id,
                    place=command.place,
                ),
            )
        case SetTask():
            return (
                CommandTaskSet(
                    incident_id=command.incident_id,
                    task_id=str(command.command_id),
                    what=command.what,
                    when=when,
                    sector_id=command.sector_id,
                ),
            )
        case FinishTask():
            return (
                CommandTaskDone(
                    incident_id=command.incident_id, task_id=command.task_id, when=when
                ),
            )
        case NoteCommand():
            return (CommandNoted(incident_id=command.incident_id, note=command.note, when=when),)
        case _ as never:
            assert_never(never)


def _unknown(command: OfScene, stand: CommandStand, incident: IncidentStand) -> Refused | None:
    """What the command names must be there; a sector is left only when nobody works in it."""
    sector_id = None if isinstance(command, _WITHOUT_SECTOR) else command.sector_id
    if sector_id is not None and sector_id not in stand.sectors:
        return Refused(reason=Refusal.UNKNOWN_SECTOR)
    match command:
        case CloseSector():
            there = tuple(unit for unit in incident.units if stand.placed.get(unit) == sector_id)
            return Refused(reason=Refusal.SECTOR_HAS_UNITS, legal=there) if there else None
        case EndRole():
            held = (command.role, command.sector_id) in stand.roles
            return None if held else Refused(reason=Refusal.ROLE_NOT_HELD)
        case FinishTask():
            is_open = command.task_id in stand.tasks
            return None if is_open else Refused(reason=Refusal.UNKNOWN_COMMAND_TASK)
        case PlaceUnit():
            is_here = command.unit_id in incident.units
            return None if is_here else Refused(reason=Refusal.UNIT_NOT_HERE)
        case _:
            return None


_WITHOUT_SECTOR = (SetCommandPlace, FinishTask, NoteCommand)


def _sector(command: OfSectors, when: When) -> Outcome:
    match command:
        case SetSector():
            return (
                SectorSet(
                    incident_id=command.incident_id,
                    sector_id=command.sector_id or str(command.command_id),
                    name=command.name,
                    when=when,
                ),
            )
        case CloseSector():
            return (
                SectorClosed(
                    incident_id=command.incident_id, sector_id=command.sector_id, when=when
                ),
            )
        case _ as never:
            assert_never(never)


def _role(command: GiveRole | EndRole, when: When) -> Outcome:
    match command:
        case GiveRole():
            return (
                CommandRoleGiven(
                    incident_id=command.incident_id,
                    role=command.role,
                    name=command.name,
                    when=when,
                    sector_id=command.sector_id,
                    unit_id=command.unit_id,
                    agency=command.agency,
                    channel=command.channel,
                ),
            )
        case EndRole():
            return (
                CommandRoleEnded(
                    incident_id=command.incident_id,
                    role=command.role,
                    when=when,
                    sector_id=command.sector_id,
                ),
            )
        case _ as never:
            assert_never(never)
