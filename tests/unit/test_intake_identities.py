"""Two ids of a channel that are one person, and what colleagues wrote past the console."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from siaga.boards import queue
from siaga.desks.intake.commands import HearReply, JoinIdentities
from siaga.desks.intake.state import ContactLife, Sender
from siaga.language.intake import (
    ContactOpened,
    IdentitiesJoined,
    ReplyHeard,
    ReplyQueued,
    ReplyReported,
    contact_life,
    sender,
)
from siaga.language.refusals import Refusal
from siaga.language.values import Channel, ContactId, MessageId, SubjectId
from tests.board_entries import Told, drawn
from tests.builders import CHANNEL_ACTOR, NOW, by_provider, sealed, uid
from tests.unit.intake_story import CONTACT, OPENED, RINA, WROTE, given

BY_NAME = SubjectId("sub-by-name")
OTHER = ContactId("contact-9")
OTHERS = ContactOpened(
    contact_id=OTHER, channel=Channel.WHATSAPP, when=by_provider(), subject=BY_NAME
)
NUMBER = sealed("+628120009")


def join(**over: Any) -> JoinIdentities:
    command = JoinIdentities(
        command_id=uid(1),
        subject=RINA,
        channel=Channel.WHATSAPP,
        occurred_at=NOW,
        joined=BY_NAME,
        contact_id=OTHER,
        number=NUMBER,
    )
    return replace(command, **over)


JOINED = IdentitiesJoined(
    subject=RINA,
    when=by_provider(),
    channel=Channel.WHATSAPP,
    joined=BY_NAME,
    contact_id=OTHER,
    number=NUMBER,
)


def test_the_conversation_of_one_goes_on_as_the_others() -> None:
    given(OPENED, OTHERS).when(join(), by=CHANNEL_ACTOR).then(JOINED)
    story = given(OPENED, WROTE, OTHERS, JOINED)
    for subject in (RINA, BY_NAME):
        known = story.state(sender(subject))
        assert isinstance(known, Sender)
        assert known.contact_id == OTHER
    life = story.state(contact_life(OTHER))
    assert isinstance(life, ContactLife)
    assert (life.subject, life.number) == (RINA, NUMBER)
    untouched = story.state(contact_life(CONTACT))
    assert (untouched.subject, untouched.number) == (RINA, OPENED.number)


def test_a_new_number_of_one_person() -> None:
    command = join(joined=None, contact_id=CONTACT)
    (fact,) = given(OPENED).when(command, by=CHANNEL_ACTOR).told
    assert fact.tags() == (sender(RINA), contact_life(CONTACT))
    assert given(OPENED, fact).state(contact_life(CONTACT)).number == NUMBER


def test_who_never_wrote_has_nothing_to_go_on_with() -> None:
    (fact,) = given().when(join(contact_id=None), by=CHANNEL_ACTOR).told
    assert fact.contact_id is None


def test_a_contact_of_neither_is_refused_with_those_there_are() -> None:
    answer = given(OPENED, OTHERS).when(join(contact_id=ContactId("x")), by=CHANNEL_ACTOR)
    answer.refused(Refusal.CONTACT_MOVED_ON, legal=[CONTACT, OTHER])
    answer = given(OPENED).when(join(contact_id=None), by=CHANNEL_ACTOR)
    answer.refused(Refusal.CONTACT_MOVED_ON, legal=[CONTACT])


def reply(**over: Any) -> HearReply:
    command = HearReply(
        command_id=uid(2),
        contact_id=CONTACT,
        channel=Channel.WHATSAPP,
        sent_at=NOW,
        text=sealed("sudah dikirim"),
    )
    return replace(command, **over)


def test_what_a_colleague_wrote_with_the_app_is_shown() -> None:
    heard = ReplyHeard(
        contact_id=CONTACT,
        message_id=MessageId(str(uid(2))),
        when=by_provider(),
        text=sealed("sudah dikirim"),
    )
    given(OPENED, WROTE).when(reply(), by=CHANNEL_ACTOR).then(heard)
    given().when(reply(), by=CHANNEL_ACTOR).refused(Refusal.UNKNOWN_CONTACT)
    told = Told()
    for fact in (OPENED, WROTE, heard):
        told(fact)
    card = drawn(queue, told.entries)[CONTACT]
    assert [(line.inbound, line.status) for line in card.messages] == [(True, ""), (False, "app")]
    assert card.unread == 1, "somebody still takes it in hand"


def test_the_card_shows_the_new_number() -> None:
    told = Told()
    for fact in (OTHERS, JOINED):
        told(fact)
    assert drawn(queue, told.entries)[OTHER].number == NUMBER


def test_what_arrived_is_not_taken_back_by_a_late_report() -> None:
    queued = ReplyQueued(
        contact_id=CONTACT,
        message_id=MessageId("m-2"),
        text=sealed("baik"),
        ask_location=False,
        when=by_provider(),
    )
    told = Told()
    for fact in (OPENED, WROTE, queued):
        told(fact)
    cause = told.entries[-1].position
    for status, shown in (
        ("unknown", "unknown"),
        ("delivered", "delivered"),
        ("unknown", "delivered"),
        ("failed", "delivered"),
        ("played", "read"),
        ("sent", "read"),
    ):
        told(
            ReplyReported(contact_id=CONTACT, outbox_id="o-1", status=status, when=by_provider()),
            cause=cause,
        )
        card = drawn(queue, told.entries)[CONTACT]
        assert card.messages[-1].status == shown, status
