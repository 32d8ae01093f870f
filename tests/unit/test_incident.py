"""Incidents: opened from a contact or beside a parent, described, owned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siaga.desks.incident.commands import (
    AddNote,
    Classify,
    Locate,
    OpenIncident,
    Prioritise,
    TakeOver,
)
from siaga.desks.incident.doors import DESK
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
    IncidentTakenOver,
    NoteAdded,
    incident_life,
)
from siaga.language.intake import (
    ContactReopened,
    ContactWrappedUp,
    contact_life,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Channel,
    ContactKind,
    IncidentTypeId,
    Priority,
    Safety,
)
from tests.builders import (
    LEAD,
    NOW,
    TAKER,
    by_person,
    by_server,
    claim,
    hours,
    sealed,
    uid,
)
from tests.unit.incident_story import (
    ATTACHED,
    BURNS,
    CALLED,
    CHILD,
    CLOSE,
    CLOSED,
    CONTACT,
    FIRE,
    HURT,
    NEW,
    given,
)


def opening(**over: Any) -> OpenIncident:
    asked = OpenIncident(command_id=uid(1), incident_type=IncidentTypeId("fire.building"))
    return replace(asked, **over)


class TestOpening:
    def test_takes_the_priority_of_its_type_and_is_owned_by_who_opens_it(self) -> None:
        given().when(opening(note=sealed("api"), location=claim())).then(
            IncidentOpened(
                incident_id=NEW,
                incident_type=IncidentTypeId("fire.building"),
                priority=Priority.P1,
                clock_start=by_server(),
                when=by_server(),
                owner=AccountId(TAKER.id),
                location=claim(),
                note=sealed("api"),
            )
        )

    def test_keeps_the_priority_somebody_chose(self) -> None:
        opened = given().when(opening(priority=Priority.P3)).facts[0]
        assert getattr(opened, "priority", None) is Priority.P3

    def test_its_clock_started_with_its_contact(self) -> None:
        opened = given(CALLED).when(opening(contact_id=CONTACT)).facts[0]
        assert isinstance(opened, IncidentOpened)
        assert (opened.clock_start, opened.when) == (CALLED.when, by_server())

    def test_its_clock_started_when_a_person_says(self) -> None:
        opened = given().when(opening(occurred_at=NOW - hours(1))).facts[0]
        assert isinstance(opened, IncidentOpened)
        assert opened.clock_start == opened.when == by_person(NOW - hours(1))

    def test_from_nobody(self) -> None:
        given().when(opening(contact_id=CONTACT)).refused(Refusal.UNKNOWN_CONTACT)

    @pytest.mark.parametrize("holds", [ATTACHED, replace(BURNS, contact_id=CONTACT)])
    def test_from_a_contact_that_another_incident_holds(self, holds: Fact) -> None:
        given(CALLED, BURNS, holds).when(opening(contact_id=CONTACT)).refused(
            Refusal.CONTACT_ATTACHED, legal=[FIRE]
        )

    def test_from_a_contact_that_is_wrapped_up_only_after_it_is_opened_again(self) -> None:
        wrapped = ContactWrappedUp(contact_id=CONTACT, kind=ContactKind.TEST, when=by_server())
        again = ContactReopened(
            contact_id=CONTACT,
            channel=Channel.WHATSAPP,
            opened=CALLED.when,
            when=by_server(),
            safety=Safety.SAFE,
        )
        command = opening(contact_id=CONTACT)
        given(CALLED, BURNS, ATTACHED, wrapped).when(command).refused(Refusal.CONTACT_WRAPPED_UP)
        given(CALLED, BURNS, ATTACHED, wrapped, again).when(command).wrote(IncidentOpened)

    def test_beside_a_parent(self) -> None:
        opened = given(BURNS).when(opening(parent_id=FIRE)).facts[0]
        assert opened.tags() == (incident_life(NEW), incident_life(FIRE))

    def test_beside_nothing(self) -> None:
        given().when(opening(parent_id=FIRE)).refused(Refusal.UNKNOWN_INCIDENT)

    def test_beside_a_closed_parent(self) -> None:
        given(BURNS, CLOSED).when(opening(parent_id=FIRE)).refused(Refusal.INCIDENT_CLOSED)

    def test_a_child_has_no_children(self) -> None:
        given(BURNS, HURT).when(opening(parent_id=CHILD)).refused(
            Refusal.PARENT_IS_CHILD, legal=[FIRE]
        )

    def test_the_boundary_names_itself_its_contact_and_its_parent(self) -> None:
        command = opening(contact_id=CONTACT, parent_id=FIRE)
        assert DESK.boundary(command) == (
            incident_life(NEW),
            contact_life(CONTACT),
            incident_life(FIRE),
        )


MEDICAL = IncidentTypeId("medical")
BY_ID: list[tuple[Any, Fact]] = [
    (
        Classify(command_id=uid(2), incident_id=FIRE, incident_type=MEDICAL),
        IncidentClassified(incident_id=FIRE, incident_type=MEDICAL, when=by_server()),
    ),
    (
        Locate(command_id=uid(2), incident_id=FIRE, location=claim("lain")),
        IncidentLocated(incident_id=FIRE, location=claim("lain"), when=by_server()),
    ),
    (
        Prioritise(command_id=uid(2), incident_id=FIRE, priority=Priority.P3),
        IncidentPrioritised(incident_id=FIRE, priority=Priority.P3, when=by_server()),
    ),
    (CLOSE, CLOSED),
]


class TestDescribing:
    @pytest.mark.parametrize(("command", "fact"), BY_ID)
    def test_an_open_one(self, command: Any, fact: Fact) -> None:
        given(BURNS).when(command).then(fact)

    @pytest.mark.parametrize(("command", "fact"), BY_ID)
    def test_a_closed_one(self, command: Any, fact: Fact) -> None:
        given(BURNS, CLOSED).when(command).refused(Refusal.INCIDENT_CLOSED)

    @pytest.mark.parametrize(("command", "fact"), BY_ID)
    def test_an_unknown_one(self, command: Any, fact: Fact) -> None:
        given().when(command).refused(Refusal.UNKNOWN_INCIDENT)

    def test_the_same_again_is_nothing_new(self) -> None:
        classify = Classify(command_id=uid(2), incident_id=FIRE, incident_type=BURNS.incident_type)
        given(BURNS).when(classify).then()
        rank = Prioritise(command_id=uid(2), incident_id=FIRE, priority=BURNS.priority)
        given(BURNS).when(rank).then()

    def test_a_note_goes_into_the_story_also_after_closing(self) -> None:
        command = AddNote(command_id=uid(2), incident_id=FIRE, note=sealed("gang sempit"))
        note = NoteAdded(incident_id=FIRE, note=sealed("gang sempit"), when=by_server())
        given(BURNS).when(command).then(note)
        given(BURNS, CLOSED).when(command).then(note)
        given().when(command).refused(Refusal.UNKNOWN_INCIDENT)
        assert not set(note.tags()) & set(DESK.boundary(CLOSE))


class TestOwning:
    command = TakeOver(command_id=uid(2), incident_id=FIRE)

    def test_by_another(self) -> None:
        given(BURNS).when(self.command, by=LEAD).then(
            IncidentTakenOver(
                incident_id=FIRE,
                owner=AccountId(LEAD.id),
                previous_owner=AccountId(TAKER.id),
                when=by_server(),
            )
        )

    def test_by_the_owner(self) -> None:
        given(BURNS).when(self.command).refused(Refusal.ALREADY_OWNER)

    def test_by_who_owned_it_before(self) -> None:
        taken = IncidentTakenOver(
            incident_id=FIRE,
            owner=AccountId(LEAD.id),
            previous_owner=AccountId(TAKER.id),
            when=by_server(),
        )
        given(BURNS, taken).when(self.command).wrote(IncidentTakenOver)
