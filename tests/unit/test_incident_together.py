"""Incidents that have to do with each other, and incidents that turn out to be the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siaga.desks.agencies.commands import SendReferral
from siaga.desks.agencies.doors import DESK as AGENCIES
from siaga.desks.dispatch.commands import DispatchUnit, WaitForUnit
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.incident.commands import (
    MERGED_MAX,
    Classify,
    Close,
    LinkIncidents,
    MergeIncident,
    OpenIncident,
    Prioritise,
    Reopen,
    UnlinkIncidents,
)
from siaga.desks.incident.decide.closing import CONTACTS_TOLD_MAX
from siaga.desks.incident.decide.together import LINKED_MAX
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import AttachReport
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.language.dispatch import NeedReason
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentsLinked,
    IncidentsUnlinked,
    incident_life,
)
from siaga.language.place import IncidentType, Text
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AgencyId,
    ContactId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    Priority,
    UnitId,
)
from siaga.platform.records import encode
from tests.builders import (
    LEAD,
    PLACE,
    by_provider,
    by_server,
    claim,
    sealed,
    uid,
)
from tests.story import teller
from tests.unit.incident_story import (
    ATTACHED,
    BURNS,
    CALLED,
    CHILD,
    CLOSE,
    CLOSED,
    CONTACT,
    DONE,
    FIRE,
    HURT,
    SENT,
    TASKED,
    TRUCK,
    WROTE,
    given,
)
from tests.unit.joined_story import AGAIN, CUT, EARLIER, MERGE, MERGED, OTHER, THIRD, UNMERGE

FLOOD = IncidentTypeId("disaster.flood")

WITH_FLOOD = replace(
    PLACE,
    incident_types={
        **PLACE.incident_types,
        FLOOD: IncidentType(
            id=FLOOD,
            name=Text(id="Banjir", en="Flood"),
            priority=Priority.P2,
            area_incident=True,
        ),
    },
)


class TestMerging:
    def test_both_stories_carry_it_and_the_work_goes_on_with_one(self) -> None:
        answer = given(BURNS, AGAIN).when(MERGE)
        answer.then(MERGED)
        assert MERGED.tags() == (incident_life(OTHER), incident_life(FIRE))

    def test_the_clock_is_that_of_the_first_contact_of_both(self) -> None:
        early = replace(AGAIN, clock_start=by_provider(EARLIER))
        fact = given(BURNS, early).when(MERGE).facts[0]
        assert isinstance(fact, IncidentMerged)
        assert fact.began == fact.clock_start == by_provider(EARLIER)

    def test_the_clock_goes_back_to_what_it_was_when_it_is_cut(self) -> None:
        early = replace(MERGED, began=by_provider(EARLIER), clock_start=by_provider(EARLIER))
        given(BURNS, AGAIN, early).when(UNMERGE).then(CUT)

    def test_counts_its_reporters_once(self) -> None:
        told = [replace(ATTACHED, incident_id=OTHER, contact_id=ContactId(c)) for c in "aba"]
        fact = given(BURNS, AGAIN, *told).when(MERGE).facts[0]
        assert isinstance(fact, IncidentMerged)
        assert fact.reporters == 2

    def test_the_higher_priority_of_both_holds(self) -> None:
        mild = replace(BURNS, priority=Priority.P3)
        urgent = replace(AGAIN, priority=Priority.P1)
        raised = IncidentPrioritised(incident_id=FIRE, priority=Priority.P1, when=by_server())
        given(mild, urgent).when(MERGE).then(MERGED, raised)
        given(replace(BURNS, priority=Priority.P1), replace(AGAIN, priority=Priority.P3)).when(
            MERGE
        ).then(MERGED)

    def test_twice_is_once(self) -> None:
        given(BURNS, AGAIN, MERGED).when(MERGE).then()

    def test_with_itself(self) -> None:
        given(BURNS).when(replace(MERGE, incident_id=FIRE)).refused(Refusal.SAME_INCIDENT)

    @pytest.mark.parametrize("told", [(BURNS,), (AGAIN,)])
    def test_with_nothing(self, told: tuple[Fact, ...]) -> None:
        given(*told).when(MERGE).refused(Refusal.UNKNOWN_INCIDENT)

    @pytest.mark.parametrize("which", [FIRE, OTHER])
    def test_only_while_both_are_open(self, which: IncidentId) -> None:
        closed = replace(CLOSED, incident_id=which)
        given(BURNS, AGAIN, closed).when(MERGE).refused(Refusal.INCIDENT_CLOSED)

    def test_makes_no_chain_at_either_end(self) -> None:
        third = replace(AGAIN, incident_id=THIRD)
        told = (BURNS, AGAIN, third, MERGED)
        onto = MergeIncident(command_id=uid(3), incident_id=THIRD, into=OTHER)
        given(*told).when(onto).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])
        away = MergeIncident(command_id=uid(3), incident_id=FIRE, into=THIRD)
        given(*told).when(away).refused(Refusal.INCIDENT_HAS_MERGED, legal=[OTHER])
        elsewhere = MergeIncident(command_id=uid(3), incident_id=OTHER, into=THIRD)
        given(*told).when(elsewhere).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])

    def test_never_a_parent_with_its_child(self) -> None:
        up = MergeIncident(command_id=uid(3), incident_id=CHILD, into=FIRE)
        given(BURNS, HURT).when(up).refused(Refusal.PARENT_AND_CHILD)
        closed_child = replace(CLOSED, incident_id=CHILD, parent_id=FIRE)
        down = MergeIncident(command_id=uid(3), incident_id=FIRE, into=CHILD)
        given(BURNS, HURT, closed_child).when(down).refused(Refusal.INCIDENT_CLOSED)

    def test_two_children_of_one_parent_may_be_the_same_victim(self) -> None:
        twin = replace(HURT, incident_id=THIRD)
        same = MergeIncident(command_id=uid(3), incident_id=THIRD, into=CHILD)
        given(BURNS, HURT, twin).when(same).wrote(IncidentMerged)

    def test_units_and_children_stay_where_the_work_is(self) -> None:
        busy = replace(SENT, incident_id=OTHER)
        given(BURNS, AGAIN, busy).when(MERGE).refused(
            Refusal.INCIDENT_HAS_OPEN_DISPATCHES, legal=[TRUCK]
        )
        with_child = replace(HURT, parent_id=OTHER)
        given(BURNS, AGAIN, with_child).when(MERGE).refused(
            Refusal.INCIDENT_HAS_OPEN_CHILDREN, legal=[CHILD]
        )
        given(BURNS, AGAIN, SENT, HURT).when(MERGE).then(MERGED)

    def test_tasks_and_unanswered_contacts_come_along(self) -> None:
        tasked, wrote = replace(TASKED, incident_id=OTHER), replace(WROTE, incident_id=OTHER)
        given(BURNS, AGAIN, tasked, wrote).when(MERGE).wrote(IncidentMerged)

    @pytest.mark.parametrize("which", [FIRE, OTHER])
    def test_area_incidents_only_link(self, which: IncidentId) -> None:
        flood = IncidentClassified(incident_id=which, incident_type=FLOOD, when=by_server())
        story = teller(INCIDENT, WITH_FLOOD)(BURNS, AGAIN, flood)
        story.when(MERGE).refused(Refusal.AREA_INCIDENT_ONLY_LINKS)
        link = LinkIncidents(command_id=uid(3), incident_id=OTHER, other_id=FIRE)
        story.when(link).wrote(IncidentsLinked)

    def test_only_so_many(self) -> None:
        others = [replace(AGAIN, incident_id=IncidentId(f"i-{n}")) for n in range(MERGED_MAX)]
        merged = [replace(MERGED, incident_id=one.incident_id) for one in others]
        given(BURNS, AGAIN, *others, *merged).when(MERGE).refused(Refusal.TOO_MANY_TOGETHER)
        given(BURNS, AGAIN, *others, *merged[1:]).when(MERGE).then(MERGED)

    def test_the_boundary_names_both_lives(self) -> None:
        both = {incident_life(OTHER), incident_life(FIRE)}
        for command in (MERGE, UNMERGE):
            assert set(INCIDENT.boundary(command)) == both


class TestMerged:
    """Nothing new begins on it; whoever asks is told where the work goes on."""

    told = (BURNS, AGAIN, MERGED)

    @pytest.mark.parametrize(
        "command",
        [
            Prioritise(command_id=uid(3), incident_id=OTHER, priority=Priority.P2),
            Classify(
                command_id=uid(3),
                incident_id=OTHER,
                incident_type=IncidentTypeId("medical"),
            ),
            Close(command_id=uid(3), incident_id=OTHER, result=DONE),
            OpenIncident(
                command_id=uid(3),
                incident_type=IncidentTypeId("fire.building"),
                parent_id=OTHER,
            ),
        ],
    )
    def test_at_its_own_desk(self, command: Any) -> None:
        given(*self.told).when(command, by=LEAD).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])
        assert given(*self.told, CUT).when(command, by=LEAD).facts

    def test_no_unit_is_sent_to_it_nor_waited_for(self) -> None:
        story = teller(DISPATCH)(*self.told)
        unit = DispatchUnit(command_id=uid(3), incident_id=OTHER, unit_id=UnitId("amb-1"))
        story.when(unit).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])
        need = WaitForUnit(command_id=uid(3), incident_id=OTHER, reason=NeedReason.NO_FREE_UNIT)
        story.when(need).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])
        assert teller(DISPATCH)(*self.told, CUT).when(need).facts

    def test_no_agency_is_asked_for_it(self) -> None:
        ask = SendReferral(command_id=uid(3), incident_id=OTHER, agency=AgencyId("dinsos"))
        story = teller(AGENCIES)(*self.told)
        story.when(ask).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])
        assert teller(AGENCIES)(*self.told, CUT).when(ask).facts

    def test_nobody_is_attached_to_it(self) -> None:
        attach = AttachReport(command_id=uid(3), contact_id=CONTACT, incident_id=OTHER)
        story = teller(INTAKE)(CALLED, *self.told)
        story.when(attach).refused(Refusal.INCIDENT_MERGED, legal=[FIRE])
        to_main = replace(attach, incident_id=FIRE)
        assert story.when(to_main).facts
        assert teller(INTAKE)(CALLED, *self.told, CUT).when(attach).facts

    def test_the_main_one_becomes_no_area_incident(self) -> None:
        flood = Classify(command_id=uid(3), incident_id=FIRE, incident_type=FLOOD)
        teller(INCIDENT, WITH_FLOOD)(*self.told).when(flood).refused(
            Refusal.AREA_INCIDENT_ONLY_LINKS, legal=[OTHER]
        )


class TestUnmerging:
    def test_names_the_one_it_is_merged_into(self) -> None:
        third = replace(AGAIN, incident_id=THIRD)
        wrong = replace(UNMERGE, into=THIRD)
        given(BURNS, AGAIN, third, MERGED).when(wrong).refused(
            Refusal.INCIDENT_MERGED, legal=[FIRE]
        )
        given(BURNS, AGAIN).when(UNMERGE).refused(Refusal.INCIDENT_NOT_MERGED)

    def test_leaves_each_as_it_would_be_without(self) -> None:
        plain, cut = given(BURNS, AGAIN), given(BURNS, AGAIN, MERGED, CUT)
        for incident_id in (FIRE, OTHER):
            assert cut.state(incident_life(incident_id)) == plain.state(incident_life(incident_id))


class TestLinking:
    link = LinkIncidents(command_id=uid(3), incident_id=FIRE, other_id=OTHER)
    linked = IncidentsLinked(
        incident_id=FIRE,
        number="K-2026-000001",
        other_id=OTHER,
        other_number="K-2026-000002",
        when=by_server(),
    )
    unlinked = IncidentsUnlinked(incident_id=FIRE, other_id=OTHER, when=by_server())

    def test_any_two_also_closed_ones_either_way_round(self) -> None:
        given(BURNS, AGAIN, CLOSED).when(self.link).then(self.linked)
        back = LinkIncidents(command_id=uid(3), incident_id=OTHER, other_id=FIRE)
        given(BURNS, AGAIN, self.linked).when(back).then()
        cut = UnlinkIncidents(command_id=uid(3), incident_id=OTHER, other_id=FIRE)
        given(BURNS, AGAIN, self.linked).when(cut).wrote(IncidentsUnlinked)
        given(BURNS, AGAIN).when(cut).then()
        given(BURNS, AGAIN, self.linked, self.unlinked).when(back).wrote(IncidentsLinked)

    def test_not_with_itself_nor_with_nothing(self) -> None:
        given(BURNS).when(replace(self.link, other_id=FIRE)).refused(Refusal.SAME_INCIDENT)
        given(BURNS).when(self.link).refused(Refusal.UNKNOWN_INCIDENT)

    def test_only_so_many(self) -> None:
        many = [replace(self.linked, other_id=IncidentId(f"i-{n}")) for n in range(LINKED_MAX)]
        given(BURNS, AGAIN, *many).when(self.link).refused(Refusal.TOO_MANY_TOGETHER)


def test_a_witness_may_turn_out_to_have_a_victim_of_their_own() -> None:
    """Their message is answered by it, and does not keep the parent from closing."""
    own = OpenIncident(
        command_id=uid(3),
        incident_type=IncidentTypeId("fire.building"),
        contact_id=CONTACT,
        parent_id=FIRE,
    )
    told = (CALLED, BURNS, ATTACHED, WROTE)
    (child,) = given(*told).when(own).facts
    assert isinstance(child, IncidentOpened)
    assert child.clock_start == CALLED.when
    given(*told, child).when(CLOSE).refused(Refusal.INCIDENT_HAS_OPEN_CHILDREN)
    over = replace(CLOSED, incident_id=child.incident_id, parent_id=FIRE)
    given(*told, child, over).when(CLOSE).wrote(IncidentClosed)


def test_the_largest_fact_of_a_storm_fits_the_logbook() -> None:
    crowd = [replace(ATTACHED, contact_id=ContactId(str(uid(n)))) for n in range(400)]
    others = [
        replace(AGAIN, incident_id=IncidentId(str(uid(10_000 + n)))) for n in range(MERGED_MAX)
    ]
    merged = [replace(MERGED, incident_id=one.incident_id) for one in others]
    fire = replace(BURNS, location=claim())
    linked = [
        replace(TestLinking.linked, other_id=IncidentId(str(uid(20_000 + n))))
        for n in range(LINKED_MAX)
    ]
    story = given(fire, *crowd, *others, *merged, *linked)
    close = replace(CLOSE, merged_ids=tuple(one.incident_id for one in others))
    (closed,) = story.when(close).facts
    reopen = Reopen(command_id=uid(3), incident_id=FIRE, reason=sealed())
    (again,) = given(*(one.fact for one in story.entries), closed).when(reopen).facts
    assert isinstance(again, IncidentReopened)
    assert len(again.contact_ids) == CONTACTS_TOLD_MAX
    assert len(encode(closed)) < 16_000
    assert len(encode(again)) < 16_000


def test_a_crowd_of_merged_ids_is_no_command() -> None:
    with pytest.raises(FieldError):
        replace(CLOSE, merged_ids=(FIRE,) * (MERGED_MAX + 1))
