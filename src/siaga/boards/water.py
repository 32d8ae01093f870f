"""River levels by gauge: the newest reading with its age, what it means, and what rings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.shelters import (
    WaterAlarmAcknowledged,
    WaterAlarmOver,
    WaterAlarmRaised,
    WaterLevelReported,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    AreaCode,
    GaugeId,
    IncidentTypeId,
    Priority,
    Role,
    Sealed,
    Via,
)

READINGS_MAX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterReading:
    at: datetime
    level_cm: int | None
    stage: str | None
    declared: bool = False
    via: Via = Via.CONSOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterAlarm:
    stage: str
    since_at: datetime
    step: int
    level_cm: int | None = None
    areas: tuple[AreaCode, ...] = ()
    incident_type: IncidentTypeId | None = None
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterCard:
    """Key: gauge. Readings are ordered by when they were read, the newest last."""

    gauge: GaugeId
    readings: tuple[WaterReading, ...] = ()
    told_by: Sealed | None = None
    alarm: WaterAlarm | None = None
    known: str | None = None  # stage that a person has acknowledged
    known_at: datetime | None = None
    known_by: str = ""


Heard = WaterLevelReported | WaterAlarmRaised | WaterAlarmAcknowledged | WaterAlarmOver

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = WaterCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.gauge,) if isinstance(fact, Heard) else ()


def draw(key: str, card: WaterCard | None, entry: Entry) -> WaterCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.gauge:
        return card
    card = card or WaterCard(gauge=fact.gauge)
    match fact:
        case WaterLevelReported():
            return _read(card, fact, entry)
        case WaterAlarmRaised():
            since_at = fact.when.at
            if card.alarm is not None and card.alarm.stage == fact.stage:
                since_at = card.alarm.since_at
            alarm = WaterAlarm(
                stage=fact.stage,
                since_at=since_at,
                step=fact.step,
                level_cm=fact.level_cm,
                areas=fact.areas,
                incident_type=fact.incident_type,
                priority=fact.priority,
            )
            return replace(card, alarm=alarm)
        case WaterAlarmAcknowledged():
            return replace(
                card, alarm=None, known=fact.stage, known_at=fact.when.at, known_by=entry.actor
            )
        case WaterAlarmOver():
            return replace(card, alarm=None, known=fact.now)
        case _ as never:
            assert_never(never)


def view(card: WaterCard, viewer: Actor) -> WaterCard | None:
    return card if viewer.roles & ROLES else None


def _read(card: WaterCard, fact: WaterLevelReported, entry: Entry) -> WaterCard:
    reading = WaterReading(
        at=fact.when.at,
        level_cm=fact.level_cm,
        stage=fact.stage,
        declared=fact.declared,
        via=entry.via,
    )
    readings = sorted((*card.readings, reading), key=lambda one: one.at)[-READINGS_MAX:]
    is_newest = readings[-1] is reading
    return replace(
        card,
        readings=tuple(readings),
        told_by=fact.told_by if is_newest else card.told_by,
    )
