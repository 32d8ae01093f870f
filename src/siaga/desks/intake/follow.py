"""What intake sends by itself: the first automatic reply, and what the room writes back."""

from __future__ import annotations

from datetime import timedelta

from siaga.language.entry import Fact
from siaga.language.follow_ups import FollowUp, Send, SendRule
from siaga.language.intake import ContactOpened, ReplyQueued
from siaga.language.place import Place
from siaga.language.values import CHATS, Automatic, Channel, Safety

REPLY_LIFETIME = timedelta(minutes=30)
"""A reply that could not leave by then says nothing useful any more."""


def follow(fact: Fact, place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case ContactOpened():
            return _first_reply(fact, place)
        case ReplyQueued() if fact.subject:
            return (
                Send(
                    kind=fact.channel.value,
                    rule=SendRule.REPLY,
                    recipient=fact.subject,
                    contact_id=fact.contact_id,
                    number=fact.number,
                    text=fact.text,
                    template=fact.template or "",
                    arguments=fact.arguments,
                    quotes=fact.quotes,
                    ask_location=fact.ask_location,
                    deadline_at=fact.when.at + REPLY_LIFETIME,
                ),
            )
        case _:
            return ()


def _first_reply(opened: ContactOpened, place: Place) -> tuple[FollowUp, ...]:
    """To a chat that may be written to, is not stale, and that no person has in hand."""
    if (
        opened.channel not in CHATS
        or opened.greeting is None
        or opened.late
        or opened.safety is Safety.DO_NOT_CONTACT
        or opened.answered_by is not None
        or opened.subject is None
    ):
        return ()
    message = place.conversation.answer(opened.channel, opened.greeting)
    if message is None:
        return ()
    has_button = opened.channel is not Channel.SMS
    return (
        Send(
            kind=opened.channel.value,
            rule=SendRule.REPLY,
            recipient=opened.subject,
            contact_id=opened.contact_id,
            number=opened.number,
            message=message,
            language=opened.language,
            ask_location=has_button and opened.greeting is Automatic.FIRST,
            deadline_at=opened.when.at + REPLY_LIFETIME,
        ),
    )
