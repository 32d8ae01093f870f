"""Contacts: how they are answered, named, attached, wrapped up and written back to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siaga.desks.intake.commands import (
    AnswerContact,
    AttachReport,
    ClassifyContact,
    ReopenContact,
    ReplyToContact,
    ReportReply,
    SetContactSafety,
)
from siaga.desks.intake.doors import DESK
from siaga.language.follow_ups import Send, SendRule
from siaga.language.incident import incident_life
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    ReplyQueued,
    ReplyReported,
    ReportAttached,
    contact_life,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Channel,
    ContactKind,
    FieldError,
    IncidentTypeId,
    MessageId,
    Priority,
    Safety,
)
from tests.builders import (
    CHANNEL_ACTOR,
    NOW,
    OTHER_TAKER,
    PLACE,
    POLICY_ACTOR,
    TAKER,
    by_provider,
    by_server,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.unit.intake_story import (
    ANSWERED,
    ATTACHED,
    BURNS,
    BURNT,
    CALLED,
    CONTACT,
    FIRE,
    FLOOD,
    OPENED,
    PRANK,
    RINA,
    WROTE,
    given,
    wrapped_up,
)


class TestAnswering:
    command = AnswerContact(command_id=uid(2), contact_id=CONTACT)

    def test_a_waiting_contact(self) -> None:
        given(OPENED, WROTE).when(self.command).then(ANSWERED)

    def test_twice_by_the_same_person(self) -> None:
        given(OPENED, WROTE, ANSWERED).when(self.command).refused(Refusal.CONTACT_ANSWERED)

    def test_again_when_something_new_waits(self) -> None:
        given(OPENED, WROTE, ANSWERED, WROTE).when(self.command).then(ANSWERED)

    def test_another_taker_takes_it_over(self) -> None:
        mine = replace(ANSWERED, answered_by=AccountId(OTHER_TAKER.id))
        given(OPENED, WROTE, ANSWERED).when(self.command, by=OTHER_TAKER).then(mine)

    def test_of_an_attached_one_moves_its_incident(self) -> None:
        story = given(OPENED, WROTE, BURNS, ATTACHED, replace(WROTE, incident_id=FIRE))
        story.when(self.command).then(replace(ANSWERED, incident_id=FIRE))

    def test_nothing(self) -> None:
        given().when(self.command).refused(Refusal.UNKNOWN_CONTACT)

    def test_what_is_wrapped_up(self) -> None:
        given(OPENED, wrapped_up(hours(1))).when(self.command).refused(Refusal.CONTACT_WRAPPED_UP)


def naming(kind: ContactKind) -> ClassifyContact:
    return ClassifyContact(command_id=uid(2), contact_id=CONTACT, kind=kind)


def classified(kind: ContactKind) -> ContactClassified:
    return ContactClassified(contact_id=CONTACT, kind=kind, when=by_server())


NO_INCIDENT = [
    ContactKind.INFORMATION,
    ContactKind.OUTSIDE,
    ContactKind.ACCIDENTAL,
    ContactKind.TEST,
    ContactKind.SILENT,
    ContactKind.PRANK,
]


class TestNamingTheKind:
    @pytest.mark.parametrize("kind", NO_INCIDENT)
    def test_one_that_needs_no_incident_wraps_up(self, kind: ContactKind) -> None:
        given(OPENED, WROTE).when(naming(kind)).then(
            ANSWERED,
            classified(kind),
            ContactWrappedUp(contact_id=CONTACT, kind=kind, when=by_server(), subject=RINA),
        )

    @pytest.mark.parametrize("kind", [ContactKind.EMERGENCY, ContactKind.SERVICE])
    def test_one_that_needs_an_incident_leaves_it_open(self, kind: ContactKind) -> None:
        given(OPENED, WROTE, ANSWERED).when(naming(kind)).then(classified(kind))

    @pytest.mark.parametrize("kind", NO_INCIDENT)
    def test_of_an_attached_contact_never_says_there_was_nothing(self, kind: ContactKind) -> None:
        given(OPENED, BURNS, ATTACHED).when(naming(kind)).refused(
            Refusal.KIND_NEEDS_NO_INCIDENT, legal=["emergency", "service", "addition"]
        )

    @pytest.mark.parametrize("kind", [ContactKind.UNANSWERED, ContactKind.CUT_OFF])
    def test_is_not_for_people_where_the_system_sets_it(self, kind: ContactKind) -> None:
        answer = given(OPENED).when(naming(kind))
        answer.refused(Refusal.KIND_OF_SYSTEM)
        legal = getattr(answer.outcome, "legal", ())
        assert set(legal) == {item.value for item in ContactKind} - {"unanswered", "cut_off"}

    def test_an_addition_needs_something_to_add_to(self) -> None:
        addition = naming(ContactKind.ADDITION)
        given(CALLED).when(addition).refused(Refusal.KIND_NEEDS_INCIDENT)
        given(CALLED, BURNS, ATTACHED).when(addition).then(classified(ContactKind.ADDITION))

    def test_the_same_again_is_nothing_new(self) -> None:
        story = given(CALLED, classified(ContactKind.EMERGENCY))
        story.when(naming(ContactKind.EMERGENCY)).then()

    @pytest.mark.parametrize("kind", NO_INCIDENT)
    def test_never_wraps_up_over_what_was_not_yet_read(self, kind: ContactKind) -> None:
        story = given(OPENED, WROTE, ANSWERED, WROTE)
        story.when(replace(naming(kind), seen=2)).refused(Refusal.CONTACT_WROTE_AGAIN, legal=[])
        story.when(replace(naming(kind), seen=0)).refused(Refusal.CONTACT_WROTE_AGAIN)
        story.when(replace(naming(kind), seen=4)).wrote(
            ContactAnswered, ContactClassified, ContactWrappedUp
        )

    def test_needs_nothing_read_that_another_has_answered(self) -> None:
        test = replace(naming(ContactKind.TEST), seen=2)
        given(OPENED, WROTE, WROTE, ANSWERED).when(test).wrote(ContactClassified, ContactWrappedUp)
        given(CALLED).when(replace(test, seen=0)).wrote(ContactClassified, ContactWrappedUp)

    def test_of_more_messages_than_are_kept_looks_at_the_newest(self) -> None:
        many = [WROTE] * 40
        test = naming(ContactKind.TEST)
        given(OPENED, *many).when(replace(test, seen=40)).refused(Refusal.CONTACT_WROTE_AGAIN)
        given(OPENED, *many).when(replace(test, seen=41)).wrote(
            ContactAnswered, ContactClassified, ContactWrappedUp
        )

    @pytest.mark.parametrize("kind", [ContactKind.EMERGENCY, ContactKind.SERVICE])
    def test_that_leaves_it_open_loses_nothing(self, kind: ContactKind) -> None:
        answer = given(OPENED, WROTE).when(replace(naming(kind), seen=0))
        answer.wrote(ContactAnswered, ContactClassified)

    def test_from_a_screen_that_does_not_say_what_it_showed(self) -> None:
        story = given(OPENED, WROTE)
        story.when(naming(PRANK)).wrote(ContactAnswered, ContactClassified, ContactWrappedUp)
        with pytest.raises(FieldError, match="0"):
            replace(naming(PRANK), seen=-1)

    def test_of_what_is_wrapped_up_asks_to_reopen_first(self) -> None:
        story = given(OPENED, wrapped_up(hours(1)))
        story.when(naming(ContactKind.EMERGENCY)).refused(Refusal.CONTACT_WRAPPED_UP)


class TestAttaching:
    command = AttachReport(command_id=uid(2), contact_id=CONTACT, incident_id=FIRE)

    def test_to_an_open_incident_answers_and_names_it_an_addition(self) -> None:
        addition = classified(ContactKind.ADDITION)
        given(OPENED, WROTE, BURNS).when(self.command).then(ATTACHED, addition)

    def test_keeps_a_kind_somebody_named(self) -> None:
        emergency = classified(ContactKind.EMERGENCY)
        given(OPENED, WROTE, emergency, BURNS).when(self.command).then(ATTACHED)

    def test_to_a_closed_incident(self) -> None:
        given(OPENED, BURNS, BURNT).when(self.command).refused(Refusal.INCIDENT_CLOSED)

    def test_to_nothing(self) -> None:
        given(OPENED).when(self.command).refused(Refusal.UNKNOWN_INCIDENT)

    def test_what_is_attached_elsewhere(self) -> None:
        flood = replace(BURNS, incident_id=FLOOD)
        elsewhere = replace(ATTACHED, incident_id=FLOOD)
        given(OPENED, BURNS, flood, elsewhere).when(self.command).refused(
            Refusal.CONTACT_ATTACHED, legal=[FLOOD]
        )

    def test_what_an_incident_was_opened_from(self) -> None:
        flood = replace(BURNS, incident_id=FLOOD, contact_id=CONTACT)
        given(OPENED, BURNS, flood).when(self.command).refused(Refusal.CONTACT_ATTACHED)

    def test_twice_is_nothing_new(self) -> None:
        given(OPENED, BURNS, ATTACHED).when(self.command).then()

    def test_to_an_incident_whose_reporters_are_in_danger_hides_this_one_too(self) -> None:
        home = replace(BURNS, incident_type=IncidentTypeId("crime.domestic"))
        answer = given(OPENED, WROTE, home).when(self.command)
        answer.wrote(ReportAttached, ContactClassified, ContactSafetySet)
        assert getattr(answer.facts[2], "safety", None) is Safety.DO_NOT_CONTACT

    def test_never_loosens(self) -> None:
        hidden = replace(OPENED, safety=Safety.DO_NOT_CONTACT)
        crime = replace(BURNS, incident_type=IncidentTypeId("crime.sexual"))
        answer = given(hidden, crime).when(self.command)
        answer.wrote(ReportAttached, ContactClassified)

    def test_the_boundary_names_contact_and_incident(self) -> None:
        assert DESK.boundary(self.command) == (contact_life(CONTACT), incident_life(FIRE))


class TestTheIncidentSpeaks:
    @pytest.mark.parametrize(
        ("priority", "kind"),
        [(Priority.P1, ContactKind.EMERGENCY), (Priority.P4, ContactKind.SERVICE)],
    )
    def test_opening_it_attaches_answers_and_names_its_contact(
        self, priority: Priority, kind: ContactKind
    ) -> None:
        opened = replace(BURNS, contact_id=CONTACT, priority=priority)
        contact = given(OPENED, WROTE, opened).state(contact_life(CONTACT))
        assert (contact.incident_id, contact.waiting, contact.kind) == (FIRE, (), kind)
        assert contact.answered_by == TAKER.id


class TestReopening:
    command = ReopenContact(command_id=uid(2), contact_id=CONTACT)

    def test_at_any_time(self) -> None:
        story = given(OPENED, ANSWERED, wrapped_up(hours(24 * 400)))
        story.when(self.command).wrote(ContactReopened, ContactAnswered)

    def test_what_is_open(self) -> None:
        given(OPENED).when(self.command).refused(Refusal.CONTACT_NOT_WRAPPED_UP)


class TestSafety:
    def test_stricter_at_once(self) -> None:
        stricter = SetContactSafety(
            command_id=uid(2), contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT
        )
        given(OPENED).when(stricter).then(
            ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server())
        )

    @pytest.mark.parametrize("safety", [Safety.SAFE, Safety.TEXT_ONLY])
    def test_looser_needs_a_person_and_a_reason(self, safety: Safety) -> None:
        story = given(replace(OPENED, safety=Safety.DO_NOT_CONTACT))
        looser = SetContactSafety(command_id=uid(2), contact_id=CONTACT, safety=safety)
        because = replace(looser, reason=sealed("pelaku ditangkap"))
        story.when(looser).refused(Refusal.REASON_NEEDED)
        story.when(because).wrote(ContactSafetySet)
        story.when(because, by=POLICY_ACTOR).refused(Refusal.REASON_NEEDED)

    def test_the_same_is_nothing_new(self) -> None:
        same = SetContactSafety(command_id=uid(2), contact_id=CONTACT, safety=Safety.SAFE)
        given(OPENED).when(same).then()


class TestReplying:
    command = ReplyToContact(command_id=uid(2), contact_id=CONTACT, text=sealed("sabar"))

    def test_answers_and_is_carried_by_the_outbox(self) -> None:
        queued = ReplyQueued(
            contact_id=CONTACT,
            message_id=MessageId(str(uid(2))),
            text=sealed("sabar"),
            ask_location=False,
            when=by_server(),
            subject=RINA,
            number=sealed("0812"),
        )
        given(OPENED, WROTE).when(self.command).then(ANSWERED, queued)
        (send,) = DESK.follow(queued, PLACE)
        assert isinstance(send, Send)
        assert (send.recipient, send.number, send.text) == (RINA, sealed("0812"), sealed("sabar"))
        assert (send.rule, send.contact_id) == (SendRule.REPLY, CONTACT)

    def test_never_to_whom_it_would_betray(self) -> None:
        hidden = replace(OPENED, safety=Safety.DO_NOT_CONTACT)
        given(hidden).when(self.command).refused(Refusal.CONTACT_NOT_SAFE)

    def test_by_text_where_only_text_is_safe(self) -> None:
        careful = replace(OPENED, safety=Safety.TEXT_ONLY)
        given(careful, WROTE).when(self.command).wrote(ContactAnswered, ReplyQueued)

    def test_needs_a_chat(self) -> None:
        given(CALLED).when(self.command).refused(Refusal.CONTACT_HAS_NO_CHAT)

    def test_what_became_of_it_is_kept_as_told(self) -> None:
        report = ReportReply(
            command_id=uid(3),
            contact_id=CONTACT,
            outbox_id="o-1",
            status="failed",
            occurred_at=NOW,
            error="131047",
        )
        given().when(report, by=CHANNEL_ACTOR).then(
            ReplyReported(
                contact_id=CONTACT,
                outbox_id="o-1",
                status="failed",
                when=by_provider(),
                error="131047",
            )
        )


class TestFirstReply:
    def test_goes_to_a_chat_nobody_has_in_hand(self) -> None:
        (send,) = DESK.follow(OPENED, PLACE)
        assert send == Send(
            kind="whatsapp",
            rule=SendRule.REPLY,
            recipient=RINA,
            contact_id=CONTACT,
            number=sealed("0812"),
            message="first_reply",
            ask_location=True,
            deadline_at=OPENED.when.at + minutes(30),
        )
        assert send.message in PLACE.messages

    @pytest.mark.parametrize(
        "over",
        [
            {"late": True},
            {"safety": Safety.DO_NOT_CONTACT},
            {"answered_by": AccountId("acc-taker")},
            {"channel": Channel.WEB},
            {"subject": None},
        ],
    )
    def test_to_nobody_else(self, over: dict[str, Any]) -> None:
        assert DESK.follow(replace(OPENED, **over), PLACE) == ()
