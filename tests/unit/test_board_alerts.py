"""The boards of alerts: how far each way came, who sees what, and when the lamp lights."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from siaga.app.alerting import lamp_of, offline_ways
from siaga.app.config import Config
from siaga.boards import alert_devices, alerts
from siaga.boards.alert_ways import WayCard
from siaga.boards.alerts import AlertCard
from siaga.language.alerts import (
    AlertFailed,
    AlertSent,
    AlertWay,
    DeviceRegistered,
    TestResult,
)
from siaga.language.dispatch import DispatchCancelled
from siaga.language.entry import Fact
from siaga.language.values import Actor, AgencyId, DeviceId, Role
from tests.builders import (
    AUDITOR,
    CREW,
    HOSPITAL_DESK,
    NOW,
    OTHER_CREW,
    SUPERVISOR,
    TAKER,
    by_server,
    sealed,
    uid,
)
from tests.story import entry
from tests.unit.alerts_story import (
    ALERT,
    AMB,
    INCIDENT,
    JOB,
    PUSH,
    SMS,
    acknowledged,
    browser,
    confirm,
    dispatched,
    house,
    number,
    opened,
    seconds,
)
from tests.world import World

DEVICE = DeviceId("browser-1")


def card(world: World) -> AlertCard | None:
    found: AlertCard | None = None
    for item in world.entries:
        if ALERT in alerts.keys(item.fact):
            found = alerts.draw(ALERT, found, item)
    return found


def started() -> World:
    world = house()
    browser(world)
    number(world, SMS, unit_id=AMB)
    opened(world)
    dispatched(world)
    return world


def states(world: World) -> dict[AlertWay, str]:
    found = card(world)
    assert found is not None
    return {line.way: line.state for line in found.ways}


def told(world: World, *facts: Fact) -> None:
    for fact in facts:
        world.tell(fact)


def test_a_way_shows_how_far_it_came() -> None:
    world = started()
    assert states(world) == {PUSH: "queued", AlertWay.PAGE: "waiting"}
    told(world, AlertSent(alert_id=ALERT, way=PUSH, devices=(DEVICE,), when=by_server()))
    assert states(world)[PUSH] == "sent"
    confirm(world, PUSH)
    assert states(world)[PUSH] == "delivered"


def test_one_devices_failure_does_not_hide_anothers_arrival() -> None:
    world = started()
    confirm(world, PUSH)
    failed = AlertFailed(
        alert_id=ALERT, way=PUSH, devices=(DEVICE,), reason="timeout", when=by_server()
    )
    told(world, failed)
    found = card(world)
    assert found is not None
    line = next(line for line in found.ways if line.way is PUSH)
    assert (line.state, line.failed) == ("delivered", 1)


def test_what_was_handed_over_and_could_not_be_sent_is_a_failure() -> None:
    """A modem says so long after it took it; of two devices one may still have it."""
    world = started()
    seconds(world, 11)
    device, when = DeviceId(str(uid(701))), by_server()
    failed = AlertFailed(alert_id=ALERT, way=SMS, devices=(device,), reason="modem", when=when)
    told(world, AlertSent(alert_id=ALERT, way=SMS, devices=(device,), when=when))
    told(world, replace(failed, final=False))
    assert states(world)[SMS] == "sent"
    told(world, failed)
    assert states(world)[SMS] == "failed"


def test_when_all_of_several_have_failed_one_after_the_other_the_way_has() -> None:
    world = started()
    number(world, SMS, n=2, unit_id=AMB)
    seconds(world, 11)
    devices, when = (DeviceId(str(uid(701))), DeviceId(str(uid(702)))), by_server()
    told(world, AlertSent(alert_id=ALERT, way=SMS, devices=devices, when=when))
    for device, state in zip(devices, ("sent", "failed"), strict=True):
        one = AlertFailed(alert_id=ALERT, way=SMS, devices=(device,), reason="modem", when=when)
        told(world, one)
        assert states(world)[SMS] == state


def test_the_proof_stays_until_the_job_itself_is_over() -> None:
    world = started()
    acknowledged(world)
    found = card(world)
    assert found is not None
    assert found.answered_at is not None
    over = DispatchCancelled(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
    told(world, over)
    assert card(world) is None


def test_it_rings_when_a_person_of_the_room_is_wanted() -> None:
    world = house()
    opened(world)
    dispatched(world)
    seconds(world, 11)
    found = card(world)
    assert found is not None
    assert found.rings
    acknowledged(world)
    found = card(world)
    assert found is not None
    assert not found.rings


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [(TAKER, True), (AUDITOR, True), (CREW, True), (OTHER_CREW, False), (HOSPITAL_DESK, False)],
)
def test_who_sees_an_alert(viewer: Actor, sees: bool) -> None:
    found = card(started())
    assert found is not None
    assert (alerts.view(found, viewer) is not None) is sees


def test_a_number_is_shown_to_who_keeps_it_and_an_endpoint_to_nobody() -> None:
    for ways, shown in (((SMS,), True), ((PUSH,), False)):
        fact = DeviceRegistered(
            device_id=DEVICE,
            ways=ways,
            holders=("unit:amb-1",),
            endpoint=sealed(),
            when=by_server(),
        )
        drawn = alert_devices.draw(DEVICE, None, entry(fact))
        assert drawn is not None
        assert (drawn.number is not None) is shown
        assert alert_devices.view(drawn, SUPERVISOR) == drawn
        assert alert_devices.view(drawn, TAKER) is None


def test_an_officers_number_is_shown_to_who_has_to_call_and_to_no_other_agency() -> None:
    fact = DeviceRegistered(
        device_id=DEVICE,
        ways=(SMS,),
        holders=("duty:bpbd:1",),
        endpoint=sealed(),
        when=by_server(),
        label=sealed("label"),
    )
    drawn = alert_devices.draw(DEVICE, None, entry(fact))
    assert drawn is not None
    desk = replace(HOSPITAL_DESK, roles=frozenset({Role.AGENCY_DESK}), agency=AgencyId("bpbd"))
    other = replace(desk, agency=AgencyId("pln"))
    trainee = replace(TAKER, roles=frozenset({Role.TRAINEE}))
    assert alert_devices.view(drawn, TAKER) == alert_devices.view(drawn, desk) == drawn
    for viewer in (other, trainee, CREW, HOSPITAL_DESK, AUDITOR):
        assert alert_devices.view(drawn, viewer) is None
    above = replace(drawn, holders=("duty:bpbd:3",))  # the centre's own head
    assert alert_devices.view(above, desk) is None


def way(name: AlertWay, result: TestResult, hours: float = 0) -> WayCard:
    return WayCard(way=name, result=result, tested_at=NOW - timedelta(hours=hours))


PROVEN, FAILED, NONE = TestResult.PROVEN, TestResult.FAILED, TestResult.NO_DEVICE


@pytest.mark.parametrize(
    ("ways", "lamp"),
    [
        ([], ("degraded", "alerts_untested")),
        ([way(SMS, PROVEN, 27)], ("degraded", "alerts_untested")),
        ([way(PUSH, PROVEN)], ("down", "alerts_no_offline_way")),
        ([way(PUSH, PROVEN), way(SMS, FAILED)], ("down", "alerts_no_offline_way")),
        ([way(PUSH, FAILED), way(SMS, PROVEN)], ("degraded", "alerts_way_failed")),
        ([way(PUSH, NONE), way(SMS, TestResult.SENT)], ("degraded", "alerts_way_untried")),
        ([way(PUSH, PROVEN), way(SMS, PROVEN)], ("ok", "alerts_all_ways")),
    ],
)
def test_the_lamp(ways: list[WayCard], lamp: tuple[str, str]) -> None:
    assert lamp_of(ways, NOW) == lamp


def test_an_operators_link_is_no_way_without_the_internet() -> None:
    ways = [way(PUSH, PROVEN), way(SMS, PROVEN)]
    link = Config(data=Path(), smpp_host="operator.example.id")
    assert lamp_of(ways, NOW, offline=offline_ways(link))[0] == "down"
    said = [*ways, way(AlertWay.RADIO, PROVEN)]
    assert lamp_of(said, NOW, offline=offline_ways(link))[0] == "ok"
    both = replace(link, gammu_folder="/var/spool/gammu")
    assert lamp_of(ways, NOW, offline=offline_ways(both))[0] == "ok"
