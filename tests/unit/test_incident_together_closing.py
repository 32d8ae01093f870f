"""What was merged closes with the incident the work went on with, and opens again with it."""

from __future__ import annotations

from dataclasses import replace

from siaga.desks.incident.commands import CloseMerged, Reopen
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.incident.react import TO_BE_NAMED
from siaga.language.incident import (
    IncidentClosed,
    IncidentReopened,
    incident_life,
)
from siaga.language.refusals import Refusal
from siaga.language.values import Priority
from tests.builders import POLICY_ACTOR, by_server, sealed, uid
from tests.story import entry
from tests.unit.incident_story import (
    ATTACHED,
    BURNS,
    CLOSE,
    CLOSED,
    CONTACT,
    DONE,
    FIRE,
    TASKED,
    WROTE,
    given,
)
from tests.unit.joined_story import AGAIN, CUT, MERGED, OTHER, UNMERGE


class TestClosingTogether:
    told = (BURNS, AGAIN, MERGED)
    both = replace(CLOSE, merged_ids=(OTHER,))

    def test_whoever_closes_names_what_closes_with_it(self) -> None:
        given(*self.told).when(CLOSE).refused(Refusal.INCIDENT_HAS_MERGED, legal=[OTHER])
        given(*self.told).when(self.both).then(replace(CLOSED, merged_ids=(OTHER,)))
        assert set(INCIDENT.boundary(self.both)) == {incident_life(FIRE), incident_life(OTHER)}

    def test_waits_for_who_wrote_about_a_merged_one(self) -> None:
        wrote = replace(WROTE, incident_id=OTHER)
        given(*self.told, wrote).when(self.both).refused(
            Refusal.INCIDENT_HAS_UNANSWERED_CONTACTS, legal=[CONTACT]
        )

    def test_waits_for_the_tasks_of_a_merged_one_when_either_is_urgent(self) -> None:
        tasked = replace(TASKED, incident_id=OTHER)
        given(*self.told, tasked).when(self.both).refused(Refusal.INCIDENT_HAS_OPEN_REFERRALS)
        later = [replace(one, priority=Priority.P4) for one in (BURNS, AGAIN)]
        given(*later, MERGED, tasked).when(self.both).wrote(IncidentClosed)

    def test_one_that_was_cut_meanwhile_stays_open(self) -> None:
        given(*self.told, CUT).when(self.both).then(CLOSED)

    def test_a_policy_closes_what_was_merged_with_the_same_result(self) -> None:
        closed = replace(CLOSED, merged_ids=(OTHER,))
        (reaction,) = INCIDENT.react(entry(closed))
        command = CloseMerged(
            command_id=TO_BE_NAMED, incident_id=OTHER, into=FIRE, result=closed.result
        )
        assert reaction.command == command
        told = given(*self.told, replace(ATTACHED, incident_id=OTHER), closed)
        told.when(command, by=POLICY_ACTOR).then(
            IncidentClosed(
                incident_id=OTHER,
                result=DONE,
                contact_ids=(CONTACT,),
                when=by_server(),
                merged_into=FIRE,
            )
        )

    def test_nothing_is_closed_over_somebody_who_wrote_in_between(self) -> None:
        closed, wrote = replace(CLOSED, merged_ids=(OTHER,)), replace(WROTE, incident_id=OTHER)
        command = CloseMerged(command_id=uid(3), incident_id=OTHER, into=FIRE, result=DONE)
        given(*self.told, closed, wrote).when(command, by=POLICY_ACTOR).then(CUT)

    def test_nothing_is_closed_that_was_cut_or_whose_main_is_open_again(self) -> None:
        closed = replace(CLOSED, merged_ids=(OTHER,))
        command = CloseMerged(command_id=uid(3), incident_id=OTHER, into=FIRE, result=DONE)
        given(*self.told, closed, CUT).when(command, by=POLICY_ACTOR).then()
        given(*self.told).when(command, by=POLICY_ACTOR).then()


class TestReopeningTogether:
    closed = replace(CLOSED, merged_ids=(OTHER,))
    with_it = IncidentClosed(
        incident_id=OTHER, result=DONE, contact_ids=(), when=by_server(), merged_into=FIRE
    )
    told = (BURNS, AGAIN, MERGED, closed, with_it)

    def test_a_person_reopens_where_the_work_was_done(self) -> None:
        reopen = Reopen(command_id=uid(3), incident_id=OTHER, reason=sealed())
        given(*self.told).when(reopen).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])
        again = given(*self.told).when(replace(reopen, incident_id=FIRE)).facts[0]
        assert isinstance(again, IncidentReopened)
        assert [(one.incident_id, one.number, one.is_open) for one in again.merged] == [
            (OTHER, "K-2026-000002", False)
        ]

    def test_what_is_closed_already_is_not_named_again(self) -> None:
        again = given(*self.told).when(Reopen(command_id=uid(3), incident_id=FIRE, reason=sealed()))
        given(*self.told, *again.facts).when(CLOSE).wrote(IncidentClosed)

    def test_a_merged_one_that_a_child_opens_again_takes_its_main_with_it(self) -> None:
        reopen = Reopen(command_id=uid(3), incident_id=OTHER, reason=sealed())
        (fact,) = given(*self.told).when(reopen, by=POLICY_ACTOR).facts
        assert isinstance(fact, IncidentReopened)
        assert fact.merged_into == FIRE
        commands = [reaction.command for reaction in INCIDENT.react(entry(fact))]
        assert [command.incident_id for command in commands] == [FIRE]

    def test_it_can_be_cut_although_both_are_closed(self) -> None:
        given(*self.told).when(UNMERGE).then(CUT)
        given(*self.told, CUT).when(
            Reopen(command_id=uid(3), incident_id=OTHER, reason=sealed())
        ).wrote(IncidentReopened)
