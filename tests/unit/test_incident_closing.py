"""Incidents close only when all of it has ended, and open again with all a board needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.desks.incident.commands import Prioritise, Reopen
from siaga.desks.incident.doors import DESK
from siaga.language.agencies import (
    ReferralDeclined,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralTakenBack,
)
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
)
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClosed,
    IncidentLocated,
    IncidentPrioritised,
    IncidentReopened,
    incident_life,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    ContactId,
    Priority,
    ReferralId,
    Tag,
    UnitId,
)
from tests.builders import (
    LEAD,
    NOW,
    POLICY_ACTOR,
    TAKER,
    by_server,
    claim,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import entry, fold
from tests.unit.incident_story import (
    ANSWERED,
    ATTACHED,
    BURNS,
    CALLED,
    CHILD,
    CLOSE,
    CLOSED,
    CLOSED_CHILD,
    CONTACT,
    FIRE,
    HURT,
    SENT,
    TASK,
    TASKED,
    TRUCK,
    WROTE,
    given,
)

CLEARED = UnitCleared(
    dispatch_id=TRUCK, unit_id=UnitId("engine-1"), incident_id=FIRE, when=by_server()
)
CANCELLED = DispatchCancelled(
    dispatch_id=TRUCK, unit_id=UnitId("engine-1"), incident_id=FIRE, when=by_server()
)
TURNED_DOWN = DispatchDeclined(
    dispatch_id=TRUCK,
    unit_id=UnitId("engine-1"),
    incident_id=FIRE,
    when=by_server(),
    reason=sealed(),
)
DECLINED = ReferralDeclined(referral_id=TASK, incident_id=FIRE, when=by_server(), reason=sealed())
HANDED_BACK = ReferralHandedBack(
    referral_id=TASK, incident_id=FIRE, when=by_server(), reason=sealed()
)
TAKEN_BACK = ReferralTakenBack(referral_id=TASK, incident_id=FIRE, when=by_server())
FINISHED = ReferralFinished(
    referral_id=TASK, incident_id=FIRE, when=by_server(), verify_by_at=NOW + hours(24)
)
REJECTED = ReferralReopened(
    referral_id=TASK,
    incident_id=FIRE,
    when=by_server(),
    reason=sealed(),
    accept_by_at=NOW + minutes(1),
)


class TestClosing:
    def test_names_its_contacts(self) -> None:
        answer = given(CALLED, replace(BURNS, contact_id=CONTACT)).when(CLOSE)
        answer.then(replace(CLOSED, contact_ids=(CONTACT,)))

    def test_names_a_contact_once_and_of_a_crowd_what_one_fact_can_hold(self) -> None:
        crowd = [replace(ATTACHED, contact_id=ContactId(f"c-{n}")) for n in range(310)]
        fact = given(BURNS, *crowd, *crowd[:5]).when(CLOSE).facts[0]
        assert isinstance(fact, IncidentClosed)
        assert fact.contact_ids == tuple(f"c-{n}" for n in range(10, 310))

    @pytest.mark.parametrize("ending", [CLEARED, CANCELLED, TURNED_DOWN])
    def test_waits_for_every_dispatch(self, ending: Fact) -> None:
        given(BURNS, SENT).when(CLOSE).refused(Refusal.INCIDENT_HAS_OPEN_DISPATCHES, legal=[TRUCK])
        given(BURNS, SENT, ending).when(CLOSE).then(CLOSED)

    def test_waits_for_every_child(self) -> None:
        given(BURNS, HURT).when(CLOSE).refused(Refusal.INCIDENT_HAS_OPEN_CHILDREN, legal=[CHILD])
        given(BURNS, HURT, CLOSED_CHILD).when(CLOSE).then(CLOSED)

    def test_a_child_tells_its_parent(self) -> None:
        command = replace(CLOSE, incident_id=CHILD)
        given(BURNS, HURT).when(command).then(CLOSED_CHILD)

    def test_waits_for_everyone_who_wrote(self) -> None:
        story = (CALLED, BURNS, ATTACHED, WROTE)
        given(*story).when(CLOSE).refused(Refusal.INCIDENT_HAS_UNANSWERED_CONTACTS, legal=[CONTACT])
        given(*story, ANSWERED).when(CLOSE).wrote(IncidentClosed)
        given(*story, WROTE, ANSWERED, WROTE).when(CLOSE).refused(
            Refusal.INCIDENT_HAS_UNANSWERED_CONTACTS
        )

    @pytest.mark.parametrize("still", [(), (DECLINED,), (HANDED_BACK,), (FINISHED, REJECTED)])
    def test_waits_for_every_urgent_task(self, still: tuple[Fact, ...]) -> None:
        given(BURNS, TASKED, *still).when(CLOSE).refused(
            Refusal.INCIDENT_HAS_OPEN_REFERRALS, legal=[TASK]
        )

    @pytest.mark.parametrize("ending", [(FINISHED,), (DECLINED, TAKEN_BACK)])
    def test_once_the_task_has_ended(self, ending: tuple[Fact, ...]) -> None:
        given(BURNS, TASKED, *ending).when(CLOSE).then(CLOSED)

    @pytest.mark.parametrize(
        ("priority", "waits"),
        [
            (Priority.P1, True),
            (Priority.P2, True),
            (Priority.P3, False),
            (Priority.P4, False),
        ],
    )
    def test_tasks_of_the_patient_kind_outlive_it(self, priority: Priority, waits: bool) -> None:
        ranked = IncidentPrioritised(incident_id=FIRE, priority=priority, when=by_server())
        answer = given(BURNS, TASKED, ranked).when(CLOSE)
        assert (getattr(answer.outcome, "reason", None) is not None) is waits


class TestItsTasksHearOfItsPriority:
    command = Prioritise(command_id=uid(3), incident_id=FIRE, priority=Priority.P3)

    @pytest.mark.parametrize(
        ("so_far", "named"),
        [((), True), ((DECLINED,), True), ((FINISHED, REJECTED), True), ((FINISHED,), False)],
    )
    def test_while_they_have_not_ended(self, so_far: tuple[Fact, ...], named: bool) -> None:
        given(BURNS, TASKED, *so_far).when(self.command).then(
            IncidentPrioritised(
                incident_id=FIRE,
                priority=Priority.P3,
                when=by_server(),
                referral_ids=(TASK,) if named else (),
            )
        )

    def test_of_more_than_one_fact_can_name_the_newest(self) -> None:
        many = [replace(TASKED, referral_id=ReferralId(f"t-{n:03}")) for n in range(103)]
        fact = given(BURNS, *many).when(self.command).facts[0]
        assert isinstance(fact, IncidentPrioritised)
        assert fact.referral_ids == tuple(f"t-{n:03}" for n in range(3, 103))


class TestOpeningAgain:
    command = Reopen(command_id=uid(3), incident_id=FIRE, reason=sealed("menyala lagi"))

    def test_carries_all_a_board_needs(self) -> None:
        told = [
            CALLED,
            entry(BURNS, number="K-2026-000007", at=NOW - minutes(8)),
            ATTACHED,
            IncidentLocated(incident_id=FIRE, location=claim("lain"), when=by_server()),
            replace(CLOSED, contact_ids=(CONTACT,)),
        ]
        given(*told).when(self.command, by=LEAD).then(
            IncidentReopened(
                incident_id=FIRE,
                incident_number="K-2026-000007",
                incident_type=BURNS.incident_type,
                priority=Priority.P1,
                clock_start=BURNS.clock_start,
                opened=BURNS.when,
                when=by_server(),
                owner=AccountId(LEAD.id),
                reason=sealed("menyala lagi"),
                location=claim("lain"),
                contact_ids=(CONTACT,),
            )
        )

    def test_what_is_open(self) -> None:
        given(BURNS).when(self.command).refused(Refusal.INCIDENT_NOT_CLOSED)

    def test_by_a_policy_leaves_the_owner(self) -> None:
        fact = given(BURNS, CLOSED).when(self.command, by=POLICY_ACTOR).facts[0]
        assert getattr(fact, "owner", None) == TAKER.id

    def test_a_child_keeps_its_parent_open(self) -> None:
        child = replace(self.command, incident_id=CHILD)
        told = (BURNS, HURT, CLOSED_CHILD, CLOSED)
        fact = given(*told).when(child).facts[0]
        assert isinstance(fact, IncidentReopened)
        (reaction,) = DESK.react(entry(fact))
        assert (reaction.desk, reaction.command.incident_id) == ("incident", FIRE)
        given(*told, fact).when(reaction.command, by=POLICY_ACTOR).wrote(IncidentReopened)
        given(BURNS, HURT, CLOSED_CHILD, fact).when(CLOSE).refused(
            Refusal.INCIDENT_HAS_OPEN_CHILDREN
        )

    def test_and_closed_again(self) -> None:
        told = (CALLED, BURNS, ATTACHED, CLOSED)
        again: Fact = given(*told).when(self.command).facts[0]
        given(*told, again).when(CLOSE).wrote(IncidentClosed)

    def test_what_was_written_while_it_was_closed_waits_elsewhere(self) -> None:
        told = (CALLED, BURNS, ATTACHED, CLOSED, WROTE)
        again: Fact = given(*told).when(self.command).facts[0]
        given(*told, again).when(CLOSE).wrote(IncidentClosed)
        given(*told, again, WROTE).when(CLOSE).refused(Refusal.INCIDENT_HAS_UNANSWERED_CONTACTS)

    def test_without_a_parent_nothing_follows(self) -> None:
        again: Fact = given(BURNS, CLOSED).when(self.command).facts[0]
        assert DESK.react(entry(again)) == ()
        assert DESK.react(entry(HURT)) == ()


def test_a_crowd_that_writes_much_is_remembered_by_contact() -> None:
    tag: Tag = incident_life(FIRE)
    told = [entry(BURNS)] + [
        entry(replace(WROTE, contact_id=ContactId(f"c-{n % 40}"))) for n in range(2_000)
    ]
    assert fold(DESK, tag, told).unanswered == {f"c-{n}" for n in range(40)}
