"""The scene: posts, sectors, roles, where units work, what is to be done."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.command.card import CommandCard, PlacedUnit, RoleLine, TaskLine
from siaga.language.major import (
    CommandPlaceSet,
    CommandRole,
    CommandRoleEnded,
    CommandRoleGiven,
    CommandTaskDone,
    CommandTaskSet,
    SectorClosed,
    SectorSet,
    UnitPlaced,
)
from siaga.language.values import UnitId

OfRole = CommandRoleGiven | CommandRoleEnded
OfTask = CommandTaskSet | CommandTaskDone
OfScene = CommandPlaceSet | SectorSet | SectorClosed | OfRole | UnitPlaced | OfTask

TASKS_MAX = 100


def draw_scene(card: CommandCard, fact: OfScene) -> CommandCard:
    match fact:
        case CommandPlaceSet():
            return replace(card, places={**card.places, fact.place: fact.location})
        case SectorSet():
            return replace(card, sectors={**card.sectors, fact.sector_id: fact.name})
        case SectorClosed():
            sectors = {one: name for one, name in card.sectors.items() if one != fact.sector_id}
            head = role_key(CommandRole.SECTOR, fact.sector_id)
            roles = {key: line for key, line in card.roles.items() if key != head}
            return replace(card, sectors=sectors, roles=roles)
        case CommandRoleGiven() | CommandRoleEnded():
            return replace(card, roles=_roles(card.roles, fact))
        case UnitPlaced():
            return replace(card, placed=_placed(card.placed, fact))
        case CommandTaskSet() | CommandTaskDone():
            return replace(card, tasks=_tasks(card.tasks, fact))
        case _:
            assert_never(fact)


def role_key(role: CommandRole, sector_id: str | None) -> str:
    return f"{role}/{sector_id}" if sector_id else role.value


def _roles(roles: dict[str, RoleLine], fact: OfRole) -> dict[str, RoleLine]:
    key = role_key(fact.role, fact.sector_id)
    if isinstance(fact, CommandRoleEnded):
        return {one: line for one, line in roles.items() if one != key}
    line = RoleLine(
        role=fact.role,
        name=fact.name,
        since_at=fact.when.at,
        sector_id=fact.sector_id,
        unit_id=fact.unit_id,
        agency=fact.agency,
        channel=fact.channel,
    )
    return {**roles, key: line}


def _placed(placed: dict[UnitId, PlacedUnit], fact: UnitPlaced) -> dict[UnitId, PlacedUnit]:
    if fact.sector_id is None and fact.place is None:
        return {one: where for one, where in placed.items() if one != fact.unit_id}
    where = PlacedUnit(since_at=fact.when.at, sector_id=fact.sector_id, place=fact.place)
    return {**placed, fact.unit_id: where}


def _tasks(tasks: dict[str, TaskLine], fact: OfTask) -> dict[str, TaskLine]:
    if isinstance(fact, CommandTaskSet):
        task = TaskLine(what=fact.what, set_at=fact.when.at, sector_id=fact.sector_id)
        done = next((one for one, line in tasks.items() if line.done_at is not None), None)
        kept = tasks
        if len(tasks) >= TASKS_MAX:
            kept = {one: line for one, line in tasks.items() if one != done}
        return {**kept, fact.task_id: task}
    known = tasks.get(fact.task_id)
    return {**tasks, fact.task_id: replace(known, done_at=fact.when.at)} if known else tasks
