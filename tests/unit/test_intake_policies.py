"""What follows for contacts by itself when their incident opens, changes its type or closes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siaga.desks.incident.commands import Classify, Close, OpenIncident
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import HearMessage, ProtectReporters, WrapUpContact
from siaga.desks.intake.doors import DESK
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentReopened,
    incident_life,
)
from siaga.language.intake import (
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReportAttached,
    contact_life,
)
from siaga.language.values import (
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    MessageKind,
    Priority,
    ResultId,
    Safety,
)
from tests.builders import CHANNEL_ACTOR, POLICY_ACTOR, by_server, hours, sealed, uid
from tests.story import entry
from tests.unit.intake_story import (
    ATTACHED,
    BURNS,
    BURNT,
    CONTACT,
    FIRE,
    FLOOD,
    NEW,
    OPENED,
    RINA,
    WROTE,
    given,
)
from tests.world import World

DOMESTIC = IncidentTypeId("crime.domestic")
WRAP_UP = WrapUpContact(command_id=uid(2), contact_id=CONTACT, incident_id=FIRE)
WRAPPED = ContactWrappedUp(
    contact_id=CONTACT, kind=ContactKind.EMERGENCY, when=by_server(), subject=RINA
)
AGAIN = IncidentReopened(
    incident_id=FIRE,
    incident_number="K-2026-000001",
    incident_type=BURNS.incident_type,
    priority=BURNS.priority,
    clock_start=BURNS.clock_start,
    opened=BURNS.when,
    when=by_server(),
    owner=BURNS.owner,
    reason=sealed(),
)


class TestWrappingUp:
    def test_when_its_incident_is_closed(self) -> None:
        given(OPENED, WROTE, BURNS, ATTACHED, BURNT).when(WRAP_UP, by=POLICY_ACTOR).then(WRAPPED)

    def test_keeps_the_kind_somebody_named(self) -> None:
        opened = replace(BURNS, contact_id=CONTACT, priority=Priority.P4)
        fact = given(OPENED, opened, BURNT).when(WRAP_UP).facts[0]
        assert getattr(fact, "kind", None) is ContactKind.SERVICE

    def test_not_when_the_incident_was_opened_again_meanwhile(self) -> None:
        given(OPENED, BURNS, ATTACHED, BURNT, AGAIN).when(WRAP_UP, by=POLICY_ACTOR).then()

    def test_not_when_the_contact_belongs_elsewhere_by_now(self) -> None:
        elsewhere = replace(ATTACHED, incident_id=FLOOD)
        given(OPENED, BURNS, BURNT, elsewhere).when(WRAP_UP, by=POLICY_ACTOR).then()

    def test_not_twice_and_not_nobody(self) -> None:
        story = given(OPENED, BURNS, ATTACHED, BURNT, WRAPPED)
        story.when(WRAP_UP, by=POLICY_ACTOR).then()
        given(BURNS, BURNT).when(WRAP_UP, by=POLICY_ACTOR).then()

    def test_a_message_that_came_in_between_is_heard_again_in_the_open(self) -> None:
        between = replace(WROTE, incident_id=FIRE)
        story = given(OPENED, BURNS, ATTACHED, BURNT, between)
        story.when(WRAP_UP, by=POLICY_ACTOR).then(
            WRAPPED,
            ContactReopened(
                contact_id=CONTACT,
                channel=Channel.WHATSAPP,
                opened=OPENED.when,
                when=by_server(),
                safety=Safety.SAFE,
                subject=RINA,
                name=sealed("Rina"),
                number=sealed("0812"),
                window_closes_at=WROTE.when.at + hours(24),
            ),
            WROTE,
        )

    def test_the_boundary_names_contact_and_incident(self) -> None:
        assert DESK.boundary(WRAP_UP) == (contact_life(CONTACT), incident_life(FIRE))
        alone = replace(WRAP_UP, incident_id=None)
        assert DESK.boundary(alone) == (contact_life(CONTACT),)
        given(OPENED, WROTE, BURNS, ATTACHED).when(alone).wrote(ContactWrappedUp)

    def test_is_asked_for_every_contact_of_a_closed_incident(self) -> None:
        closed = replace(BURNT, contact_ids=(CONTACT, ContactId("contact-2")))
        asked = [reaction.command for reaction in DESK.react(entry(closed))]
        assert [(item.contact_id, item.incident_id) for item in asked] == [
            (CONTACT, FIRE),
            ("contact-2", FIRE),
        ]


def protecting(safety: Safety, contact_id: ContactId | None) -> ProtectReporters:
    return ProtectReporters(
        command_id=uid(2), incident_id=FIRE, safety=safety, contact_id=contact_id
    )


class TestProtecting:
    @pytest.mark.parametrize(
        ("before", "asked", "after"),
        [
            (Safety.SAFE, Safety.DO_NOT_CONTACT, Safety.DO_NOT_CONTACT),
            (Safety.SAFE, Safety.TEXT_ONLY, Safety.TEXT_ONLY),
            (Safety.TEXT_ONLY, Safety.DO_NOT_CONTACT, Safety.DO_NOT_CONTACT),
            (Safety.DO_NOT_CONTACT, Safety.TEXT_ONLY, None),
            (Safety.TEXT_ONLY, Safety.SAFE, None),
        ],
    )
    def test_one_reporter_never_looser(
        self, before: Safety, asked: Safety, after: Safety | None
    ) -> None:
        answer = given(replace(OPENED, safety=before)).when(protecting(asked, CONTACT))
        assert [getattr(fact, "safety", None) for fact in answer.facts] == [after] * bool(after)

    def test_everyone_attached_only_to_the_strictest(self) -> None:
        attached_too = replace(ATTACHED, contact_id=ContactId("contact-2"))
        story = given(OPENED, replace(BURNS, contact_id=CONTACT), attached_too)
        facts = story.when(protecting(Safety.DO_NOT_CONTACT, None)).facts
        assert [getattr(fact, "contact_id", None) for fact in facts] == [CONTACT, "contact-2"]
        story.when(protecting(Safety.TEXT_ONLY, None)).then()

    def test_those_of_a_closed_incident_and_of_one_opened_again(self) -> None:
        for later in ((BURNT,), (BURNT, AGAIN)):
            story = given(OPENED, BURNS, ATTACHED, *later)
            story.when(protecting(Safety.DO_NOT_CONTACT, None)).wrote(ContactSafetySet)

    def test_what_each_looks_at(self) -> None:
        assert DESK.boundary(protecting(Safety.SAFE, CONTACT)) == (contact_life(CONTACT),)
        assert DESK.boundary(protecting(Safety.SAFE, None)) == (incident_life(FIRE),)

    def test_is_asked_when_an_incident_has_a_reporter(self) -> None:
        assert DESK.react(entry(BURNS)) == ()
        (reaction,) = DESK.react(entry(replace(BURNS, contact_id=CONTACT, safety=Safety.TEXT_ONLY)))
        assert reaction.command.contact_id == CONTACT

    def test_is_asked_for_what_is_merged_into_it_too(self) -> None:
        strict, when = Safety.DO_NOT_CONTACT, by_server()
        named = IncidentClassified(
            incident_id=FIRE, incident_type=DOMESTIC, when=when, safety=strict, merged=(FLOOD,)
        )
        asked = [reaction.command.incident_id for reaction in DESK.react(entry(named))]
        assert asked == [FIRE, FLOOD]


class TestTogether:
    """Intake and incident against one logbook, policies included."""

    def world(self, *, eager: bool) -> World:
        world = World(desks=(DESK, INCIDENT), eager=eager)
        self.write(world, 1, None)
        opening = OpenIncident(
            command_id=uid(2), incident_type=IncidentTypeId("fire.building"), contact_id=NEW
        )
        world.submit("incident", opening)
        world.settle()
        return world

    def write(self, world: World, number: int, contact_id: ContactId | None) -> Any:
        message = HearMessage(
            command_id=uid(number),
            channel=Channel.WHATSAPP,
            kind=MessageKind.TEXT,
            sent_at=world.now,
            received_at=world.now,
            contact_id=contact_id,
            subject=RINA,
        )
        return world.submit("intake", message, CHANNEL_ACTOR)

    def close(self, world: World) -> None:
        result = ResultId("report_untrue")
        close = Close(command_id=uid(3), incident_id=IncidentId(str(uid(2))), result=result)
        world.submit("incident", close)

    def test_closing_wraps_its_contact_up(self) -> None:
        world = self.world(eager=True)
        self.close(world)
        assert [type(item.fact) for item in world.entries] == [
            ContactOpened,
            MessageReceived,
            type(BURNS),
            IncidentClosed,
            ContactWrappedUp,
        ]
        wrapped = world.entries[-1]
        assert (wrapped.cause, wrapped.depth, wrapped.actor) == (4, 1, POLICY_ACTOR.id)

    def test_a_message_between_closing_and_wrapping_up_waits_in_the_open(self) -> None:
        world = self.world(eager=False)
        self.close(world)
        self.write(world, 4, NEW)
        world.settle()
        contact = world.state("intake", contact_life(NEW))
        assert [message.message_id for message in contact.waiting] == [str(uid(4))]
        assert (contact.wrapped_at, contact.incident_id) == (None, None)
        assert not world.facts(ReportAttached)

    def test_a_new_type_protects_who_reported(self) -> None:
        world = self.world(eager=True)
        retype = Classify(
            command_id=uid(3), incident_id=IncidentId(str(uid(2))), incident_type=DOMESTIC
        )
        world.submit("incident", retype)
        (protected,) = world.facts(ContactSafetySet)
        assert (protected.contact_id, protected.safety) == (NEW, Safety.DO_NOT_CONTACT)
