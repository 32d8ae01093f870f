"""What a unit is told beside its job: stand ready, take this next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, assert_never

from siaga.desks.dispatch.commands import (
    RECHECK_S_MAX,
    RECHECK_S_MIN,
    AnswerPreAlert,
    DropNextJob,
    EndPreAlert,
    LapsePreAlert,
    OfUnit,
    PreAlert,
    ReviewUnit,
    SetNextJob,
)
from siaga.desks.dispatch.decide.border import beyond
from siaga.desks.dispatch.decide.fleets import count
from siaga.desks.dispatch.decide.needs import RECHECK_S, only_by, recorded
from siaga.desks.dispatch.decide.outcome import Outcome, moves_unit, not_open
from siaga.desks.dispatch.state import IncidentWork, UnitJob
from siaga.language.dispatch import NeedReason, UnitNeedRecorded
from siaga.language.incident import incident_life
from siaga.language.place import Authority, Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.unit_orders import (
    NextJobDropped,
    NextJobDue,
    NextJobSet,
    PreAlertEnd,
    PreAlertEnded,
    PreAlertTaken,
    UnitPreAlerted,
)
from siaga.language.units import unit_job
from siaga.language.values import Asked, Tag, When


def order(command: OfUnit, states: Mapping[Tag, Any], *, place: Place, asked: Asked) -> Outcome:
    unit: UnitJob = states[unit_job(command.unit_id)]
    now = When(at=asked.received_at)
    match command:
        case PreAlert():
            return _pre_alert(command, states, place=place, now=now)
        case AnswerPreAlert():
            return _answer(command, unit, place=place, asked=asked)
        case EndPreAlert():
            return _end(command, unit, PreAlertEnd.STOOD_DOWN, now)
        case LapsePreAlert():
            is_due = unit.pre_alert_ends_at and unit.pre_alert_ends_at <= command.due_at
            return _end(command, unit, PreAlertEnd.LAPSED, now) if is_due else ()
        case SetNextJob():
            return _set_next(command, states, place=place, now=now)
        case DropNextJob():
            if unit.next_job != command.incident_id:
                return Refused(reason=Refusal.UNIT_HAS_NO_NEXT)
            return (
                NextJobDropped(unit_id=command.unit_id, incident_id=command.incident_id, when=now),
            )
        case ReviewUnit():
            if unit.is_free and unit.next_job is not None:
                return (NextJobDue(unit_id=command.unit_id, incident_id=unit.next_job, when=now),)
            return count(command.unit_id, states, place=place, asked=asked)
        case _ as never:
            assert_never(never)


def _pre_alert(command: PreAlert, states: Mapping[Tag, Any], *, place: Place, now: When) -> Outcome:
    unit: UnitJob = states[unit_job(command.unit_id)]
    if command.incident_id is not None:
        incident: IncidentWork = states[incident_life(command.incident_id)]
        if refused := not_open(incident):
            return refused
    if place.agencies[place.units[command.unit_id].agency].authority is not Authority.OWN:
        return Refused(reason=Refusal.ASK_THE_BASE)
    if not unit.on_duty:
        return Refused(reason=Refusal.UNIT_OFF_DUTY)
    if unit.job is not None:
        return Refused(reason=Refusal.UNIT_BUSY, legal=_job(unit))
    return (
        UnitPreAlerted(
            pre_alert_id=str(command.command_id),
            unit_id=command.unit_id,
            when=now,
            ends_at=now.at + timedelta(seconds=place.dispatching.pre_alert_s),
            incident_id=command.incident_id,
            note=command.note,
        ),
    )


def _answer(command: AnswerPreAlert, unit: UnitJob, *, place: Place, asked: Asked) -> Outcome:
    if not moves_unit(asked.actor, command.unit_id, place=place):
        return Refused(reason=Refusal.NOT_YOUR_UNIT)
    if unit.pre_alert is None:
        return Refused(reason=Refusal.NOT_PRE_ALERTED)
    return (
        PreAlertTaken(
            pre_alert_id=unit.pre_alert,
            unit_id=command.unit_id,
            ready=command.ready,
            when=When(at=asked.received_at),
            incident_id=unit.pre_alert_for,
            told_by=command.told_by,
        ),
    )


def _end(
    command: EndPreAlert | LapsePreAlert, unit: UnitJob, why: PreAlertEnd, now: When
) -> Outcome:
    if unit.pre_alert is None:
        if why is PreAlertEnd.LAPSED:
            return ()
        return Refused(reason=Refusal.NOT_PRE_ALERTED)
    return (
        PreAlertEnded(
            pre_alert_id=unit.pre_alert,
            unit_id=command.unit_id,
            why=why,
            when=now,
            incident_id=unit.pre_alert_for,
        ),
    )


def _set_next(
    command: SetNextJob, states: Mapping[Tag, Any], *, place: Place, now: When
) -> Outcome:
    """The incident waits meanwhile like any other: its need rings if the unit never comes."""
    unit: UnitJob = states[unit_job(command.unit_id)]
    incident: IncidentWork = states[incident_life(command.incident_id)]
    if refused := not_open(incident):
        return refused
    if place.agencies[place.units[command.unit_id].agency].authority is Authority.REQUEST:
        return Refused(reason=Refusal.REFERRAL_ONLY)
    if refused := beyond(command.unit_id, incident, place=place):
        return refused
    if unit.job is None:
        return Refused(reason=Refusal.UNIT_NOT_BUSY)
    if unit.incident_id == command.incident_id:
        return Refused(reason=Refusal.UNIT_BUSY, legal=_job(unit))
    if unit.next_job is not None:
        return Refused(reason=Refusal.UNIT_HAS_NEXT, legal=(unit.next_job,))
    chosen = NextJobSet(unit_id=command.unit_id, incident_id=command.incident_id, when=now)
    wants = only_by(command.unit_id, incident, place=place) if incident.active else ()
    if incident.active and not wants:
        return (chosen,)
    need = UnitNeedRecorded(
        incident_id=command.incident_id,
        reason=NeedReason.NEXT_JOB,
        when=now,
        recheck_at=_recheck_at(command.next_free_at, now.at),
        next_free_at=command.next_free_at,
    )
    return (chosen, recorded(need, incident, wants=wants))


def _recheck_at(next_free_at: datetime | None, now_at: datetime) -> datetime:
    if next_free_at is None:
        return now_at + timedelta(seconds=RECHECK_S)
    earliest = now_at + timedelta(seconds=RECHECK_S_MIN)
    latest = now_at + timedelta(seconds=RECHECK_S_MAX)
    return min(max(next_free_at, earliest), latest)


def _job(unit: UnitJob) -> tuple[str, ...]:
    return (unit.incident_id,) if unit.incident_id else ()
