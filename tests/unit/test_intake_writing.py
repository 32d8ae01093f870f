"""Writing back: the reply window, templates, quotes, and what a change to a message does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from siaga.desks.intake.commands import ClassifyContact, HearMessage, ReplyToContact
from siaga.desks.intake.doors import DESK
from siaga.language.conversation import ConversationHandedOver, LanguageRemembered
from siaga.language.follow_ups import Send
from siaga.language.intake import (
    CALL_SHAPE,
    ContactAnswered,
    ContactOpened,
    ContactReopened,
    ContactWrappedUp,
    MessageReceived,
    ReplyQueued,
)
from siaga.language.lines import CallBackTried
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Automatic,
    Change,
    Channel,
    ContactKind,
    FieldError,
    Language,
    MessageId,
    MessageKind,
    TemplateId,
)
from tests.builders import (
    CHANNEL_ACTOR,
    NOW,
    OTHER_TAKER,
    PLACE,
    by_provider,
    by_server,
    claim,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import Story, entry
from tests.unit.intake_story import (
    ANSWERED,
    CONTACT,
    NEW,
    OPENED,
    RINA,
    WROTE,
    given,
    wrapped_up,
)

REPLY = ReplyToContact(command_id=uid(2), contact_id=CONTACT, text=sealed("sabar"))
BY_TEMPLATE = ReplyToContact(
    command_id=uid(2),
    contact_id=CONTACT,
    template=TemplateId("follow_up"),
    arguments=(sealed("K-1"), sealed("petugas berangkat")),
)


def heard(story: Story, **over: Any) -> Any:
    command = HearMessage(
        command_id=uid(1),
        channel=Channel.WHATSAPP,
        kind=MessageKind.TEXT,
        sent_at=NOW,
        received_at=NOW,
        contact_id=CONTACT,
        subject=RINA,
        number=sealed("0812"),
        text=sealed("api"),
    )
    return story.when(replace(command, **over), by=CHANNEL_ACTOR)


def at(before: timedelta, **over: Any) -> MessageReceived:
    return replace(WROTE, when=by_provider(NOW - before), **over)


class TestTheWindow:
    """REPLY_WINDOW after the citizen's last message or call, by the provider's time."""

    def test_free_words_leave_within_it(self) -> None:
        given(OPENED, at(hours(24) - minutes(1))).when(REPLY).wrote(ContactAnswered, ReplyQueued)

    def test_nothing_but_a_template_leaves_after_it(self) -> None:
        story = given(OPENED, at(hours(24)), ANSWERED)
        story.when(REPLY).refused(Refusal.WINDOW_CLOSED, legal=["follow_up"])
        story.when(BY_TEMPLATE).wrote(ReplyQueued)

    def test_a_new_message_opens_it_again_and_a_late_one_does_not_close_it(self) -> None:
        fresh, stale = at(minutes(1)), at(hours(70))
        given(OPENED, at(hours(30)), fresh, stale).when(REPLY).wrote(ContactAnswered, ReplyQueued)

    @pytest.mark.parametrize(
        "over",
        [
            {"change": Change.REACTION, "about": WROTE.message_id},
            {"change": Change.EDITED, "about": WROTE.message_id},
            {"change": Change.REVOKED, "about": WROTE.message_id, "text": None},
            {"shape": "system", "kind": MessageKind.UNREADABLE},
        ],
    )
    def test_not_by_what_is_no_message(self, over: dict[str, Any]) -> None:
        story = given(OPENED, at(hours(30)), at(minutes(1), **over))
        story.when(REPLY).refused(Refusal.WINDOW_CLOSED)

    def test_a_voice_call_opens_it(self) -> None:
        call = at(minutes(1), shape=CALL_SHAPE, kind=MessageKind.UNREADABLE, text=None)
        given(OPENED, at(hours(30)), call).when(REPLY).wrote(ContactAnswered, ReplyQueued)

    def test_other_chats_have_none(self) -> None:
        for channel in (Channel.TELEGRAM, Channel.SMS):
            opened = replace(OPENED, channel=channel)
            answer = given(opened, at(hours(48))).when(REPLY)
            answer.wrote(ContactAnswered, ReplyQueued)
            queued = answer.told[1]
            (send,) = DESK.follow(queued, PLACE)
            assert isinstance(send, Send)
            assert send.kind == channel.value

    def test_it_outlives_the_wrap_up(self) -> None:
        story = given(OPENED, at(minutes(9)), ANSWERED, wrapped_up(minutes(5)))
        (reopened, _) = heard(story).told
        assert isinstance(reopened, ContactReopened)
        assert reopened.window_closes_at == NOW - minutes(9) + hours(24)


class TestTemplates:
    def test_the_outbox_gets_the_key_and_what_fills_the_holes(self) -> None:
        answer = given(OPENED, at(hours(30)), ANSWERED).when(BY_TEMPLATE)
        (queued,) = answer.told
        (send,) = DESK.follow(queued, PLACE)
        assert isinstance(send, Send)
        assert (send.template, send.arguments, send.text) == (
            "follow_up",
            (sealed("K-1"), sealed("petugas berangkat")),
            None,
        )

    def test_every_hole_is_filled(self) -> None:
        halved = replace(BY_TEMPLATE, arguments=(sealed("K-1"),))
        given(OPENED, WROTE).when(halved).refused(Refusal.TEMPLATE_INCOMPLETE, legal=["2"])

    def test_only_whatsapp_has_them(self) -> None:
        sms = replace(OPENED, channel=Channel.SMS)
        given(sms, WROTE).when(BY_TEMPLATE).refused(Refusal.NO_TEMPLATES_THERE)

    def test_a_reply_says_one_thing(self) -> None:
        with pytest.raises(FieldError):
            ReplyToContact(command_id=uid(2), contact_id=CONTACT)
        with pytest.raises(FieldError):
            replace(BY_TEMPLATE, text=sealed("juga"))


class TestQuoting:
    def test_a_quoted_message_is_named_as_the_channel_knows_it(self) -> None:
        wrote = replace(WROTE, provider_id=sealed("wamid-1"))
        answer = given(OPENED, wrote).when(replace(REPLY, about=WROTE.message_id))
        queued = answer.told[1]
        assert (queued.about, queued.quotes) == (WROTE.message_id, sealed("wamid-1"))
        (send,) = DESK.follow(queued, PLACE)
        assert isinstance(send, Send)
        assert send.quotes == sealed("wamid-1")

    def test_one_it_never_named_is_quoted_on_the_screen_only(self) -> None:
        answer = given(OPENED, WROTE).when(replace(REPLY, about=WROTE.message_id))
        assert answer.told[1].about == WROTE.message_id
        assert answer.told[1].quotes is None

    def test_a_ready_reply_is_counted_when_the_place_has_it(self) -> None:
        told = given(OPENED, WROTE)
        assert told.when(replace(REPLY, canned="on_the_way")).told[1].canned == "on_the_way"
        assert told.when(replace(REPLY, canned="made up")).told[1].canned == ""

    def test_written_again_it_names_the_one_that_was_unknown(self) -> None:
        answer = given(OPENED, WROTE).when(replace(REPLY, again=MessageId("old")))
        assert answer.told[1].again == "old"


REACTION = {"change": Change.REACTION, "about": WROTE.message_id, "text": sealed("👍")}
REVOKED = {"change": Change.REVOKED, "about": WROTE.message_id, "text": None}
EDITED = {"change": Change.EDITED, "about": WROTE.message_id}


class TestChanges:
    @pytest.mark.parametrize("change", [REACTION, REVOKED])
    def test_open_nothing_that_is_over(self, change: dict[str, Any]) -> None:
        story = given(OPENED, WROTE, ANSWERED, wrapped_up(hours(1)))
        heard(story, **change).wrote(MessageReceived)

    @pytest.mark.parametrize("change", [REACTION, REVOKED])
    def test_are_not_waited_for(self, change: dict[str, Any]) -> None:
        fact = replace(WROTE, message_id=MessageId("m-2"), **change)
        story = given(OPENED, WROTE, ANSWERED, entry(fact))
        prank = ContactKind.PRANK
        wrap = ClassifyContact(command_id=uid(3), contact_id=CONTACT, kind=prank, seen=2)
        assert len(story.when(wrap).told) == 2

    def test_an_edit_rings_like_a_message(self) -> None:
        story = given(OPENED, WROTE, ANSWERED, wrapped_up(hours(1)))
        heard(story, **EDITED).wrote(ContactReopened, MessageReceived)

    @pytest.mark.parametrize("change", [REACTION, REVOKED])
    def test_of_a_stranger_are_shown_and_nobody_is_greeted(self, change: dict[str, Any]) -> None:
        answer = heard(given(), contact_id=None, **change)
        answer.wrote(ContactOpened, MessageReceived)
        opened = answer.told[0]
        assert opened.greeting is None
        assert DESK.follow(opened, PLACE) == ()


class TestTheFirstReply:
    @pytest.mark.parametrize(
        ("over", "greeting", "message", "button"),
        [
            ({}, Automatic.FIRST, "first_reply", True),
            ({"location": claim()}, Automatic.FIRST_LOCATED, "first_located", False),
            (
                {"kind": MessageKind.UNREADABLE},
                Automatic.FIRST_UNREADABLE,
                "first_unreadable",
                False,
            ),
            (
                {"kind": MessageKind.UNREADABLE, "shape": CALL_SHAPE},
                Automatic.CALL,
                "no_calls",
                False,
            ),
        ],
    )
    def test_answers_what_came(
        self, over: dict[str, Any], greeting: Automatic, message: str, button: bool
    ) -> None:
        opened = heard(given(), contact_id=None, **over).told[0]
        assert opened.greeting is greeting
        (send,) = DESK.follow(opened, PLACE)
        assert isinstance(send, Send)
        assert (send.message, send.ask_location) == (message, button)

    def test_is_the_channels_own(self) -> None:
        opened = replace(OPENED, channel=Channel.SMS)
        (send,) = DESK.follow(opened, PLACE)
        assert isinstance(send, Send)
        assert (send.kind, send.message, send.ask_location) == ("sms", "first_sms", False)

    def test_what_the_place_does_not_answer_there_is_not_sent(self) -> None:
        opened = replace(OPENED, channel=Channel.SMS, greeting=Automatic.CALL)
        assert DESK.follow(opened, PLACE) == ()

    def test_speaks_the_citizens_language(self) -> None:
        opened = heard(given(), contact_id=None, language=Language.ENGLISH).told[0]
        (send,) = DESK.follow(opened, PLACE)
        assert isinstance(send, Send)
        assert send.language is Language.ENGLISH
        assert PLACE.words(send.message, send.language) == "112, in English: first_reply"


class TestLanguage:
    def test_another_one_than_was_known_is_told(self) -> None:
        said = heard(given(OPENED, WROTE), language=Language.ENGLISH).told[0]
        assert said.language is Language.ENGLISH

    def test_the_usual_one_is_no_news(self) -> None:
        said = heard(given(OPENED, WROTE), language=Language.INDONESIAN).told[0]
        assert said.language is None

    def test_what_a_person_named_stays(self) -> None:
        named = LanguageRemembered(
            contact_id=CONTACT, language=Language.LOCAL, when=by_server(), subject=RINA
        )
        said = heard(given(OPENED, WROTE, named), language=Language.ENGLISH).told[0]
        assert said.language is None

    def test_it_is_remembered_in_the_senders_next_contact(self) -> None:
        opened = replace(OPENED, language=Language.ENGLISH)
        story = given(opened, WROTE, ANSWERED, wrapped_up(hours(13)))
        again = heard(story).told[0]
        assert (again.contact_id, again.language) == (NEW, Language.ENGLISH)


def test_who_is_telephoned_goes_on_as_somebody_who_wrote() -> None:
    called = CallBackTried(
        contact_id=CONTACT, by=AccountId(OTHER_TAKER.id), when=by_server(), tried=1
    )
    story = given(OPENED, WROTE, called)
    story.when(REPLY, by=OTHER_TAKER).wrote(ContactAnswered, ReplyQueued)
    wrap = ClassifyContact(command_id=uid(3), contact_id=CONTACT, kind=ContactKind.PRANK)
    assert isinstance(story.when(wrap).told[-1], ContactWrappedUp)


def test_who_was_given_the_conversation_has_it() -> None:
    given_away = ConversationHandedOver(
        contact_id=CONTACT,
        by=ANSWERED.answered_by,
        to=AccountId(OTHER_TAKER.id),
        when=by_server(),
    )
    story = given(OPENED, WROTE, ANSWERED, given_away)
    story.when(REPLY, by=OTHER_TAKER).wrote(ReplyQueued)
