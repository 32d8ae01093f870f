"""Who is told by which way, when the next way's turn comes, and what ends an alert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.alerts.commands import (
    Command,
    ConfirmAlert,
    DropDevices,
    DropGone,
    EndAlerts,
    EndPlanAlerts,
    ForgetDevice,
    GoOn,
    ProveDelivery,
    RaiseAlert,
    ReadAlert,
    RegisterBrowser,
    RegisterNumber,
    ReportSendings,
    SayAlert,
    TakeAlert,
    TellChange,
    TellPlan,
    TestDevice,
    TestWays,
)
from siaga.desks.alerts.decide import devices, proving, raising, stepping
from siaga.desks.alerts.decide.proving import of_plan
from siaga.desks.alerts.state import Alert, PlanTold
from siaga.language.agencies import referral_life
from siaga.language.alerts import (
    ROSTER,
    AlertAbout,
    AlertAnswered,
    AlertEnd,
    AlertFact,
    alert_life,
    alert_of,
    plan_told,
)
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.values import Asked, ReferralId, Tag, When

Outcome = Sequence[AlertFact] | Refused


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case RaiseAlert():
            return _of_raise(command)
        case TellChange():
            return (incident_life(command.incident_id), ROSTER)
        case TellPlan():
            own = alert_life(alert_of(AlertAbout.PLAN, command.subject))
            of_incident = (incident_life(command.incident_id), plan_told(command.incident_id))
            return (own, ROSTER, *of_incident)
        case EndPlanAlerts():
            return (plan_told(command.incident_id),)
        case TestDevice():
            return (alert_life(alert_of(AlertAbout.TEST, command.device_id)), ROSTER)
        case TestWays():
            return (ROSTER,)
        case GoOn() | ReportSendings():
            return (alert_life(command.alert_id), ROSTER)
        case ConfirmAlert() | SayAlert() | ReadAlert() | TakeAlert() | ProveDelivery():
            return (alert_life(command.alert_id),)
        case EndAlerts():
            return tuple(alert_life(alert_id) for alert_id in command.alert_ids)
        case RegisterBrowser() | RegisterNumber() | ForgetDevice() | DropDevices() | DropGone():
            return (ROSTER,)
        case _ as never:
            assert_never(never)


def _of_raise(command: RaiseAlert) -> tuple[Tag, ...]:
    tags = [alert_life(alert_of(command.about, command.subject)), ROSTER]
    if command.incident_id:
        tags.append(incident_life(command.incident_id))
    if command.about in raising.OF_TASK:
        tags.append(referral_life(ReferralId(command.subject)))
    return tuple(tags)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case RaiseAlert():
            return raising.raise_alert(command, states, place=place, asked=asked)
        case TellPlan():
            return raising.tell_plan(command, states, place=place, asked=asked)
        case EndPlanAlerts():
            return _end_plan(command, states[plan_told(command.incident_id)], asked)
        case TellChange():
            return raising.tell_change(command, states, place=place, asked=asked)
        case TestDevice():
            return raising.test_device(command, states[ROSTER], place=place, asked=asked)
        case TestWays():
            return raising.test_ways(command, states[ROSTER], place=place, asked=asked)
        case EndAlerts():
            return _end(command, states, asked)
        case RegisterBrowser() | RegisterNumber() | ForgetDevice() | DropDevices() | DropGone():
            return devices.decide(command, states[ROSTER], asked=asked)
        case GoOn() | ReportSendings():
            alert: Alert = states[alert_life(command.alert_id)]
            if alert.raised is None:
                return ()
            if isinstance(command, GoOn):
                return stepping.go_on(
                    command, alert, roster=states[ROSTER], place=place, asked=asked
                )
            return proving.report(command, alert, roster=states[ROSTER], place=place, asked=asked)
        case ConfirmAlert() | SayAlert() | ReadAlert() | TakeAlert() | ProveDelivery():
            alert = states[alert_life(command.alert_id)]
            return proving.decide(command, alert, place=place, asked=asked)
        case _ as never:
            assert_never(never)


def _end(command: EndAlerts, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    """What was never raised, or is over, is nothing to end."""
    ended = []
    for alert_id in command.alert_ids:
        raised = states[alert_life(alert_id)].raised
        if raised is not None:
            ended.append(
                AlertAnswered(
                    alert_id=alert_id,
                    about=raised.about,
                    subject=raised.subject,
                    how=command.how,
                    when=When(at=asked.received_at),
                    incident_id=of_plan(raised),
                )
            )
    return ended


def _end_plan(command: EndPlanAlerts, told: PlanTold, asked: Asked) -> Outcome:
    return [
        AlertAnswered(
            alert_id=alert_id,
            about=AlertAbout.PLAN,
            subject=alert_id.removeprefix(f"{AlertAbout.PLAN}-"),
            how=AlertEnd.OVER,
            when=When(at=asked.received_at),
            incident_id=command.incident_id,
        )
        for alert_id in sorted(told.open)
    ]
