"""What may be done in the command of an incident: while it is open, in the state it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.command.commands import (
    AcknowledgeRollCall,
    AnswerRollCall,
    AskResource,
    BeginRollCalls,
    CallRollNow,
    CloseSector,
    Command,
    DeclareMajorIncident,
    EndMajorIncident,
    EndResource,
    EndRole,
    EndRollCalls,
    FinishTask,
    GiveRole,
    LowerAlarm,
    NoteCommand,
    PlaceUnit,
    PlanRollCalls,
    PromiseResource,
    RaiseAlarm,
    RingResource,
    RingRollCall,
    SetCommandPlace,
    SetSector,
    SetTask,
    SettleCommand,
)
from siaga.desks.command.decide.alarm import decide_alarm
from siaga.desks.command.decide.requests import decide_request
from siaga.desks.command.decide.rolls import decide_roll_call
from siaga.desks.command.decide.scene import decide_scene
from siaga.desks.command.decide.settling import settle
from siaga.desks.command.state import CommandStand, IncidentStand
from siaga.language.incident import incident_life
from siaga.language.major import MajorFact, command_of
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Tag

Outcome = Sequence[MajorFact] | Refused

BEGINS = (RaiseAlarm, DeclareMajorIncident, AskResource, BeginRollCalls)
"""What is not begun on an incident that was merged: the work goes on in the other."""


def boundary(command: Command) -> tuple[Tag, ...]:
    return (command_of(command.incident_id), incident_life(command.incident_id))


def decide(command: Command, states: Mapping[Tag, Any], _place: Place, asked: Asked) -> Outcome:
    incident: IncidentStand = states[incident_life(command.incident_id)]
    stand: CommandStand = states[command_of(command.incident_id)]
    if isinstance(command, SettleCommand | RingRollCall | RingResource) and incident.closed:
        return settle(command.incident_id, stand, number=incident.number, now=asked.received_at)
    if not incident.number:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None and isinstance(command, BEGINS):
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    match command:
        case RaiseAlarm() | LowerAlarm() | DeclareMajorIncident() | EndMajorIncident():
            return decide_alarm(command, stand, number=incident.number, asked=asked)
        case (
            SetCommandPlace()
            | SetSector()
            | CloseSector()
            | GiveRole()
            | EndRole()
            | PlaceUnit()
            | SetTask()
            | FinishTask()
            | NoteCommand()
        ):
            return decide_scene(command, stand, incident=incident, asked=asked)
        case AskResource() | PromiseResource() | EndResource() | RingResource():
            return decide_request(command, stand, number=incident.number, asked=asked)
        case (
            BeginRollCalls()
            | PlanRollCalls()
            | CallRollNow()
            | AnswerRollCall()
            | AcknowledgeRollCall()
            | EndRollCalls()
            | RingRollCall()
        ):
            return decide_roll_call(command, stand, incident=incident, asked=asked)
        case SettleCommand():
            return ()  # it was opened again before
        case _ as never:
            assert_never(never)
