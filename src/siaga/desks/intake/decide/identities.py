"""Who somebody is, when a channel shows it differently from before, and what colleagues wrote
past the console."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.intake.commands import HearReply, JoinIdentities
from siaga.desks.intake.state import ContactLife
from siaga.language.entry import Fact
from siaga.language.intake import IdentitiesJoined, ReplyHeard, contact_life, sender
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import ContactId, MessageId, Tag, TimeSource, When


def identity_tags(command: JoinIdentities) -> tuple[Tag, ...]:
    people = tuple(sender(each) for each in (command.subject, command.joined) if each)
    return (*people, contact_life(command.contact_id)) if command.contact_id else people


def join_identities(command: JoinIdentities, states: Mapping[Tag, Any]) -> Sequence[Fact] | Refused:
    """The contact that goes on is the latest of one of the two, as this desk knows them."""
    people = [states[sender(each)] for each in (command.subject, command.joined) if each]
    latest: list[ContactId] = [each.contact_id for each in people if each.contact_id]
    if command.contact_id not in latest and (latest or command.contact_id):
        return Refused(reason=Refusal.CONTACT_MOVED_ON, legal=tuple(latest))
    return (
        IdentitiesJoined(
            subject=command.subject,
            when=When(at=command.occurred_at, source=TimeSource.PROVIDER),
            channel=command.channel,
            joined=command.joined,
            contact_id=command.contact_id,
            number=command.number,
        ),
    )


def hear_reply(command: HearReply, contact: ContactLife) -> Sequence[Fact] | Refused:
    if contact.opened is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    return (
        ReplyHeard(
            contact_id=command.contact_id,
            message_id=MessageId(str(command.command_id)),
            when=When(at=command.sent_at, source=TimeSource.PROVIDER),
            text=command.text,
            shape=command.shape,
        ),
    )
