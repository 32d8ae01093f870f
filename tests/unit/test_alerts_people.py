"""Alerts: whom one is for, which device belongs to whom, and wrong hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from siaga.desks.alerts.commands import (
    ConfirmAlert,
    ForgetDevice,
    ReadAlert,
    RegisterNumber,
    ReportSendings,
    SayAlert,
    Sending,
    TakeAlert,
    TestDevice,
    TestWays,
)
from siaga.language.agencies import ReferralAccepted, ReferralEscalated, ReferralSent
from siaga.language.alerts import (
    AlertAbout,
    AlertAnswered,
    AlertEnd,
    AlertExhausted,
    AlertRaised,
    AlertTested,
    AlertWay,
    DeviceEnd,
    DeviceForgotten,
    DeviceRegistered,
    TestResult,
    alert_life,
    alert_of,
)
from siaga.language.crews import JobChangeSeen, PanicRaised
from siaga.language.dispatch import DispatchCancelled, UnitDispatched
from siaga.language.incident import IncidentLocated, IncidentPrioritised
from siaga.language.refusals import Refusal, Refused
from siaga.language.status_claims import StandDownRead
from siaga.language.unit_orders import PreAlertEnd, PreAlertEnded, PreAlertTaken, UnitPreAlerted
from siaga.language.values import (
    AccountId,
    Actor,
    AgencyId,
    DeviceId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    PassId,
    Priority,
    ReferralId,
)
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    HEAD,
    NOW,
    OTHER_CREW,
    PLACE,
    SUPERVISOR,
    TAKER,
    by_server,
    claim,
    sealed,
    uid,
)
from tests.unit.alerts_story import (
    ALERT,
    AMB,
    INCIDENT,
    JOB,
    PAGE,
    PUSH,
    RADIO,
    SMS,
    TASK,
    VOICE,
    acknowledged,
    browser,
    confirm,
    dispatched,
    house,
    number,
    opened,
    seconds,
)


def test_a_unit_of_another_base_is_told_together_with_its_base() -> None:
    world = house()
    desk = browser(world, DAMKAR_DESK, 2)
    opened(world)
    units = [unit for unit in PLACE.units.values() if unit.agency == "damkar"]
    fact = UnitDispatched(
        dispatch_id=JOB, unit_id=units[0].id, incident_id=INCIDENT, when=by_server()
    )
    world.tell(fact)
    through = PLACE.agencies[AgencyId("damkar")].authority == "through_base"
    told = [send.alert.device_id for send in world.sent if send.alert]
    assert told == ([desk] if through else [])


def test_who_holds_a_pass_for_one_task_hears_and_proves_nothing_of_the_agencys_others() -> None:
    world = house()
    holder = replace(DAMKAR_DESK, id="pass:p-1", pass_id=PassId("p-1"), referral=TASK)
    browser(world, holder, 2)
    opened(world)
    other = ReferralSent(
        referral_id=ReferralId("r-2"),
        incident_id=INCIDENT,
        agency=AgencyId("damkar"),
        incident_number="K-2026-000001",
        incident_type=IncidentTypeId("fire.building"),
        priority=Priority.P1,
        accept_by_at=NOW + timedelta(minutes=5),
        when=by_server(),
    )
    world.tell(other)
    assert world.facts(AlertRaised)
    assert world.sent == []
    proof = ConfirmAlert(
        command_id=uid(600), alert_id=alert_of(AlertAbout.REFERRAL, "r-2"), way=PAGE
    )
    assert world.submit("alerts", proof, holder) == Refused(reason=Refusal.NOT_YOUR_ALERT)
    again = replace(proof, command_id=uid(601))
    assert not isinstance(world.submit("alerts", again, DAMKAR_DESK), Refused)


def test_a_crew_in_danger_is_not_given_away_by_its_own_telephone() -> None:
    world = house()
    mine, others, room = browser(world), browser(world, OTHER_CREW, 2), browser(world, TAKER, 3)
    world.tell(
        PanicRaised(unit_id=AMB, account_id=AccountId(CREW.id), when=by_server(), again_at=NOW)
    )
    told = {send.alert.device_id for send in world.sent if send.alert}
    assert told == {others, room}
    assert mine not in told


@pytest.mark.parametrize("next_due_at", [NOW + timedelta(minutes=5), None], ids=["more", "last"])
def test_an_escalation_also_tells_who_is_on_duty(next_due_at: datetime | None) -> None:
    world = house()
    desk = browser(world, DAMKAR_DESK)
    duty = number(world, SMS, agency=AgencyId("damkar"), step=1)
    world.tell(
        ReferralSent(
            referral_id=TASK,
            incident_id=INCIDENT,
            agency=AgencyId("damkar"),
            incident_number="K-2026-000001",
            incident_type=IncidentTypeId("fire.building"),
            priority=Priority.P2,
            accept_by_at=NOW,
            when=by_server(),
        )
    )
    world.tell(
        ReferralEscalated(
            referral_id=TASK,
            incident_id=INCIDENT,
            step=1,
            late_s=0,
            when=by_server(),
            next_due_at=next_due_at,
        )
    )
    seconds(world, 11)
    told = [(send.alert.alert_id, send.alert.device_id) for send in world.sent if send.alert]
    escalation = alert_of(AlertAbout.ESCALATION, TASK)
    assert (alert_of(AlertAbout.REFERRAL, TASK), desk) in told
    assert (escalation, desk) in told
    assert (escalation, duty) in told
    world.tell(ReferralAccepted(referral_id=TASK, incident_id=INCIDENT, when=by_server()))
    assert len(world.facts(AlertAnswered)) == 2


def test_a_changed_job_is_told_again_and_answered_by_having_read_it() -> None:
    world = house()
    browser(world)
    opened(world, Priority.P3)
    dispatched(world)
    acknowledged(world)
    world.tell(IncidentPrioritised(incident_id=INCIDENT, priority=Priority.P1, when=by_server()))
    raised = world.facts(AlertRaised)[-1]
    assert (raised.about, raised.priority, raised.changed) == (
        AlertAbout.CHANGE,
        Priority.P1,
        ("priority",),
    )
    world.submit("alerts", ReadAlert(command_id=uid(1), alert_id=raised.alert_id), CREW)
    assert world.facts(AlertAnswered)[-1].how is AlertEnd.READ
    world.tell(IncidentLocated(incident_id=INCIDENT, location=claim(), when=by_server()))
    assert world.facts(AlertRaised)[-1].changed == ("location",)
    world.tell(
        JobChangeSeen(
            incident_id=INCIDENT,
            dispatch_id=JOB,
            unit_id=AMB,
            account_id=AccountId(CREW.id),
            changes=(),
            when=by_server(),
        )
    )
    assert len([fact for fact in world.facts(AlertAnswered) if fact.how is AlertEnd.READ]) == 2


def test_two_changes_before_the_crew_read_either_are_both_named() -> None:
    world = house()
    opened(world)
    dispatched(world)
    world.tell(IncidentPrioritised(incident_id=INCIDENT, priority=Priority.P2, when=by_server()))
    world.tell(IncidentLocated(incident_id=INCIDENT, location=claim(), when=by_server()))
    change = alert_of(AlertAbout.CHANGE, JOB)
    assert world.state("alerts", alert_life(change)).raised.changed == ("priority", "location")


def test_a_cancelled_job_ends_both_its_alerts() -> None:
    world = house()
    opened(world)
    dispatched(world)
    world.tell(IncidentPrioritised(incident_id=INCIDENT, priority=Priority.P2, when=by_server()))
    world.tell(called_off())
    assert [fact.how for fact in world.facts(AlertAnswered)] == [AlertEnd.OVER, AlertEnd.OVER]
    assert world.timers == {}


def test_a_crew_that_is_called_off_is_told_until_it_has_read_it() -> None:
    world = house()
    browser(world)
    opened(world)
    dispatched(world)
    world.tell(called_off(must_be_read=True))
    told = [send.alert.alert_id for send in world.sent if send.alert]
    assert told[-1] == alert_of(AlertAbout.STAND_DOWN, JOB)
    world.tell(StandDownRead(**OF_JOB, when=by_server()))
    assert world.facts(AlertAnswered)[-1].how is AlertEnd.READ
    assert world.timers == {}


def test_a_crew_that_knew_of_no_job_or_was_given_another_hears_of_no_end() -> None:
    for fact in (called_off(), called_off(must_be_read=True, moved_to=IncidentId("i-2"))):
        world = house()
        opened(world)
        dispatched(world)
        world.tell(fact)
        assert [fact.about for fact in world.facts(AlertRaised)] == [AlertAbout.DISPATCH]


@pytest.mark.parametrize("end", ["answered", "ended", "sent"])
def test_a_unit_that_shall_stand_ready_is_told_until_it_says_so_or_is_sent(end: str) -> None:
    world = house()
    browser(world)
    opened(world)
    of_order: dict[str, Any] = {"pre_alert_id": "p-1", "unit_id": AMB, "when": by_server()}
    world.tell(UnitPreAlerted(**of_order, ends_at=NOW + timedelta(minutes=10)))
    assert [send.alert.alert_id for send in world.sent if send.alert] == ["ready-amb-1"]
    if end == "sent":
        dispatched(world)
    elif end == "answered":
        world.tell(PreAlertTaken(**of_order, ready=True))
    else:
        world.tell(PreAlertEnded(**of_order, why=PreAlertEnd.LAPSED))
    assert world.facts(AlertAnswered)[0].alert_id == alert_of(AlertAbout.READY, AMB)


def called_off(**more: Any) -> DispatchCancelled:
    return DispatchCancelled(**OF_JOB, when=by_server(), **more)


OF_JOB: dict[str, Any] = {"dispatch_id": JOB, "unit_id": AMB, "incident_id": INCIDENT}


# ---- devices


def test_the_same_browser_again_changes_nothing_and_another_account_takes_it_over() -> None:
    world = house()
    browser(world)
    browser(world)
    assert len(world.facts(DeviceRegistered)) == 1
    browser(world, OTHER_CREW)
    opened(world)
    dispatched(world)
    assert world.sent == [], "the browser reaches its new owner only"


def test_the_ninth_browser_of_a_person_replaces_the_first() -> None:
    world = house()
    for n in range(9):
        browser(world, CREW, n)
    (gone,) = world.facts(DeviceForgotten)
    assert (gone.device_id, gone.why) == ("browser-0", DeviceEnd.REPLACED)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(CREW, None), (SUPERVISOR, None), (OTHER_CREW, Refusal.NOT_YOUR_DEVICE)],
)
def test_who_may_forget_a_browser(actor: Actor, refusal: Refusal | None) -> None:
    world = house()
    mine = browser(world)
    outcome = world.submit("alerts", ForgetDevice(command_id=uid(1), device_id=mine), actor)
    assert (outcome.reason if isinstance(outcome, Refused) else None) is refusal


def test_a_number_belongs_to_exactly_one() -> None:
    with pytest.raises(FieldError):
        RegisterNumber(command_id=uid(1), number=sealed(), ways=(SMS,))
    with pytest.raises(FieldError):
        RegisterNumber(command_id=uid(1), number=sealed(), ways=(SMS,), unit_id=AMB, for_room=True)
    with pytest.raises(FieldError):
        RegisterNumber(command_id=uid(1), number=sealed(), ways=(PUSH,), unit_id=AMB)


# ---- wrong hands


def test_only_who_it_is_for_may_say_that_it_arrived() -> None:
    world = house()
    opened(world)
    dispatched(world)
    refused = confirm(world, PAGE, OTHER_CREW)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.NOT_YOUR_ALERT


def test_having_read_a_dispatch_is_no_answer() -> None:
    world = house()
    opened(world)
    dispatched(world)
    refused = world.submit("alerts", ReadAlert(command_id=uid(1), alert_id=ALERT), CREW)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.ALERT_WANTS_AN_ANSWER


def test_an_alert_that_still_goes_on_by_itself_is_nobodys_to_take() -> None:
    world = house()
    browser(world)
    opened(world)
    dispatched(world)
    refused = world.submit("alerts", TakeAlert(command_id=uid(1), alert_id=ALERT), TAKER)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.ALERT_UNDER_WAY


def test_a_crew_cannot_silence_the_room() -> None:
    world = house()
    opened(world)
    dispatched(world)
    seconds(world, 100)
    refused = world.submit("alerts", TakeAlert(command_id=uid(1), alert_id=ALERT), CREW)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.NOT_YOUR_ALERT


# ---- tests of the ways


def test_every_way_is_tried_and_each_result_said() -> None:
    world = house()
    number(world, SMS, VOICE, n=1, for_test=True)
    world.submit("alerts", TestWays(command_id=uid(1)), SUPERVISOR)
    said = {fact.way: fact.result for fact in world.facts(AlertTested)}
    assert said == {
        AlertWay.PUSH: TestResult.NO_DEVICE,
        AlertWay.WHATSAPP: TestResult.NO_DEVICE,
        AlertWay.EMAIL: TestResult.NO_DEVICE,
    }
    alert_id = alert_of(AlertAbout.TEST, str(uid(1)))
    device_id = DeviceId(str(uid(701)))
    sent = Sending(way=SMS, device_id=device_id, status="sent")
    failed = Sending(way=VOICE, device_id=device_id, status="failed", reason="no_sender")
    report = ReportSendings(command_id=uid(2), alert_id=alert_id, sendings=(sent, failed))
    world.submit("alerts", report)
    world.submit("alerts", SayAlert(command_id=uid(3), alert_id=alert_id), TAKER)
    seconds(world, 301)
    said = {fact.way: (fact.result, fact.reason) for fact in world.facts(AlertTested)}
    assert said[SMS] == (TestResult.SENT, "")
    assert said[VOICE] == (TestResult.FAILED, "no_sender")
    assert said[RADIO] == (TestResult.PROVEN, "")
    assert world.facts(AlertExhausted) == []


def test_ones_own_device_can_be_heard_but_not_anybody_elses() -> None:
    world = house()
    mine = browser(world)
    refused = world.submit("alerts", TestDevice(command_id=uid(1), device_id=mine), OTHER_CREW)
    assert isinstance(refused, Refused)
    world.submit("alerts", TestDevice(command_id=uid(2), device_id=mine), CREW)
    assert len(world.sent) == 1
    assert not isinstance(
        world.submit("alerts", TestDevice(command_id=uid(3), device_id=mine), HEAD), Refused
    )
