"""The command of a large incident: alarm levels, roll calls, requests, who is where."""

from __future__ import annotations

from typing import Any

import pytest

from siaga.boards import command as board
from siaga.boards import open_incidents
from siaga.desks.command.commands import (
    AcknowledgeRollCall,
    AnswerRollCall,
    AskResource,
    BeginRollCalls,
    CallRollNow,
    CloseSector,
    DeclareMajorIncident,
    EndMajorIncident,
    EndResource,
    EndRole,
    EndRollCalls,
    FinishTask,
    GiveRole,
    LowerAlarm,
    NoteCommand,
    PlaceUnit,
    PlanRollCalls,
    PromiseResource,
    RaiseAlarm,
    SetCommandPlace,
    SetSector,
    SetTask,
)
from siaga.desks.command.decide.alarm import USUAL_ROLL_CALL_MIN
from siaga.desks.incident.commands import MergeIncident, OpenIncident
from siaga.language.major import (
    AlarmLowered,
    AlarmRaised,
    CommandPlace,
    CommandRole,
    MajorIncidentDeclared,
    MajorIncidentEnded,
    ResourceEnd,
    ResourceEnded,
    ResourceOverdue,
    RollAnswer,
    RollCallAcknowledged,
    RollCallCompleted,
    RollCallOpened,
    RollCallOverdue,
    RollCallsBegun,
    RollCallsEnded,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    FieldError,
    IncidentId,
    IncidentTypeId,
    UnitId,
)
from tests.board_entries import drawn
from tests.builders import CREW, OTHER_CREW, TAKER, claim, minutes, sealed, uid
from tests.unit.command_scene import AMBULANCE, CASE, ENGINE, Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def refusal(outcome: Any) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def test_a_higher_alarm_begins_the_roll_calls_by_itself(scene: Scene) -> None:
    raised, begun = scene.do(RaiseAlarm, level=2, reason=sealed())
    assert isinstance(raised, AlarmRaised)
    assert (raised.level, raised.previous, raised.incident_number) == (2, 1, "K-2026-000001")
    assert isinstance(begun, RollCallsBegun)
    assert begun.interval_min == USUAL_ROLL_CALL_MIN
    assert scene.due_at() == scene.world.now + minutes(USUAL_ROLL_CALL_MIN)
    (again,) = scene.do(RaiseAlarm, level=3, reason=sealed())
    assert again.level == 3
    cards = drawn(open_incidents, scene.world.entries)
    assert cards[CASE].alarm == 3


def test_the_plan_says_how_often_until_a_person_does(scene: Scene) -> None:
    """Also without an alarm, and at a higher one; what people chose or ended is theirs."""
    (begun,) = scene.do(PlanRollCalls, interval_min=20)
    assert (begun.interval_min, begun.planned) == (20, True)
    scene.do(RaiseAlarm, level=2, reason=sealed())
    (sooner,) = scene.do(PlanRollCalls, interval_min=10)
    assert scene.due_at() == sooner.next_at == scene.world.now + minutes(10)
    assert scene.do(PlanRollCalls, interval_min=10) == ()
    scene.do(BeginRollCalls, interval_min=30)
    assert scene.do(PlanRollCalls, interval_min=10) == ()
    scene.do(EndRollCalls, reason=sealed())
    assert scene.do(PlanRollCalls, interval_min=10) == ()
    _, again = scene.do(RaiseAlarm, level=3, reason=sealed())
    assert again.interval_min == USUAL_ROLL_CALL_MIN
    assert [one.interval_min for one in scene.do(PlanRollCalls, interval_min=10)] == [10]


def test_what_a_person_ended_begins_anew_with_the_incident(scene: Scene) -> None:
    scene.do(PlanRollCalls, interval_min=10)
    scene.do(EndRollCalls, reason=sealed())
    scene.world.wait(minutes(1))
    scene.close()
    scene.reopen()
    assert [one.interval_min for one in scene.do(PlanRollCalls, interval_min=10)] == [10]


def test_the_alarm_moves_only_where_it_is_asked_to(scene: Scene) -> None:
    assert refusal(scene.do(LowerAlarm, level=1, reason=sealed())) is Refusal.ALARM_NOT_LOWER
    scene.do(RaiseAlarm, level=3, reason=sealed())
    outcome = scene.do(RaiseAlarm, level=2, reason=sealed())
    assert refusal(outcome) is Refusal.ALARM_NOT_HIGHER
    (lowered,) = scene.do(LowerAlarm, level=2, reason=sealed())
    assert (lowered.level, lowered.previous) == (2, 3)
    with pytest.raises(FieldError):
        scene.do(RaiseAlarm, level=4, reason=sealed())


