"""Who is sent: a free unit, one that leaves another job, one that takes a job over, a partner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.dispatch.commands import (
    DispatchUnit,
    Reassign,
    RecordPartner,
    SendFound,
    Sending,
    SwapUnit,
)
from siaga.desks.dispatch.decide.border import beyond, given, leave_of
from siaga.desks.dispatch.decide.chain import STAGES
from siaga.desks.dispatch.decide.fleets import last_of
from siaga.desks.dispatch.decide.needs import RECHECK_S, only_by, recorded, still_needed
from siaga.desks.dispatch.decide.outcome import Outcome, not_open, when_of
from siaga.desks.dispatch.state import Chain, IncidentWork, UnitJob
from siaga.language.dispatch import (
    DispatchCancelled,
    NeedReason,
    Stage,
    UnitDispatched,
    UnitNeedRecorded,
    dispatch_life,
)
from siaga.language.incident import incident_life
from siaga.language.partners import PartnerAnswer, PartnerAsked, partner_unit
from siaga.language.place import Authority, Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.units import unit_job
from siaga.language.values import Asked, DispatchId, Priority, Tag, UnitId, Via

WAYS_TO_ASK_A_BASE = (Via.RADIO, Via.PHONE, Via.CHAT_GROUP, Via.IN_PERSON)


def send(command: Sending, states: Mapping[Tag, Any], *, place: Place, asked: Asked) -> Outcome:
    incident: IncidentWork = states[incident_life(command.incident_id)]
    if refused := not_open(incident):
        return refused
    match command:
        case DispatchUnit():
            return _dispatch(command, states, place=place, asked=asked)
        case SendFound():
            return _found(command, states, place=place, asked=asked)
        case Reassign():
            return _reassign(command, states, place=place, asked=asked)
        case SwapUnit():
            return _swap(command, states, place=place, asked=asked)
        case RecordPartner():
            return _partner(command, states, place=place, asked=asked)
        case _ as never:
            assert_never(never)


def _dispatch(
    command: DispatchUnit, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    unit: UnitJob = states[unit_job(command.unit_id)]
    incident: IncidentWork = states[incident_life(command.incident_id)]
    if refused := _cannot_go(command.unit_id, unit, via=command.asked_via, place=place):
        return refused
    leave = leave_of(command, asked)
    if refused := beyond(command.unit_id, incident, place=place, leave=leave):
        return refused
    last: tuple[str, ...] = ()
    if incident.priority is not Priority.P1:
        last = last_of(command.unit_id, states, place=place)
    if last and command.last_unit_reason is None:
        return Refused(reason=Refusal.LAST_UNIT, legal=last)
    return (
        UnitDispatched(
            dispatch_id=DispatchId(str(command.command_id)),
            unit_id=command.unit_id,
            incident_id=command.incident_id,
            when=when_of(command.occurred_at, asked),
            asked_via=command.asked_via,
            asked_of=command.asked_of,
            eta_s=command.eta_s,
            rank=command.rank,
            last_unit=command.last_unit_reason if last else None,
            still_needs=still_needed(command.unit_id, incident, place=place),
            **(given(command) if leave and incident.outside else {}),
        ),
    )


def _cannot_go(unit_id: UnitId, unit: UnitJob, *, via: Via | None, place: Place) -> Refused | None:
    authority = place.agencies[place.units[unit_id].agency].authority
    if authority is Authority.REQUEST:
        return Refused(reason=Refusal.REFERRAL_ONLY)
    if not unit.on_duty:
        return Refused(reason=Refusal.UNIT_OFF_DUTY)
    if unit.job is not None:
        legal = (unit.incident_id,) if unit.incident_id else ()
        return Refused(reason=Refusal.UNIT_BUSY, legal=legal)
    return _base_unasked(unit_id, via, place)


def _base_unasked(unit_id: UnitId, via: Via | None, place: Place) -> Refused | None:
    unit = place.units.get(unit_id)  # a partner's, or retired while it had a job
    if unit is None:
        return None
    authority = place.agencies[unit.agency].authority
    if authority is Authority.THROUGH_BASE and via not in WAYS_TO_ASK_A_BASE:
        return Refused(reason=Refusal.ASK_THE_BASE, legal=WAYS_TO_ASK_A_BASE)
    return None


def _found(command: SendFound, states: Mapping[Tag, Any], *, place: Place, asked: Asked) -> Outcome:
    """Nobody chose it from the free ones: it is there, or it was promised. A busy one stays."""
    incident: IncidentWork = states[incident_life(command.incident_id)]
    if refused := _cannot_take(command, states, place=place):
        if command.found:
            return refused
        return (_not_sent(command, incident, place=place, asked=asked),)
    return (
        UnitDispatched(
            dispatch_id=DispatchId(str(command.command_id)),
            unit_id=command.unit_id,
            incident_id=command.incident_id,
            when=when_of(None, asked),
            found=command.found,
            stacked=not command.found,
            still_needs=still_needed(command.unit_id, incident, place=place),
        ),
    )


def _cannot_take(command: SendFound, states: Mapping[Tag, Any], *, place: Place) -> Refused | None:
    """A next job asks what every sending asks; who came upon it is there already."""
    unit: UnitJob = states[unit_job(command.unit_id)]
    incident: IncidentWork = states[incident_life(command.incident_id)]
    if command.unit_id not in place.units or not unit.on_duty:
        return Refused(reason=Refusal.UNIT_OFF_DUTY)
    if unit.job is not None:
        return Refused(reason=Refusal.UNIT_BUSY)
    if command.found:
        return None
    if refused := beyond(command.unit_id, incident, place=place):
        return refused
    is_last = last_of(command.unit_id, states, place=place)
    if is_last and incident.priority is not Priority.P1:
        return Refused(reason=Refusal.LAST_UNIT, legal=is_last)
    return None


def _not_sent(
    command: SendFound, incident: IncidentWork, *, place: Place, asked: Asked
) -> UnitNeedRecorded:
    """A promise that cannot be kept is said: nobody pressed this and would hear a refusal."""
    need = UnitNeedRecorded(
        incident_id=command.incident_id,
        reason=NeedReason.NEXT_NOT_SENT,
        when=when_of(None, asked),
        recheck_at=asked.received_at + timedelta(seconds=RECHECK_S),
    )
    return recorded(need, incident, wants=only_by(command.unit_id, incident, place=place))


def _reassign(
    command: Reassign, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    unit: UnitJob = states[unit_job(command.unit_id)]
    chain: Chain = states[dispatch_life(command.dispatch_id)]
    left: IncidentWork = states[incident_life(command.from_id)]
    if refused := _moved_on(command, unit, chain):
        return refused
    if chain.incident_id != command.from_id:
        return Refused(reason=Refusal.UNIT_MOVED_ON)
    if refused := _base_unasked(command.unit_id, command.asked_via, place):
        return refused
    target: IncidentWork = states[incident_life(command.incident_id)]
    if refused := beyond(command.unit_id, target, place=place):
        return refused
    is_there = STAGES.index(chain.stage) >= STAGES.index(Stage.ON_SCENE)
    if (left.owner != asked.actor.id or is_there) and command.consent is None:
        return Refused(reason=Refusal.CONSENT_NEEDED, legal=("crew", "owner"))
    now = when_of(None, asked)
    cancelled = DispatchCancelled(
        dispatch_id=command.dispatch_id,
        unit_id=command.unit_id,
        incident_id=command.from_id,
        when=now,
        reason=command.reason,
        must_be_read=_knows(chain),
        moved_to=command.incident_id,
        consent=command.consent,
        consent_of=command.consent_of,
    )
    sent = UnitDispatched(
        dispatch_id=DispatchId(str(command.command_id)),
        unit_id=command.unit_id,
        incident_id=command.incident_id,
        when=now,
        asked_via=command.asked_via,
        asked_of=command.asked_of,
        moved_from=command.from_id,
        partner=chain.partner,
        still_needs=still_needed(command.unit_id, target, place=place),
    )
    return (cancelled, sent)


def _swap(command: SwapUnit, states: Mapping[Tag, Any], *, place: Place, asked: Asked) -> Outcome:
    unit: UnitJob = states[unit_job(command.unit_id)]
    new: UnitJob = states[unit_job(command.new_unit_id)]
    chain: Chain = states[dispatch_life(command.dispatch_id)]
    if refused := _moved_on(command, unit, chain):
        return refused
    if chain.incident_id != command.incident_id:
        return Refused(reason=Refusal.UNIT_MOVED_ON)
    if refused := _cannot_go(command.new_unit_id, new, via=command.asked_via, place=place):
        return refused
    incident: IncidentWork = states[incident_life(command.incident_id)]
    if refused := beyond(command.new_unit_id, incident, place=place):
        return refused
    now = when_of(None, asked)
    left = DispatchCancelled(
        dispatch_id=command.dispatch_id,
        unit_id=command.unit_id,
        incident_id=command.incident_id,
        when=now,
        reason=command.reason,
        must_be_read=_knows(chain),
        replaced_by=command.new_unit_id,
    )
    sent = UnitDispatched(
        dispatch_id=DispatchId(str(command.command_id)),
        unit_id=command.new_unit_id,
        incident_id=command.incident_id,
        when=now,
        asked_via=command.asked_via,
        asked_of=command.asked_of,
        replaces=command.dispatch_id,
        still_needs=still_needed(command.new_unit_id, incident, place=place),
    )
    return (left, sent)


def _moved_on(command: Reassign | SwapUnit, unit: UnitJob, chain: Chain) -> Refused | None:
    """Somebody else was quicker, or the patient is in the vehicle."""
    if chain.unit_id is None:
        return Refused(reason=Refusal.UNKNOWN_DISPATCH)
    if chain.over:
        return Refused(reason=Refusal.DISPATCH_OVER)
    if chain.unit_id != command.unit_id or unit.job != command.dispatch_id:
        return Refused(reason=Refusal.UNIT_MOVED_ON)
    if chain.stage in (Stage.TRANSPORTING, Stage.AT_HOSPITAL):
        return Refused(reason=Refusal.PATIENT_ABOARD)
    return None


def _knows(chain: Chain) -> bool:
    """A crew that was told of the job must be told that it is off."""
    return chain.stage is not Stage.ASSIGNED and not chain.partner


def _partner(
    command: RecordPartner, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    incident: IncidentWork = states[incident_life(command.incident_id)]
    unit_id = partner_unit(command.partner_id)
    unit: UnitJob = states[unit_job(unit_id)]
    now = when_of(None, asked)
    eta_at = None
    if command.eta_min is not None:
        eta_at = asked.received_at + timedelta(minutes=command.eta_min)
    is_coming = command.answer is PartnerAnswer.COMING
    if is_coming and unit.job is not None:
        return Refused(reason=Refusal.PARTNER_BUSY)
    dispatch_id = DispatchId(str(command.command_id)) if is_coming else None
    answered = PartnerAsked(
        partner_id=command.partner_id,
        incident_id=command.incident_id,
        answer=command.answer,
        when=now,
        eta_at=eta_at,
        dispatch_id=dispatch_id,
        told_by=command.told_by,
    )
    if dispatch_id is None:
        return (answered,)
    sent = UnitDispatched(
        dispatch_id=dispatch_id,
        unit_id=unit_id,
        incident_id=command.incident_id,
        when=now,
        asked_via=command.via,
        asked_of=command.told_by,
        eta_s=command.eta_min * 60 if command.eta_min is not None else None,
        partner=True,
        still_needs=still_needed(unit_id, incident, place=place),
    )
    return (answered, sent)
