"""The chain of an alert: what is tried next, what ends it, and what rings in the room."""

from __future__ import annotations

from dataclasses import replace

from siaga.desks.alerts.commands import (
    ReportSendings,
    SayAlert,
    Sending,
    TakeAlert,
)
from siaga.desks.alerts.doors import DESK
from siaga.desks.alerts.follow import follow
from siaga.language.alert_rules import AlertRules, AlertStep
from siaga.language.alerts import (
    AlertAbout,
    AlertAnswered,
    AlertDelivered,
    AlertEnd,
    AlertExhausted,
    AlertFailed,
    AlertRaised,
    AlertReached,
    AlertStepped,
    AlertTaken,
)
from siaga.language.follow_ups import Send
from siaga.language.values import AlertId, Priority
from tests.builders import (
    CREW,
    OTHER_CREW,
    PLACE,
    TAKER,
    sealed,
    uid,
)
from tests.unit.alerts_story import (
    ALERT,
    AMB,
    CHAIN,
    JOB,
    PAGE,
    PUSH,
    RADIO,
    SMS,
    VOICE,
    acknowledged,
    browser,
    confirm,
    dispatched,
    house,
    number,
    opened,
    seconds,
    steps,
)
from tests.world import World


def test_a_dispatch_is_told_at_once_to_the_browsers_of_its_crew() -> None:
    world = house()
    mine, _ = browser(world), browser(world, OTHER_CREW, 2)
    opened(world)
    dispatched(world)
    (raised,) = world.facts(AlertRaised)
    assert (raised.about, raised.subject, raised.priority) == (
        AlertAbout.DISPATCH,
        JOB,
        Priority.P1,
    )
    (stepped,) = world.facts(AlertStepped)
    assert [target.device_id for target in stepped.targets] == [mine]
    (send,) = world.sent
    assert send.kind == "push"
    assert send.alert is not None
    assert send.alert.device_id == mine


def test_what_nobody_proved_goes_on_to_the_next_way() -> None:
    world = house()
    browser(world)
    number(world, SMS, unit_id=AMB)
    opened(world)
    dispatched(world)
    seconds(world, 9)
    assert steps(world) == [((PUSH, PAGE), 0)]
    seconds(world, 2)
    assert steps(world)[-1] == ((SMS,), 0)


def test_what_arrived_is_given_time_for_the_answer() -> None:
    world = house()
    browser(world)
    number(world, SMS, unit_id=AMB)
    opened(world)
    dispatched(world)
    seconds(world, 5)
    confirm(world)
    (delivered,) = world.facts(AlertDelivered)
    assert (delivered.way, delivered.about, delivered.subject) == (PUSH, AlertAbout.DISPATCH, JOB)
    seconds(world, 49)
    assert steps(world) == [((PUSH, PAGE), 0), ((PUSH, PAGE), 1), ((PUSH, PAGE), 2)]
    seconds(world, 2)
    assert steps(world)[-1] == ((SMS,), 0)


def test_nothing_is_sent_once_somebody_has_answered() -> None:
    world = house()
    browser(world)
    number(world, SMS, VOICE, unit_id=AMB)
    opened(world)
    dispatched(world)
    seconds(world, 5)
    acknowledged(world)
    (answered,) = world.facts(AlertAnswered)
    assert answered.how is AlertEnd.ANSWERED
    before = len(world.sent)
    seconds(world, 3_600)
    assert len(world.sent) == before
    assert world.facts(AlertExhausted) == []


def test_a_way_without_a_device_is_passed_over_and_named() -> None:
    world = house()
    opened(world)
    dispatched(world)
    seconds(world, 11)
    last = world.facts(AlertStepped)[-1]
    assert last.ways == (RADIO,)
    assert last.skipped == (SMS, VOICE)
    assert last.rings


def test_a_dead_push_service_is_not_waited_for() -> None:
    chain = replace(CHAIN, step=(AlertStep(ways=(PUSH,), deliver_s=10, answer_s=50), CHAIN.step[1]))
    world = World(desks=[DESK], place=replace(PLACE, alerts=AlertRules(chain=(chain,))))
    mine = browser(world)
    number(world, SMS, unit_id=AMB)
    opened(world)
    dispatched(world)
    sending = Sending(way=PUSH, device_id=mine, status="trying", reason="timeout")
    world.submit("alerts", ReportSendings(command_id=uid(1), alert_id=ALERT, sendings=(sending,)))
    (failed,) = world.facts(AlertFailed)
    assert (failed.reason, failed.final) == ("timeout", False)
    assert steps(world)[-1] == ((SMS,), 0)


def test_what_nobody_answers_rings_in_the_room_until_a_person_takes_it() -> None:
    world = house()
    opened(world)
    dispatched(world)
    seconds(world, 80)
    (exhausted,) = world.facts(AlertExhausted)
    assert exhausted.rings
    taken = world.submit("alerts", TakeAlert(command_id=uid(1), alert_id=ALERT), TAKER)
    assert isinstance(taken, tuple)
    assert isinstance(taken[0], AlertTaken)
    seconds(world, 101)
    assert len(world.facts(AlertExhausted)) == 2, "taken and not answered: it rings again"
    acknowledged(world)
    seconds(world, 3_600)
    assert len(world.facts(AlertExhausted)) == 2


def test_said_over_the_radio_is_delivered_and_taken() -> None:
    world = house()
    opened(world)
    dispatched(world)
    seconds(world, 11)
    command = SayAlert(command_id=uid(1), alert_id=ALERT, told_by=sealed("Budi"))
    world.submit("alerts", command, TAKER)
    assert world.facts(AlertDelivered)[0].way is RADIO
    assert len(world.facts(AlertTaken)) == 1


def test_a_second_proof_is_kept_apart_and_the_third_is_nothing_new() -> None:
    world = house()
    browser(world)
    opened(world)
    dispatched(world)
    confirm(world, PUSH)
    confirm(world, PAGE)
    confirm(world, PAGE)
    assert len(world.facts(AlertDelivered)) == 1
    assert [fact.way for fact in world.facts(AlertReached)] == [PAGE]


def test_a_large_audience_comes_in_parts_that_a_fact_can_hold() -> None:
    world = house()
    for n in range(300):
        actor = replace(CREW, id=f"acc-{n}")
        browser(world, actor, n)
    opened(world)
    dispatched(world)
    parts = world.facts(AlertStepped)
    assert [len(part.targets) for part in parts] == [128, 128, 44]
    assert len({send.alert.device_id for send in world.sent if send.alert}) == 300


def test_what_could_not_leave_for_one_alert_holds_up_no_other() -> None:
    """The outbox keeps order within a recipient: rounds of one alert, at one device."""
    world = house()
    browser(world)
    opened(world)
    dispatched(world)
    (first,) = world.facts(AlertStepped)
    again, other = replace(first, round=1), replace(first, alert_id=AlertId("panic-amb-1"))

    def line(fact: AlertStepped) -> set[str]:
        return {one.recipient for one in follow(fact, PLACE) if isinstance(one, Send)}

    assert line(first) == line(again)
    assert len(line(first)) == 1
    assert line(first).isdisjoint(line(other))
