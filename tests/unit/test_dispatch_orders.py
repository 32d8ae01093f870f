"""Re-assigning, swapping, standing down, the next job, standing ready."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.desks.dispatch.commands import (
    AnswerPreAlert,
    Cancel,
    ConfirmStandDown,
    DispatchUnit,
    DropNextJob,
    EndPreAlert,
    PreAlert,
    Reassign,
    ReportStatus,
    SetNextJob,
    SwapUnit,
)
from siaga.desks.dispatch.doors import DESK
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.dispatch import (
    Consent,
    DispatchCancelled,
    NeedReason,
    Stage,
    UnitDispatched,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.status_claims import StandDownRead, StandDownUnread
from siaga.language.unit_orders import (
    NextJobDropped,
    NextJobDue,
    NextJobSet,
    PreAlertEnd,
    PreAlertEnded,
    PreAlertTaken,
    UnitPreAlerted,
)
from siaga.language.values import (
    DispatchId,
    FieldError,
    UnitId,
    Via,
)
from tests.builders import CREW, NOW, OTHER_CREW, OTHER_TAKER, by_server, minutes, sealed, uid
from tests.story import entry, teller
from tests.unit.sending_story import (
    AMB,
    AMB_2,
    CITY,
    ENGINE,
    HERE,
    JOB,
    PATROL,
    THERE,
    at,
    on,
    opened,
    sent,
    told,
)
from tests.world import Asking, World

given = teller(DESK, CITY)


def world(*facts: object) -> World:
    made = World([DESK, UNITS], place=CITY)
    for fact in facts:
        made.entries.append(entry(fact, position=len(made.entries) + 1))  # type: ignore[arg-type]
    return made


def move(**more: object) -> Reassign:
    fields = {
        "command_id": uid(7),
        "dispatch_id": JOB,
        "unit_id": AMB,
        "from_id": HERE,
        "incident_id": THERE,
        "reason": sealed("lebih gawat"),
    }
    return Reassign(**(fields | more))  # type: ignore[arg-type]


# ---- re-assign and pre-empt


def test_a_unit_leaves_its_job_for_another_in_one_act_and_both_stories_say_so() -> None:
    story = given(opened(), opened(THERE), *on(AMB), sent(), told())
    left, sent_on = story.when(move()).facts
    assert isinstance(left, DispatchCancelled)
    assert (left.dispatch_id, left.moved_to, left.must_be_read) == (JOB, THERE, True)
    assert isinstance(sent_on, UnitDispatched)
    assert (sent_on.incident_id, sent_on.moved_from) == (THERE, HERE)


def test_another_owners_unit_is_taken_only_with_consent() -> None:
    story = given(opened(owner=OTHER_TAKER), opened(THERE), *on(AMB), sent())
    story.when(move()).refused(Refusal.CONSENT_NEEDED, ("crew", "owner"))
    agreed = move(consent=Consent.OWNER, consent_of=sealed("Budi"))
    left = story.when(agreed).facts[0]
    assert isinstance(left, DispatchCancelled)
    assert left.consent is Consent.OWNER


def test_a_unit_on_scene_leaves_with_consent_and_one_with_a_patient_never() -> None:
    known = (opened(), opened(THERE), *on(AMB), sent())
    given(*known, at(Stage.ON_SCENE)).when(move()).refused(Refusal.CONSENT_NEEDED)
    given(*known, at(Stage.ON_SCENE)).when(move(consent=Consent.CREW)).wrote(
        DispatchCancelled, UnitDispatched
    )
    for stage in (Stage.TRANSPORTING, Stage.AT_HOSPITAL):
        given(*known, at(stage)).when(move(consent=Consent.CREW)).refused(Refusal.PATIENT_ABOARD)


def test_who_moves_a_unit_by_an_old_picture_is_told() -> None:
    known = (opened(), opened(THERE), *on(AMB))
    given(*known).when(move()).refused(Refusal.UNKNOWN_DISPATCH)
    newer = sent(dispatch_id=DispatchId("d-2"))
    over = DispatchCancelled(dispatch_id=JOB, unit_id=AMB, incident_id=HERE, when=by_server())
    given(*known, sent(), over, newer).when(move()).refused(Refusal.DISPATCH_OVER)
    given(*known, sent(), sent(AMB_2, DispatchId("d-3"))).when(
        move(dispatch_id=DispatchId("d-3"))
    ).refused(Refusal.UNIT_MOVED_ON)
    with pytest.raises(FieldError):
        move(incident_id=HERE)


def test_two_dispatchers_move_one_unit_and_one_of_them_wins() -> None:
    both = world(opened(), opened(THERE), *on(AMB), sent())
    other = Cancel(command_id=uid(8), dispatch_id=JOB)
    outcomes = both.race(
        Asking(desk="dispatch", command=move()), Asking(desk="dispatch", command=other)
    )
    assert sum(isinstance(one, Refused) for one in outcomes) == 1


def test_the_incident_that_lost_its_only_unit_waits_and_rings() -> None:
    room = world(opened(), opened(THERE), *on(AMB, AMB_2), sent())
    room.submit("dispatch", move())
    assert [need.reason for need in room.facts(UnitNeedRecorded)] == [NeedReason.UNIT_TAKEN]
    room.wait(minutes(6))
    assert [due.incident_id for due in room.facts(UnitNeedDue)] == [HERE]


# ---- swap


def swap(new: UnitId = AMB_2, asked_via: Via | None = None) -> SwapUnit:
    return SwapUnit(
        command_id=uid(7),
        dispatch_id=JOB,
        unit_id=AMB,
        incident_id=HERE,
        new_unit_id=new,
        reason=sealed("ban pecah"),
        asked_via=asked_via,
    )


def test_another_unit_takes_the_job_over() -> None:
    left, taken = given(opened(), *on(AMB, AMB_2), sent(), told()).when(swap()).facts
    assert isinstance(left, DispatchCancelled)
    assert left.replaced_by == AMB_2
    assert isinstance(taken, UnitDispatched)
    assert (taken.unit_id, taken.replaces, taken.incident_id) == (AMB_2, JOB, HERE)


def test_a_unit_that_cannot_go_takes_no_job_over() -> None:
    given(opened(), *on(AMB), sent()).when(swap()).refused(Refusal.UNIT_OFF_DUTY)
    busy = sent(AMB_2, DispatchId("d-2"), THERE)
    given(opened(), *on(AMB, AMB_2), sent(), busy).when(swap()).refused(Refusal.UNIT_BUSY, (THERE,))
    given(opened(), *on(AMB, PATROL), sent()).when(swap(PATROL)).refused(Refusal.ASK_THE_BASE)
    with pytest.raises(FieldError):
        swap(AMB)


# ---- stand down


def test_a_crew_that_was_told_must_read_that_it_is_off() -> None:
    room = world(opened(), *on(AMB, AMB_2), sent(), told())
    room.submit("dispatch", Cancel(command_id=uid(7), dispatch_id=JOB, reason=sealed("sudah")))
    assert room.facts(DispatchCancelled)[0].must_be_read
    read = ConfirmStandDown(command_id=uid(8), dispatch_id=JOB, via=Via.DEVICE)
    assert isinstance(room.submit("dispatch", read, OTHER_CREW), Refused)
    room.submit("dispatch", replace(read, command_id=uid(9)), CREW)
    assert len(room.facts(StandDownRead)) == 1
    room.wait(minutes(5))
    assert room.facts(StandDownUnread) == []


def test_a_stand_down_nobody_read_rings_once() -> None:
    room = world(opened(), *on(AMB, AMB_2), sent(), told())
    room.submit("dispatch", Cancel(command_id=uid(7), dispatch_id=JOB))
    room.wait(minutes(10))
    assert len(room.facts(StandDownUnread)) == 1


def test_a_job_that_nobody_heard_of_is_taken_back_silently() -> None:
    off = given(opened(), *on(AMB), sent()).when(Cancel(command_id=uid(7), dispatch_id=JOB)).facts
    assert isinstance(off[0], DispatchCancelled)
    assert not off[0].must_be_read


# ---- next job


NEXT = SetNextJob(command_id=uid(7), unit_id=AMB, incident_id=THERE)


def test_an_incident_waits_for_a_busy_unit_which_takes_it_when_clear() -> None:
    room = world(opened(), opened(THERE), *on(AMB, AMB_2), sent())
    room.submit("dispatch", replace(NEXT, next_free_at=NOW + minutes(20)))
    assert [type(each.fact) for each in room.entries[-2:]] == [NextJobSet, UnitNeedRecorded]
    assert room.facts(UnitNeedRecorded)[0].recheck_at == NOW + minutes(20)
    clear = ReportStatus(command_id=uid(8), dispatch_id=JOB, status=Stage.CLEAR)
    room.submit("dispatch", clear, CREW)
    taken = room.facts(UnitDispatched)[-1]
    assert (taken.unit_id, taken.incident_id, taken.stacked) == (AMB, THERE, True)
    assert len(room.facts(NextJobDue)) == 1
    assert ("unit_need", THERE) not in room.timers


@pytest.mark.parametrize("others_at_work", [False, True])
def test_a_next_job_the_rules_forbid_is_said_and_not_done(others_at_work: bool) -> None:
    """The last free ambulance goes to no P2 by itself, and its promise does not vanish."""
    engine = [sent(ENGINE, DispatchId("d-9"), THERE)] if others_at_work else []
    room = world(opened(), opened(THERE), *on(AMB, ENGINE), sent(), *engine)
    room.submit("dispatch", NEXT)
    clear = ReportStatus(command_id=uid(8), dispatch_id=JOB, status=Stage.CLEAR)
    room.submit("dispatch", clear, CREW)
    assert [one.unit_id for one in room.facts(UnitDispatched)][1:] == [ENGINE] * len(engine)
    assert room.facts(UnitNeedRecorded)[-1].reason is NeedReason.NEXT_NOT_SENT
    assert ("unit_need", THERE) in room.timers


def test_the_need_rings_when_the_unit_never_comes() -> None:
    room = world(opened(), opened(THERE), *on(AMB, AMB_2), sent())
    room.submit("dispatch", NEXT)
    room.wait(minutes(6))
    assert [due.incident_id for due in room.facts(UnitNeedDue)] == [THERE]


def test_a_next_job_has_its_rules() -> None:
    known = (opened(), opened(THERE), *on(AMB))
    given(*known).when(NEXT).refused(Refusal.UNIT_NOT_BUSY)
    given(*known, sent(incident_id=THERE)).when(NEXT).refused(Refusal.UNIT_BUSY)
    waits = NextJobSet(unit_id=AMB, incident_id=THERE, when=by_server())
    given(*known, sent(), waits).when(NEXT).refused(Refusal.UNIT_HAS_NEXT, (THERE,))
    drop = DropNextJob(command_id=uid(7), unit_id=AMB, incident_id=THERE)
    given(*known, sent(), waits).when(drop).wrote(NextJobDropped)
    given(*known, sent()).when(drop).refused(Refusal.UNIT_HAS_NO_NEXT)


# ---- pre-alert


READY = PreAlert(command_id=uid(7), unit_id=AMB, incident_id=HERE, note=sealed("jatuh"))


def test_a_free_unit_stands_ready_until_it_is_sent() -> None:
    room = world(opened(), *on(AMB, AMB_2))
    room.submit("dispatch", READY)
    room.submit("dispatch", AnswerPreAlert(command_id=uid(8), unit_id=AMB, ready=True), CREW)
    assert room.facts(PreAlertTaken)[0].pre_alert_id == str(uid(7))
    room.submit("dispatch", DispatchUnit(command_id=uid(9), incident_id=HERE, unit_id=AMB))
    assert ("pre_alert", AMB) not in room.timers
    room.wait(minutes(30))
    assert room.facts(PreAlertEnded) == []


def test_a_pre_alert_ends_by_a_person_or_by_itself() -> None:
    room = world(opened(), *on(AMB))
    room.submit("dispatch", READY)
    room.wait(minutes(30))
    assert [end.why for end in room.facts(PreAlertEnded)] == [PreAlertEnd.LAPSED]
    end = EndPreAlert(command_id=uid(8), unit_id=AMB)
    stands = UnitPreAlerted(
        pre_alert_id="p", unit_id=AMB, when=by_server(), ends_at=NOW + minutes(10)
    )
    given(opened(), *on(AMB), stands).when(end).wrote(PreAlertEnded)
    given(opened(), *on(AMB)).when(end).refused(Refusal.NOT_PRE_ALERTED)


def test_only_a_free_unit_of_ours_stands_ready() -> None:
    given(opened()).when(READY).refused(Refusal.UNIT_OFF_DUTY)
    given(opened(), *on(AMB), sent()).when(READY).refused(Refusal.UNIT_BUSY, (HERE,))
    given(*on(AMB)).when(READY).refused(Refusal.UNKNOWN_INCIDENT)
    patrol = replace(READY, unit_id=PATROL)
    given(opened(), *on(PATROL)).when(patrol).refused(Refusal.ASK_THE_BASE)
    given(*on(AMB)).when(replace(READY, incident_id=None)).wrote(UnitPreAlerted)
