"""One unit, one job; and a chain of stages that only ever goes forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, assert_never

from siaga.desks.dispatch.commands import (
    Acknowledge,
    Cancel,
    Command,
    ConfirmDelivery,
    Decline,
    DispatchUnit,
    RemindOfNeed,
    ReportStatus,
    WaitForUnit,
)
from siaga.desks.dispatch.state import Chain, IncidentWork, UnitJob
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchFact,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedDue,
    UnitNeedRecorded,
    dispatch_life,
)
from siaga.language.incident import incident_life
from siaga.language.place import Authority, Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.units import unit_job
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    DispatchId,
    IncidentId,
    Role,
    Tag,
    TimeSource,
    UnitId,
    Via,
    When,
)

STAGES = tuple(Stage)
WAYS_TO_ASK_A_BASE = (Via.RADIO, Via.PHONE, Via.CHAT_GROUP, Via.IN_PERSON)

Outcome = Sequence[DispatchFact] | Refused


class Names(TypedDict):
    """What every fact of a dispatch names."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case DispatchUnit():
            return (
                unit_job(command.unit_id),
                incident_life(command.incident_id),
                dispatch_life(DispatchId(str(command.command_id))),
            )
        case WaitForUnit() | RemindOfNeed():
            return (incident_life(command.incident_id),)
        case ConfirmDelivery() | Acknowledge() | ReportStatus() | Cancel() | Decline():
            return (dispatch_life(command.dispatch_id),)
        case _ as never:
            assert_never(never)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case DispatchUnit():
            return _dispatch_unit(command, states, place, asked)
        case WaitForUnit():
            return _wait_for_unit(command, states[incident_life(command.incident_id)], asked)
        case RemindOfNeed():
            return _remind_of_need(command, states[incident_life(command.incident_id)], asked)
        case ConfirmDelivery() | Acknowledge() | ReportStatus() | Cancel() | Decline():
            return _progress(command, states[dispatch_life(command.dispatch_id)], place, asked)
        case _ as never:
            assert_never(never)


