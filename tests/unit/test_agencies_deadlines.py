"""Deadlines of referrals: they ring while nobody is on it, within the agency's hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from siaga.desks.agencies.commands import Escalate, Reprioritise, TakeBack
from siaga.desks.agencies.decide.working_time import after_working_time
from siaga.desks.agencies.doors import DESK
from siaga.desks.incident.commands import Prioritise
from siaga.desks.incident.doors import DESK as INCIDENT_DESK
from siaga.language.agencies import (
    RINGS_AFTER,
    ReferralEscalated,
    ReferralReprioritised,
    ReferralTakenBack,
    referral_life,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send
from siaga.language.place import WorkingHours
from siaga.language.values import AgencyId, Priority
from tests.builders import NOW, PLACE, POLICY_ACTOR, TIMER_ACTOR, by_server, hours, minutes, uid
from tests.story import teller
from tests.unit.test_agencies import (
    ACCEPTED,
    ALL_STEPS,
    DECLINED,
    DELIVERED,
    FINISHED,
    HANDED_BACK,
    INCIDENT,
    LEGAL,
    PERKIM,
    REOPENED,
    SENT_BY_NAME,
    TAKEN_BACK,
    TASK,
    escalated,
    opened,
    send,
    sent,
)
from tests.world import World

given = teller(DESK)
RING = "referral_accept"


def ring(due_at: datetime) -> Escalate:
    return Escalate(command_id=uid(3), referral_id=TASK, due_at=due_at)


def test_the_first_ring_says_how_late_it_is_and_names_the_next() -> None:
    due_at = NOW + minutes(5)
    given(sent(), DELIVERED).when(ring(due_at), by=TIMER_ACTOR, at=due_at + minutes(1)).then(
        ReferralEscalated(
            referral_id=TASK,
            incident_id=INCIDENT,
            step=1,
            late_s=60,
            when=by_server(due_at + minutes(1)),
            next_due_at=due_at + minutes(5),
            agency=AgencyId("damkar"),
            priority=Priority.P2,
        )
    )


def test_after_an_outage_the_next_person_still_has_a_whole_step() -> None:
    due_at, late = NOW + minutes(5), NOW + hours(3)
    rung = given(sent()).when(ring(due_at), by=TIMER_ACTOR, at=late).facts[0]
    assert isinstance(rung, ReferralEscalated)
    assert rung.next_due_at == late + minutes(5)


@pytest.mark.parametrize("state", [each for each in LEGAL if "accept" not in LEGAL[each]])
def test_nothing_rings_once_somebody_is_on_it(state: str) -> None:
    story = given(sent(), *SENT_BY_NAME[state])
    story.when(ring(NOW + minutes(5)), by=TIMER_ACTOR, at=NOW + hours(1)).then()


def test_a_replaced_or_spent_timer_finds_nothing_to_do() -> None:
    due_at = NOW + minutes(5)
    once = escalated(1, due_at + minutes(5))
    given(sent(), once).when(ring(due_at), by=TIMER_ACTOR, at=due_at).then()
    given(sent(), *ALL_STEPS).when(ring(due_at + hours(1)), by=TIMER_ACTOR).then()


def test_three_persons_are_rung_and_then_it_rings_at_the_centre() -> None:
    world = World([DESK])
    world.entries.append(opened())
    world.submit("agencies", send())
    world.wait(hours(10))
    rung = world.facts(ReferralEscalated)
    assert [each.step for each in rung] == [1, 2, 3]
    assert [each.when.at - NOW for each in rung] == [minutes(5), minutes(10), minutes(15)]
    assert rung[-1].next_due_at is None
    assert world.timers == {}
    task = rung[0].referral_id
    world.submit("agencies", TakeBack(command_id=uid(9), referral_id=task))
    assert len(world.facts(ReferralTakenBack)) == 1


def test_office_steps_wait_for_the_office_to_open() -> None:
    friday_late = datetime(2026, 3, 6, 8, 50, tzinfo=UTC)  # 15:50 WIB
    world = World([DESK], now=friday_late)
    world.entries.append(opened(Priority.P3))
    world.submit("agencies", send(PERKIM))
    world.wait(timedelta(days=4))
    rung = [each.when.at for each in world.facts(ReferralEscalated)]
    monday = datetime(2026, 3, 9, 1, 50, tzinfo=UTC)  # 08:50 WIB
    assert rung == [monday, monday + hours(1), monday + hours(2)]


# ---- another priority


def rank(priority: Priority) -> Reprioritise:
    return Reprioritise(command_id=uid(4), referral_id=TASK, priority=priority)


def reprioritised(
    priority: Priority, accept_by_at: datetime, at: datetime = NOW
) -> ReferralReprioritised:
    return ReferralReprioritised(
        referral_id=TASK,
        incident_id=INCIDENT,
        priority=priority,
        accept_by_at=accept_by_at,
        when=by_server(at),
    )


@pytest.mark.parametrize("so_far", ["sent", "delivered"])
def test_another_priority_sets_the_deadline_from_when_it_was_sent(so_far: str) -> None:
    at = NOW + timedelta(seconds=30)
    story = given(sent(), *SENT_BY_NAME[so_far])
    answer = story.when(rank(Priority.P1), by=POLICY_ACTOR, at=at)
    answer.then(reprioritised(Priority.P1, NOW + minutes(1), at))
    slower = story.when(rank(Priority.P3), by=POLICY_ACTOR, at=at)
    slower.then(reprioritised(Priority.P3, NOW + hours(1), at))
    assert DESK.follow(slower.facts[0], PLACE) == (
        Arm(kind="referral_accept", subject=TASK, due_at=NOW + hours(1)),
    )


def test_of_a_rejected_proof_the_deadline_runs_from_the_rejection() -> None:
    again = replace(REOPENED, when=by_server(NOW + hours(5)))
    story = given(sent(), *SENT_BY_NAME["done"], again)
    story.when(rank(Priority.P1), by=POLICY_ACTOR, at=NOW + hours(5)).then(
        reprioritised(Priority.P1, NOW + hours(5) + minutes(1), NOW + hours(5))
    )


@pytest.mark.parametrize(
    "so_far", [each for each in LEGAL if "accept" not in LEGAL[each]] + ["nobody_answered"]
)
def test_no_deadline_is_set_where_none_runs_and_the_card_learns_it(so_far: str) -> None:
    story = given(sent(), *SENT_BY_NAME[so_far])
    answer = story.when(rank(Priority.P1), by=POLICY_ACTOR)
    if so_far in ("verified", "taken_back"):
        answer.then()
        return
    (fact,) = answer.facts
    assert isinstance(fact, ReferralReprioritised)
    assert (fact.priority, fact.rearms) == (Priority.P1, False)
    assert DESK.follow(fact, PLACE) == ()


def test_the_same_priority_is_nothing_new() -> None:
    given(sent()).when(rank(Priority.P2), by=POLICY_ACTOR).then()
    story = given(sent(), reprioritised(Priority.P1, NOW + minutes(1)))
    story.when(rank(Priority.P1), by=POLICY_ACTOR).then()
    story.when(rank(Priority.P2), by=POLICY_ACTOR).wrote(ReferralReprioritised)


def test_a_deadline_that_has_passed_rings_at_once() -> None:
    late = NOW + minutes(3)
    fact = reprioritised(Priority.P1, NOW + minutes(1), late)
    at = late + RINGS_AFTER
    assert DESK.follow(fact, PLACE) == (Arm(kind="referral_accept", subject=TASK, due_at=at),)
    given(sent(), fact).when(ring(at), by=TIMER_ACTOR, at=at).wrote(ReferralEscalated)


def test_raised_at_the_instant_that_rang_it_rings_on() -> None:
    world = World([DESK, INCIDENT_DESK])
    world.entries.append(opened())
    world.submit("agencies", send())
    world.wait(minutes(5))
    assert [fact.step for fact in world.facts(ReferralEscalated)] == [1]
    command = Prioritise(command_id=uid(20), incident_id=INCIDENT, priority=Priority.P1)
    world.submit("incident", command)
    world.wait(hours(1))
    assert [fact.step for fact in world.facts(ReferralEscalated)] == [1, 2, 3]


def test_who_was_rung_before_the_change_is_not_rung_again() -> None:
    story = given(sent(), ALL_STEPS[0], reprioritised(Priority.P1, NOW + minutes(1)))
    rung = story.when(ring(NOW + minutes(6)), by=TIMER_ACTOR, at=NOW + minutes(6)).facts[0]
    assert isinstance(rung, ReferralEscalated)
    assert (rung.step, rung.next_due_at) == (2, NOW + minutes(7))


def test_up_and_down_and_up_again_still_rings_everybody() -> None:
    """The deadline returns to an instant whose timer has rung and been answered already."""
    world = World([DESK, INCIDENT_DESK])
    world.entries.append(opened())
    world.submit("agencies", send())
    world.wait(minutes(6))
    for number, priority in enumerate((Priority.P3, Priority.P2), start=20):
        command = Prioritise(command_id=uid(number), incident_id=INCIDENT, priority=priority)
        world.submit("incident", command)
        world.wait(minutes(0.5))
    world.wait(hours(1))
    assert [each.step for each in world.facts(ReferralEscalated)] == [1, 2, 3]


def test_a_priority_reaches_every_open_task_of_the_incident() -> None:
    world = World([DESK, INCIDENT_DESK])
    world.entries.append(opened(Priority.P3))
    world.submit("agencies", send())
    world.submit("agencies", replace(send(PERKIM), command_id=uid(5)))
    up = Prioritise(command_id=uid(6), incident_id=INCIDENT, priority=Priority.P1)
    world.submit("incident", up)
    changed = world.facts(ReferralReprioritised)
    assert {each.referral_id for each in changed} == {str(uid(1)), str(uid(5))}
    for each in changed:
        task = world.state("agencies", referral_life(each.referral_id))
        assert (task.priority, task.due_at) == (Priority.P1, NOW + minutes(1))
    assert set(world.timers.values()) == {NOW + minutes(1)}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (sent(), Arm(kind="referral_accept", subject=TASK, due_at=NOW + minutes(5))),
        (REOPENED, Arm(kind="referral_accept", subject=TASK, due_at=NOW + minutes(5))),
        (ALL_STEPS[0], Arm(kind="referral_accept", subject=TASK, due_at=NOW + minutes(10))),
        (ACCEPTED, Disarm(kind="referral_accept", subject=TASK)),
        (DECLINED, Disarm(kind="referral_accept", subject=TASK)),
        (HANDED_BACK, None),  # it was accepted, so it rings no more
        (FINISHED, Disarm(kind="referral_accept", subject=TASK)),
        (TAKEN_BACK, Disarm(kind="referral_accept", subject=TASK)),
        (ALL_STEPS[2], None),
        (DELIVERED, None),
    ],
    ids=lambda item: type(item).__name__,
)
def test_what_arms_and_disarms_the_ring(fact: Fact, expected: FollowUp | None) -> None:
    asked = [
        each
        for each in DESK.follow(fact, PLACE)
        if not isinstance(each, Send) and each.kind == RING
    ]
    assert asked == ([expected] if expected else [])


# ---- working time

OFFICE = WorkingHours(days=(1, 2, 3, 4, 5), opens=time(8), closes=time(16))
HOLIDAYS = frozenset({date(2026, 3, 19), date(2026, 3, 20)})  # Thursday and Friday


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - hours(7)


@pytest.mark.parametrize(
    ("start", "seconds", "deadline"),
    [
        (wib(2, 10), 3600, wib(2, 11)),
        (wib(2, 6), 3600, wib(2, 9)),  # before opening
        (wib(2, 15, 30), 3600, wib(3, 8, 30)),
        (wib(2, 15), 3600, wib(2, 16)),  # exactly at closing
        (wib(6, 22), 3600, wib(9, 9)),  # Friday night to Monday
        (wib(2, 10), 28_800, wib(3, 10)),  # one working day
        (wib(18, 15), 7200, wib(23, 9)),  # over two holidays and a weekend
    ],
)
def test_working_time(start: datetime, seconds: int, deadline: datetime) -> None:
    found = after_working_time(start, seconds, hours=OFFICE, holidays=HOLIDAYS, zone="Asia/Jakarta")
    assert found == deadline


def test_a_night_shift_belongs_to_the_day_it_opens() -> None:
    night = WorkingHours(days=(1,), opens=time(22), closes=time(6))
    found = after_working_time(
        wib(3, 5), 7200, hours=night, holidays=frozenset(), zone="Asia/Jakarta"
    )
    assert found == wib(9, 23)


def test_an_office_that_never_opens_is_a_fault_of_the_place() -> None:
    never = WorkingHours(days=(), opens=time(8), closes=time(16))
    with pytest.raises(ValueError, match="working time"):
        after_working_time(NOW, 1, hours=never, holidays=frozenset(), zone="Asia/Jakarta")
