"""The clock chain of a dispatch: forward over skipped stages, back only as a correction."""

from __future__ import annotations

from datetime import datetime

import pytest

from siaga.desks.dispatch.commands import (
    Acknowledge,
    Cancel,
    ConfirmDelivery,
    Decline,
    ReportStatus,
)
from siaga.desks.dispatch.doors import DESK
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
    dispatch_life,
)
from siaga.language.entry import Fact
from siaga.language.refusals import Refusal
from siaga.language.values import Actor, DispatchId, HospitalId, IncidentId, UnitId, Via
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    HOSPITAL_DESK,
    NOW,
    OTHER_CREW,
    POLICY_ACTOR,
    TAKER,
    by_person,
    by_server,
    minutes,
    person,
    sealed,
    uid,
)
from tests.story import teller

given = teller(DESK)
JOB, AMB, INCIDENT = DispatchId("d-1"), UnitId("amb-1"), IncidentId("i-1")
PSC_DESK = person("acc-psc", *DAMKAR_DESK.roles, agency="psc")

SENT = UnitDispatched(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
NOTIFIED = DispatchNotified(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
TAKEN = DispatchAcknowledged(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
CLEARED = UnitCleared(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
CANCELLED = DispatchCancelled(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())


def at(stage: Stage, moment: datetime = NOW, hospital: str | None = None) -> DispatchAdvanced:
    return DispatchAdvanced(
        dispatch_id=JOB,
        unit_id=AMB,
        incident_id=INCIDENT,
        stage=stage,
        when=by_server(moment),
        hospital=HospitalId(hospital) if hospital else None,
    )


def report(stage: Stage, reason: str | None = None, when: datetime | None = None) -> ReportStatus:
    return ReportStatus(
        command_id=uid(2),
        dispatch_id=JOB,
        status=stage,
        reason=sealed(reason) if reason else None,
        occurred_at=when,
    )


def later_than(stage: Stage) -> list[str]:
    stages = list(Stage)
    return [str(each) for each in stages[stages.index(stage) + 1 :]]


def test_delivery_is_noted_once_and_never_takes_a_stage_back() -> None:
    shown = ConfirmDelivery(command_id=uid(2), dispatch_id=JOB)
    given(SENT).when(shown, by=CREW).then(NOTIFIED)
    given(SENT, NOTIFIED).when(shown, by=CREW).then()
    given(SENT, at(Stage.ON_SCENE)).when(shown, by=CREW).then()
    given(SENT, CANCELLED).when(shown, by=CREW).then()
    given().when(shown, by=CREW).refused(Refusal.UNKNOWN_DISPATCH)


def test_a_crew_told_by_radio_skipped_the_delivery() -> None:
    command = Acknowledge(
        command_id=uid(2),
        dispatch_id=JOB,
        via=Via.RADIO,
        told_by=sealed("danru"),
        occurred_at=NOW - minutes(1),
    )
    given(SENT).when(command).then(
        DispatchAcknowledged(
            dispatch_id=JOB,
            unit_id=AMB,
            incident_id=INCIDENT,
            when=by_person(NOW - minutes(1)),
            told_by=sealed("danru"),
            skipped=(Stage.NOTIFIED,),
        )
    )


def test_a_jump_forward_names_the_stages_it_skipped() -> None:
    given(SENT, NOTIFIED).when(report(Stage.ON_SCENE), by=CREW).then(
        DispatchAdvanced(
            dispatch_id=JOB,
            unit_id=AMB,
            incident_id=INCIDENT,
            stage=Stage.ON_SCENE,
            when=by_server(),
            skipped=(Stage.ACKNOWLEDGED, Stage.EN_ROUTE),
        )
    )


def test_clear_ends_the_dispatch_from_any_stage() -> None:
    given(SENT, TAKEN, at(Stage.FIRST_ACTION)).when(report(Stage.CLEAR)).then(
        UnitCleared(
            dispatch_id=JOB,
            unit_id=AMB,
            incident_id=INCIDENT,
            when=by_server(),
            skipped=(Stage.TRANSPORTING, Stage.AT_HOSPITAL, Stage.HANDED_OVER),
        )
    )


@pytest.mark.parametrize("stage", [Stage.ASSIGNED, Stage.ACKNOWLEDGED, Stage.EN_ROUTE])
def test_backward_is_refused_with_the_later_stages_named(stage: Stage) -> None:
    answer = given(SENT, at(Stage.ON_SCENE)).when(report(stage))
    answer.refused(Refusal.ILLEGAL_STAGE, later_than(Stage.ON_SCENE))


def test_acknowledging_after_the_fact_is_backward_too() -> None:
    command = Acknowledge(command_id=uid(2), dispatch_id=JOB)
    given(SENT, at(Stage.EN_ROUTE)).when(command).refused(
        Refusal.ILLEGAL_STAGE, later_than(Stage.EN_ROUTE)
    )


def test_the_crew_and_the_room_may_both_say_the_same_stage() -> None:
    given(SENT, TAKEN).when(Acknowledge(command_id=uid(2), dispatch_id=JOB)).then()
    given(SENT, at(Stage.ON_SCENE)).when(report(Stage.ON_SCENE)).then()


@pytest.mark.parametrize("ending", [CLEARED, CANCELLED], ids=lambda f: type(f).__name__)
def test_nothing_goes_on_after_the_end(ending: Fact) -> None:
    story = given(SENT, TAKEN, ending)
    for command in (
        report(Stage.ON_SCENE),
        report(Stage.CLEAR),
        Acknowledge(command_id=uid(2), dispatch_id=JOB),
        Cancel(command_id=uid(2), dispatch_id=JOB),
        Decline(command_id=uid(2), dispatch_id=JOB, reason=sealed()),
    ):
        story.when(command).refused(Refusal.DISPATCH_OVER)


def test_a_correction_gives_a_passed_stage_another_time_and_moves_nothing() -> None:
    earlier = NOW - minutes(7)
    corrected = DispatchCorrected(
        dispatch_id=JOB,
        unit_id=AMB,
        incident_id=INCIDENT,
        stage=Stage.EN_ROUTE,
        when=by_person(earlier),
        reason=sealed("salah tekan"),
    )
    command = report(Stage.EN_ROUTE, "salah tekan", earlier)
    for told in ((SENT, at(Stage.ON_SCENE)), (SENT, at(Stage.ON_SCENE), CLEARED)):
        given(*told).when(command).then(corrected)
        given(*told, corrected).when(command).then()
    story = given(SENT, at(Stage.ON_SCENE), corrected)
    story.when(report(Stage.EN_ROUTE)).refused(Refusal.ILLEGAL_STAGE)
    assert story.state(dispatch_life(JOB)).times == {
        Stage.ASSIGNED: NOW,
        Stage.ON_SCENE: NOW,
        Stage.EN_ROUTE: earlier,
    }


def test_a_cancelled_dispatch_is_not_corrected_beyond_where_it_was() -> None:
    story = given(SENT, at(Stage.EN_ROUTE), CANCELLED)
    story.when(report(Stage.EN_ROUTE, "jam salah", NOW - minutes(1))).wrote(DispatchCorrected)
    story.when(report(Stage.ON_SCENE, "jam salah", NOW)).refused(Refusal.DISPATCH_OVER)


def test_a_reason_does_not_stop_a_step_forward() -> None:
    given(SENT).when(report(Stage.EN_ROUTE, "macet")).wrote(DispatchAdvanced)


def test_the_hospital_named_on_the_way_stays_known_on_arrival() -> None:
    going = ReportStatus(
        command_id=uid(2),
        dispatch_id=JOB,
        status=Stage.TRANSPORTING,
        hospital=HospitalId("rsud"),
    )
    first = given(SENT).when(going).facts[0]
    assert isinstance(first, DispatchAdvanced)
    assert first.hospital == "rsud"
    arrived = given(SENT, first).when(report(Stage.AT_HOSPITAL)).facts[0]
    assert isinstance(arrived, DispatchAdvanced)
    assert arrived.hospital == "rsud"


def test_a_crew_declines_on_the_way_but_not_on_scene() -> None:
    command = Decline(
        command_id=uid(2), dispatch_id=JOB, reason=sealed("ban pecah"), told_by=sealed("sopir")
    )
    given(SENT, at(Stage.EN_ROUTE)).when(command).then(
        DispatchDeclined(
            dispatch_id=JOB,
            unit_id=AMB,
            incident_id=INCIDENT,
            when=by_server(),
            reason=sealed("ban pecah"),
            told_by=sealed("sopir"),
        )
    )
    given(SENT, at(Stage.ON_SCENE)).when(command).refused(
        Refusal.ILLEGAL_STAGE, later_than(Stage.ON_SCENE)
    )


@pytest.mark.parametrize(
    ("hand", "may"),
    [
        (TAKER, True),
        (CREW, True),
        (PSC_DESK, True),
        (OTHER_CREW, False),
        (DAMKAR_DESK, False),
        (HOSPITAL_DESK, False),
        (POLICY_ACTOR, True),
    ],
    ids=lambda item: getattr(item, "id", None) or str(item),
)
def test_a_dispatch_belongs_to_its_crew_its_agency_and_the_room(hand: Actor, may: bool) -> None:
    for command in (
        report(Stage.EN_ROUTE),
        report(Stage.ASSIGNED, "jam salah", NOW - minutes(1)),
        Acknowledge(command_id=uid(2), dispatch_id=JOB),
        ConfirmDelivery(command_id=uid(2), dispatch_id=JOB),
        Decline(command_id=uid(2), dispatch_id=JOB, reason=sealed()),
    ):
        answer = given(SENT).when(command, by=hand)
        if may:
            assert len(answer.facts) == 1
        else:
            answer.refused(Refusal.NOT_YOUR_DISPATCH)
