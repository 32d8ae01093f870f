"""One unit, one job; and a chain of stages that only ever goes forward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from siaga.desks.dispatch.commands import (
    Acknowledge,
    AnswerBase,
    AnswerPreAlert,
    AskBase,
    Cancel,
    Command,
    ConfirmDelivery,
    ConfirmStandDown,
    Decline,
    DispatchUnit,
    DropNeed,
    DropNextJob,
    EndPreAlert,
    LapsePreAlert,
    MissUnit,
    OfBase,
    OfChain,
    OfNeed,
    OfStandDown,
    OfUnit,
    PreAlert,
    Reassign,
    RecordPartner,
    RemindOfBase,
    RemindOfNeed,
    RemindOfStandDown,
    ReportStatus,
    ReviewUnit,
    SendFound,
    Sending,
    SetNextJob,
    SettleClaim,
    SwapUnit,
    TakeOverNeeds,
    WaitAgain,
    WaitForUnit,
)
from siaga.desks.dispatch.decide.bases import base, settled
from siaga.desks.dispatch.decide.chain import progress
from siaga.desks.dispatch.decide.fleets import counted_with, fleet_tags
from siaga.desks.dispatch.decide.merging import take_over
from siaga.desks.dispatch.decide.needs import need
from siaga.desks.dispatch.decide.orders import order
from siaga.desks.dispatch.decide.outcome import Outcome
from siaga.desks.dispatch.decide.sending import send
from siaga.desks.dispatch.decide.stand_down import stand_down
from siaga.language.dispatch import dispatch_life
from siaga.language.incident import incident_life
from siaga.language.partners import partner_unit
from siaga.language.place import Place
from siaga.language.units import unit_job
from siaga.language.values import Asked, DispatchId, Tag

__all__ = ["boundary", "decide", "reach"]


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case DispatchUnit() | SendFound():
            own = dispatch_life(DispatchId(str(command.command_id)))
            return (unit_job(command.unit_id), incident_life(command.incident_id), own)
        case RecordPartner():
            own = dispatch_life(DispatchId(str(command.command_id)))
            unit = unit_job(partner_unit(command.partner_id))
            return (unit, incident_life(command.incident_id), own)
        case Reassign():
            return (
                unit_job(command.unit_id),
                dispatch_life(command.dispatch_id),
                incident_life(command.from_id),
                incident_life(command.incident_id),
                dispatch_life(DispatchId(str(command.command_id))),
            )
        case SwapUnit():
            return (
                unit_job(command.unit_id),
                unit_job(command.new_unit_id),
                dispatch_life(command.dispatch_id),
                incident_life(command.incident_id),
                dispatch_life(DispatchId(str(command.command_id))),
            )
        case WaitForUnit() | DropNeed() | MissUnit() | RemindOfNeed() | WaitAgain():
            return (incident_life(command.incident_id),)
        case AskBase() | AnswerBase() | RemindOfBase():
            return (incident_life(command.incident_id),)
        case TakeOverNeeds():
            return (incident_life(command.from_id), incident_life(command.incident_id))
        case SetNextJob():
            return (unit_job(command.unit_id), incident_life(command.incident_id))
        case PreAlert():
            tags: tuple[Tag, ...] = (unit_job(command.unit_id),)
            return (*tags, incident_life(command.incident_id)) if command.incident_id else tags
        case AnswerPreAlert() | EndPreAlert() | LapsePreAlert() | DropNextJob() | ReviewUnit():
            return (unit_job(command.unit_id),)
        case ConfirmDelivery() | Acknowledge() | ReportStatus() | SettleClaim():
            return (dispatch_life(command.dispatch_id),)
        case Cancel() | Decline() | ConfirmStandDown() | RemindOfStandDown():
            return (dispatch_life(command.dispatch_id),)
        case _ as never:
            assert_never(never)


def reach(command: Command, place: Place) -> tuple[Tag, ...]:
    """Who is the last free unit is known by looking at all that are counted with it."""
    match command:
        case DispatchUnit() | SendFound():
            return counted_with(command.unit_id, place)
        case ReviewUnit():
            return (
                *counted_with(command.unit_id, place),
                *fleet_tags(command.unit_id, place),
            )
        case _:
            return ()


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    if isinstance(command, Sending):
        outcome = send(command, states, place=place, asked=asked)
        return settled(command, outcome, states=states, place=place)
    if isinstance(command, OfChain):
        chain = states[dispatch_life(command.dispatch_id)]
        return progress(command, chain, place=place, asked=asked)
    if isinstance(command, OfStandDown):
        chain = states[dispatch_life(command.dispatch_id)]
        return stand_down(command, chain, place=place, asked=asked)
    if isinstance(command, OfUnit):
        return order(command, states, place=place, asked=asked)
    incident = states[incident_life(command.incident_id)]
    if isinstance(command, TakeOverNeeds):
        merged = states[incident_life(command.from_id)]
        return take_over(command, merged, main=incident, place=place, asked=asked)
    if isinstance(command, OfBase):
        return base(command, incident, place=place, asked=asked)
    if isinstance(command, OfNeed):
        return need(command, incident, place=place, asked=asked)
    assert_never(command)
