"""A house with one alert in it: what the tests of the alerts desk are told with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from siaga.desks.alerts.commands import (
    ConfirmAlert,
    RegisterBrowser,
    RegisterNumber,
)
from siaga.desks.alerts.doors import DESK
from siaga.language.alert_rules import AlertChain, AlertRules, AlertStep
from siaga.language.alerts import (
    AlertAbout,
    AlertStepped,
    AlertWay,
    alert_of,
)
from siaga.language.dispatch import DispatchAcknowledged, UnitDispatched
from siaga.language.incident import IncidentOpened
from siaga.language.refusals import Refused
from siaga.language.values import (
    AccountId,
    Actor,
    DeviceId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    Priority,
    ReferralId,
    UnitId,
)
from tests.builders import (
    CREW,
    PLACE,
    SUPERVISOR,
    by_server,
    sealed,
    uid,
)
from tests.world import World

INCIDENT, JOB, TASK = IncidentId("i-1"), DispatchId("d-1"), ReferralId("r-1")
AMB = UnitId("amb-1")
ALERT = alert_of(AlertAbout.DISPATCH, JOB)
PUSH, PAGE, SMS, VOICE, RADIO = (
    AlertWay.PUSH,
    AlertWay.PAGE,
    AlertWay.SMS,
    AlertWay.VOICE,
    AlertWay.RADIO,
)
CHAIN = AlertChain(
    about=tuple(AlertAbout),
    priority=tuple(Priority),
    repeat_s=20,
    repeat_for_s=400,
    ring_again_s=100,
    step=(
        AlertStep(ways=(PUSH, PAGE), deliver_s=10, answer_s=50),
        AlertStep(ways=(SMS,), deliver_s=30, answer_s=40),
        AlertStep(ways=(VOICE,), deliver_s=30, answer_s=30),
        AlertStep(ways=(RADIO,), deliver_s=60, answer_s=60),
    ),
)
HERE = replace(PLACE, alerts=AlertRules(chain=(CHAIN,)))


def house() -> World:
    return World(desks=[DESK], place=HERE)


def browser(world: World, actor: Actor = CREW, n: int = 1) -> DeviceId:
    device_id = DeviceId(f"browser-{n}")
    command = RegisterBrowser(
        command_id=uid(900_000 + len(world.answers)),
        device_id=device_id,
        endpoint=sealed(f"endpoint-{n}"),
        session=f"session-{n}",
    )
    assert not isinstance(world.submit("alerts", command, actor), Refused)
    return device_id


def number(world: World, *ways: AlertWay, n: int = 1, **owner: object) -> DeviceId:
    command = RegisterNumber(
        command_id=uid(700 + n),
        number=sealed(f"number-{n}"),
        ways=ways,
        **owner,  # type: ignore[arg-type]
    )
    assert not isinstance(world.submit("alerts", command, SUPERVISOR), Refused)
    return DeviceId(str(uid(700 + n)))


def opened(world: World, priority: Priority = Priority.P1) -> None:
    fact = IncidentOpened(
        incident_id=INCIDENT,
        incident_type=IncidentTypeId("fire.building"),
        priority=priority,
        clock_start=by_server(world.now),
        when=by_server(world.now),
        owner=AccountId("acc-taker"),
    )
    world.tell(fact)


def dispatched(world: World) -> None:
    fact = UnitDispatched(
        dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server(world.now)
    )
    world.tell(fact)


def acknowledged(world: World) -> None:
    fact = DispatchAcknowledged(
        dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server(world.now)
    )
    world.tell(fact)


def seconds(world: World, count: float) -> None:
    world.wait(timedelta(seconds=count))


def steps(world: World) -> list[tuple[tuple[AlertWay, ...], int]]:
    return [(fact.ways, fact.round) for fact in world.facts(AlertStepped)]


def confirm(world: World, way: AlertWay = PUSH, actor: Actor = CREW) -> object:
    command = ConfirmAlert(command_id=uid(500_000 + len(world.answers)), alert_id=ALERT, way=way)
    return world.submit("alerts", command, actor)
