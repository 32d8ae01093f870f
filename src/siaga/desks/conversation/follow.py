"""What a conversation sets in motion: read marks, automatic texts, and the timers of nudges."""

from __future__ import annotations

from datetime import timedelta

from siaga.language.conversation import MessagesSeen, NudgeQueued
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send, SendRule
from siaga.language.incident import IncidentOpened
from siaga.language.intake import (
    ContactAnswered,
    ContactOpened,
    ContactSafetySet,
    ContactWrappedUp,
    ReplyHeard,
    ReplyQueued,
    ReportAttached,
)
from siaga.language.place import Place
from siaga.language.triage import TriageSuggested
from siaga.language.values import CHATS, Channel, ContactId, Priority, Safety

NUDGE = "nudge"
SEEN_LIFETIME = timedelta(minutes=10)
NUDGE_LIFETIME = timedelta(minutes=10)
"""A question that could not leave by then has been overtaken by a person."""


def subject_of(contact_id: ContactId, step: str) -> str:
    return f"{contact_id}/{step}"


def follow(fact: Fact, place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case ContactOpened():
            return _armed(fact, place)
        case NudgeQueued():
            return (_sent(fact),)
        case MessagesSeen() if fact.subject and fact.provider_id:
            return _read_mark(fact)
        case (
            ContactAnswered()
            | ReportAttached()
            | ReplyQueued()
            | ReplyHeard()
            | ContactWrappedUp()
            | ContactSafetySet(safety=Safety.DO_NOT_CONTACT)
            | TriageSuggested(priority=Priority.P1)
        ):
            return _disarmed(fact.contact_id, place)
        case IncidentOpened(contact_id=contact_id) if contact_id:
            return _disarmed(contact_id, place)
        case _:
            return ()


def _armed(opened: ContactOpened, place: Place) -> tuple[FollowUp, ...]:
    if (
        opened.channel not in CHATS
        or opened.greeting is None
        or opened.late
        or opened.safety is Safety.DO_NOT_CONTACT
        or opened.answered_by is not None
        or opened.subject is None
    ):
        return ()
    heard_at = opened.received_at or opened.when.at
    return tuple(
        Arm(
            kind=NUDGE,
            subject=subject_of(opened.contact_id, step.id),
            due_at=heard_at + timedelta(seconds=step.after_s),
        )
        for step in place.conversation.nudge
        if step.is_for(opened.channel)
    )


def _disarmed(contact_id: ContactId, place: Place) -> tuple[FollowUp, ...]:
    return tuple(
        Disarm(kind=NUDGE, subject=subject_of(contact_id, step.id))
        for step in place.conversation.nudge
    )


def _sent(fact: NudgeQueued) -> Send:
    return Send(
        kind=fact.channel.value,
        rule=SendRule.REPLY,
        recipient=fact.subject,
        contact_id=fact.contact_id,
        number=fact.number,
        message=fact.message,
        language=fact.language,
        ask_location=fact.ask_location,
        deadline_at=fact.when.at + NUDGE_LIFETIME,
    )


def _read_mark(fact: MessagesSeen) -> tuple[FollowUp, ...]:
    """Of the chats only WhatsApp shows its users what was read."""
    if fact.channel is not Channel.WHATSAPP or fact.subject is None:
        return ()
    return (
        Send(
            kind=fact.channel.value,
            rule=SendRule.REPLY,
            recipient=fact.subject,
            contact_id=fact.contact_id,
            number=fact.number,
            seen=fact.provider_id,
            deadline_at=fact.when.at + SEEN_LIFETIME,
        ),
    )
