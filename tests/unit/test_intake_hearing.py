"""Contacts: how somebody is heard by a channel or entered by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from siaga.desks.intake.commands import (
    HearMessage,
    RecordCall,
    RecordForwarded,
)
from siaga.desks.intake.doors import DESK
from siaga.language.intake import (
    ContactOpened,
    ContactReopened,
    MessageReceived,
    contact_life,
    sender,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    FieldError,
    MessageId,
    MessageKind,
    Safety,
    TimeSource,
    When,
)
from tests.builders import (
    CHANNEL_ACTOR,
    NOW,
    PLACE,
    TAKER,
    by_person,
    by_provider,
    by_server,
    claim,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import Answer, Story
from tests.unit.intake_story import (
    ANSWERED,
    ATTACHED,
    BURNS,
    CONTACT,
    FIRE,
    NEW,
    OPENED,
    RINA,
    WROTE,
    given,
    wrapped_up,
)


def message(**over: Any) -> HearMessage:
    heard = HearMessage(
        command_id=uid(1),
        channel=Channel.WHATSAPP,
        kind=MessageKind.TEXT,
        sent_at=NOW - minutes(1),
        received_at=NOW,
        contact_id=CONTACT,
        subject=RINA,
        name=sealed("Rina"),
        number=sealed("0812"),
        text=sealed("api"),
    )
    return replace(heard, **over)


def hear(story: Story, **over: Any) -> Answer:
    return story.when(message(**over), by=CHANNEL_ACTOR)


def received(contact_id: ContactId, when: When, **over: Any) -> MessageReceived:
    heard = MessageReceived(
        contact_id=contact_id,
        message_id=MessageId(str(uid(1))),
        kind=MessageKind.TEXT,
        when=when,
        text=sealed("api"),
    )
    return replace(heard, **over)


class TestHearing:
    def test_a_stranger_becomes_a_contact(self) -> None:
        when = by_provider(NOW - minutes(1))
        hear(given(), contact_id=None).then(
            ContactOpened(
                contact_id=NEW,
                channel=Channel.WHATSAPP,
                when=when,
                subject=RINA,
                name=sealed("Rina"),
                number=sealed("0812"),
                received_at=NOW,
            ),
            received(NEW, when),
        )

    def test_a_web_report_needs_nobody_known(self) -> None:
        story = given()
        answer = hear(story, contact_id=None, subject=None, channel=Channel.WEB)
        answer.wrote(ContactOpened, MessageReceived)
        assert answer.facts[0].tags() == (contact_life(NEW),)

    def test_a_second_message_joins_the_live_contact(self) -> None:
        when = by_provider(NOW - minutes(1))
        hear(given(OPENED, WROTE)).then(received(CONTACT, when))

    def test_a_message_names_the_incident_its_contact_is_attached_to(self) -> None:
        when = by_provider(NOW - minutes(1))
        hear(given(OPENED, WROTE, BURNS, ATTACHED)).then(received(CONTACT, when, incident_id=FIRE))

    def test_a_sender_who_moved_on_is_named(self) -> None:
        later = replace(OPENED, contact_id=ContactId("contact-2"), previous=CONTACT)
        hear(given(OPENED, later)).refused(Refusal.CONTACT_MOVED_ON, legal=["contact-2"])

    def test_a_worker_that_knows_no_contact_is_told_the_one_there_is(self) -> None:
        hear(given(OPENED), contact_id=None).refused(Refusal.CONTACT_MOVED_ON, legal=[CONTACT])

    @pytest.mark.parametrize("before", [minutes(1), hours(12) - minutes(1)])
    def test_soon_after_the_wrap_up_the_contact_is_heard_again(self, before: timedelta) -> None:
        when = by_provider(NOW - minutes(1))
        hear(given(OPENED, ANSWERED, wrapped_up(before))).then(
            ContactReopened(
                contact_id=CONTACT,
                channel=Channel.WHATSAPP,
                opened=OPENED.when,
                when=when,
                safety=Safety.SAFE,
                subject=RINA,
                name=sealed("Rina"),
                number=sealed("0812"),
            ),
            received(CONTACT, when),
        )

    def test_long_after_the_wrap_up_a_new_contact_is_linked_to_the_old(self) -> None:
        old = given(OPENED, ANSWERED, wrapped_up(hours(12) + minutes(2)))
        opened, heard = hear(old).facts
        assert isinstance(opened, ContactOpened)
        assert (opened.contact_id, opened.previous) == (NEW, CONTACT)
        assert isinstance(heard, MessageReceived)
        assert heard.contact_id == NEW

    def test_who_must_not_be_written_to_stays_so_in_the_next_contact(self) -> None:
        hidden = replace(OPENED, safety=Safety.DO_NOT_CONTACT)
        answer = hear(given(hidden, ANSWERED, wrapped_up(hours(20))))
        opened = answer.facts[0]
        assert isinstance(opened, ContactOpened)
        assert opened.safety is Safety.DO_NOT_CONTACT
        assert DESK.follow(opened, PLACE) == ()

    @pytest.mark.parametrize(("age", "late"), [(minutes(29), False), (minutes(31), True)])
    def test_what_is_old_when_heard_is_late(self, age: timedelta, late: bool) -> None:
        opened = hear(given(), contact_id=None, sent_at=NOW - age).facts[0]
        assert isinstance(opened, ContactOpened)
        assert opened.late is late
        assert bool(DESK.follow(opened, PLACE)) is not late

    @pytest.mark.parametrize(
        "sent_at", [NOW + minutes(5), datetime(2019, 12, 31, tzinfo=UTC), datetime.max]
    )
    def test_an_impossible_time_is_not_believed(self, sent_at: datetime) -> None:
        sent_at = sent_at.replace(tzinfo=UTC)
        opened = hear(given(), contact_id=None, sent_at=sent_at).facts[0]
        assert isinstance(opened, ContactOpened)
        assert (opened.when.at, opened.when.source) == (NOW, TimeSource.SERVER)
        assert 0 < opened.when.doubt_s <= 86_400
        assert not opened.late

    def test_the_boundary_names_the_sender_and_the_contact(self) -> None:
        assert DESK.boundary(message()) == (sender(RINA), contact_life(CONTACT))
        assert DESK.boundary(message(contact_id=None)) == (sender(RINA), contact_life(NEW))
        nobody = message(contact_id=None, subject=None)
        assert DESK.boundary(nobody) == (contact_life(NEW),)


class TestEnteringByHand:
    def test_a_call_is_answered_as_it_is_opened(self) -> None:
        rang_at = NOW - minutes(3)
        call = RecordCall(command_id=uid(1), words=sealed("api"), occurred_at=rang_at)
        given().when(call).then(
            ContactOpened(
                contact_id=NEW,
                channel=Channel.PHONE,
                when=by_person(rang_at),
                answered_by=AccountId(TAKER.id),
            ),
            received(NEW, by_person(rang_at), answered=True),
        )

    def test_a_silent_call_has_no_message(self) -> None:
        given().when(RecordCall(command_id=uid(1))).wrote(ContactOpened)

    def test_a_place_alone_is_a_message(self) -> None:
        call = RecordCall(command_id=uid(1), location=claim(), channel=Channel.WALK_IN)
        said = given().when(call).facts[1]
        assert isinstance(said, MessageReceived)
        assert (said.kind, said.location) == (MessageKind.LOCATION, claim())

    def test_nothing_rang_after_it_was_entered(self) -> None:
        call = RecordCall(command_id=uid(1), occurred_at=NOW + hours(1))
        opened = given().when(call).facts[0]
        assert isinstance(opened, ContactOpened)
        assert opened.when == by_person(NOW)

    def test_a_slip_typed_in_later_keeps_its_time_and_is_late(self) -> None:
        call = RecordCall(command_id=uid(1), occurred_at=NOW - hours(5))
        opened = given().when(call).facts[0]
        assert isinstance(opened, ContactOpened)
        assert (opened.when, opened.late) == (by_person(NOW - hours(5)), True)

    def test_a_forwarded_message_says_who_passed_it_on(self) -> None:
        passed_on = RecordForwarded(
            command_id=uid(1), words=sealed("api"), forwarded_by=sealed("Lurah")
        )
        given().when(passed_on).then(
            ContactOpened(
                contact_id=NEW,
                channel=Channel.FORWARDED,
                when=by_server(),
                answered_by=AccountId(TAKER.id),
                forwarded_by=sealed("Lurah"),
            ),
            received(NEW, by_server(), answered=True, forwarded=True),
        )

    @pytest.mark.parametrize("channel", [Channel.WHATSAPP, Channel.WEB, Channel.FORWARDED])
    def test_only_a_call_or_a_visitor_is_entered_as_a_call(self, channel: Channel) -> None:
        with pytest.raises(FieldError) as wrong:
            RecordCall(command_id=uid(1), channel=channel)
        assert wrong.value.field == "channel"
