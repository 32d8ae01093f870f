"""What intake sends by itself: the first automatic reply, and what the room writes back."""

from __future__ import annotations

from datetime import timedelta

from siaga.language.entry import Fact
from siaga.language.follow_ups import FollowUp, Send, SendRule
from siaga.language.intake import ContactOpened, ReplyQueued
from siaga.language.place import Place
from siaga.language.values import Channel, Safety

WHATSAPP = "whatsapp"
FIRST_REPLY = "first_reply"
REPLY_LIFETIME = timedelta(minutes=30)
"""A reply that could not leave by then says nothing useful any more."""


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case ContactOpened():
            return _first_reply(fact)
        case ReplyQueued() if fact.subject:
            return (
                Send(
                    kind=WHATSAPP,
                    rule=SendRule.REPLY,
                    recipient=fact.subject,
                    contact_id=fact.contact_id,
                    number=fact.number,
                    text=fact.text,
                    ask_location=fact.ask_location,
                    deadline_at=fact.when.at + REPLY_LIFETIME,
                ),
            )
        case _:
            return ()


def _first_reply(opened: ContactOpened) -> tuple[FollowUp, ...]:
    """To a chat that may be written to, is not stale, and that no person has in hand."""
    if (
        opened.channel is not Channel.WHATSAPP
        or opened.late
        or opened.safety is Safety.DO_NOT_CONTACT
        or opened.answered_by is not None
        or opened.subject is None
    ):
        return ()
    return (
        Send(
            kind=WHATSAPP,
            rule=SendRule.REPLY,
            recipient=opened.subject,
            contact_id=opened.contact_id,
            number=opened.number,
            message=FIRST_REPLY,
            ask_location=True,
            deadline_at=opened.when.at + REPLY_LIFETIME,
        ),
    )
