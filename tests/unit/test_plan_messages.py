"""Messages of response plans: sent once by the ways there are, proved, or told by a person."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards import alerts as board
from siaga.desks.alerts.commands import (
    ReadAlert,
    ReportSendings,
    SayAlert,
    Sending,
    TellPlan,
)
from siaga.desks.alerts.doors import DESK
from siaga.language.alert_rules import AlertChain, AlertRules, AlertStep, ChatGroup
from siaga.language.alerts import (
    AlertAbout,
    AlertAnswered,
    AlertDelivered,
    AlertEnd,
    AlertExhausted,
    AlertRaised,
    AlertStepped,
    AlertTaken,
    AlertWay,
    GroupId,
    alert_of,
)
from siaga.language.incident import IncidentClosed
from siaga.language.plans import PlanMessage
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AlertId, Priority, Role, Via
from tests.builders import PLACE, SUPERVISOR, TAKER, by_server, text, uid
from tests.unit.alerts_story import INCIDENT, browser, number, opened, seconds
from tests.world import World

EMAIL, PUSH, RADIO, SMS = AlertWay.EMAIL, AlertWay.PUSH, AlertWay.RADIO, AlertWay.SMS
CHAIN = AlertChain(
    about=tuple(AlertAbout),
    priority=tuple(Priority),
    step=(
        AlertStep(ways=(PUSH, SMS, EMAIL), deliver_s=120, answer_s=60),
        AlertStep(ways=(RADIO,), deliver_s=300, answer_s=60),
    ),
)
GROUP = GroupId("wa-siaga")
HERE = replace(
    PLACE,
    alerts=AlertRules(chain=(CHAIN,), group=(ChatGroup(id=GROUP, name=text("Grup WA")),)),
    messages={"told_alarm": text("{1} di {2}")},
)
HEAD = PlanMessage(to=Role.HEAD, message="told_alarm")
AGENCY = next(iter(PLACE.agencies))
OFFICER = PlanMessage(agency=AGENCY, step=1, message="told_alarm")


def room() -> World:
    world = World(desks=[DESK], place=HERE)
    opened(world)
    return world


def tell(world: World, told: PlanMessage = HEAD, *, alarm: int = 2, n: int = 1) -> TellPlan:
    command = TellPlan(command_id=uid(n), incident_id=INCIDENT, told=told, alarm=alarm)
    world.submit("alerts", command)
    return command


def alert(command: TellPlan) -> AlertId:
    return alert_of(AlertAbout.PLAN, command.subject)


def card(world: World, alert_id: AlertId) -> board.AlertCard | None:
    drawn: board.AlertCard | None = None
    for each in world.entries:
        if alert_id in board.keys(each.fact):
            drawn = board.draw(alert_id, drawn, each)
    return drawn


def test_a_message_goes_once_by_every_way_its_recipient_has() -> None:
    world = room()
    phone = number(world, SMS, EMAIL, role=Role.HEAD)
    mine = browser(world, replace(SUPERVISOR, roles=frozenset({Role.HEAD})))
    browser(world, TAKER, 2)
    first = tell(world)
    (raised,) = world.facts(AlertRaised)
    assert (raised.audience, raised.message, raised.alarm) == (("role:head",), "told_alarm", 2)
    targets = {(one.way, one.device_id) for one in world.facts(AlertStepped)[0].targets}
    assert targets == {(SMS, phone), (EMAIL, phone), (PUSH, mine)}
    again = TellPlan(command_id=uid(9), incident_id=INCIDENT, told=HEAD, alarm=2)
    assert world.submit("alerts", again) == Refused(reason=Refusal.MESSAGE_TOLD)
    assert len(world.sent) == 3
    tell(world, alarm=3, n=2)  # another level is other news
    assert len(world.sent) == 6
    assert alert(first) != alert(tell(world, alarm=3, n=3))


def test_that_it_arrived_is_all_and_nobody_is_rung_after_it() -> None:
    world = room()
    phone = number(world, SMS, role=Role.HEAD)
    told = alert(tell(world))
    report = ReportSendings(
        command_id=uid(20),
        alert_id=told,
        sendings=(Sending(way=SMS, device_id=phone, status="sent"),),
    )
    world.submit("alerts", report)
    drawn = card(world, told)
    assert drawn is not None
    assert next(line.state for line in drawn.ways if line.way is SMS) == "sent"
    read = world.submit("alerts", ReadAlert(command_id=uid(21), alert_id=told), TAKER)
    assert read == Refused(reason=Refusal.NOT_YOUR_ALERT)  # nobody reads it for the head
    seconds(world, 121)  # sent is no proof: a person is asked to say it
    said = SayAlert(command_id=uid(22), alert_id=told, via=Via.PHONE)
    assert not isinstance(world.submit("alerts", said), Refused)
    seconds(world, 4_000)
    assert [fact.way for fact in world.facts(AlertDelivered)] == [RADIO]
    assert world.facts(AlertExhausted, AlertTaken) == []
    drawn = card(world, told)
    assert drawn is not None
    assert not drawn.rings


def test_who_has_no_machine_waits_for_a_person_and_rings_only_when_forgotten() -> None:
    world = room()
    told = alert(tell(world, PlanMessage(group=GROUP, message="told_alarm")))
    (step,) = world.facts(AlertStepped)
    assert (step.ways, step.rings, set(step.skipped)) == ((RADIO,), False, {PUSH, SMS, EMAIL})
    seconds(world, 301)
    (late,) = world.facts(AlertExhausted)
    assert late.rings
    world.submit("alerts", SayAlert(command_id=uid(30), alert_id=told, via=Via.CHAT_GROUP))
    drawn = card(world, told)
    assert drawn is not None
    assert (drawn.rings, drawn.delivered_by) == (False, RADIO)


def test_a_way_that_fails_says_why_and_a_person_is_asked_at_once() -> None:
    world = room()
    told = alert(tell(world, OFFICER))
    assert world.facts(AlertStepped)[0].ways == (RADIO,)
    world = room()
    phone = number(world, EMAIL, agency=AGENCY, step=1)
    told = alert(tell(world, OFFICER))
    failed = Sending(way=EMAIL, device_id=phone, status="failed", reason="no_sender")
    world.submit("alerts", ReportSendings(command_id=uid(40), alert_id=told, sendings=(failed,)))
    assert [fact.ways for fact in world.facts(AlertStepped)] == [(EMAIL,), (RADIO,)]
    drawn = card(world, told)
    assert drawn is not None
    line = next(one for one in drawn.ways if one.way is EMAIL)
    assert (line.state, line.reason) == ("failed", "no_sender")


def test_a_closed_incident_wants_no_more_messages_and_its_cards_leave() -> None:
    world = room()
    told = alert(tell(world))
    world.tell(
        IncidentClosed(
            incident_id=INCIDENT,
            result=next(iter(PLACE.results)),
            contact_ids=(),
            when=by_server(world.now),
        )
    )
    (over,) = world.facts(AlertAnswered)
    assert (over.alert_id, over.how) == (told, AlertEnd.OVER)
    assert card(world, told) is None
    late = TellPlan(command_id=uid(50), incident_id=INCIDENT, told=HEAD, alarm=1)
    assert world.submit("alerts", late) == Refused(reason=Refusal.INCIDENT_CLOSED)
    seconds(world, 9_000)
    assert world.facts(AlertExhausted) == []


def test_only_known_recipients_and_texts() -> None:
    world = room()
    for n, told in enumerate(
        (
            PlanMessage(message="told_alarm"),
            PlanMessage(to=Role.AUDITOR, message="told_alarm"),
            PlanMessage(to=Role.HEAD, agency=AGENCY, message="told_alarm"),
            PlanMessage(group=GroupId("none"), message="told_alarm"),
            PlanMessage(to=Role.HEAD, step=1, message="told_alarm"),
            PlanMessage(to=Role.HEAD, message="made up"),
        )
    ):
        command = TellPlan(command_id=uid(60 + n), incident_id=INCIDENT, told=told)
        assert world.submit("alerts", command) == Refused(reason=Refusal.MESSAGE_UNKNOWN), told
    assert world.facts(AlertRaised) == []
