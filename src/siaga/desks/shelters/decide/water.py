"""River levels: a graver stage than the one people know of rings until somebody acknowledges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from siaga.desks.shelters.commands import AcknowledgeWater, OfWater, ReportWaterLevel, RingWater
from siaga.desks.shelters.decide.telling import told
from siaga.desks.shelters.state import GaugeState
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.shelters import (
    SheltersFact,
    WaterAlarmAcknowledged,
    WaterAlarmOver,
    WaterAlarmRaised,
    WaterLevelReported,
)
from siaga.language.slow_rules import Gauge
from siaga.language.values import Asked, When

Outcome = Sequence[SheltersFact] | Refused


def water(command: OfWater, state: GaugeState, *, place: Place, asked: Asked) -> Outcome:
    gauge = place.gauges.get(command.gauge)
    if isinstance(command, RingWater):
        if gauge is None or state.ring is None or state.ring.at != command.due_at:
            return ()
        assert state.alarm is not None
        raised = _raised(gauge, state.alarm, state.level_cm, place=place, asked=asked)
        return (replace(raised, step=state.ring.step + 1),)
    if isinstance(command, AcknowledgeWater):
        if state.alarm is None:
            return Refused(reason=Refusal.NO_WATER_ALARM)
        return (
            WaterAlarmAcknowledged(
                gauge=command.gauge,
                stage=state.alarm,
                when=When(at=asked.received_at),
                note=command.note,
            ),
        )
    assert gauge is not None, "the door knows the gauges"
    return _reported(command, gauge, state, place, asked)


def _reported(
    command: ReportWaterLevel, gauge: Gauge, state: GaugeState, place: Place, asked: Asked
) -> Outcome:
    level = command.level_cm
    if level is None and command.stage is None:
        return Refused(reason=Refusal.LEVEL_OR_STAGE_NEEDED)
    if command.stage is not None and gauge.stage(command.stage) is None:
        return Refused(reason=Refusal.UNKNOWN_STAGE, legal=tuple(one.id for one in gauge.stages))
    if level is not None and level > place.slow.water_level_max_cm:
        return Refused(reason=Refusal.LEVEL_TOO_HIGH, legal=(str(place.slow.water_level_max_cm),))
    by_level = gauge.stage_at(level) if level is not None else None
    stage = max(command.stage, by_level, key=gauge.rank)
    when = told(command.occurred_at, asked)
    reported = WaterLevelReported(
        gauge=command.gauge,
        when=when,
        level_cm=level,
        stage=stage,
        declared=command.stage is not None,
        told_by=command.told_by,
    )
    if state.read_at is not None and when.at < state.read_at:
        return (reported,)  # a newer reading is known: this one alarms nobody and calms nobody
    return (reported, *_alarm(gauge, reported, state, place=place, asked=asked))


def _alarm(
    gauge: Gauge, reported: WaterLevelReported, state: GaugeState, *, place: Place, asked: Asked
) -> Sequence[SheltersFact]:
    """What was acknowledged is known until the river falls below it: then it would be news."""
    rank = gauge.rank(reported.stage)
    known, rings = gauge.rank(state.known), gauge.rank(state.alarm)
    if rank > known and rank != rings:  # graver, or milder and nobody has seen that either
        assert reported.stage is not None
        level = reported.level_cm
        return (_raised(gauge, reported.stage, level, place=place, asked=asked),)
    if rank <= known and (state.alarm is not None or rank < known):
        over = state.alarm or state.known
        assert over is not None
        when = When(at=asked.received_at)
        return (WaterAlarmOver(gauge=gauge.id, stage=over, now=reported.stage, when=when),)
    return ()


def _raised(
    gauge: Gauge, stage: str, level_cm: int | None, *, place: Place, asked: Asked
) -> WaterAlarmRaised:
    known = gauge.stage(stage)
    return WaterAlarmRaised(
        gauge=gauge.id,
        stage=stage,
        step=1,
        next_ring_at=asked.received_at + timedelta(minutes=place.slow.water_again_min),
        when=When(at=asked.received_at),
        level_cm=level_cm,
        areas=gauge.areas,
        incident_type=known.incident_type if known else None,
        priority=known.priority if known else None,
    )
