"""Crews: who is on a unit, notes from the scene, a panic that never just goes quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from siaga.desks.crews.commands import (
    AddFieldNote,
    AnswerPanic,
    NoteLane,
    RaisePanic,
    RemindOfPanic,
    SeeChanges,
    SignOff,
    SignOn,
    WithdrawPanic,
)
from siaga.desks.crews.doors import DESK
from siaga.desks.crews.state import AGAIN_S, OUTCOME_S
from siaga.language.crews import (
    CrewSignedOff,
    CrewSignedOn,
    FieldNoteAdded,
    JobChange,
    JobChangeSeen,
    LaneNoted,
    NoteKind,
    PanicAnswered,
    PanicDue,
    PanicRaised,
    PanicWithdrawn,
)
from siaga.language.dispatch import DispatchCancelled, UnitDispatched
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm
from siaga.language.incident import IncidentClosed, IncidentLocated, IncidentOpened
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    DispatchId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    MediaRef,
    PassId,
    Priority,
    ResultId,
    Role,
    TimeSource,
    UnitId,
    Via,
    When,
)
from tests.builders import (
    CREW,
    NOW,
    OTHER_CREW,
    PLACE,
    TAKER,
    TIMER_ACTOR,
    by_server,
    claim,
    minutes,
    person,
    sealed,
    uid,
)
from tests.story import teller

given = teller(DESK)
AMB, AMB_2 = UnitId("amb-1"), UnitId("amb-2")
INCIDENT, JOB = IncidentId("i-1"), DispatchId("d-1")
ME = AccountId(CREW.id)
VOLUNTEER = replace(person("pass:p-1", Role.VOLUNTEER), pass_id=PassId("p-1"), incident=INCIDENT)
OPENED = IncidentOpened(
    incident_id=INCIDENT,
    incident_type=IncidentTypeId("medical"),
    priority=Priority.P1,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId(TAKER.id),
)
SENT = UnitDispatched(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
CLOSED = IncidentClosed(
    incident_id=INCIDENT, result=ResultId("done"), contact_ids=(), when=by_server()
)
RAISED = PanicRaised(
    unit_id=AMB,
    account_id=ME,
    when=by_server(),
    again_at=NOW + timedelta(seconds=60),
    incident_id=INCIDENT,
    dispatch_id=JOB,
)
ANSWERED = PanicAnswered(unit_id=AMB, when=by_server(), incident_id=INCIDENT)
NOTE = AddFieldNote(command_id=uid(1), incident_id=INCIDENT, text=sealed("jalan banjir"))
RAISE = RaisePanic(command_id=uid(1), unit_id=AMB)
ANSWER = AnswerPanic(command_id=uid(1), unit_id=AMB)


# ---- who is on the unit


def test_several_people_are_on_one_unit_each_by_themselves() -> None:
    second = person("acc-crew-b", Role.FIELD_CREW, units=("amb-1",))
    on = CrewSignedOn(unit_id=AMB, account_id=ME, when=by_server())
    given(on).when(SignOn(command_id=uid(1), unit_id=AMB), by=second).then(
        CrewSignedOn(unit_id=AMB, account_id=AccountId(second.id), when=by_server())
    )
    given(on).when(SignOn(command_id=uid(1), unit_id=AMB), by=CREW).then()
    given(on).when(SignOff(command_id=uid(1), unit_id=AMB), by=CREW).then(
        CrewSignedOff(unit_id=AMB, account_id=ME, when=by_server())
    )
    given().when(SignOff(command_id=uid(1), unit_id=AMB), by=CREW).then()


def test_only_its_own_people_sign_on_and_the_room_signs_off_who_forgot() -> None:
    given().when(SignOn(command_id=uid(1), unit_id=AMB), by=OTHER_CREW).refused(
        Refusal.NOT_YOUR_UNIT
    )
    on = CrewSignedOn(unit_id=AMB, account_id=ME, when=by_server())
    off = SignOff(command_id=uid(1), unit_id=AMB, account_id=ME)
    given(on).when(off, by=TAKER).wrote(CrewSignedOff)
    helper = replace(CREW, id="pass:p-1", pass_id=PassId("p-1"), incident=INCIDENT)
    given(on).when(off, by=helper).refused(Refusal.OUTSIDE_THE_PASS)
    given(on).when(SignOff(command_id=uid(1), unit_id=AMB), by=helper).then()


# ---- notes from the scene


def test_a_note_names_the_unit_that_is_there() -> None:
    given(OPENED, SENT).when(NOTE, by=CREW).then(
        FieldNoteAdded(
            note_id=str(uid(1)),
            incident_id=INCIDENT,
            kind=NoteKind.NOTE,
            by=CREW.id,
            when=by_server(),
            text=sealed("jalan banjir"),
            unit_id=AMB,
        )
    )


def test_who_was_not_sent_there_notes_nothing() -> None:
    given(OPENED, SENT).when(NOTE, by=OTHER_CREW).refused(Refusal.NOT_YOUR_INCIDENT)
    given().when(NOTE, by=CREW).refused(Refusal.UNKNOWN_INCIDENT)


def test_a_phone_that_comes_home_late_is_still_heard() -> None:
    over = DispatchCancelled(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
    given(OPENED, SENT, over, CLOSED).when(NOTE, by=CREW).wrote(FieldNoteAdded)


def test_a_volunteer_is_confined_to_the_incident_of_the_pass() -> None:
    (note,) = given(OPENED).when(NOTE, by=VOLUNTEER).told
    assert (note.pass_id, note.unit_id) == (PassId("p-1"), None)
    elsewhere = replace(VOLUNTEER, incident=IncidentId("i-2"))
    given(OPENED).when(NOTE, by=elsewhere).refused(Refusal.NOT_YOUR_INCIDENT)


def test_a_note_without_words_and_a_photo_without_a_file_are_named_as_such() -> None:
    with pytest.raises(FieldError, match="wajib"):
        AddFieldNote(command_id=uid(1), incident_id=INCIDENT)
    with pytest.raises(FieldError) as wrong:
        AddFieldNote(command_id=uid(1), incident_id=INCIDENT, kind=NoteKind.PHOTO)
    assert wrong.value.field == "media"
    many = tuple(MediaRef(media_type="image/jpeg", stored="0" * 64) for _ in range(7))
    with pytest.raises(FieldError):
        AddFieldNote(command_id=uid(1), incident_id=INCIDENT, kind=NoteKind.PHOTO, media=many)


# ---- honest times


@pytest.mark.parametrize(
    ("ago_min", "off_min", "told_at", "doubt_s"),
    [
        (10, 0, NOW - minutes(10), 0),  # a right clock, ten minutes without signal
        (10, 180, NOW - minutes(10), 10_800),  # three hours ahead
        (10, -600, NOW - minutes(10), 36_000),  # ten hours behind
    ],
)
def test_a_wrong_clock_is_set_right_and_doubted(
    ago_min: int, off_min: int, told_at: datetime, doubt_s: int
) -> None:
    sent_at = NOW + minutes(off_min)
    note = replace(NOTE, via=Via.DEVICE, device_at=sent_at - minutes(ago_min), sent_at=sent_at)
    (told,) = given(OPENED, SENT).when(note, by=CREW).told
    assert told.when == When(at=told_at, source=TimeSource.DEVICE, doubt_s=doubt_s)


def test_a_clock_set_while_words_waited_never_makes_a_future() -> None:
    note = replace(NOTE, device_at=NOW + minutes(300), sent_at=NOW)
    (told,) = given(OPENED, SENT).when(note, by=CREW).told
    assert told.when.at == NOW
    assert told.when.doubt_s == 300 * 60


def test_seconds_through_the_network_are_no_wrong_clock() -> None:
    note = replace(NOTE, device_at=NOW - minutes(1), sent_at=NOW - timedelta(seconds=3))
    (told,) = given(OPENED, SENT).when(note, by=CREW).told
    assert (told.when.at, told.when.doubt_s) == (NOW - minutes(1), 0)


# ---- what changed was read


def test_the_crew_says_what_it_has_read() -> None:
    seen = SeeChanges(command_id=uid(1), dispatch_id=JOB, changes=(JobChange.PLACE,))
    given(SENT).when(seen, by=CREW).then(
        JobChangeSeen(
            incident_id=INCIDENT,
            dispatch_id=JOB,
            unit_id=AMB,
            account_id=ME,
            changes=(JobChange.PLACE,),
            when=by_server(),
        )
    )
    given(SENT).when(seen, by=OTHER_CREW).refused(Refusal.NOT_YOUR_DISPATCH)
    given().when(seen, by=CREW).refused(Refusal.UNKNOWN_DISPATCH)
    with pytest.raises(FieldError):
        SeeChanges(command_id=uid(1), dispatch_id=JOB, changes=())


# ---- panic


def test_who_was_sent_there_says_what_the_lane_is_like() -> None:
    located = IncidentLocated(incident_id=INCIDENT, location=claim("rumah"), when=by_server())
    command = NoteLane(command_id=uid(7), incident_id=INCIDENT, car_fits=False, on_foot_m=50)
    (fact,) = given(OPENED, SENT, located).when(command, by=CREW).facts
    assert isinstance(fact, LaneNoted)
    assert (fact.unit_id, fact.car_fits, fact.spot) == (AMB, False, claim("rumah"))
    given(OPENED, SENT).when(command, by=OTHER_CREW).refused(Refusal.NOT_YOUR_INCIDENT)
    given().when(command, by=CREW).refused(Refusal.UNKNOWN_INCIDENT)
    with pytest.raises(FieldError):
        NoteLane(command_id=uid(7), incident_id=INCIDENT, car_fits=False, on_foot_m=-1)


def test_a_panic_says_on_which_incident_and_where() -> None:
    raised = replace(RAISE, location=claim())
    given(SENT).when(raised, by=CREW).then(replace(RAISED, location=claim()))
    given().when(RAISE, by=CREW).then(replace(RAISED, incident_id=None, dispatch_id=None))
    given(SENT).when(RAISE, by=OTHER_CREW).refused(Refusal.NOT_YOUR_UNIT)


def test_two_of_one_crew_press_and_it_sounds_once() -> None:
    given(SENT, RAISED).when(RAISE, by=CREW).then()


def test_after_an_answer_or_a_mistake_it_can_be_pressed_again() -> None:
    given(SENT, RAISED, ANSWERED).when(RAISE, by=CREW).wrote(PanicRaised)
    mistake = PanicWithdrawn(unit_id=AMB, account_id=ME, when=by_server(), incident_id=INCIDENT)
    given(SENT, RAISED, mistake).when(RAISE, by=CREW).wrote(PanicRaised)


def test_a_mistake_is_told_to_the_room_which_answers_all_the_same() -> None:
    withdraw = WithdrawPanic(command_id=uid(1), unit_id=AMB)
    given(RAISED).when(withdraw, by=CREW).wrote(PanicWithdrawn)
    given().when(withdraw, by=CREW).then()
    given(RAISED).when(withdraw, by=OTHER_CREW).refused(Refusal.NOT_YOUR_UNIT)
    mistake = PanicWithdrawn(unit_id=AMB, account_id=ME, when=by_server(), incident_id=INCIDENT)
    given(RAISED, mistake).when(ANSWER, by=TAKER).wrote(PanicAnswered)


def test_two_of_the_room_answer_and_one_says_how_it_ended() -> None:
    given(RAISED).when(ANSWER, by=TAKER).then(ANSWERED)
    given(RAISED, ANSWERED).when(ANSWER, by=TAKER).then()
    end = replace(ANSWER, outcome=sealed("kru aman"))
    given(RAISED, ANSWERED).when(end, by=TAKER).wrote(PanicAnswered)
    over = replace(ANSWERED, outcome=sealed("kru aman"))
    given(RAISED, over).when(ANSWER, by=TAKER).then()


def test_it_sounds_again_while_nobody_answers_and_when_nobody_says_how_it_ended() -> None:
    due_at = NOW + timedelta(seconds=AGAIN_S)
    remind = RemindOfPanic(command_id=uid(1), unit_id=AMB, due_at=due_at)
    given(RAISED).when(remind, by=TIMER_ACTOR, at=due_at).wrote(PanicDue)
    late = replace(remind, due_at=NOW + timedelta(seconds=OUTCOME_S))
    given(RAISED, ANSWERED).when(late, by=TIMER_ACTOR, at=late.due_at).wrote(PanicDue)
    given(RAISED, ANSWERED).when(remind, by=TIMER_ACTOR, at=due_at).then()  # answered meanwhile
    given(RAISED, replace(ANSWERED, outcome=sealed("aman"))).when(remind, by=TIMER_ACTOR).then()


def test_a_panic_keeps_a_timer_until_it_is_over() -> None:
    def armed(fact: Fact, after_s: int) -> None:
        due_at = NOW + timedelta(seconds=after_s)
        assert DESK.follow(fact, PLACE) == (Arm(kind="panic", subject=AMB, due_at=due_at),)

    armed(RAISED, AGAIN_S)
    armed(PanicDue(unit_id=AMB, when=by_server()), AGAIN_S)
    armed(ANSWERED, OUTCOME_S)
    over = replace(ANSWERED, outcome=sealed("aman"))
    assert DESK.follow(over, PLACE) == (Disarm(kind="panic", subject=AMB),)
    made = DESK.ring("panic", AMB, NOW, uid(9))
    assert made == RemindOfPanic(command_id=uid(9), unit_id=AMB, due_at=NOW)
    assert DESK.ring("other", AMB, NOW, uid(9)) is None
