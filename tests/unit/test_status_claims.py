"""Two hands, late replays, wrong clocks: nothing said is lost, and nothing goes backward."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from siaga.desks.dispatch.commands import ReportStatus, SettleClaim
from siaga.desks.dispatch.doors import DESK
from siaga.language.device_clock import device_time
from siaga.language.dispatch import DispatchAdvanced, DispatchCancelled, Stage, UnitCleared
from siaga.language.plausible import doubtful_stages
from siaga.language.refusals import Refusal
from siaga.language.status_claims import ClaimSettled, ClaimWhy, StatusClaimed
from siaga.language.values import TimeSource, Via
from tests.builders import CREW, NOW, TAKER, by_server, hours, minutes, uid
from tests.story import teller
from tests.unit.sending_story import AMB, CITY, HERE, JOB, at, on, opened, sent

given = teller(DESK, CITY)
KNOWN = (opened(), *on(AMB), sent())
OFF = DispatchCancelled(dispatch_id=JOB, unit_id=AMB, incident_id=HERE, when=by_server())


def pressed(stage: Stage, when: datetime, sent_at: datetime | None = None) -> ReportStatus:
    return ReportStatus(
        command_id=uid(7),
        dispatch_id=JOB,
        status=stage,
        via=Via.DEVICE,
        device_at=when,
        sent_at=sent_at or when,
    )


def claimed(answer: object) -> StatusClaimed:
    (fact,) = answer.facts  # type: ignore[attr-defined]
    assert isinstance(fact, StatusClaimed)
    return fact


def test_a_stage_the_room_skipped_gets_its_time_from_the_replay() -> None:
    there = NOW + minutes(10)
    story = given(*KNOWN, at(Stage.ON_SCENE, there))
    late = pressed(Stage.EN_ROUTE, NOW + minutes(2), sent_at=there + minutes(5))
    fact = claimed(story.when(late, by=CREW, at=there + minutes(5)))
    assert (fact.why, fact.when.at) == (ClaimWhy.SKIPPED, NOW + minutes(2))
    again = given(*KNOWN, at(Stage.ON_SCENE, there), fact)
    again.when(late, by=CREW, at=there + minutes(5)).then()


def test_room_and_phone_that_differ_are_both_kept_until_a_person_decides() -> None:
    said = NOW + minutes(10)
    story = given(*KNOWN, at(Stage.ON_SCENE, said))
    phone = pressed(Stage.ON_SCENE, NOW + minutes(4), sent_at=NOW + minutes(12))
    fact = claimed(story.when(phone, by=CREW, at=NOW + minutes(12)))
    assert (fact.why, fact.standing_at) == (ClaimWhy.CONTRADICTS, said)
    disputed = given(*KNOWN, at(Stage.ON_SCENE, said), fact)
    disputed.when(phone, by=CREW, at=NOW + minutes(12)).then()
    for accept, holds_at in ((True, NOW + minutes(4)), (False, said)):
        settle = SettleClaim(
            command_id=uid(8), dispatch_id=JOB, stage=Stage.ON_SCENE, accept=accept
        )
        (settled,) = disputed.when(settle).facts
        assert isinstance(settled, ClaimSettled)
        assert settled.holds_at == holds_at
        given(*KNOWN, at(Stage.ON_SCENE, said), fact, settled).when(settle).refused(
            Refusal.NOTHING_TO_SETTLE
        )


def test_a_time_that_cannot_be_between_its_neighbours_is_a_contradiction() -> None:
    story = given(*KNOWN, at(Stage.ON_SCENE, NOW + minutes(5)))
    late = pressed(Stage.EN_ROUTE, NOW + minutes(9))
    assert claimed(story.when(late, by=CREW, at=NOW + minutes(9))).why is ClaimWhy.CONTRADICTS


def test_the_same_thing_said_by_two_within_two_minutes_is_one() -> None:
    story = given(*KNOWN, at(Stage.ON_SCENE, NOW + minutes(5)))
    story.when(pressed(Stage.ON_SCENE, NOW + minutes(6)), by=CREW, at=NOW + minutes(7)).then()


def test_a_crew_on_a_cancelled_job_is_heard_and_moves_nothing() -> None:
    story = given(*KNOWN, OFF)
    fact = claimed(story.when(pressed(Stage.ON_SCENE, NOW), by=CREW))
    assert fact.why is ClaimWhy.ENDED
    story.when(pressed(Stage.ON_SCENE, NOW), by=TAKER).refused(Refusal.DISPATCH_OVER)


def test_yesterdays_queue_keeps_yesterdays_times() -> None:
    morning = NOW + hours(14)
    story = given(*KNOWN)
    (fact,) = story.when(
        pressed(Stage.EN_ROUTE, NOW + minutes(3), sent_at=morning), by=CREW, at=morning
    ).facts
    assert isinstance(fact, DispatchAdvanced)
    assert (fact.when.at, fact.when.source) == (NOW + minutes(3), TimeSource.DEVICE)
    assert fact.when.doubt_s == 0
    cleared = UnitCleared(
        dispatch_id=JOB, unit_id=AMB, incident_id=HERE, when=by_server(NOW + minutes(60))
    )
    ended = given(*KNOWN, at(Stage.EN_ROUTE, NOW + minutes(4)), cleared)
    over = ended.when(
        pressed(Stage.ON_SCENE, NOW + minutes(20), sent_at=morning), by=CREW, at=morning
    )
    assert claimed(over).why is ClaimWhy.SKIPPED


@pytest.mark.parametrize("off_h", [-30.0, -3.0, 3.0, 24 * 400.0])
def test_a_clock_wrong_by_hours_is_set_right_and_the_doubt_is_kept(off_h: float) -> None:
    wrong = hours(off_h)
    when = device_time(NOW - minutes(4) + wrong, NOW + wrong, received_at=NOW)
    assert when.at == NOW - minutes(4)
    assert when.doubt_s == abs(wrong.total_seconds())


def test_without_the_time_of_sending_only_the_future_is_known_to_be_wrong() -> None:
    assert device_time(NOW - hours(20), None, received_at=NOW).at == NOW - hours(20)
    ahead = device_time(NOW + hours(2), None, received_at=NOW)
    assert (ahead.at, ahead.doubt_s) == (NOW, 7200)
    ancient = datetime(1970, 1, 1, tzinfo=NOW.tzinfo)
    assert device_time(ancient, None, received_at=NOW).at == NOW
    assert device_time(ancient, None, received_at=NOW).doubt_s > 0
    jumped = device_time(NOW + hours(5), NOW, received_at=NOW)
    assert (jumped.at, jumped.doubt_s) == (NOW, 18_000)
    last = datetime.max.replace(tzinfo=NOW.tzinfo)
    assert device_time(last, last - timedelta(seconds=1), received_at=NOW).at <= NOW
    assert device_time(ancient, last, received_at=NOW).at == NOW


def test_stages_pressed_in_one_go_or_before_the_job_are_doubtful() -> None:
    fine = {
        Stage.ASSIGNED: NOW,
        Stage.EN_ROUTE: NOW + minutes(1),
        Stage.ON_SCENE: NOW + minutes(9),
    }
    assert doubtful_stages(fine) == ()
    assert doubtful_stages({**fine, Stage.CLEAR: NOW + minutes(9)}) == (Stage.CLEAR,)
    assert doubtful_stages({**fine, Stage.EN_ROUTE: NOW - minutes(1)}) == (Stage.EN_ROUTE,)
    assert doubtful_stages({}) == ()
