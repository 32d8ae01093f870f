"""What makes an alert: for whom it is, how urgent, and the first ways at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from siaga.desks.alerts.commands import (
    RaiseAlert,
    TellChange,
    TellPlan,
    TestDevice,
    TestWays,
)
from siaga.desks.alerts.decide import testing
from siaga.desks.alerts.decide.devices import may_touch
from siaga.desks.alerts.decide.reach import (
    of_account,
    of_agency,
    of_hospital,
    of_role,
    of_unit,
    on_duty,
    targets,
    unit_audience,
)
from siaga.desks.alerts.decide.stepping import Turn, next_step, stepped
from siaga.desks.alerts.state import Alert, Jobs, PlanTold, Roster, Task
from siaga.language.agencies import referral_life
from siaga.language.alerts import (
    BY_DEVICE,
    EVERYBODY,
    ROOM,
    ROSTER,
    TESTERS,
    AlertAbout,
    AlertFact,
    AlertRaised,
    AlertWay,
    alert_of,
    plan_told,
)
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.plan_rules import message_problems
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AgencyId, Asked, Priority, ReferralId, Role, Tag, When

Outcome = Sequence[AlertFact] | Refused
States = Mapping[Tag, Any]

TESTED = tuple(way for way in AlertWay if way in BY_DEVICE or way is AlertWay.RADIO)
OF_TASK = frozenset({AlertAbout.REFERRAL, AlertAbout.ESCALATION})
ALWAYS_P1 = frozenset({AlertAbout.PANIC, AlertAbout.PRE_ALERT})


def raise_alert(
    command: RaiseAlert, states: States, *, place: Place, asked: Asked
) -> Sequence[AlertFact]:
    roster: Roster = states[ROSTER]
    task: Task | None = None
    if command.about in OF_TASK:
        task = states[referral_life(ReferralId(command.subject))]
    raised = AlertRaised(
        alert_id=alert_of(command.about, command.subject),
        about=command.about,
        subject=command.subject,
        priority=_priority(command, states, task),
        audience=_audience(command, place, task),
        when=When(at=asked.received_at),
        spared=_spared(command),
        incident_id=command.incident_id,
        unit_id=command.unit_id,
        agency=task.agency if task else command.agency,
        hospital=command.hospital,
        step=command.step,
    )
    return _begun(raised, roster, place)


def tell_change(
    command: TellChange, states: States, *, place: Place, asked: Asked
) -> Sequence[AlertFact]:
    """One alert for each unit that has the job; with what changed before and is still unread."""
    jobs: Jobs = states[incident_life(command.incident_id)]
    facts: list[AlertFact] = []
    for dispatch_id, unit_id in jobs.units.items():
        raised = AlertRaised(
            alert_id=alert_of(AlertAbout.CHANGE, dispatch_id),
            about=AlertAbout.CHANGE,
            subject=dispatch_id,
            priority=jobs.priority or Priority.P1,
            audience=unit_audience(unit_id, place),
            when=When(at=asked.received_at),
            incident_id=command.incident_id,
            unit_id=unit_id,
            changed=(command.what,),
        )
        facts += _begun(raised, states[ROSTER], place)
    return facts


def tell_plan(command: TellPlan, states: States, *, place: Place, asked: Asked) -> Outcome:
    jobs: Jobs = states[incident_life(command.incident_id)]
    before: PlanTold = states[plan_told(command.incident_id)]
    alert_id = alert_of(AlertAbout.PLAN, command.subject)
    if jobs.priority is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if jobs.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if next(message_problems(command.told, place), None):
        return Refused(reason=Refusal.MESSAGE_UNKNOWN)
    if alert_id in before.told:
        return Refused(reason=Refusal.MESSAGE_TOLD)
    raised = AlertRaised(
        alert_id=alert_id,
        about=AlertAbout.PLAN,
        subject=command.subject,
        priority=jobs.priority,
        audience=(command.told.holder,),
        when=When(at=asked.received_at),
        incident_id=command.incident_id,
        agency=command.told.agency,
        step=command.told.step,
        message=command.told.message,
        alarm=command.alarm,
    )
    return _begun(raised, states[ROSTER], place)


def test_device(command: TestDevice, roster: Roster, *, place: Place, asked: Asked) -> Outcome:
    device = roster.devices.get(command.device_id)
    if device is None:
        return Refused(reason=Refusal.UNKNOWN_DEVICE)
    if not may_touch(asked.actor, device):
        return Refused(reason=Refusal.NOT_YOUR_DEVICE)
    raised = _test(command.device_id, asked, audience=device.holders[:1])
    found = targets(roster, device.ways, audience=device.holders)
    own = tuple(one for one in found if one.device_id == command.device_id)
    until = asked.received_at + timedelta(seconds=place.alerts.test_s)
    turn = Turn(step=0, ways=device.ways, now=asked.received_at, next_at=until)
    steps = stepped(raised, own, turn=turn)
    return (raised, *(replace(step, rings=False) for step in steps))


def test_ways(
    command: TestWays, roster: Roster, *, place: Place, asked: Asked
) -> Sequence[AlertFact]:
    """All ways at once, to the numbers and browsers that are there for it."""
    now = asked.received_at
    raised = _test(str(command.command_id), asked, audience=(TESTERS,))
    found = targets(roster, TESTED, audience=raised.audience)
    have = {one.way for one in found} | {AlertWay.RADIO}
    until = now + timedelta(seconds=place.alerts.test_s)
    turn = Turn(step=0, ways=TESTED, now=now, next_at=until)
    steps = stepped(raised, found, turn=turn)
    lacking = [testing.missing(raised, way, at=now) for way in TESTED if way not in have]
    return (raised, *(replace(step, rings=False) for step in steps), *lacking)


def _test(subject: str, asked: Asked, *, audience: tuple[str, ...]) -> AlertRaised:
    return AlertRaised(
        alert_id=alert_of(AlertAbout.TEST, subject),
        about=AlertAbout.TEST,
        subject=subject,
        priority=Priority.P3,
        audience=audience,
        when=When(at=asked.received_at),
    )


def _begun(raised: AlertRaised, roster: Roster, place: Place) -> Sequence[AlertFact]:
    new = Alert(raised=raised)
    return (raised, *next_step(new, raised, roster=roster, place=place, now=raised.when.at))


def _priority(command: RaiseAlert, states: States, task: Task | None) -> Priority:
    """Unknown counts as the most urgent."""
    if command.about in ALWAYS_P1:
        return Priority.P1
    if task is not None and task.priority is not None:
        return task.priority
    jobs: Jobs | None = (
        states.get(incident_life(command.incident_id)) if command.incident_id else None
    )
    return command.priority or (jobs.priority if jobs else None) or Priority.P1


def _audience(command: RaiseAlert, place: Place, task: Task | None) -> tuple[str, ...]:
    match command.about:
        case AlertAbout.PANIC:
            return (EVERYBODY,)
        case AlertAbout.REVIEW:
            return (of_account(command.account_id),) if command.account_id else (ROOM,)
        case AlertAbout.ROLL_CALL:
            return tuple(of_unit(unit_id) for unit_id in command.units)
        case AlertAbout.REFERRAL | AlertAbout.ESCALATION:
            return _of_agency(task.agency if task else None, command.step)
        case AlertAbout.FLEET:
            return (of_role(Role.HEAD),)
        case AlertAbout.PRE_ALERT:
            return (of_hospital(command.hospital),) if command.hospital else (ROOM,)
        case _:
            return unit_audience(command.unit_id, place) if command.unit_id else (ROOM,)


def _of_agency(agency: AgencyId | None, step: int) -> tuple[str, ...]:
    """Who was told at an earlier step is told again: it is still theirs."""
    if agency is None:
        return (ROOM,)
    return (of_agency(agency), *(on_duty(agency, number) for number in range(1, step + 1)))


def _spared(command: RaiseAlert) -> tuple[str, ...]:
    """A crew in danger is not given away by its own telephone."""
    if command.about is AlertAbout.PANIC and command.unit_id is not None:
        return (of_unit(command.unit_id),)
    return ()