def test_everybody_answers_and_the_next_call_comes_in_its_time(scene: Scene) -> None:
    scene.do(BeginRollCalls, interval_min=15)
    began = scene.world.now
    scene.world.wait(minutes(15))
    (opened,) = scene.world.facts(RollCallOpened)
    assert (opened.units, opened.number) == ((ENGINE, AMBULANCE), 1)
    scene.answer(ENGINE)
    scene.world.now += minutes(1)
    scene.answer(AMBULANCE, RollAnswer.NOT_ON_SCENE)
    (done,) = scene.world.facts(RollCallCompleted)
    assert done.next_at == began + minutes(30)
    assert scene.card().roll.roll_call_id is None
    scene.world.wait(minutes(14))
    assert len(scene.world.facts(RollCallOpened)) == 2


def test_who_does_not_answer_rings_until_they_do(scene: Scene) -> None:
    scene.do(BeginRollCalls, interval_min=15)
    scene.world.wait(minutes(15))
    scene.answer(ENGINE)
    scene.world.wait(minutes(5))
    first, second = scene.world.facts(RollCallOverdue)
    assert (first.missing, first.step, second.step) == ((AMBULANCE,), 1, 2)
    assert scene.card().roll.rings
    scene.do(AcknowledgeRollCall)
    assert not scene.card().roll.rings
    scene.world.wait(minutes(3))
    assert len(scene.world.facts(RollCallOverdue)) == 3, "acknowledged is not answered"
    assert scene.card().roll.rings
    scene.answer(AMBULANCE)
    assert scene.card().roll.step == 0
    scene.world.wait(minutes(8))
    assert len(scene.world.facts(RollCallOverdue)) == 3


def test_missing_people_ring_at_once(scene: Scene) -> None:
    scene.do(BeginRollCalls, interval_min=15)
    scene.do(CallRollNow)
    _, rung = scene.answer(ENGINE, RollAnswer.PEOPLE_MISSING)
    assert isinstance(rung, RollCallOverdue)
    assert rung.missing == (ENGINE, AMBULANCE)
    scene.answer(AMBULANCE)
    assert not scene.world.facts(RollCallCompleted)
    scene.answer(ENGINE)
    assert scene.world.facts(RollCallCompleted)


def test_a_unit_that_left_is_not_waited_for(scene: Scene) -> None:
    scene.do(BeginRollCalls, interval_min=15)
    scene.do(CallRollNow)
    scene.answer(ENGINE)
    scene.free(1)
    assert scene.card().roll.left == (AMBULANCE,)
    scene.world.wait(minutes(3))
    assert not scene.world.facts(RollCallOverdue)
    assert scene.world.facts(RollCallCompleted)


def test_with_nobody_there_the_next_call_is_tried_in_its_time(scene: Scene) -> None:
    scene.do(BeginRollCalls, interval_min=15)
    scene.free(0)
    scene.free(1)
    scene.world.wait(minutes(31))
    assert not scene.world.facts(RollCallOpened)
    assert len(scene.world.facts(RollCallCompleted)) == 2
    assert scene.due_at()


def test_a_crew_answers_for_its_own_unit_only(scene: Scene) -> None:
    scene.do(BeginRollCalls, interval_min=15)
    scene.do(CallRollNow)
    well = {"unit_id": AMBULANCE, "answer": RollAnswer.ALL_WELL}
    assert refusal(scene.do(AnswerRollCall, OTHER_CREW, **well)) is Refusal.NOT_YOUR_UNIT
    assert not isinstance(scene.do(AnswerRollCall, CREW, **well), Refused)
    assert scene.do(AnswerRollCall, CREW, **well) == (), "said already"
    assert refusal(scene.answer(UnitId("amb-2"))) is Refusal.UNIT_NOT_HERE
    seen = board.view(scene.card(), CREW)
    assert seen is not None
    assert seen.roll is not None
    assert (seen.roll.units, seen.roll.answers) == ((AMBULANCE,), {AMBULANCE: RollAnswer.ALL_WELL})
    assert board.view(scene.card(), OTHER_CREW) is None

    # A phone that had no signal answers a call that is over: only what is bad still counts.
    late = {"unit_id": AMBULANCE, "roll_call_id": "an earlier one"}
    stale = scene.do(AnswerRollCall, CREW, answer=RollAnswer.NOT_ON_SCENE, **late)
    assert refusal(stale) is Refusal.NO_ROLL_CALL_OPEN
    scene.do(AnswerRollCall, CREW, answer=RollAnswer.PEOPLE_MISSING, **late)
    roll = scene.card().roll
    assert roll is not None
    assert roll.answers[AMBULANCE] is RollAnswer.PEOPLE_MISSING