def _dispatch_unit(
    command: DispatchUnit, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Outcome:
    unit: UnitJob = states[unit_job(command.unit_id)]
    incident: IncidentWork = states[incident_life(command.incident_id)]
    authority = place.agencies[place.units[command.unit_id].agency].authority
    if refused := _not_open(incident):
        return refused
    if authority is Authority.REQUEST:
        return Refused(reason=Refusal.REFERRAL_ONLY)
    if not unit.on_duty:
        return Refused(reason=Refusal.UNIT_OFF_DUTY)
    if unit.job is not None:
        return Refused(reason=Refusal.UNIT_BUSY)
    if authority is Authority.THROUGH_BASE and command.asked_via not in WAYS_TO_ASK_A_BASE:
        return Refused(reason=Refusal.ASK_THE_BASE, legal=WAYS_TO_ASK_A_BASE)
    return (
        UnitDispatched(
            dispatch_id=DispatchId(str(command.command_id)),
            unit_id=command.unit_id,
            incident_id=command.incident_id,
            when=_when(command.occurred_at, asked),
            asked_via=command.asked_via,
            asked_of=command.asked_of,
        ),
    )


def _wait_for_unit(command: WaitForUnit, incident: IncidentWork, asked: Asked) -> Outcome:
    if refused := _not_open(incident):
        return refused
    if asked.actor.kind is ActorKind.POLICY and incident.active:
        return ()  # one unit declined, but others are on their way: a person may still ask
    return (
        UnitNeedRecorded(
            incident_id=command.incident_id,
            reason=command.reason,
            recheck_at=asked.received_at + timedelta(seconds=command.recheck_s),
            when=_when(None, asked),
            capability=command.capability,
            next_free_at=command.next_free_at,
        ),
    )


def _remind_of_need(command: RemindOfNeed, incident: IncidentWork, asked: Asked) -> Outcome:
    if incident.recheck_at is None or incident.recheck_at > command.due_at:
        return ()
    late_s = max(0, int((asked.received_at - command.due_at).total_seconds()))
    return (UnitNeedDue(incident_id=command.incident_id, when=_when(None, asked), late_s=late_s),)


def _progress(
    command: ConfirmDelivery | Acknowledge | ReportStatus | Cancel | Decline,
    chain: Chain,
    place: Place,
    asked: Asked,
) -> Outcome:
    if chain.unit_id is None or chain.incident_id is None:
        return Refused(reason=Refusal.UNKNOWN_DISPATCH)
    if not _commands_unit(asked.actor, chain.unit_id, place):
        return Refused(reason=Refusal.NOT_YOUR_DISPATCH)
    names = Names(
        dispatch_id=command.dispatch_id, unit_id=chain.unit_id, incident_id=chain.incident_id
    )
    match command:
        case ConfirmDelivery():
            if chain.over or chain.stage is not Stage.ASSIGNED:
                return ()
            return (DispatchNotified(**names, when=_when(None, asked)),)
        case ReportStatus() if command.reason is not None and _passed(chain, command.status):
            return _correct(command, chain, names, _when(command.occurred_at, asked))
        case _ if chain.over:
            return Refused(reason=Refusal.DISPATCH_OVER)
        case Acknowledge():
            report = ReportStatus(
                command_id=command.command_id,
                dispatch_id=command.dispatch_id,
                status=Stage.ACKNOWLEDGED,
                told_by=command.told_by,
            )
            return _advance(report, chain, names, _when(command.occurred_at, asked))
        case ReportStatus():
            return _advance(command, chain, names, _when(command.occurred_at, asked))
        case Cancel():
            when = _when(None, asked)
            return (DispatchCancelled(**names, when=when, reason=command.reason),)
        case Decline():
            return _decline(command, chain, names, _when(None, asked))
        case _ as never:
            assert_never(never)


def _advance(command: ReportStatus, chain: Chain, names: Names, when: When) -> Outcome:
    """To a later stage, noting the stages in between as skipped."""
    now, then = STAGES.index(chain.stage), STAGES.index(command.status)
    if now == then:
        return ()  # the crew and the room both said it
    if then < now:
        return Refused(reason=Refusal.ILLEGAL_STAGE, legal=_later(chain.stage))
    skipped, told_by = STAGES[now + 1 : then], command.told_by
    match command.status:
        case Stage.NOTIFIED:
            return (DispatchNotified(**names, when=when),)
        case Stage.ACKNOWLEDGED:
            return (DispatchAcknowledged(**names, when=when, told_by=told_by, skipped=skipped),)
        case Stage.CLEAR:
            return (UnitCleared(**names, when=when, told_by=told_by, skipped=skipped),)
        case stage:
            hospital = command.hospital or chain.hospital
            return (
                DispatchAdvanced(
                    **names,
                    stage=stage,
                    when=when,
                    skipped=skipped,
                    hospital=hospital,
                    told_by=told_by,
                ),
            )


def _correct(command: ReportStatus, chain: Chain, names: Names, when: When) -> Outcome:
    """A passed stage gets another time; one that was skipped gets its first."""
    assert command.reason is not None
    if chain.times.get(command.status) == when.at:
        return ()
    return (
        DispatchCorrected(
            **names,
            stage=command.status,
            when=when,
            reason=command.reason,
            told_by=command.told_by,
        ),
    )


def _decline(command: Decline, chain: Chain, names: Names, when: When) -> Outcome:
    """A crew can decline on the way (a breakdown), but not what it has already reached."""
    if STAGES.index(chain.stage) >= STAGES.index(Stage.ON_SCENE):
        return Refused(reason=Refusal.ILLEGAL_STAGE, legal=_later(chain.stage))
    return (DispatchDeclined(**names, when=when, reason=command.reason, told_by=command.told_by),)


def _not_open(incident: IncidentWork) -> Refused | None:
    if not incident.known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    return None


def _passed(chain: Chain, stage: Stage) -> bool:
    return STAGES.index(stage) <= STAGES.index(chain.stage)


def _later(stage: Stage) -> tuple[str, ...]:
    return STAGES[STAGES.index(stage) + 1 :]


def _commands_unit(actor: Actor, unit_id: UnitId, place: Place) -> bool:
    """The room for all units, an agency desk for its agency's, a crew for its own."""
    if actor.is_room:
        return True
    if Role.AGENCY_DESK in actor.roles and place.units[unit_id].agency == actor.agency:
        return True
    return Role.FIELD_CREW in actor.roles and unit_id in actor.units


def _when(occurred_at: datetime | None, asked: Asked) -> When:
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=occurred_at, source=TimeSource.PERSON)
