"""Cases that last: what rings, who has it, and that nothing rings for ever."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards import long_cases, open_incidents
from siaga.desks.incident.commands import Classify, Close, Reopen, TakeOver
from siaga.desks.reviews.commands import (
    AddTask,
    EndTask,
    HandOverCase,
    KeepCase,
    PlanFirstCheck,
    RecordFirstCheck,
    RecordReview,
    SetReview,
)
from siaga.language.access import PersonSignedIn, PersonSignedOut
from siaga.language.checks import FirstCheckDone, FirstCheckDue, FirstCheckPlanned
from siaga.language.refusals import Refusal, Refused
from siaga.language.reviews import (
    CaseTaskDue,
    HandOverAcknowledged,
    HandOverUnanswered,
    LongCaseBegan,
    LongCaseEnded,
    OwnerLeft,
    ReviewDue,
)
from siaga.language.values import AccountId, IncidentId, IncidentTypeId, ResultId
from siaga.platform.desk import Outcome
from tests.board_entries import drawn
from tests.builders import LEAD, NOW, OTHER_TAKER, TAKER, by_server, hours, minutes, sealed, uid
from tests.slow_builders import LOST, STREET_LIGHT, opened, world
from tests.world import World

DONE = ResultId("dealt_with_on_scene")


def refused(outcome: Outcome) -> Refusal | None:
    return outcome.reason if isinstance(outcome, Refused) else None


def card(house: World, incident_id: IncidentId) -> long_cases.LongCaseCard:
    found: long_cases.LongCaseCard = drawn(long_cases, house.entries)[incident_id]
    return found


def steps(house: World) -> list[int]:
    return [fact.step for fact in house.facts(ReviewDue)]


def test_a_lost_elder_is_looked_at_again_by_the_rule_of_the_nearest_type() -> None:
    house = world()
    opened(house, 1)
    (began,) = house.facts(LongCaseBegan)
    assert (began.due_at, began.by_rule, began.owner) == (NOW + minutes(30), True, TAKER.id)
    opened(house, 2, STREET_LIGHT)
    assert len(house.facts(LongCaseBegan)) == 1, "a type without a rule is no long case"


def test_a_review_rings_on_until_somebody_looks_and_then_by_the_rule_again() -> None:
    house = world()
    case = opened(house, 1)
    house.wait(minutes(29))
    assert steps(house) == []
    house.wait(minutes(32))
    assert steps(house) == [1, 2, 3]
    assert card(house, case).step == 3
    house.submit("reviews", RecordReview(command_id=uid(11), incident_id=case, note=sealed()))
    after = card(house, case)
    assert (after.step, after.review_at) == (0, house.now + minutes(180))
    house.wait(minutes(179))
    assert steps(house) == [1, 2, 3]
    house.wait(minutes(2))
    assert steps(house) == [1, 2, 3, 1]


def test_a_type_that_wants_it_sooner_brings_the_review_forward_and_none_puts_it_off() -> None:
    house = world()
    case = opened(house, 1, "missing_person.vulnerable")
    house.submit("reviews", SetReview(command_id=uid(11), incident_id=case, due_at=NOW + hours(9)))
    house.submit(
        "incident",
        Classify(command_id=uid(12), incident_id=case, incident_type=IncidentTypeId("fire")),
    )
    assert card(house, case).review_at == NOW + hours(9), "no rule, nothing moved"
    house.submit("incident", Classify(command_id=uid(13), incident_id=case, incident_type=LOST))
    assert card(house, case).review_at == NOW + minutes(30)


def test_a_closed_case_ends_and_rings_no_more_and_begins_again_when_reopened() -> None:
    house = world()
    case = opened(house, 1)
    task = AddTask(command_id=uid(11), incident_id=case, what=sealed(), until_at=NOW + minutes(45))
    house.submit("reviews", task)
    house.submit("incident", Close(command_id=uid(12), incident_id=case, result=DONE))
    assert len(house.facts(LongCaseEnded)) == 1
    house.wait(hours(3))
    assert steps(house) == []
    assert house.facts(CaseTaskDue) == [], "its tasks are over with it"
    reopen = Reopen(command_id=uid(13), incident_id=case, reason=sealed())
    house.submit("incident", reopen)
    assert card(house, case).review_at == house.now + minutes(30)
    late = SetReview(command_id=uid(14), incident_id=case, due_at=NOW)
    assert refused(house.submit("reviews", late)) is Refusal.TIME_IS_PAST


def test_a_task_rings_from_its_time_until_it_is_ended() -> None:
    house = world()
    case = opened(house, 1)
    until = NOW + minutes(10)
    add = AddTask(command_id=uid(11), incident_id=case, what=sealed("telepon RT"), until_at=until)
    house.submit("reviews", add)
    house.wait(minutes(26))
    assert [fact.step for fact in house.facts(CaseTaskDue)] == [1, 2]
    end = EndTask(command_id=uid(12), incident_id=case, task_id=str(uid(11)))
    house.submit("reviews", end)
    assert (
        refused(
            house.submit(
                "reviews", EndTask(command_id=uid(13), incident_id=case, task_id=str(uid(11)))
            )
        )
        is Refusal.NO_SUCH_TASK
    )
    house.wait(hours(1))
    assert len(house.facts(CaseTaskDue)) == 2
    shown = card(house, case)
    assert shown.tasks == {}
    assert [(line.done, line.ended_by) for line in shown.past_tasks] == [(True, TAKER.id)]


def test_a_hand_over_rings_until_it_is_taken_over_and_names_who_took_it() -> None:
    house = world()
    case = opened(house, 1)
    offer = HandOverCase(command_id=uid(11), incident_id=case, note=sealed("anak menunggu"))
    assert refused(house.submit("reviews", offer, OTHER_TAKER)) is Refusal.NOT_YOUR_CASE
    offer = HandOverCase(command_id=uid(12), incident_id=case, note=sealed("anak menunggu"))
    house.submit("reviews", offer, TAKER)
    house.tell(PersonSignedOut(account_id=AccountId(TAKER.id), when=by_server()))
    assert house.facts(OwnerLeft) == [], "what is on its way rings by itself"
    house.wait(minutes(31))
    assert [fact.step for fact in house.facts(HandOverUnanswered)] == [1, 2]
    house.submit("incident", TakeOver(command_id=uid(13), incident_id=case), OTHER_TAKER)
    (taken,) = house.facts(HandOverAcknowledged)
    assert taken.by == OTHER_TAKER.id
    shown = card(house, case)
    assert (shown.owner, shown.hand_over) == (OTHER_TAKER.id, None)
    house.wait(hours(1))
    assert len(house.facts(HandOverUnanswered)) == 2


def test_an_owner_who_signs_out_rings_until_somebody_takes_it_or_he_is_back() -> None:
    house = world()
    case = opened(house, 1)
    gone = PersonSignedOut(account_id=AccountId(TAKER.id), when=by_server())
    house.tell(gone)
    house.tell(gone)
    assert [fact.incident_id for fact in house.facts(OwnerLeft)] == [case], "once"
    assert card(house, case).owner_left_at is not None
    house.tell(PersonSignedIn(account_id=AccountId(TAKER.id), when=by_server()))
    assert card(house, case).owner_left_at is None
    house.tell(gone)
    house.submit("incident", TakeOver(command_id=uid(13), incident_id=case), LEAD)
    assert card(house, case).owner_left_at is None
    house.tell(gone)
    assert len(house.facts(OwnerLeft)) == 2, "it is no longer his"


def test_the_owner_may_take_a_hand_over_back() -> None:
    house = world()
    case = opened(house, 1)
    house.submit("reviews", HandOverCase(command_id=uid(11), incident_id=case), LEAD)
    keep = KeepCase(command_id=uid(12), incident_id=case)
    assert refused(house.submit("reviews", keep, LEAD)) is Refusal.NOT_YOUR_CASE
    house.submit("reviews", KeepCase(command_id=uid(13), incident_id=case), TAKER)
    assert card(house, case).hand_over is None
    house.wait(minutes(20))
    assert house.facts(HandOverUnanswered) == []


def test_any_incident_becomes_a_long_case_when_a_person_wants_it_looked_at_again() -> None:
    house = world()
    fire = opened(house, 1, STREET_LIGHT)
    look = RecordReview(command_id=uid(11), incident_id=fire)
    assert refused(house.submit("reviews", look)) is Refusal.NOT_A_LONG_CASE
    why = sealed("menunggu kabar kepala desa")
    house.submit(
        "reviews",
        SetReview(command_id=uid(12), incident_id=fire, due_at=NOW + hours(1), reason=why),
    )
    assert (card(house, fire).review_at, card(house, fire).reason) == (NOW + hours(1), why)
    house.submit("reviews", RecordReview(command_id=uid(13), incident_id=fire))
    assert card(house, fire).review_at == NOW + minutes(480)


def plan(
    house: World, number: int, incident_id: IncidentId, *, after_min: int = 10, anew: bool = False
) -> None:
    command = PlanFirstCheck(
        command_id=uid(number), incident_id=incident_id, first_check_min=after_min, anew=anew
    )
    house.submit("reviews", command)


def test_the_first_check_of_a_plan_rings_until_somebody_of_the_room_has_looked() -> None:
    house = world()
    fire = opened(house, 1, STREET_LIGHT)
    plan(house, 10, fire)
    plan(house, 11, fire, after_min=30)  # a plan that wants it later puts nothing off
    house.wait(minutes(9))
    assert not house.facts(FirstCheckDue)
    house.wait(minutes(7))
    assert [fact.step for fact in house.facts(FirstCheckDue)] == [1, 2]
    shown = drawn(open_incidents, house.entries)[fire].check
    assert (shown.due_at, shown.step) == (NOW + minutes(10), 2)

    looked = RecordFirstCheck(command_id=uid(12), incident_id=fire)
    house.submit("reviews", looked)
    house.submit("reviews", replace(looked, command_id=uid(13)))
    house.wait(minutes(60))
    assert len(house.facts(FirstCheckDone)) == 1, "of two who press one is quicker"
    assert len(house.facts(FirstCheckDue)) == 2
    assert drawn(open_incidents, house.entries)[fire].check is None

    plan(house, 14, fire)
    assert len(house.facts(FirstCheckPlanned)) == 1, "once looked at, only another plan asks again"
    plan(house, 15, fire, anew=True)  # the alarm was raised
    house.submit("incident", Close(command_id=uid(16), incident_id=fire, result=DONE))
    house.wait(minutes(60))
    assert len(house.facts(FirstCheckPlanned)) == 2
    assert len(house.facts(FirstCheckDue)) == 2, "what is over rings no more"
    gone = house.submit("reviews", replace(looked, command_id=uid(17)))
    assert refused(gone) is Refusal.INCIDENT_CLOSED