def test_a_crew_sees_where_it_works_and_who_leads_and_no_more(scene: Scene) -> None:
    assert board.view(scene.card(), CREW) is None, "no command yet"
    assert board.view(scene.card(), TAKER) is None
    scene.do(RaiseAlarm, level=2, reason=sealed())
    scene.do(SetCommandPlace, place=CommandPlace.STAGING, location=claim())
    sectors = [scene.do(SetSector, name=sealed(name))[0].sector_id for name in ("A", "B")]
    scene.do(PlaceUnit, unit_id=AMBULANCE, sector_id=sectors[0])
    scene.do(PlaceUnit, unit_id=ENGINE, sector_id=sectors[1])
    scene.do(GiveRole, role=CommandRole.INCIDENT_COMMANDER, name=sealed("Danru A"))
    scene.do(GiveRole, role=CommandRole.LOGISTICS, name=sealed("Yudi"))
    for sector_id in sectors:
        scene.do(GiveRole, role=CommandRole.SECTOR, name=sealed("Kepala"), sector_id=sector_id)
    scene.do(NoteCommand, note=sealed("angin berbalik"))
    seen = board.view(scene.card(), CREW)
    assert seen is not None
    assert (seen.level, list(seen.places), list(seen.sectors)) == (2, ["staging"], [sectors[0]])
    assert list(seen.placed) == [AMBULANCE]
    assert list(seen.roles) == ["incident_commander", f"sector/{sectors[0]}"]
    assert not seen.log
    assert board.view(scene.card(), OTHER_CREW) is None
    scene.free(1)
    assert board.view(scene.card(), CREW) is None, "its job is over"


def test_roll_calls_are_begun_once_and_ended_by_a_person(scene: Scene) -> None:
    assert refusal(scene.do(CallRollNow)) is Refusal.NO_ROLL_CALLS
    scene.do(BeginRollCalls, interval_min=15)
    assert refusal(scene.answer(ENGINE)) is Refusal.NO_ROLL_CALL_OPEN
    scene.do(CallRollNow)
    assert refusal(scene.do(CallRollNow)) is Refusal.ROLL_CALL_OPEN
    assert refusal(scene.do(AcknowledgeRollCall)) is Refusal.NOTHING_TO_DO
    due_at = scene.due_at()
    scene.do(BeginRollCalls, interval_min=30)
    assert scene.due_at() == due_at, "a call that is open keeps its alarm"
    (ended,) = scene.do(EndRollCalls, reason=sealed())
    assert isinstance(ended, RollCallsEnded)
    assert scene.due_at() is None


def test_what_is_asked_rings_until_it_is_promised_or_ends(scene: Scene) -> None:
    (asked,) = scene.do(AskResource, what=sealed("tangki"), count=2, due_min=10)
    request = {"request_id": asked.request_id}
    scene.world.wait(minutes(16))
    assert [fact.step for fact in scene.world.facts(ResourceOverdue)] == [1, 2]
    scene.do(PromiseResource, **request, due_min=20, told_by=sealed("piket"))
    assert scene.card().resources[asked.request_id].step == 0
    scene.world.wait(minutes(19))
    assert len(scene.world.facts(ResourceOverdue)) == 2
    (ended,) = scene.do(EndResource, **request, ending=ResourceEnd.ARRIVED)
    assert isinstance(ended, ResourceEnded)
    scene.world.wait(minutes(60))
    assert len(scene.world.facts(ResourceOverdue)) == 2
    outcome = scene.do(EndResource, **request, ending=ResourceEnd.ARRIVED)
    assert refusal(outcome) is Refusal.UNKNOWN_REQUEST
    with pytest.raises(FieldError):
        scene.do(EndResource, **request, ending=ResourceEnd.REFUSED)


def test_sectors_roles_and_places(scene: Scene) -> None:
    (sector,) = scene.do(SetSector, name=sealed("A"))
    there = {"sector_id": sector.sector_id}
    scene.do(PlaceUnit, unit_id=ENGINE, **there)
    scene.do(GiveRole, role=CommandRole.SECTOR, name=sealed("Danru"), unit_id=ENGINE, **there)
    scene.do(SetCommandPlace, place=CommandPlace.POST, location=claim())
    card = scene.card()
    assert card.placed[ENGINE].sector_id == sector.sector_id
    assert list(card.roles) == [f"sector/{sector.sector_id}"]
    assert list(card.places) == [CommandPlace.POST]
    assert refusal(scene.do(CloseSector, **there)) is Refusal.SECTOR_HAS_UNITS
    assert refusal(scene.do(PlaceUnit, unit_id=UnitId("amb-2"))) is Refusal.UNIT_NOT_HERE
    assert refusal(scene.do(CloseSector, sector_id="none")) is Refusal.UNKNOWN_SECTOR
    scene.do(PlaceUnit, unit_id=ENGINE)
    scene.do(CloseSector, **there)
    card = scene.card()
    assert (card.sectors, card.roles, card.placed) == ({}, {}, {})
    assert refusal(scene.do(EndRole, role=CommandRole.SAFETY)) is Refusal.ROLE_NOT_HELD
    with pytest.raises(FieldError):
        scene.do(GiveRole, role=CommandRole.SECTOR, name=sealed())


def test_tasks_and_the_log(scene: Scene) -> None:
    (task,) = scene.do(SetTask, what=sealed("padamkan listrik"))
    scene.do(NoteCommand, note=sealed("angin berbalik"))
    scene.do(FinishTask, task_id=task.task_id)
    assert scene.card().tasks[task.task_id].done_at
    assert len(scene.card().log) == 1
    again = scene.do(FinishTask, task_id=task.task_id)
    assert refusal(again) is Refusal.UNKNOWN_COMMAND_TASK


def test_a_large_incident_is_declared_and_ended_by_a_person(scene: Scene) -> None:
    assert refusal(scene.do(EndMajorIncident, reason=sealed())) is Refusal.NOT_MAJOR
    declared, begun = scene.do(DeclareMajorIncident, reason=sealed())
    assert isinstance(declared, MajorIncidentDeclared)
    assert isinstance(begun, RollCallsBegun), "units are called, whatever the alarm"
    assert refusal(scene.do(DeclareMajorIncident, reason=sealed())) is Refusal.ALREADY_MAJOR
    assert scene.card().major_since_at
    (ended,) = scene.do(EndMajorIncident, reason=sealed())
    assert isinstance(ended, MajorIncidentEnded)


def test_a_closed_incident_leaves_nothing_open(scene: Scene) -> None:
    scene.do(RaiseAlarm, level=2, reason=sealed())
    scene.do(DeclareMajorIncident, reason=sealed())
    scene.do(AskResource, what=sealed("tangki"))
    scene.do(SetTask, what=sealed("listrik"))
    scene.close()
    assert scene.world.timers == {}
    assert scene.card() is None
    (lowered,) = scene.world.facts(AlarmLowered)
    assert lowered.level == 1
    (ended,) = scene.world.facts(ResourceEnded)
    assert ended.ending is ResourceEnd.INCIDENT_CLOSED
    outcome = scene.do(RaiseAlarm, level=2, reason=sealed())
    assert refusal(outcome) is Refusal.INCIDENT_CLOSED


def test_a_timer_that_comes_before_the_policy_settles_by_itself(scene: Scene) -> None:
    scene.world.eager = False
    scene.do(BeginRollCalls, interval_min=5)
    scene.close()
    scene.world.wait(minutes(5))
    assert scene.world.facts(RollCallsEnded)
    scene.world.settle()
    assert len(scene.world.facts(RollCallsEnded)) == 1


def test_nothing_of_a_merged_incident_is_begun(scene: Scene) -> None:
    other = OpenIncident(command_id=uid(2), incident_type=IncidentTypeId("fire"))
    scene.ask("incident", other)
    main = IncidentId(str(uid(2)))
    scene.free(0)
    scene.free(1)
    scene.ask("incident", MergeIncident(command_id=uid(3), incident_id=CASE, into=main))
    outcome = scene.do(RaiseAlarm, level=2, reason=sealed())
    assert outcome == Refused(reason=Refusal.INCIDENT_MERGED, legal=(main,))
    assert not isinstance(scene.do(NoteCommand, note=sealed()), Refused)


def test_an_acknowledgement_says_who(scene: Scene) -> None:
    scene.do(BeginRollCalls, interval_min=5)
    scene.world.wait(minutes(9))
    scene.do(AcknowledgeRollCall)
    (fact,) = scene.world.facts(RollCallAcknowledged)
    assert fact.by == TAKER.id
    assert scene.card().roll.acknowledged_by == TAKER.id
